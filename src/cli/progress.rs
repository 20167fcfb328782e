//! What standard error shows while a run is computed.

use std::io::IsTerminal;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{error, screen};
use crate::experiment::Watch;

/// How often the bar is drawn.
const FRAME: Duration = Duration::from_millis(200);
/// How often a line is printed where there is no bar.
const LINE: Duration = Duration::from_secs(5);
/// How long work that was asked to stop may take to do so [s].
const GRACE: f64 = 10.0;

/// A running stopwatch: of the clock on the wall, and of the processor.
#[derive(Clone, Copy)]
pub(super) struct Stopwatch {
    started: Instant,
    processor: Option<f64>,
}

impl Stopwatch {
    /// Starts it.
    #[allow(
        clippy::disallowed_methods,
        reason = "how long a run took is shown to the user and enters no result"
    )]
    pub(super) fn start() -> Stopwatch {
        Stopwatch { started: Instant::now(), processor: processor_seconds() }
    }

    /// Seconds since the start.
    pub(super) fn seconds(self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Processor time of all threads since the start [s]; `None` where the system does not tell.
    pub(super) fn processor_seconds(self) -> Option<f64> {
        Some(processor_seconds()? - self.processor?)
    }
}

/// Processor time of this process so far, all threads [s]; `None` where the system does not tell.
#[cfg(unix)]
fn processor_seconds() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9)
}

/// Processor time of this process so far, all threads [s]; `None` where the system does not tell.
#[cfg(not(unix))]
fn processor_seconds() -> Option<f64> {
    None
}

/// Does the work, and tells meanwhile how far it is unless `quiet`. Work that does not stop when asked ends with the
/// program.
pub(super) fn during<T>(watch: &Watch, quiet: bool, work: impl FnOnce() -> T) -> T {
    // The thread only reads counters; what is computed stays the experiment's.
    std::thread::scope(|scope| {
        let (end, ended) = channel::<()>();
        scope.spawn(move || if quiet { attend(watch, &ended) } else { follow(watch, &ended) });
        let done = work();
        drop(end);
        done
    })
}

/// Waits until the other end of the channel is gone.
fn attend(watch: &Watch, ended: &Receiver<()>) {
    let mut patience = Patience(None);
    while ended.recv_timeout(LINE) == Err(RecvTimeoutError::Timeout) {
        patience.look(watch);
    }
}

/// Since when the work has been asked to stop.
struct Patience(Option<Stopwatch>);

impl Patience {
    /// Ends the program when the work has had its time to stop.
    fn look(&mut self, watch: &Watch) {
        if watch.stop.load(Ordering::Relaxed)
            && self.0.get_or_insert_with(Stopwatch::start).seconds() >= GRACE
        {
            screen::say("stopped at once: a run did not come to a place where it could be left");
            std::process::exit(i32::from(error::WORLD));
        }
    }
}

/// Shows the counters until the other end of the channel is gone.
fn follow(watch: &Watch, ended: &Receiver<()>) {
    let mut patience = Patience(None);
    let mut still_going = |pause| {
        patience.look(watch);
        ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout)
    };
    if std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb") {
        let bar =
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5)).with_style(style());
        while still_going(FRAME) {
            let total = watch.total.load(Ordering::Relaxed);
            if total > 0 {
                bar.set_length(total);
                bar.set_position(watch.done.load(Ordering::Relaxed));
                bar.tick();
            }
        }
        bar.finish_and_clear();
    } else {
        let clock = Stopwatch::start();
        screen::say("simulating … (Ctrl-C stops cleanly)");
        while still_going(LINE) {
            let done = watch.done.load(Ordering::Relaxed);
            screen::say(&line(done, watch.total.load(Ordering::Relaxed), clock.seconds()));
        }
    }
}

fn style() -> ProgressStyle {
    let bar = if screen::colour_wanted() { "{bar:24.cyan}" } else { "{bar:24}" };
    let template = format!("{bar} {{percent:>3}} %  {{pos}} of {{len}} runs  {{per_sec}}  {{eta}} left");
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=>-")
}

/// How far it is, in a line: "37 % (71 of 192 runs), 12.3 runs/s, 10 s left".
fn line(done: u64, total: u64, seconds: f64) -> String {
    if done == 0 || total == 0 {
        return format!("no run finished yet after {seconds:.0} s");
    }
    let rate = done as f64 / seconds;
    let left = total.saturating_sub(done) as f64 / rate;
    format!("{} % ({done} of {total} runs), {rate:.1} runs/s, {left:.0} s left", 100 * done / total)
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line() {
        assert_eq!(line(50, 200, 10.0), "25 % (50 of 200 runs), 5.0 runs/s, 30 s left");
        assert_eq!(line(0, 200, 5.2), "no run finished yet after 5 s");
    }
}
