//! The office: work orders, and the instructions that machines need for them.
//!
//! For each work order and step the office prepares as many instructions as machines can work on it at once, in the
//! order of the steps, work order after work order. Each is prepared by a planner, given out, and carried to the
//! machines; there the first machine without one that has a lot of the work order takes it and keeps it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::outcome::{Fate, InformationTally};
use crate::random::{mix, uniform};
use crate::spec::{Information, SHARES};
use crate::units::{Duration, LotId, Time};

use super::elements::{NONE, Phase, Stage};
use super::floor::{Clock, Floor};
use super::papers::Keeper;
use super::planning::Planner;

/// The office of a factory that plans; none where orders are released at once. Owner: this file and `planning`.
#[derive(Component, Clone, Debug, Default)]
pub(super) struct Paperwork(pub(super) Option<Box<Office>>);

/// Who makes instructions of orders.
#[derive(Clone, Debug)]
pub(super) struct Office {
    pub(super) planner: Planner,
    /// The pool of who prepares instructions; `NONE` where there are always enough.
    pub(super) pool: u32,
    /// Work orders that are not done, oldest first, and those before them.
    works: VecDeque<WorkOrder>,
    first: u32,
    /// Work orders of each product with lots still to be released, oldest first.
    open: Vec<VecDeque<u32>>,
    /// Steps at stations of each product: number of the step, machines that can do it.
    pub(super) steps: Vec<Vec<(u16, u32)>>,
    /// Instructions to be prepared, in their order.
    tasks: VecDeque<Task>,
    /// What comes by itself, by time and order of sending.
    errands: BinaryHeap<Reverse<(Time, u64, Errand)>>,
    sent: u64,
    pub(super) slot: u32,
    pub(super) key: u64,
    pub(super) tally: InformationTally,
    /// Who keeps its papers, where somebody asked for them.
    pub(super) keeper: Option<Box<Keeper>>,
}

/// What comes to pass in the office at its time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Errand {
    /// A plan takes effect.
    Plan(u64),
    /// An instruction is ready.
    Prepared(Task),
    /// An instruction is at the machines.
    Arrived(Task),
}

/// An instruction to be prepared: for which work order and step, and which one of the work order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Task {
    work: u32,
    step: u16,
    number: u32,
    since: Time,
}

/// What is to be made.
#[derive(Clone, Debug)]
struct WorkOrder {
    product: u32,
    /// When the orders came that it is for; none of them when it is for stock.
    since: Vec<Time>,
    /// Lots still to be released.
    open: u32,
    /// Lots of it that are in the plant or wait for a card.
    inside: u32,
    /// Instructions so far, for their draws.
    numbered: u32,
    /// Whether its instructions are lost and it waits for the next plan.
    lost: bool,
    sheets: Vec<Sheets>,
}

/// The instructions of a work order for one step.
#[derive(Clone, Debug, Default)]
struct Sheets {
    /// Under way to the machines.
    coming: u32,
    /// There, with no machine yet: their numbers.
    ready: VecDeque<u32>,
    /// Machines that have one.
    holders: Vec<u32>,
    /// Machines with a lot that wait for one.
    waiting: VecDeque<u32>,
}

/// What a machine finds that needs an instruction.
enum Found {
    /// It has a valid one; the number of that which it has just taken.
    Valid(Option<u32>),
    /// It has one that is wrong, which nobody sees: its number.
    Wrong(u32),
    /// It has one that is seen to be wrong: its number.
    SeenWrong(u32),
    /// None is there.
    Nothing,
}

impl Office {
    /// An office with nothing to do.
    pub(super) fn new(planner: Planner, pool: u32, products: usize, slot: u32, key: u64) -> Office {
        Office {
            planner,
            pool,
            works: VecDeque::new(),
            first: 0,
            open: vec![VecDeque::new(); products],
            steps: vec![Vec::new(); products],
            tasks: VecDeque::new(),
            errands: BinaryHeap::new(),
            sent: 0,
            slot,
            key,
            tally: InformationTally::default(),
            keeper: None,
        }
    }

