//! Breakdowns and repair.

use super::{Fault, Model, long, row, shipped, written};
use crate::formulas::repairman;
use crate::measures::{all_up, busy_workers, producing, rate, up};
use crate::texts::{Shop, breakdowns, step};

const KIND: &str = "Breakdowns and repair";

pub(super) fn models() -> Vec<Model> {
    let mut models = one_machine();
    models.extend(crews());
    models
}

fn one_machine() -> Vec<Model> {
    let source = (KIND, "Hopp & Spearman 2008, ch. 8");
    let exact = 100.0 / 108.0;
    let failure = (
        "plants[line].stations[machine].breakdowns[failure].time_to_failure=Exponential(mean: \"75s\")",
        "failures after 75 s, not 100 s",
    );
    let calendar = "plants[line].stations[machine].breakdowns[failure].clock=Calendar";
    let mut by_calendar =
        shipped(source, "breakdowns", &[calendar], failure, vec![row("working", exact, producing(0))]);
    by_calendar.name.push_str(", calendar time");
    let rows = vec![row("working", exact, producing(0)), row("lots/s", exact, rate)];
    vec![shipped(source, "breakdowns", &[], failure, rows), by_calendar]
}

/// Five machines that share repairmen.
fn crews() -> Vec<Model> {
    let source = (KIND, "Gross et al. 2008, ch. 2");
    let slow = (
        "plants[hall].stations[machine].breakdowns[failure].time_to_repair=Exponential(mean: \"1.03s\")",
        "repair 3 % slower",
    );
    let two = "plants[hall].pools[repairmen].headcount=2";
    let rows = |crews: u32, fails: f64, repairs: f64| {
        let (share, all) = repairman(5, fails, repairs, crews);
        let busy = 5.0 * share * fails / repairs;
        vec![
            row("up", share, up(0)),
            row("all up", all, all_up(0)),
            row("repairmen busy", busy, busy_workers),
        ]
    };
    let mut with_two = shipped(source, "repair_crew", &[two], slow, rows(2, 0.1, 1.0));
    with_two.name.push_str(", 2 repairmen");
    let mut models = vec![shipped(source, "repair_crew", &[], slow, rows(1, 0.1, 1.0)), with_two];
    for crews in [1, 2] {
        let build = move |slower: f64| {
            let failure =
                breakdowns("Calendar", 20.0, 4.0 * slower, "crew: [(pool: \"workers\", workers: 1)]");
            let station = format!("machines: 5, {failure}");
            Shop::default().workers(crews).station(&station).product("Saturated", &[step(0, "\"7s\"")])
        };
        let name = format!("5 machines, 20 s up, 4 s of repair, repairmen: {crews}");
        let fault = Fault(1.03, "repair 3 % slower");
        models.push(written(source, name, long(1e6), fault, build, rows(crews, 0.05, 0.25)));
    }
    models
}
