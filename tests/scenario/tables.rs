//! Tables as people have them: read as they are meant, or refused with the row and the right form.

use std::fmt::Write;

use surgetwin::random::Distribution;
use surgetwin::scenario::{Failure, load};
use surgetwin::spec::{Curve, Listed, Orders, Process, Spec, StepKind, StepTime, Supply, Times};
use surgetwin::units::{Duration, Time};

/// A scenario of 60 days from 2020-01-06 on, with a table beside it; its description, or the first problem: what is wrong
/// and how it is mended.
fn told(csv: &[u8], orders: &str, time: &str, curve: &str) -> Result<Spec, (String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.ron");
    let scenario = format!(
        "Scenario(format: 1, name: \"shop\", duration: \"60d\", plants: [Plant(name: \"p\",
        stations: [(name: \"s\", machines: 1)],
        products: [(name: \"a\", lot: 1, supply: ToOrder(demand: (orders: (times: {orders}))),
            routing: [(step: \"w\", station: \"s\", time: {time})])])],
        surges: [(name: \"wave\", demand: [(curve: {curve})])])"
    );
    std::fs::write(folder.path().join("table.csv"), csv).unwrap();
    std::fs::write(&path, scenario).unwrap();
    match load(&path, &[]) {
        Ok(loaded) => Ok(loaded.spec),
        Err(Failure::Problems(problems)) => {
            Err((problems[0].to_string(), problems[0].help().unwrap_or_default().into()))
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// The orders of a table, or the first problem.
fn orders(csv: &[u8], more: &str) -> Result<Vec<Listed>, (String, String)> {
    let spec = told(csv, &format!("Table(file: \"table.csv\"{more})"), "\"1min\"", "1")?;
    let Supply::ToOrder { demand, .. } = &spec.plants[0].products[0].supply else { panic!() };
    let Orders::Single { process: Process { times: Times::Listed(list), .. }, .. } = &demand.orders else {
        panic!()
    };
    Ok(list.clone())
}

fn hour(hours: u64) -> Time {
    Time(hours * Duration::DAY.0 / 24)
}

fn order(hours: u64, units: f64) -> Listed {
    Listed { at: hour(hours), units: Some(units), ..Listed::default() }
}

#[test]
fn one_list_of_orders_in_many_forms() {
    let wanted = vec![order(24, 3.0), order(56, 2.5)];
    let forms: [&[u8]; 10] = [
        b"at,units\n2020-01-07,3\n2020-01-08 08:00,2.5\n",
        b"\xef\xbb\xbfat,units\r\n2020-01-07,3\r\n2020-01-08T08:00:00,2.5\r\n\r\n",
        b"at,units\r2020-01-07,3\r56h,2.5\r",
        b"units,at\n2.5,2020-01-08 8:00\n3,2020-01-07\n",
        b"\"at\",\"units\"\n\"2020-01-07\",\"3\"\n\"2020-01-08 08:00\",\"2.5\"\n",
        b"at;units\n2020-01-07;3\n2020-01-08 08:00;2,5\n",
        b"at;units\n2020-01-07;3,0\n2020-01-08 08:00;2.5\n",
        b"sep=;\r\nat;units\r\n2020-01-07;3\r\n2020-01-08 08:00;2,50\r\n",
        b"at\tunits\n2020-01-07\t3\n2020-01-08 08:00\t2,5\n",
        b"# from the office\nat,units,,\n2020-01-07,3,,\n2020-01-08 08:00,2.5,,\n,,,\n",
    ];
    for form in forms {
        let read = orders(form, "").unwrap_or_else(|(what, _)| panic!("{}: {what}", form.escape_ascii()));
        assert_eq!(read, wanted, "{}", form.escape_ascii());
    }
}

#[test]
fn columns_and_rows_are_chosen() {
    let export = b"Order date;Item;Customer;Qty;Promised;Net price\n\
        2020-01-07;mask;A;3;2020-01-09;0,35\n\
        2020-01-07;gown;A;7;;12\n\
        2019-12-30;mask;B;5;;\n\
        2020-01-08;mask;B;2;;\n\
        2020-05-01;mask;C;1;;\n";
    let columns = "at: \"Order date\", units: \"Qty\", due: \"Promised\", price: \"Net price\"";
    let only = "only: [(\"Item\", \"mask\")]";
    let masks = orders(export, &format!(", {columns}, {only}, others: true, skips_outside: true")).unwrap();
    let first = Listed { due: Some(hour(72)), price: Some(0.35), ..order(24, 3.0) };
    assert_eq!(masks, [first, order(48, 2.0)]);
    let both = "only: [(\"Item\", \"mask\"), (\"Customer\", \"B\")]";
    let of_b = orders(export, &format!(", {columns}, {both}, others: true, skips_outside: true")).unwrap();
    assert_eq!(of_b, [order(48, 2.0)]);
    // Nothing is left out that nobody has said to leave out.
    let problem = |more: &str| orders(export, more).unwrap_err();
    assert_eq!(
        problem(&format!(", {columns}, {only}, skips_outside: true")).0,
        "nothing is read from the column \"Customer\""
    );
    assert_eq!(
        problem(&format!(", {columns}, {only}, others: true")).0,
        "at: this is before the run, which starts on 2020-01-06"
    );
    assert_eq!(problem(", others: true").0, "this table has no column \"at\"");
    let (what, help) = problem(", at: \"Order dat\", others: true");
    assert_eq!(what, "there is no column \"Order dat\" in the header of \"table.csv\"");
    assert_eq!(help, "did you mean \"Order date\"?");
    assert_eq!(
        problem(", only: [(\"Itm\", \"mask\")]").0,
        "there is no column \"Itm\" in the header of \"table.csv\""
    );
    assert_eq!(problem(", only: [(\"Item\", \"masks\")]").0, "no row of this table has \"masks\" there");
    assert_eq!(problem(", lots: \"Qty\"").0, "an order has no lots");
    assert_eq!(
        orders(b"at,units\n2019-01-07,3\n2021-01-07,3\n", ", skips_outside: true").unwrap_err().0,
        "no row of this table is within the run"
    );
}

#[test]
fn what_may_mean_two_things_is_refused() {
    let when = "write a date as 2020-01-07, with a time of day as 2020-01-07 08:30 (local, without a zone), or a time since \
                the start as 36h";
    for cell in [
        "07.01.2020",
        "1/7/2020",
        "43837",
        "2020-01-07T08:30Z",
        "2020-01-07 08:30+08:00",
        "2020-02-30",
        "soon",
    ] {
        let (what, help) = orders(format!("at,units\n{cell},3\n").as_bytes(), "").unwrap_err();
        assert_eq!((what, help.as_str()), (format!("the value \"{cell}\" of this row is no at"), when));
    }
    let units = |csv: &str, cell: &str, help: &str| {
        let found = orders(csv.as_bytes(), "").unwrap_err();
        assert_eq!(
            found,
            (format!("the value \"{cell}\" of this row is no units"), help.to_string()),
            "{csv}"
        );
    };
    let point = "write a number above 0, decimals with a point, as 1.5";
    let comma =
        "write a number above 0, decimals with a comma or point, as 1,5, and thousands without either";
    for cell in ["-3", "0", "NaN", "inf", "1,000", "1,5", "3 pcs"] {
        units(&format!("at,units\n2020-01-07,\"{cell}\"\n"), cell, point);
    }
    for cell in ["1.500", "12.000", "1.000,5", "1,000.5", "1 000", "-2,5"] {
        units(&format!("at;units\n2020-01-07;{cell}\n"), cell, comma);
    }
    // These are no thousands.
    for (cell, number) in [("0.625", 0.625), ("1.5000", 1.5), ("1500", 1_500.0)] {
        let read = orders(format!("at;units\n2020-01-07;{cell}\n").as_bytes(), "").unwrap();
        assert_eq!(read[0].units, Some(number));
    }
    let unclosed = orders(b"at,units\n\"2020-01-07,3\n2020-01-08,4\n", "").unwrap_err().0;
    assert!(unclosed.contains("is no at"), "{unclosed}");
    assert_eq!(orders(b"at,units\n,3\n", "").unwrap_err().0, "at: this row has no at");
    let (what, help) = orders(b"at;units\n2020-01-07;3;4\n", "").unwrap_err();
    assert_eq!(what, "this row has 3 cells, but the header names 2 columns");
    assert_eq!(help, "give each column a name in the header");
}

#[test]
fn measured_times_are_drawn_from_a_table() {
    let step = |csv: &[u8], time: &str| -> Result<Distribution, (String, String)> {
        let spec = told(csv, "[\"1d\"]", time, "1")?;
        let StepKind::Operation(operation) = &spec.plants[0].products[0].routing[0].kind else { panic!() };
        let StepTime::PerUnit(time) = &operation.time else { panic!() };
        Ok(time.clone())
    };
    let csv = b"station;minutes\nweld;1,5\npack;9\nweld;\nweld;2\n";
    let all = step(csv, "Empirical(file: \"table.csv\", column: \"minutes\", unit: \"1min\")").unwrap();
    assert_eq!(all, Distribution::empirical(vec![90.0, 540.0, 120.0], &[1.0; 3]).unwrap());
    let weld = "Empirical(file: \"table.csv\", column: \"minutes\", unit: \"1min\", only: [(\"station\", \"weld\")])";
    assert_eq!(step(csv, weld).unwrap(), Distribution::empirical(vec![90.0, 120.0], &[1.0; 2]).unwrap());
    let thousands = (0..5_000).fold("s\n".to_string(), |mut all, n| {
        let _ = writeln!(all, "{n}");
        all
    });
    let drawn =
        step(thousands.as_bytes(), "Empirical(file: \"table.csv\", column: \"s\", unit: \"1s\")").unwrap();
    assert!((drawn.mean() - 2_499.5).abs() < 1e-9 && drawn.max() == 4_999.0, "{}", drawn.mean());
    let problem = |csv: &[u8], time: &str| step(csv, time).unwrap_err().0;
    assert_eq!(
        problem(b"s\n1\n-2\n", "Empirical(file: \"table.csv\", column: \"s\", unit: \"1s\")"),
        "the value \"-2\" of this row is not a number that is 0 or more"
    );
    assert_eq!(
        problem(csv, "Empirical(file: \"table.csv\", column: \"hours\", unit: \"1h\")"),
        "there is no column \"hours\" in the header of \"table.csv\""
    );
    assert!(problem(csv, "Empirical(file: \"table.csv\", column: \"minutes\")").contains("unit"));
    assert_eq!(
        problem(csv, "Empirical(values: [\"1min\"], unit: \"1min\")"),
        "unit says nothing beside values"
    );
}

#[test]
fn a_curve_is_read_from_any_columns() {
    let curve = |csv: &[u8], more: &str| -> Result<Curve, (String, String)> {
        let curve = format!("Csv(file: \"table.csv\", column: \"index\", shape: Steps{more})");
        Ok(told(csv, "[\"1d\"]", "\"1min\"", &curve)?.surges[0].demand[0].1.clone())
    };
    let wanted = vec![(hour(0), 1.5), (hour(240), 2.0), (hour(24 * 60), 1.0)];
    let plain = curve(b"index,date\n1.5,2020-01-06\n2,2020-01-16\n1,2020-03-06\n", "").unwrap();
    assert_eq!(plain.points, wanted);
    let percent =
        curve(b"date,index\n2020-01-06,150\n2020-01-16,200\n2020-03-06,100\n", ", scale: 0.01").unwrap();
    assert_eq!(percent.points, wanted);
    let of_towns = b"Day;town;index\n2020-01-06;A;1,5\n2020-01-06;B;7\n2020-01-16;A;2\n2020-03-06;A;1\n";
    let town = ", date: \"Day\", only: [(\"town\", \"A\")]";
    assert_eq!(curve(of_towns, town).unwrap().points, wanted);
    assert_eq!(curve(of_towns, "").unwrap_err().0, "this table has no column \"date\"");
    let twice = curve(of_towns, ", date: \"Day\"").unwrap_err().0;
    assert_eq!(twice, "the dates do not ascend: 2020-01-06 comes after 2020-01-06");
}
