//! Files that are too large.

use paiban::formats::sheets::{NamedFile, read_sheets};
use rust_xlsxwriter::Workbook;

use super::workbooks::zip_of;

/// A workbook whose sheet unpacks to far more than it weighs.
fn bomb() -> Vec<u8> {
    zip_of(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("xl/worksheets/sheet1.xml", vec![b' '; 300 * 1024 * 1024]),
    ])
}

#[test]
fn files_that_are_too_large_are_refused_before_they_are_read() {
    let refused = |name: &str, bytes: Vec<u8>, code: &str| {
        let found = read_sheets(&[(name.to_owned(), bytes)]).expect_err("it is too large");
        let codes: Vec<&str> = found.iter().map(|f| f.finding.code).collect();
        assert!(codes.contains(&code), "{codes:?}");
    };
    refused("a.xlsx", bomb(), "file_too_large");
    refused("a.csv", vec![b'a'; 33 * 1024 * 1024], "file_too_large");
    refused(
        "demand.csv",
        [b"hall\n", &b",".repeat(400)[..]].concat(),
        "sheet_too_large",
    );
    let many: Vec<NamedFile> = (0..501).map(|n| (format!("{n}.csv"), Vec::new())).collect();
    let found = read_sheets(&many).expect_err("too many");
    assert_eq!(found[0].finding.code, "too_many_entries");
}

#[test]
fn a_cell_in_the_last_corner_takes_no_memory() {
    let mut book = Workbook::new();
    let tab = book.add_worksheet().set_name("demand").expect("a tab");
    tab.write_string(0, 0, "hall").expect("a cell");
    tab.write_string(1_048_575, 16_383, "x").expect("a cell");
    let bytes = book.save_to_buffer().expect("bytes");
    let found = read_sheets(&[("a.xlsx".to_owned(), bytes)]).expect_err("too wide");
    let told = found
        .iter()
        .find(|f| f.finding.code == "sheet_too_large")
        .expect("told");
    let cell = told.place.cell.map(|cell| cell.to_string());
    assert_eq!(cell.as_deref(), Some("XFD1048576"));
}
