//! From a cell to a value of an instance's file.

use serde_json::{Number, Value};

use super::cell::{Cell, narrow, narrow_letters, trim};
use super::table::{Kind, Word};
use super::{clock, list};

/// Why a cell cannot be read: a code, and what to do.
pub type Fault = (&'static str, String);

/// The value of a cell that is not empty; `Null` for one that says what leaving it empty would say.
///
/// Dates and times that cannot be read are handed on as they are, for the reader of instances to refuse.
pub fn value(kind: Kind, cell: &Cell) -> Result<Value, Fault> {
    if let Cell::Error(text) = cell {
        let remedy = format!("a formula failed here ({text}); mend it or type the value");
        return Err(("formula_error", remedy));
    }
    let text = cell.text();
    if text
        .chars()
        .any(|c| c.is_control() && !"\n\r\t".contains(c))
    {
        let remedy = "the cell holds a sign that is no letter; type the value again";
        return Err(("control_character", remedy.to_owned()));
    }
    match kind {
        Kind::Id | Kind::Ref(_) => id(cell),
        Kind::Text => Ok(Value::String(free_text(cell))),
        Kind::Texts | Kind::Refs(_) => Ok(texts(&text)),
        Kind::Date => Ok(Value::String(clock::date(cell).unwrap_or(text))),
        Kind::Dates => Ok(dates(cell, &text)),
        Kind::Time => Ok(Value::String(clock::time(cell).unwrap_or(text))),
        Kind::Minutes => whole(clock::minutes(cell), "minutes such as 540, or 9:00", cell),
        Kind::Whole => whole(
            decimal(cell).and_then(|n| integer(&n)),
            "a whole number",
            cell,
        ),
        Kind::Number => real(decimal(cell), cell),
        Kind::Share => real(share(cell), cell),
        Kind::Money => money(cell),
        Kind::Flag => flag(cell),
        Kind::Weekdays => weekdays(&text, cell),
        Kind::Word(words) => word(words, &text, cell).map(|value| value.into()),
        Kind::Words(words) => {
            let values = list::split(&text);
            let values: Result<Vec<Value>, Fault> = (values.iter())
                .map(|text| word(words, text, cell).map(Value::from))
                .collect();
            Ok(Value::Array(values?))
        }
        Kind::Record => record(&text),
    }
}

fn wrong(cell: &Cell, expected: &str) -> Fault {
    let remedy = format!("expected {expected}, not {}", cell.shown());
    ("wrong_type", remedy)
}

fn id(cell: &Cell) -> Result<Value, Fault> {
    match cell {
        Cell::Serial(_) => Err((
            "wrong_type",
            "the spreadsheet has turned this name into a date; format the column as text and type it again".to_owned(),
        )),
        _ => Ok(Value::String(narrow_letters(&cell.text()))),
    }
}

fn free_text(cell: &Cell) -> String {
    match cell {
        Cell::Serial(_) => clock::date(cell).unwrap_or_else(|| cell.text()),
        _ => cell.text(),
    }
}

fn texts(text: &str) -> Value {
    let values = list::split(text);
    values.iter().map(|text| narrow_letters(text)).collect()
}

fn dates(cell: &Cell, text: &str) -> Value {
    if let Some(date) = clock::date(cell) {
        return vec![date].into();
    }
    let values = list::split(text);
    (values.into_iter())
        .map(|text| clock::date(&Cell::Text(text.clone())).unwrap_or(text))
        .collect()
}

/// The digits of a number: without blanks, marks of thousands, currency signs and units.
fn decimal(cell: &Cell) -> Option<String> {
    let text = match cell {
        Cell::Number(number) => return Some(format!("{number}")),
        Cell::Text(text) => narrow(text),
        Cell::Serial(_) | Cell::Flag(_) | Cell::Error(_) => return None,
    };
    let text = trim(&text).to_lowercase();
    let text = text.trim_start_matches(['¥', '￥', '$', '€']).trim();
    let text = ["分钟", "小时", "min", "元", "人", "天", "个", "分", "h"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .unwrap_or(text)
        .trim();
    let groups: Vec<&str> = text.split(',').collect();
    let thousands = groups.len() > 1
        && groups[1..].iter().enumerate().all(|(index, group)| {
            let last = index + 2 == groups.len();
            let digits = group.split('.').next().unwrap_or_default();
            digits.len() == 3 && (last || group.len() == 3)
        });
    let text = if thousands {
        text.replace(',', "")
    } else {
        text.to_owned()
    };
    let plain = text
        .strip_prefix(['-', '+'])
        .unwrap_or(&text)
        .chars()
        .all(|c| c.is_ascii_digit() || c == '.');
    (plain && text.parse::<f64>().is_ok()).then_some(text)
}

fn integer(digits: &str) -> Option<i64> {
    match digits.split_once('.') {
        Some((whole, zeros)) if zeros.chars().all(|c| c == '0') => whole.parse().ok(),
        Some(_) => None,
        None => digits.parse().ok(),
    }
}

fn whole(number: Option<i64>, expected: &str, cell: &Cell) -> Result<Value, Fault> {
    let number = number.ok_or_else(|| wrong(cell, expected))?;
    match i32::try_from(number) {
        Ok(number) => Ok(number.into()),
        Err(_) => Err((
            "number_out_of_range",
            format!("{number} is out of range; correct the number"),
        )),
    }
}

fn real(digits: Option<String>, cell: &Cell) -> Result<Value, Fault> {
    let number = digits.and_then(|digits| digits.parse().ok());
    number
        .and_then(Number::from_f64)
        .map(Value::Number)
        .ok_or_else(|| wrong(cell, "a number such as 12.5"))
}

/// `0.9`, or `90 %`.
fn share(cell: &Cell) -> Option<String> {
    if let Cell::Text(text) = cell
        && let Some(percent) = trim(&narrow(text)).strip_suffix('%')
    {
        let percent: f64 = percent.trim().parse().ok()?;
        return Some(format!("{}", (percent * 1e10).round() / 1e12));
    }
    decimal(cell)
}

/// Hundredths from units with at most two decimals.
fn money(cell: &Cell) -> Result<Value, Fault> {
    let expected = "an amount with at most two decimals, such as 45.00";
    let digits = decimal(cell).ok_or_else(|| wrong(cell, expected))?;
    let negative = digits.starts_with('-');
    let (units, cents) = digits.split_once('.').unwrap_or((&digits, ""));
    let cents = cents.trim_end_matches('0');
    if cents.len() > 2 {
        return Err(wrong(cell, expected));
    }
    let units: i64 = match units {
        "" | "-" | "+" => 0,
        units => units.parse().map_err(|_| wrong(cell, expected))?,
    };
    let cents: i64 = format!("{cents:0<2}").parse().unwrap_or(0);
    let all = (units.checked_mul(100))
        .and_then(|hundredths| hundredths.checked_add(if negative { -cents } else { cents }));
    all.map(Value::from).ok_or_else(|| wrong(cell, expected))
}

fn flag(cell: &Cell) -> Result<Value, Fault> {
    if let Cell::Flag(flag) = cell {
        return Ok((*flag).into());
    }
    match narrow(&cell.text()).to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" | "对" | "√" | "✓" | "yes 是" => {
            Ok(true.into())
        }
        "no" | "n" | "false" | "0" | "否" | "无" | "×" | "✗" | "x" | "no 否" => {
            Ok(false.into())
        }
        _ => Err(wrong(cell, "yes 是 or no 否")),
    }
}

