//! Measures of stations and their machines.

use crate::finance::upkeep_costs;
use crate::outcome::{FactoryOutcome, MachineState, Outcome, STATES, Spot, StateTimes, StationTally};
use crate::report::kpi::{Counts, Elements, Reliability};
use crate::spec::Plant;
use crate::stats::Estimate;
use crate::units::Duration;

use super::declared::{Measure, NEVER, over, ratio};
use super::spots::spots;
use super::{MachineMeasures, Measures, StationMeasures};

const NO_BUSY_TIME: &str = "no planned busy time";
const NO_MACHINE: &str = "no machine";
const NOTHING_MADE: &str = "nothing produced or nothing finished";
const NO_REPAIR: &str = "no repair done";
const NO_FIRST_PASS: &str = "nothing finished at its first pass";

/// Measures of a station.
pub(super) const STATION: &[Measure<Station>] = &[
    Measure::new("completions_per_h", "1/h", "operations finished, in lots", NEVER, |own| {
        own.per_hour(own.tally.completions as f64)
    }),
    Measure::new(
        "wait_s",
        "s",
        "arrival in the buffer to the start, mean over lots started",
        "no lot started",
        |own| ratio(own.tally.waits.as_secs(), own.tally.starts as f64),
    ),
    Measure::new(
        "queue_lots",
        "lots",
        "lots that have arrived and not started, time average",
        NEVER,
        |own| own.mean(own.tally.queue_time),
    ),
    Measure::new(
        "queue_most_lots",
        "lots",
        "most lots in the buffer at a time; those on machines that lack people or material are not among them",
        NEVER,
        |own| Some(own.tally.queue_most as f64),
    ),
    Measure::new(
        "balked_share",
        "share",
        "lots that found the queue too long and did not join it, share of those that came",
        "no lot came",
        |own| ratio(own.tally.balked as f64, own.came()),
    ),
    Measure::new(
        "reneged_share",
        "share",
        "lots that lost patience in the queue, share of those that came; `wait_s` is without them, `queue_lots` with them",
        "no lot came",
        |own| ratio(own.tally.reneged as f64, own.came()),
    ),
    Measure::new("utilisation", "share", "producing, share of the machines' clock time", NO_MACHINE, |own| {
        state_share(&own.tally.states, MachineState::Producing)
    }),
    Measure::new("batch_lots", "lots", "lots in a load, mean", "no batch station, or no load begun", |own| {
        ratio(own.tally.starts as f64, own.tally.batches as f64).filter(|_| own.batch)
    }),
    Measure::new(
        "machines_up",
        "machines",
        "machines neither failed nor under repair, time average",
        NEVER,
        |own| own.mean(own.tally.up_time),
    ),
    Measure::new("all_up_share", "share", "share of time in which all machines are up", NEVER, |own| {
        own.mean(own.tally.all_up_time)
    }),
    Measure::new("failures_per_h", "1/h", "breakdowns and micro-stops", NEVER, |own| {
        own.per_hour(own.tally.failures as f64)
    }),
    Measure::iso(
        "mtbf_s",
        "s",
        "mean time between failures: setup and production, over breakdowns and micro-stops",
        "no failure",
        |own| own.reliability.mtbf(),
    ),
    Measure::iso(
        "mtbf_plus_one_s",
        "s",
        "the same over one failure more, as the standard of 2014 is remembered",
        "neither setup nor production",
        |own| own.reliability.mtbf_plus_one(),
    ),
    Measure::new(
        "mtbf_low_s",
        "s",
        "lower limit of the mean time between failures that holds with 95 %, failures coming at one rate all the time; there \
         without any failure too",
        "neither setup nor production",
        |own| own.reliability.mtbf_low(),
    ),
    Measure::iso(
        "mttr_s",
        "s",
        "mean time to repair: breakdown to the end of its repair, over repairs done, without hours off shift",
        NO_REPAIR,
        |own| own.reliability.mttr(),
    ),
    Measure::new("mttr_active_s", "s", "of `mttr_s`, the repair itself", NO_REPAIR, |own| {
        own.reliability.mttr_active()
    }),
    Measure::new("mtta_s", "s", "of `mttr_s`, the wait until the repair begins", NO_REPAIR, |own| {
        own.reliability.mtta()
    }),
    Measure::new(
        "inherent_availability",
        "share",
        "`mtbf_s` over the sum of `mtbf_s` and `mttr_s`",
        "no failure or no repair done",
        |own| own.reliability.inherent_availability(),
    ),
    Measure::iso(
        "corrective_maintenance_ratio",
        "share",
        "under repair, share of the time under repair and under planned maintenance",
        "neither repair nor maintenance",
        |own| {
            let [repair, planned] = [MachineState::Repair, MachineState::Maintenance]
                .map(|state| own.tally.state(state).as_secs());
            ratio(repair, repair + planned)
        },
    ),
    Measure::new("setups_per_h", "1/h", "setups for another family", NEVER, |own| {
        own.per_hour(own.tally.setups as f64)
    }),
    Measure::new("maintenances_per_h", "1/h", "planned stops done", NEVER, |own| {
        own.per_hour(own.tally.maintenances as f64)
    }),
    Measure::new(
        "maintenance_cost_per_h",
        "currency per h",
        "cost of repairs and planned maintenance, beside wages",
        NEVER,
        |own| own.per_hour(own.upkeep),
    ),
    Measure::new("energy_kw", "kW", "electric power, time average", NEVER, |own| {
        own.per_hour(own.tally.energy_kwh)
    }),
    Measure::iso("availability", "share", "producing, share of planned busy time", NO_BUSY_TIME, |own| {
        own.elements.availability()
    }),
    Measure::iso(
        "effectiveness",
        "ratio",
        "ideal time of all units over the time of production",
        "nothing produced",
        |own| own.elements.effectiveness(own.ideal()),
    ),
    Measure::iso("oee", "share", "ideal time of good units over planned busy time", NO_BUSY_TIME, |own| {
        crate::outcome::oee([&own.tally])
    }),
    Measure::iso("nee", "share", "as `oee`, setup not being a loss", NOTHING_MADE, |own| {
        own.elements.nee(own.ideal(), own.quality())
    }),
    Measure::new("teep", "share", "`oee` over all of the clock time", NOTHING_MADE, |own| {
        own.elements.teep(own.ideal(), own.quality())
    }),
    Measure::iso(
        "utilisation_efficiency",
        "share",
        "producing, share of the time with an order on the machine",
        "no order on a machine",
        |own| own.elements.utilisation_efficiency(),
    ),
    Measure::iso(
        "allocation_efficiency",
        "share",
        "time with an order on the machine, share of planned busy time",
        NO_BUSY_TIME,
        |own| own.elements.allocation_efficiency(),
    ),
    Measure::iso(
        "technical_efficiency",
        "share",
        "production over production and delays",
        "neither production nor delays",
        |own| own.elements.technical_efficiency(),
    ),
    Measure::new("blockage_ratio", "share", "blocked, share of planned busy time", NO_BUSY_TIME, |own| {
        own.of_planned(MachineState::Blocked)
    }),
    Measure::new("starvation_ratio", "share", "starved, share of planned busy time", NO_BUSY_TIME, |own| {
        own.of_planned(MachineState::Starved)
    }),
    Measure::new(
        "labour_wait_ratio",
        "share",
        "waiting for workers, share of planned busy time",
        NO_BUSY_TIME,
        |own| own.of_planned(MachineState::WaitingLabour),
    ),
    Measure::new(
        "material_wait_ratio",
        "share",
        "waiting for material, share of planned busy time",
        NO_BUSY_TIME,
        |own| own.of_planned(MachineState::WaitingMaterial),
    ),
    Measure::iso(
        "setup_ratio",
        "share",
        "setup, share of setup and production",
        "neither setup nor production",
        |own| own.elements.setup_ratio(),
    ),
    Measure::iso(
        "first_pass_yield",
        "share",
        "good units of those at their first pass",
        NO_FIRST_PASS,
        |own| own.counts().quality(),
    ),
    Measure::iso(
        "rework_ratio",
        "share",
        "units sent to rework of those at their first pass",
        NO_FIRST_PASS,
        |own| own.counts().rework_ratio(),
    ),
    Measure::iso(
        "scrap_ratio",
        "share",
        "units scrapped of those at their first pass (ISO 22400-2); what is scrapped at a later one is not among them",
        NO_FIRST_PASS,
        |own| own.counts().scrap_ratio(),
    ),
];

