//! CSV files: bytes to text in whatever encoding a spreadsheet saved, text to rows.

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::cell::{Address, Cell};
use super::finding::SheetFinding;
use super::grid::{BYTES_MAX, CELL_MAX, CELLS_MAX, COLUMN_MAX, Grid, ROW_MAX, Row, file_fault};

/// The sheet of a CSV file; what cannot be read of it is told.
pub fn read(name: &str, bytes: &[u8], found: &mut Vec<SheetFinding>) -> Option<Grid> {
    if bytes.len() > BYTES_MAX {
        let remedy = format!("it has {} bytes; at most {BYTES_MAX} are read", bytes.len());
        found.push(file_fault(name, "file_too_large", remedy));
        return None;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let remedy = "it is a workbook under the name of a CSV file; name it .xlsx";
        found.push(file_fault(name, "wrong_kind_of_file", remedy));
        return None;
    }
    let Some(text) = decoded(bytes) else {
        let remedy = "it is neither UTF-8 nor GBK text; save it as CSV UTF-8";
        found.push(file_fault(name, "not_text", remedy));
        return None;
    };
    let mut grid = Grid {
        file: name.to_owned(),
        tab: stem(name).to_owned(),
        rows: Vec::new(),
    };
    let delimiter = delimiter(&text);
    if let Some(at) = stray_quote(&text, delimiter) {
        let remedy = "a quotation mark is not closed or not doubled here; write \"\" for one inside a quoted cell";
        found.push(grid.fault(Some(at), "stray_quote", "the cell", remedy));
        return None;
    }
    rows(&mut grid, &text, delimiter, found).then_some(grid)
}

/// A file's name without folder and ending.
pub fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The text, by its byte order mark, else UTF-8, else GBK.
fn decoded(bytes: &[u8]) -> Option<String> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| {
        let plain = std::str::from_utf8(bytes).is_ok();
        (if plain { UTF_8 } else { GB18030 }, 0)
    });
    let (text, faulty) = encoding.decode_without_bom_handling(&bytes[mark..]);
    (!faulty).then(|| text.into_owned())
}

/// Comma, or what the first line has instead.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let line = line.unwrap_or_default();
    let count = |sign: char| line.matches(sign).count();
    [(b';', ';'), (b'\t', '\t')]
        .into_iter()
        .find(|(_, sign)| !line.contains(',') && count(*sign) > 0)
        .map_or(b',', |(byte, _)| byte)
}

/// The first cell whose quotation marks do not pair up.
fn stray_quote(text: &str, delimiter: u8) -> Option<Address> {
    let delimiter = char::from(delimiter);
    let mut at = Address { row: 0, column: 0 };
    let (mut quoted, mut fresh, mut opened) = (false, true, at);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
            }
            '"' if quoted => {
                quoted = false;
                let next = signs.peek().copied();
                if next.is_some_and(|next| next != delimiter && next != '\n' && next != '\r') {
                    return Some(at);
                }
            }
            '"' if fresh => (quoted, fresh, opened) = (true, false, at),
            _ if quoted => {}
            '\n' => (at.row, at.column, fresh) = (at.row + 1, 0, true),
            _ if sign == delimiter => (at.column, fresh) = (at.column + 1, true),
            _ => fresh = false,
        }
    }
    quoted.then_some(opened)
}

/// Fills the grid; false when limits or the reader stop it.
fn rows(grid: &mut Grid, text: &str, delimiter: u8, found: &mut Vec<SheetFinding>) -> bool {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut number, mut cells) = (0, 0);
    loop {
        let start = reader.position().byte() as usize;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return true,
            Err(error) => {
                found.push(file_fault(&grid.file, "unreadable", format!("{error}")));
                return false;
            }
        }
        // The reader passes over empty lines; a spreadsheet counts them.
        number += skipped_lines(text, start);
        cells += record.len();
        let wide = record.len() > COLUMN_MAX as usize + 1;
        if number > ROW_MAX || cells > CELLS_MAX || wide {
            let remedy = format!(
                "more than {CELLS_MAX} cells or {} columns; split it",
                COLUMN_MAX + 1
            );
            let at = Some(Address {
                row: number,
                column: 0,
            });
            found.push(grid.fault(at, "sheet_too_large", "the sheet", remedy));
            return false;
        }
        grid.rows.extend(row(grid, number, &record, found));
        number += 1;
    }
}

fn row(
    grid: &Grid,
    number: u32,
    record: &csv::StringRecord,
    found: &mut Vec<SheetFinding>,
) -> Option<Row> {
    let mut cells = Vec::new();
    for (column, text) in (0..).zip(record) {
        let at = Some(Address {
            row: number,
            column,
        });
        if text.len() > CELL_MAX {
            let remedy = "the cell is longer than any value; is a quotation mark missing?";
            found.push(grid.fault(at, "cell_too_long", "the cell", remedy));
            continue;
        }
        let cell = Cell::of_text(unguarded(text));
        if !cell.is_empty() {
            cells.push((column, cell));
        }
    }
    (!cells.is_empty()).then_some(Row { number, cells })
}

