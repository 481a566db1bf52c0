//! Dates, times and lengths in the ways people and spreadsheets write them.

use chrono::{Days, NaiveDate};

use super::cell::{Cell, narrow};
use crate::formats::instance::clock;

/// Day 0 of a spreadsheet's serial numbers; right from March 1900 on.
const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
/// Serial numbers that are taken for dates: the years 1972 to 2197.
const SERIALS: std::ops::RangeInclusive<f64> = 26_299.0..=108_844.0;
/// Latest time of day in minutes: noon of the next day.
const TIME_MAX: i64 = 36 * 60;

/// A date as `2026-03-02`; `None` when the cell holds none.
pub fn date(cell: &Cell) -> Option<String> {
    let day = match cell {
        Cell::Serial(days) | Cell::Number(days) => of_serial(*days),
        Cell::Text(text) => date_of_text(&narrow(text)),
        Cell::Flag(_) | Cell::Error(_) => None,
    };
    day.map(|day| day.to_string())
}

/// The date of a serial number without a time of day.
fn of_serial(days: f64) -> Option<NaiveDate> {
    let whole = days.fract() == 0.0 && SERIALS.contains(&days);
    if !whole {
        return number_as_text(days).and_then(|text| compact(&text));
    }
    EPOCH.checked_add_days(Days::new(days as u64))
}

