//! The closed list of events, their order at one instant, and the one `match` that dispatches them.

use super::floor::Floor;

/// What can be due. Slots are numbered in the order of these variants, which is the order at one instant: days and months
/// are counted, then mail from the region is read, then what ends at that instant has ended (operations, setups, repairs, stays), then the world changes
/// (hours, people, installations, deliveries, breakdowns by the calendar), then new work comes. So work that ends with the
/// shift is done, and a machine that fails as it finishes has finished.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Event {
    /// The run begins: everybody looks for work.
    RunStarted,
    /// A calendar month ended.
    MonthEnded,
    /// A day ended.
    DayEnded,
    /// There is mail from the region: it belongs to the day that begins.
    MailCame,
    /// A machine's own clock ran out: operation, breakdown or repair.
    MachineTimerEnded(u32),
    /// The first lot of a dwell place has stayed its time.
    StayEnded(u32),
    /// Crews who were busy after an operation are free.
    CrewsReturned,
    /// A working calendar turned on or off.
    CalendarTurned(u32),
    /// The hours off of a machine that were shifted into its working hours ended.
    MachineReturned(u32),
    /// A day began for those who work by no calendar, and for who is hired or leaves.
    DayBegan,
    /// An installation reached its next stage.
    UpgradeAdvanced(u32),
    /// A delivery of a material arrived.
    MaterialDelivered(u32),
    /// The shelf life of the oldest stock of a material ended.
    MaterialSpoiled(u32),
    /// The stock of a material is to be looked at.
    StockReviewed(u32),
    /// A machine failed on calendar time.
    CalendarFailureFell(u32),
    /// A machine that has had nothing to do for its time turns off.
    MachineTurnedOff(u32),
    /// Maintenance of a machine may be due.
    MaintenanceDue(u32),
    /// A cyber incident comes.
    IncidentCame,
    /// Stations that an incident has hit work again.
    IncidentEnded,
    /// Something is done in the office: a plan, an instruction.
    OfficeAdvanced,
    /// The data of a plan are to be read.
    PlanDue,
    /// The oldest lot of a batch station has waited its longest.
    BatchWaitEnded(u32),
    /// The patience of lots in queues may have ended.
    LotsReneged,
    /// The oldest open order of a product has waited as long as its customer does.
    PatienceEnded(u32),
    /// The oldest open order of a material has.
    StorePatienceEnded(u32),
    /// Customers order a product.
    OrderPlaced(u32),
    /// Customers order a material.
    StoreOrderPlaced(u32),
    /// A lot of a product arrives.
    LotArrived(u32),
}

impl Floor<'_> {
    /// Lets the concern of a slot's event change state; who can start is settled afterwards.
    #[inline(always)]
    pub(super) fn handle_slot(&mut self, slot: u32) {
        // Most events by far, known by their slots alone; then the next most. The others are not worth their place in the
        // loop.
        let machine = slot.wrapping_sub(self.clock.timers);
        if (machine as usize) < self.machines.len() {
            return self.end_timer(machine);
        }
        match self.clock.events[slot as usize] {
            Event::LotArrived(product) => self.receive_lots(product),
            other => self.handle_other(other),
        }
    }

    #[inline(never)]
    fn handle_other(&mut self, event: Event) {
        match event {
            Event::MachineTimerEnded(_) | Event::LotArrived(_) => crate::bug!("these are looked at first"),
            Event::StayEnded(place) => self.end_stays(place),
            Event::BatchWaitEnded(station) => self.touch_station(station),
            Event::LotsReneged => self.lose_patience(),
            Event::CrewsReturned => self.welcome_crews(),
            Event::OrderPlaced(product) => self.place_order(product),
            Event::MaterialDelivered(material) => self.receive_delivery(material),
            Event::MaterialSpoiled(material) => self.spoil(material),
            Event::StockReviewed(material) => self.review_on_time(material),
            Event::PatienceEnded(product) => self.end_patience(product),
            Event::StorePatienceEnded(material) => self.end_store_patience(material),
            Event::StoreOrderPlaced(material) => self.place_store_order(material),
            Event::CalendarTurned(calendar) => self.turn_calendar(calendar),
            Event::MachineReturned(machine) => self.return_late(machine),
            Event::CalendarFailureFell(machine) => self.fail_on_calendar(machine),
            Event::MachineTurnedOff(machine) => self.turn_off(machine),
            Event::MaintenanceDue(machine) => self.look_at_plans(machine),
            Event::MailCame => self.open_mail(),
            Event::IncidentCame => self.suffer_incident(),
            Event::IncidentEnded => self.recover(),
            Event::OfficeAdvanced => self.advance_office(),
            Event::PlanDue => self.draw_plan(),
            Event::UpgradeAdvanced(installation) => self.advance_upgrade(installation),
            Event::RunStarted => self.start_run(),
            Event::DayEnded => self.end_day(),
            Event::DayBegan => self.begin_day(),
            Event::MonthEnded => self.end_month(),
        }
    }
}
