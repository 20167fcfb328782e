//! The outcomes as tables for spreadsheets: CSV text, one row per thing and period.

use crate::experiment::{Cell, PENETRATION_MONTHS, Results};
use crate::outcome::{Outcome, Period, STATES};
use crate::report::chapters::Day;
use crate::report::programmes::SIZES;
use crate::spec::Spec;

/// What every factory made in every month, by surge, option, programme (where owners decide under it), replication and product;
/// counts in units.
pub fn monthly_csv(spec: &Spec, results: &Results) -> String {
    let mut csv = Csv::new(
        "surge,option,programme,replication,factory,month,days,product,released,ordered,delivered,delivered_in_time,\
         finished,scrapped,lost,abandoned,downgraded,backlog,on_hand,in_process",
    );
    for_each_factory(results, |cell, run, f| {
        for month in &run.factories[f].months {
            month_rows(&mut csv, spec, cell, run, f, month);
        }
    });
    csv.finish()
}

/// Machine-hours in each state of every station, over the window after the warm-up.
pub fn states_csv(spec: &Spec, results: &Results) -> String {
    let states: Vec<String> = STATES.iter().map(|(_, name)| format!("{name}_h")).collect();
    let mut csv =
        Csv::new(&format!("surge,option,programme,replication,factory,station,{}", states.join(",")));
    for_each_factory(results, |cell, run, f| {
        let stations = &run.factories[f].window.tally.stations;
        for (station, tally) in spec.plant_of(f).stations.iter().zip(stations) {
            place(&mut csv, spec, cell, run, f);
            csv.text(&station.name);
            tally.states.iter().for_each(|time| csv.number(&format!("{:.4}", time.as_hours())));
            csv.end_row();
        }
    });
    csv.finish()
}

/// How offers spread under each programme, by size of the factories (all of them where it is empty) and month: the share that has
/// ordered, and the probability that the share which is aimed at is reached, each with its 95 % interval; `None` where owners do
/// not decide.
pub fn spread_csv(spec: &Spec, results: &Results) -> Option<String> {
    spec.adoption.as_ref()?;
    let mut csv = Csv::new(
        "surge,option,programme,size,month,share,share_low,share_high,target_probability,target_low,target_high",
    );
    let figure = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.6}"));
    for cell in &results.cells {
        for funded in &cell.funded {
            let Some(spread) = &funded.spread else { continue };
            let sizes = SIZES.iter().copied().zip(&spread.months_by_size);
            for (size, shares) in std::iter::once(("", &spread.months)).chain(sizes) {
                for (month, share) in PENETRATION_MONTHS.iter().zip(shares) {
                    let target = spread.target.iter().find(|own| own.months == *month && size.is_empty());
                    let target = target.map(|own| [own.probability, own.low, own.high]);
                    csv.text(&spec.surges[cell.surge].name);
                    csv.text(spec.options[cell.option].option());
                    csv.text(&spec.programmes[funded.programme].name);
                    csv.text(size);
                    csv.number(&month.to_string());
                    let target = target.map_or([None; 3], |own| own.map(Some));
                    for value in [share.mean, share.low, share.high].into_iter().chain(target) {
                        csv.number(&figure(value));
                    }
                    csv.end_row();
                }
            }
        }
    }
    Some(csv.finish())
}

/// What every machine did on a day, stretch by stretch; times in seconds since the start of the day.
pub fn day_csv(spec: &Spec, day: &Day) -> String {
    let mut csv = Csv::new("factory,station,machine,date,from_s,to_s,state,product,lot");
    let date = spec.start.at(day.from).to_string();
    for own in &day.stretches {
        let (station, machine) = machine_name(spec, own.factory, own.machine);
        let products = &spec.plant_of(own.factory).products;
        csv.text(&spec.factories[own.factory].name);
        csv.text(station);
        csv.number(&machine.to_string());
        csv.number(&date);
        csv.number(&format!("{:.3}", own.from.since(day.from).as_secs()));
        csv.number(&format!("{:.3}", own.to.since(day.from).as_secs()));
        csv.number(STATES[own.state as usize].1);
        csv.text(own.lot.map_or("", |(product, _)| &products[product].name));
        csv.number(&own.lot.map_or(String::new(), |(_, serial)| serial.to_string()));
        csv.end_row();
    }
    csv.finish()
}

