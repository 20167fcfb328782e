//! Customers: when they order, and how much.

use crate::random::{Distribution, Stream, mix};
use crate::spec::{Curve, Orders};
use crate::units::{Duration, Time};

use super::occurrences::Occurrences;

/// Customers of a product or a material.
#[derive(Clone, Debug)]
pub(super) struct Customers {
    source: Source,
    /// Key of their orders' draws.
    key: u64,
    /// Orders so far.
    number: u64,
    /// Whether they order whole units.
    whole: bool,
    pub(super) slot: u32,
}

#[derive(Clone, Debug)]
enum Source {
    /// Once a period.
    Periodic {
        rate: Curve,
        every: Duration,
        variation: Distribution,
        factor: f64,
        surge: Option<Curve>,
        /// What a surge adds [units a day].
        more: Option<Curve>,
        chance: Stream,
        /// Part of a unit ordered but not yet counted.
        carry: f64,
    },
    /// One by one.
    Single { occurrences: Box<Occurrences>, size: Distribution },
}

/// What chance and place an order has.
pub(super) struct Setting<'a> {
    /// Sequential chance of when.
    pub(super) chance: Stream,
    /// Key of all other draws.
    pub(super) key: u64,
    pub(super) surge: Option<&'a Curve>,
    /// What the surge adds to demand [units a day]; to orders by the period only.
    pub(super) more: Option<&'a Curve>,
    /// The factory's share of demand.
    pub(super) factor: f64,
    /// Whether they order whole units.
    pub(super) whole: bool,
    /// The end of the run.
    pub(super) limit: Time,
    pub(super) slot: u32,
}

/// One order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub(super) units: f64,
    pub(super) due: Option<Time>,
    pub(super) class: Option<u8>,
    /// What a unit is sold for, where that is the order's own.
    pub(super) price: Option<f64>,
    /// Key of its own draws.
    pub(super) key: u64,
    /// When the next order comes.
    pub(super) next: Time,
}

impl Customers {
    /// Customers, and when they order first.
    pub(super) fn begin(orders: &Orders, setting: Setting<'_>) -> (Customers, Time) {
        let Setting { chance, key, surge, more, factor, whole, limit, slot } = setting;
        let (source, first) = match orders {
            Orders::Periodic { rate, every, variation } => {
                let (rate, surge, variation) = (rate.clone(), surge.cloned(), variation.clone());
                let (every, more) = (*every, more.cloned());
                let carry = 0.0;
                (Source::Periodic { rate, every, variation, factor, surge, more, chance, carry }, Time::ZERO)
            }
            Orders::Joint => crate::bug!("orders of the region come by mail"),
            Orders::Nobody => crate::bug!("nobody orders"),
            Orders::Single { process, size } => {
                let (occurrences, first) = Occurrences::begin(process, chance, surge, factor, limit);
                (Source::Single { occurrences: Box::new(occurrences), size: size.clone() }, first)
            }
        };
        (Customers { source, key, number: 0, whole, slot }, first)
    }

    /// Takes over the surge of customers that were built for another.
    pub(super) fn take_surge(&mut self, built: Customers) {
        if let Source::Periodic { surge, more, .. } = &mut self.source
            && let Source::Periodic { surge: built, more: built_more, .. } = built.source
        {
            (*surge, *more) = (built, built_more);
        }
    }

    /// The order that is due now.
    pub(super) fn order(&mut self, now: Time) -> Order {
        let key = mix(self.key ^ self.number);
        self.number += 1;
        match &mut self.source {
            Source::Periodic { rate, every, variation, factor, surge, more, chance, carry } => {
                let surge = surge.as_ref().map_or(1.0, |curve| curve.at(now));
                let more = more.as_ref().map_or(0.0, |curve| curve.at(now));
                let drawn = variation.at(chance.next_bits());
                let usual = rate.at(now) * every.as_days() * *factor * surge * drawn;
                let added = more * every.as_days() * *factor * drawn;
                let wanted = (usual + added + *carry).max(0.0);
                let units = if self.whole { wanted.floor() } else { wanted };
                *carry = wanted - units;
                Order { units, due: None, class: None, price: None, key, next: now.after(*every) }
            }
            Source::Single { occurrences, size } => {
                let listed = occurrences.listed().unwrap_or_default();
                let drawn = listed.units.unwrap_or_else(|| size.at(key));
                let units = if self.whole { drawn.round().max(0.0) } else { drawn };
                let next = occurrences.advance(now);
                Order { units, due: listed.due, class: listed.class, price: listed.price, key, next }
            }
        }
    }

    /// Whether they have another order at this instant: a list may name several.
    pub(super) fn order_again(&self, next: Time, now: Time) -> bool {
        matches!(&self.source, Source::Single { occurrences, .. } if occurrences.is_listed()) && next <= now
    }

    /// What they are expected to order between now and an instant.
    pub(super) fn expected(&self, now: Time, until: Time) -> f64 {
        match &self.source {
            Source::Periodic { rate, every, variation, factor, surge, more, .. } => {
                let mut sum = 0.0;
                let mut at = Time(now.0.div_ceil(every.0) * every.0);
                while at < until {
                    let surge = surge.as_ref().map_or(1.0, |curve| curve.at(at));
                    sum += rate.at(at) * every.as_days() * factor * surge * variation.mean();
                    let more = more.as_ref().map_or(0.0, |curve| curve.at(at));
                    sum += more * every.as_days() * factor * variation.mean();
                    at = at.after(*every);
                }
                sum
            }
            Source::Single { occurrences, size } => occurrences
                .expected(now, until, |listed| listed.and_then(|l| l.units).unwrap_or_else(|| size.mean())),
        }
    }
}
