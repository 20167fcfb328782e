//! Instructions as an output: one record for each work order and machine, in the forms that people and programs read.
//!
//! [`Instructions`] is the content, with names in place of positions; `json` writes and reads it, `table`, `sheets` and `xml`
//! write it, [`check`] holds it against what a run did. A quantity is what was begun under an instruction up to the end of the
//! run shown; see `outcome::Instruction`.

mod check;

mod json;
mod sheets;
mod table;
mod xml;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use check::{Rule, Violation, check};
pub use json::{json, parse};
pub use sheets::sheets;
pub use table::csv;
pub use xml::xml;

use super::tables::machine_name;
use crate::experiment::Which;
use crate::outcome::{Fate, Instruction, Papers, Workers};
use crate::spec::{Operation, Plant, SHARES, Spec, StepKind};
use crate::units::{Date, Duration, Time};

/// Version of [`Instructions`].
pub const SCHEMA: u32 = 1;

/// The instructions of one run. Times are seconds since midnight of the start date.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instructions {
    /// Version of this form.
    pub schema: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// Its start date, as 2020-01-06.
    pub start: String,
    /// Name of the surge.
    pub surge: String,
    /// Name of the option.
    pub option: String,
    /// Replication number.
    pub replication: u32,
    /// Seed of all chance.
    pub seed: u64,
    /// The run is shown up to here [s].
    pub until_s: f64,
    /// By factory, in the order in which they were given out.
    pub instructions: Vec<Record>,
}

impl Instructions {
    /// Those that were at their machine, or would have been, from an instant on.
    pub fn since(&self, from: Time) -> Instructions {
        let mut own = self.clone();
        own.instructions.retain(|record| record.effective_s >= from.as_secs());
        own
    }
}

/// An instruction: what one machine has to do of a step of a work order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Factory, work order, step and running number there: "F1/3/2/1".
    pub id: String,
    /// Name of the factory.
    pub factory: String,
    /// Number of the work order in its factory, from 1.
    pub work_order: usize,
    /// Name of the product.
    pub product: String,
    /// What a unit is called.
    pub unit: String,
    /// Units of the whole work order, less those that a later plan took back.
    pub work_order_units: u64,
    /// Number of the step in the routing, from 1.
    pub step: u16,
    /// Name of the step.
    pub operation: String,
    /// Name of the station; of the step's first one where no machine has taken it.
    pub station: String,
    /// Number of the machine at the station, from 1; `None`: no machine has taken it.
    pub machine: Option<usize>,
    /// Lots begun.
    pub lots: u64,
    /// Units in them.
    pub units: u64,
    /// The setup family that the machine must be set up for; `None` where there are none.
    pub setting: Option<String>,
    /// Whether the machine had to be changed over for it.
    pub setup: bool,
    /// When the plan took effect: not to be begun before [s].
    pub not_before_s: f64,
    /// When the first order is due [s]; `None` without a due date.
    pub due_s: Option<f64>,
    /// When it was given out [s].
    pub given_s: f64,
    /// When it is at the machine [s].
    pub effective_s: f64,
    /// Who works at the operation; nobody when empty.
    pub crew: Vec<Crew>,
    /// What became of it.
    pub status: Status,
    /// Identifier of the one in whose place it came.
    pub replaces: Option<String>,
}

/// Workers of an operation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crew {
    /// From these pools, most preferred first.
    pub pools: Vec<String>,
    /// How many; a part of one where a worker tends several machines.
    pub workers: f64,
}

/// What became of an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No machine has taken it.
    Unused,
    /// A machine has it.
    Valid,
    /// Wrong and not seen to be: its lot is scrapped.
    WrongUnseen,
    /// Wrong, seen before work began, and replaced.
    WrongReplaced,
}

impl Status {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Status::Unused => "unused",
            Status::Valid => "valid",
            Status::WrongUnseen => "wrong_unseen",
            Status::WrongReplaced => "wrong_replaced",
        }
    }
}

impl Record {
    /// Names of those who work at it: "2 sewer, 1 packer or sewer"; empty without a crew.
    pub fn crew_words(&self) -> String {
        let crews = self.crew.iter().map(|own| format!("{} {}", own.workers, own.pools.join(" or ")));
        crews.collect::<Vec<_>>().join(", ")
    }

    /// The machine's name: "form 2"; the station's where no machine has taken it.
    pub fn place(&self) -> String {
        self.machine.map_or(self.station.clone(), |machine| format!("{} {machine}", self.station))
    }
}

