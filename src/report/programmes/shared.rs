//! Who pays for what factories share, in a sentence.

use super::{Case, cases};
use crate::experiment::Results;
use crate::report::figures::{interval, money};
use crate::report::findings;
use crate::spec::Spec;
use crate::stats::{Estimate, sum};

/// What is shared, what it costs, and under which option one member of each kind of plant pays least and most of it. Told under
/// the first programme, since programmes change no division; `None` where nothing is shared.
pub(crate) fn shared_sentence(spec: &Spec, results: &Results, surge: usize) -> Option<String> {
    let mut all = cases(spec, results, surge);
    all.retain(|case| case.funded.programme == 0 && !case.funded.shared.is_empty());
    let cost = |case: &Case<'_>| Some(sum(case.funded.shared.iter().filter_map(|own| own.costs.mean)));
    let dearest = all.iter().filter_map(cost).max_by(f64::total_cmp)?;
    let kinds: Vec<String> =
        (0..spec.plants.len()).filter_map(|kind| paid_by_one(spec, &all, kind)).collect();
    Some(format!(
        "What is shared costs {} in present value, of which {}.",
        money(&spec.currency, dearest),
        if kinds.is_empty() { "members pay nothing".into() } else { kinds.join("; ") }
    ))
}

/// "one workshop pays least with a platform paid by size, CNY 31,000 (25,000–37,000), and most with …".
fn paid_by_one(spec: &Spec, all: &[Case<'_>], kind: usize) -> Option<String> {
    let mut fees: Vec<(&Case<'_>, Estimate)> =
        all.iter().filter_map(|case| Some((case, fee_of_one(case, kind)?))).collect();
    fees.sort_by(|a, b| a.1.mean.unwrap_or_default().total_cmp(&b.1.mean.unwrap_or_default()));
    let write = |fee: &Estimate| {
        let ends = interval(fee, |x| money("", x)).map_or(String::new(), |ends| format!(" ({ends})"));
        format!("{}{ends}", money(&spec.currency, fee.mean.unwrap_or_default()))
    };
    let (least, most) = (fees.first()?, fees.last()?);
    let [low, high] = [least, most].map(|(_, fee)| write(fee));
    let one = format!("one “{}” pays", findings::plant_title(spec, kind));
    Some(match low == high {
        true => format!("{one} {low}"),
        false => {
            format!("{one} least with {}, {low}, and most with {}, {high}", least.0.title, most.0.title)
        }
    })
}

/// What one member of a kind pays under an option for all that is shared; without an interval where that is several things.
fn fee_of_one(case: &Case<'_>, kind: usize) -> Option<Estimate> {
    let own = case.funded.shared.iter().flat_map(|own| &own.by_kind);
    let paid: Vec<Estimate> = own.filter(|(of, _)| *of == kind).map(|(_, fee)| *fee).collect();
    let means: Vec<f64> = paid.iter().filter_map(|fee| fee.mean).collect();
    match paid[..] {
        [one] => Some(one).filter(|fee| fee.mean.is_some()),
        _ => (!means.is_empty()).then(|| Estimate { mean: Some(sum(means)), ..Estimate::default() }),
    }
}
