//! From-to times of transport, worked out by hand.

use super::super::sample;
use super::starts;
use crate::random::Distribution;
use crate::spec::{
    Arrivals, Listed, Place, Process, Site, Spec, Step, StepKind, StepTime, Supply, Times, Transport,
};
use crate::units::{Duration, PlaceId, StationId, Time};

/// Two lots at 0, each 1 s at one of two machines, then 1 s at a third, 5 s away unless `times` says otherwise.
fn shop(times: &[(Site, f64)], capacity: Option<u32>) -> Spec {
    let listed = |at: f64| Listed { at: Time(Duration::from_secs(at).0), ..Listed::default() };
    let at_once = Times::Listed([0.0, 0.0].map(listed).to_vec());
    let supply =
        Supply::Arrivals(Arrivals { process: Process { times: at_once, most: None }, ..Arrivals::default() });
    let mut first = sample::operation("first", 0, Distribution::Constant(1.0));
    if let StepKind::Operation(operation) = &mut first.kind {
        let time = StepTime::PerLot(Distribution::Constant(1.0));
        operation.or_at.push((StationId(1), Some(time)));
    }
    let mut second = sample::operation("second", 2, Distribution::Constant(1.0));
    second.transport = Some(Transport {
        time: Distribution::Constant(5.0),
        times: times.iter().map(|(site, time)| (*site, Distribution::Constant(*time))).collect(),
        capacity,
        counts_ahead: false,
    });
    let stations = ["a", "b", "c"].map(|name| sample::station(name, 1, None)).to_vec();
    sample::spec(sample::plant(stations, sample::product(supply, vec![first, second])), 50.0)
}

fn at_third(spec: &Spec) -> Vec<String> {
    starts(spec).into_iter().filter(|line| line.contains(" c/1 ")).collect()
}

#[test]
fn a_way_takes_the_time_from_where_a_lot_comes() {
    let (a, b) = (Site::Station(StationId(0)), Site::Station(StationId(1)));
    assert_eq!(at_third(&shop(&[], None)), ["6 c/1 thing 0", "7 c/1 thing 1"]);
    assert_eq!(at_third(&shop(&[(a, 2.0), (b, 4.0)], None)), ["3 c/1 thing 0", "5 c/1 thing 1"]);
    assert_eq!(at_third(&shop(&[(b, 1.0)], None)), ["2 c/1 thing 1", "6 c/1 thing 0"]);
    // One at a time: the second sets out when the first is there, still from where it waits.
    assert_eq!(at_third(&shop(&[(a, 2.0), (b, 4.0)], Some(1))), ["3 c/1 thing 0", "7 c/1 thing 1"]);
}

#[test]
fn places_are_sites_too() {
    let rack = Site::Place(PlaceId(0));
    let mut spec = shop(&[(rack, 3.0)], None);
    let plant = &mut spec.plants[0];
    plant.places = vec![Place { name: "rack".into(), capacity: None, full_speed: None }];
    let stay = StepKind::Dwell { place: PlaceId(0), duration: Distribution::Constant(10.0) };
    plant.products[0].routing.insert(1, Step { name: "stay".into(), kind: stay, ..Step::default() });
    // 1 + 10 + 3.
    assert_eq!(at_third(&spec), ["14 c/1 thing 0", "15 c/1 thing 1"]);
}
