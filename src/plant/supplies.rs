//! Description -> world, for what comes in and what is held: products, materials and their suppliers.

use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::kernel::Calendar;
use crate::outcome::{ClassTally, MaterialTally, ProductTally};
use crate::random::{Distribution, Stream};
use crate::spec::{self, Curve, Delivery, Maker, Orders, StepKind, Supply};
use crate::units::{Duration, FactoryId, ProductId, Time};

use super::build::Builder;
use super::customers::{self, Customers};
use super::elements::{self, Arrivals, InFactory, Material, NONE, OwnSupplier, Product, Supplier, Tuning};
use super::events::Event;
use super::occurrences::Occurrences;
use super::pace::Pace;
use super::region::Demand;
use super::stores::Store;

/// What can be due for a product.
pub(super) fn product_events(product: &spec::Product, index: u32) -> Vec<Event> {
    match &product.supply {
        Supply::ToStock { patience: Some(patience), .. }
        | Supply::ToOrder { patience: Some(patience), .. }
            if product.supply.has_orders() && *patience > Duration::ZERO =>
        {
            vec![Event::PatienceEnded(index), Event::OrderPlaced(index)]
        }
        supply if supply.is_joint() => Vec::new(),
        Supply::ToStock { .. } if !product.supply.has_orders() => Vec::new(),
        Supply::ToStock { .. } | Supply::ToOrder { .. } => vec![Event::OrderPlaced(index)],
        Supply::Arrivals(_) => vec![Event::LotArrived(index)],
        Supply::Saturated => Vec::new(),
    }
}

/// What can be due for a material.
pub(super) fn material_events(material: &spec::Material, index: u32) -> Vec<Event> {
    let mut events = vec![Event::MaterialDelivered(index)];
    events.extend(material.review.map(|_| Event::StockReviewed(index)));
    events.extend(material.shelf_life.map(|_| Event::MaterialSpoiled(index)));
    if let Some(customers) = &material.customers {
        events.push(Event::StoreOrderPlaced(index));
        let waits = customers.patience.filter(|patience| *patience > Duration::ZERO);
        events.extend(waits.map(|_| Event::StorePatienceEnded(index)));
    }
    events
}

