//! From routings as described to the table that lots follow: rows, forks, choices, gates.
//!
//! A step becomes one row for each station where it may run, and rows in front of them where a lot needs a card or
//! chooses its station, and a row behind them where several ways part. What a lot does next is one look-up.

use crate::outcome::Spot;
use crate::random::{Binomial, Distribution, key};
use crate::spec::{self, StepKind, StepTime};
use crate::units::{Duration, ProductId, StationId};

use super::elements::{
    Choice, Destination, Escorts, Fork, Impatience, NONE, Need, Patience, Quality, Routings, Row, RowCount,
    Tuning, Way,
};
use super::region::Setting;

/// The rows of one step.
#[derive(Clone, Default, Debug)]
pub(super) struct StepRows {
    /// Where a lot that comes to the step begins: at a gate, a choice, or the step itself.
    pub(super) entry: u32,
    /// The choice, or the only row; an upgrade that switches the step puts another in its place.
    pub(super) core: u32,
    /// The step itself, once for each station.
    pub(super) works: Vec<u32>,
    /// The rule of its impatient lots.
    patience: Option<u32>,
}

/// Compiles the routings of one factory.
pub(super) struct Compiler<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) factory: usize,
    pub(super) name: &'a str,
    pub(super) plant: &'a spec::Plant,
    pub(super) table: Routings,
    /// The stations that draw from each station's buffer.
    drawers: Vec<Vec<StationId>>,
    /// By product and step.
    pub(super) steps: Vec<Vec<StepRows>>,
    /// The rows of the modes that upgrades bring, with product and step.
    pub(super) brought: Vec<(ProductId, usize, Vec<u32>)>,
    /// Groups of pools that crews come from.
    pub(super) groups: Vec<Vec<u32>>,
    /// Places of transport, which come after the described ones: lots that fit, and which it is.
    pub(super) ways: Vec<(u32, Spot)>,
    pub(super) joints: Vec<(spec::Join, Spot)>,
    /// The components that have an input place, in its order.
    pub(super) inputs: Vec<ProductId>,
}

