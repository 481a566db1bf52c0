//! Sheets to an .xlsx workbook with headings, widths, real dates and lists to choose from.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError,
};

use super::clock::serial;
use super::table::{Column, Kind, Sheet, Target, Word};
use super::write::{OutCell, OutSheet};
use crate::formats::instance::parse_date;

/// A workbook that could not be put together, in words.
pub type Unwritten = String;

/// Rows under the heading in which lists are offered to choose from.
const OFFERED_ROWS: u32 = 2_000;

/// A workbook with a tab for each sheet, lists to choose from, and a tab that explains every column.
///
/// # Errors
/// More rows or longer texts than a workbook can hold.
pub fn workbook(sheets: &[OutSheet]) -> Result<Vec<u8>, Unwritten> {
    build(sheets).map_err(|error| error.to_string())
}

fn build(sheets: &[OutSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed moment: the same instance gives the same bytes.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let given = |sheet: &str| sheets.iter().any(|given| given.sheet.key == sheet);
    for sheet in sheets {
        let tab = book.add_worksheet().set_name(sheet.sheet.title())?;
        heading(tab, sheet.sheet)?;
        for (row, cells) in (1..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(cells) {
                write(
                    tab,
                    (row, column),
                    cell,
                    sheet.sheet.columns[usize::from(column)].kind,
                )?;
            }
        }
        choices(tab, sheet.sheet, given)?;
    }
    explain(book.add_worksheet().set_name("guide 说明")?, sheets)?;
    book.save_to_buffer()
}

fn heading(tab: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (at, column) in (0..).zip(sheet.columns) {
        tab.write_string_with_format(0, at, column.title(), &bold)?;
        tab.set_column_width(at, 24)?;
    }
    tab.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write(
    tab: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &OutCell,
    kind: Kind,
) -> Result<(), XlsxError> {
    match cell {
        OutCell::Empty => {}
        OutCell::Text(text) => {
            tab.write_string(row, column, text)?;
        }
        OutCell::Number(digits) => match digits.parse::<f64>() {
            Ok(number) if matches!(kind, Kind::Money) => {
                let format = Format::new().set_num_format("0.00");
                tab.write_number_with_format(row, column, number, &format)?;
            }
            Ok(number) => {
                tab.write_number(row, column, number)?;
            }
            Err(_) => {
                tab.write_string(row, column, digits)?;
            }
        },
        OutCell::Day(text) => match parse_date(text) {
            Some(day) => {
                let format = Format::new().set_num_format("yyyy-mm-dd");
                tab.write_number_with_format(row, column, serial(day) as f64, &format)?;
            }
            None => {
                tab.write_string(row, column, text)?;
            }
        },
    }
    Ok(())
}

/// Offers words and identifiers to choose from; what is typed instead is not refused.
fn choices(
    tab: &mut Worksheet,
    sheet: &Sheet,
    given: impl Fn(&str) -> bool,
) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(sheet.columns) {
        let list = match column.kind {
            Kind::Word(words) => {
                let titles: Vec<String> = words.iter().map(Word::title).collect();
                DataValidation::new().allow_list_strings(&titles)?
            }
            Kind::Flag => DataValidation::new().allow_list_strings(&["yes 是", "no 否"])?,
            Kind::Ref(target) => match defined_in(target).filter(|sheet| given(sheet.key)) {
                Some(sheet) => {
                    let ids = format!("='{}'!$A$2:$A${}", sheet.title(), OFFERED_ROWS + 1);
                    DataValidation::new().allow_list_formula(Formula::new(ids))
                }
                None => continue,
            },
            _ => continue,
        };
        tab.add_data_validation(1, at, OFFERED_ROWS, at, &list.show_error_message(false))?;
    }
    Ok(())
}

/// The sheet whose first column holds the identifiers.
fn defined_in(target: Target) -> Option<&'static Sheet> {
    let key = match target {
        Target::Skill => "skills",
        Target::Hall => "halls",
        Target::Template => "shift_templates",
        Target::Contract => "contracts",
        Target::Employee => "employees",
        Target::Class | Target::Queue | Target::Post | Target::Served => return None,
    };
    super::catalogue::sheets().find(|sheet| sheet.key == key)
}

/// A line for each column: sheet, column, whether it must be given, what it means.
fn explain(tab: &mut Worksheet, sheets: &[OutSheet]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let heads = ["sheet 表", "column 列", "must 必填", "meaning", "含义"];
    for (at, (head, width)) in (0..).zip(heads.iter().zip([28, 32, 12, 60, 60])) {
        tab.write_string_with_format(0, at, *head, &bold)?;
        tab.set_column_width(at, width)?;
    }
    let mut row = 1;
    for OutSheet { sheet, .. } in sheets {
        let title = sheet.title();
        let whole = (sheet.about.0.to_owned(), sheet.about.1.to_owned());
        let lines = std::iter::once((String::new(), false, whole)).chain(
            explained_columns(sheet).map(|(column, about)| (column.title(), column.needed, about)),
        );
        for (column, needed, (en, zh)) in lines {
            tab.write_string(row, 0, &title)?;
            tab.write_string(row, 1, column)?;
            tab.write_string(row, 2, if needed { "yes 是" } else { "" })?;
            tab.write_string(row, 3, en)?;
            tab.write_string(row, 4, zh)?;
            row += 1;
        }
    }
    tab.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Columns with what they mean, in English and Chinese; for the settings each setting is one.
pub fn explained_columns(
    sheet: &'static Sheet,
) -> impl Iterator<Item = (&'static Column, (String, String))> {
    let own = sheet.columns.iter();
    let settings = super::catalogue::VALUES
        .iter()
        .filter(|_| sheet.path.is_empty());
    own.chain(settings).map(|column| (column, about(column)))
}

fn about(column: &Column) -> (String, String) {
    let (en, zh) = column.about;
    match column.kind {
        Kind::Word(words) | Kind::Words(words) => {
            let titles: Vec<String> = words.iter().map(Word::title).collect();
            let titles = titles.join(" | ");
            (format!("{en}: {titles}"), format!("{zh}：{titles}"))
        }
        Kind::Flag => (format!("{en} (yes / no)"), format!("{zh}（是 / 否）")),
        Kind::Date => (format!("{en} (2026-03-02)"), format!("{zh}（2026-03-02）")),
        _ => (en.to_owned(), zh.to_owned()),
    }
}
