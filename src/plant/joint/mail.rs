//! Letters between the office of the region and its factories.

use bevy_ecs::prelude::*;

use super::super::floor::Floor;
use crate::units::Time;

/// What a factory is to make for the region.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Commission {
    pub(in crate::plant) product: u32,
    pub(in crate::plant) units: u64,
    /// When the customers ordered it.
    pub(in crate::plant) ordered: Time,
    pub(in crate::plant) due: Time,
    pub(in crate::plant) class: u8,
    /// Its number at the office of the region.
    pub(in crate::plant) tag: u32,
}

/// What becomes of a commission.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in crate::plant) struct Notice {
    pub(in crate::plant) tag: u32,
    pub(in crate::plant) units: u64,
    pub(in crate::plant) at: Time,
    /// Delivered; else taken back before work on it had begun.
    pub(in crate::plant) delivered: bool,
}

/// A factory's mail from the region, and whether it is connected to the platform. Owner: this file.
#[derive(Component, Clone, Default, Debug)]
pub(in crate::plant) struct Mail {
    pub(in crate::plant) connected: bool,
    commissions: Vec<Commission>,
    /// Commissions to be taken back as far as work on them has not begun: product and number.
    withdrawn: Vec<(u32, u32)>,
    /// What suppliers of the region have made for it: what for, how much, the multiplier of the price.
    supplied: Vec<(Need, f64, f64)>,
    /// Multipliers of prices of products, by number.
    prices: Vec<(u32, f64)>,
    incident: bool,
    pub(in crate::plant) slot: u32,
    /// What it needs of the region's suppliers.
    claims: Vec<Claim>,
}

/// Less than this of what was asked of a supplier is nothing [units].
pub(in crate::plant) const NOTHING: f64 = 1e-9;

/// What a factory needs something of a supplier for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::plant) enum Need {
    /// A material of this number, in its units.
    Material(u32),
    /// Making or installing an installation of this number, in installations.
    Upgrade(u32),
}

/// What a factory needs of a supplier of the region.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Claim {
    pub(in crate::plant) supplier: u32,
    pub(in crate::plant) need: Need,
    pub(in crate::plant) amount: f64,
    pub(in crate::plant) at: Time,
}

/// A letter to a factory.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) enum Post {
    /// Make this.
    Commission(Commission),
    /// Take this back, as far as work on it has not begun: product and number.
    Withdrawn(u32, u32),
    /// A supplier has made this for it: what for, how much, the multiplier of the price.
    Supplied(Need, f64, f64),
    /// The price of this product is so many times that of peace.
    Priced(u32, f64),
    /// An incident that came over the platform.
    Incident,
}

impl Mail {
    /// A factory without mail.
    pub(in crate::plant) fn new(connected: bool, slot: u32) -> Mail {
        Mail { connected, slot, ..Mail::default() }
    }

    /// Asks a supplier of the region for something; the office hears of it at its next instant.
    pub(in crate::plant) fn claim(&mut self, claim: Claim) {
        self.claims.push(claim);
    }

    /// Takes what it has asked for.
    pub(super) fn take_claims(&mut self) -> Vec<Claim> {
        std::mem::take(&mut self.claims)
    }

    /// Puts a letter into the box.
    pub(in crate::plant) fn put(&mut self, post: Post) {
        match post {
            Post::Commission(commission) => self.commissions.push(commission),
            Post::Withdrawn(product, tag) => self.withdrawn.push((product, tag)),
            Post::Supplied(need, amount, price) => self.supplied.push((need, amount, price)),
            Post::Priced(product, factor) => self.prices.push((product, factor)),
            Post::Incident => self.incident = true,
        }
    }
}

impl Floor<'_> {
    /// The factory opens its mail from the region.
    pub(in crate::plant) fn open_mail(&mut self) {
        if std::mem::take(&mut self.mail.incident) {
            self.undergo_incident(true);
        }
        for (product, factor) in std::mem::take(&mut self.mail.prices) {
            self.products[product as usize].price = Some(factor);
        }
        for (need, amount, price) in std::mem::take(&mut self.mail.supplied) {
            match need {
                Need::Material(material) => self.send_supplied(material, amount, price),
                Need::Upgrade(index) => self.supply_upgrade(index, amount),
            }
        }
        for (product, tag) in std::mem::take(&mut self.mail.withdrawn) {
            self.give_back(product, tag);
        }
        for commission in std::mem::take(&mut self.mail.commissions) {
            self.accept(commission);
        }
    }
}
