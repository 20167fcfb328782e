//! The page: one self-contained file that opens offline, with scripts off, in light and dark, and prints.

use maud::{DOCTYPE, Markup, PreEscaped, html as page};

use crate::experiment::Results;
use crate::report::answer::answer;
use crate::report::chapters::{self, Day};
use crate::report::figures::{count, sentence, titled};
use crate::report::warnings::warnings;
use crate::spec::Spec;

/// The style sheet, inlined.
const STYLE: &str = include_str!("../../assets/report.css");

/// A chapter: its anchor, its heading, its content.
struct Chapter {
    id: &'static str,
    title: String,
    content: Markup,
}

/// The report of a run as an HTML page; `wall_s` is how long the run took [s], `day` a day to be shown machine by machine.
pub fn html(spec: &Spec, results: &Results, wall_s: f64, day: Option<&Day>) -> String {
    let chapters = chapters_of(spec, results, wall_s, day);
    let sentences = answer(spec, results);
    let heading = titled("", &spec.name);
    page! {
        (DOCTYPE)
        html lang="en" {
            (head(&format!("{} – surgetwin report", sentence(&heading))))
            body {
                a.skip href="#answer" { "Skip to the answer" }
                header {
                    h1 { (sentence(&heading)) }
                    @if !spec.question.is_empty() { p.question { (spec.question) } }
                    p.sub { (simulated(spec, results)) }
                }
                div.columns {
                    nav aria-label="Contents" {
                        ul {
                            li { a href="#answer" { "The answer" } }
                            @for chapter in &chapters { li { a href=(format!("#{}", chapter.id)) { (chapter.title) } } }
                        }
                    }
                    main {
                        section #answer {
                            h2 { "The answer" }
                            @for warning in warnings(spec, results) { div.warning { (warning) } }
                            @for sentence in &sentences { p.answer { (sentence) } }
                        }
                        @for chapter in &chapters {
                            section id=(chapter.id) { h2 { (chapter.title) } (chapter.content) }
                        }
                    }
                }
                footer { p { (chapters::source_line(&spec.name, &results.digest)) } }
            }
        }
    }
    .into_string()
}

/// The head of a page.
pub(crate) fn head(title: &str) -> Markup {
    page! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="generator" content=(concat!("surgetwin ", env!("CARGO_PKG_VERSION")));
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
    }
}

/// What was simulated, in a line.
fn simulated(spec: &Spec, results: &Results) -> String {
    let many =
        |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{} {one}s", count(n as u64)) };
    let mut parts = vec![many(spec.factories.len(), "factory").replace("factorys", "factories")];
    if spec.options.len() > 1 {
        parts.push(many(spec.options_of_file() - 1, "option"));
        if spec.programmes.len() > 1 {
            parts.push(many(spec.programmes.len(), "programme"));
        }
    }
    if spec.surges.len() > 1 {
        parts.push(many(spec.surges.len(), "surge"));
    }
    parts.push(format!("{} for each case", many(results.replications as usize, "simulated future")));
    parts.join(" · ")
}

