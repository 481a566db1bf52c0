//! Overtime by local day: what kinds about overtime and pay have in common.

use super::day_minutes::DayMinutes;
use super::windows::week_of;
use crate::law::DayCalendar;
use crate::law::DayOfWeek;
use crate::law::days::Day;
use crate::law::history::counter_of;
use crate::law::judge::Judge;
use crate::law::params::{HolidayHours, NormalHours, RestDayHours};

/// What counts as overtime.
#[derive(Clone, Copy, Debug)]
pub(in crate::law) struct OvertimeTerms {
    pub normal: NormalHours,
    pub week_start: DayOfWeek,
    pub rest_day_hours: RestDayHours,
    pub holiday_hours: HolidayHours,
}

/// What the calendar makes of a day; a statutory holiday outranks a rest day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::law) enum DayClass {
    Workday,
    RestDay,
    StatutoryHoliday,
}

/// The class of a local day.
pub(in crate::law) fn day_class(calendar: &DayCalendar, day: Day) -> DayClass {
    let date = day.date();
    if calendar.statutory_holidays.contains(&date) {
        DayClass::StatutoryHoliday
    } else if calendar.rest_days.contains(&date) {
        DayClass::RestDay
    } else {
        DayClass::Workday
    }
}

/// Overtime by day: excess over the daily norm, hours of rest days and holidays that count, and
/// each week's extra on the week's last day.
pub(in crate::law) fn overtime_by_day(judge: &Judge<'_, '_>, terms: OvertimeTerms) -> DayMinutes {
    let time = judge.time;
    // The last day of a week may lie after everything else.
    let end = time.end.plus(7);
    let mut overtime = DayMinutes::none(time.first, end);
    for item in judge.items() {
        let counts = match item.class {
            DayClass::Workday => false,
            DayClass::StatutoryHoliday => terms.holiday_hours == HolidayHours::Count,
            DayClass::RestDay => match terms.rest_day_hours {
                RestDayHours::Uncompensated => !item.shift.compensated,
                RestDayHours::Count => true,
                RestDayHours::Exclude => false,
            },
        };
        if counts {
            overtime.add_by_start(item);
        }
    }
    let ordinary = judge.items().filter(|item| item.class == DayClass::Workday);
    let ordinary = by_start_day(ordinary.map(|item| (item.day, item.work_min)));
    add_excess(ordinary, terms.normal, terms.week_start, &mut overtime);
    overtime
}

/// Minutes by day from minutes by shift, both in the order of time.
fn by_start_day(shifts: impl Iterator<Item = (Day, i64)>) -> impl Iterator<Item = (Day, i64)> {
    let mut shifts = shifts.peekable();
    std::iter::from_fn(move || {
        let (day, mut sum) = shifts.next()?;
        while let Some((_, minutes)) = shifts.next_if(|(other, _)| *other == day) {
            sum = sum.saturating_add(minutes);
        }
        Some((day, sum))
    })
}

/// Adds to `excess` what ordinary work exceeds the daily norm by, and on each week's last day what
/// the work up to the daily norm exceeds the weekly norm by.
///
/// Each minute is counted once: a minute above the daily norm is not in the week's sum.
pub(in crate::law) fn add_excess(
    ordinary: impl Iterator<Item = (Day, i64)>,
    normal: NormalHours,
    week_start: DayOfWeek,
    excess: &mut DayMinutes,
) {
    let daily = normal.daily_min.unwrap_or(i64::MAX);
    let mut week: Option<(Day, i64)> = None;
    let close = |week: Option<(Day, i64)>, excess: &mut DayMinutes| {
        if let (Some((start, minutes)), Some(weekly)) = (week, normal.weekly_min) {
            excess.add(start.plus(6), minutes.saturating_sub(weekly).max(0));
        }
    };
    for (day, minutes) in ordinary {
        if minutes == 0 {
            continue;
        }
        excess.add(day, minutes.saturating_sub(daily).max(0));
        let normal_part = minutes.min(daily);
        match &mut week {
            Some((start, sum)) if (0..7).contains(&day.since(*start)) => {
                *sum = sum.saturating_add(normal_part);
            }
            _ => {
                close(week, excess);
                week = Some((week_of(day, week_start), normal_part));
            }
        }
    }
    close(week, excess);
}

/// Overtime of the window `[from, to)`: history's counter and the days of the horizon on, or all
/// known days where history has no counter for it.
pub(in crate::law) fn overtime_in(
    judge: &Judge<'_, '_>,
    overtime: &DayMinutes,
    from: Day,
    to: Day,
) -> i64 {
    let counters = &judge.time.case.history.ot_minutes_by_window;
    match counter_of(counters, from, to) {
        Some(known) => known.saturating_add(overtime.sum(from.max(judge.days().origin_day()), to)),
        None => overtime.sum(from, to),
    }
}

#[cfg(test)]
mod tests {
    use super::add_excess;
    use crate::law::DayOfWeek;
    use crate::law::days::Day;
    use crate::law::params::NormalHours;
    use crate::law::primitives::day_minutes::DayMinutes;

    /// Day 4 is Monday, 1970-01-05.
    fn excess(worked: &[i64], normal: NormalHours) -> Vec<i64> {
        let mut ordinary = DayMinutes::none(Day(4), Day(18));
        let mut found = DayMinutes::none(Day(4), Day(18));
        for (at, minutes) in worked.iter().enumerate() {
            ordinary.add(Day(4 + at as i32), *minutes);
        }
        add_excess(ordinary.days(), normal, DayOfWeek::Monday, &mut found);
        (4..11).map(|day| found.on(Day(day))).collect()
    }

    #[test]
    fn five_days_of_eight_hours_are_no_overtime() {
        assert_eq!(excess(&[480; 5], NormalHours::default()), [0; 7]);
    }

    #[test]
    fn the_sixth_day_is_dated_to_sunday_and_counted_once() {
        let found = excess(&[481, 480, 480, 480, 480, 60], NormalHours::default());
        assert_eq!(found, [1, 0, 0, 0, 0, 0, 60]);
    }

    #[test]
    fn a_norm_that_is_not_set_has_no_excess() {
        let daily_only = NormalHours {
            daily_min: Some(480),
            weekly_min: None,
        };
        assert_eq!(excess(&[500; 7], daily_only), [20; 7]);
        let weekly_only = NormalHours {
            daily_min: None,
            weekly_min: Some(2400),
        };
        assert_eq!(excess(&[500; 5], weekly_only), [0, 0, 0, 0, 0, 0, 100]);
    }
}
