//! A run that goes on under another surge: what the surges have in common is computed once.
//!
//! Owns how far two surges are alike for a plant, and what of an element is the surge's own.

use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::*;

use crate::spec::{Curve, Orders, Process, Reorder, Spec, Supply, Surge, Times};
use crate::units::{Duration, Time};

use super::cyber::Risk;
use super::elements::{
    Group, Hands, Input, Joint, Load, Loop, Lots, Machine, Material, Place, Pool, Product, Routings, Station,
    StationCount, Supplier, Wear,
};
use super::floor::{Clock, Touched};
use super::joint::{JointProduction, Mail};
use super::lookout::midnight;
use super::office::Paperwork;
use super::record::Record;
use super::shifts::Shifts;
use super::states::StateClock;
use super::supplies::curve_for;
use super::trace::Trace;
use super::upgrades::Upgrades;

/// What goes on in another run as it is, apart from what the surge has laid into it.
pub(super) trait Branch: Clone {
    /// Takes over what the surge has laid into the element as it was built for it; most have nothing of the kind.
    fn take_surge(&mut self, _built: Self) {}
}

impl Branch for Clock {}
impl Branch for Touched {}
impl Branch for Lots {}
impl Branch for Routings {}
impl Branch for Shifts {}
impl Branch for Paperwork {}
impl Branch for Mail {}
impl Branch for Risk {}
impl Branch for Record {}
impl Branch for Trace {}
impl Branch for Station {}
impl Branch for StationCount {}
impl Branch for Machine {}
impl Branch for StateClock {}
impl Branch for Wear {}
impl Branch for Load {}
impl Branch for Hands {}
impl Branch for Group {}
impl Branch for Place {}
impl Branch for Loop {}
impl Branch for Joint {}
impl Branch for Input {}
/// What it has begun is done by its capacity, so surges of other capacities part before.
impl Branch for Supplier {}

impl Branch for Pool {
    fn take_surge(&mut self, built: Pool) {
        self.kept_away = built.kept_away;
    }
}

impl Branch for Material {
    fn take_surge(&mut self, built: Material) {
        self.lead_curve = built.lead_curve;
        self.price_curve = built.price_curve;
        if let (Some(own), Some(built)) = (&mut self.customers, built.customers) {
            own.take_surge(built);
        }
    }
}

impl Branch for Product {
    fn take_surge(&mut self, built: Product) {
        if let (Some(own), Some(built)) = (&mut self.customers, built.customers) {
            own.take_surge(built);
        }
    }
}

impl Branch for Upgrades {
    fn take_surge(&mut self, built: Upgrades) {
        for (own, built) in self.installations.iter_mut().zip(built.installations) {
            if let (Some(own), Some(built)) = (&mut own.lookout, built.lookout) {
                own.take_surge(built);
            }
            if let (Some(own), Some(built)) = (&mut own.ready, built.ready) {
                own.take_surge(*built);
            }
        }
    }
}

/// Copies the elements of a run into those of another that was built like it for its own surge.
pub(super) fn copy(from: &mut World, to: &mut World) {
    copy_parts(from, to);
    if let (Some(office), Some(mut own)) =
        (from.get_resource::<JointProduction>(), to.get_resource_mut::<JointProduction>())
    {
        let built = std::mem::replace(&mut *own, office.clone());
        own.take_surge(built);
    }
}

/// Calls `copy_part` for each kind of component.
macro_rules! each_part {
    ($from:ident, $to:ident, $($part:ty),+) => { $(copy_part::<$part>($from, $to);)+ };
}

fn copy_parts(from: &mut World, to: &mut World) {
    each_part!(
        from, to, Clock, Touched, Lots, Routings, Shifts, Upgrades, Paperwork, Mail, Risk, Record, Trace
    );
    each_part!(from, to, Station, StationCount, Machine, StateClock, Wear, Load, Hands, Pool, Group);
    each_part!(from, to, Material, Supplier, Place, Loop, Joint, Input, Product);
}

/// Both worlds were built in the same order, so their elements lie in the same order.
fn copy_part<T: Component<Mutability = Mutable> + Branch>(from: &mut World, to: &mut World) {
    let (mut past, mut own) = (from.query::<&T>(), to.query::<&mut T>());
    for (mut own, past) in own.iter_mut(to).zip(past.iter(from)) {
        let built = std::mem::replace(&mut *own, past.clone());
        own.take_surge(built);
    }
}

/// Up to, not including, which instant two surges [positions in `Spec::surges`] make the same of every run of a
/// replication: nothing that they tell apart has happened or been looked ahead to. `Time::NEVER` where they never differ.
pub fn alike_until(spec: &Spec, (one, other): (usize, usize), seed: u64, replication: u32) -> Time {
    let spec = spec.of_replication(seed, replication);
    let (one, other) = (&spec.surges[one], &spec.surges[other]);
    if looked_ahead(&spec, one, other) {
        return Time::ZERO;
    }
    let emergency = match (one.emergency, other.emergency) {
        (one, other) if one == other => Time::NEVER,
        (one, other) => one
            .into_iter()
            .chain(other)
            .map(|(first, _)| midnight(spec.start, first))
            .min()
            .unwrap_or(Time::NEVER),
    };
    let lists = [
        (&one.demand, &other.demand, 1.0),
        (&one.customers, &other.customers, 1.0),
        (&one.more, &other.more, 0.0),
        (&one.product_price, &other.product_price, 1.0),
        (&one.absence, &other.absence, 0.0),
        (&one.lead_time, &other.lead_time, 1.0),
        (&one.material_price, &other.material_price, 1.0),
    ];
    let curves = lists.into_iter().map(|(one, other, neutral)| lists_alike_until(one, other, neutral));
    let transport = curves_alike_until(one.transport.as_ref(), other.transport.as_ref(), 1.0);
    let differ = curves.chain([emergency, transport]).min().unwrap_or(Time::NEVER);
    if differ == Time::NEVER { differ } else { Time(differ.0.saturating_sub(farthest_plan(&spec).0)) }
}

