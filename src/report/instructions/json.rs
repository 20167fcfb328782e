//! Instructions as JSON: the form that is read back.

use super::{Instructions, SCHEMA};

/// The instructions as JSON text.
pub fn json(own: &Instructions) -> String {
    // Names, numbers and lists always have a form in JSON.
    serde_json::to_string_pretty(own).map_or_else(|_| String::new(), |text| text + "\n")
}

/// Reads what [`json`] has written.
///
/// # Errors
/// What is wrong and where, in words.
pub fn parse(text: &str) -> Result<Instructions, String> {
    let own: Instructions = serde_json::from_str(text).map_err(|error| error.to_string())?;
    match own.schema {
        SCHEMA => Ok(own),
        other => Err(format!("it is of schema {other}, where {SCHEMA} is expected")),
    }
}
