//! Holds instructions against what a run did: carried out by the simulator, they must be kept to the letter.

use std::collections::{BTreeMap, BTreeSet};

use super::{Crew, Instructions, Record, Status, seconds, workers};
use crate::outcome::{Began, Move, Papers};
use crate::report::tables::machine_name;
use crate::spec::{Plant, Spec};

/// What was not kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rule {
    /// An operation began without an instruction for its work order, product and step.
    Instructed,
    /// It began on another machine than instructed.
    Machine,
    /// It began before its instruction was effective, or before its work order.
    Time,
    /// A machine began more units than instructed.
    Units,
    /// The crew was another one.
    Crew,
    /// The machine was set up for another family.
    Setting,
    /// Two operations at once on one machine.
    OneAtATime,
    /// Instructed quantities that sum to other than what the work order had at a step, or another quantity of the work
    /// order.
    Sum,
}

/// A rule that was not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// Which.
    pub rule: Rule,
    /// Where and how, in a sentence.
    pub what: String,
}

/// Work order and step of a factory.
type Task = (usize, u16);

/// What instructions say and a run of the same setting did, compared; empty when every instruction was kept.
pub fn check(spec: &Spec, own: &Instructions, papers: &[Papers]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (factory, papers) in papers.iter().enumerate() {
        let name = &spec.factories[factory].name;
        let records = own.instructions.iter().filter(|record| record.factory == *name);
        let mut check = Check::new(spec, factory, papers, records.collect());
        check.moves();
        check.units();
        check.sums();
        found.append(&mut check.found);
    }
    let known = |record: &&Record| spec.factories.iter().any(|factory| factory.name == record.factory);
    found.extend(own.instructions.iter().filter(|record| !known(record)).map(|record| Violation {
        rule: Rule::Sum,
        what: format!("{}: there is no factory {}", record.id, record.factory),
    }));
    found
}

struct Check<'a> {
    spec: &'a Spec,
    plant: &'a Plant,
    factory: usize,
    papers: &'a Papers,
    /// Those that something may be begun under, by work order and step.
    valid: BTreeMap<Task, Vec<&'a Record>>,
    records: Vec<&'a Record>,
    /// Units begun by task and machine.
    begun: BTreeMap<(Task, usize), u64>,
    found: Vec<Violation>,
}