impl<'a> Compiler<'a> {
    /// The table of a factory as its plant is described.
    pub(super) fn new(setting: Setting<'a>, factory: usize) -> Compiler<'a> {
        let plant = setting.spec.plant_of(factory);
        let name = &setting.spec.factories[factory].name;
        let impatience = Impatience::new();
        let table = Routings {
            rows: Vec::new(),
            forks: Vec::new(),
            choices: Vec::new(),
            impatience,
            escorts: Escorts::new(),
        };
        let mut compiler = Compiler {
            setting,
            factory,
            name,
            plant,
            table,
            drawers: vec![Vec::new(); plant.stations.len()],
            steps: Vec::new(),
            brought: Vec::new(),
            groups: Vec::new(),
            ways: Vec::new(),
            joints: Vec::new(),
            inputs: Vec::new(),
        };
        for station in (0..plant.stations.len()).map(StationId::new) {
            let buffer = compiler.buffer_of(station);
            compiler.drawers[buffer.index()].push(station);
        }
        // Every pool alone first, so that its queue is known by its number.
        compiler.groups = (0..plant.pools.len() as u32).map(|pool| vec![pool]).collect();
        for product in &plant.products {
            compiler.product(product);
        }
        compiler.link_downgrades();
        compiler.end_in_inputs();
        compiler
    }

    /// The key of a source of chance of this factory.
    fn key(&self, element: &str, purpose: &str) -> u64 {
        key(self.setting.seed, self.setting.replication, &format!("{}/{element}", self.name), purpose)
    }

    /// As many lots of the scaled size as hold the units of `lots` described ones; at least one if there was one.
    pub(super) fn scaled_lots(&self, lots: u32) -> u32 {
        let scaled = (f64::from(lots) / self.setting.spec.lot_scale).round() as u32;
        scaled.max(lots.min(1))
    }

    /// Units in a lot of a product.
    pub(super) fn lot_units(&self, product: &spec::Product) -> u32 {
        (f64::from(product.lot_units) * self.setting.spec.lot_scale).round().max(1.0) as u32
    }

    /// Numbers of a product, and of a step in its routing, whichever mode it is in.
    fn position(&self, product: &spec::Product, step: &spec::Step) -> (ProductId, u32) {
        let of_product = self.plant.products.iter().position(|other| other.name == product.name);
        let of_step = product.routing.iter().position(|other| other.name == step.name);
        (ProductId::new(of_product.unwrap_or(0)), of_step.unwrap_or(0) as u32)
    }

    /// The row of a product's step as the plant's own description has it, with those at its other stations.
    pub(super) fn works(&self, product: usize, step: usize) -> &[u32] {
        &self.steps[product][step].works
    }

    /// The rows of a step in all its modes: the plant's own and those that upgrades bring.
    pub(super) fn modes(&self, product: ProductId, step: usize) -> Vec<u32> {
        let brought = self.brought.iter().filter(|own| (own.0, own.1) == (product, step));
        let brought = brought.flat_map(|own| &own.2);
        self.works(product.index(), step).iter().chain(brought).copied().collect()
    }

    fn product(&mut self, product: &'a spec::Product) {
        let steps: Vec<StepRows> = product.routing.iter().map(|step| self.step(product, step, "")).collect();
        let mut limited = 0;
        let returns = product.routing.iter().enumerate().any(|(index, step)| step.leads_back(index));
        for (index, (step, rows)) in product.routing.iter().zip(&steps).enumerate() {
            let next = match step.next.is_empty() {
                true => steps.get(index + 1).map_or(NONE, |rows| rows.entry),
                false => self.fork(product, index, &steps, &mut limited),
            };
            self.link(rows, product, index, next, returns, &steps);
        }
        self.count_work_left(product, &steps);
        self.steps.push(steps);
    }

    /// Links the rows of a step of a routing, in one of its modes, with the rows of others: `next` is the row after it, `steps` are
    /// those of the routing.
    pub(super) fn link(
        &mut self,
        own: &StepRows,
        product: &spec::Product,
        index: usize,
        next: u32,
        returns: bool,
        steps: &[StepRows],
    ) {
        for row in &own.works {
            let row = &mut self.table.rows[*row as usize];
            row.next = next;
            row.step = index as u16 + 1;
            row.returns = returns;
            row.faultless &= !returns;
            row.keeps_crew = product.routing[index].keep_crew_to.is_some();
            row.escorted |= row.keeps_crew;
            if let Some(quality) = &mut row.quality {
                quality.rework = quality.now.rework.map_or(NONE, |rework| {
                    let steps = match rework.product {
                        None => Some(steps),
                        Some(other) => self.steps.get(other.index()).map(Vec::as_slice),
                    };
                    steps.map_or(NONE, |steps| steps[rework.step].entry)
                });
            }
        }
        let described = product.routing[index].patience.as_ref();
        if let Some((rule, described)) = own.patience.zip(described) {
            let rule = &mut self.table.impatience.rules[rule as usize];
            rule.step = index as u16 + 1;
            rule.to = described.step.map_or(NONE, |step| steps[step].entry);
            rule.back = described.step.is_some_and(|step| step <= index);
        }
    }

    /// The rows of one step; `mode` distinguishes the chance of modes that upgrades bring.
    pub(super) fn step(&mut self, product: &spec::Product, step: &spec::Step, mode: &str) -> StepRows {
        let works = match &step.kind {
            StepKind::Dwell { place, duration } => {
                let row = self.row(product, step, mode, Destination::Place(place.0));
                vec![self.add(Row { time: duration.scaled(1e6), ..row })]
            }
            StepKind::Operation(operation) => self.operation(product, step, operation, mode),
            StepKind::Split(split) => {
                let to = Destination::Split { lots: split.lots, keeps_place: split.keeps_place };
                let row = self.row(product, step, mode, to);
                vec![self.add(row)]
            }
            StepKind::Join(join) => {
                let (product_id, step_no) = self.position(product, step);
                self.joints.push((*join, Spot::Joint(product_id, step_no)));
                let row = self.row(product, step, mode, Destination::Join(self.joints.len() as u32 - 1));
                vec![self.add(row)]
            }
        };
        let core = match &step.kind {
            StepKind::Operation(operation) => self.choice(product, step, operation, &works),
            _ => works[0],
        };
        let core = self.guarded(product, step, mode, core);
        let (core, patience) = self.patience(product, step, mode, core, &works);
        let core = self.transport(product, step, mode, core);
        let entry = match step.card {
            Some(card) => {
                let row = self.row(product, step, mode, Destination::Gate(card.0));
                self.add(Row { next: core, ..row })
            }
            None => core,
        };
        let entry = self.on_entry(product, step, mode, entry);
        StepRows { entry, core, works, patience }
    }

    /// The way to a step: through the rows where lots part from the crews that they have kept up to it, and change their class.
    fn on_entry(&mut self, product: &spec::Product, step: &spec::Step, mode: &str, entry: u32) -> u32 {
        let here = product.routing.iter().position(|other| other.name == step.name);
        let kept =
            product.routing.iter().any(|other| other.keep_crew_to.is_some() && other.keep_crew_to == here);
        let parts = kept.then_some(Destination::Dismissal);
        parts.into_iter().chain(step.class.map(Destination::Class)).fold(entry, |next, to| {
            let row = self.row(product, step, mode, to);
            self.add(Row { next, ..row })
        })
    }

    /// The way to a step: through the row where lots look at the queue, where they are impatient.
    fn patience(
        &mut self,
        product: &spec::Product,
        step: &spec::Step,
        mode: &str,
        core: u32,
        works: &[u32],
    ) -> (u32, Option<u32>) {
        let Some(described) = &step.patience else { return (core, None) };
        let station = |row: &u32| match self.table.rows[*row as usize].to {
            Destination::Station(station) => Some(station),
            _ => None,
        };
        let mut stations: Vec<u32> = works.iter().filter_map(station).collect();
        stations.dedup();
        let rule = Patience {
            key: self.key(&format!("{}/{}", product.name, step.name), "patience"),
            time: described.time.as_ref().map(|time| time.scaled(1e6)),
            queue: described.queue.map_or(u32::MAX, |lots| self.scaled_lots(lots)),
            balking: described.balking.clone(),
            balking_key: self.key(&format!("{}/{}", product.name, step.name), "balking"),
            scale: self.setting.spec.lot_scale,
            stations,
            product: self.position(product, step).0.0,
            step: 0,
            to: NONE,
            back: false,
        };
        self.table.impatience.rules.push(rule);
        let number = self.table.impatience.rules.len() as u32 - 1;
        let row = self.row(product, step, mode, Destination::Patience(number));
        (self.add(Row { next: core, ..row }), Some(number))
    }

    /// The way to a step: through the row that lets in lots of one parent only, where its station wants that.
    fn guarded(&mut self, product: &spec::Product, step: &spec::Step, mode: &str, core: u32) -> u32 {
        match self.table.rows[core as usize].to {
            Destination::Station(station) if self.plant.stations[station as usize].one_parent => {
                let row = self.row(product, step, mode, Destination::OneParent(station));
                self.add(Row { next: core, ..row })
            }
            _ => core,
        }
    }

    /// The way to a step: through the place where lots are under way, where it takes time.
    fn transport(&mut self, product: &spec::Product, step: &spec::Step, mode: &str, core: u32) -> u32 {
        let Some(transport) = &step.transport else { return core };
        let place = (self.plant.places.len() + self.ways.len()) as u32;
        let fit = transport.capacity.map_or(u32::MAX, |lots| self.scaled_lots(lots));
        let (product_id, step_no) = self.position(product, step);
        self.ways.push((fit, Spot::Transport(product_id, step_no)));
        let reserves = match self.table.rows[core as usize].to {
            Destination::Station(station) if transport.counts_ahead => station,
            _ => NONE,
        };
        let time = transport.time.scaled(1e6);
        let row = self.row(product, step, &format!("{mode}/transport"), Destination::Place(place));
        let journeys = transport.times.iter().map(|(from, time)| (*from, time.scaled(1e6))).collect();
        self.add(Row { next: core, time, reserves, journeys, ..row })
    }

    /// Finds the rows where units go that become another product, which may be described after their own.
    fn link_downgrades(&mut self) {
        for row in &mut self.table.rows {
            let Some(quality) = &mut row.quality else { continue };
            if let Some((rework, product)) = quality.now.rework.and_then(|own| Some((own, own.product?))) {
                quality.rework = self.steps[product.index()][rework.step].entry;
            }
        }
    }

    /// The input place of a component, the same for all steps that take it.
    fn input(&mut self, component: ProductId) -> u32 {
        let known = self.inputs.iter().position(|own| *own == component);
        known.unwrap_or_else(|| {
            self.inputs.push(component);
            self.inputs.len() - 1
        }) as u32
    }

    /// The input by which assemblies take a product out of its stock; `None` where they do not, or it has no stock.
    pub(super) fn input_of_stock(&self, product: ProductId) -> Option<u32> {
        let stocked = matches!(self.plant.products[product.index()].supply, spec::Supply::ToStock { .. });
        let input = self.inputs.iter().position(|own| *own == product);
        input.filter(|_| stocked).map(|input| input as u32)
    }

    /// Lots of components end in their input places, unless they are made to stock.
    fn end_in_inputs(&mut self) {
        for (input, component) in self.inputs.clone().into_iter().enumerate() {
            if self.input_of_stock(component).is_some() {
                continue;
            }
            let product = &self.plant.products[component.index()];
            let own = self.steps[component.index()].clone();
            let Some(last) = product.routing.last() else { continue };
            let row = self.row(product, last, "/input", Destination::Input(input as u32));
            let end = self.add(row);
            for row in own.iter().flat_map(|rows| &rows.works) {
                let next = self.table.rows[*row as usize].next;
                if next == NONE {
                    self.table.rows[*row as usize].next = end;
                } else if let Destination::Fork(fork) = self.table.rows[next as usize].to {
                    let ways = &mut self.table.forks[fork as usize].ways;
                    ways.iter_mut().filter(|way| way.row == NONE).for_each(|way| way.row = end);
                }
            }
        }
    }

    fn add(&mut self, row: Row) -> u32 {
        self.table.rows.push(row);
        self.table.rows.len() as u32 - 1
    }

    /// A row that takes no time and needs nothing.
    fn row(&self, product: &spec::Product, step: &spec::Step, mode: &str, to: Destination) -> Row {
        let element = format!("{}/{}{mode}", product.name, step.name);
        Row {
            to,
            next: NONE,
            station: NONE,
            product: self.position(product, step).0.0,
            shared: Vec::new(),
            family: NONE,
            prepares: false,
            simple: true,
            paced: false,
            sole_pool: NONE,
            sole_shares: 0,
            sole_rank: 0,
            inputs: Vec::new(),
            reserves: NONE,
            loading: None,
            work_left: (0.0, 0.0),
            time: Distribution::Constant(0.0),
            per_unit: false,
            tuning: Tuning::NONE,
            tuned: false,
            onward: NONE,
            pace: 1.0,
            scrap: None,
            base_scrap: 0.0,
            quality: None,
            faultless: true,
            straight: false,
            instructed: false,
            escorted: false,
            keeps_crew: false,
            crew_after: Distribution::Constant(0.0),
            journeys: Vec::new(),
            step: 0,
            returns: false,
            nameplate: 0.0,
            needs: Vec::new(),
            time_key: self.key(&element, "service"),
            scrap_key: self.key(&element, "quality"),
            count: RowCount::default(),
        }
    }

    /// An operation's rows, one for each station where it may run; stations that share a buffer may all do it unless
    /// some are named.
    fn operation(
        &mut self,
        product: &spec::Product,
        step: &spec::Step,
        operation: &spec::Operation,
        mode: &str,
    ) -> Vec<u32> {
        let mut places: Vec<(StationId, &StepTime)> = vec![(operation.station, &operation.time)];
        places.extend(operation.or_at.iter().map(|(s, time)| (*s, time.as_ref().unwrap_or(&operation.time))));
        if operation.or_at.is_empty() {
            let named = self.buffer_of(operation.station);
            if named == operation.station {
                let sharing = self.drawers(named).iter().copied().filter(|s| *s != named);
                places.extend(sharing.map(|s| (s, &operation.time)));
            }
        }
        let rows: Vec<u32> = places
            .iter()
            .map(|(station, time)| {
                let row = self.work(product, step, operation, mode, *station, time);
                self.add(row)
            })
            .collect();
        for row in &rows {
            let to = self.table.rows[*row as usize].to;
            if let Destination::Station(buffer) = to
                && self.drawers(StationId(buffer)).len() > 1
            {
                let together = |row: &&u32| self.table.rows[**row as usize].to == to;
                let shared = rows.iter().filter(together).copied().collect();
                self.table.rows[*row as usize].shared = shared;
            }
        }
        rows
    }

    /// The row of an operation at one station.
    fn work(
        &mut self,
        product: &spec::Product,
        step: &spec::Step,
        operation: &spec::Operation,
        mode: &str,
        at: StationId,
        time: &StepTime,
    ) -> Row {
        let plant = self.plant;
        let station = &plant.stations[at.index()];
        let (time, per_unit) = match time {
            StepTime::PerUnit(time) => (time.scaled(1e6), true),
            StepTime::PerLot(time) if station.batch.is_some() => (time.scaled(1e6), false),
            StepTime::PerLot(time) => (time.scaled(1e6 * self.setting.spec.lot_scale), false),
        };
        // A batch takes its time once for all lots of a full load.
        let full = station.batch.as_ref().map_or(1, |batch| self.scaled_lots(batch.max));
        let load = f64::from(self.lot_units(product)) * f64::from(full);
        let unit_time = if per_unit { time.mean() } else { time.mean() / load };
        let pace = self.setting.spec.factories[self.factory].time_factor;
        let tuning = Tuning { factor: pace, addend: 0.0 };
        let materials = operation
            .materials
            .iter()
            .map(|m| Need::Material { material: m.material.0, per_unit: m.per_unit });
        let loading =
            operation.loading.as_ref().map(|loading| (loading.time.scaled(1e6), self.workers(&loading.crew)));
        let inputs = operation.components.iter().map(|own| (self.input(own.product), own.per_unit)).collect();
        let needs = self.workers(&operation.crew).into_iter().chain(materials).collect();
        let family = operation.family.map_or(NONE, |family| family.0);
        let prepares = loading.is_some() || (family != NONE && station.setup.is_some());
        Row {
            station: at.0,
            family,
            prepares,
            inputs,
            simple: !prepares && operation.crew.is_empty() && operation.materials.is_empty(),
            paced: self.is_paced(&operation.crew),
            loading: loading.map(Box::new),
            time,
            per_unit,
            tuning,
            tuned: tuning.changes(),
            pace,
            escorted: operation.crew_after.is_some(),
            crew_after: operation
                .crew_after
                .as_ref()
                .map_or(Distribution::Constant(0.0), |time| time.scaled(1e6)),
            scrap: scrapping(operation.scrap, self.lot_units(product)),
            base_scrap: operation.scrap,
            quality: operation.quality.map(|now| {
                let key = self.key(&format!("{}/{}{mode}", product.name, step.name), "defects");
                Box::new(Quality { now, base: now, rework: NONE, key })
            }),
            faultless: operation.scrap <= 0.0 && operation.quality.is_none(),
            nameplate: operation.nameplate.map_or(unit_time, |seconds| seconds * 1e6),
            needs,
            ..self.row(product, step, mode, Destination::Station(self.buffer_of(at).0))
        }
    }

    /// Crews as needs; a new group where no crew before came from the same pools.
    pub(super) fn workers(&mut self, crews: &[spec::Crew]) -> Vec<Need> {
        let mut needs: Vec<Need> = crews.iter().map(|crew| self.crew(crew)).collect();
        // Who can come from one pool only is taken before those who have a choice.
        needs.sort_by_key(|need| match need {
            Need::Workers { group, .. } => self.groups[*group as usize].len(),
            Need::Material { .. } => usize::MAX,
        });
        needs
    }

    /// Whether the time of an operation depends on who does it, and when.
    fn is_paced(&self, crews: &[spec::Crew]) -> bool {
        let pools = crews.iter().flat_map(|crew| &crew.pools).map(|pool| &self.plant.pools[pool.index()]);
        let tiring = |pool: &spec::Pool| pool.overtime.is_some_and(|rule| (rule.output - 1.0).abs() > 0.0);
        pools.into_iter().any(|pool| pool.learning.is_some() || tiring(pool))
    }

    /// A crew as a need.
    pub(super) fn crew(&mut self, crew: &spec::Crew) -> Need {
        let pools: Vec<u32> = crew.pools.iter().map(|pool| pool.0).collect();
        let group = self.groups.iter().position(|known| *known == pools).unwrap_or_else(|| {
            self.groups.push(pools);
            self.groups.len() - 1
        });
        let shares = u64::from(crew.workers) * u64::from(spec::SHARES / crew.tends.max(1));
        Need::Workers { group: group as u32, shares, priority: crew.priority }
    }

    /// Marks the rows that need workers of one pool only; call when all groups are known, and before the office says which rows
    /// are prepared by an instruction: once it is there, they need no more than others.
    pub(super) fn mark_sole_pools(&mut self) {
        for row in &mut self.table.rows {
            let [Need::Workers { group, shares, priority }] = row.needs[..] else { continue };
            let [pool] = self.groups[group as usize][..] else { continue };
            let described = &self.plant.pools[pool as usize];
            let shared = self.groups.iter().filter(|pools| pools.contains(&pool)).count() > 1;
            let anybody = described.learning.is_none() && described.hiring.is_none() && !row.paced;
            let at_once =
                !(described.by_class || described.interrupts) && described.at_end != spec::AtEnd::NotBegin;
            if !(row.prepares || row.escorted || shared) && anybody && at_once {
                (row.sole_pool, row.sole_shares) = (pool, shares);
                row.sole_rank = super::resources::rank_of(priority);
            }
        }
    }

    /// The station whose buffer a station's machines draw from.
    pub(super) fn buffer_of(&self, station: StationId) -> StationId {
        self.plant.stations[station.index()].shares_buffer_of.unwrap_or(station)
    }

    /// The stations that draw from a station's buffer, in file order.
    pub(super) fn drawers(&self, station: StationId) -> &[StationId] {
        &self.drawers[station.index()]
    }

    /// The row where a lot chooses its station; the only one where all draw from one buffer.
    fn choice(
        &mut self,
        product: &spec::Product,
        step: &spec::Step,
        operation: &spec::Operation,
        works: &[u32],
    ) -> u32 {
        let mut rows: Vec<u32> = Vec::new();
        for row in works {
            let to = |row: &u32| self.table.rows[*row as usize].to;
            if !rows.iter().any(|chosen| to(chosen) == to(row)) {
                rows.push(*row);
            }
        }
        if rows.len() == 1 {
            return rows[0];
        }
        let key = self.key(&format!("{}/{}", product.name, step.name), "choice");
        let jockeys = operation.jockeys.map_or(u32::MAX, |lots| self.scaled_lots(lots).max(2));
        self.table.choices.push(Choice { rule: operation.choice, key, rows, jockeys, turns: 0 });
        let to = Destination::Choice(self.table.choices.len() as u32 - 1);
        let row = self.row(product, step, "", to);
        self.add(row)
    }

    /// The row where the ways after a step part; `limited` numbers those with a limit.
    fn fork(&mut self, product: &spec::Product, index: usize, steps: &[StepRows], limited: &mut u8) -> u32 {
        let step = &product.routing[index];
        let ways = step.next.iter().map(|branch| Way {
            share: branch.share,
            row: branch.step.map_or(NONE, |step| steps[step].entry),
            back: if branch.step.is_some_and(|step| step <= index) { index as u16 + 1 } else { 0 },
            most: branch.most.map(|most| {
                *limited += 1;
                (*limited - 1, most)
            }),
        });
        let ways = ways.collect();
        let key = self.key(&format!("{}/{}", product.name, step.name), "way");
        self.table.forks.push(Fork { key, ways });
        let row = self.row(product, step, "", Destination::Fork(self.table.forks.len() as u32 - 1));
        self.add(row)
    }

    /// Mean work from each step to the end of the routing, along the steps in their order.
    fn count_work_left(&mut self, product: &spec::Product, steps: &[StepRows]) {
        let mut left = (0.0, 0.0);
        for (rows, _) in steps.iter().zip(&product.routing).rev() {
            let row = &self.table.rows[rows.works[0] as usize];
            let mean = row.tuning.apply(row.time.mean());
            let mean = if mean.is_finite() { mean } else { 0.0 };
            if row.per_unit {
                left.0 += mean;
            } else {
                left.1 += mean;
            }
            for row in &rows.works {
                self.table.rows[*row as usize].work_left = left;
            }
        }
    }
}

/// How many units of a lot are scrapped at this probability; `None`: never any.
pub(super) fn scrapping(probability: f64, lot_units: u32) -> Option<Binomial> {
    (probability > 0.0).then(|| Binomial::new(probability, lot_units))
}

impl Row {
    /// Mean work left of a lot of so many units [µs].
    pub(super) fn work_ahead(&self, units: u32) -> f64 {
        self.work_left.0 * f64::from(units) + self.work_left.1
    }

    /// Loading of a lot or load with this key; nothing where there is none.
    pub(super) fn draw_loading(&self, key: u64) -> Duration {
        let drawn = self
            .loading
            .as_deref()
            .map_or(0.0, |(time, _)| time.at(crate::random::mix(key ^ !self.time_key)));
        Duration::from_micros(drawn * self.pace)
    }
}
