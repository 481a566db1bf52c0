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
    let mut excess = Excess::beyond(terms.normal, terms.week_start);
    for item in judge.items() {
        let counts = match item.class {
            DayClass::Workday => {
                excess.add(item.day, item.work_min, &mut overtime);
                continue;
            }
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
    excess.close(&mut overtime);
    overtime
}

/// What ordinary work exceeds the daily norm by, and on each week's last day what the work up to the daily norm
/// exceeds the weekly norm by.
///
/// Each minute is counted once: a minute above the daily norm is not in the week's sum.
pub(in crate::law) struct Excess {
    daily: i64,
    weekly: Option<i64>,
    week_start: DayOfWeek,
    /// The running day with its minutes.
    day: (Day, i64),
    /// The first day of the running week with its minutes up to the daily norm.
    week: Option<(Day, i64)>,
}

impl Excess {
    pub fn beyond(normal: NormalHours, week_start: DayOfWeek) -> Excess {
        Excess {
            daily: normal.daily_min.unwrap_or(i64::MAX),
            weekly: normal.weekly_min,
            week_start,
            day: (Day(i32::MIN), 0),
            week: None,
        }
    }

    /// Work of a day not before the days added so far.
    pub fn add(&mut self, day: Day, minutes: i64, found: &mut DayMinutes) {
        if self.day.0 == day {
            self.day.1 = self.day.1.saturating_add(minutes);
        } else {
            self.close_day(found);
            self.day = (day, minutes);
        }
    }

    /// Nothing comes after.
    pub fn close(mut self, found: &mut DayMinutes) {
        self.close_day(found);
        self.close_week(found);
    }

    fn close_day(&mut self, found: &mut DayMinutes) {
        let (day, minutes) = self.day;
        if minutes == 0 {
            return;
        }
        if minutes > self.daily {
            found.add(day, minutes.saturating_sub(self.daily));
        }
        let normal_part = minutes.min(self.daily);
        match &mut self.week {
            Some((start, sum)) if (0..7).contains(&day.since(*start)) => {
                *sum = sum.saturating_add(normal_part);
            }
            _ => {
                self.close_week(found);
                self.week = Some((week_of(day, self.week_start), normal_part));
            }
        }
    }

    fn close_week(&self, found: &mut DayMinutes) {
        if let (Some((start, minutes)), Some(weekly)) = (self.week, self.weekly)
            && minutes > weekly
        {
            found.add(start.plus(6), minutes.saturating_sub(weekly));
        }
    }
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
    match counter_of(counters, (from, to), judge.days().origin_day()) {
        Some((known, until)) => known.saturating_add(overtime.sum(from.max(until), to)),
        None => overtime.sum(from, to),
    }
}

#[cfg(test)]
mod tests {
    use super::Excess;
    use crate::law::DayOfWeek;
    use crate::law::days::Day;
    use crate::law::params::NormalHours;
    use crate::law::primitives::day_minutes::DayMinutes;

    /// Day 4 is Monday, 1970-01-05.
    fn excess(worked: &[i64], normal: NormalHours) -> Vec<i64> {
        let mut found = DayMinutes::none(Day(4), Day(18));
        let mut excess = Excess::beyond(normal, DayOfWeek::Monday);
        for (at, minutes) in worked.iter().enumerate() {
            // In two halves: a day's shifts are one sum.
            excess.add(Day(4 + at as i32), minutes - 20, &mut found);
            excess.add(Day(4 + at as i32), 20, &mut found);
        }
        excess.close(&mut found);
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