/// The station of a machine by its number in the factory, and its number there from 1 on.
pub(crate) fn machine_name(spec: &Spec, factory: usize, machine: usize) -> (&str, usize) {
    let mut before = 0;
    for station in &spec.plant_of(factory).stations {
        let all = (station.machines + station.dormant) as usize;
        if machine < before + all {
            return (&station.name, machine - before + 1);
        }
        before += all;
    }
    ("", 0)
}

fn for_each_factory(results: &Results, mut visit: impl FnMut(&Cell, &Outcome, usize)) {
    for cell in &results.cells {
        for run in &cell.outcomes {
            (0..run.factories.len()).for_each(|f| visit(cell, run, f));
        }
    }
}

/// The columns that say where a row comes from.
fn place(csv: &mut Csv, spec: &Spec, cell: &Cell, run: &Outcome, f: usize) {
    csv.text(&spec.surges[cell.surge].name);
    let choice = &spec.options[cell.option];
    csv.text(choice.option());
    csv.text(choice.offered.as_ref().map_or("", |offered| &spec.programmes[offered.programme].name));
    csv.number(&run.replication.to_string());
    csv.text(&spec.factories[f].name);
}

fn month_rows(csv: &mut Csv, spec: &Spec, cell: &Cell, run: &Outcome, f: usize, month: &Period) {
    let products = spec.plant_of(f).products.iter();
    for ((product, t), level) in products.zip(&month.tally.products).zip(&month.tally.levels) {
        place(csv, spec, cell, run, f);
        csv.number(&spec.start.at(month.start).month().to_string());
        csv.number(&format!("{:.3}", month.length.as_days()));
        csv.text(&product.name);
        let counts = [
            t.released,
            t.ordered,
            t.delivered,
            t.delivered_in_time,
            t.finished,
            t.scrapped,
            t.lost,
            t.abandoned,
            t.downgraded,
            level.backlog,
            level.on_hand,
            level.in_process,
        ];
        counts.iter().for_each(|n| csv.number(&n.to_string()));
        csv.end_row();
    }
}

/// CSV text under construction.
pub(crate) struct Csv {
    text: String,
    row_start: bool,
}

impl Csv {
    pub(crate) fn new(header: &str) -> Csv {
        Csv { text: format!("{header}\n"), row_start: true }
    }

    pub(crate) fn number(&mut self, figure: &str) {
        if !std::mem::replace(&mut self.row_start, false) {
            self.text.push(',');
        }
        self.text.push_str(figure);
    }

    /// A cell of text; one that a spreadsheet would run as a formula gets an apostrophe in front.
    pub(crate) fn text(&mut self, text: &str) {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let plain = if formula { format!("'{text}") } else { text.to_owned() };
        let quoted = plain.contains([',', '"', '\n', '\r']);
        let cell = if quoted { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain };
        self.number(&cell);
    }

    pub(crate) fn end_row(&mut self) {
        self.text.push('\n');
        self.row_start = true;
    }

    /// The text; with a byte-order mark where it is needed for spreadsheets to read other than plain letters.
    pub(crate) fn finish(self) -> String {
        if self.text.is_ascii() { self.text } else { format!("\u{feff}{}", self.text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn cells_are_quoted_and_neutralised() {
        let mut csv = Csv::new("a,b,c,d");
        csv.text("=1+1");
        csv.text("a,\"b\"");
        csv.number("-5");
        csv.text("plain");
        csv.end_row();
        assert_eq!(csv.finish(), "a,b,c,d\n'=1+1,\"a,\"\"b\"\"\",-5,plain\n");
        let mut chinese = Csv::new("a");
        chinese.text("口罩");
        assert!(chinese.finish().starts_with('\u{feff}'));
    }

    #[test]
    fn every_month_and_station_has_its_row() {
        let (spec, results) = sample::town();
        let monthly = monthly_csv(&spec, &results);
        // 8 cells x 16 replications x 8 factories x 24 months (January 2020 to 5 January 2022: 25 with the partial one).
        assert_eq!(monthly.lines().count(), 1 + 8 * 16 * 8 * 25);
        let columns = monthly.lines().next().unwrap().split(',').count();
        assert!(monthly.lines().all(|line| line.split(',').count() == columns));
        let states = states_csv(&spec, &results);
        assert_eq!(states.lines().count(), 1 + 8 * 16 * (4 * 5 + 3 * 3 + 3));
    }
}
