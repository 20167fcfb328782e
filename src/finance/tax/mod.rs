//! What the state takes: write-downs, income tax with losses carried forward, value added tax. To the cent.

mod depreciation;
mod income;
mod value_added;

pub use value_added::ValueAdded;