/// How far order plans look ahead.
fn farthest_plan(spec: &Spec) -> Duration {
    let plans =
        plants(spec).flat_map(|plant| &plant.materials).filter_map(|material| match material.reorder {
            Reorder::Plan { horizon, .. } => Some(horizon),
            _ => None,
        });
    plans.max().unwrap_or(Duration::ZERO)
}

/// The plants of all factories, also those that are of another size than their kind's.
fn plants(spec: &Spec) -> impl Iterator<Item = &crate::spec::Plant> {
    let sized = spec.factories.iter().filter_map(|factory| factory.sized.as_deref());
    spec.plants.iter().chain(sized)
}

/// Whether something that the surges tell apart is drawn one ahead, or done by a pace that is known from the start.
fn looked_ahead(spec: &Spec, one: &Surge, other: &Surge) -> bool {
    let differ = |one: &Vec<(String, Curve)>, other: &Vec<(String, Curve)>, name: &str| {
        curve_for(one, name) != curve_for(other, name)
    };
    let ahead = |orders: &Orders| matches!(orders, Orders::Single { process, .. } if !is_listed(process));
    let of_plants = plants(spec).any(|plant| {
        let products = plant.products.iter().any(|product| {
            let drawn = match &product.supply {
                Supply::Arrivals(arrivals) => !is_listed(&arrivals.process),
                Supply::ToStock { demand, .. } | Supply::ToOrder { demand, .. } => ahead(&demand.orders),
                Supply::Saturated => false,
            };
            drawn && differ(&one.demand, &other.demand, &product.name)
        });
        let materials = plant.materials.iter().any(|material| {
            let drawn = material.customers.as_ref().is_some_and(|own| ahead(&own.demand.orders));
            drawn && differ(&one.demand, &other.demand, &material.name)
        });
        products || materials
    });
    let of_region = spec.region.iter().flat_map(|region| &region.customers).any(|own| {
        let asks = |surge: &Surge| own.surges.is_empty() || own.surges.contains(&surge.name);
        let curve = |surge| -> Option<&Curve> {
            let surge: &Surge = surge;
            curve_for(&surge.customers, &own.name).or_else(|| curve_for(&surge.demand, &own.product))
        };
        asks(one) != asks(other) || (ahead(&own.orders) && curve(one) != curve(other))
    });
    let names = |surge: &Surge| surge.customers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    // Customers with a curve of their own have no part in that of their product.
    of_plants || of_region || one.capacity != other.capacity || names(one) != names(other)
}

fn is_listed(process: &Process) -> bool {
    matches!(process.times, Times::Listed(_))
}

/// Up to which instant the curves of all names are alike.
fn lists_alike_until(one: &[(String, Curve)], other: &[(String, Curve)], neutral: f64) -> Time {
    let names = one.iter().chain(other).map(|(name, _)| name);
    names
        .map(|name| curves_alike_until(curve_for(one, name), curve_for(other, name), neutral))
        .min()
        .unwrap_or(Time::NEVER)
}

/// Up to which instant two curves have the same values, to the bit; without a curve it is the value that changes nothing.
fn curves_alike_until(one: Option<&Curve>, other: Option<&Curve>, neutral: f64) -> Time {
    if one == other {
        return Time::NEVER;
    }
    let level = Curve::constant(neutral);
    let (one, other) = (one.unwrap_or(&level), other.unwrap_or(&level));
    still_until(one, other).max(same_until(one, other))
}

/// The last point up to which both keep the value that they begin with.
fn still_until(one: &Curve, other: &Curve) -> Time {
    let first = one.at(Time::ZERO).to_bits();
    let mut points: Vec<Time> = one.points.iter().chain(&other.points).map(|(at, _)| *at).collect();
    points.sort_unstable();
    let mut until = Time::ZERO;
    for at in std::iter::once(Time::ZERO).chain(points) {
        if [one, other].iter().any(|curve| curve.at(at).to_bits() != first) {
            return until;
        }
        until = at;
    }
    Time::NEVER
}

/// The last point of those that both begin with.
fn same_until(one: &Curve, other: &Curve) -> Time {
    if one.shape != other.shape {
        return Time::ZERO;
    }
    let same = |((at, value), (also_at, also)): &(&(Time, f64), &(Time, f64))| {
        at == also_at && value.to_bits() == also.to_bits()
    };
    let common = one.points.iter().zip(&other.points).take_while(same);
    common.last().map_or(Time::ZERO, |((at, _), _)| *at)
}
