//! The shipped programmes and accounts, rule by rule beside what is known of China's pilot cities and taxes: who pays what
//! share, caps, what is accepted, when the money comes, how much there is, and where each figure is from.

use surgetwin::spec::Spec;
use surgetwin::spec::accounts::{Depreciation, GrantTax, WriteDown};
use surgetwin::spec::diffusion::{SubsidyRule, Tranches};
use surgetwin::spec::funding::{AcceptedGrant, Instrument, Later, Months, Party, Reward, UpFrontGrant};
use surgetwin::spec::programme::{Acceptance, Budget, Driver, Eligible, Programme};
use surgetwin::units::{Date, Money, PlantId};

use super::sound;

/// Millions of yuan.
fn millions(amount: f64) -> Money {
    Money::from_units(amount * 1e6)
}

fn shipped() -> Spec {
    sound("tests/scenario/pilots.ron", &[])
}

/// The grants that are paid after acceptance.
fn accepted(programme: &Programme) -> Vec<AcceptedGrant> {
    let grants = programme.offers.iter().filter_map(|offer| match offer.instrument {
        Instrument::AcceptedGrant(grant) => Some(grant),
        _ => None,
    });
    grants.collect()
}

#[track_caller]
fn budget(programme: &Programme) -> Budget {
    programme.budget.unwrap()
}

/// The quarters of the two years that a pilot lasts.
const QUARTERS: f64 = 8.0;
/// Least part of the centre's money that is for the firms' conversion.
const FOR_FIRMS: f64 = 0.8;

#[test]
fn an_ordinary_pilot_city_is_as_the_facts_say() {
    let spec = shipped();
    let city = &spec.programmes[0];
    assert_eq!((city.name.as_str(), city.driver), ("city-pilot", Driver::CentralProgramme));
    // Budget: at most 100 million, at least 80 % of it for the firms.
    let budget = budget(city);
    assert_eq!(budget.amount, millions(100.0 * FOR_FIRMS));
    // Tranches: nothing at once; all of it within two years.
    assert_eq!(budget.tranches, Tranches::EachRound(millions(100.0 * FOR_FIRMS / QUARTERS)));
    assert_eq!(budget.rule, SubsidyRule::FirstCome);
    // Cap: 80 to 120 million over some 400 firms.
    let per_firm = [80.0, 120.0].map(|sum| millions(sum / 400.0));
    assert_eq!(per_firm, [Money::from_units(200_000.0), Money::from_units(300_000.0)]);
    let cap = budget.per_factory.unwrap();
    assert!(per_firm[0] <= cap && cap <= per_firm[1], "{cap:?}");
    // Shares: firm, provider and state each bear a part; the state 30 to 50 %.
    let [grant] = accepted(city)[..] else { panic!("one grant") };
    assert!((0.3..=0.5).contains(&grant.pays.share) && grant.payer == Party::Public);
    let Instrument::UpFrontGrant(UpFrontGrant { share: provider, payer, .. }) = city.offers[0].instrument
    else {
        panic!("no part of the provider")
    };
    assert!(provider > 0.0 && payer == Party::Provider);
    assert!(grant.pays.share + provider < 1.0, "the firm bears a part");
    assert_eq!((city.offers.len(), grant.pays.cap, grant.later), (2, cap, None));
    // Acceptance: first in use, then paid, within the two years.
    assert_eq!(city.acceptance, Acceptance::InUse);
    assert!(0.5 < grant.target && grant.target <= 1.0);
    assert_eq!(grant.tested, Months { first: 1, last: 24 });
}