    /// Lets something come to pass at an instant.
    pub(super) fn send(&mut self, at: Time, errand: Errand, clock: &mut Clock) {
        self.errands.push(Reverse((at, self.sent, errand)));
        self.sent += 1;
        self.schedule(clock);
    }

    fn schedule(&self, clock: &mut Clock) {
        let next = self.errands.peek().map_or(Time::NEVER, |Reverse((at, ..))| *at);
        clock.calendar.schedule(self.slot, next);
    }

    fn work(&mut self, number: u32) -> Option<&mut WorkOrder> {
        self.works.get_mut(number.checked_sub(self.first)? as usize)
    }

    /// A work order of so many lots to be pulled and so many that are released with it; its number. `since`: when the orders
    /// came that it is for.
    pub(super) fn open(
        &mut self,
        product: u32,
        since: impl Iterator<Item = Time>,
        open: u32,
        inside: u32,
        now: Time,
    ) -> u32 {
        let number = self.first + self.works.len() as u32;
        let mut sheets = Vec::new();
        for (step, machines) in self.steps[product as usize].clone() {
            let coming = machines.min(open.saturating_add(inside)).max(1);
            sheets.push(Sheets { coming, ..Sheets::default() });
            let first = (sheets.len() as u32 - 1) << 16;
            self.tasks.extend((0..coming).map(|own| Task {
                work: number,
                step,
                number: first | own,
                since: now,
            }));
        }
        self.tally.work_orders += 1;
        if open > 0 {
            self.open[product as usize].push_back(number);
        }
        let numbered = 1 << 31;
        self.works.push_back(WorkOrder {
            product,
            since: since.collect(),
            open,
            inside,
            numbered,
            lost: false,
            sheets,
        });
        number
    }

    /// Lots that have not been released are not wanted any more, the last planned first.
    pub(super) fn cancel(&mut self, product: u32, mut lots: u32, lot_units: u32) {
        while lots > 0 {
            let Some(last) = self.open[product as usize].back().copied() else { return };
            let Some(work) = self.work(last) else { return };
            let gone = work.open.min(lots);
            work.open -= gone;
            lots -= gone;
            if work.open == 0 {
                self.open[product as usize].pop_back();
            }
            if let Some(keeper) = &mut self.keeper {
                keeper.take_back(last, u64::from(gone) * u64::from(lot_units));
            }
        }
        self.file();
    }

    /// A pulled lot belongs to the oldest work order with lots still to be released.
    pub(super) fn take_open(&mut self, product: u32) -> u32 {
        let Some(number) = self.open[product as usize].front().copied() else { return NONE };
        if let Some(work) = self.work(number) {
            work.open -= 1;
            work.inside += 1;
            if work.open == 0 {
                self.open[product as usize].pop_front();
            }
        }
        number
    }

    /// A lot of a work order parts in two.
    pub(super) fn add_lot(&mut self, number: u32) {
        if let Some(work) = self.work(number) {
            work.inside += 1;
        }
    }

    /// A lot of a work order has gone.
    pub(super) fn end_lot(&mut self, number: u32) {
        if let Some(work) = self.work(number) {
            work.inside -= 1;
            self.file();
        }
    }

    /// Work orders that are done are put away.
    fn file(&mut self) {
        while self.works.front().is_some_and(|work| work.open == 0 && work.inside == 0) {
            self.works.pop_front();
            self.first += 1;
        }
    }

    /// What a machine with a lot of a work order finds for a step.
    fn find(&mut self, number: u32, step: u16, machine: u32, now: Time) -> Found {
        let Some(at) = self.position(number, step) else { return Found::Valid(None) };
        let Office { works, first, planner, tally, key, .. } = self;
        let Some(work) = works.get_mut((number - *first) as usize) else { return Found::Valid(None) };
        let Some(sheets) = work.sheets.get_mut(at) else { return Found::Valid(None) };
        let mut taken = None;
        if !sheets.holders.contains(&machine) {
            let Some(sheet) = sheets.ready.pop_front() else { return Found::Nothing };
            let own = *key ^ mix(u64::from(number));
            let falls = |what: u64, which: Information, described: f64| {
                let share = planner.tunings[which as usize].apply(described).clamp(0.0, 1.0);
                uniform(mix(own ^ mix(u64::from(sheet) << 2 | what))) < share
            };
            if falls(1, Information::WrongInstructions, planner.described.wrong) {
                if falls(2, Information::WrongFound, planner.described.found) {
                    tally.wrong_found += 1;
                    return Found::SeenWrong(sheet);
                }
                tally.wrong_missed += 1;
                return Found::Wrong(sheet);
            }
            sheets.holders.push(machine);
            taken = Some(sheet);
        }
        if !work.since.is_empty() {
            let since = std::mem::take(&mut work.since);
            tally.started += since.len() as u64;
            since.into_iter().for_each(|since| tally.order_to_start += now.since(since));
        }
        Found::Valid(taken)
    }

