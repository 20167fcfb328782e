//! The scenario reader: valid files become what they say, wrong ones give their problems, none makes it panic.

use std::path::{Path, PathBuf};

use surgetwin::scenario::{Failure, load};

/// A file of the repository.
fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn small_scenarios_are_sound() {
    for name in ["mm1", "mm3", "blocking_2", "blocking_3", "breakdowns", "peers/w1", "peers/w2"] {
        match load(&file(&format!("scenarios/{name}.ron")), &[]) {
            Ok(_) => {}
            Err(Failure::Problems(problems)) => panic!("{problems:#?}"),
            Err(other) => panic!("{name}: {other:?}"),
        }
    }
}
