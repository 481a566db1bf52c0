//! A sheet of paper for the wall: one hall, one week, names down and days across.

use chrono::NaiveDate;

use super::cell::legend;
use super::document;
use super::grid::{days_of, week};
use super::tongue::{Language, both, escape};
use crate::domain::HallIx;
use crate::report::Sheet;
use crate::report::roster::{name, people_of};
use crate::roster::week_starts;

const STYLE: &str = concat!(include_str!("style.css"), include_str!("wall.css"));

/// One page for each hall and week: a file name and its HTML, A4 across, sized so that all names fit.
///
/// `version` signs the sheet beside the hash of the input: whoever looks at the wall can tell which plan hangs there.
/// A roster that the checker refused is not printed: there are no sheets then.
pub fn wall_sheets(sheet: &Sheet<'_>, version: &str, language: Language) -> Vec<(String, String)> {
    if !sheet.audit.is_clean() {
        return Vec::new();
    }
    let mut pages = Vec::new();
    for hall in (0..sheet.instance.halls.len()).map(HallIx) {
        for monday in week_starts(sheet.instance) {
            if let Some(page) = page(sheet, hall, monday, version, language) {
                let site = &sheet.instance.halls[hall.0];
                pages.push((format!("{}-{monday}.html", file_name(&site.id)), page));
            }
        }
    }
    pages
}

fn page(
    sheet: &Sheet<'_>,
    hall: HallIx,
    monday: NaiveDate,
    version: &str,
    language: Language,
) -> Option<String> {
    let days = days_of(sheet, monday);
    let people = people_of(sheet, hall, &days).len();
    let table = week(sheet, hall, monday);
    if table.is_empty() {
        return None;
    }
    let site = &sheet.instance.halls[hall.0];
    let title = name(&site.name, &site.id);
    let (first, last) = (days.first()?.1, days.last()?.1);
    // Height for the names on the page, in millimetres; 11 mm is as much as a row can use.
    let row_mm = (150.0 / people.max(1) as f64).clamp(2.6, 11.0);
    let hash = sheet.instance.input_sha256.get(..16).unwrap_or("-");
    // Two lines a row become too small to read from a step away: times then stand side by side.
    let dense = if row_mm < 6.0 { " dense" } else { "" };
    let body = format!(
        "<div class=\"wall{}\" style=\"--row:{row_mm:.2}mm\"><h1>{} <small>{first} – {last}</small></h1>{table}\
         {}<p class=\"small\">{} {} · {} {} · {} {}</p></div>",
        dense,
        escape(&title),
        legend(),
        both("Plan", "班表版本"),
        escape(version),
        both("input", "输入"),
        escape(hash),
        both("seed", "种子"),
        sheet.seed,
    );
    Some(document(&title, STYLE, language, &body))
}

/// Most bytes of an identifier in a file name; file systems take 255 for the whole.
const NAME_MAX: usize = 120;

/// An identifier as part of a file name, different ones differently: letters, digits, hyphens; anything else becomes its code
/// point. Where that would be long or could be mistaken, a few letters and a fingerprint stand for it.
pub fn file_name(id: &str) -> String {
    let safe = |c: &char| c.is_alphanumeric() || *c == '-';
    let part = |c: char| match safe(&c) {
        true => c.to_string(),
        false => format!("_{:02x}", u32::from(c)),
    };
    let name: String = id.chars().map(part).collect();
    let plain = id.chars().all(|c| safe(&c) || u32::from(c) < 0x100);
    if plain && name.len() <= NAME_MAX {
        return name;
    }
    let start: String = id.chars().filter(safe).take(20).collect();
    format!("{start}__{:016x}", fingerprint(id))
}

/// FNV-1a in 64 bits: the same in every build.
fn fingerprint(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}

#[cfg(test)]
mod tests {
    use super::{file_name, fingerprint};

    #[test]
    fn different_identifiers_have_different_files_with_short_names() {
        assert_eq!(file_name("D 2/ü"), "D_202_2fü");
        // From the authors' own list of values.
        assert_eq!(fingerprint(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint("foobar"), 0x8594_4171_f739_67e8);
        let long = |end: &str| format!("{}{end}", "营业厅".repeat(20));
        for (one, other) in [
            (long("1"), long("2")),
            ("/a".to_owned(), "\u{2fa}".to_owned()),
            ("/".repeat(199), "/".repeat(200)),
            ("🙂".repeat(50), "🙃".repeat(50)),
        ] {
            let names = [file_name(&one), file_name(&other)];
            assert_ne!(names[0], names[1]);
            assert!(names.iter().all(|name| name.len() <= 120), "{names:?}");
        }
    }
}
