//! A scenario before any run: each plant as a picture and a page of facts, computed from means alone.

mod facts;
mod page;
mod picture;
mod text;
mod there;

pub use facts::{PlantFacts, PoolFacts, ProductFacts, StationFacts, plant_facts};
pub use page::page;
pub use picture::picture;
pub use text::text;
