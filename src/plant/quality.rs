//! Quality: what is found wrong after an operation, what stays hidden, what is done again.
//!
//! After an operation, in this order: units are scrapped that are seen to be bad; good ones may get a hidden defect;
//! an inspection rejects defective units that it finds and good ones by mistake; what is rejected goes to rework as a
//! lot of its own, becomes another product, or is scrapped. Defects that are never found leave with their lot: escaped.

use crate::random::{Distribution, mix, uniform};
use crate::spec::{Inspection, Sample};
use crate::units::LotId;

use super::elements::{Holder, NONE, Quality};
use super::floor::Floor;

/// What has to be told apart in the draws of one lot at one step.
#[derive(Clone, Copy)]
enum Draw {
    Defects = 1,
    Whether = 2,
    Found = 3,
    FalseAlarms = 4,
    Rework = 5,
    Part = 6,
    /// The units of a sample; each takes numbers above.
    Sample = 7,
}

/// Units taken out of a lot.
#[derive(Clone, Copy, Default)]
struct Rejected {
    defective: u32,
    good: u32,
    /// Whether the verdict is that the lot is bad.
    fails: bool,
}

impl Rejected {
    fn and(self, other: Rejected) -> Rejected {
        Rejected {
            defective: self.defective + other.defective,
            good: self.good + other.good,
            fails: self.fails || other.fails,
        }
    }
}

impl Quality {
    /// Random bits for one question about a lot.
    fn bits(&self, lot: u64, draw: Draw) -> u64 {
        mix(lot ^ self.key.wrapping_add(draw as u64))
    }

    /// What an inspection rejects of so many defective and good units.
    fn reject(&self, inspection: &Inspection, lot: u64, defective: u32, good: u32) -> Rejected {
        let screen = |defective, good| {
            let defective = Distribution::count(self.bits(lot, Draw::Found), defective, inspection.detects);
            let good = Distribution::count(self.bits(lot, Draw::FalseAlarms), good, inspection.false_alarm);
            Rejected { defective, good, fails: defective + good > 0 }
        };
        match inspection.sample {
            Sample::Lots(share) if share >= 1.0 => screen(defective, good),
            Sample::Lots(share) => match uniform(self.bits(lot, Draw::Whether)) < share {
                true => screen(defective, good),
                false => Rejected::default(),
            },
            Sample::Units { units, accept } => {
                let (sampled, bad, fine) = self.sample(inspection, lot, units, defective, good);
                // When it fails, the rest is looked at as well.
                match sampled.defective + sampled.good > accept {
                    true => Rejected { fails: true, ..sampled.and(screen(bad, fine)) },
                    false => sampled,
                }
            }
        }
    }

    /// What a sample without replacement shows, unit by unit, and the defective and good units outside of it.
    fn sample(
        &self,
        inspection: &Inspection,
        lot: u64,
        units: u32,
        defective: u32,
        good: u32,
    ) -> (Rejected, u32, u32) {
        let (mut bad, mut fine) = (defective, good);
        let mut rejected = Rejected::default();
        for number in 0..units.min(defective + good) {
            let draw = |what: u64| {
                let own = Draw::Sample as u64 + 2 * u64::from(number) + what;
                uniform(mix(lot ^ self.key.wrapping_add(own)))
            };
            if draw(0) * f64::from(bad + fine) < f64::from(bad) {
                bad -= 1;
                rejected.defective += u32::from(draw(1) < inspection.detects);
            } else {
                fine -= 1;
                rejected.good += u32::from(draw(1) < inspection.false_alarm);
            }
        }
        (rejected, bad, fine)
    }
}

