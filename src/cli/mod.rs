//! The command line: arguments, reading and writing of files, progress, exit codes, mistakes on screen.
//!
//! Owns the file system and the terminal; nothing below it prints or writes. Knows nothing of how a run is computed
//! or how a report is made. Data go to standard output, talk goes to standard error. Start at [`main`]; the
//! promises of an output folder are in `folder.rs`, those of the exit codes in `error.rs`.

mod arguments;
mod check;
mod error;
mod folder;
mod inputs;
mod instructions;
mod pending;
mod problems;
mod progress;
mod run;
mod screen;
mod show;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
use error::Error;

/// Runs the program with these arguments, the first being its name; the result is its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    point_out_bugs();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(refusal) => {
            // Help and version arrive here as well; nothing can be done where even they cannot be printed.
            let _ = refusal.print();
            return if refusal.use_stderr() { ExitCode::from(error::USAGE) } else { ExitCode::SUCCESS };
        }
    };
    let done = match arguments.command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Show(arguments) => show::show(&arguments),
        Command::Instructions(arguments) => instructions::instructions(&arguments),
        Command::Completions { shell } => completions(shell),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.show();
            ExitCode::from(error.code())
        }
    }
}

/// Prints the completions of a shell.
fn completions(shell: clap_complete::Shell) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "surgetwin", &mut script);
    screen::print(&String::from_utf8_lossy(&script))
}

/// Adds to the message of a panic that it is not the user's fault.
fn point_out_bugs() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        usual(panic);
        screen::say(
            "hint: this is a mistake in surgetwin itself; please report it with the scenario and these lines",
        );
    }));
}
