//! The program from outside: exit codes, streams, the output folder.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

mod browser;
mod check;
mod folder;
mod instructions;
mod measures;
mod run;
mod show;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use tempfile::TempDir;

/// One station that serves lots for an hour: small enough to be run dozens of times.
pub(crate) const SOUND: &str = r#"Scenario(
    format: 1,
    name: "tiny",
    duration: "1h",
    replications: 2,
    plants: [Plant(
        name: "shop",
        stations: [(name: "press", machines: 1)],
        products: [(
            name: "mask", unit: "mask", lot: 1, price: 1,
            supply: Arrivals(spacing: Exponential(mean: "60s"), when_full: Wait),
            routing: [(step: "press", station: "press", time: "30s")],
        )],
    )],
)
"#;

/// A folder with scenarios, in which the program runs.
pub(crate) struct Bench {
    folder: TempDir,
}

impl Bench {
    /// A folder with `sound.ron`.
    pub(crate) fn new() -> Bench {
        let bench = Bench { folder: TempDir::new().expect("a temporary folder") };
        bench.write("sound.ron", SOUND);
        bench
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("writable");
    }

    /// Reads a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The sorted names in a folder.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(folder)).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The program with arguments, to be started in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_surgetwin"));
        command.current_dir(self.path()).env("NO_COLOR", "1").args(arguments);
        command
    }

    /// Runs the program and expects an exit code.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).assert().code(code))
    }
}

/// What the program said.
pub(crate) struct Said {
    /// On standard output.
    pub(crate) out: String,
    /// On standard error.
    pub(crate) err: String,
}

impl Said {
    /// Both streams of a finished program.
    pub(crate) fn of(assert: &Assert) -> Said {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let output = assert.get_output();
        Said { out: text(&output.stdout), err: text(&output.stderr) }
    }
}
