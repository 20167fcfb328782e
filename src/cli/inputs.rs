//! What a run was made from: the marker `inputs.json`, which says to whom an output folder belongs.

use std::path::Path;

use serde_json::{Value, json};

use crate::experiment::Plan;

/// The version of surgetwin, as files name it.
const PRODUCT: &str = concat!("surgetwin ", env!("CARGO_PKG_VERSION"));

/// The inputs of a run: files, seed, replications, version. Threads are none, they never change a result.
pub(super) struct Inputs(Value);

impl Inputs {
    /// The inputs of a run of the scenario `name`, read from `files` (name and text) and changed by `sets`.
    pub(super) fn new(name: &str, files: &[(String, String)], sets: &[String], plan: &Plan) -> Inputs {
        let mut all = blake3::Hasher::new();
        // Each part is led by its length, so that no two lists of parts run together to the same bytes.
        let mut feed = |part: &[u8]| {
            all.update(&(part.len() as u64).to_le_bytes());
            all.update(part);
        };
        feed(PRODUCT.as_bytes());
        feed(&plan.seed.to_le_bytes());
        feed(&plan.replications.to_le_bytes());
        feed(&(files.len() as u64).to_le_bytes());
        files.iter().for_each(|(_, text)| feed(text.as_bytes()));
        sets.iter().for_each(|set| feed(set.as_bytes()));
        let files: Vec<Value> = files
            .iter()
            .map(|(path, text)| {
                // The folder differs between machines and callers; the text is what counts.
                let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
                json!({ "name": name, "blake3": blake3::hash(text.as_bytes()).to_hex().as_str() })
            })
            .collect();
        Inputs(json!({
            "schema": 1,
            "product": PRODUCT,
            "scenario": name,
            "digest": all.finalize().to_hex().as_str(),
            "seed": plan.seed,
            "replications": plan.replications,
            "sets": sets,
            "files": files,
        }))
    }

    /// Reads a marker; `None` when it is none of ours.
    pub(super) fn parse(text: &str) -> Option<Inputs> {
        let value: Value = serde_json::from_str(text).ok()?;
        let ours = value["schema"] == 1 && value["digest"].is_string();
        ours.then_some(Inputs(value))
    }

    /// The marker's text.
    pub(super) fn text(&self) -> String {
        format!("{:#}\n", self.0)
    }

    /// What differs from the `earlier` inputs, in words; empty when nothing does.
    pub(super) fn differences(&self, earlier: &Inputs) -> Vec<String> {
        if self.0["digest"] == earlier.0["digest"] {
            return Vec::new();
        }
        let mut words: Vec<String> = ["product", "scenario", "seed", "replications"]
            .into_iter()
            .map(|field| (field, bare(&earlier.0[field]), bare(&self.0[field])))
            .filter(|(_, then, now)| then != now)
            .map(|(field, then, now)| format!("{field} {then} there, {now} now"))
            .collect();
        if self.0["files"] != earlier.0["files"] {
            words.push(self.changed_files(earlier));
        }
        if self.0["sets"] != earlier.0["sets"] {
            words.push("other --set values".into());
        }
        if words.is_empty() {
            words.push("the marker inputs.json was changed".into());
        }
        words
    }

    /// Which files are not the same as in the `earlier` inputs.
    fn changed_files(&self, earlier: &Inputs) -> String {
        let files = |inputs: &Inputs| inputs.0["files"].as_array().cloned().unwrap_or_default();
        let then = files(earlier);
        let names: Vec<String> =
            files(self).iter().filter(|file| !then.contains(file)).map(|file| bare(&file["name"])).collect();
        match names.is_empty() {
            true => "fewer files now".into(),
            false => format!("changed: {}", names.join(", ")),
        }
    }
}

/// A value without the quotes of a text.
fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(text: &str, sets: &[&str], seed: u64) -> Inputs {
        let plan = Plan { replications: 4, seed, threads: 1 };
        let sets: Vec<String> = sets.iter().map(|set| (*set).into()).collect();
        Inputs::new("town", &[("a/town.ron".into(), text.into())], &sets, &plan)
    }

    #[test]
    fn a_marker_read_back_is_the_same() {
        let written = inputs("x", &["seed=1"], 1);
        let read = Inputs::parse(&written.text()).expect("ours");
        assert!(written.differences(&read).is_empty());
        assert!(Inputs::parse("{}").is_none());
        assert!(Inputs::parse("{\"schema\": 1").is_none());
    }

    #[test]
    fn differences_are_named() {
        let now = inputs("x", &[], 1);
        assert_eq!(now.differences(&inputs("y", &[], 1)), ["changed: town.ron"]);
        assert_eq!(now.differences(&inputs("x", &[], 2)), ["seed 2 there, 1 now"]);
        assert_eq!(now.differences(&inputs("x", &["seed=1"], 1)), ["other --set values"]);
    }
}
