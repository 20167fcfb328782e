//! Epidemics: how infection passes through a population, by the day, and what the sick and those who care for them use.
//!
//! Owns the SEIR model (susceptible, exposed, infectious, immune), its mean course and its courses under chance, and the
//! way from cases to items. Pure: knows no factory and no file. Start at [`Epidemic`], which hands over a [`Course`];
//! a [`Burn`] reads it.

mod burn;
mod chance;
mod course;
mod seir;
mod theory;

pub use burn::{Burn, Driver, cover_days, observed_burn};
pub use course::{Course, Measure, State};
pub use seir::{Beta, Chance, Epidemic};
pub use theory::{doubling_days, final_size, growth_per_day, minor_outbreak};
