//! The reference page, made of the tables that the reader reads by.

use super::{
    Section, Words, accounts, adoption, cyber, epidemic, figures, planning, plant, pool, product, programme,
    readiness, region, scenario, shared, station, stops, studies, study, supply, upgrade,
};

/// What stands before the tables.
const INTRODUCTION: &str = "# Scenario format, version 1

This page is made of the tables by which scenario files are read (`src/scenario/format`), so it is always current.

A scenario is a text file in RON: fields in round brackets, lists in square ones, texts in quotes, words without quotes,
comments after `//`. Fields may be written in any order; one that is not listed here is an error, never ignored.

- **Times** are texts with a unit: `\"600ms\"`, `\"90s\"`, `\"40min\"`, `\"8h\"`, `\"14d\"`, `\"2w\"`. **Rates** too: `\"110/min\"`,
  `\"4/h\"`. **Dates** are `\"2020-01-06\"`. A bare number where a unit is needed is an error.
- **Shares** go from 0 to 1. **Money** is in the scenario's one currency.
- **Distributions** may stand where a figure says so; they are listed below. A bare figure is a constant.
- **Sources**: any figure may be written as `(value: 0.6, source: \"S01\")`.
- **Parts in files of their own**: an element of `plants`, `upgrades`, `epidemics`, `surges` or `programmes`, and `sources`, `accounts` and
  `adoption`, may be `File(\"path\")`; paths are relative to
  the file that names them. A file has at most 1 MB, a table (CSV) at most 64 MB.
- **Overrides** from the command line: `--set plants[hand].stations[weld].machines=4` puts a value in the place of one that
  is written, or adds a field; elements are found by their name or position.

- **Intervals** hold their beginning, not their end. What falls on one instant happens in this order: days and months are
  counted; factories read what the region has decided; what ends then has ended (operations, setups, repairs, stays); then hours, people, installations, deliveries and
  breakdowns by the calendar change; stocks are reviewed before customers order, and lots come last; then whoever can start
  starts. So work that ends with the shift is done, a machine that fails as it finishes has finished, and a lot that would
  leave at the very end of the run is still in process.

Names tie elements together; every name must exist. `surgetwin check FILE` shows all problems with place and right form.
";

/// Every record of the format, in the order of the page.
pub(super) fn sections() -> Vec<&'static Section> {
    let mut all = vec![&scenario::SCENARIO, &scenario::FACTORY];
    all.extend([
        &region::REGION,
        &region::REGION_JOURNEY,
        &region::REGION_CUSTOMERS,
        &region::STOCKPILE,
        &region::PANIC,
        &region::PLATFORM,
        &region::PRODUCT_PRICE,
    ]);
    all.extend([&region::REGION_SUPPLIER, &region::SCARCITY, &region::GROWTH]);
    all.extend([
        &plant::PLANT,
        &plant::CALENDAR,
        &plant::HOURS,
        &station::STATION,
        &station::SETUP,
        &station::CHANGE,
        &station::VISIT,
        &station::STANDBY,
    ]);
    all.extend([
        &station::BATCH,
        &stops::BREAKDOWN,
        &stops::MAINTENANCE,
        &station::POWER,
        &plant::PLACE,
        &plant::JOURNEY,
        &plant::LOOP,
    ]);
    all.extend([&pool::POOL, &pool::TEAM, &pool::WORKER, &pool::LEARNING, &pool::HIRE, &pool::OVERTIME]);
    all.extend([&pool::CREW, &planning::PLANNING, &cyber::CYBER, &supply::SUPPLIER, &supply::MATERIAL]);
    all.extend([
        &supply::UP_TO,
        &supply::QUANTITY,
        &supply::BASE_STOCK,
        &supply::PLAN,
        &supply::MOVING_AVERAGE,
        &supply::CUSTOMERS,
    ]);
    all.extend([&product::PRODUCT, &supply::CLASS_SHARE, &supply::ARRIVALS, &supply::ARRIVAL]);
    all.extend([&supply::TO_STOCK, &supply::TO_ORDER, &supply::DEMAND, &supply::ORDERS, &supply::ORDER]);
    all.extend([&supply::PATTERN, &supply::TABLE, &product::STEP]);
    all.extend([&product::OR_AT, &product::LOADING, &product::MATERIAL_USE, &product::INSPECTION]);
    all.extend([&product::REWORK, &product::WAY, &product::PATIENCE, &product::COMPONENT]);
    all.extend([&product::TRANSPORT, &product::SPLIT, &product::JOIN]);
    all.extend([
        &upgrade::UPGRADE,
        &upgrade::MATURITY,
        &readiness::READY,
        &readiness::RESERVE,
        &upgrade::PROGRESS,
        &upgrade::SWITCH_STEP,
        &upgrade::MODE,
        &upgrade::SCALE,
        &upgrade::SET,
    ]);
    all.extend([&upgrade::ADD, &upgrade::ADD_MACHINES, &upgrade::REMOVE_MACHINES, &upgrade::CONNECT]);
    all.extend(upgrade::TARGETS);
    all.extend([&scenario::OPTION, &scenario::INSTALL, &scenario::SURGE, &scenario::DEMAND_CURVE]);
    all.push(&scenario::PRODUCT_CURVE);
    all.extend([&scenario::POOL_CURVE, &scenario::MATERIAL_CURVE, &scenario::SUPPLIER_CURVE]);
    all.extend([&study::APPRAISAL, &study::RESALE]);
    all.extend([&accounts::ACCOUNTS, &accounts::VAT, &accounts::INFLATION]);
    all.extend(accounts::DEPRECIATION);
    all.extend([&programme::PROGRAMME, &programme::BUDGET, &programme::ELIGIBLE]);
    all.extend(programme::OFFERS);
    all.extend([&programme::GUARANTEE, &programme::INTEREST_SUBSIDY, &programme::LATER, &programme::EXIT]);
    all.push(&shared::SHARED);
    all.extend([&adoption::ADOPTION, &adoption::THRESHOLD, &adoption::AWARENESS, &adoption::PRICE]);
    all.push(&study::FACT);
    all.push(&study::INPUT_CHANGE);
    all.extend(study::MEASURES);
    all.extend([&studies::STUDIES, &studies::SWEEP, &studies::FACTORIAL]);
    all.extend([&study::SOURCE, &figures::FIGURE, &figures::POINTS, &figures::CSV]);
    all.extend([&epidemic::FROM_EPIDEMIC, &epidemic::DRIVER, &epidemic::EPIDEMIC]);
    all.extend(figures::FAMILIES);
    all
}

