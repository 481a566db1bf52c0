//! Work between two clock times, on whichever nights a shift meets.

use crate::law::days::DayTable;
use crate::law::timeline::Worked;
use crate::law::{ClockTime, Span};

/// Work minutes of a shift between the clock times `from` and `to`; past midnight if `to` is not
/// later. Elapsed minutes: a night in which the clock moves is shorter or longer.
pub(in crate::law) fn work_between(
    item: &Worked<'_>,
    days: &DayTable,
    from: ClockTime,
    to: ClockTime,
) -> i64 {
    let overnight = i64::from(to <= from);
    // The window that opened the evening before may still be open when the shift starts.
    let first = item.day.plus(-overnight);
    first.until(item.last_day.next()).fold(0, |sum, day| {
        let open = Span::new(days.clock(day, from), days.clock(day.plus(overnight), to));
        i64::saturating_add(sum, item.shift.work_within(open).0)
    })
}

#[cfg(test)]
mod tests {
    use super::work_between;
    use crate::law::days::DayTable;
    use crate::law::primitives::overtime::DayClass;
    use crate::law::timeline::Worked;
    use crate::law::{ClockTime, Span, WorkShift};

    fn night_minutes(zone: &str, date: &str, start_min: i64, length_min: i64) -> i64 {
        let date = date.parse().expect("a date");
        let days = DayTable::new(zone, date, date.succ_opt().expect("a date")).expect("a table");
        let start = days.instant(date, ClockTime::default()) + start_min;
        let shift = WorkShift::plain("", Span::new(start, start + length_min));
        let item = Worked {
            shift: &shift,
            span: shift.span,
            day: days.day_of(start),
            last_day: days.day_of(start + length_min - 1),
            work_min: length_min,
            current: true,
            class: DayClass::Workday,
            excused: false,
        };
        let clock = |text: &str| text.parse::<ClockTime>().expect("a time");
        work_between(&item, &days, clock("22:00"), clock("06:00"))
    }

    #[test]
    fn both_edges_of_the_night_are_half_open() {
        let night = |start, length| night_minutes("Asia/Shanghai", "2026-03-02", start, length);
        assert_eq!(night(14 * 60, 8 * 60), 0);
        assert_eq!(night(14 * 60, 8 * 60 + 1), 1);
        assert_eq!(night(6 * 60, 60), 0);
        assert_eq!(night(6 * 60 - 1, 60), 1);
        assert_eq!(night(21 * 60, 600), 480);
    }

    #[test]
    fn a_long_shift_meets_two_nights() {
        assert_eq!(
            night_minutes("Asia/Shanghai", "2026-03-02", 5 * 60, 24 * 60),
            60 + 7 * 60
        );
    }

    #[test]
    fn the_night_of_the_clock_change_is_an_hour_short() {
        assert_eq!(
            night_minutes("Europe/Berlin", "2026-03-28", 22 * 60, 7 * 60),
            420
        );
        assert_eq!(
            night_minutes("Europe/Berlin", "2026-03-28", 22 * 60, 8 * 60),
            420
        );
    }
}
