//! Ids: positions in file order, each kind its own type.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of position `index`.
            #[inline]
            pub const fn new(index: usize) -> Self {
                Self(index as u32)
            }

            /// The position this id stands for.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A plant description, in file order.
    PlantId;
    /// An epidemic of the scenario, in file order.
    EpidemicId;
    /// A factory of the region, in file order.
    FactoryId;
    /// A station of one plant, in file order; stations brought by upgrades come after the plant's own.
    StationId;
    /// A machine or workplace of one factory, counted through its stations in order.
    MachineId;
    /// A dwell place of one plant, in file order.
    PlaceId;
    /// A pool of workers of one plant, in file order.
    PoolId;
    /// A material of one plant, in file order.
    MaterialId;
    /// A supplier of materials of one plant, in file order.
    SupplierId;
    /// A product of one plant, in file order.
    ProductId;
    /// A working calendar of one plant, in file order.
    CalendarId;
    /// A setup family of one plant, in file order.
    FamilyId;
    /// A limit on work in process of one plant, in file order.
    LoopId;
    /// An upgrade of the scenario, in file order.
    UpgradeId;
    /// A lot in its factory's arena; reused after the lot has left.
    LotId;
}
