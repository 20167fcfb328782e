//! The judge: means over the seeds, their intervals, and one verdict on the whole family.

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::models::{Description, Model, all};
use crate::{outcome, page, shipped, written};

/// Seeds of the runs of each model.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=20;
/// Probability that a sound engine fails the whole table.
const ALPHA: f64 = 0.001;
/// Widest half-width of a 99.9 % interval, as a share of the exact value.
const WIDEST: f64 = 0.01;

/// Mean over the seeds, its 99.9 % interval, and how it stands to the exact value.
pub(crate) struct Verdict {
    pub(crate) mean: f64,
    pub(crate) half_width: f64,
    pub(crate) z: f64,
    /// Probability of so large a |z|, by Student's t.
    p: f64,
}

impl Verdict {
    fn of(values: &[f64], exact: f64) -> Verdict {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
        let error = (variance / n).sqrt();
        let t = StudentsT::new(0.0, 1.0, n - 1.0).unwrap();
        let z = (mean - exact) / error;
        Verdict { mean, half_width: t.inverse_cdf(1.0 - ALPHA / 2.0) * error, z, p: 2.0 * t.cdf(-z.abs()) }
    }
}

/// All models; or, while one is written, those whose kind or name contains what `MODELS` says.
fn chosen() -> Vec<Model> {
    let wanted = std::env::var("MODELS").unwrap_or_default();
    let chosen: Vec<Model> =
        all().into_iter().filter(|m| m.kind.contains(&wanted) || m.name.contains(&wanted)).collect();
    assert!(!chosen.is_empty(), "no model is called {wanted}");
    chosen
}

/// Runs one description of each model with every seed and judges every row.
fn judged(models: &[Model], which: fn(&Model) -> &Description) -> Vec<Vec<Verdict>> {
    let judged = |model: &Model| {
        let spec = match which(model) {
            Description::Shipped(file, sets) => shipped(file, sets),
            Description::Written(text) => written(text),
        };
        let seeds: Vec<u64> = SEEDS.collect();
        let measured = |seed: &u64| {
            let outcome = outcome(&spec, *seed);
            model.rows.iter().map(|row| (row.measure)(&outcome)).collect::<Vec<f64>>()
        };
        let runs: Vec<Vec<f64>> = seeds.par_iter().map(measured).collect();
        let of_row = |n: usize| runs.iter().map(|run| run[n]).collect::<Vec<f64>>();
        model.rows.iter().enumerate().map(|(n, row)| Verdict::of(&of_row(n), row.exact)).collect()
    };
    models.par_iter().map(judged).collect()
}

/// Holm's step-down test: the positions at which equality is rejected, the whole family together at `ALPHA`.
fn rejected(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let m = p.len();
    let significant = |(rank, row): &(usize, usize)| p[*row] < ALPHA / (m - rank) as f64;
    order.into_iter().enumerate().take_while(significant).map(|(_, row)| row).collect()
}

/// Every row's name, in the order of the verdicts.
fn names(models: &[Model]) -> Vec<String> {
    let of =
        |model: &Model| model.rows.iter().map(|row| format!("{}: {}", model.name, row.quantity)).collect();
    models.iter().flat_map(|model| -> Vec<String> { of(model) }).collect()
}

#[test]
fn descriptions_meet_exact_results() {
    let models = chosen();
    let verdicts = judged(&models, |model| &model.right);
    if std::env::var_os("MODELS").is_some() {
        println!("{}", page::text(&models, &verdicts));
    }
    let p: Vec<f64> = verdicts.iter().flatten().map(|v| v.p).collect();
    let names = names(&models);
    let wrong = rejected(&p);
    assert!(wrong.is_empty(), "off: {:?}", wrong.iter().map(|row| &names[*row]).collect::<Vec<_>>());
    let exact = models.iter().flat_map(|model| model.rows.iter().map(|row| row.exact));
    let wide = |(verdict, exact): (&Verdict, f64)| verdict.half_width / exact / WIDEST;
    let widths = verdicts.iter().flatten().zip(exact).map(wide);
    let too_wide: Vec<String> = widths
        .zip(&names)
        .filter(|(width, _)| *width > 1.0)
        .map(|(width, name)| format!("{name} ({width:.2})"))
        .collect();
    assert!(too_wide.is_empty(), "intervals too wide to judge by (1 = just so): {too_wide:#?}");
    if std::env::var_os("MODELS").is_none() {
        page::check(&models, &verdicts);
    }
}

/// The same judge finds every figure of descriptions that are a few per cent off.
#[test]
fn slightly_wrong_descriptions_are_found() {
    let models = chosen();
    let verdicts = judged(&models, |model| &model.wrong);
    let p: Vec<f64> = verdicts.iter().flatten().map(|v| v.p).collect();
    let found = rejected(&p);
    let names = names(&models);
    let missed: Vec<&String> =
        (0..p.len()).filter(|row| !found.contains(row)).map(|row| &names[row]).collect();
    assert!(missed.is_empty(), "not found: {missed:#?}");
}

#[test]
fn holm_rejects_from_the_smallest_up() {
    assert_eq!(rejected(&[0.5, 0.000_4, 0.000_1]), [2, 1]);
    assert_eq!(rejected(&[0.000_6, 0.000_6]), [0_usize; 0], "neither is below 0.001 / 2");
}
