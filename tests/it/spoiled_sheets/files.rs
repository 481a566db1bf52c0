//! Files of the example as rows and cells.

use paiban::formats::sheets::NamedFile;

use super::{Dice, Target};

pub fn file<'a>(files: &'a mut [NamedFile], name: &str) -> &'a mut Vec<u8> {
    let found = files.iter_mut().find(|(file, _)| file == name);
    &mut found.expect("a file of the example").1
}

/// The rows of a file; the example's cells hold neither commas nor quotes where this is asked.
pub fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(cells)
        .collect()
}

pub fn text(rows: &[Vec<String>]) -> Vec<u8> {
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    format!("\u{feff}{}\n", lines.join("\n")).into_bytes()
}

/// A file by chance, with its rows; only such as hold neither quotes nor lists.
pub fn any_file(files: &[NamedFile], dice: &mut Dice) -> (String, Vec<Vec<String>>) {
    let plain: Vec<&NamedFile> = (files.iter())
        .filter(|(name, bytes)| name != "settings.csv" && !bytes.contains(&b'"'))
        .collect();
    let (name, bytes) = plain[dice.below(plain.len())];
    (name.clone(), rows(bytes))
}

pub fn address(row: usize, column: usize) -> String {
    format!("{}{}", char::from(b'A' + column as u8), row + 1)
}

pub fn target(file: &str, row: usize, column: usize) -> Option<Target> {
    Some(Target {
        file: file.to_owned(),
        cell: address(row, column),
    })
}

/// Every cell under a heading that holds what is looked for.
pub fn cells_like(files: &[NamedFile], like: impl Fn(&str) -> bool) -> Vec<(String, usize, usize)> {
    let mut cells = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name != "settings.csv") {
        for (row, line) in rows(bytes).iter().enumerate().skip(1) {
            for (column, cell) in line.iter().enumerate() {
                if like(cell) {
                    cells.push((name.clone(), row, column));
                }
            }
        }
    }
    cells
}

pub fn is_date(cell: &str) -> bool {
    cell.len() == 10 && cell.bytes().filter(|byte| *byte == b'-').count() == 2
}