#[test]
fn nanjing_is_as_its_notice_says() {
    let spec = shipped();
    let nanjing = &spec.programmes[1];
    // At most half of what was spent and 500,000 a firm, once it has level two; from 28 January 2026, month 16 of the run, two
    // fifths and 400,000. 200,000 more for level four.
    let [grant, bonus] = accepted(nanjing)[..] else { panic!("a grant and a bonus") };
    let units = |amount: f64| Money::from_units(amount);
    assert_eq!((nanjing.offers.len(), nanjing.acceptance), (2, Acceptance::Maturity));
    assert_eq!(grant.pays, Reward::of_share(0.5, units(500_000.0)));
    assert_eq!(grant.later, Some(Later { from: 16, pays: Reward::of_share(0.4, units(400_000.0)) }));
    assert_eq!((bonus.pays.share, bonus.pays.amount, bonus.later), (0.0, units(200_000.0), None));
    assert_eq!([grant.target, bonus.target], [2.0, 4.0]);
    for own in [grant, bonus] {
        assert_eq!((own.payer, own.tested), (Party::Public, Months { first: 1, last: 24 }));
    }
    assert_eq!(budget(nanjing).per_factory, Some(units(700_000.0)));
    // Two years, from October 2024 on.
    let until = nanjing.eligible.until.unwrap();
    assert_eq!(spec.start.at(until), Date::parse("2026-10-01").unwrap());
    // In the order of applications until the money is used up; a provincial capital has at most 150 million.
    let budget = budget(nanjing);
    assert_eq!((budget.rule, budget.amount), (SubsidyRule::FirstCome, millions(150.0 * FOR_FIRMS)));
    assert_eq!(budget.tranches, Tranches::EachRound(millions(150.0 * FOR_FIRMS / QUARTERS)));
}

#[test]
fn the_accounts_of_a_small_factory_are_as_the_facts_say() {
    let accounts = shipped().accounts.unwrap();
    // Small low-profit firms: 2.5 to 10 % effective; machinery over ten years at least; 13 % on goods.
    assert!((0.025..=0.10).contains(&accounts.income_tax.rate));
    assert_eq!(
        accounts.depreciation,
        Depreciation { rule: WriteDown::StraightLine, years: 10, residual: 0.05 }
    );
    assert_eq!((accounts.value_added.on_sales, accounts.value_added.on_purchases), (0.13, 0.13));
    assert_eq!((accounts.income_tax.carry_years, accounts.grants), (5, GrantTax::Income));
    assert_eq!(accounts.income_tax.first_year_months, 3, "October to December");
}

/// Only counts of months that are the format's own may stand without a source.
#[test]
fn every_figure_of_the_shipped_programmes_has_its_source() {
    let spec = shipped();
    let mut places: Vec<&str> = Vec::new();
    for one in &spec.assumptions {
        let shipped = ["programme ", "accounts"].iter().any(|kind| one.place.starts_with(kind));
        if shipped && one.source.is_none() {
            places.push(&one.place);
        }
    }
    let own = ["city-pilot, offer 2", "nanjing-pilot, offer 1", "nanjing-pilot, offer 2"];
    let own = own.map(|offer| format!("programme {offer}, AcceptedGrant, from month"));
    assert_eq!(places, own);
    let of =
        |place: &str| spec.assumptions.iter().find(|one| one.place == place).unwrap().source.clone().unwrap();
    assert_eq!(of("programme city-pilot, budget, amount"), "S100");
    assert_eq!(
        of("programme city-pilot, offer 2, AcceptedGrant, share"),
        "E00",
        "an estimate, said to be one"
    );
    for figure in [
        "offer 1, AcceptedGrant, share",
        "offer 1, AcceptedGrant, later, cap",
        "offer 2, AcceptedGrant, amount",
    ] {
        assert_eq!(of(&format!("programme nanjing-pilot, {figure}")), "P02");
    }
    assert_eq!(of("accounts, income tax"), "S129");
    assert_eq!(of("accounts, depreciation, years"), "S131");
}

/// A scenario says of which branches and up to what size firms may apply, although the programme stands in a file of its own.
#[test]
fn a_shipped_programme_can_be_for_some_firms_only() {
    let sets = ["programmes[city-pilot].eligible=(plants: [\"a\"], demand_to: 3)"];
    let spec = sound("tests/scenario/pilots.ron", &sets);
    let eligible = Eligible { plants: vec![PlantId(0)], demand_from: 0.0, demand_to: 3.0, until: None };
    assert_eq!(spec.programmes[0].eligible, eligible);
}

/// A scenario with fewer factories than a city lowers the budget, although it stands in a file of its own.
#[test]
fn a_shipped_budget_can_be_lowered() {
    let sets =
        ["programmes[city-pilot].budget.amount=4000000", "programmes[city-pilot].budget.each_round=500000"];
    let spec = sound("tests/scenario/pilots.ron", &sets);
    let budget = budget(&spec.programmes[0]);
    assert_eq!((budget.amount, budget.tranches), (millions(4.0), Tranches::EachRound(millions(0.5))));
}
