//! Windows of local days that meet a horizon.

use chrono::{Datelike, NaiveDate};

use crate::law::DayOfWeek;
use crate::law::days::Day;
use crate::law::params::Window;

/// The windows of a family that meet the days `[start, end)`, in order.
pub(in crate::law) fn windows(
    window: Window,
    start: Day,
    end: Day,
) -> impl Iterator<Item = (Day, Day)> {
    // A block's first day, or the last day of a rolling window.
    let mut at = match window {
        Window::CalendarWeek { week_start } => week_of(start, week_start),
        Window::CalendarMonth {} => month_of(start, 1),
        Window::CalendarQuarter {} => month_of(start, 3),
        Window::CalendarYear {} => month_of(start, 12),
        Window::Anchored { anchor, days } => {
            let (anchor, days) = (Day::of(anchor), block_days(days));
            anchor.plus(start.since(anchor).div_euclid(days) * days)
        }
        Window::RollingDays { .. } | Window::Horizon {} => start,
    };
    std::iter::from_fn(move || {
        let first = at;
        at = match window {
            Window::CalendarWeek { .. } => first.plus(7),
            Window::CalendarMonth {} => months_later(first, 1),
            Window::CalendarQuarter {} => months_later(first, 3),
            Window::CalendarYear {} => months_later(first, 12),
            Window::Anchored { days, .. } => first.plus(block_days(days)),
            Window::RollingDays { .. } => first.next(),
            Window::Horizon {} => end,
        };
        let from = match window {
            Window::RollingDays { days } => first.plus(1 - block_days(days)),
            _ => first,
        };
        (first < end && first < at).then_some((from, at))
    })
}

/// Days of a block, kept within what days can be counted in.
fn block_days(days: i64) -> i64 {
    days.clamp(1, 1_000_000)
}

/// The first day of the week that holds `day`.
pub(in crate::law) fn week_of(day: Day, week_start: DayOfWeek) -> Day {
    let past = (day.days_after_monday() - week_start.days_after_monday()).rem_euclid(7);
    day.plus(-i64::from(past))
}

/// The first day of the block of so many months of the year that holds `day`.
pub(in crate::law) fn month_of(day: Day, months: u32) -> Day {
    let date = day.date();
    let month = date.month0() / months * months + 1;
    NaiveDate::from_ymd_opt(date.year(), month, 1).map_or(day, Day::of)
}

/// The first day of the month so many months after the month of `day`.
pub(in crate::law) fn months_later(day: Day, months: i32) -> Day {
    let date = day.date();
    let month0 = i64::from(date.year()) * 12 + i64::from(date.month0()) + i64::from(months);
    let year = i32::try_from(month0.div_euclid(12)).ok();
    let month = month0.rem_euclid(12) as u32 + 1;
    year.and_then(|year| NaiveDate::from_ymd_opt(year, month, 1))
        .map_or(day, Day::of)
}

#[cfg(test)]
mod tests {
    use super::windows;
    use crate::law::DayOfWeek;
    use crate::law::days::Day;
    use crate::law::params::Window;

    fn day(text: &str) -> Day {
        Day::of(text.parse().expect("a date"))
    }

    fn check(window: Window, from: &str, to: &str, expected: &[&str]) {
        let found: Vec<String> = windows(window, day(from), day(to))
            .map(|(from, to)| format!("{}/{}", from.date(), to.date()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn weeks_start_on_the_day_the_rule_names() {
        let week = |week_start| Window::CalendarWeek { week_start };
        check(
            week(DayOfWeek::Monday),
            "2026-03-02",
            "2026-03-09",
            &["2026-03-02/2026-03-09"],
        );
        check(
            week(DayOfWeek::Sunday),
            "2026-03-02",
            "2026-03-09",
            &["2026-03-01/2026-03-08", "2026-03-08/2026-03-15"],
        );
    }

    #[test]
    fn months_quarters_and_years_reach_beyond_the_horizon() {
        let (from, to) = ("2026-12-28", "2027-01-04");
        let months = ["2026-12-01/2027-01-01", "2027-01-01/2027-02-01"];
        check(Window::CalendarMonth {}, from, to, &months);
        check(Window::CalendarMonth {}, from, "2027-01-01", &months[..1]);
        let quarters = ["2026-10-01/2027-01-01", "2027-01-01/2027-04-01"];
        check(Window::CalendarQuarter {}, from, to, &quarters);
        let years = ["2026-01-01/2027-01-01", "2027-01-01/2028-01-01"];
        check(Window::CalendarYear {}, from, to, &years);
    }

    #[test]
    fn anchored_blocks_run_both_ways_from_their_anchor() {
        let block = |anchor: &str| Window::Anchored {
            anchor: day(anchor).date(),
            days: 14,
        };
        let expected = ["2026-03-02/2026-03-16"];
        check(block("2026-03-02"), "2026-03-02", "2026-03-09", &expected);
        check(block("2026-03-30"), "2026-03-02", "2026-03-09", &expected);
        check(block("2026-02-02"), "2026-03-15", "2026-03-16", &expected);
    }

    #[test]
    fn rolling_windows_end_on_each_day_of_the_horizon() {
        let rolling = Window::RollingDays { days: 7 };
        let expected = ["2026-02-24/2026-03-03", "2026-02-25/2026-03-04"];
        check(rolling, "2026-03-02", "2026-03-04", &expected);
    }

    #[test]
    fn absurd_lengths_neither_hang_nor_panic() {
        let (from, to) = (day("2026-03-02"), day("2026-03-09"));
        for days in [i64::MIN, -1, 0, 1, i64::MAX] {
            windows(Window::RollingDays { days }, from, to).for_each(drop);
            let anchor = chrono::NaiveDate::MAX;
            windows(Window::Anchored { anchor, days }, from, to).for_each(drop);
            let anchor = chrono::NaiveDate::MIN;
            windows(Window::Anchored { anchor, days }, from, to).for_each(drop);
        }
    }
}
