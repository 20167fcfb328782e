//! An owner decides: known, paid back soon enough, affordable, installable.

use crate::spec::diffusion::Thresholds;
use crate::units::Money;
use crate::units::math::{exp, ln, normal_quantile, normal_share};

impl Thresholds {
    /// The share [0..=1] of owners that accept a payback [months; >= 0]: Φ(ln(median / payback) / σ).
    pub fn share_accepting(&self, payback: f64) -> f64 {
        if payback <= 0.0 {
            1.0
        } else if self.sigma <= 0.0 {
            f64::from(u8::from(payback <= self.median))
        } else {
            normal_share(ln(self.median / payback) / self.sigma)
        }
    }

    /// The threshold [months] of an owner, from one uniform draw in (0, 1) that stays theirs for good.
    pub fn threshold(&self, draw: f64) -> f64 {
        self.median * exp(self.sigma * normal_quantile(draw))
    }
}

/// What an owner has to go by and to pay with.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Means {
    /// Whether the owner knows of the upgrade.
    pub aware: bool,
    /// Whether it is prescribed: then its payback is not asked for.
    pub mandated: bool,
    /// Longest payback that is accepted [months; may be infinite].
    pub threshold: f64,
    /// Cash at hand [>= 0].
    pub cash: Money,
    /// What a bank would lend [>= 0].
    pub loan_limit: Money,
    /// Grants that come with the purchase, not later ones [>= 0].
    pub up_front_grant: Money,
}

/// What an owner decides, and why not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Buys.
    Adopts,
    /// Does not know of it.
    NotAware,
    /// It is not paid back within the horizon.
    NeverPaidBack,
    /// It is paid back too late.
    PaysBackTooLate,
    /// The money cannot be found.
    CannotFund,
    /// Nobody is free to install it.
    NoInstaller,
}

/// Decides, asking in the order in which [`Decision`] lists the reasons. `payback` is the one that the owner
/// expects, after funding [months; `None`: not within the horizon]; `peak_funding` the most that has to be
/// found before anything is funded [>= 0].
pub fn decide(means: &Means, payback: Option<f64>, peak_funding: Money, installer_free: bool) -> Decision {
    if !means.aware {
        return Decision::NotAware;
    }
    if !means.mandated {
        match payback {
            None => return Decision::NeverPaidBack,
            Some(months) if months > means.threshold => return Decision::PaysBackTooLate,
            Some(_) => {}
        }
    }
    if means.cash + means.loan_limit + means.up_front_grant < peak_funding {
        return Decision::CannotFund;
    }
    if installer_free { Decision::Adopts } else { Decision::NoInstaller }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLDS: Thresholds = Thresholds { median: 24.0, sigma: 0.5 };

    #[test]
    fn worked_share() {
        let share = THRESHOLDS.share_accepting(20.0);
        assert!((share - 0.642_311_086_2).abs() < 1e-10, "{share}");
        assert_eq!((THRESHOLDS.share_accepting(0.0), THRESHOLDS.share_accepting(f64::INFINITY)), (1.0, 0.0));
        let alike = Thresholds { sigma: 0.0, ..THRESHOLDS };
        assert_eq!((alike.share_accepting(24.0), alike.share_accepting(24.1)), (1.0, 0.0));
    }

    /// Owners drawn evenly accept in the share that the formula says.
    #[test]
    fn drawn_thresholds_have_the_share() {
        let n = 10_000;
        let accepting = (0..n).filter(|k| THRESHOLDS.threshold((f64::from(*k) + 0.5) / f64::from(n)) >= 20.0);
        assert!((accepting.count() as f64 / f64::from(n) - 0.642_311_086_2).abs() <= 1.0 / f64::from(n));
    }

    #[test]
    fn reasons_in_their_order() {
        let rich = Means {
            aware: true,
            mandated: false,
            threshold: 24.0,
            cash: Money(50),
            loan_limit: Money(30),
            up_front_grant: Money(20),
        };
        let of = |means: Means, payback, free| decide(&means, payback, Money(100), free);
        assert_eq!(of(rich, Some(24.0), true), Decision::Adopts);
        assert_eq!(of(rich, Some(24.0), false), Decision::NoInstaller);
        assert_eq!(of(Means { cash: Money(49), ..rich }, Some(24.0), false), Decision::CannotFund);
        assert_eq!(of(Means { cash: Money(49), ..rich }, Some(24.1), true), Decision::PaysBackTooLate);
        assert_eq!(of(rich, None, true), Decision::NeverPaidBack);
        let unlimited = Means { threshold: f64::INFINITY, ..rich };
        assert_eq!(of(unlimited, None, true), Decision::NeverPaidBack, "never is later than any threshold");
        assert_eq!(of(Means { mandated: true, ..rich }, None, true), Decision::Adopts);
        assert_eq!(of(Means { aware: false, mandated: true, ..rich }, Some(1.0), true), Decision::NotAware);
    }
}