impl Floor<'_> {
    /// Looks at the units of a lot that a step has worked on; false when nothing is left of it.
    #[inline(never)]
    pub(super) fn inspect(&mut self, lot: LotId) -> bool {
        let l = &mut self.lots.arena[lot.index()];
        let (units, key) = (l.units, l.key);
        let at = l.row;
        let row = &mut self.routings.rows[at as usize];
        if l.spoilt {
            row.count.good -= u64::from(units);
            row.count.scrapped += u64::from(units);
            return self.scrap(lot, units);
        }
        let again = row.step <= l.passed;
        let bad = row.scrap.as_mut().map_or(0, |scrap| scrap.at(mix(key ^ row.scrap_key), units));
        row.count.good -= u64::from(bad);
        row.count.scrapped += u64::from(bad);
        if again {
            row.count.again += u64::from(units);
            row.count.again_good += u64::from(units - bad);
        }
        let looks = row.quality.is_some();
        (bad == 0 || self.scrap_any(lot, bad)) && (!looks || self.look_for_defects(lot, at, again))
    }

    /// Scraps units of a lot whose hidden defects have nothing to do with it; false when nothing is left.
    pub(super) fn scrap_any(&mut self, lot: LotId, units: u32) -> bool {
        let l = &mut self.lots.arena[lot.index()];
        if l.defects > 0 {
            // By the name of the step, not the place of its row: that depends on what else is installed.
            let bits = mix(l.key ^ LOST ^ self.routings.rows[l.row as usize].scrap_key);
            l.defects -= Distribution::among(bits, l.units, l.defects, units);
        }
        self.scrap(lot, units)
    }

    /// Hidden defects, inspection and rework; false when nothing is left of the lot.
    fn look_for_defects(&mut self, lot: LotId, at: u32, again: bool) -> bool {
        let l = &mut self.lots.arena[lot.index()];
        let row = &mut self.routings.rows[at as usize];
        let Some(quality) = &row.quality else { return true };
        let now = quality.now;
        if now.repairs {
            l.defects = 0;
        }
        l.defects +=
            Distribution::count(quality.bits(l.key, Draw::Defects), l.units - l.defects, now.defects);
        let mut out = Rejected::default();
        if let Some(inspection) = &now.inspection {
            out = quality.reject(inspection, l.key, l.defects, l.units - l.defects);
            row.count.false_rejects += u64::from(out.good);
        }
        let rest = l.units - l.defects - out.good;
        let allowed = now.rework.is_some_and(|rework| rework.most.is_none_or(|most| l.reworks < most));
        let together = now.rework.is_some_and(|rework| rework.whole_lot);
        let bits = quality.bits(l.key, Draw::Rework);
        out.good += match together {
            true if uniform(bits) < now.rework_share => {
                out.fails = true;
                rest
            }
            true => 0,
            false => Distribution::count(bits, rest, now.rework_share),
        };
        let allowed = allowed && (out.fails || !together);
        let (rejected, defective) = match out.defective + out.good {
            0 => return true,
            // With what is rejected the others go.
            _ if together && allowed => (l.units, l.defects),
            some => (some, out.defective),
        };
        l.defects -= defective;
        row.count.good -= u64::from(rejected);
        if again {
            row.count.again_good -= u64::from(rejected);
        }
        if !allowed || quality.rework == NONE {
            row.count.scrapped += u64::from(rejected);
            return self.scrap(lot, rejected);
        }
        row.count.to_rework += u64::from(rejected);
        if again {
            row.count.again_to_rework += u64::from(rejected);
        }
        let (to, key, step) = (quality.rework, quality.bits(l.key, Draw::Part), row.step);
        let whole = l.units == rejected;
        let sent = if whole { lot } else { self.split_off(lot, rejected, 0) };
        if !whole {
            self.add_part(self.lots.arena[sent.index()].parent);
        }
        let l = &mut self.lots.arena[sent.index()];
        l.row = to;
        l.key = key;
        // What was found, and good units: the mending makes them good.
        l.defects = if now.rework.is_some_and(|rework| rework.keeps_defects) { defective } else { 0 };
        l.reworks = l.reworks.saturating_add(1);
        l.passed = l.passed.max(step);
        let sent = match now.rework.and_then(|rework| rework.product) {
            Some(product) => self.downgrade(sent, product.0),
            None => sent,
        };
        self.move_on(sent, Holder::Outside);
        !whole
    }
}

/// Distinguishes which of a lot's units are lost.
const LOST: u64 = 0x5EED_0F9A_1234_77AB;
