//! Whether a grant changed anything: who would have bought without it.

use std::collections::BTreeSet;

use crate::stats::{Proportion, wilson};

/// What a grant brought about, from two runs with the same chance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Additionality {
    /// Those who adopt with the grant.
    pub adopters: usize,
    /// Those of them who adopt without it, too: free riders, deadweight.
    pub free_riders: usize,
    /// Those who adopt without it only, as where grants use up installers.
    pub displaced: usize,
    /// The share of adopters that are there because of the grant, 1 - free / adopters, with its interval over
    /// them; `None` without adopters.
    pub share: Option<Proportion>,
}

/// Compares the adopters [positions in the region] with and without a grant.
pub fn additionality(with: &BTreeSet<usize>, without: &BTreeSet<usize>) -> Additionality {
    let free_riders = with.intersection(without).count();
    Additionality {
        adopters: with.len(),
        free_riders,
        displaced: without.difference(with).count(),
        share: wilson(with.len() - free_riders, with.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted() {
        let found = additionality(&BTreeSet::from([1, 2, 3, 4]), &BTreeSet::from([4, 9]));
        assert_eq!((found.adopters, found.free_riders, found.displaced), (4, 1, 1));
        assert_eq!(found.share.map(|share| share.share), Some(0.75));
        assert_eq!(additionality(&BTreeSet::new(), &BTreeSet::from([1])).share, None);
    }
}