/// The instructions of a run, with names.
pub fn instructions(spec: &Spec, which: Which, papers: &[Papers]) -> Instructions {
    let records = papers.iter().enumerate().flat_map(|(factory, own)| records(spec, factory, own));
    Instructions {
        schema: SCHEMA,
        scenario: spec.name.clone(),
        start: spec.start.to_string(),
        surge: spec.surges[which.surge].name.clone(),
        option: spec.options[which.option].name.clone(),
        replication: which.replication,
        seed: which.seed,
        until_s: seconds(which.until),
        instructions: records.collect(),
    }
}

fn records(spec: &Spec, factory: usize, papers: &Papers) -> Vec<Record> {
    let mut counts: BTreeMap<(usize, u16), u32> = BTreeMap::new();
    let name = &spec.factories[factory].name;
    let id = |own: &Instruction| {
        let count = counts.entry((own.work, own.step)).or_default();
        *count += 1;
        format!("{name}/{}/{}/{count}", own.work + 1, own.step)
    };
    let ids: Vec<String> = papers.instructions.iter().map(id).collect();
    let own = papers.instructions.iter().zip(&ids);
    own.map(|(own, id)| record(spec, factory, papers, own, id, &ids)).collect()
}

fn record(
    spec: &Spec,
    factory: usize,
    papers: &Papers,
    own: &Instruction,
    id: &str,
    ids: &[String],
) -> Record {
    let plant = spec.plant_of(factory);
    let work = &papers.works[own.work];
    let product = &plant.products[work.product];
    let step = product.routing.get(usize::from(own.step).saturating_sub(1));
    let operation = step.and_then(|step| match &step.kind {
        StepKind::Operation(operation) => Some(operation),
        _ => None,
    });
    let (station, machine) = match own.machine {
        Some(machine) => {
            let (station, machine) = machine_name(spec, factory, machine);
            (station.to_owned(), Some(machine))
        }
        None => (operation.map_or(String::new(), |own| station_of(plant, own)), None),
    };
    let family = own.setting.or_else(|| {
        let described = operation.and_then(|operation| operation.family);
        described.filter(|_| own.machine.is_none()).map(|family| family.index())
    });
    Record {
        id: id.to_owned(),
        factory: spec.factories[factory].name.clone(),
        work_order: own.work + 1,
        product: product.name.clone(),
        unit: product.unit.clone(),
        work_order_units: work.units,
        step: own.step,
        operation: step.map_or(String::new(), |step| step.name.clone()),
        station,
        machine,
        lots: own.lots,
        units: own.units,
        setting: family.map(|family| plant.families[family].clone()),
        setup: own.setup,
        not_before_s: seconds(work.opened),
        due_s: work.due.map(seconds),
        given_s: seconds(own.given),
        effective_s: seconds(own.effective),
        crew: own.crew.iter().map(|crew| crew_of(plant, crew)).collect(),
        status: match own.fate {
            Fate::Unused => Status::Unused,
            Fate::Valid => Status::Valid,
            Fate::WrongUnseen => Status::WrongUnseen,
            Fate::WrongReplaced => Status::WrongReplaced,
        },
        replaces: own.replaces.map(|before| ids[before].clone()),
    }
}

fn station_of(plant: &Plant, operation: &Operation) -> String {
    plant.stations[operation.station.index()].name.clone()
}

fn crew_of(plant: &Plant, (pools, shares): &Workers) -> Crew {
    let pools = pools.iter().map(|pool| plant.pools[*pool].name.clone()).collect();
    Crew { pools, workers: workers(*shares) }
}

/// How many workers so many shares are.
fn workers(shares: u64) -> f64 {
    shares as f64 / f64::from(SHARES)
}

/// An instant in seconds, with no more digits than it has.
fn seconds(at: Time) -> f64 {
    at.0 as f64 / 1e6
}

/// Date and time of day of an instant in a run: "2020-01-06T08:30:00", with a fraction where there is one.
fn date_time(start: Date, seconds: f64) -> String {
    let micros = Duration::from_secs(seconds).0;
    let (day, hour, minute) = (Duration::DAY.0, 3_600_000_000, 60_000_000);
    let of_day = micros % day;
    let (hours, minutes) = (of_day / hour, of_day % hour / minute);
    let (seconds, fraction) = (of_day % minute / 1_000_000, of_day % 1_000_000);
    let date = start.at(Time(micros));
    let whole = format!("{date}T{hours:02}:{minutes:02}:{seconds:02}");
    if fraction == 0 { whole } else { format!("{whole}.{fraction:06}").trim_end_matches('0').to_owned() }
}

#[cfg(test)]
mod tests;
