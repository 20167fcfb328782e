//! Whether what comes in covers what is owed to lenders.

/// How well debt service was covered over the months in which there was any.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Coverage {
    /// The lowest month's ratio; below 1 the month did not pay its debt service.
    pub min: f64,
    /// The mean of the months' ratios.
    pub average: f64,
}

/// Debt service coverage ratio: cash before debt service (operating flow less tax) over principal and interest, month
/// by month. `None` where nothing was ever due.
pub fn debt_service_coverage(available: &[f64], service: &[f64]) -> Option<Coverage> {
    let due = available.iter().zip(service).filter(|(_, service)| **service > 0.0);
    let ratios: Vec<f64> = due.map(|(available, service)| available / service).collect();
    let average = crate::stats::mean(&ratios)?;
    Some(Coverage { min: ratios.iter().copied().fold(f64::INFINITY, f64::min), average })
}

/// Interest coverage ratio: earnings before interest and tax over interest of the same time. `None` without interest.
pub fn interest_coverage(earnings: f64, interest: f64) -> Option<f64> {
    if interest > 0.0 { Some(earnings / interest) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::near;
    use crate::finance::equal_instalment;

    #[test]
    fn worked_ratio() {
        let service = equal_instalment(100_000.0, 0.005, 36);
        let found = debt_service_coverage(&[0.0, 5_200.0, 5_200.0], &[0.0, service, service]).unwrap();
        near(found.min, 1.709_292_844_4);
        near(found.average, 1.709_292_844_4);
    }

    #[test]
    fn lowest_mean_and_none() {
        let found = debt_service_coverage(&[100.0, 50.0, 7.0], &[50.0, 100.0, 0.0]).unwrap();
        assert_eq!(found, Coverage { min: 0.5, average: 1.25 });
        assert_eq!(debt_service_coverage(&[5.0], &[0.0]), None);
        assert_eq!((interest_coverage(8.0, 2.0), interest_coverage(8.0, 0.0)), (Some(4.0), None));
    }
}
