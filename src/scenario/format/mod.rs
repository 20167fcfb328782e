//! The scenario format as declared: every record with its fields, what each means, its unit and range, its default and
//! an example.
//!
//! The reader opens records by these tables (`Reader::open`), so a field that is not here cannot be written, and the
//! reference page is made of them ([`reference`]), so that it cannot be out of date. One file per topic; who adds a
//! field adds a line here and reads it in `check`.

mod accounts;
mod adoption;
mod cyber;
mod epidemic;
mod figures;
mod page;
mod planning;
mod plant;
mod pool;
mod product;
mod programme;
mod readiness;
mod region;
mod scenario;
mod shared;
mod station;
mod stops;
mod studies;
mod study;
mod supply;
mod upgrade;

pub(super) use accounts::{ACCOUNTS, DEPRECIATION, IMMEDIATE, INFLATION, VAT};
pub(super) use adoption::{ADOPTION, AWARENESS, PRICE, THRESHOLD};
pub(super) use cyber::CYBER;
pub(super) use epidemic::{DRIVER, EPIDEMIC, FROM_EPIDEMIC};
pub(super) use figures::{CSV, FAMILIES, FIGURE, POINTS};
pub use page::reference;
pub(super) use planning::PLANNING;
pub(super) use plant::{CALENDAR, HOURS, JOURNEY, LOOP, PLACE, PLANT};
pub(super) use pool::{CREW, HIRE, LEARNING, OVERTIME, POOL, TEAM, WORKER};
pub(super) use product::{
    COMPONENT, INSPECTION, JOIN, LOADING, MATERIAL_USE, OR_AT, PATIENCE, PRODUCT, REWORK, SPLIT, STEP,
    TRANSPORT, WAY,
};
pub(super) use programme::{BUDGET, ELIGIBLE, EXIT, GUARANTEE, INTEREST_SUBSIDY, LATER, OFFERS, PROGRAMME};
pub(super) use readiness::{READY, RESERVE};
pub(super) use region::{
    GROWTH, PANIC, PLATFORM, PRODUCT_PRICE, REGION, REGION_CUSTOMERS, REGION_JOURNEY, REGION_SUPPLIER,
    SCARCITY, STOCKPILE,
};
pub(super) use scenario::{
    DEMAND_CURVE, FACTORY, INSTALL, MATERIAL_CURVE, OPTION, POOL_CURVE, PRODUCT_CURVE, SCENARIO,
    SUPPLIER_CURVE, SURGE,
};
pub(super) use shared::SHARED;
pub(super) use station::{BATCH, CHANGE, POWER, SETUP, STANDBY, STATION, VISIT};
pub(super) use stops::{BREAKDOWN, MAINTENANCE};
pub(super) use studies::{FACTORIAL, STUDIES, SWEEP};
pub(super) use study::{APPRAISAL, FACT, INPUT_CHANGE, MEASURES, RESALE, SOURCE};
pub(super) use supply::{
    ARRIVAL, ARRIVALS, BASE_STOCK, CLASS_SHARE, CUSTOMERS, DEMAND, MATERIAL, MOVING_AVERAGE, ORDER, ORDERS,
    PATTERN, PLAN, QUANTITY, SUPPLIER, TABLE, TO_ORDER, TO_STOCK, UP_TO,
};
pub(super) use upgrade::{
    ADD, ADD_MACHINES, CONNECT, EFFECT_WORDS, MATURITY, MODE, PROGRESS, REMOVE_MACHINES, SCALE, SET,
    SWITCH_STEP, TARGETS, UPGRADE,
};

/// One field of a record: name, meaning, unit and range, default, example as it is written.
#[derive(Debug)]
pub(super) struct Field(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
);

/// The default of a field that must be written.
pub(super) const NEEDED: &str = "needed";

/// A record of the format.
#[derive(Debug)]
pub(super) struct Section {
    /// What it is called in messages: "a station", or "Points( … )" where a word comes before its fields.
    pub(super) what: &'static str,
    /// Where it is written.
    pub(super) within: &'static str,
    /// What it means, in a sentence or two.
    pub(super) about: &'static str,
    /// Its fields, in the order in which a reader needs them.
    pub(super) fields: &'static [Field],
}

impl Section {
    /// The word before its fields, where it has one: "Points".
    pub(super) fn word(&self) -> &'static str {
        self.what.strip_suffix("( … )").unwrap_or("")
    }

    /// The names of its fields.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.fields.iter().map(|field| field.0).collect()
    }
}

/// The words of a list of sections.
pub(super) fn words(sections: &[Section]) -> Vec<&'static str> {
    sections.iter().map(Section::word).collect()
}

/// Words without fields that may stand at one place, with their meaning.
#[derive(Debug)]
pub(super) struct Words {
    /// Where they are written.
    pub(super) title: &'static str,
    /// Word and meaning.
    pub(super) words: &'static [(&'static str, &'static str)],
}