fn number_as_text(number: f64) -> Option<String> {
    (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then(|| format!("{number}"))
}

/// The serial number of a date, for writing.
pub fn serial(day: NaiveDate) -> i64 {
    day.signed_duration_since(EPOCH).num_days()
}

/// Year first, with any of the usual signs between; a time of midnight may follow.
fn date_of_text(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let text = text
        .strip_suffix("00:00:00")
        .or_else(|| text.strip_suffix("0:00:00"))
        .or_else(|| text.strip_suffix("0:00"))
        .map_or(text, |day| {
            day.strip_suffix(['T', ' ', '0'])
                .map_or(text, str::trim_end)
        });
    if let Ok(days) = text.parse::<f64>()
        && text.len() <= 7
        && SERIALS.contains(&days)
        && !text.contains('.')
    {
        return of_serial(days);
    }
    if let Some(day) = compact(text) {
        return Some(day);
    }
    let spread = text.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let parts: Vec<&str> = spread.split('-').map(str::trim).collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    let digits = |part: &str, most: usize| {
        let plain = part.bytes().all(|byte| byte.is_ascii_digit());
        ((1..=most).contains(&part.len()) && plain).then(|| part.parse().ok())?
    };
    let year = (year.len() == 4).then(|| digits(year, 4)).flatten()?;
    NaiveDate::from_ymd_opt(year as i32, digits(month, 2)?, digits(day, 2)?)
}

/// `20260302`.
fn compact(text: &str) -> Option<NaiveDate> {
    let plain = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain
        .then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
        .flatten()
}

/// A time of day as `08:30`, up to `36:00`; `None` when the cell holds none.
pub fn time(cell: &Cell) -> Option<String> {
    let minutes = match cell {
        Cell::Serial(days) => of_days(*days),
        // A number is a time only below a day and a half, and 1 could be one o'clock.
        Cell::Number(days) if days.fract() != 0.0 => of_days(*days),
        Cell::Number(number) => {
            let digits = format!("{number}");
            (digits.len() == 4).then(|| time_of_text(&digits))?
        }
        Cell::Text(text) => time_of_text(&narrow(text)),
        Cell::Flag(_) | Cell::Error(_) => None,
    }?;
    (0..=TIME_MAX).contains(&minutes).then(|| clock(minutes))
}

/// Whole minutes of a part of a day.
fn of_days(days: f64) -> Option<i64> {
    let minutes = days * 1440.0;
    let near = (minutes - minutes.round()).abs() < 1e-4 && (0.0..=2880.0).contains(&minutes);
    near.then_some(minutes.round() as i64)
}

fn time_of_text(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    let (text, afternoon) = half_of_day(&text);
    let text = text
        .replace(['点', '时'], ":")
        .replace("半", "30")
        .replace('分', "");
    let text = text.trim().trim_end_matches(':');
    if text.parse::<f64>().is_ok_and(|days| days.fract() != 0.0) && text.contains('.') {
        return of_days(text.parse().ok()?);
    }
    let mut parts: Vec<&str> = text.split(':').map(str::trim).collect();
    if parts.len() == 3 && parts[2].chars().all(|c| c == '0') {
        parts.pop();
    }
    let (hours, minutes) = match parts[..] {
        [hours, minutes] => (hours, minutes),
        // "8点" has lost its minutes; "0830" its colon.
        [hours] if text.len() < 3 && afternoon.is_some() => (hours, "0"),
        [digits] if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        _ => return None,
    };
    let number = |part: &str| {
        let plain = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let hours = match afternoon {
        Some(true) if hours < 12 => hours + 12,
        Some(false) if hours == 12 => 0,
        _ => hours,
    };
    (minutes < 60).then_some(hours * 60 + minutes)
}

/// Takes `am`, `下午` and the like off; whether it is the second half of the day.
fn half_of_day(text: &str) -> (String, Option<bool>) {
    let words = [
        ("上午", false),
        ("早上", false),
        ("下午", true),
        ("晚上", true),
        ("a.m.", false),
        ("p.m.", true),
        ("am", false),
        ("pm", true),
    ];
    for (word, afternoon) in words {
        if text.starts_with(word) || text.ends_with(word) {
            return (text.replace(word, ""), Some(afternoon));
        }
    }
    (text.to_owned(), None)
}

/// A length in minutes: a number of them, hours and minutes, or hours; `None` when the cell holds none.
pub fn minutes(cell: &Cell) -> Option<i64> {
    let text = match cell {
        Cell::Serial(days) => return of_days(*days),
        Cell::Number(number) => return whole(*number),
        Cell::Text(text) => narrow(text).trim().to_lowercase(),
        Cell::Flag(_) | Cell::Error(_) => return None,
    };
    if text.contains(':') {
        return time_of_text(&text);
    }
    for unit in ["小时", "hours", "hour", "h"] {
        if let Some(hours) = text.strip_suffix(unit) {
            return whole(hours.trim().parse::<f64>().ok()? * 60.0);
        }
    }
    let number = ["分钟", "minutes", "min", "分"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .unwrap_or(&text);
    whole(number.trim().parse().ok()?)
}

fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::{Cell, date, minutes, serial, time};

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn a_date_is_read_in_every_plain_way_of_writing_it() {
        for plain in [
            "2026-03-02",
            "2026/3/2",
            "2026.03.02",
            "2026年3月2日",
            "２０２６－０３－０２",
            "20260302",
            "46083",
            "2026-03-02 00:00:00",
            "2026/3/2 0:00",
        ] {
            assert_eq!(date(&text(plain)).as_deref(), Some("2026-03-02"), "{plain}");
        }
        assert_eq!(date(&Cell::Serial(46083.0)).as_deref(), Some("2026-03-02"));
        assert_eq!(
            date(&Cell::Number(20260302.0)).as_deref(),
            Some("2026-03-02")
        );
        assert_eq!(serial("2026-03-02".parse().unwrap()), 46083);
    }

    #[test]
    fn what_could_be_another_day_is_not_guessed() {
        for unclear in [
            "3/2/2026",
            "02-03-26",
            "2026-02-30",
            "2026-3",
            "soon",
            "",
            "3月2日",
            "2026-03-02 08:30",
        ] {
            assert_eq!(date(&text(unclear)), None, "{unclear}");
        }
        assert_eq!(date(&Cell::Serial(46083.5)), None);
        assert_eq!(date(&Cell::Number(12.0)), None);
    }

    #[test]
    fn a_time_is_read_in_every_plain_way_of_writing_it() {
        for plain in [
            "08:30",
            "8:30",
            "８：３０",
            "8:30:00",
            "0830",
            "8点半",
            "8时30分",
            "8:30 AM",
            "上午8:30",
        ] {
            assert_eq!(time(&text(plain)).as_deref(), Some("08:30"), "{plain}");
        }
        assert_eq!(
            time(&Cell::Serial(0.354_166_666_67)).as_deref(),
            Some("08:30")
        );
        assert_eq!(time(&Cell::Serial(1.0)).as_deref(), Some("24:00"));
        assert_eq!(time(&Cell::Serial(1.0625)).as_deref(), Some("25:30"));
        assert_eq!(time(&text("24:00")).as_deref(), Some("24:00"));
        assert_eq!(time(&text("下午2:15")).as_deref(), Some("14:15"));
        assert_eq!(time(&Cell::Number(1330.0)).as_deref(), Some("13:30"));
        for unclear in ["8", "25", "8:60", "37:00", "8:30:30", "noon", "-1:00"] {
            assert_eq!(time(&text(unclear)), None, "{unclear}");
        }
    }

    #[test]
    fn a_length_may_be_minutes_or_hours() {
        for plain in ["540", "９：００", "540分钟", "9h", "9小时", "540 min"] {
            assert_eq!(minutes(&text(plain)), Some(540), "{plain}");
        }
        assert_eq!(minutes(&Cell::Serial(0.375)), Some(540));
        for unclear in ["9.5", "nine", "", "9:75"] {
            assert_eq!(minutes(&text(unclear)), None, "{unclear}");
        }
    }
}
