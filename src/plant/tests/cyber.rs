//! Cyber incidents against their means (methods of section 6: Poisson times lognormal times the share that is hit).

use super::super::sample;
use super::{outcome, setting};
use crate::outcome::MachineState;
use crate::plant::Plant;
use crate::random::Distribution;
use crate::spec::{Choice, Cyber, CyberTarget, Effect, Installation, Spec, Target, Upgrade};
use crate::units::{FactoryId, Time, UpgradeId, YEAR_DAYS, math};

const YEAR_S: f64 = YEAR_DAYS * 86_400.0;

/// Five stations without much to do; incidents 0.4 a year that stand for 24 h in the median and hit 60 % of the stations.
fn exposed(years: f64) -> Spec {
    let stations = (0..5).map(|s| sample::station(&format!("s{s}"), 1, None)).collect();
    let steps = (0..5).map(|s| sample::operation(&format!("w{s}"), s, Distribution::Constant(1.0))).collect();
    let mut plant = sample::plant(stations, sample::product(sample::poisson(1e-7), steps));
    let mean = 24.0 * 3_600.0 * math::exp(0.5);
    let outage = Distribution::LogNormal { mean, sd: mean * (math::exp(1.0) - 1.0).sqrt() };
    plant.cyber = Some(Cyber {
        per_year: 0.4,
        connected: 1.5,
        outage,
        hit: 0.6,
        plan_lost: 0.0,
        cost: Distribution::Constant(0.0),
    });
    sample::spec(plant, years * YEAR_S)
}

/// Hours of outage of a station in a year, over all stations, runs and years.
fn hours_lost(spec: &Spec, option: usize, runs: u64, years: f64) -> f64 {
    let lost = |seed: u64| {
        let mut plant = Plant::new(super::Setting { option, ..setting(spec, seed) }).unwrap();
        plant.run().unwrap();
        let stations = plant.finish().factories[0].window.tally.stations.clone();
        stations.iter().map(|s| s.state(MachineState::CyberOutage).as_hours()).sum::<f64>()
    };
    (1..=runs).map(lost).sum::<f64>() / (5.0 * runs as f64 * years)
}

#[test]
fn outages_have_the_expected_length() {
    let (runs, years) = (600, 30.0);
    let found = hours_lost(&exposed(years), 0, runs, years);
    // 0.4 x 0.6 x 39.569 h; the sum of some 7,200 incidents with a relative spread of about 1.6 each.
    let exact = 9.496_634_519_2;
    let error = exact * 1.6 / (0.4 * runs as f64 * years).sqrt();
    assert!((found - exact).abs() < 4.0 * error, "{found}");
}

#[test]
fn a_year_without_incidents_is_as_likely_as_it_should_be() {
    let mut spec = exposed(1.0);
    spec.plants[0].cyber.as_mut().unwrap().hit = 1.0;
    let calm = |spec: &Spec, seed: u64| {
        let stations = &outcome(spec, seed).factories[0].window.tally.stations;
        stations.iter().all(|s| s.state(MachineState::CyberOutage).0 == 0)
    };
    let share = (1..=2_000).filter(|seed| calm(&spec, *seed)).count() as f64 / 2_000.0;
    let exact = math::exp(-0.4);
    assert!((share - exact).abs() < 4.0 * (exact * (1.0 - exact) / 2_000.0).sqrt(), "{share}");
    spec.plants[0].cyber.as_mut().unwrap().per_year = 0.0;
    assert!((1..=50).all(|seed| calm(&spec, seed)));
}

/// Recovery costs 100 each time; with a security that halves it, 50.
#[test]
fn each_incident_has_its_cost() {
    let mut spec = exposed(30.0);
    spec.plants[0].cyber.as_mut().unwrap().cost = Distribution::Constant(100.0);
    spec.upgrades = vec![Upgrade::named("backups")];
    let halved = Effect::Parameter {
        target: Target::Cyber(CyberTarget::Cost),
        change: crate::spec::Change::Multiply,
        amount: Distribution::Constant(0.5),
        draw: "x".into(),
    };
    let installation = Installation {
        factory: FactoryId(0),
        upgrade: UpgradeId(0),
        units: 1,
        order_at: Time::ZERO,
        order_when: None,
        stops: Vec::new(),
        effects: vec![halved],
    };
    let installations = vec![installation];
    spec.options.push(Choice { name: "b".into(), title: String::new(), installations, offered: None });
    let runs = 600;
    for (option, each) in [(0, 100.0), (1, 50.0)] {
        let of =
            |seed| super::outcome_under(&spec, option, seed).factories[0].window.tally.incidents.unwrap();
        let (incidents, costs) =
            (1..=runs).map(of).fold((0, 0.0), |(n, sum), i| (n + i.incidents, sum + i.costs));
        assert!((costs - each * incidents as f64).abs() < 1e-6, "{costs} for {incidents}");
        // 0.4 a year of a Poisson process.
        let mean = 0.4 * 30.0 * runs as f64;
        assert!((incidents as f64 - mean).abs() < 4.0 * mean.sqrt(), "{incidents}, not {mean}");
    }
}

#[test]
fn connection_brings_more_and_security_takes_away() {
    let upgrade = |name: &str| Upgrade::named(name);
    let (runs, years) = (600, 30.0);
    let mut spec = exposed(years);
    spec.upgrades = vec![upgrade("link"), upgrade("security")];
    let scale = |which, factor: f64| Effect::Parameter {
        target: Target::Cyber(which),
        change: crate::spec::Change::Multiply,
        amount: Distribution::Constant(factor),
        draw: "x".into(),
    };
    let install = |upgrade: u32, effects: Vec<Effect>| Installation {
        factory: FactoryId(0),
        upgrade: UpgradeId(upgrade),
        units: 1,
        order_at: Time::ZERO,
        order_when: None,
        stops: Vec::new(),
        effects,
    };
    let link = install(0, vec![Effect::Connect]);
    // A maturity of one half: frequency x 0.7, length x 0.75, hit x 0.8.
    let secure = install(
        1,
        vec![
            scale(CyberTarget::PerYear, 0.7),
            scale(CyberTarget::Outage, 0.75),
            scale(CyberTarget::Hit, 0.8),
        ],
    );
    let option = |name: &str, installations| Choice {
        name: name.into(),
        title: String::new(),
        installations,
        offered: None,
    };
    spec.options.push(option("linked", vec![link]));
    spec.options.push(option("secured", vec![secure]));
    let near = |found: f64, exact: f64, incidents: f64| {
        assert!((found - exact).abs() < 4.0 * exact * 1.6 / incidents.sqrt(), "{found} for {exact}");
    };
    let all = runs as f64 * years;
    near(hours_lost(&spec, 1, runs, years), 9.496_634_519_2 * 2.5, 1.0 * all);
    near(hours_lost(&spec, 2, runs, years), 3.988_586_498_1, 0.28 * all);
}
