//! `surgetwin show`: the plant as a picture and a page of facts, without a run.

use std::path::Path;

use super::arguments::ShowArguments;
use super::error::Error;
use super::folder::{claim_for, write};
use super::{problems, screen};
use crate::report::show;
use crate::spec::Spec;

/// What a reader opens.
const PAGE: &str = "show.html";

/// Shows a scenario.
pub(super) fn show(arguments: &ShowArguments) -> Result<(), Error> {
    let spec = problems::load(&arguments.scenario, &arguments.set)?.spec;
    let out = arguments.out.clone().unwrap_or_else(|| Path::new("out").join(format!("{}-show", spec.name)));
    let files = files(&spec);
    claim_for(PAGE, &out)?;
    for (name, text) in &files {
        write(&out.join(name), text)?;
    }
    screen::print(&format!("{}\npage  {}\n", show::text(&spec), out.join(PAGE).display()))
}

/// The files of a scenario: a picture for each plant, then the page.
fn files(spec: &Spec) -> Vec<(String, String)> {
    let plain = |c: char| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    let pictures = spec.plants.iter().enumerate().map(|(number, plant)| {
        let name: String = plant.name.chars().map(plain).take(60).collect();
        (format!("{}-{name}.svg", number + 1), show::picture(plant))
    });
    pictures.chain([(PAGE.to_owned(), show::page(spec))]).collect()
}
