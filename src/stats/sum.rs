//! Compensated sums, and the two moments made of them.

/// The sum of finite numbers in their order, with Neumaier's compensation.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    total + lost
}

/// The arithmetic mean; `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { Some(sum(values.iter().copied()) / values.len() as f64) }
}

/// The sample variance, divisor n - 1; `None` below two values.
pub fn variance(values: &[f64]) -> Option<f64> {
    let centre = mean(values).filter(|_| values.len() >= 2)?;
    let squares = sum(values.iter().map(|x| (x - centre) * (x - centre)));
    Some(squares / (values.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_survive_large_ones() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]).to_bits(), 2.0_f64.to_bits(), "a plain sum gives 0");
        assert_eq!(sum([0.1; 10]).to_bits(), 1.0_f64.to_bits(), "a plain sum gives 0.9999999999999999");
        assert_eq!(sum([]).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn moments_of_too_few() {
        assert_eq!((mean(&[]), variance(&[]), variance(&[3.0])), (None, None, None));
        assert_eq!((mean(&[3.0]), variance(&[3.0, 5.0])), (Some(3.0), Some(2.0)));
    }
}