/// Measures of a machine.
pub(super) const MACHINE: &[Measure<StateTimes>] = &[Measure::new(
    "utilisation",
    "share",
    "producing, share of its clock time",
    "it was never there",
    |states| state_share(states, MachineState::Producing),
)];

/// What a state means.
pub(super) fn state_meaning(state: MachineState) -> &'static str {
    match state {
        MachineState::Producing => "works on a lot",
        MachineState::Setup => "is being set up for another family",
        MachineState::Starved => "has nothing to do",
        MachineState::Blocked => "its finished lot finds no room",
        MachineState::WaitingLabour => {
            "has a lot, lacks workers; or maintenance is due, and lacks who does it"
        }
        MachineState::WaitingMaterial => "has a lot, lacks material or components",
        MachineState::WaitingInstruction => "has a lot, lacks an instruction",
        MachineState::Failed => "has broken down, its repair has not begun",
        MachineState::Repair => "is being repaired",
        MachineState::Maintenance => "is under planned maintenance",
        MachineState::OffShift => "is outside its working hours, not yet installed, or taken away",
        MachineState::Upgrading => "stands still for an installation",
        MachineState::CyberOutage => "is stopped by a cyber incident",
    }
}

/// A station in one replication.
pub(super) struct Station {
    tally: StationTally,
    length: Duration,
    batch: bool,
    /// What repairs and maintenance cost [currency].
    upkeep: f64,
    /// By the standard: an order is loaded from the beginning of setup, loading or the operation on.
    elements: Elements,
    reliability: Reliability,
}