impl Builder<'_> {
    /// The end of the run.
    fn limit(&self) -> Time {
        Time(self.setting.spec.stop.limit().0)
    }

    /// The factory's part of demand.
    fn demand_factor(&self) -> f64 {
        self.setting.spec.factories[self.factory].demand_factor
    }

    /// Whether customers buy everything.
    fn sells_all(&self) -> bool {
        self.setting.demand == Demand::Unlimited
    }

    /// The loop by whose free cards pulled work on a product is released; `NONE` where machines pull it.
    pub(super) fn pulled_by(&self, product: &spec::Product) -> u32 {
        let first = || product.routing.first().and_then(|step| step.card);
        let by_room = if self.begins_by_room(product) { self.plant.loops.len() as u32 } else { NONE };
        product.release.or_else(first).filter(|_| self.is_pulled(product)).map_or(by_room, |own| own.0)
    }

    /// Whether pulled work of a product begins at a place, and without a card: a loop of its own releases it.
    pub(super) fn begins_by_room(&self, product: &spec::Product) -> bool {
        let at_place = |step: &spec::Step| step.card.is_none() && matches!(step.kind, StepKind::Dwell { .. });
        self.is_pulled(product) && product.release.is_none() && product.routing.first().is_some_and(at_place)
    }

    /// Whether work on a product is pulled, not pushed.
    pub(super) fn is_pulled(&self, product: &spec::Product) -> bool {
        match product.supply {
            Supply::Saturated | Supply::ToStock { .. } => true,
            Supply::Arrivals(_) => false,
            Supply::ToOrder { .. } => self.sells_all(),
        }
    }

    /// The suppliers of materials.
    pub(super) fn spawn_suppliers(&self, world: &mut World, factory: Entity) {
        for (index, described) in self.plant.suppliers.iter().enumerate() {
            let supplier = match described.maker {
                Maker::Own { per_day, delivery } => {
                    let surge = curve_for(&self.surge().capacity, &described.name);
                    let pace = Pace::new(per_day / Duration::DAY.as_secs(), self.limit()).surging(surge);
                    Supplier::Own(OwnSupplier { pace, free_at: Time::ZERO, delivery })
                }
                Maker::Region(supplier) => Supplier::Region(supplier as u32),
            };
            world.spawn((self.id(index), InFactory(factory), supplier));
        }
    }

    /// The materials; customers' first orders fall due.
    pub(super) fn spawn_materials(&self, world: &mut World, factory: Entity, calendar: &mut Calendar) {
        for (index, described) in self.plant.materials.iter().enumerate() {
            let material = self.material(index, described, calendar);
            world.spawn((self.id(index), InFactory(factory), material));
        }
    }

    fn material(&self, index: usize, described: &spec::Material, calendar: &mut Calendar) -> Material {
        let (surge, name, number) = (self.surge(), &described.name, index as u32);
        let customers = described.customers.as_ref().map(|customers| {
            let setting = customers::Setting {
                chance: Stream::new(self.key(name, "order")),
                key: self.key(name, "order size"),
                surge: curve_for(&surge.demand, name),
                more: None,
                factor: self.demand_factor(),
                whole: false,
                limit: self.limit(),
                slot: self.slot(Event::StoreOrderPlaced(number)),
            };
            customers_of(&customers.demand, setting, calendar)
        });
        let of_customers = described.customers.as_ref();
        let mut material = Material {
            store: store(
                described.initial_stock,
                of_customers.map(|c| &c.demand),
                of_customers.and_then(|c| c.patience),
            ),
            on_order: 0.0,
            waiting: VecDeque::new(),
            reorder: described.reorder,
            review: described.review,
            review_slot: self.slot(Event::StockReviewed(number)),
            counts_waiting: described.counts_waiting,
            lead_time: described.terms.lead_time.scaled(1e6),
            lead_tuning: Tuning::NONE,
            lead_times: Stream::new(self.key(name, "lead time")),
            lot: described.terms.lot,
            minimum: described.terms.minimum,
            supplier: described.terms.supplier.map_or(NONE, |supplier| supplier.0),
            deliveries: BinaryHeap::new(),
            sent: 0,
            slot: self.slot(Event::MaterialDelivered(number)),
            shelf_life: described.shelf_life,
            ages: VecDeque::new(),
            shelf_slot: self.slot(Event::MaterialSpoiled(number)),
            customers,
            patience_slot: self.slot(Event::StorePatienceEnded(number)),
            tally: MaterialTally::default(),
            wanted: 0.0,
            periods: VecDeque::new(),
            lead_curve: curve_for(&surge.lead_time, name).cloned(),
            price_curve: curve_for(&surge.material_price, name).cloned(),
        };
        for (arrives, amount) in &described.in_transit {
            material.send(*amount, *arrives);
        }
        material
    }

    /// The products; first arrivals and orders fall due.
    pub(super) fn spawn_products(&self, world: &mut World, factory: Entity, calendar: &mut Calendar) {
        for (index, described) in self.plant.products.iter().enumerate() {
            let product = self.product(index, described, calendar);
            world.spawn((self.id(index), InFactory(factory), product));
        }
    }

    fn product(&self, index: usize, described: &spec::Product, calendar: &mut Calendar) -> Product {
        let (name, number) = (&described.name, index as u32);
        let stock_input = self.routing.input_of_stock(ProductId::new(index)).unwrap_or(NONE);
        let (mut supply, mut arrivals, mut customers, mut held) =
            (elements::Supply::Saturated, None, None, Store::default());
        let mut in_addition = 0.0;
        match &described.supply {
            Supply::Saturated => {}
            Supply::Arrivals(described) => {
                supply = elements::Supply::Arrivals;
                arrivals = Some(self.arrivals(described, name, number, calendar));
            }
            Supply::ToStock { .. } | Supply::ToOrder { .. } if self.sells_all() && stock_input == NONE => {}
            Supply::ToStock { initial_stock, base_stock, demand, patience } => {
                supply = elements::Supply::ToStock { base_stock: *base_stock };
                held = store(*initial_stock as f64, Some(demand), *patience);
                customers = self.customers(demand, name, number, calendar);
            }
            Supply::ToOrder { demand, patience, allowance } => {
                in_addition = *allowance;
                supply = elements::Supply::ToOrder { delivery: demand.delivery };
                held = store(0.0, Some(demand), *patience);
                customers = self.customers(demand, name, number, calendar);
            }
        }
        held.classes = self.classes(index).into_iter().map(|class| ClassTally::of(number, class)).collect();
        let mut up_to = 0.0;
        let classes = described.classes.iter().map(|(class, share)| {
            up_to += share;
            (*class, up_to)
        });
        let planned = self.plant.planning.is_some()
            && described.supply.has_orders()
            && matches!(supply, elements::Supply::ToStock { .. });
        let sized = arrivals.as_ref().is_some_and(|arrivals| arrivals.size.is_some());
        Product {
            alike: !sized && described.classes.is_empty() && described.due.is_none(),
            supply,
            first: self.routing.steps[index][0].entry,
            planned,
            planned_lots: 0,
            starts: self.starts(index),
            release: described.release.map_or(NONE, |own| own.0),
            pulled_by: self.pulled_by(described),
            class: described.class,
            classes: classes.collect(),
            class_key: self.key(name, "class"),
            most_urgent: described
                .routing
                .iter()
                .filter_map(|step| step.class)
                .fold(described.class, u8::min),
            due: described.due.as_ref().map(|due| due.scaled(1e6)),
            due_key: self.key(name, "due"),
            lot_units: self.routing.lot_units(described),
            key: self.key(name, "lot"),
            serial: 0,
            arrivals,
            customers,
            patience_slot: self.slot(Event::PatienceEnded(number)),
            store: held,
            stock_input,
            making: VecDeque::new(),
            made: 0,
            allowance: in_addition,
            left_over: 0,
            impatient: VecDeque::new(),
            in_process: 0,
            lots: 0,
            last_pull: 0,
            price: self.answers(described).then_some(1.0),
            gone_time: Duration::ZERO,
            flow_times: Default::default(),
            wait_times: Default::default(),
            tally: ProductTally::default(),
        }
    }

    /// Whether the price of a product answers the region's orders.
    fn answers(&self, described: &spec::Product) -> bool {
        let mut prices = self.setting.spec.region.iter().flat_map(|region| &region.prices);
        described.supply.is_joint() && prices.any(|price| price.product == described.name)
    }

    /// The priority classes that are told apart among the orders and lots of a product, ascending; none where there is one.
    pub(super) fn classes(&self, index: usize) -> Vec<u8> {
        let described = &self.plant.products[index];
        let own = || -> BTreeSet<u8> {
            let shares = described.classes.iter().map(|(class, _)| *class);
            if described.classes.is_empty() { BTreeSet::from([described.class]) } else { shares.collect() }
        };
        let of = |process: &spec::Process| match &process.times {
            spec::Times::Listed(entries) => {
                let listed =
                    entries.iter().flat_map(|entry| entry.class.map_or_else(own, |class| [class].into()));
                listed.collect()
            }
            spec::Times::Spaced { .. } | spec::Times::Rated { .. } => own(),
        };
        let classes = match &described.supply {
            Supply::Saturated => own(),
            Supply::Arrivals(arrivals) => of(&arrivals.process),
            Supply::ToStock { demand, .. } | Supply::ToOrder { demand, .. } => match &demand.orders {
                Orders::Periodic { .. } | Orders::Nobody => own(),
                Orders::Single { process, .. } => of(process),
                Orders::Joint => {
                    let own = (FactoryId::new(self.factory), ProductId::new(index));
                    let region = self.setting.spec.region.iter().flat_map(|region| &region.customers);
                    let filled = |own: &spec::RegionCustomers| {
                        own.stockpile.as_ref().filter(|stock| stock.refill > 0.0).map(|_| u8::MAX)
                    };
                    let theirs = region.filter(|customers| customers.makers.contains(&own));
                    theirs.flat_map(|own| [Some(own.class), filled(own)]).flatten().collect()
                }
            },
        };
        if classes.len() > 1 { classes.into_iter().collect() } else { Vec::new() }
    }

    fn arrivals(
        &self,
        described: &spec::Arrivals,
        name: &str,
        number: u32,
        calendar: &mut Calendar,
    ) -> Arrivals {
        let slot = self.slot(Event::LotArrived(number));
        let chance = Stream::new(self.key(name, "arrival"));
        let surge = curve_for(&self.surge().demand, name);
        let (occurrences, first) =
            Occurrences::begin(&described.process, chance, surge, self.demand_factor(), self.limit());
        calendar.schedule(slot, first);
        let scale = self.setting.spec.lot_scale;
        let one = matches!(described.lots, Distribution::Constant(lots) if (lots - 1.0).abs() < 0.5);
        Arrivals {
            one_by_one: one && !occurrences.is_listed(),
            occurrences,
            lots: described.lots.clone(),
            lots_chance: Stream::new(self.key(name, "lots")),
            size: described.size.as_ref().map(|size| size.scaled(scale)),
            size_key: self.key(name, "size"),
            when_full: described.when_full,
            slot,
        }
    }

    fn customers(
        &self,
        demand: &spec::Demand,
        name: &str,
        number: u32,
        calendar: &mut Calendar,
    ) -> Option<Customers> {
        // A component whose stock assemblies take from sells nothing where customers buy everything.
        if matches!(demand.orders, Orders::Joint | Orders::Nobody) || self.sells_all() {
            return None;
        }
        let setting = customers::Setting {
            chance: Stream::new(self.key(name, "arrival")),
            key: self.key(name, "order"),
            surge: curve_for(&self.surge().demand, name),
            more: curve_for(&self.surge().more, name),
            factor: self.demand_factor(),
            whole: true,
            limit: self.limit(),
            slot: self.slot(Event::OrderPlaced(number)),
        };
        Some(customers_of(demand, setting, calendar))
    }
}

/// Customers, their first order due.
fn customers_of(
    demand: &spec::Demand,
    setting: customers::Setting<'_>,
    calendar: &mut Calendar,
) -> Customers {
    let slot = setting.slot;
    let (customers, first) = Customers::begin(&demand.orders, setting);
    calendar.schedule(slot, first);
    customers
}

/// A stock at the start, with the rules of its customers where it has some.
fn store(on_hand: f64, demand: Option<&spec::Demand>, patience: Option<Duration>) -> Store {
    let delivery = demand.map_or(Delivery::default(), |demand| demand.delivery);
    let every = demand.and_then(|demand| match demand.orders {
        Orders::Periodic { every, .. } => Some(every),
        Orders::Single { .. } | Orders::Joint | Orders::Nobody => None,
    });
    Store::new(on_hand, delivery, patience, every)
}

/// The curve of a name: its own before that of all ("*").
pub(super) fn curve_for<'a>(curves: &'a [(String, Curve)], name: &str) -> Option<&'a Curve> {
    let find = |wanted: &str| curves.iter().find(|(n, _)| n == wanted).map(|(_, curve)| curve);
    find(name).or_else(|| find("*"))
}
