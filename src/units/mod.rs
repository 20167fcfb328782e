//! Units as types: instants, durations, dates, shares, money, ids, and the pinned mathematics.
//!
//! Owns how a quantity is written ("90s", "110/min", "2020-01-06") and rounded. Knows nothing of factories.
//! Start reading at [`Time`] and [`Duration`].

mod date;
mod id;
pub mod math;
mod money;
mod text;
mod time;

pub use date::{Date, Month};
pub use id::{
    CalendarId, EpidemicId, FactoryId, FamilyId, LoopId, LotId, MachineId, MaterialId, PlaceId, PlantId,
    PoolId, ProductId, StationId, SupplierId, UpgradeId,
};
pub use money::Money;
pub use text::{UnitError, parse_duration, parse_rate};
pub use time::{Duration, MONTH_DAYS, Time, YEAR_DAYS};
