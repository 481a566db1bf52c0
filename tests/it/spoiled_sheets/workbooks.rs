//! Workbooks: whole, merged, damaged, and what only bears the name of one.

use std::io::Write;

use paiban::formats::sheets::NamedFile;
use rust_xlsxwriter::{Format, Workbook};

use super::files::{any_file, file, rows, target};
use super::{Dice, Target, Verdict};

/// Some sheets as tabs of one workbook, everything typed as text.
pub fn workbook(sheets: &[(String, Vec<Vec<String>>)]) -> Workbook {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let tab = book
            .add_worksheet()
            .set_name(name.trim_end_matches(".csv"))
            .expect("a tab");
        for (row, line) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(line).filter(|(_, cell)| !cell.is_empty()) {
                tab.write_string(row, column, cell).expect("a cell");
            }
        }
    }
    book
}

pub fn into_workbook(files: &mut Vec<NamedFile>, name: &str, change: impl FnOnce(&mut Workbook)) {
    let rows = rows(file(files, name));
    let mut book = workbook(&[(name.to_owned(), rows)]);
    change(&mut book);
    files.retain(|(file, _)| file != name);
    files.push((
        "book.xlsx".to_owned(),
        book.save_to_buffer().expect("bytes"),
    ));
}

pub fn whole_workbook(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, _) = any_file(files, dice);
    into_workbook(files, &name, |_| {});
    Verdict::Same
}

pub fn merged_down(files: &mut Vec<NamedFile>, _: &mut Dice) -> Verdict {
    into_workbook(files, "employee_skills.csv", |book| {
        let tab = book.worksheet_from_index(0).expect("a tab");
        // E01 holds two skills, in rows 2 and 3.
        tab.merge_range(1, 0, 2, 0, "E01", &Format::new())
            .expect("a merge");
    });
    Verdict::Same
}

pub fn merged_across(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let row = 2 + dice.below(8);
    into_workbook(files, "history.csv", |book| {
        let tab = book.worksheet_from_index(0).expect("a tab");
        tab.merge_range(row as u32, 0, row as u32, 1, "E01", &Format::new())
            .expect("a merge");
    });
    Verdict::Refused(&["merged_cells"], target("book.xlsx", row, 0))
}

pub fn broken_workbook(
    files: &mut Vec<NamedFile>,
    dice: &mut Dice,
    damage: fn(&mut Dice, &mut Vec<u8>),
) -> Verdict {
    let (name, _) = any_file(files, dice);
    into_workbook(files, &name, |_| {});
    damage(dice, file(files, "book.xlsx"));
    Verdict::Refused(
        &["not_a_workbook", "file_too_large"],
        Some(Target {
            file: "book.xlsx".to_owned(),
            cell: String::new(),
        }),
    )
}

/// Whatever a reader makes of it: an answer.
pub fn damaged_workbook(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, _) = any_file(files, dice);
    into_workbook(files, &name, |_| {});
    let bytes = file(files, "book.xlsx");
    for _ in 0..40 {
        let at = dice.below(bytes.len());
        bytes[at] = dice.below(256) as u8;
    }
    Verdict::Refused(
        &[
            "not_a_workbook",
            "file_too_large",
            "unknown_sheet",
            "empty_sheet",
            "unreadable",
        ],
        None,
    )
}

pub fn zip_of(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("an entry");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}
