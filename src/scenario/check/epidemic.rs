//! Epidemics, and curves that follow them.

use crate::epidemic::{Beta, Burn, Chance, Course, Driver, Epidemic, Measure};
use crate::spec::{Curve, Drawn, Shape};
use crate::units::{Date, Duration, EpidemicId};

use crate::scenario::curves::Run;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{DRIVER, EPIDEMIC, FROM_EPIDEMIC};
use crate::scenario::names::Names;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value};

/// The epidemics of a scenario, with their mean courses over the run.
pub(in crate::scenario) struct Epidemics {
    names: Names,
    pub(super) list: Vec<Epidemic>,
    courses: Vec<Course>,
}

impl Default for Epidemics {
    fn default() -> Epidemics {
        let names = Names::new("epidemic", "epidemics", "the scenario");
        Epidemics { names, list: Vec::new(), courses: Vec::new() }
    }
}

const MEASURES: &[(&str, Measure)] = &[
    ("Population", Measure::Population),
    ("Susceptible", Measure::Susceptible),
    ("Exposed", Measure::Exposed),
    ("Infectious", Measure::Infectious),
    ("Immune", Measure::Immune),
    ("NewInfections", Measure::NewInfections),
    ("NewCases", Measure::NewCases),
];

/// The most people.
const MANY: u64 = 4_000_000_000;

/// The longest time from the beginning of an epidemic to that of the run [d]: ten years.
const LONG_AGO: i64 = 3_652;

const PER_DAY: Range = Range::new(0.0, 100.0, "a number from 0 to 100, per day");
const RATE: Range = Range::new(0.001, 100.0, "a number from 0.001 to 100, per day");
const REPRODUCTION: Range = Range::new(0.0, 1e3, "a number from 0 to 1000");

impl Reader {
    /// The epidemics, before anything that follows them.
    pub(super) fn read_epidemics(&mut self, scenario: &Fields<'_>, run: Run) {
        for node in self.parts(scenario, "epidemics") {
            let epidemic = self.epidemic(&node, run);
            let course = epidemic.mean(epidemic.days_until(run.length));
            self.epidemics.list.push(epidemic);
            self.epidemics.courses.push(course);
        }
    }

    fn epidemic(&mut self, node: &Node, run: Run) -> Epidemic {
        let place = place_of("", "epidemic", node, "name");
        let fields = self.open(node, &EPIDEMIC, &place);
        let (name, span) = fields.name(self, "name");
        let mut all = std::mem::take(&mut self.epidemics);
        all.names.add(self, &name, span);
        self.epidemics = all;
        let population = fields.count(self, "population", None, 1, MANY);
        let mut people = |field: &str| fields.count(self, field, Some(0), 0, MANY);
        let [exposed, infectious, immune] = ["exposed", "infectious", "immune"].map(&mut people);
        if exposed + infectious + immune > population && fields.get("population").is_some() {
            let all = exposed + infectious + immune;
            let message =
                format!("{all} people are exposed, infectious or immune, of a population of {population}");
            self.problems.range(span, message, "write fewer of them, or a larger population");
        }
        let start = fields.get("start").and_then(|node| self.epidemic_start(node, run)).unwrap_or(run.start);
        let sigma_per_day = self.per_day(&fields, "latent_period", "sigma");
        let gamma_per_day = self.per_day(&fields, "infectious_period", "gamma");
        let beta = self.contacts(&fields, start, gamma_per_day);
        Epidemic {
            name,
            population: population as u32,
            exposed: exposed as u32,
            infectious: infectious as u32,
            immune: immune as u32,
            start_day: start.days_since(run.start),
            beta,
            sigma_per_day,
            gamma_per_day,
            chance: if fields.flag(self, "stochastic") { Chance::Drawn } else { Chance::Mean },
        }
    }

    fn epidemic_start(&mut self, node: &Node, run: Run) -> Option<Date> {
        let start = self.date(node)?;
        if run.start.days_since(start) > LONG_AGO {
            let message = format!("the epidemic begins on {start}, long before the run on {}", run.start);
            self.problems.range(node.span, message, "write a date at most ten years before the run");
            return None;
        }
        Some(start)
    }

