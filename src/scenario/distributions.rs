//! Figures that may be a distribution: constants and families, of times or of numbers.

use crate::random::{BadDistribution, Distribution};

use super::fields::Fields;
use super::format::{FAMILIES, words};
use super::reader::{Range, Reader};
use super::tree::{Node, Value, shortened};

/// What a distribution is of.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// Times [s; >= 0], written with a unit.
    Time,
    /// Times with a sign [s], written with a unit.
    SignedTime,
    /// Times of which there must be some [s; mean of a microsecond or more].
    PositiveTime,
    /// Numbers in a range.
    Number(Range),
}

impl Fields<'_> {
    /// A figure that may be a distribution; needed when there is no default.
    pub(super) fn distribution(
        &self,
        r: &mut Reader,
        name: &str,
        default: Option<f64>,
        of: Of,
    ) -> Distribution {
        let form = match of {
            Of::Number(range) => range.words(),
            _ => "a time with its unit, as \"90s\", or a distribution, as Exponential(mean: \"90s\")",
        };
        let node = if default.is_none() { self.need(r, name, form) } else { self.get(name) };
        let read = node.and_then(|node| {
            let node = r.figure(node, &self.at(name));
            r.distribution(node, of)
        });
        read.unwrap_or(Distribution::Constant(default.unwrap_or(1.0)))
    }
}

impl Reader {
    /// A constant or a distribution.
    pub(super) fn distribution(&mut self, node: &Node, of: Of) -> Option<Distribution> {
        let distribution = match &node.value {
            Value::Record(Some(family), _) => self.family(node, family, of)?,
            Value::Tuple(Some(family), items) => match (family.as_str(), items.as_slice()) {
                ("Constant", [value]) => Distribution::Constant(self.quantity(value, of)?),
                _ => {
                    let form = format!("{} with named values, as Exponential(mean: …)", shortened(family));
                    self.problems.wrong_type(node.span, "a distribution", &node.kind(), &form);
                    return None;
                }
            },
            Value::Word(word) => {
                self.problems.unknown_variant(
                    node.span,
                    &shortened(word),
                    "a distribution",
                    &words(FAMILIES),
                );
                return None;
            }
            _ => Distribution::Constant(match of {
                Of::Number(range) => self.number(node, range)?,
                _ => self.quantity(node, of)?,
            }),
        };
        let good = self.made(node, distribution.checked())?;
        self.within(node, good, of)
    }

    /// The distribution when all it can draw is allowed.
    fn within(&mut self, node: &Node, drawn: Distribution, of: Of) -> Option<Distribution> {
        match of {
            Of::Number(range) if !range.holds(drawn.min(), drawn.max().min(1e15)) => {
                let message =
                    format!("values can be drawn that are out of range: expected {}", range.words());
                self.problems.range(
                    node.span,
                    message,
                    "choose parameters whose smallest and largest value fit",
                );
                None
            }
            Of::PositiveTime if drawn.mean().is_nan() || drawn.mean() < 1e-6 => {
                let message = "this time is always 0, or shorter than a microsecond".into();
                self.problems.range(node.span, message, "write a time above 0, as \"90s\"");
                None
            }
            Of::Time | Of::PositiveTime | Of::SignedTime if drawn.mean() > 3.2e10 => {
                let message = "this time is longer than 1000 years on average".into();
                self.problems.range(node.span, message, "write a shorter time");
                None
            }
            _ => Some(drawn),
        }
    }

    pub(super) fn quantity(&mut self, node: &Node, of: Of) -> Option<f64> {
        match of {
            Of::Time | Of::PositiveTime => self.seconds(node, false),
            Of::SignedTime => self.seconds(node, true),
            Of::Number(_) => self.number(node, Range::ANY),
        }
    }

    fn family(&mut self, node: &Node, family: &str, of: Of) -> Option<Distribution> {
        use Distribution as D;
        let Some(section) = FAMILIES.iter().find(|section| section.word() == family) else {
            self.problems.unknown_variant(node.span, &shortened(family), "a distribution", &words(FAMILIES));
            return None;
        };
        let fields = self.open(node, section, "");
        let mut quantity = |name: &str| {
            let form = if matches!(of, Of::Number(_)) { "a number" } else { "a time, as \"90s\"" };
            let node = fields.need(self, name, form)?;
            let node = self.figure(node, "");
            self.quantity(node, of)
        };
        Some(match family {
            "Constant" => D::Constant(quantity("value")?),
            "Uniform" => D::Uniform { min: quantity("min")?, max: quantity("max")? },
            "Triangular" => {
                D::Triangular { min: quantity("min")?, mode: quantity("mode")?, max: quantity("max")? }
            }
            "Pert" => D::Pert { min: quantity("min")?, mode: quantity("mode")?, max: quantity("max")? },
            "Exponential" => D::Exponential { mean: quantity("mean")? },
            "Erlang" => {
                let mean = quantity("mean")?;
                D::Erlang { mean, shape: fields.count(self, "shape", None, 1, 10_000) as u32 }
            }
            "Gamma" => {
                let mean = quantity("mean")?;
                D::Gamma { mean, shape: fields.number(self, "shape", None, Range::POSITIVE) }
            }
            "Weibull" => {
                let scale = quantity("scale")?;
                // Below, the mean of a Weibull is so far above its scale that it overflows.
                let shape = Range::new(0.05, 1e6, "a number from 0.05");
                D::Weibull { scale, shape: fields.number(self, "shape", None, shape) }
            }
            "LogNormal" => D::LogNormal { mean: quantity("mean")?, sd: quantity("sd")? },
            "Normal" => D::Normal { mean: quantity("mean")?, sd: quantity("sd")? },
            "Hyperexponential" => return self.hyperexponential(node, &fields, of),
            "Empirical" => return self.empirical(node, &fields, of),
            _ => return self.counted(family, &fields, of),
        })
    }

