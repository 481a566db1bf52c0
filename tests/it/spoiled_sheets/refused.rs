//! Cells, columns and files that nobody can read: each must be named.

use paiban::formats::sheets::NamedFile;

use super::files::{any_file, cells_like, file, is_date, rows, target, text};
use super::workbooks::workbook;
use super::{Dice, Target, Verdict};

pub fn spoil_at(
    files: &mut [NamedFile],
    (name, row, column): (String, usize, usize),
    value: &str,
    codes: &'static [&'static str],
) -> Verdict {
    let mut rows = rows(file(files, &name));
    rows[row][column] = value.to_owned();
    *file(files, &name) = text(&rows);
    Verdict::Refused(codes, target(&name, row, column))
}

pub fn american_date(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let cells = cells_like(files, is_date);
    let cell = cells[dice.below(cells.len())].clone();
    spoil_at(files, cell, "3/9/26", &["bad_date"])
}

pub fn spoil_number(
    files: &mut [NamedFile],
    dice: &mut Dice,
    value: &str,
    codes: &'static [&'static str],
) -> Verdict {
    let number =
        |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let cells = cells_like(files, number);
    let cell = cells[dice.below(cells.len())].clone();
    spoil_at(files, cell, value, codes)
}

pub fn spoil_any(
    files: &mut [NamedFile],
    dice: &mut Dice,
    value: &str,
    codes: &'static [&'static str],
) -> Verdict {
    let cells = cells_like(files, |cell| !cell.is_empty());
    let cell = cells[dice.below(cells.len())].clone();
    spoil_at(files, cell, value, codes)
}

/// The sheets with a column that must be there: its position.
pub const NEEDED: [(&str, usize); 6] = [
    ("employees.csv", 2),
    ("leave.csv", 1),
    ("demand.csv", 5),
    ("queues.csv", 3),
    ("shift_templates.csv", 3),
    ("opening_hours.csv", 4),
];

pub fn emptied(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, column) = NEEDED[dice.below(NEEDED.len())];
    let row = 1 + dice.below(rows(file(files, name)).len() - 1);
    spoil_at(files, (name.to_owned(), row, column), "", &["missing_cell"])
}

pub fn missing_column(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, column) = NEEDED[dice.below(NEEDED.len())];
    let mut rows = rows(file(files, name));
    for row in &mut rows {
        row.remove(column);
    }
    *file(files, name) = text(&rows);
    Verdict::Refused(&["missing_column"], target(name, 0, 0))
}

pub fn misspelt_column(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let column = dice.below(rows[0].len());
    spoil_at(files, (name, 0, column), "qqq", &["unknown_column"])
}

pub fn duplicate_column(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let first = rows[0][0].clone();
    let column = 1 + dice.below(rows[0].len() - 1);
    spoil_at(files, (name, 0, column), &first, &["duplicate_column"])
}

pub fn empty_file(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, _) = any_file(files, dice);
    *file(files, &name) = [&b""[..], b"\n\n\n", b" , ,\n", b"\xef\xbb\xbf"][dice.below(4)].to_vec();
    Verdict::Refused(
        &["empty_sheet"],
        Some(Target {
            file: name,
            cell: String::new(),
        }),
    )
}

pub fn unknown_sheet(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let at = dice.below(files.len());
    let name = format!("my {}", files[at].0);
    files[at].0.clone_from(&name);
    Verdict::Refused(
        &["unknown_sheet"],
        Some(Target {
            file: name,
            cell: String::new(),
        }),
    )
}

pub fn unclosed_quote(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let row = 1 + dice.below(rows.len() - 1);
    let column = dice.below(rows[row].len());
    let value = format!("\"{}", rows[row][column]);
    spoil_at(files, (name, row, column), &value, &["stray_quote"])
}

pub fn nested_quotes(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let row = 1 + dice.below(rows.len() - 1);
    let column = dice.below(rows[row].len());
    spoil_at(
        files,
        (name, row, column),
        "\"a \"b\" c\"",
        &["stray_quote"],
    )
}

pub fn no_text(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, _) = any_file(files, dice);
    let bytes = file(files, &name);
    bytes.extend([0xff, 0x80, 0xff]);
    Verdict::Refused(
        &["not_text"],
        Some(Target {
            file: name,
            cell: String::new(),
        }),
    )
}

pub fn workbook_named_csv(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, lines) = any_file(files, dice);
    let bytes = workbook(&[(name.clone(), lines)])
        .save_to_buffer()
        .expect("bytes");
    *file(files, &name) = bytes;
    Verdict::Refused(
        &["wrong_kind_of_file"],
        Some(Target {
            file: name,
            cell: String::new(),
        }),
    )
}

pub fn twice(files: &mut [NamedFile], dice: &mut Dice, name: &str, code: &'static str) -> Verdict {
    let mut rows = rows(file(files, name));
    let row = rows[1 + dice.below(rows.len() - 1)].clone();
    rows.push(row);
    let column = match code {
        "overlapping_demand" => 3,
        "duplicate_wish" => 1,
        _ => 0,
    };
    let last = rows.len() - 1;
    *file(files, name) = text(&rows);
    let codes: &[&str] = match code {
        "overlapping_demand" => &["overlapping_demand"],
        "duplicate_wish" => &["duplicate_wish"],
        _ => &["duplicate_id"],
    };
    Verdict::Refused(codes, target(name, last, column))
}

pub fn ambiguous_name(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let mut people = rows(file(files, "employees.csv"));
    let (one, other) = (1 + dice.below(8), 9 + dice.below(8));
    people[one][1] = "王敏".to_owned();
    people[other][1] = "王敏".to_owned();
    *file(files, "employees.csv") = text(&people);
    let lines = rows(file(files, "history.csv")).len();
    let row = 1 + dice.below(lines - 1);
    spoil_at(
        files,
        ("history.csv".to_owned(), row, 0),
        "王敏",
        &["ambiguous_name"],
    )
}

pub fn stranger(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let lines = rows(file(files, "history.csv")).len();
    let row = 1 + dice.below(lines - 1);
    spoil_at(
        files,
        ("history.csv".to_owned(), row, 0),
        "E99",
        &["unknown_employee"],
    )
}