    /// A rate [1/d], written as a mean time or as itself.
    fn per_day(&mut self, fields: &Fields<'_>, period: &'static str, rate: &'static str) -> f64 {
        match fields.one_of(self, &[period, rate]) {
            Some((which, _)) if which == rate => fields.number(self, rate, None, RATE),
            Some((_, node)) => {
                let days = fields.duration_if(self, period).map_or(1.0, Duration::as_days);
                if !(0.01..=1_000.0).contains(&days) {
                    let message = format!("a mean of {days} days is out of range");
                    self.problems.range(node.span, message, "write a time from 15min to 1000d");
                    return 1.0;
                }
                1.0 / days
            }
            None => 1.0,
        }
    }

    /// The steps of beta, written as themselves or as reproduction numbers.
    fn contacts(&mut self, fields: &Fields<'_>, start: Date, gamma: f64) -> Vec<Beta> {
        let nothing = vec![Beta { from_day: 0, per_day: 0.0 }];
        let Some((which, node)) = fields.one_of(self, &["beta", "reproduction"]) else { return nothing };
        let (range, factor) = if which == "beta" { (PER_DAY, 1.0) } else { (REPRODUCTION, gamma) };
        let Some(steps) = self.dated(node, &fields.at(which), range, start) else { return nothing };
        if steps.first().is_some_and(|(from, _)| *from > start) {
            let message = format!("{which} is not known when the epidemic begins, on {start}");
            self.problems.curve(node.span, message, "let the first step be of that day, or earlier");
        }
        if let Some((_, value)) = steps.iter().find(|(_, value)| value * factor > 100.0) {
            let message = format!("with {which} {value}, one person infects {} a day", value * factor);
            self.problems.range(
                node.span,
                message,
                "write a smaller number, or a longer infectious period: 100 a day at most",
            );
            return nothing;
        }
        let step = |(from, value): &(Date, f64)| Beta {
            from_day: u32::try_from(from.days_since(start)).unwrap_or(0),
            per_day: value * factor,
        };
        steps.iter().map(step).collect()
    }

