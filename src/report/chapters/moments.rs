//! Which station held a plant back from moment to moment, where somebody asked.

use maud::{Markup, html};

use super::{heads, table};
use crate::experiment::Results;
use crate::report::bottleneck::{Momentary, by_active_periods};
use crate::report::figures::{percent, readable};
use crate::report::findings;
use crate::report::limits;
use crate::spec::Spec;

/// The bottleneck of a kind of plant by active periods over the whole run, by its first factory; nothing where activities were not
/// looked at.
pub(super) fn moments(spec: &Spec, results: &Results, plant: usize) -> Markup {
    let first = findings::factories_of(spec, plant).first().copied();
    let found = first.and_then(|own| Some((own, limits::momentary(&spec.plants[plant], results, own)?)));
    let Some((factory, shares)) = found else { return html! {} };
    let stations = &spec.plants[plant].stations;
    let name = |station: usize| readable(&stations[station].name);
    let said = match by_active_periods(&shares) {
        Some(longest) => {
            let Momentary { sole, shifting } = shares[longest];
            let (name, sole, shifting) = (name(longest), percent(sole), percent(shifting));
            format!(
                "{name} was the bottleneck of the moment longest, {sole} of the time alone and {shifting} in turn with others"
            )
        }
        None => "no machine was active".into(),
    };
    let rows = shares.iter().enumerate().filter(|(_, own)| own.score() > 0.0).map(|(station, own)| {
        let figures = [name(station), percent(own.sole), percent(own.shifting)];
        figures.into_iter().map(|text| html! { (text) }).collect()
    });
    html! {
        p {
            "By active periods over the whole of replication 0 of the baseline at " (spec.factories[factory].name) ": " (said)
            ". At each moment the machine whose uninterrupted activity lasts longest is the bottleneck; while one hands over to "
            "another, both are in turn."
        }
        (table("Bottlenecks of the moment", &heads(&["Station", "Alone", "In turn with others"]), rows.collect()))
    }
}
