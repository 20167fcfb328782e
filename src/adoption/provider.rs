//! The provider's queue: only so many installations can begin in a month.

/// A factory that waits for its installation.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Request {
    /// Which one [position in the region].
    pub factory: usize,
    /// The month in which it asked.
    pub asked: u32,
    /// Goes before lower ones [any sign]; first in, first out among equals.
    pub priority: f64,
}

/// A provider with limited capacity.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Provider {
    /// Installations that can begin in a month; crew-months over the months of one installation. `None`: any number.
    pub starts_per_month: Option<usize>,
    waiting: Vec<Request>,
}

impl Provider {
    /// A provider without a queue yet.
    pub fn new(starts_per_month: Option<usize>) -> Provider {
        Provider { starts_per_month, waiting: Vec::new() }
    }

    /// Who waits, in the order of service.
    pub fn waiting(&self) -> &[Request] {
        &self.waiting
    }

    /// Takes a request into its place.
    pub fn ask(&mut self, request: Request) {
        let place = self.waiting.partition_point(|other| other.priority >= request.priority);
        self.waiting.insert(place, request);
    }

    /// Those who no longer wait leave: those for whom `gives_up` says so, asked in the order of service.
    pub fn leave(&mut self, mut gives_up: impl FnMut(&Request) -> bool) -> Vec<Request> {
        self.waiting.extract_if(.., |request| gives_up(request)).collect()
    }

    /// Begins a month's installations.
    pub fn begin_month(&mut self) -> Vec<Request> {
        let starts = self.starts_per_month.unwrap_or(usize::MAX).min(self.waiting.len());
        self.waiting.drain(..starts).collect()
    }

    /// Months that a request made now, with the lowest priority, waits until it begins; 0: this month. `None`
    /// where none ever begins.
    pub fn expected_wait(&self) -> Option<usize> {
        match self.starts_per_month {
            None => Some(0),
            Some(0) => None,
            Some(starts) => Some(self.waiting.len() / starts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(factory: usize, asked: u32, priority: f64) -> Request {
        Request { factory, asked, priority }
    }

    /// Ten requests a month for six months, six starts a month: 24 wait after month 6, the last begins in month 10.
    #[test]
    fn worked_queue() {
        let mut provider = Provider::new(Some(6));
        let mut begun = Vec::new();
        for month in 1..=12 {
            if month <= 6 {
                (0..10).for_each(|k| provider.ask(request(begun.len() + k, month, 0.0)));
            }
            let started = provider.begin_month();
            begun.extend(started.iter().map(|request| (month, request.asked)));
            if month == 6 {
                assert_eq!((provider.waiting().len(), provider.expected_wait()), (24, Some(4)));
            }
        }
        assert_eq!((begun.len(), begun.last()), (60, Some(&(10, 6))));
        assert!(begun.is_sorted_by_key(|(_, asked)| *asked), "first in, first out");
    }

    #[test]
    fn priority_leaving_none_and_all() {
        let mut provider = Provider::new(Some(1));
        [(0, 1.0), (1, 5.0), (2, 5.0), (3, 0.0)].iter().for_each(|(f, p)| provider.ask(request(*f, 1, *p)));
        let order: Vec<usize> = provider.waiting().iter().map(|request| request.factory).collect();
        assert_eq!(order, [1, 2, 0, 3]);
        assert_eq!(provider.leave(|request| request.factory == 2).len(), 1);
        assert_eq!(provider.begin_month()[0].factory, 1);
        assert_eq!(provider.begin_month()[0].factory, 0);

        let mut closed = Provider::new(Some(0));
        closed.ask(request(0, 1, 0.0));
        assert_eq!((closed.begin_month(), closed.expected_wait()), (Vec::new(), None));
        let mut open = Provider::new(None);
        (0..9).for_each(|f| open.ask(request(f, 1, 0.0)));
        assert_eq!(open.begin_month().len(), 9);
    }
}
