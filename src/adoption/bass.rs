//! Diffusion by innovation and imitation (Bass 1969), stepped exactly; prices and advertising stretch time
//! (Bass, Krishnan and Jain 1994).

use crate::spec::diffusion::{Bass, MarketingMix, PeerAwareness};
use crate::units::math::{exp, ln};

impl Bass {
    /// The share of adopters after some years [>= 0] from nothing: F(t) = (1 - e^(-(p+q)t)) / (1 + (q/p)
    /// e^(-(p+q)t)).
    pub fn share(&self, years: f64) -> f64 {
        self.step(0.0, years)
    }

    /// The share `years` [>= 0] after it was `share` [0..=1]; exact for any length of the step. Without
    /// innovation nothing starts from nothing.
    ///
    /// With u = (1 - F) / (p + q F), which decays as e^(-(p+q)t), F = (1 - p u) / (1 + q u).
    pub fn step(&self, share: f64, years: f64) -> f64 {
        let drive = self.innovation + self.imitation * share;
        if drive <= 0.0 {
            return share;
        }
        let u = (1.0 - share) / drive * exp(-(self.innovation + self.imitation) * years);
        ((1.0 - self.innovation * u) / (1.0 + self.imitation * u)).clamp(share, 1.0)
    }

    /// The rate of adoption [share per year] at a share of adopters: (p + q F)(1 - F).
    pub fn rate(&self, share: f64) -> f64 {
        (self.innovation + self.imitation * share) * (1.0 - share)
    }

    /// When adoption from nothing is fastest [years]: ln(q/p) / (p + q), and at once where q <= p. `None`
    /// without innovation.
    pub fn peak(&self) -> Option<f64> {
        if self.innovation <= 0.0 {
            None
        } else if self.imitation <= self.innovation {
            Some(0.0)
        } else {
            Some(ln(self.imitation / self.innovation) / (self.innovation + self.imitation))
        }
    }
}

impl MarketingMix {
    /// The length of diffusion time that `years` [>= 0] bring while the price is multiplied by one factor and
    /// advertising by another [each > 0]: years + b1 ln(price) + b2 max(0, ln(advertising)). Time never runs
    /// back: where the sum is negative it is 0, and the second value says so.
    pub fn stretched(&self, years: f64, price_factor: f64, advertising_factor: f64) -> (f64, bool) {
        let stretched =
            years + self.price * ln(price_factor) + self.advertising * ln(advertising_factor).max(0.0);
        (stretched.max(0.0), stretched < 0.0)
    }
}

impl PeerAwareness {
    /// The probability [0..=1] of becoming aware within some years [>= 0] while a share of the group has adopted:
    /// 1 - e^(-(p + q share) years).
    pub fn probability(&self, group_share: f64, years: f64) -> f64 {
        1.0 - exp(-(self.own + self.peers * group_share) * years)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: Bass = Bass { innovation: 0.03, imitation: 0.38 };

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-10, "{found} is not {expected}");
    }

    #[test]
    fn worked_shares() {
        for (years, share) in
            [(1.0, 0.035_758_164_3), (3.0, 0.150_500_072_0), (5.0, 0.331_198_642_5), (10.0, 0.812_803_221_2)]
        {
            near(CASE.share(years), share);
        }
        let peak = CASE.peak().unwrap();
        near(peak, 6.192_619_197_7);
        near(CASE.share(peak), 0.460_526_315_8);
        near(CASE.rate(CASE.share(peak)), 0.110_592_105_3);
        assert_eq!(Bass { innovation: 0.4, imitation: 0.3 }.peak(), Some(0.0));
    }

    /// Sixty monthly steps are one of five years; Euler's steps fall 1.6 % short.
    #[test]
    fn steps_are_exact() {
        let (mut exact, mut euler) = (0.0, 0.0);
        for _ in 0..60 {
            exact = CASE.step(exact, 1.0 / 12.0);
            euler += CASE.rate(euler) / 12.0;
        }
        near(exact, CASE.share(5.0));
        near(euler, 0.325_831_084_6);
    }

    #[test]
    fn one_drive_alone() {
        near(Bass { imitation: 0.0, ..CASE }.share(5.0), 0.139_292_023_6);
        let imitators = Bass { innovation: 0.0, ..CASE };
        assert_eq!((imitators.share(50.0), imitators.peak()), (0.0, None));
        // Logistic growth from a half: 1 / (1 + e^(-q t)).
        near(imitators.step(0.5, 2.0), 1.0 / (1.0 + exp(-0.76)));
        assert_eq!(Some(CASE.step(1.0, 3.0)), Some(1.0));
        let still = Bass { innovation: 0.0, imitation: 0.0 };
        assert_eq!(Some(still.step(0.3, 9.0)), Some(0.3));
    }

    /// A price that falls by 8 % a year for five years, and one cut by 30 % at any time before year 5.
    #[test]
    fn prices_stretch_time() {
        let mix = MarketingMix { price: -1.5, advertising: 0.5 };
        let (falling, _) = mix.stretched(5.0, exp(-0.08 * 5.0), 1.0);
        near(CASE.share(falling), 0.395_307_850_6);
        let (cut, clipped) = mix.stretched(5.0, 0.7, 0.5);
        near(CASE.share(cut), 0.388_237_582_5);
        assert!(!clipped, "less advertising adds nothing, and takes nothing");
        near(mix.stretched(1.0, 1.0, 2.0).0, 1.0 + 0.5 * ln(2.0));
        assert_eq!(mix.stretched(0.1, 2.0, 1.0), (0.0, true));
    }

    #[test]
    fn peers() {
        let awareness = PeerAwareness { own: 0.03, peers: 0.38 };
        near(awareness.probability(0.0, 5.0), 0.139_292_023_6);
        assert!(awareness.probability(0.5, 1.0) > awareness.probability(0.4, 1.0));
    }
}
