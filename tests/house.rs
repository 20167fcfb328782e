//! The rules of the house, checked on the text of the sources: who may use whom, where outside crates live, that
//! every problem code has an example. README, "Invariants", says them in words.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Layers from the bottom, each with those below that it may use.
const MAY_USE: [(&str, &[&str]); 15] = [
    ("units", &[]),
    ("random", &["units"]),
    ("epidemic", &["units", "random"]),
    ("kernel", &["units"]),
    ("stats", &["units"]),
    ("spec", &["units", "random", "epidemic"]),
    ("capacity", &["spec", "random", "units"]),
    ("scenario", &["spec", "epidemic", "random", "units"]),
    ("outcome", &["stats", "units"]),
    ("plant", &["kernel", "random", "stats", "spec", "capacity", "outcome", "units"]),
    ("finance", &["spec", "outcome", "stats", "units"]),
    ("adoption", &["spec", "random", "stats", "units"]),
    (
        "experiment",
        &["units", "random", "kernel", "stats", "spec", "outcome", "plant", "finance", "adoption"],
    ),
    ("report", &["experiment", "finance", "outcome", "stats", "spec", "capacity", "units"]),
    (
        "cli",
        &[
            "units",
            "random",
            "epidemic",
            "kernel",
            "stats",
            "spec",
            "scenario",
            "outcome",
            "plant",
            "finance",
            "experiment",
            "report",
        ],
    ),
];

/// Outside crates (as written in code) and the modules that may name them.
const HOMES: [(&str, &[&str]); 24] = [
    ("bevy_ecs", &["plant"]),
    ("blake3", &["outcome", "cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("comfy_table", &["cli"]),
    ("csv", &["scenario"]),
    ("ctrlc", &["cli"]),
    ("indicatif", &["cli"]),
    ("jiff", &["units"]),
    ("libm", &["units", "random"]),
    ("maud", &["report"]),
    ("miette", &["scenario", "cli"]),
    ("plotters", &["report"]),
    ("rand", &["random"]),
    ("rand_distr", &["random"]),
    ("rand_xoshiro", &["random"]),
    ("rayon", &["experiment"]),
    ("ron", &["scenario"]),
    ("rustix", &["cli"]),
    ("serde", &["scenario", "report"]),
    ("serde_json", &["report", "cli"]),
    ("statrs", &["stats"]),
    ("strsim", &["scenario"]),
    ("thiserror", &["plant", "experiment", "cli"]),
];

/// A source file: the module it belongs to, its path, its text without comments and unit tests.
struct Source {
    module: String,
    path: String,
    code: String,
    lines: usize,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files with an extension beneath a folder, sorted; none where there is no folder.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The sources without what is compiled for tests only: tests may look anywhere.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let texts: Vec<(PathBuf, String)> = files(&src, "rs")
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(&path).expect("readable")))
        .collect();
    let only_tests: Vec<PathBuf> = texts.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    let read = |(path, text): &(PathBuf, String)| {
        let inner = path.strip_prefix(&src).expect("under src").to_string_lossy().replace('\\', "/");
        let module = inner.split('/').next().expect("a first part").trim_end_matches(".rs").to_owned();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        Source {
            module,
            path: format!("src/{inner}"),
            code: without_comments(code),
            lines: text.lines().count(),
        }
    };
    let of_tests = |path: &Path| only_tests.iter().any(|module| path.starts_with(module));
    let sources: Vec<Source> =
        texts.iter().filter(|(path, _)| !of_tests(&path.with_extension(""))).map(read).collect();
    assert!(sources.len() > 20, "the sources were found: {}", sources.len());
    sources
}

/// Paths, without extension, of the modules that a file declares for tests only.
fn test_modules(path: &Path, text: &str) -> Vec<PathBuf> {
    let lines: Vec<&str> = text.lines().collect();
    let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
    let names =
        declared.filter_map(|pair| pair[1].strip_suffix(';')?.rsplit_once("mod ").map(|(_, name)| name));
    names.map(|name| path.with_file_name(name)).collect()
}

/// The text without what follows "//" on each line; good enough for looking up paths.
fn without_comments(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Modules named after "crate::", also inside the braces of one `use crate::{a, b::c}`.
fn used_modules(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => used.extend(top_level_names(list)),
            None => used.push(leading_word(rest)),
        }
    }
    used
}

/// The first words of the parts of a list "a::b, c::{d, e}, f}" up to its closing brace.
fn top_level_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut part) = (0, String::new());
    for c in list.chars() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(leading_word(&std::mem::take(&mut part))),
            _ if depth == 0 => part.push(c),
            _ => {}
        }
    }
    names.push(leading_word(&part));
    names.retain(|name| !name.is_empty());
    names
}

