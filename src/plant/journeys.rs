//! Journeys: how long a way takes depends on where a lot comes from, where the scenario says so.

use crate::random::Distribution;
use crate::spec::Site;
use crate::units::{PlaceId, StationId};

use super::elements::{Holder, Row};
use super::floor::Floor;

impl Floor<'_> {
    /// The time of a way for a lot that comes from its holder.
    pub(super) fn journey<'r>(&self, way: &'r Row, by: Holder) -> &'r Distribution {
        let from = self.site_of(by);
        let own = way.journeys.iter().find(|(site, _)| Some(*site) == from);
        own.map_or(&way.time, |(_, time)| time)
    }

    /// Where a holder is; `None`: outside.
    fn site_of(&self, by: Holder) -> Option<Site> {
        match by {
            Holder::Machine(machine) => {
                Some(Site::Station(StationId(self.machines[machine as usize].station)))
            }
            Holder::Place(place) => Some(Site::Place(PlaceId(place))),
            Holder::Parting(parting) => self.site_of(self.lots.partings[parting as usize].held.by),
            Holder::Outside => None,
        }
    }
}