    /// A number, or numbers each from a day on; `always` is the day of a number alone.
    fn dated(&mut self, node: &Node, place: &str, range: Range, always: Date) -> Option<Vec<(Date, f64)>> {
        let node = self.figure(node, place);
        let Value::List(list) = &node.value else {
            return self.number(node, range).map(|value| vec![(always, value)]);
        };
        let steps: Vec<_> = list.iter().filter_map(|step| self.point(step, range)).collect();
        if steps.len() < list.len() {
            return None;
        }
        if steps.is_empty() {
            self.problems.curve(
                node.span,
                "there are no steps".into(),
                "write a number, or one step at least",
            );
            return None;
        }
        if let Some(pair) = steps.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
            let message = format!("the dates do not ascend: {} comes after {}", pair[1].0, pair[0].0);
            self.problems.curve(node.span, message, "sort the steps by date, each date once");
            return None;
        }
        Some(steps)
    }

    /// A curve that follows an epidemic.
    pub(in crate::scenario) fn following(
        &mut self,
        node: &Node,
        place: &str,
        range: Range,
        run: Run,
    ) -> Option<Curve> {
        let sound = self.problems.len();
        let fields = self.open(node, &FROM_EPIDEMIC, place);
        let of = fields.need(self, "of", "the name of an epidemic in quotes");
        let names = std::mem::take(&mut self.epidemics);
        let which = of.and_then(|node| names.names.find(self, node));
        self.epidemics = names;
        let population = which.map_or(1, |which| self.epidemics.list[which].population);
        let drivers = self.drivers(&fields, population);
        let conservation = fields
            .get("conservation")
            .map(|node| self.dated(node, &fields.at("conservation"), Range::FACTOR, run.start));
        let conservation = conservation.flatten().unwrap_or_default();
        let burn = Burn {
            drivers: drivers?,
            plus: fields.number(self, "plus", Some(0.0), Range::NOT_NEGATIVE),
            conservation: conservation.iter().map(|(from, f)| (from.days_since(run.start), *f)).collect(),
            buffer: fields.number(self, "buffer", Some(0.0), REPRODUCTION),
            most: most(self, &fields),
        };
        // A curve of wrong figures would only be out of range as well.
        let which = which.filter(|_| self.problems.len() == sound)?;
        let epidemic = &self.epidemics.list[which];
        let points = burn.points(epidemic, &self.epidemics.courses[which], run.length);
        let drawn = epidemic.chance == Chance::Drawn;
        let highest = match drawn {
            true => burn.highest(population),
            false => points.iter().map(|(_, value)| *value).fold(0.0, f64::max),
        };
        if !range.holds(0.0, highest) {
            let message = format!("this curve can reach {highest}: expected {}", range.words());
            self.problems.range(
                node.span,
                message,
                "write a smaller rate, or the most it can be, as most: 1",
            );
            return None;
        }
        let epidemic = EpidemicId::new(which);
        let drawn = drawn.then(|| Box::new(Drawn { epidemic, burn, divisor: 1.0 }));
        Some(Curve { drawn, ..Curve::new(points, Shape::Steps) })
    }

    /// What uses items: one measure, or a list of drivers.
    fn drivers(&mut self, fields: &Fields<'_>, population: u32) -> Option<Vec<Driver>> {
        let (which, node) = fields.one_of(self, &["rate", "share", "burn"])?;
        if which == "burn" {
            if let Some(node) = fields.get("measure") {
                let message = "each driver of burn has a measure of its own".to_string();
                self.problems.conflict(node.span, message, "leave out this one");
            }
            let list = self.list(node, "burn").iter().enumerate();
            let list = list.map(|(index, node)| {
                let place = fields.at("burn");
                let place = if place.is_empty() { place } else { format!("{place} {}", index + 1) };
                self.driver(node, &place)
            });
            return list.collect();
        }
        let measure = self.measure_of_epidemic(fields);
        let amount = fields.number(self, which, None, Range::NOT_NEGATIVE);
        Some(vec![Driver {
            measure: measure?,
            per_person: if which == "share" { 1.0 / f64::from(population) } else { 1.0 },
            delay_days: 0.0,
            stay_days: None,
            most: f64::INFINITY,
            rate: amount,
            uses: 1.0,
        }])
    }

    fn driver(&mut self, node: &Node, place: &str) -> Option<Driver> {
        let fields = self.open(node, &DRIVER, place);
        let measure = self.measure_of_epidemic(&fields);
        let stay = fields.duration_if(self, "stay");
        if let (Some(measure), Some(stay)) = (measure, fields.get("stay"))
            && !measure.is_flow()
        {
            let message = "only those who are counted by the day can stay".to_string();
            self.problems.conflict(stay.span, message, "follow NewCases or NewInfections, or leave out stay");
        }
        Some(Driver {
            per_person: fields.number(self, "per_person", Some(1.0), Range::NOT_NEGATIVE),
            delay_days: fields.duration_if(self, "delay").map_or(0.0, Duration::as_days),
            stay_days: stay.map(Duration::as_days),
            most: most(self, &fields),
            rate: fields.number(self, "rate", None, Range::NOT_NEGATIVE),
            uses: fields.number(self, "uses", Some(1.0), Range::POSITIVE),
            measure: measure?,
        })
    }

    fn measure_of_epidemic(&mut self, fields: &Fields<'_>) -> Option<Measure> {
        let node = fields.need(self, "measure", "Infectious, NewCases, …")?;
        self.word(node, "a measure of an epidemic", MEASURES)
    }
}

/// A limit; infinite where none is written.
fn most(r: &mut Reader, fields: &Fields<'_>) -> f64 {
    match fields.get("most") {
        Some(_) => fields.number(r, "most", None, Range::NOT_NEGATIVE),
        None => f64::INFINITY,
    }
}