    fn position(&self, number: u32, step: u16) -> Option<usize> {
        let product = self.works.get(number.checked_sub(self.first)? as usize)?.product;
        self.steps[product as usize].iter().position(|(own, _)| *own == step)
    }

    /// A machine waits for an instruction; one more is prepared where none is on its way to it.
    fn wait(&mut self, number: u32, step: u16, machine: u32, now: Time) {
        let Some(at) = self.position(number, step) else { return };
        let Some(work) = self.work(number) else { return };
        let sheets = &mut work.sheets[at];
        sheets.waiting.push_back(machine);
        if sheets.waiting.len() > sheets.coming as usize && !work.lost {
            let task = work.add_task(number, at, step, now);
            self.tasks.push_back(task);
        }
    }

    /// All instructions are lost, and those being prepared; who waits for one waits on. What was to come by itself.
    fn lose_instructions(&mut self) -> Vec<Errand> {
        self.tasks.clear();
        for work in &mut self.works {
            work.lost = true;
            for sheets in &mut work.sheets {
                *sheets = Sheets { waiting: std::mem::take(&mut sheets.waiting), ..Sheets::default() };
            }
        }
        std::mem::take(&mut self.errands).into_iter().map(|Reverse((.., errand))| errand).collect()
    }

    /// Work orders whose instructions are lost are in a plan again: their instructions are to be prepared anew from the step
    /// on that their hindmost lot is at, by the number of the work order.
    fn instruct_anew(&mut self, hindmost: &BTreeMap<u32, u16>, now: Time) {
        let Office { works, first, steps, tasks, .. } = self;
        for (number, work) in (*first..).zip(works).filter(|(_, work)| work.lost) {
            work.lost = false;
            let Some(from) = hindmost.get(&number) else { continue };
            for (at, (step, machines)) in steps[work.product as usize].iter().enumerate() {
                let waiting = work.sheets[at].waiting.len() as u32;
                let ahead = if step < from { 0 } else { (*machines).min(work.inside) };
                tasks.extend((0..ahead.max(waiting)).map(|_| work.add_task(number, at, *step, now)));
            }
        }
    }

    /// An instruction is at the machines; who has waited longest for it.
    fn receive(&mut self, task: Task, now: Time) -> Option<u32> {
        self.tally.instructions += 1;
        self.tally.instruction_lead += now.since(task.since);
        let at = self.position(task.work, task.step)?;
        let sheets = &mut self.work(task.work)?.sheets[at];
        sheets.coming -= 1;
        sheets.ready.push_back(task.number);
        sheets.waiting.pop_front()
    }

    /// The next instruction to be prepared; none for work that is done or not wanted any more.
    fn next_task(&mut self) -> Option<Task> {
        while let Some(task) = self.tasks.front().copied() {
            if self.work(task.work).is_some_and(|work| work.open + work.inside > 0) {
                return Some(task);
            }
            self.tasks.pop_front();
        }
        None
    }

    /// Whether instructions wait to be prepared.
    pub(super) fn is_behind(&mut self) -> bool {
        self.next_task().is_some()
    }

    /// How long a task takes, and how long the instruction is under way after it was given out.
    fn times(&self, task: Task) -> (Duration, Duration) {
        let own = mix(self.key ^ mix(u64::from(task.work)) ^ mix(u64::from(task.number) << 2));
        let p = &self.planner;
        let drawn = |which: Information, secs: f64| {
            Duration::from_secs(p.tunings[which as usize].apply(secs).max(0.0))
        };
        let preparation = drawn(Information::InstructionTime, p.described.preparation.at(own));
        let transmission = drawn(Information::Transmission, p.described.transmission.at(mix(own)));
        (preparation, transmission)
    }
}

