//! What a piece of text without brackets says, read by ron.

use serde::Deserialize;
use serde::de::{self, Visitor};
use std::fmt;

/// A value without others in it.
pub(super) enum Leaf {
    /// "…"
    Text(String),
    /// A number; whole ones also exactly.
    Number(f64, Option<i128>),
    /// true or false.
    Flag(bool),
    /// A word without quotes.
    Unit,
    /// None.
    Nothing,
    /// Anything else that RON knows.
    Other,
}

/// What a piece of text says.
pub(super) fn leaf(piece: &str) -> Leaf {
    ron::Options::default().from_str(piece).unwrap_or(Leaf::Other)
}

struct LeafVisitor;

impl<'de> Deserialize<'de> for Leaf {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LeafVisitor)
    }
}

impl<'de> Visitor<'de> for LeafVisitor {
    type Value = Leaf;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Leaf, E> {
        Ok(Leaf::Flag(flag))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Leaf, E> {
        Ok(Leaf::Number(value as f64, Some(value.into())))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Leaf, E> {
        Ok(Leaf::Number(value as f64, Some(value.into())))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Leaf, E> {
        Ok(Leaf::Number(value as f64, Some(value)))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Leaf, E> {
        Ok(Leaf::Number(value as f64, i128::try_from(value).ok()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Leaf, E> {
        Ok(Leaf::Number(value, None))
    }

    fn visit_char<E: de::Error>(self, _: char) -> Result<Leaf, E> {
        Ok(Leaf::Other)
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<Leaf, E> {
        Ok(Leaf::Other)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Leaf, E> {
        Ok(Leaf::Text(text.into()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Leaf, E> {
        Ok(Leaf::Unit)
    }

    fn visit_none<E: de::Error>(self) -> Result<Leaf, E> {
        Ok(Leaf::Nothing)
    }
}
