//! `surgetwin run`: reads, simulates, writes the output folder, prints the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::arguments::RunArguments;
use super::error::{self, Error};
use super::folder::Folder;
use super::inputs::Inputs;
use super::pending::Pending;
use super::progress::{self, Stopwatch};
use super::{problems, screen};
use crate::experiment::{self, Plan, Results, Stopped, Watch};
use crate::plant;
use crate::report;
use crate::spec::Spec;
use crate::units::{Date, Duration, Time};

/// What a reader opens.
const REPORT: &str = "report.html";

/// Runs a scenario. Everything that can be refused is refused before the simulation begins.
pub(super) fn run(arguments: &RunArguments) -> Result<(), Error> {
    let clock = Stopwatch::start();
    let loaded = problems::load(&arguments.scenario, &arguments.set)?;
    let spec = &loaded.spec;
    let plan = plan(arguments, spec);
    let inputs = Inputs::new(&spec.name, &loaded.inputs, &arguments.set, &plan);
    let out = arguments.out.clone().unwrap_or_else(|| Path::new("out").join(&spec.name));
    let trace = arguments.trace.as_deref().map(|path| open_trace(path, &loaded.inputs)).transpose()?;
    let day = arguments.day.as_deref().map(|date| begin_of("--day", date, spec)).transpose()?;
    let folder = Folder::claim(&out, &inputs)?;

    let mut results = simulate(spec, &plan, arguments.quiet)?;
    if arguments.active_periods {
        let found = experiment::activities(spec, plan.seed, results.warm_up);
        results.active = Some(found.map_err(|error| Error::Run(error.to_string()))?);
    }
    let seconds = clock.seconds();
    let effort = report::Effort { wall_s: seconds, cpu_s: clock.processor_seconds() };
    let summary = report::summary_json(spec, &results, effort);
    let day = day.map(|from| shown_day(spec, plan.seed, from)).transpose()?;
    let mut files = vec![
        (REPORT, report::html(spec, &results, seconds, day.as_ref())),
        ("monthly.csv", report::monthly_csv(spec, &results)),
        ("states.csv", report::states_csv(spec, &results)),
    ];
    files.extend(report::spread_csv(spec, &results).map(|text| ("spread.csv", text)));
    files.extend(report::statements_csv(spec, &results).map(|text| ("statements.csv", text)));
    if let Some(day) = &day {
        files.push(("day.csv", report::day_csv(spec, day)));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    folder.publish(&files, &summary)?;
    if let Some((path, file)) = trace {
        write_trace(spec, plan.seed, path, file)?;
    }
    if arguments.json {
        return screen::print(&format!("{}\n", summary.trim_end()));
    }
    screen::print(&screen::ending(spec, &results, &summary, &folder.file(REPORT), clock.seconds()))
}

/// When a day of the run begins, of an `option` of the command line.
pub(super) fn begin_of(option: &str, date: &str, spec: &Spec) -> Result<Time, Error> {
    let bad = |why: String| Error::BadSet(format!("{option} {date}: {why}"));
    let day = Date::parse(date).ok_or_else(|| bad("no date; write it as 2020-02-10".into()))?;
    let begin = u64::try_from(day.days_since(spec.start)).ok();
    let begin = begin.map(|days| Time(days.saturating_mul(Duration::DAY.0)));
    begin
        .filter(|begin| begin.0 < spec.stop.limit().0)
        .ok_or_else(|| bad(format!("not a day of the run, which starts on {}", spec.start)))
}

/// What the machines did on a day.
fn shown_day(spec: &Spec, seed: u64, from: Time) -> Result<report::Day, Error> {
    let to = from.after(Duration::DAY).min(Time(spec.stop.limit().0));
    let stretches = experiment::day(spec, seed, from, to).map_err(|error| Error::Run(error.to_string()))?;
    Ok(report::Day { from, stretches })
}

/// What is run: the scenario's own values where no option replaces them.
fn plan(arguments: &RunArguments, spec: &Spec) -> Plan {
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    Plan {
        replications: arguments.replications.unwrap_or(spec.replications),
        seed: arguments.seed.unwrap_or(spec.seed),
        threads: arguments.threads.map_or_else(processors, usize::from),
    }
}

/// Computes the results; Ctrl-C ends it.
fn simulate(spec: &Spec, plan: &Plan, quiet: bool) -> Result<Results, Error> {
    let watch = Arc::new(Watch::default());
    listen(Arc::clone(&watch));
    let results = progress::during(&watch, quiet, || experiment::run(spec, plan, &watch));
    if watch.stop.load(Ordering::Relaxed) {
        return Err(Error::Interrupted);
    }
    results.map_err(|stopped| match stopped {
        Stopped::Unsettled { .. } => Error::Unsettled(stopped.to_string()),
        other => Error::Run(other.to_string()),
    })
}

/// From now on the first Ctrl-C (or a polite kill) stops cleanly, the second at once.
fn listen(watch: Arc<Watch>) {
    let heard = ctrlc::set_handler(move || {
        if watch.stop.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(error::WORLD));
        }
        screen::say("\nstopping … (once more to stop at once)");
    });
    if heard.is_err() {
        // The run itself is not concerned: without our handler Ctrl-C ends the program, and temporary files stay.
        screen::say("note: Ctrl-C will stop this run at once, not cleanly");
    }
}

/// Opens the file of the trace before the run, so that a name that cannot be written costs no time.
fn open_trace(path: &Path, inputs: &[(String, String)]) -> Result<(PathBuf, Pending), Error> {
    let bad = |what| Error::BadTrace { path: path.into(), what };
    if path.is_dir() || path.file_name().is_none() {
        return Err(bad("a folder"));
    }
    if let Ok(there) = fs::canonicalize(path)
        && inputs.iter().any(|(input, _)| fs::canonicalize(input).is_ok_and(|input| input == there))
    {
        return Err(bad("a file of the scenario"));
    }
    let file = Pending::open(path).map_err(|source| Error::Unwritable { path: path.into(), source })?;
    Ok((path.into(), file))
}

/// Writes the trace part by part and gives it its name.
fn write_trace(spec: &Spec, seed: u64, path: PathBuf, mut file: Pending) -> Result<(), Error> {
    let run = |error: plant::Error| Error::Run(error.to_string());
    for part in experiment::trace(spec, seed).map_err(run)? {
        let part = part.map_err(run)?;
        file.write(&part).map_err(|source| Error::Unwritable { path: path.clone(), source })?;
    }
    file.place().map_err(|source| Error::Unwritable { path, source })
}