impl Station {
    fn new(plant: &Plant, factory: &FactoryOutcome, s: usize) -> Station {
        let (batch, tally) = (plant.stations[s].batch.is_some(), factory.window.tally.stations[s]);
        let upkeep = upkeep_costs(plant, &factory.window.tally).nth(s).unwrap_or_default();
        let elements = Elements::of(&tally.states, &tally.loaded());
        let reliability = Reliability {
            operating: elements.processing(),
            failures: tally.failures,
            repairs: tally.repairs,
            waiting: tally.repair_waits.as_secs(),
            repairing: tally.repair_times.as_secs(),
        };
        Station { elements, reliability, tally, length: factory.window.length, batch, upkeep }
    }

    /// Share of planned busy time.
    fn of_planned(&self, state: MachineState) -> Option<f64> {
        self.elements.of_planned(self.tally.state(state).as_secs())
    }

    fn per_hour(&self, n: f64) -> Option<f64> {
        ratio(n, self.length.as_hours())
    }

    /// Time average.
    fn mean(&self, time: Duration) -> Option<f64> {
        ratio(time.as_secs(), self.length.as_secs())
    }

    /// Lots that were begun, did not join the queue or left it.
    fn came(&self) -> f64 {
        (self.tally.starts + self.tally.balked + self.tally.reneged) as f64
    }

    /// Units finished at any pass; `units` of the tally counts those started, which differ by what is under way.
    fn finished(&self) -> u64 {
        self.tally.good + self.tally.to_rework + self.tally.scrapped
    }

    /// Ideal time of all units finished [s].
    fn ideal(&self) -> f64 {
        self.tally.ideal_time.as_secs() * self.finished() as f64 / self.tally.good.max(1) as f64
    }

    fn quality(&self) -> Option<f64> {
        ratio(self.tally.good as f64, self.finished() as f64)
    }

    fn counts(&self) -> Counts {
        let tally = &self.tally;
        Counts {
            first: self.finished().saturating_sub(tally.again),
            good: tally.good.saturating_sub(tally.again_good),
            rework: tally.to_rework.saturating_sub(tally.again_to_rework),
        }
    }
}

pub(super) fn station(plant: &Plant, runs: &[Outcome], f: usize, s: usize) -> StationMeasures {
    let machines = runs.first().and_then(|run| run.factories[f].machines.get(s)).map_or(0, Vec::len);
    let tally = |run: &Outcome| run.factories[f].window.tally.stations[s];
    let machine = |m: usize| {
        let states = |run: &Outcome| run.factories[f].machines[s].get(m).copied().unwrap_or_default();
        MachineMeasures {
            name: (m + 1).to_string(),
            measures: over(runs, MACHINE, states),
            states: state_shares(runs, states),
        }
    };
    StationMeasures {
        name: plant.stations[s].name.clone(),
        measures: over(runs, STATION, |run| Station::new(plant, &run.factories[f], s)),
        states: state_shares(runs, |run| tally(run).states),
        machines: (0..machines).map(machine).collect(),
        inputs: spots(plant, runs, f, |spot| matches!(spot, Spot::Input(_, station) if station.index() == s)),
    }
}

/// Shares of clock time in each state.
fn state_shares(runs: &[Outcome], read: impl Fn(&Outcome) -> StateTimes) -> Measures {
    let times: Vec<StateTimes> = runs.iter().map(read).collect();
    let share =
        |state: MachineState| Estimate::of_defined(times.iter().map(|states| state_share(states, state)));
    STATES.iter().map(|(state, name)| (*name, share(*state))).collect()
}

fn state_share(states: &StateTimes, state: MachineState) -> Option<f64> {
    let all: f64 = states.iter().map(|time| time.as_secs()).sum();
    ratio(states[state as usize].as_secs(), all)
}
