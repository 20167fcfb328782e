//! Planning: from orders and stocks, as the data have them, to work orders.
//!
//! A plan reads the data at one instant and takes effect at a later one: the age of the data, the time that planning
//! and approval take, and the frozen horizon lie between. It says for each product made to stock up to which quantity
//! lots may be released over the whole run, so that what was planned since the data were read is not planned twice;
//! and which orders lots are made for. Work to stock that has not been released is planned anew by each plan.
//!
//! Work orders are written when planners have got to them: what plans say while instructions still wait to be prepared is
//! put together, so that an office with more plans than it can follow makes larger work orders instead of a longer queue.

use std::collections::VecDeque;

use crate::random::mix;
use crate::spec::{self, Information};
use crate::units::{Duration, Time};

use super::elements::{MadeOrder, NONE, Product, Supply, Tuning};
use super::floor::Floor;
use super::office::Errand;

/// What upgrades have made of the parameters, one for each of [`Information`].
pub(super) type Tunings = [Tuning; Information::WrongFound as usize + 1];

/// The planning of a factory. Owner: this file.
#[derive(Clone, Debug)]
pub(super) struct Planner {
    pub(super) described: spec::Planning,
    pub(super) tunings: Tunings,
    pub(super) slot: u32,
    /// Key of how long plans take.
    pub(super) key: u64,
    /// When the next plan of the grid is made.
    pub(super) next: Time,
    /// When the data were last read for a plan on an event; [`Time::NEVER`]: not yet.
    pub(super) last: Time,
    /// Whether data are about to be read for a plan on an event.
    pub(super) pending: bool,
    /// Orders that no plan knows yet: product and number.
    pub(super) needs: Vec<(u32, u32)>,
    /// Plans made and not yet in effect.
    pub(super) made: VecDeque<(u64, Plan)>,
    /// What plans in effect say that waits for the planners.
    pub(super) held: Option<Plan>,
    /// Plans so far.
    pub(super) plans: u64,
}

/// What a plan says.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// Up to how many units lots of a product may be released, over the whole run.
    up_to: Vec<(u32, f64)>,
    /// Orders to be made: product and number.
    orders: Vec<(u32, u32)>,
}

impl Planner {
    /// A planner who has not begun.
    pub(super) fn new(described: spec::Planning, slot: u32, key: u64) -> Planner {
        Planner {
            described,
            tunings: [Tuning::NONE; _],
            slot,
            key,
            next: Time::ZERO,
            last: Time::NEVER,
            pending: false,
            needs: Vec::new(),
            made: VecDeque::new(),
            held: None,
            plans: 0,
        }
    }

    /// A duration as upgrades have made it.
    pub(super) fn duration(&self, which: Information, described: Duration) -> Duration {
        let Tuning { factor, addend } = self.tunings[which as usize];
        Tuning { factor, addend: addend * 1e6 }.duration(described)
    }

    fn every(&self) -> Duration {
        self.duration(Information::PlanEvery, self.described.every)
    }

    fn on_event(&self) -> bool {
        self.described.on_event || self.every() == Duration::ZERO
    }

    fn data_age(&self) -> Duration {
        self.duration(Information::DataAge, self.described.data_age)
    }

    /// Plans on their way and those that wait for the planners are lost; the next one has their orders.
    pub(super) fn forget_plans(&mut self) {
        let held = self.held.take().into_iter();
        let plans = held.chain(self.made.drain(..).map(|(_, plan)| plan));
        let mut orders: Vec<(u32, u32)> = plans.flat_map(|plan| plan.orders).collect();
        orders.append(&mut self.needs);
        self.needs = orders;
    }

    /// From the plan to its effect.
    fn delay(&self) -> Duration {
        let drawn = self.described.duration.at(mix(self.key ^ self.plans));
        let takes =
            Duration::from_secs(self.tunings[Information::PlanDuration as usize].apply(drawn).max(0.0));
        takes.max(self.duration(Information::PlanFrozen, self.described.frozen))
    }
}

impl Tuning {
    fn duration(self, described: Duration) -> Duration {
        Duration::from_micros(self.apply(described.0 as f64).max(0.0))
    }
}

impl Product {
    /// Units that stock and work in process lack to what is wanted; negative where they exceed it.
    pub(super) fn missing(&self, base_stock: u64) -> f64 {
        base_stock as f64 + self.store.backlog - self.store.on_hand - self.in_process as f64
    }
}