/// The words without fields, in the order of the page.
const WORDS: &[&Words] = &[
    &station::RULES,
    &station::CLASSES,
    &station::PREFERENCES,
    &stops::CLOCKS,
    &stops::ON_FAILURE,
    &plant::AT_END,
    &supply::SUPPLY_WORDS,
    &supply::WHEN_FULL,
    &product::CHOICES,
    &figures::CURVE_WORDS,
    &region::SHARING_RULES,
    &epidemic::MEASURES,
    &accounts::DEPRECIATION_WORDS,
    &accounts::GRANT_WORDS,
    &programme::RULES,
    &programme::ACCEPTANCES,
    &shared::DIVISIONS,
];

/// The reference of the scenario format, in Markdown.
pub fn reference() -> String {
    let mut page = INTRODUCTION.to_string();
    for section in sections() {
        page.push_str(&format!("\n## {}\n\n", title(section)));
        page.push_str(&format!("In {}. {}\n\n", section.within, section.about));
        page.push_str("| field | meaning | unit and range | default | example |\n|---|---|---|---|---|\n");
        for field in section.fields {
            let example = field.4.replace('|', "\\|");
            page.push_str(&format!(
                "| `{}` | {} | {} | {} | `{example}` |\n",
                field.0, field.1, field.2, field.3
            ));
        }
    }
    page.push_str("\n# Words\n");
    for words in WORDS {
        page.push_str(&format!("\n## {}\n\n", words.title));
        for (word, meaning) in words.words {
            page.push_str(&format!("- `{word}`: {meaning}\n"));
        }
    }
    page
}

/// A section's title: what it is, without its article.
fn title(section: &Section) -> String {
    let bare = ["a ", "an ", "the "].iter().find_map(|article| section.what.strip_prefix(article));
    let text = bare.unwrap_or(section.what);
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_can_be_read_and_no_field_stands_twice() {
        let options = ron::Options::default();
        for section in sections() {
            let mut seen: Vec<&str> = Vec::new();
            for field in section.fields {
                assert!(!seen.contains(&field.0), "{}: {} twice", section.what, field.0);
                seen.push(field.0);
                let read = options.from_str::<&ron::value::RawValue>(field.4);
                assert!(read.is_ok(), "{}: {} has the example {}", section.what, field.0, field.4);
            }
        }
    }
}
