//! `surgetwin show`: the plant as a picture and a page of facts, without a run.

use std::fs;
use std::path::Path;

use super::arguments::ShowArguments;
use super::error::Error;
use super::folder::unwritable;
use super::pending::Pending;
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
    claim(&out)?;
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

/// Takes a folder that is new, empty, or holds an earlier page of ours.
fn claim(out: &Path) -> Result<(), Error> {
    if out.is_file() {
        return Err(Error::NotAFolder(out.to_path_buf()));
    }
    fs::create_dir_all(out).map_err(|source| unwritable(out, source))?;
    let mut entries = fs::read_dir(out).map_err(|source| unwritable(out, source))?;
    if entries.next().is_some() && !out.join(PAGE).is_file() {
        return Err(Error::ForeignFolder(out.to_path_buf()));
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let written = Pending::open(path).and_then(|mut file| {
        file.write(text)?;
        file.place()
    });
    written.map_err(|source| unwritable(path, source))
}
