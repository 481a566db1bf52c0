//! Another dress of the same values: read as if nothing were the matter.

use paiban::formats::sheets::NamedFile;

use super::files::{any_file, cells_like, file, is_date, rows, text};
use super::{Dice, Verdict};

pub fn encode(files: &mut [NamedFile], encoding: &'static encoding_rs::Encoding) -> Verdict {
    for (_, bytes) in files {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        *bytes = encoding
            .encode(text.trim_start_matches('\u{feff}'))
            .0
            .into_owned();
    }
    Verdict::Same
}

pub fn without_mark(files: &mut Vec<NamedFile>, _: &mut Dice) -> Verdict {
    encode(files, encoding_rs::UTF_8)
}

pub fn utf16(files: &mut Vec<NamedFile>, _: &mut Dice) -> Verdict {
    for (_, bytes) in files {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        *bytes = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    Verdict::Same
}

pub fn lines_end(files: &mut [NamedFile], end: &str) -> Verdict {
    for (_, bytes) in files {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        *bytes = text.replace('\n', end).into_bytes();
    }
    Verdict::Same
}

pub fn semicolons(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, rows) = any_file(files, dice);
    let quoted = |cell: &String| match cell.contains(';') {
        true => format!("\"{cell}\""),
        false => cell.clone(),
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(";");
    let lines: Vec<String> = rows.iter().map(line).collect();
    *file(files, &name) = lines.join("\n").into_bytes();
    Verdict::Same
}

pub fn blank_lines(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, mut rows) = any_file(files, dice);
    rows.insert(
        1 + dice.below(rows.len()),
        vec![" ".to_owned(), "　".to_owned()],
    );
    rows.insert(1 + dice.below(rows.len()), Vec::new());
    rows.insert(0, vec!["2026 年 3 月".to_owned()]);
    *file(files, &name) = text(&rows);
    Verdict::Same
}

pub fn change_some(
    files: &mut [NamedFile],
    dice: &mut Dice,
    change: impl Fn(&str) -> String,
) -> Verdict {
    let (name, mut rows) = any_file(files, dice);
    for row in rows.iter_mut().skip(1) {
        for cell in row.iter_mut().filter(|cell| !cell.is_empty()) {
            if dice.below(2) == 0 {
                *cell = change(cell);
            }
        }
    }
    *file(files, &name) = text(&rows);
    Verdict::Same
}

pub fn blanks_around(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    change_some(files, dice, |cell| format!(" \u{3000}{cell}\u{a0} "))
}

pub fn full_width(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    change_some(files, dice, |cell| {
        let wide = |c: char| match c {
            '0'..='9' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
            _ => c,
        };
        // Names and reasons stay as they are typed; everything else is read as if it were narrow.
        match cell
            .chars()
            .all(|c| c.is_ascii_digit() || ":.-".contains(c))
        {
            true => cell.chars().map(wide).collect(),
            false => cell.to_owned(),
        }
    })
}

pub fn dates(files: &mut [NamedFile], dice: &mut Dice, write: fn(&str) -> String) -> Verdict {
    let cells = cells_like(files, is_date);
    for _ in 0..20 {
        let (name, row, column) = cells[dice.below(cells.len())].clone();
        let mut rows = rows(file(files, &name));
        if is_date(&rows[row][column]) {
            rows[row][column] = write(&rows[row][column]);
        }
        *file(files, &name) = text(&rows);
    }
    Verdict::Same
}

pub fn chinese_date(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').collect();
    format!(
        "{}年{}月{}日",
        parts[0],
        parts[1].trim_start_matches('0'),
        parts[2]
    )
}

pub fn serial_date(date: &str) -> String {
    let date: chrono::NaiveDate = date.parse().expect("a date");
    let start = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a date");
    (date - start).num_days().to_string()
}

pub fn closing_at_midnight(files: &mut Vec<NamedFile>, _: &mut Dice) -> Verdict {
    let bytes = file(files, "opening_hours.csv");
    *bytes = String::from_utf8(bytes.clone())
        .expect("UTF-8")
        .replace("19:30", "24:00")
        .into_bytes();
    Verdict::Read
}

pub fn chinese_headings(files: &mut Vec<NamedFile>, dice: &mut Dice) -> Verdict {
    let (name, mut rows) = any_file(files, dice);
    let words = dice.below(2);
    for heading in &mut rows[0] {
        *heading = heading.split(' ').nth(words).unwrap_or_default().to_owned();
    }
    *file(files, &name) = text(&rows);
    Verdict::Same
}