    fn empirical(&mut self, node: &Node, fields: &Fields<'_>, of: Of) -> Option<Distribution> {
        let (which, own) = fields.one_of(self, &["values", "file"])?;
        let foreign: &[&str] = if which == "file" { &["weights"] } else { &["column", "unit", "only"] };
        for field in foreign {
            if let Some(stray) = fields.get(field) {
                let message = format!("{field} says nothing beside {which}");
                self.problems.conflict(stray.span, message, "remove it");
                return None;
            }
        }
        if which == "file" {
            let values = self.measured(fields, own, of)?;
            let weights = vec![1.0; values.len()];
            return self.made(node, Distribution::empirical(values, &weights));
        }
        let (values, weights) = self.weighted(fields, own, "values", of)?;
        self.made(node, Distribution::empirical(values, &weights))
    }

    /// The values in a column of a table, but for empty cells.
    fn measured(&mut self, fields: &Fields<'_>, file: &Node, of: Of) -> Option<Vec<f64>> {
        let name = self.text(file, "the path of a file", "\"times.csv\"")?;
        let column = fields.need(self, "column", "\"minutes\"")?;
        let unit = match (fields.get("unit"), of) {
            (None, Of::Number(_)) => 1.0,
            _ => {
                let unit = fields.need(self, "unit", "the time that one stands for, as \"1min\"")?;
                self.quantity(unit, of)?
            }
        };
        let mut table = self.csv_table(file, &name)?;
        self.only(fields, &mut table, &name)?;
        let wanted = self.text(column, "the name of a column", "\"minutes\"")?;
        let place = self.column_of(column, &table, &wanted, &name)?;
        let (range, expected) = match of {
            Of::Number(range) => (range, range.words()),
            Of::SignedTime => (Range::ANY, Range::ANY.words()),
            Of::Time | Of::PositiveTime => (Range::NOT_NEGATIVE, Range::NOT_NEGATIVE.words()),
        };
        let mut values = Vec::with_capacity(table.rows.len());
        for (span, row) in &table.rows {
            let Some(cell) = row.get(place).filter(|cell| !cell.is_empty()) else { continue };
            let value =
                table.number(cell).map(|value| value * unit).filter(|value| range.holds(*value, *value));
            let Some(value) = value else {
                let message = format!("the value \"{}\" of this row is not {expected}", shortened(cell));
                self.problems.table(*span, message, &table.form_of(expected));
                return None;
            };
            values.push(value);
        }
        if values.is_empty() {
            let message = format!("the column \"{}\" of this table is empty", shortened(&wanted));
            self.problems.table(table.top, message, "name the column with the values");
            return None;
        }
        Some(values)
    }

    /// A mixture of exponentials, in one of its two forms.
    fn hyperexponential(&mut self, node: &Node, fields: &Fields<'_>, of: Of) -> Option<Distribution> {
        let (form, own) = fields.one_of(self, &["means", "mean"])?;
        let stray = if form == "means" { "scv" } else { "weights" };
        if let Some(stray_node) = fields.get(stray) {
            let message = format!("{stray} says nothing beside {form}");
            self.problems.conflict(stray_node.span, message, "write weights and means, or mean and scv");
            return None;
        }
        if form == "means" {
            let (means, weights) = self.weighted(fields, own, "means", of)?;
            return self.made(node, Distribution::hyperexponential(&weights, &means));
        }
        let own = self.figure(own, "");
        let mean = self.quantity(own, of)?;
        let scv = fields.number(self, "scv", None, Range::new(1.0, 1e9, "a number from 1"));
        self.made(node, Distribution::balanced_hyperexponential(mean, scv))
    }

    /// A list of values with their weights, all 1 where none are written.
    fn weighted(
        &mut self,
        fields: &Fields<'_>,
        values: &Node,
        name: &str,
        of: Of,
    ) -> Option<(Vec<f64>, Vec<f64>)> {
        let items = self.list(values, name);
        let values: Vec<f64> = items.iter().filter_map(|item| self.quantity(item, of)).collect();
        let weights: Vec<f64> = match fields.get("weights") {
            None => vec![1.0; values.len()],
            Some(list) => {
                let items = self.list(list, "weights");
                items.iter().filter_map(|item| self.number(item, Range::NOT_NEGATIVE)).collect()
            }
        };
        (values.len() == items.len()).then_some((values, weights))
    }

    /// The distribution, or the problem that there is none.
    fn made(&mut self, node: &Node, made: Result<Distribution, BadDistribution>) -> Option<Distribution> {
        made.map_err(|BadDistribution(why)| self.problems.distribution(node.span, why)).ok()
    }

    /// The families of counts, each count worth a unit.
    fn counted(&mut self, family: &str, fields: &Fields<'_>, of: Of) -> Option<Distribution> {
        let unit = match (fields.get("unit"), of) {
            (Some(node), _) => self.quantity(node, of)?,
            (None, Of::Number(_)) => 1.0,
            (None, _) => {
                fields.need(self, "unit", "the time that one stands for, as \"1h\"")?;
                return None;
            }
        };
        let share = Range::SHARE;
        Some(match family {
            "Poisson" => {
                let mean = Range::new(0.0, 1e9, "a number from 0 to 1000000000");
                Distribution::Poisson { mean: fields.number(self, "mean", None, mean), unit }
            }
            "Binomial" => {
                let n = fields.count(self, "n", None, 0, 1_000_000_000) as u32;
                Distribution::Binomial { n, p: fields.number(self, "p", None, share), unit }
            }
            _ => Distribution::Geometric { p: fields.number(self, "p", None, share), unit },
        })
    }
}
