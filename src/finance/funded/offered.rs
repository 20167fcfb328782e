//! From what a programme offers to instruments for one purchase, and the project that they fund.

use super::improvement::Improvement;
use super::measured::Measured;
use crate::finance::instruments::Project;
use crate::finance::statements::Activity;
use crate::spec::funding::{Instrument, Loan};
use crate::spec::programme::{Acceptance, Offer, Programme};
use crate::units::Money;

/// The programme's instruments for a purchase, each with its draw. Without public money, offers that are public are
/// left out, and of a loan the help with its interest.
pub(super) fn instruments(
    programme: &Programme,
    with_public: bool,
    luck: &[f64],
    purchase: Money,
) -> (Vec<Instrument>, Vec<f64>) {
    if luck.len() != programme.offers.len() {
        bug!("a programme has a draw for each offer");
    }
    let instrument = |(offer, luck): (&Offer, &f64)| {
        let instrument = for_purchase(offer, purchase);
        match instrument {
            _ if with_public || !offer.is_public() => Some((instrument, *luck)),
            Instrument::Loan(loan) => Some((Instrument::Loan(Loan { subsidy: None, ..loan }), *luck)),
            _ => None,
        }
    };
    programme.offers.iter().zip(luck).filter_map(instrument).unzip()
}

/// The instrument with the amount that follows from its share of a purchase.
fn for_purchase(offer: &Offer, purchase: Money) -> Instrument {
    let amount = purchase.times(offer.share);
    let mut instrument = offer.instrument.clone();
    match &mut instrument {
        Instrument::Loan(loan) => loan.terms.principal = amount,
        Instrument::Lease(lease) => lease.financed = amount,
        Instrument::PayPerUse(contract) => contract.financed = amount,
        Instrument::RevenueShare(contract) => {
            contract.financed = amount;
            contract.cap = amount.times(offer.cap_multiple);
        }
        Instrument::Equity(equity) => equity.amount = amount,
        Instrument::UpFrontGrant(_)
        | Instrument::AcceptedGrant(_)
        | Instrument::OutputGrant(_)
        | Instrument::OutputBonus(_)
        | Instrument::PurchaseGuarantee(_)
        | Instrument::ReadinessFee(_)
        | Instrument::TaxCredit(_)
        | Instrument::Voucher(_) => {}
    }
    instrument
}

/// What is funded, from the month of the first outlay on. `flow` is the project's cash after tax and `tax` the firm's
/// income tax, month by month of the horizon. Use is counted in good units, as far as what was bought is in use; the gain
/// that both sides accept is what operations bring in addition, before tax.
pub(super) fn project(
    measured: &Measured,
    acceptance: Acceptance,
    first: usize,
    flow: &[Money],
    tax: &[Money],
) -> Project {
    let pairs = || measured.with.iter().zip(&measured.without).skip(first);
    let good = || measured.good_with.iter().zip(&measured.good_without).skip(first);
    let used = measured.good_with.iter().zip(&measured.in_use).skip(first);
    let improvement =
        |read: fn(&Improvement) -> f64| measured.improvement[first..].iter().map(read).collect();
    Project {
        flow: flow[first..].to_vec(),
        capital: pairs().map(|(with, without)| (with.capital - without.capital).positive()).collect(),
        good_units: measured.good_with[first..].to_vec(),
        price: measured.price[first..].to_vec(),
        usage: used.map(|(units, in_use)| *units as f64 * in_use).collect(),
        verified_gain: pairs().map(|(with, without)| operating(with) - operating(without)).collect(),
        indicator: match acceptance {
            Acceptance::InUse => measured.in_use[first..].to_vec(),
            Acceptance::OutputGain => good().map(|(with, without)| gain(*with, *without)).collect(),
            Acceptance::OeeGain => improvement(|own| own.oee),
            Acceptance::LeadTimeCut => improvement(|own| own.lead_time),
            Acceptance::DefectCut => improvement(|own| own.defects),
            Acceptance::EnergyCut => improvement(|own| own.energy),
            Acceptance::Maturity => {
                measured.maturity[first..].iter().map(|level| f64::from(*level)).collect()
            }
        },
        ready: measured.ready[first..].to_vec(),
        tax: tax[first..].iter().map(|tax| tax.positive()).collect(),
        begun: measured.begun + first,
    }
}

/// What a month's operations leave.
pub(super) fn operating(activity: &Activity) -> Money {
    activity.sales - activity.purchases - activity.wages_and_other
}

/// Relative gain; of nothing, any gain is above every target, and none is none.
fn gain(with: u64, without: u64) -> f64 {
    match (with, without) {
        (0, 0) => 0.0,
        (_, 0) => f64::INFINITY,
        _ => with as f64 / without as f64 - 1.0,
    }
}
