//! One cell as a spreadsheet holds it, and its address.

use std::fmt;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text as typed.
    Text(String),
    /// A number.
    Number(f64),
    /// A number shown as a date or time: days since the end of 1899.
    Serial(f64),
    /// True or false.
    Flag(bool),
    /// A formula without a result, such as #REF!.
    Error(String),
}

impl Cell {
    /// A cell of text; errors of formulas are recognised.
    pub fn of_text(text: &str) -> Cell {
        const ERRORS: [&str; 8] = [
            "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!",
        ];
        let trimmed = trim(text);
        let wide = trimmed.len() > 3 && trimmed.bytes().all(|byte| byte == b'#');
        if wide || ERRORS.contains(&trimmed) {
            return Cell::Error(trimmed.to_owned());
        }
        Cell::Text(text.to_owned())
    }

    /// Whether nothing but blanks stands in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Text(text) if trim(text).is_empty())
    }

    /// Its content without the blanks around it, as a person would type it.
    pub fn text(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Error(text) => trim(text).to_owned(),
            Cell::Number(number) | Cell::Serial(number) => format!("{number}"),
            Cell::Flag(flag) => flag.to_string(),
        }
    }

    /// The start of its content, for a message.
    pub fn shown(&self) -> String {
        let text = self.text();
        let mut letters = text.chars().map(|c| if c.is_control() { '·' } else { c });
        let head: String = letters.by_ref().take(40).collect();
        match letters.next() {
            Some(_) => format!("\"{head}...\""),
            None => format!("\"{head}\""),
        }
    }
}

/// Without the blanks around it: also those of Chinese text, and marks that nobody sees.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "\u{feff}\u{200b}\u{200e}\u{200f}".contains(c))
}

/// Full-width digits, letters and signs as ordinary ones.
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            '−' | '–' | '—' => '-',
            _ => c,
        })
        .collect()
}

/// Full-width digits and letters as ordinary ones; signs stay, since names of places hold them.
pub fn narrow_letters(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
            }
            _ => c,
        })
        .collect()
}

/// A cell's place in its sheet, counted from 0; shown as spreadsheets do: `D7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// Row, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub column: u32,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = self.column + 1;
        while rest > 0 {
            letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
            rest = (rest - 1) / 26;
        }
        let column: String = letters.iter().rev().collect();
        write!(f, "{column}{}", self.row + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Cell, narrow, narrow_letters, trim};

    #[test]
    fn addresses_read_as_in_a_spreadsheet() {
        let at = |row, column| Address { row, column }.to_string();
        assert_eq!(
            [at(6, 3), at(0, 25), at(0, 26), at(9, 701), at(0, 702)],
            ["D7", "Z1", "AA1", "ZZ10", "AAA1"]
        );
    }

    #[test]
    fn blanks_around_and_full_width_letters_do_not_matter() {
        assert_eq!(trim("\u{feff}　 E01\u{a0}\t"), "E01");
        assert_eq!(narrow("２０２６－０３：０"), "2026-03:0");
        assert_eq!(narrow_letters("Ｅ０１（东）"), "E01（东）");
        assert_eq!(Cell::of_text(" #REF! "), Cell::Error("#REF!".to_owned()));
        assert_eq!(Cell::of_text("#1"), Cell::Text("#1".to_owned()));
    }
}
