//! What happened before the horizon.

use super::Reading;
use super::staff::each;
use super::time::minutes;
use crate::domain::{CompLot, PastWork};
use crate::formats::json::Path;
use crate::formats::proto;
use crate::law::{ShiftBreak, Span, WindowMinutes, WorkShift};

/// The history of one person, oldest first.
pub fn past(
    reading: &mut Reading<'_>,
    employee: &str,
    history: &proto::History,
    at: Path<'_>,
) -> PastWork {
    let mut shifts = each(&history.shifts, at.key("shifts"), |shift, at| {
        worked_shift(reading, employee, shift, at)
    });
    shifts.sort_by_key(|shift| shift.span);
    let mut comp_lots = each(&history.comp_lots, at.key("comp_lots"), |lot, at| {
        comp_lot(reading, lot, at)
    });
    comp_lots.sort_by_key(|lot| lot.earned);
    PastWork {
        shifts,
        comp_lots,
        work_minutes: each(
            &history.work_minutes,
            at.key("work_minutes"),
            |entry, at| in_window(reading, entry, at),
        ),
        overtime_minutes: each(
            &history.overtime_minutes,
            at.key("overtime_minutes"),
            |entry, at| in_window(reading, entry, at),
        ),
    }
}

fn worked_shift(
    reading: &mut Reading<'_>,
    employee: &str,
    shift: &proto::WorkedShift,
    at: Path<'_>,
) -> Option<WorkShift> {
    let date = reading.date(&shift.date, at.key("date"));
    let start = reading.time(&shift.start, at.key("start"));
    if !shift.shift_template.is_empty() {
        reading.template(&shift.shift_template, at.key("shift_template"));
    }
    let (length, pause) = (minutes(shift.length_minutes), minutes(shift.break_minutes));
    if pause.0 < 0 || (pause >= length && length.0 > 0) {
        reading.fault(
            "break_minutes",
            at.key("break_minutes"),
            "a break lasts 0 minutes or more and less than its shift",
        );
        return None;
    }
    let (date, start) = (date?, start?);
    let instant = reading.horizon.instant(date, start);
    let mut worked = WorkShift::plain(
        format!("{employee}-{date}-{}", shift.start),
        Span::new(instant, instant + length.0),
    );
    worked.shift_type = Some(shift.shift_template.clone()).filter(|id| !id.is_empty());
    if pause.0 > 0 {
        // Nobody wrote down when the break was; the middle is where breaks are.
        let from = instant + (length.0 - pause.0) / 2;
        worked.breaks.push(ShiftBreak {
            span: Span::new(from, from + pause.0),
            paid: false,
            purpose: None,
        });
    }
    Some(worked)
}

fn comp_lot(reading: &mut Reading<'_>, lot: &proto::CompLot, at: Path<'_>) -> Option<CompLot> {
    let earned = reading.date(&lot.earned_date, at.key("earned_date"));
    let due = reading.date(&lot.due_date, at.key("due_date"));
    Some(CompLot {
        id: lot.id.clone(),
        earned: earned?,
        minutes: minutes(lot.minutes),
        due: due?,
    })
}

fn in_window(
    reading: &mut Reading<'_>,
    entry: &proto::MinutesInWindow,
    at: Path<'_>,
) -> Option<WindowMinutes> {
    let from = reading.date(&entry.from_date, at.key("from_date"));
    let to = reading.date(&entry.to_date, at.key("to_date"));
    let until = match entry.until_date.as_str() {
        "" => None,
        until => Some(reading.date(until, at.key("until_date"))?),
    };
    Some(WindowMinutes {
        from: from?,
        to: to?,
        minutes: i64::from(entry.minutes),
        until,
    })
}
