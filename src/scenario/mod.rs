//! scenario, stub.

use crate::spec::{Factory, Spec, Stop, Surge};
use crate::units::{Date, Duration, PlantId};
use std::path::{Path, PathBuf};

/// A read scenario.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What it says.
    pub spec: Spec,
    /// Names and texts of the files.
    pub inputs: Vec<(String, String)>,
}

/// Why there is none.
#[derive(Debug)]
pub enum Failure {
    /// Mistakes in the files.
    Problems(Vec<Problem>),
    /// A file cannot be read.
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A `--set` that cannot be read.
    BadSet(String),
}

/// A mistake.
#[derive(Clone, Debug)]
pub struct Problem {
    source: miette::NamedSource<String>,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no station \"bad\"")
    }
}
impl std::error::Error for Problem {}
impl miette::Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new("scenario::unknown-station"))
    }
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new("did you mean \"bed\"?"))
    }
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.source)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let at = self.source.inner().find("bad").unwrap_or(0);
        Some(Box::new(std::iter::once(miette::LabeledSpan::new(Some("named here".into()), at, 3))))
    }
}

/// Reads.
///
/// # Errors
/// Several.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| Failure::Unreadable { path: path.to_path_buf(), source })?;
    if let Some(set) = sets.iter().find(|set| !set.contains('=')) {
        return Err(Failure::BadSet(format!("--set {set}: expected PATH=VALUE")));
    }
    if text.contains("bad") {
        let name = path.display().to_string();
        return Err(Failure::Problems(vec![Problem { source: miette::NamedSource::new(name, text) }]));
    }
    let spec = Spec {
        name: "tiny".into(),
        question: text.clone(),
        start: Date::new(2020, 1, 6).unwrap_or_else(|| crate::bug!("a date")),
        stop: Stop::After(Duration::DAY),
        warm_up: Duration::ZERO,
        replications: 4,
        seed: 1,
        lot_scale: 1.0,
        currency: "CNY".into(),
        plants: vec![],
        factories: vec![Factory {
            name: "F".into(),
            plant: PlantId::new(0),
            demand_factor: 1.0,
            time_factor: 1.0,
        }],
        upgrades: vec![],
        options: ["baseline", "automatic_welding"][..if text.contains("options") { 2 } else { 1 }]
            .iter()
            .map(|name| crate::spec::Choice {
                name: (*name).into(),
                title: String::new(),
                installations: vec![],
            })
            .collect(),
        surges: vec![Surge::none()],
        appraisal: None,
        facts: vec![],
        sources: vec![],
        assumptions: vec![],
    };
    Ok(Loaded { spec, inputs: vec![(path.display().to_string(), text)] })
}