fn leading_word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Whether the code names a crate: as a path "name::", or as "use name;".
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let rest = &code[at + name.len()..];
        let starts = before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '"')));
        starts && (rest.starts_with("::") || (rest.starts_with(';') && code[..at].ends_with("use ")))
    })
}

#[test]
fn layers_use_only_what_lies_below() {
    let allowed: BTreeMap<_, _> = MAY_USE.into_iter().collect();
    let mut wrong = Vec::new();
    for source in sources() {
        if matches!(source.module.as_str(), "lib" | "main") {
            continue;
        }
        let may = allowed.get(source.module.as_str());
        let may = may.unwrap_or_else(|| panic!("{}: a module without a place in the table", source.path));
        for used in used_modules(&source.code) {
            let known = allowed.contains_key(used.as_str());
            if known && used != source.module && !may.contains(&used.as_str()) {
                wrong.push(format!("{}: {} may not use {used}", source.path, source.module));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn outside_crates_stay_at_home() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (name, homes) in HOMES {
            if !homes.contains(&source.module.as_str()) && names_crate(&source.code, name) {
                wrong.push(format!("{}: {name} lives in {}", source.path, homes.join(" and ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_a_home() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("readable");
    let section = manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next());
    let names: Vec<String> = section
        .expect("a section of dependencies")
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect();
    let homes: Vec<&str> = HOMES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, homes, "Cargo.toml and the table of homes list the same crates in the same order");
}

#[test]
fn the_file_system_and_the_screen_belong_to_cli() {
    for source in sources() {
        let reads = source.module == "scenario"; // It reads the files that a scenario names, and writes none.
        let at_home = matches!(source.module.as_str(), "cli" | "main");
        let code = &source.code;
        for what in ["fs::write", "File::create", "fs::rename", "fs::remove", "create_dir", "process::exit"] {
            assert!(at_home || !code.contains(what), "{}: {what} belongs to cli", source.path);
        }
        let reading = code.contains("std::fs");
        assert!(at_home || reads || !reading, "{}: reading files belongs to cli and scenario", source.path);
    }
}

#[test]
fn the_plant_knows_no_money() {
    let plant: Vec<Source> = sources().into_iter().filter(|source| source.module == "plant").collect();
    assert!(!plant.is_empty());
    for source in plant {
        let words = source.code.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        assert_eq!(words.filter(|word| *word == "Money").count(), 0, "{}", source.path);
    }
}

#[test]
fn main_is_short() {
    let main = sources().into_iter().find(|source| source.module == "main").expect("src/main.rs");
    assert!(main.lines < 30, "{} lines", main.lines);
}

/// Every code of a scenario problem has a file in scenarios/invalid whose expected message shows it.
#[test]
fn every_problem_code_has_an_example() {
    let folder = root().join("scenarios/invalid");
    let mut shown = String::new();
    for path in ["txt", "stderr", "out", "expected"].iter().flat_map(|extension| files(&folder, extension)) {
        shown.push_str(&fs::read_to_string(path).expect("readable"));
    }
    if shown.is_empty() {
        println!("skipped: there are no expected messages in scenarios/invalid");
        return;
    }
    let codes: Vec<String> = sources()
        .iter()
        .filter(|source| source.module == "scenario")
        .flat_map(|source| quoted_codes(&source.code))
        .collect();
    assert!(!codes.is_empty(), "codes were found in src/scenario");
    // An override is a mistake of the command line, not of a file; tests/cli shows it.
    let in_files = codes.iter().filter(|code| *code != "scenario::override");
    let missing: Vec<&String> = in_files.filter(|code| !shown.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "without an example: {missing:?}");
}

/// Texts of the form "scenario::some-code".
fn quoted_codes(code: &str) -> Vec<String> {
    code.split('"')
        .filter(|text| {
            text.strip_prefix("scenario::")
                .is_some_and(|tail| tail.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn long_files_are_printed() {
    for source in sources().iter().filter(|source| source.lines > 300) {
        println!("{:>5} lines: {}", source.lines, source.path);
    }
}

#[test]
fn the_readers_of_this_test_read() {
    assert_eq!(used_modules("use crate::{units::Time, spec::{Spec, Stop}};"), ["units", "spec"]);
    assert_eq!(used_modules("fn f() -> crate::plant::P {} my_crate::x"), ["plant"]);
    assert!(names_crate("use ron::Value;", "ron") && names_crate("x(ron::from_str())", "ron"));
    assert!(!names_crate("environ::x; \"ron\"; self.ron::<T>()", "ron"));
    let tests = test_modules(Path::new("src/a/mod.rs"), "#[cfg(test)]\npub(crate) mod sample;\nmod b;");
    assert_eq!(tests, [Path::new("src/a/sample")]);
    assert_eq!(without_comments("a // use crate::cli\nb"), "a \nb");
    assert_eq!(
        quoted_codes("x(\"scenario::unknown-name\", \"scenario::Problem\")"),
        ["scenario::unknown-name"]
    );
}