impl<'a> Check<'a> {
    fn new(spec: &'a Spec, factory: usize, papers: &'a Papers, records: Vec<&'a Record>) -> Check<'a> {
        let mut valid: BTreeMap<Task, Vec<&Record>> = BTreeMap::new();
        for record in &records {
            if matches!(record.status, Status::Valid | Status::WrongUnseen) {
                valid.entry((record.work_order, record.step)).or_default().push(record);
            }
        }
        let (plant, begun, found) = (spec.plant_of(factory), BTreeMap::new(), Vec::new());
        Check { spec, plant, factory, papers, valid, records, begun, found }
    }

    fn report(&mut self, rule: Rule, what: String) {
        self.found.push(Violation { rule, what });
    }

    /// Each beginning by itself, and that machines do one thing at a time.
    fn moves(&mut self) {
        let mut busy: BTreeSet<usize> = BTreeSet::new();
        let papers = self.papers;
        for own in &papers.moves {
            match own {
                Move::Ended { machine } => {
                    busy.remove(machine);
                }
                Move::Began(began) => {
                    if !busy.insert(began.machine) && !began.together {
                        self.report(
                            Rule::OneAtATime,
                            format!("{}: two operations at once", self.words(began)),
                        );
                    }
                    *self.begun.entry((task_of(began), began.machine)).or_default() += began.units;
                    if let Some((rule, why)) = self.fault(began) {
                        self.report(rule, format!("{}: {why}", self.words(began)));
                    }
                }
            }
        }
    }

    /// Which instruction an operation lacked when it began: what is asked grows, until no instruction is left.
    fn fault(&self, began: &Began) -> Option<(Rule, String)> {
        let product = &self.plant.products[began.product].name;
        let of_task = self.valid.get(&task_of(began)).into_iter().flatten();
        let mut left: Vec<&Record> = of_task.copied().filter(|record| record.product == *product).collect();
        if left.is_empty() {
            return Some((Rule::Instructed, "no instruction".into()));
        }
        left.retain(|record| self.is_at(record, began.machine));
        if left.is_empty() {
            return Some((Rule::Machine, "not instructed for this machine".into()));
        }
        let now = seconds(began.at);
        left.retain(|record| record.effective_s.max(record.not_before_s) <= now);
        if left.is_empty() {
            return Some((Rule::Time, "before its instruction was effective".into()));
        }
        left.retain(|record| self.is_crew(&record.crew, &began.crew));
        if left.is_empty() {
            return Some((Rule::Crew, "with another crew than instructed".into()));
        }
        let setting = self.plant.families.get(began.setting?)?;
        left.retain(|record| record.setting.as_ref() == Some(setting));
        left.is_empty().then(|| (Rule::Setting, "with another setting than instructed".into()))
    }

    /// Whether an instruction is for a machine.
    fn is_at(&self, record: &Record, machine: usize) -> bool {
        let (station, number) = machine_name(self.spec, self.factory, machine);
        record.station == station && record.machine == Some(number)
    }

    /// Whether those who are with a machine can be the crew: as many as asked for in all, from each pool no more than may come
    /// from it, and for each part as many as its pools must give.
    fn is_crew(&self, asked: &[Crew], there: &[(usize, u64)]) -> bool {
        let name = |pool: usize| &self.plant.pools[pool].name;
        let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
        let all: u64 = there.iter().map(|(_, shares)| shares).sum();
        let may_come = |pool: usize| -> f64 {
            asked.iter().filter(|crew| crew.pools.contains(name(pool))).map(|crew| crew.workers).sum()
        };
        let enough = |crew: &Crew| {
            let given = there.iter().filter(|(pool, _)| crew.pools.contains(name(*pool)));
            workers(given.map(|(_, shares)| shares).sum()) > crew.workers - 1e-6
        };
        near(workers(all), asked.iter().map(|crew| crew.workers).sum())
            && there.iter().all(|(pool, shares)| workers(*shares) < may_come(*pool) + 1e-6)
            && asked.iter().all(enough)
    }

    /// No machine began more than it was instructed to.
    fn units(&mut self) {
        for ((task, machine), begun) in self.begun.clone() {
            let own = self.valid.get(&task).into_iter().flatten();
            let own: Vec<&&Record> = own.filter(|record| self.is_at(record, machine)).collect();
            let told = own.iter().map(|record| record.units).fold(0, u64::saturating_add);
            if begun > told && !own.is_empty() {
                let place = self.place(machine);
                let what = format!("{}, {place}: {begun} units begun, {told} instructed", self.task(task));
                self.report(Rule::Units, what);
            }
        }
    }

    /// The instructions of a work order's step sum to what it had there; the work order's own quantity is the plan's.
    fn sums(&mut self) {
        let mut sums: BTreeMap<Task, (u64, u64)> = BTreeMap::new();
        for ((task, _), begun) in &self.begun {
            sums.entry(*task).or_default().0 += begun;
        }
        for record in &self.records {
            let (_, told) = sums.entry((record.work_order, record.step)).or_default();
            *told = told.saturating_add(record.units);
        }
        for (task, (begun, told)) in sums {
            if begun != told {
                let what = format!("{}: {told} units instructed, {begun} begun", self.task(task));
                self.report(Rule::Sum, what);
            }
        }
        for record in self.records.clone() {
            let work = record.work_order.checked_sub(1).and_then(|number| self.papers.works.get(number));
            let planned = work.map_or(0, |work| work.units);
            if record.work_order_units != planned {
                let what = format!(
                    "{}: a work order of {} units, planned were {planned}",
                    record.id, record.work_order_units
                );
                self.report(Rule::Sum, what);
            }
        }
    }

    fn task(&self, (work, step): Task) -> String {
        format!("{}, work order {work}, step {step}", self.spec.factories[self.factory].name)
    }

    fn place(&self, machine: usize) -> String {
        let (station, number) = machine_name(self.spec, self.factory, machine);
        format!("{station} {number}")
    }

    fn words(&self, began: &Began) -> String {
        format!("{}, {}, at {} s", self.task(task_of(began)), self.place(began.machine), seconds(began.at))
    }
}

fn task_of(began: &Began) -> Task {
    (began.work + 1, began.step)
}
