//! Breakdowns and maintenance of machines.

use crate::random::Distribution;
use crate::spec::Crew;

/// One cause of stops of a machine: breakdown or micro-stop.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Breakdown {
    /// Name of the cause, unique at the station.
    pub name: String,
    /// On which clock the time to failure runs down.
    pub clock: ClockKind,
    /// Time to failure [s].
    pub time_to_failure: Distribution,
    /// Time to repair [s].
    pub time_to_repair: Distribution,
    /// Who repairs; the repair starts at once and without anybody when `None`.
    pub crew: Option<Crew>,
    /// What becomes of the operation under way.
    pub on_failure: OnFailure,
    /// Whether the repair stands still outside the working hours of the machine.
    pub in_hours_only: bool,
    /// What each repair costs beside wages: spare parts, help from outside [currency; >= 0].
    pub cost: f64,
}

/// What becomes of an operation when its machine breaks down.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OnFailure {
    /// It goes on after the repair where it stopped.
    #[default]
    Resume,
    /// It begins anew after the repair.
    Restart,
    /// It begins anew after the repair with another time.
    Resample,
    /// Its lot or batch is scrapped.
    Scrap,
}

/// One plan of maintenance of a machine. It waits for the end of the operation under way.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Maintenance {
    /// Name, unique at the station.
    pub name: String,
    /// On which clock it falls due. On the operating clock it begins anew when it is done; on the calendar it keeps its
    /// dates however late it is done.
    pub clock: ClockKind,
    /// Time until it is due [s].
    pub every: Distribution,
    /// When it is due for the first time on the calendar [s]; after one `every` when `None`.
    pub first: Option<f64>,
    /// How long it takes [s].
    pub duration: Distribution,
    /// Who does it; it starts at once and without anybody when `None`.
    pub crew: Option<Crew>,
    /// Share of `every` after which it is done early when the machine has nothing to do or is blocked [0..=1]; never
    /// early when `None`.
    pub early: Option<f64>,
    /// Breakdowns whose time to failure begins anew with it.
    pub renews: Vec<usize>,
    /// What it costs each time beside wages: spare parts, help from outside [currency; >= 0].
    pub cost: f64,
}

impl Maintenance {
    /// Whether it falls due on dates known ahead.
    pub fn keeps_dates(&self) -> bool {
        self.clock == ClockKind::Calendar && matches!(self.every, Distribution::Constant(_))
    }
}

/// Which time wears a machine out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ClockKind {
    /// Time in which the machine works on a lot.
    #[default]
    Operating,
    /// All time.
    Calendar,
}