fn chapters_of(spec: &Spec, results: &Results, wall_s: f64, day: Option<&Day>) -> Vec<Chapter> {
    let source = chapters::source_line(&spec.name, &results.digest);
    let mut list = Vec::new();
    let mut add = |id, title: &str, content| list.push(Chapter { id, title: title.into(), content });
    if spec.options.len() > 1 {
        add("comparison", "The comparison", chapters::comparison(spec, results, &source));
        let missing = chapters::missing(spec, results);
        if !missing.0.is_empty() {
            add("missing", "What is missing, and what less of it costs", missing);
        }
        let funding = chapters::funding(spec, results, &source);
        if !funding.0.is_empty() {
            add("funding", "Who pays, and who has what of it", funding);
        }
        add("why", "Why", chapters::why(spec, results, &source));
        add("output", "Output over time", chapters::output(spec, results, &source));
        add("risks", "What can go wrong", chapters::risks(spec, results));
        add("upgrades", "The upgrades", chapters::upgrades(spec));
    } else {
        add("measures", "What the plant does", chapters::plain(spec, results, &source));
        let output = chapters::output(spec, results, &source);
        if !output.0.is_empty() {
            add("output", "Output over time", output);
        }
    }
    let region = chapters::region(spec, results);
    if !region.0.is_empty() {
        add("region", "The region", region);
    }
    let incidents = chapters::incidents(spec, results);
    if !incidents.0.is_empty() {
        add("incidents", "Cyber incidents", incidents);
    }
    let classes = chapters::classes(spec, results);
    if !classes.0.is_empty() {
        add("classes", "Who is served first", classes);
    }
    if !spec.studies.is_empty() {
        add("studies", "One thing at a time", chapters::studies(spec, results, &source));
    }
    if let Some(day) = day {
        add("day", "One day, machine by machine", chapters::day(spec, day, &source));
    }
    add("method", "How it was computed", chapters::method(spec, results, wall_s));
    let back_test = chapters::back_test(spec, results);
    if !back_test.0.is_empty() {
        add("back_test", "Beside what happened", back_test);
    }
    if spec.facts.len() > chapters::dated_facts(spec).len() {
        add("facts", "Appendix: beside known facts", chapters::facts(spec, results));
    }
    if !spec.assumptions.is_empty() || !spec.sources.is_empty() {
        add("register", "Appendix: assumptions and sources", chapters::register(spec));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    /// Elements that never have an end tag in HTML.
    const VOID: [&str; 2] = ["meta", "!DOCTYPE"];

    /// Checks that tags nest, and answers how often each was opened.
    fn tags(text: &str) -> std::collections::BTreeMap<String, usize> {
        let (mut open, mut counts) = (Vec::new(), std::collections::BTreeMap::new());
        let body = text.replace(STYLE, "");
        for piece in body.split('<').skip(1) {
            let tag = piece.split('>').next().unwrap();
            let name = tag.split([' ', '/']).find(|n| !n.is_empty()).unwrap().to_owned();
            if tag.starts_with('/') {
                assert_eq!(open.pop().as_ref(), Some(&name), "…{tag}…");
            } else {
                *counts.entry(name.clone()).or_insert(0) += 1;
                if !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
        }
        assert!(open.is_empty(), "{open:?}");
        counts
    }

    fn write_out(name: &str, text: &str) {
        if let Ok(dir) = std::env::var("REPORT_OUT") {
            std::fs::write(std::path::Path::new(&dir).join(name), text).unwrap();
        }
    }

    #[test]
    fn the_town_report_is_whole() {
        let (spec, results) = sample::town();
        let text = html(&spec, &results, 42.0, None);
        write_out("town.html", &text);
        let counts = tags(&text);
        // Two layouts of: NPV, two payback curves, three state strips, one product under two surges.
        assert_eq!(counts["svg"], 2 * (1 + 2 + 3 + 2));
        assert_eq!(
            text.matches("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=").count(),
            counts["svg"]
        );
        assert_eq!(counts["title"], counts["svg"] + 1);
        assert_eq!(counts["desc"], counts["svg"]);
        assert_eq!(counts["details"], counts["svg"] / 2 + 3);
        assert!(!text.contains("NaN") && !text.contains("inf<") && !text.contains("script"));
        for outside in ["src=", "url(", "@import", "href=\"http", "<link"] {
            assert!(!text.contains(outside), "{outside}");
        }
        for id in
            ["answer", "comparison", "why", "output", "risks", "upgrades", "method", "facts", "register"]
        {
            assert!(
                text.contains(&format!("id=\"{id}\"")) && text.contains(&format!("href=\"#{id}\"")),
                "{id}"
            );
        }
    }

    #[test]
    fn names_are_escaped() {
        let (mut spec, results) = sample::town();
        let evil = "<b>&\"x\"</b>";
        spec.name = evil.into();
        spec.question = evil.into();
        spec.options[1].title = evil.into();
        spec.surges[1].title = evil.into();
        spec.plants[0].title = evil.into();
        spec.plants[0].stations[0].name = evil.into();
        spec.assumptions[0].place = evil.into();
        spec.sources[0].title = evil.into();
        spec.facts[0].name = evil.into();
        let text = html(&spec, &results, 1.0, None);
        tags(&text);
        assert!(!text.to_lowercase().contains("<b>"));
    }

    #[test]
    fn units_are_conserved_in_the_town() {
        let (spec, results) = sample::town();
        assert!(!html(&spec, &results, 1.0, None).contains("DIFFERENCE"));
    }

    #[test]
    fn a_plain_queue_has_a_short_report() {
        let (spec, results) = sample::queue();
        let text = html(&spec, &results, 0.1, None);
        write_out("queue.html", &text);
        let counts = tags(&text);
        assert_eq!(counts["svg"], 2);
        assert!(!text.contains("Output over time"));
        assert!(text.contains("What the plant does") && !text.contains("id=\"risks\""));
        assert!(!text.contains("NaN"));
    }
}
