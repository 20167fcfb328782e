//! Keys, streams and uniforms: FNV-1a of names, the SplitMix64 mix (Steele et al. 2014), xoshiro256++ (Blackman, Vigna).

use rand::Rng;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

/// The golden-ratio increment of SplitMix64.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The 64-bit FNV-1a hash of a name.
pub fn fnv1a(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Mixes 64 bits so that every input bit moves every output bit (the finaliser of SplitMix64).
#[inline]
pub const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The key of one source of chance. The option and the surge are no part of it: they share all random numbers.
///
/// The seed is mixed before the replication is folded in; else two small seeds would have the same replications in
/// another order.
pub fn key(seed: u64, replication: u32, element: &str, purpose: &str) -> u64 {
    fold(mix(seed.wrapping_add(GOLDEN)), replication, element, purpose)
}

/// One word after the other mixed into a start.
fn fold(start: u64, replication: u32, element: &str, purpose: &str) -> u64 {
    let words = [u64::from(replication), fnv1a(element), fnv1a(purpose)];
    words.iter().fold(start, |h, word| mix(h.wrapping_add(GOLDEN) ^ word))
}

/// The uniform of 64 random bits [0 < u < 1, and 1 - u is exact].
#[inline]
pub fn uniform(bits: u64) -> f64 {
    // The high bits as the places of a number from 1 to 2; the difference is exact.
    f64::from_bits(bits >> 12 | 1.0_f64.to_bits()) - (1.0 - f64::EPSILON / 2.0)
}

/// A sequential source of chance of one element and purpose: xoshiro256++ seeded from a key.
#[derive(Clone, Debug)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream of a key.
    pub fn new(key: u64) -> Stream {
        Stream(Xoshiro256PlusPlus::seed_from_u64(key))
    }

    /// The next 64 random bits.
    #[inline]
    pub fn next_bits(&mut self) -> u64 {
        self.0.next_u64()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn published_vectors() {
        assert_eq!(fnv1a("S1/M1"), 0x58e7_29e2_a0bc_7c34);
        assert_eq!(fnv1a("service"), 0xcc37_e194_6446_a284);
        let first = fold(42, 0, "S1/M1", "service");
        assert_eq!(first, 0x01b2_9455_324f_7cb6);
        let mut stream = Stream::new(first);
        let bits = [stream.next_bits(), stream.next_bits(), stream.next_bits()];
        assert_eq!(bits, [7_809_697_623_998_681_791, 1_486_254_892_672_664_967, 5_046_832_157_873_513_911]);
        assert_eq!(uniform(bits[0]).to_bits(), 0.423_364_556_519_712_7_f64.to_bits());
        let second = fold(42, 1, "S1/M1", "service");
        assert_eq!(second, 0xd823_2912_3598_4184);
        assert_eq!(Stream::new(second).next_bits(), 5_616_029_624_061_583_556);
    }

    #[test]
    fn small_seeds_share_no_replication() {
        let keys: BTreeSet<u64> =
            (0..64).flat_map(|seed| (0..64).map(move |r| key(seed, r, "S1/M1", "service"))).collect();
        assert_eq!(keys.len(), 64 * 64);
    }
}