/// Letters and digits alone, so that capitals, blanks and underscores do not matter.
pub fn bare(text: &str) -> String {
    let narrow = narrow(text).to_lowercase();
    narrow.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn word(words: &[Word], text: &str, cell: &Cell) -> Result<&'static str, Fault> {
    let asked = bare(text);
    let known = |word: &&Word| {
        let names = [word.value, word.en, word.zh];
        bare(&word.title()) == asked
            || (names.iter().chain(word.also)).any(|name| bare(name) == asked)
    };
    words
        .iter()
        .find(known)
        .map(|word| word.value)
        .ok_or_else(|| {
            let there_are: Vec<String> = words.iter().map(Word::title).collect();
            let remedy = format!("{} is not one of {}", cell.shown(), there_are.join(", "));
            ("unknown_value", remedy)
        })
}

/// Days of the week as files have them, with the words for them.
pub const WEEKDAYS: [(&str, &str, &str); 7] = [
    ("MONDAY", "Mon", "周一"),
    ("TUESDAY", "Tue", "周二"),
    ("WEDNESDAY", "Wed", "周三"),
    ("THURSDAY", "Thu", "周四"),
    ("FRIDAY", "Fri", "周五"),
    ("SATURDAY", "Sat", "周六"),
    ("SUNDAY", "Sun", "周日"),
];

/// A list of days and of stretches of days: `周一至周五; 周日`.
fn weekdays(text: &str, cell: &Cell) -> Result<Value, Fault> {
    let mut days: Vec<&str> = Vec::new();
    for part in list::split(text) {
        let part = narrow(&part);
        if ["每天", "every day", "daily", "all"].contains(&part.trim().to_lowercase().as_str()) {
            return Ok(Value::Null);
        }
        let ends: Vec<Option<usize>> = part.split(['-', '至', '到', '~']).map(weekday).collect();
        match ends[..] {
            [Some(day)] => days.push(WEEKDAYS[day].0),
            [Some(first), Some(last)] if first <= last => {
                days.extend(WEEKDAYS[first..=last].iter().map(|day| day.0));
            }
            _ => {
                return Err(wrong(
                    cell,
                    "days of the week, such as Mon-Fri or 周一至周五",
                ));
            }
        }
    }
    Ok(days.into())
}

