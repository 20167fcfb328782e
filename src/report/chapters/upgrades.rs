//! What can be bought, and what each option buys: price, time, what it requires, maturity before and after.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{cell, heads, table_with_text};
use crate::report::figures::{UNDEFINED, money, number, percent, sentence, titled};
use crate::report::findings::option_title;
use crate::spec::{Choice, Maturity, Spec, Upgrade};
use crate::units::{FactoryId, UpgradeId};

/// The upgrades that options install, and the options.
pub(crate) fn upgrades(spec: &Spec) -> Markup {
    let installed: BTreeSet<UpgradeId> =
        spec.options.iter().flat_map(|option| &option.installations).map(|own| own.upgrade).collect();
    let levels = installed.iter().any(|upgrade| spec.upgrades[upgrade.index()].maturity.is_some());
    let mut head = heads(&[
        "Upgrade",
        "Requires",
        "Price of one",
        "A year",
        "Days from order to use",
        "Stands still, days",
        "Works",
    ]);
    head.extend(levels.then(|| "Maturity".to_owned()));
    let rows = installed.iter().map(|upgrade| upgrade_row(spec, &spec.upgrades[upgrade.index()], levels));
    html! {
        p { "Price, cost a year and days are means; one is what a factory buys of it, a line or a seat." }
        (table_with_text("Upgrades", &head, rows.collect(), 2))
        h3 { "The options" }
        (options(spec, levels))
        @if levels {
            p.note {
                "Maturity by " (Maturity::SCALE) ": " (names_of_levels()) ". A factory begins at 1. An upgrade counts once the "
                "level before its arrow has been reached; which upgrade belongs to which levels is said by the scenario."
            }
        }
    }
}

fn names_of_levels() -> String {
    let names = Maturity::LEVELS.iter().zip(1..).map(|(name, level)| format!("{level} {name}"));
    names.collect::<Vec<_>>().join(", ")
}

fn upgrade_row(spec: &Spec, upgrade: &Upgrade, levels: bool) -> Vec<Markup> {
    let requires = upgrade.requires.iter().map(|other| title(&spec.upgrades[other.index()]));
    let days = (upgrade.delivery.mean() + upgrade.installation.mean()) / 86_400.0;
    let mut row = vec![
        cell(sentence(&title(upgrade))),
        cell(requires.collect::<Vec<_>>().join(", ")),
        cell(money(&spec.currency, upgrade.mean_price())),
        cell(money(&spec.currency, upgrade.yearly_cost.mean())),
        cell(number(days)),
        cell(number(upgrade.standstill.as_days())),
        cell(percent(upgrade.works)),
    ];
    row.extend(levels.then(|| {
        cell(upgrade.maturity.map_or(UNDEFINED.to_owned(), |step| format!("{} → {}", step.from, step.to)))
    }));
    row
}

fn title(upgrade: &Upgrade) -> String {
    titled(&upgrade.title, &upgrade.name)
}

/// Options with what they install, what it costs on average, and the level of maturity it leads to.
fn options(spec: &Spec, levels: bool) -> Markup {
    let rows = spec.options.iter().enumerate().skip(1).map(|(index, option)| {
        let bought = |own: &crate::spec::Installation| {
            spec.upgrades[own.upgrade.index()].mean_price() * f64::from(own.units)
        };
        let cost: f64 = option.installations.iter().map(bought).sum();
        let mut names: Vec<String> =
            option.installations.iter().map(|own| title(&spec.upgrades[own.upgrade.index()])).collect();
        names.dedup();
        let factories: BTreeSet<FactoryId> = option.installations.iter().map(|own| own.factory).collect();
        let mut row = vec![
            cell(sentence(&option_title(spec, index))),
            cell(names.join(", ")),
            cell(factories.len().to_string()),
            cell(money(&spec.currency, cost)),
        ];
        row.extend(levels.then(|| cell(format!("{} → {}", Maturity::FIRST, reached(spec, option)))));
        row
    });
    let mut head = heads(&["Option", "Upgrades", "Factories", "Price on average"]);
    head.extend(levels.then(|| "Maturity".to_owned()));
    table_with_text("Options", &head, rows.collect(), 2)
}

/// The level that the factories of an option reach: "3", or "2–3" where they differ.
pub(crate) fn reached(spec: &Spec, option: &Choice) -> String {
    let at: BTreeSet<u8> =
        option.installations.iter().map(|own| option.maturity(own.factory, &spec.upgrades)).collect();
    match (at.first(), at.last()) {
        (Some(low), Some(high)) if low != high => format!("{low}–{high}"),
        (Some(low), _) => low.to_string(),
        (None, _) => Maturity::FIRST.to_string(),
    }
}
