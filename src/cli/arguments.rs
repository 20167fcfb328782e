//! The arguments as they are written, with the text of `--help`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint, value_parser};

const EXAMPLES: &str = "\
Examples:
  surgetwin check scenarios/mask_town.ron
  surgetwin show scenarios/mask_town.ron
  surgetwin run scenarios/mask_town.ron
  surgetwin run scenarios/mask_town.ron --replications 64 --out out/fine

Exit codes:
  0    done
  1    problems in the scenario
  2    wrong usage
  3    the world failed (disk, memory, interrupt)
  101  a mistake in surgetwin itself";

const RUN_EXAMPLES: &str = "\
Examples:
  surgetwin run scenarios/mask_town.ron
      simulate, appraise, write out/mask_town/report.html and summary.json
  surgetwin run scenarios/mask_town.ron --set seed=7 --out out/seven
      the same with one value of the file replaced
  surgetwin run scenarios/mask_town.ron --day 2020-02-10
      also write what each machine did on that day to out/mask_town/day.csv
  surgetwin run scenarios/mask_town.ron --active-periods
      also find which station held the plants back from moment to moment
  surgetwin run scenarios/mask_town.ron --json --quiet > summary.json
      for another program

The path of --set names fields and elements: plants[hand].stations[form].machines=3

An output folder belongs to one scenario, seed and number of replications; a run
with others is refused there, nothing is overwritten. Ctrl-C stops a run and
leaves no unfinished result.";

const CHECK_EXAMPLES: &str = "\
Examples:
  surgetwin check scenarios/mask_town.ron
  surgetwin check scenarios/*.ron";

const SHOW_EXAMPLES: &str = "\
Examples:
  surgetwin show scenarios/mask_town.ron
      print stations, limits and the bottleneck, write out/mask_town-show/show.html
  surgetwin show scenarios/mask_town.ron --set plants[hand].stations[form].machines=3 --out out/three
      the same with one value of the file replaced";

const INSTRUCTIONS_EXAMPLES: &str = "\
Examples:
  surgetwin instructions scenarios/region_platform.ron
      what each machine has to do in the first week, in out/region_platform-instructions
  surgetwin instructions scenarios/region_platform.ron --option platform --days 28 --out out/four
      the same under an option, for four weeks
  surgetwin instructions scenarios/region_platform.ron --check out/four/instructions.json
      let the simulator carry them out, and report whatever is not kept

The folder gets instructions.csv, instructions.json, instructions.xml (job orders
in the manner of B2MML) and instructions.html (sheets to be printed).";

const COMPLETIONS_EXAMPLES: &str = "\
Example:
  surgetwin completions bash > ~/.local/share/bash-completion/completions/surgetwin";

/// A digital twin of small factories: what an upgrade makes, costs and pays back, with and without an emergency.
#[derive(Parser, Debug)]
#[command(name = "surgetwin", version, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Simulate a scenario, appraise its options, write the report
    Run(RunArguments),
    /// Read scenarios and report every problem, with its place and the right form
    Check(CheckArguments),
    /// Draw the plants and compute their limits, without a run
    Show(ShowArguments),
    /// Write the instructions that the machines of a planned plant were given, or check them
    Instructions(InstructionsArguments),
    /// Print the completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Args, Debug)]
#[command(after_help = RUN_EXAMPLES)]
pub(super) struct RunArguments {
    /// The scenario file
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub(super) scenario: PathBuf,
    /// Folder for report.html, summary.json and the tables [default: out/ and the scenario's name]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,
    /// Simulated futures of each option under each surge [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub(super) replications: Option<u32>,
    /// Seed of all chance [default: the scenario's]
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Threads; never changes a result [default: one per processor]
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Replace one value of the scenario, checked like the file; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub(super) set: Vec<String>,
    /// Print the summary, and nothing else, on standard output
    #[arg(long)]
    pub(super) json: bool,
    /// Write what happened in replication 0 of the baseline, as JSON lines
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) trace: Option<PathBuf>,
    /// Show what each machine did on this day of replication 0 of the baseline: a Gantt chart, and day.csv
    #[arg(long, value_name = "DATE")]
    pub(super) day: Option<String>,
    /// Find the bottleneck of each moment, by active periods over the whole of replication 0 of the baseline, which is run once
    /// more for it: shares of stations in the report and the summary
    #[arg(long)]
    pub(super) active_periods: bool,
    /// No progress on standard error
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Args, Debug)]
#[command(after_help = CHECK_EXAMPLES)]
pub(super) struct CheckArguments {
    /// The scenario files
    #[arg(value_name = "SCENARIO", required = true, value_hint = ValueHint::FilePath)]
    pub(super) scenarios: Vec<PathBuf>,
    /// Replace one value of each scenario; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub(super) set: Vec<String>,
}

#[derive(Args, Debug)]
#[command(after_help = SHOW_EXAMPLES)]
pub(super) struct ShowArguments {
    /// The scenario file
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub(super) scenario: PathBuf,
    /// Folder for show.html and a picture of each plant [default: out/ and the scenario's name with -show]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,
    /// Replace one value of the scenario, checked like the file; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub(super) set: Vec<String>,
}

#[derive(Args, Debug)]
#[command(after_help = INSTRUCTIONS_EXAMPLES)]
pub(super) struct InstructionsArguments {
    /// The scenario file
    #[arg(value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub(super) scenario: PathBuf,
    /// Folder for the files [default: out/ and the scenario's name with -instructions]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,
    /// The surge [default: the first]
    #[arg(long, value_name = "NAME")]
    pub(super) surge: Option<String>,
    /// The option [default: baseline]
    #[arg(long, value_name = "NAME")]
    pub(super) option: Option<String>,
    /// The replication, from 0
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = value_parser!(u32).range(0..1_000_000))]
    pub(super) replication: u32,
    /// Seed of all chance [default: the scenario's]
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// First day of the sheets, the table and the job orders [default: the start of the run]
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
    /// Days from there; the run is over when it is
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = value_parser!(u32).range(1..=100_000))]
    pub(super) days: u32,
    /// Carry out the instructions of this instructions.json instead, and report what is not kept
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        conflicts_with_all = ["out", "surge", "option", "replication", "seed", "from", "days"]
    )]
    pub(super) check: Option<PathBuf>,
    /// Replace one value of the scenario, checked like the file; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    pub(super) set: Vec<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        super::Arguments::command().debug_assert();
    }
}