impl Floor<'_> {
    /// The first plans fall due.
    pub(super) fn start_planning(&mut self) {
        let Some(office) = &mut self.office.0 else { return };
        office.planner.next = Time(office.planner.described.first.0);
        if !office.planner.on_event() {
            return self.schedule_plan();
        }
        self.plan_on_event();
    }

    /// The next plan of the grid: its data are read before it is made.
    fn schedule_plan(&mut self) {
        let Some(office) = &mut self.office.0 else { return };
        let p = &office.planner;
        let read = Time(p.next.0.saturating_sub(p.data_age().0)).max(self.now);
        self.clock.calendar.schedule(p.slot, read);
    }

    /// Something has happened that plans have to look at.
    pub(super) fn plan_on_event(&mut self) {
        let Some(office) = &mut self.office.0 else { return };
        let p = &mut office.planner;
        if p.pending || !p.on_event() {
            return;
        }
        let read = if p.last == Time::NEVER { self.now } else { p.last.after(p.every()).max(self.now) };
        if read == self.now {
            return self.read_data(self.now);
        }
        p.pending = true;
        self.clock.calendar.schedule(p.slot, read);
    }

    /// The data are to be read for a plan.
    pub(super) fn draw_plan(&mut self) {
        let Some(office) = &mut self.office.0 else { return };
        let p = &mut office.planner;
        if p.on_event() {
            p.pending = false;
            return self.read_data(self.now);
        }
        let made = p.next.max(self.now);
        p.next = p.next.after(p.every());
        self.read_data_for(made);
        self.schedule_plan();
    }

    /// Upgrades have changed when plans are made.
    pub(super) fn plan_anew(&mut self) {
        let Some(office) = &mut self.office.0 else { return };
        let p = &mut office.planner;
        if p.on_event() {
            p.pending = false;
            return self.plan_on_event();
        }
        p.next = p.next.min(self.now.after(p.every()));
        self.schedule_plan();
    }

    fn read_data(&mut self, now: Time) {
        let Some(office) = &mut self.office.0 else { return };
        office.planner.last = now;
        let made = now.after(office.planner.data_age());
        self.read_data_for(made);
    }

    /// Reads the data for a plan that is made at an instant, and takes effect when it is done.
    fn read_data_for(&mut self, made: Time) {
        let Floor { office, products, now, clock, .. } = self;
        let Some(office) = &mut office.0 else { return };
        let p = &mut office.planner;
        let mut plan = Plan { up_to: Vec::new(), orders: std::mem::take(&mut p.needs) };
        for (number, product) in (0..).zip(products.iter()) {
            if let Supply::ToStock { base_stock } = product.supply
                && product.planned
            {
                plan.up_to.push((number, product.tally.released as f64 + product.missing(base_stock)));
            }
        }
        let effective = made.after(p.delay());
        p.plans += 1;
        office.tally.plans += 1;
        if effective == *now {
            return self.put_into_effect(plan);
        }
        let number = office.planner.plans;
        office.planner.made.push_back((number, plan));
        office.send(effective, Errand::Plan(number), clock);
    }

    /// A plan is done and approved.
    pub(super) fn approve(&mut self, number: u64) {
        let Some(office) = &mut self.office.0 else { return };
        let made = &mut office.planner.made;
        let Some(place) = made.iter().position(|(own, _)| *own == number) else { return };
        if let Some((_, plan)) = made.remove(place) {
            self.put_into_effect(plan);
        }
    }

    /// Work orders come of a plan, once the planners have prepared the instructions of those before.
    fn put_into_effect(&mut self, plan: Plan) {
        let Some(office) = &mut self.office.0 else { return };
        // Of what waits for the planners, the newest plan says how much, and all say which orders.
        let mut whole = office.planner.held.take().unwrap_or_default();
        whole.up_to = plan.up_to;
        whole.orders.extend(plan.orders);
        if office.is_behind() {
            office.planner.held = Some(whole);
            return;
        }
        self.write_work_orders(whole);
    }

    /// What waited for the planners becomes work orders; whether there was any.
    pub(super) fn write_held(&mut self) -> bool {
        let held = self.office.0.as_mut().and_then(|office| office.planner.held.take());
        held.map(|plan| self.write_work_orders(plan)).is_some()
    }

    fn write_work_orders(&mut self, plan: Plan) {
        for (product, up_to) in plan.up_to {
            self.plan_stock(product, up_to);
        }
        let mut orders = plan.orders;
        // What one plan makes of a product is one work order.
        orders.sort_by_key(|(product, _)| *product);
        for of_product in orders.chunk_by(|a, b| a.0 == b.0) {
            let numbers: Vec<u32> = of_product.iter().map(|(_, number)| *number).collect();
            self.release_orders(of_product[0].0, &numbers);
        }
        self.instruct_anew();
    }

    /// Lots of a product to stock may be released up to a quantity, counted over the whole run.
    fn plan_stock(&mut self, product: u32, up_to: f64) {
        let Floor { office, products, now, .. } = self;
        let Some(office) = &mut office.0 else { return };
        let p = &mut products[product as usize];
        let lots = ((up_to - p.tally.released as f64) / f64::from(p.lot_units)).ceil().clamp(0.0, 1e9) as u32;
        let before = std::mem::replace(&mut p.planned_lots, lots);
        if lots < before {
            return office.cancel(product, before - lots, p.lot_units);
        }
        if lots > before {
            office.open(product, std::iter::empty(), lots - before, 0, *now);
            if let Some(keeper) = &mut office.keeper {
                keeper.open(product, *now, Time::NEVER, u64::from(lots - before) * u64::from(p.lot_units));
            }
            self.touch_first_station(product);
            self.prepare_instructions();
        }
    }

    /// An order waits for the next plan, or is released at once where nobody plans.
    pub(super) fn want_order(&mut self, product: u32, number: u32) {
        let Some(office) = &mut self.office.0 else { return self.release_orders(product, &[number]) };
        office.planner.needs.push((product, number));
        self.plan_on_event();
    }

    /// The work order of some orders' lots; `NONE` where nobody plans. Each with its number and its missing units.
    pub(super) fn open_work(
        &mut self,
        product: u32,
        orders: &[(u32, u64, MadeOrder)],
        lot_units: u64,
    ) -> u32 {
        let Some(office) = self.office.0.as_mut().filter(|_| !orders.is_empty()) else { return NONE };
        let lots: u64 = orders.iter().map(|(_, missing, _)| missing.div_ceil(lot_units)).sum();
        let since = orders.iter().map(|(.., order)| order.ordered);
        let work = office.open(product, since, 0, lots.min(u64::from(u32::MAX)) as u32, self.now);
        if let Some(keeper) = &mut office.keeper {
            let due = orders.iter().map(|(.., order)| order.due).min().unwrap_or(Time::NEVER);
            keeper.open(product, self.now, due, orders.iter().map(|(_, missing, _)| *missing).sum());
        }
        self.prepare_instructions();
        work
    }
}
