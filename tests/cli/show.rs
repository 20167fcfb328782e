//! `surgetwin show`: what it prints and writes, and what it refuses.

use crate::Bench;

#[test]
fn facts_are_printed_and_files_written() {
    let bench = Bench::new();
    let text = bench.expect(0, &["show", "sound.ron"]).out;
    // 30 s a mask: 120 an hour.
    assert!(text.contains("at most 120 good units of each product an hour, limited by press"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let picture = bench.read("out/tiny-show/1-shop.svg");
    assert!(picture.starts_with("<svg") && picture.contains("press limits the plant to 120"), "{picture}");
    assert!(bench.read("out/tiny-show/show.html").contains("the bottleneck"));
    // Again: the same files, written anew.
    bench.expect(0, &["show", "sound.ron", "--set", "plants[shop].stations[press].machines=2"]);
    assert!(bench.read("out/tiny-show/1-shop.svg").contains("2 machines"));
}

#[test]
fn a_folder_of_others_is_left_alone() {
    let bench = Bench::new();
    std::fs::create_dir(bench.path().join("mine")).expect("a new folder");
    bench.write("mine/letter.txt", "keep");
    bench.expect(2, &["show", "sound.ron", "--out", "mine"]);
    bench.expect(2, &["show", "sound.ron", "--out", "sound.ron"]);
    bench.expect(3, &["show", "missing.ron"]);
    bench.expect(1, &["show", "sound.ron", "--set", "seeds=1"]);
    assert_eq!(bench.read("mine/letter.txt"), "keep");
}
