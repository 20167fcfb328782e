//! What a number of events says of their mean number.

use statrs::function::gamma::gamma_ur;

/// The mean number of events that is not exceeded with a confidence [0 to 1, ends excluded], after so many were counted: with
/// it, as few or fewer come with a probability of 1 less the confidence. Half the quantile of the chi-squared distribution with 2
/// (events + 1) degrees of freedom. Source: Garwood 1936.
pub fn poisson_limit(events: u64, confidence: f64) -> f64 {
    let events = events as f64;
    let as_few = |mean: f64| gamma_ur(events + 1.0, mean);
    let (mut low, mut high) = (events, 2.0 * events + 1.0);
    while as_few(high) > 1.0 - confidence {
        (low, high) = (high, 2.0 * high);
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        match as_few(middle) > 1.0 - confidence {
            true => low = middle,
            false => high = middle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_counts() {
        // Without an event: exp(-m) = 0.05. Four events: 8000 h over the limit of 436.99 h of the worked reliability, halved.
        assert!((poisson_limit(0, 0.95) - 2.995_732_273_553_991).abs() < 1e-12);
        assert!((poisson_limit(4, 0.95) - 4_000.0 / 436.990_406_461_1).abs() < 1e-9);
        // Many events: the normal approximation of the square root, off by less than a thousandth.
        let [events, z] = [1e6f64, 1.644_853_626_951_472];
        let near = events + z * events.sqrt() + (z * z + 2.0) / 3.0;
        assert!((poisson_limit(1_000_000, 0.95) - near).abs() < 0.01, "{}", poisson_limit(1_000_000, 0.95));
    }
}
