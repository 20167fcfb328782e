//! `surgetwin instructions`: writes what the machines were told, and checks that it was done.

use std::fs;
use std::path::Path;

use super::arguments::InstructionsArguments;
use super::error::Error;
use super::folder::{claim_for, write};
use super::run::begin_of;
use super::{problems, screen};
use crate::experiment::{self, Which};
use crate::outcome::Papers;
use crate::report::instructions::{self, Instructions};
use crate::spec::Spec;
use crate::units::{Duration, Time};

/// What a reader opens.
const PAGE: &str = "instructions.html";

/// Violations that are shown one by one.
const SHOWN: usize = 20;

/// Writes the instructions of a scenario, or checks those of a file.
pub(super) fn instructions(arguments: &InstructionsArguments) -> Result<(), Error> {
    let spec = problems::load(&arguments.scenario, &arguments.set)?.spec;
    if spec.factories.iter().enumerate().all(|(factory, _)| spec.plant_of(factory).planning.is_none()) {
        return Err(Error::NoPlanning(arguments.scenario.display().to_string()));
    }
    match &arguments.check {
        Some(file) => check(&spec, file),
        None => issue(&spec, arguments),
    }
}

fn issue(spec: &Spec, arguments: &InstructionsArguments) -> Result<(), Error> {
    let from = arguments.from.as_deref().map(|date| begin_of("--from", date, spec)).transpose()?;
    let from = from.unwrap_or(Time::ZERO);
    let length = Duration(Duration::DAY.0.saturating_mul(u64::from(arguments.days)));
    let until = from.after(length).0.min(spec.stop.limit().0);
    let which = Which {
        surge: arguments.surge.as_deref().map_or(Ok(0), |name| surge(spec, name))?,
        option: arguments.option.as_deref().map_or(Ok(0), |name| option(spec, name))?,
        replication: arguments.replication,
        seed: arguments.seed.unwrap_or(spec.seed),
        until: Time(until),
    };
    let out =
        arguments.out.clone().unwrap_or_else(|| Path::new("out").join(format!("{}-instructions", spec.name)));
    claim_for(PAGE, &out)?;
    let all = instructions::instructions(spec, which, &papers(spec, which)?);
    let own = all.since(from);
    // The page comes last: by it the folder is known as ours.
    let files = [
        ("instructions.csv", instructions::csv(spec.start, &own)),
        ("instructions.json", instructions::json(&all)),
        ("instructions.xml", instructions::xml(spec.start, &own)),
        (PAGE, instructions::sheets(spec.start, &own)),
    ];
    for (name, text) in &files {
        write(&out.join(name), text)?;
    }
    let number = own.instructions.len();
    screen::print(&format!("{number} instructions\nsheets  {}\n", out.join(PAGE).display()))
}

fn check(spec: &Spec, path: &Path) -> Result<(), Error> {
    let bad = |what: String| Error::BadInstructions { path: path.into(), what };
    let text = fs::read_to_string(path).map_err(|source| Error::Unreadable { path: path.into(), source })?;
    let own = instructions::parse(&text).map_err(bad)?;
    let which = which(spec, &own).map_err(bad)?;
    let found = instructions::check(spec, &own, &papers(spec, which)?);
    for violation in found.iter().take(SHOWN) {
        screen::say(&violation.what);
    }
    match found.len() {
        0 => screen::print(&format!("{} instructions, 0 violations\n", own.instructions.len())),
        all => {
            if all > SHOWN {
                screen::say(&format!("… and {} more", all - SHOWN));
            }
            Err(Error::Violations { count: all })
        }
    }
}

/// The run that instructions are of.
fn which(spec: &Spec, own: &Instructions) -> Result<Which, String> {
    if own.scenario != spec.name {
        return Err(format!("they are of the scenario {}, not {}", own.scenario, spec.name));
    }
    let start = spec.start.to_string();
    if own.start != start {
        return Err(format!("they start on {}, the scenario on {start}", own.start));
    }
    let until = Duration::from_secs(own.until_s);
    if until > spec.stop.limit() {
        return Err(format!("until_s is {}, after the end of the run", own.until_s));
    }
    Ok(Which {
        surge: surge(spec, &own.surge).map_err(|error| error.to_string())?,
        option: option(spec, &own.option).map_err(|error| error.to_string())?,
        replication: own.replication,
        seed: own.seed,
        until: Time(until.0),
    })
}

fn papers(spec: &Spec, which: Which) -> Result<Vec<Papers>, Error> {
    experiment::papers(spec, which).map_err(|error| Error::Run(error.to_string()))
}

fn surge(spec: &Spec, name: &str) -> Result<usize, Error> {
    position("surge", name, spec.surges.iter().map(|surge| &surge.name))
}

fn option(spec: &Spec, name: &str) -> Result<usize, Error> {
    position("option", name, spec.options.iter().map(|option| &option.name))
}

/// Where a name stands among those that there are.
fn position<'a>(
    kind: &'static str,
    name: &str,
    names: impl Iterator<Item = &'a String> + Clone,
) -> Result<usize, Error> {
    names.clone().position(|own| own == name).ok_or_else(|| {
        let known: Vec<&str> = names.map(String::as_str).collect();
        Error::Unknown { kind, name: name.into(), known: known.join(", ") }
    })
}
