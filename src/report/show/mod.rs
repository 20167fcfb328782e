//! A scenario before any run: each plant as a picture and a page of facts, computed from means alone.

mod page;
mod picture;
mod text;

pub use page::page;
pub use picture::picture;
pub use text::text;
