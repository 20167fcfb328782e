//! Scenario texts of plants of any size, written for measurements and read like any file.

use std::fmt::Write;
use std::path::Path;

use surgetwin::scenario;
use surgetwin::spec::Spec;

/// A saturated line: so many stations, machines at each and places before each; the last is slower by a factor.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    /// Stations, one step of the routing each.
    pub(crate) stations: usize,
    /// Machines at each station.
    pub(crate) machines: u32,
    /// Places in each buffer.
    pub(crate) buffer: u32,
    /// How much longer the last station takes than the others; 1 for none.
    pub(crate) last: f64,
}

impl Line {
    /// Stations of one machine with five places between them, as in the line of scenarios/peers/w2.ron.
    pub(crate) fn plain(stations: usize) -> Line {
        Line { stations, machines: 1, buffer: 5, last: 1.0 }
    }

    /// The description of the line, run as `end` says.
    pub(crate) fn spec(&self, end: &str) -> Spec {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("line.ron");
        std::fs::write(&path, self.text(end)).expect("the folder takes files");
        read(&path, &[])
    }

    fn text(&self, end: &str) -> String {
        // Without blanks: a scenario file of ten thousand stations is near the largest that is read, 1 MB.
        let (mut stations, mut steps) = (String::new(), String::new());
        for n in 0..self.stations {
            let buffer = if n == 0 { String::new() } else { format!(",buffer:{}", self.buffer) };
            let mean = if n + 1 == self.stations { self.last } else { 1.0 };
            let machines = self.machines;
            // Writing to a text cannot fail.
            let _ = writeln!(stations, "(name:\"s{n}\",machines:{machines}{buffer}),");
            let _ = writeln!(steps, "(step:\"{n}\",station:\"s{n}\",time:Exponential(mean:\"{mean}s\")),");
        }
        format!(
            "Scenario(format: 1, name: \"line\", question: \"How fast?\", {end}, replications: 1, plants: [Plant(\n\
             name: \"line\",\nstations: [\n{stations}],\nproducts: [(name: \"lot\", lot: 1, supply: Saturated, routing: [\n\
             {steps}])],\n)])\n"
        )
    }
}

/// The description in a sound file, with overrides.
pub(crate) fn read(path: &Path, sets: &[String]) -> Spec {
    scenario::load(path, sets).expect("the scenario is sound").spec
}
