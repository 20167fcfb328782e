//! Cyber incidents: what the connection of machines brought, with each option.

use maud::{Markup, html};

use super::comparison::surges_by_weight;
use super::{cell, heads, table_with_text};
use crate::experiment::{Cell, Results};
use crate::outcome::{IncidentTally, MachineState};
use crate::report::figures::{money, number, sentence};
use crate::report::findings::{self, option_title};
use crate::report::measures::ratio;
use crate::spec::Spec;
use crate::units::YEAR_DAYS;

/// The chapter; empty where no factory has such a risk.
pub(crate) fn incidents(spec: &Spec, results: &Results) -> Markup {
    let exposed: Vec<usize> =
        (0..spec.factories.len()).filter(|f| spec.plant_of(*f).cyber.is_some()).collect();
    if exposed.is_empty() {
        return html! {};
    }
    let head = heads(&[
        "Option",
        "Surge",
        "Incidents",
        "Of these, over the platform",
        "With loss of the plan",
        "Hours of outage of a machine",
        "Cost of recovery",
    ]);
    let mut rows = Vec::new();
    for surge in surges_by_weight(spec) {
        let cells = results.cells.iter().filter(|cell| cell.surge == surge);
        rows.extend(cells.filter_map(|cell| row(spec, cell, &exposed)));
    }
    html! {
        (table_with_text("Cyber incidents", &head, rows, 2))
        p.note { "For each factory with cyber risk and year of 365.25 days, mean over all of them and all futures. Where the plan is "
            "lost, work that was planned and not begun waits for the next plan, and every instruction is prepared again. The cost of "
            "recovery is in the books, with repairs; what is not made meanwhile shows in output and revenue." }
    }
}

fn row(spec: &Spec, own: &Cell, exposed: &[usize]) -> Option<Vec<Markup>> {
    let (mut sum, mut years) = (IncidentTally::default(), 0.0);
    let (mut outage, mut machines) = (0.0, 0.0);
    for run in &own.outcomes {
        for factory in exposed.iter().map(|f| &run.factories[*f]) {
            let window = &factory.window;
            years += window.length.as_days() / YEAR_DAYS;
            let told = window.tally.incidents.unwrap_or_default();
            sum.incidents += told.incidents;
            sum.spread += told.spread;
            sum.plans_lost += told.plans_lost;
            sum.costs += told.costs;
            machines +=
                factory.machines.iter().flatten().count() as f64 * window.length.as_days() / YEAR_DAYS;
            let stations = window.tally.stations.iter();
            outage += stations.map(|s| s.state(MachineState::CyberOutage).as_hours()).sum::<f64>();
        }
    }
    let a_year = |count: f64| Some(number(ratio(count, years)?));
    Some(vec![
        cell(sentence(&option_title(spec, own.option))),
        cell(findings::surge_label(spec, own.surge)),
        cell(a_year(sum.incidents as f64)?),
        cell(a_year(sum.spread as f64)?),
        cell(a_year(sum.plans_lost as f64)?),
        cell(number(ratio(outage, machines)?)),
        cell(money(&spec.currency, ratio(sum.costs, years)?)),
    ])
}
