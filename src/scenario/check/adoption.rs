//! How owners decide.

use crate::spec::diffusion::{PeerAwareness, Thresholds};
use crate::spec::programme::Adoption;

use crate::scenario::distributions::Of;
use crate::scenario::fields::Fields;
use crate::scenario::format::{ADOPTION, AWARENESS, PRICE, THRESHOLD};
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::Node;

impl Reader {
    /// How owners decide.
    pub(super) fn adoption(&mut self, node: &Node) -> Adoption {
        let fields = self.open(node, &ADOPTION, "adoption");
        let threshold = fields.need(self, "threshold", "(median: 24, sigma: 0.5)");
        let awareness = fields.need(self, "awareness", "(own: 0.3, peers: 1.5)");
        let (price_ratio, price_floor) =
            fields.get("price").map_or((1.0, 0.0), |node| self.falling_price(node, &fields));
        let weight = Range::POSITIVE;
        Adoption {
            thresholds: threshold
                .map_or(Thresholds { median: 1.0, sigma: 0.0 }, |node| self.thresholds(node, &fields)),
            awareness: awareness
                .map_or(PeerAwareness { own: 0.0, peers: 0.0 }, |node| self.awareness(node, &fields)),
            cash: fields.distribution(self, "cash", None, Of::Number(Range::NOT_NEGATIVE)),
            starts_per_month: fields.count_if(self, "starts_per_month", 1).map(|starts| starts as usize),
            price_ratio,
            price_floor,
            pilots: fields.count(self, "pilots", Some(2), 1, 1_000) as u32,
            pilot_weight: fields.number(self, "pilot_weight", Some(4.0), weight),
            target: fields.get("target").map(|_| fields.number(self, "target", None, Range::PART)),
        }
    }

    fn thresholds(&mut self, node: &Node, adoption: &Fields<'_>) -> Thresholds {
        let fields = self.open(node, &THRESHOLD, &adoption.at("threshold"));
        Thresholds {
            median: fields.number(self, "median", None, Range::POSITIVE),
            sigma: fields.number(self, "sigma", Some(0.0), Range::new(0.0, 10.0, "a number from 0 to 10")),
        }
    }

    fn awareness(&mut self, node: &Node, adoption: &Fields<'_>) -> PeerAwareness {
        const OFTEN: Range = Range::new(0.0, 1e6, "a number per year, 0 or more");
        let fields = self.open(node, &AWARENESS, &adoption.at("awareness"));
        PeerAwareness {
            own: fields.number(self, "own", None, OFTEN),
            peers: fields.number(self, "peers", Some(0.0), OFTEN),
        }
    }

    /// What each doubling leaves of the price, and the least of it.
    fn falling_price(&mut self, node: &Node, adoption: &Fields<'_>) -> (f64, f64) {
        let fields = self.open(node, &PRICE, &adoption.at("price"));
        let ratio = fields.number(self, "ratio", None, Range::PART);
        (ratio, fields.number(self, "floor", Some(0.0), Range::SHARE))
    }
}