impl WorkOrder {
    /// One more instruction to be prepared for a step.
    fn add_task(&mut self, own: u32, at: usize, step: u16, now: Time) -> Task {
        self.sheets[at].coming += 1;
        self.numbered += 1;
        Task { work: own, step, number: self.numbered, since: now }
    }
}

impl Floor<'_> {
    /// Planners who are free take the next tasks.
    #[inline(always)]
    pub(super) fn prepare_instructions(&mut self) {
        let waits = |office: &Office| !office.tasks.is_empty() || office.planner.held.is_some();
        if self.office.0.as_deref().is_some_and(waits) {
            self.take_tasks();
        }
    }

    fn take_tasks(&mut self) {
        loop {
            let Floor { office, pools, now, clock, .. } = self;
            let Some(office) = &mut office.0 else { return };
            let Some(task) = office.next_task() else {
                if self.write_held() {
                    continue;
                }
                return;
            };
            if office.pool != NONE {
                let pool = &mut pools[office.pool as usize];
                if pool.idle() < u64::from(SHARES) {
                    return;
                }
                pool.lend(u64::from(SHARES), task.since, *now);
            }
            office.tasks.pop_front();
            let (time, _) = office.times(task);
            if time == Duration::ZERO {
                self.give_out(task);
            } else {
                office.send(now.after(time), Errand::Prepared(task), clock);
            }
        }
    }

    /// Whatever is due in the office.
    pub(super) fn advance_office(&mut self) {
        loop {
            let Floor { office, now, clock, .. } = self;
            let Some(office) = &mut office.0 else { return };
            if office.errands.peek().is_none_or(|Reverse((at, ..))| *at > *now) {
                return office.schedule(clock);
            }
            let Some(Reverse((_, _, errand))) = office.errands.pop() else { return };
            match errand {
                Errand::Plan(number) => self.approve(number),
                Errand::Prepared(task) => self.give_out(task),
                Errand::Arrived(task) => self.deliver_instruction(task),
            }
            self.prepare_instructions();
        }
    }

    /// An instruction is ready: its planner is free, and it is given out with the others.
    fn give_out(&mut self, task: Task) {
        let Floor { office, pools, touched, now, clock, .. } = self;
        let Some(office) = &mut office.0 else { return };
        if office.pool != NONE {
            pools[office.pool as usize].give_back(u64::from(SHARES), *now);
            touched.pool(office.pool);
        }
        let p = &office.planner;
        let every = p.duration(Information::InstructionsGivenEvery, p.described.given_every);
        let given = if every == Duration::ZERO { *now } else { Time(now.0.div_ceil(every.0) * every.0) };
        let (_, transmission) = office.times(task);
        let arrives = given.after(transmission);
        if let Some(keeper) = &mut office.keeper {
            keeper.give((task.work, task.step, task.number), given, arrives);
        }
        if arrives > *now {
            return office.send(arrives, Errand::Arrived(task), clock);
        }
        self.deliver_instruction(task);
    }

    fn deliver_instruction(&mut self, task: Task) {
        let now = self.now;
        let Some(office) = &mut self.office.0 else { return };
        if let Some(machine) = office.receive(task, now) {
            let m = &mut self.machines[machine as usize];
            m.asking = false;
            let goes_on = m.stops == 0;
            self.touch_machine(machine);
            if goes_on {
                self.begin_stages(machine);
            }
        }
    }

    /// Whether a reserved machine has valid instructions for all its lots; else it waits for one, or loses time to one
    /// that is wrong.
    pub(super) fn is_instructed(&mut self, machine: u32) -> bool {
        let m = &self.machines[machine as usize];
        let all = match m.batched {
            true => {
                self.loads[machine as usize].0.clone().into_iter().all(|lot| self.may_begin(machine, lot))
            }
            false => self.may_begin(machine, m.lot),
        };
        if !all {
            return false;
        }
        let m = &mut self.machines[machine as usize];
        m.stage = Stage::Operation;
        m.crew_for = Stage::Operation;
        true
    }

    /// Whether a machine has a valid instruction for a lot, or needs none; else it waits for one, or loses time.
    fn may_begin(&mut self, machine: u32, lot: LotId) -> bool {
        let l = &self.lots.arena[lot.index()];
        let (work, step) = (l.work, self.routings.rows[l.row as usize].step);
        let Some(office) = self.office.0.as_mut().filter(|_| work != NONE && !l.spoilt) else { return true };
        match office.find(work, step, machine, self.now) {
            Found::Valid(taken) => {
                taken.into_iter().for_each(|sheet| self.note_taken(machine, lot, sheet, Fate::Valid));
            }
            Found::Wrong(sheet) => {
                self.note_taken(machine, lot, sheet, Fate::WrongUnseen);
                self.lots.arena[lot.index()].spoilt = true;
            }
            Found::SeenWrong(sheet) => {
                self.note_taken(machine, lot, sheet, Fate::WrongReplaced);
                self.lose_time(machine);
                return false;
            }
            Found::Nothing => {
                office.wait(work, step, machine, self.now);
                let m = &mut self.machines[machine as usize];
                m.stage = Stage::Instruction;
                m.asking = true;
                self.touch_machine(machine);
                self.prepare_instructions();
                // It may have come at once.
                return false;
            }
        }
        true
    }

    /// A machine loses time to an instruction that is wrong, then needs another one.
    fn lose_time(&mut self, machine: u32) {
        let Some(office) = &self.office.0 else { return };
        let m = &mut self.machines[machine as usize];
        m.setups += 1;
        let own = u64::from(machine) << 32 | u64::from(m.setups);
        let lost = office.planner.described.lost.at(mix(office.key ^ mix(own)));
        m.stage = Stage::Misled;
        m.crew_for = Stage::Misled;
        m.remaining = Duration::from_secs(lost);
        self.touch_machine(machine);
        self.run(machine);
    }

    /// The time lost to a wrong instruction is over.
    pub(super) fn find_new_instruction(&mut self, machine: u32) {
        self.machines[machine as usize].phase = Phase::Reserved;
        self.touch_machine(machine);
        self.begin_stages(machine);
    }

    /// Work orders whose instructions were lost have them prepared anew.
    pub(super) fn instruct_anew(&mut self) {
        let Floor { office, lots, loops, routings, now, .. } = self;
        let Some(office) = office.0.as_mut().filter(|office| office.works.iter().any(|work| work.lost))
        else {
            return;
        };
        let inside = lots.arena.iter().filter(|lot| lot.units > 0);
        let inside = inside.map(|lot| (lot.work, routings.rows[lot.row as usize].step));
        let outside = loops.iter().flat_map(|own| &own.outside).map(|(_, newcomer)| (newcomer.work, 0));
        let mut hindmost: BTreeMap<u32, u16> = BTreeMap::new();
        for (work, step) in inside.chain(outside) {
            let own = hindmost.entry(work).or_insert(step);
            *own = step.min(*own);
        }
        office.instruct_anew(&hindmost, *now);
        self.prepare_instructions();
    }

    /// The plan is lost: plans on their way and what is planned and not begun wait for the next plan, instructions are to be
    /// prepared again after it. Whether there was a plan to lose.
    pub(super) fn lose_plan(&mut self) -> bool {
        let Floor { office, pools, products, touched, now, clock, .. } = self;
        let Some(office) = &mut office.0 else { return false };
        for errand in office.lose_instructions() {
            if matches!(errand, Errand::Prepared(_)) && office.pool != NONE {
                pools[office.pool as usize].give_back(u64::from(SHARES), *now);
                touched.pool(office.pool);
            }
        }
        office.schedule(clock);
        office.planner.forget_plans();
        for (number, product) in (0..).zip(products.iter_mut()).filter(|(_, product)| product.planned) {
            office.cancel(number, std::mem::take(&mut product.planned_lots), product.lot_units);
        }
        self.plan_on_event();
        true
    }

    /// A lot of a work order has gone.
    #[inline(never)]
    pub(super) fn end_work_on(&mut self, work: u32) {
        if let Some(office) = &mut self.office.0 {
            office.end_lot(work);
        }
    }
}