/// Signs with which a spreadsheet starts a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A text that a spreadsheet will not take for a formula; [`read`] takes the mark off again.
pub fn guarded(text: &str) -> String {
    let formula = text.trim_start_matches('\'').starts_with(FORMULA);
    if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn unguarded(text: &str) -> &str {
    let formula = text.trim_start_matches('\'').starts_with(FORMULA);
    text.strip_prefix('\'').filter(|_| formula).unwrap_or(text)
}

/// Empty lines from a place in the text on.
fn skipped_lines(text: &str, start: usize) -> u32 {
    let rest = text.get(start..).unwrap_or_default();
    // The reader stops between the two signs of a DOS line end.
    let between = text.get(..start).is_some_and(|read| read.ends_with('\r'));
    let rest = rest.strip_prefix('\n').filter(|_| between).unwrap_or(rest);
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    rest[..blank].matches('\n').count() as u32
}

#[cfg(test)]
mod tests {
    use super::{Cell, GB18030, guarded, read, unguarded};

    type Rows<'a> = &'a [(u32, &'a [&'a str])];
    type Codes<'a> = &'a [(&'a str, &'a str)];

    /// Row numbers and texts of what is read, or the codes and cells of the findings.
    fn check(bytes: &[u8], expected: Result<Rows<'_>, Codes<'_>>) {
        let mut found = Vec::new();
        let grid = read("staff.csv", bytes, &mut found);
        let told: Vec<(&str, String)> = (found.iter())
            .map(|f| {
                (
                    f.finding.code,
                    f.place.cell.map_or(String::new(), |c| c.to_string()),
                )
            })
            .collect();
        match expected {
            Ok(rows) => {
                assert!(told.is_empty(), "{told:?}");
                let read: Vec<(u32, Vec<String>)> = (grid.expect("a sheet").rows.iter())
                    .map(|row| {
                        (
                            row.number,
                            row.cells.iter().map(|(_, c)| c.text()).collect(),
                        )
                    })
                    .collect();
                assert_eq!(
                    read,
                    rows.iter()
                        .map(|(n, c)| (*n, c.iter().map(|c| c.to_string()).collect()))
                        .collect::<Vec<_>>()
                );
            }
            Err(codes) => {
                let told: Vec<(&str, &str)> =
                    told.iter().map(|(code, cell)| (*code, &**cell)).collect();
                assert_eq!(told, codes);
            }
        }
    }

    #[test]
    fn whatever_a_spreadsheet_saved_is_read() {
        let rows: Rows<'_> = &[(0, &["工号", "姓名"]), (1, &["E1", "王敏"])];
        let text = "工号,姓名\nE1,王敏\n";
        check(text.as_bytes(), Ok(rows));
        check(format!("\u{feff}{text}").as_bytes(), Ok(rows));
        check(&GB18030.encode(text).0, Ok(rows));
        check(text.replace('\n', "\r\n").as_bytes(), Ok(rows));
        check(text.replace(',', ";").as_bytes(), Ok(rows));
        check(text.replace(',', "\t").as_bytes(), Ok(rows));
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        check(&wide, Ok(rows));
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        check(
            b"a,b\r\n\r\n\r\n\"x\ny\",2\r\n,,\r\nz,3\r\n",
            Ok(&[(0, &["a", "b"]), (3, &["x\ny", "2"]), (5, &["z", "3"])]),
        );
        check(b"\n\na\n\nb", Ok(&[(2, &["a"]), (4, &["b"])]));
    }

    #[test]
    fn quotation_marks_that_do_not_pair_up_are_named() {
        check(b"a,b\n1,\"x\"y\"\n", Err(&[("stray_quote", "B2")]));
        check(b"a,b\n\"1,2\n3,4\n", Err(&[("stray_quote", "A2")]));
        check(
            b"a\n\"x \"\"y\"\" z\"\n5\" high\n",
            Ok(&[(0, &["a"]), (1, &["x \"y\" z"]), (2, &["5\" high"])]),
        );
    }

    #[test]
    fn texts_that_look_like_formulas_come_back_as_they_were() {
        for text in ["=1+1", "'=x", "-5", "plain", "'plain", "@home"] {
            assert_eq!(unguarded(&guarded(text)), text);
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
    }

    #[test]
    fn what_is_no_text_is_told() {
        check(&[0x61, 0xff, 0xff, 0x0a], Err(&[("not_text", "")]));
        check(b"PK\x03\x04", Err(&[("wrong_kind_of_file", "")]));
        let long = format!("a\n{}\n", "x".repeat(200_000));
        check(long.as_bytes(), Err(&[("cell_too_long", "A2")]));
        assert_eq!(Cell::of_text(""), Cell::Text(String::new()));
    }
}