/// The day a word means, counted from Monday.
fn weekday(word: &str) -> Option<usize> {
    let word = bare(word);
    if let Some(sign) = ["星期", "礼拜", "周"]
        .iter()
        .find_map(|p| word.strip_prefix(p))
    {
        let mut signs = sign.chars();
        let day = signs.next()?;
        let alone = signs.next().is_none();
        let of_digits = "1234567".chars().position(|c| c == day);
        let of_signs = "一二三四五六日".chars().position(|c| c == day);
        let sunday = (day == '天').then_some(6);
        return of_signs.or(of_digits).or(sunday).filter(|_| alone);
    }
    WEEKDAYS.iter().position(|(name, short, zh)| {
        [*name, short].iter().any(|known| bare(known) == word)
            || bare(&format!("{short}{zh}")) == word
    })
}

fn record(text: &str) -> Result<Value, Fault> {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err((
            "bad_rule",
            "a rule record is a JSON object in braces".to_owned(),
        )),
        Err(error) => Err((
            "bad_rule",
            format!("this is not JSON ({error}); copy a record from `paiban law show`"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::{Cell, Kind, value};
    use serde_json::{Value, json};

    fn check(kind: Kind, text: &str, expected: Value) {
        let read = value(kind, &Cell::of_text(text));
        assert_eq!(read, Ok(expected), "{text}");
    }

    fn refused(kind: Kind, text: &str, code: &str) {
        let read = value(kind, &Cell::of_text(text));
        assert_eq!(read.map_err(|fault| fault.0), Err(code), "{text}");
    }

    #[test]
    fn numbers_may_have_blanks_units_and_full_width_digits() {
        check(Kind::Whole, "　１２ ", json!(12));
        check(Kind::Whole, "1,200", json!(1200));
        check(Kind::Whole, "12.0", json!(12));
        check(Kind::Number, "8.5 分钟", json!(8.5));
        check(Kind::Share, "90%", json!(0.9));
        check(Kind::Share, "0.875", json!(0.875));
        for bad in ["1,20", "twelve", "1e5", "--3", "1.5", "NaN"] {
            refused(Kind::Whole, bad, "wrong_type");
        }
        refused(Kind::Whole, "3000000000", "number_out_of_range");
        refused(Kind::Number, "#DIV/0!", "formula_error");
    }

    #[test]
    fn money_is_exact() {
        check(Kind::Money, "45", json!(4500));
        check(Kind::Money, "￥1,234.5", json!(123_450));
        check(Kind::Money, "-0.05", json!(-5));
        check(Kind::Money, "45.10元", json!(4510));
        assert_eq!(value(Kind::Money, &Cell::Number(42.35)), Ok(json!(4235)));
        refused(Kind::Money, "45.005", "wrong_type");
    }

    #[test]
    fn words_are_understood_in_both_languages() {
        check(Kind::Word(words::PAY), "月薪", json!("PAY_SALARIED"));
        check(Kind::Word(words::PAY), "hourly 计时", json!("PAY_HOURLY"));
        check(
            Kind::Words(words::CONSENTS),
            "加班；rest_day_work",
            json!(["CONSENT_OVERTIME", "CONSENT_REST_DAY_WORK"]),
        );
        check(Kind::Flag, "是", json!(true));
        refused(Kind::Word(words::PAY), "weekly", "unknown_value");
        refused(Kind::Flag, "maybe", "wrong_type");
    }

    #[test]
    fn days_of_the_week_may_be_stretches() {
        check(
            Kind::Weekdays,
            "周六; Sunday",
            json!(["SATURDAY", "SUNDAY"]),
        );
        check(
            Kind::Weekdays,
            "星期一至星期三",
            json!(["MONDAY", "TUESDAY", "WEDNESDAY"]),
        );
        check(Kind::Weekdays, "Mon-Tue", json!(["MONDAY", "TUESDAY"]));
        check(Kind::Weekdays, "每天", Value::Null);
        refused(Kind::Weekdays, "周八", "wrong_type");
    }

    #[test]
    fn a_name_that_became_a_date_is_told() {
        let read = value(Kind::Id, &Cell::Serial(46083.0));
        assert_eq!(read.map_err(|fault| fault.0), Err("wrong_type"));
        assert_eq!(value(Kind::Id, &Cell::Number(1001.0)), Ok(json!("1001")));
    }
}
