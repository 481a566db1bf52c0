//! All of a person's shifts in the order of time, made once for each evaluation.

use std::ops::Deref;

use super::days::{Day, INSTANTS};
use super::primitives::overtime::{DayClass, day_class};
use super::{Case, DayTable, Fault, Span, WorkShift};

/// Longest shift that is judged: a week. Longer ones are mistakes.
const SHIFT_MINUTES_MAX: i64 = 10_080;

/// The most shifts that are judged at once.
const SHIFTS_MAX: usize = 20_000;

/// One shift with what every rule asks of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worked<'a> {
    pub shift: &'a WorkShift,
    pub span: Span,
    /// Local day on which it starts.
    pub day: Day,
    /// Last local day of which it covers a minute.
    pub last_day: Day,
    pub work_min: i64,
    /// It starts inside the horizon.
    pub current: bool,
    /// What the calendar makes of the day on which it starts.
    pub class: DayClass,
    /// It has a reason for which some rules let it off.
    pub excused: bool,
}

/// Shifts by start, all of them or a part.
#[derive(Debug)]
pub(super) enum Items<'a> {
    All(Vec<Worked<'a>>),
    Part(&'a [Worked<'a>]),
}

impl<'a> Deref for Items<'a> {
    type Target = [Worked<'a>];

    fn deref(&self) -> &[Worked<'a>] {
        match self {
            Items::All(items) => items,
            Items::Part(items) => items,
        }
    }
}

/// Shifts by start, history and horizon together.
#[derive(Debug)]
pub(super) struct Timeline<'a> {
    pub case: &'a Case<'a>,
    pub items: Items<'a>,
    /// First day of the horizon or of the earliest shift.
    pub first: Day,
    /// First day after the horizon and after the last shift.
    pub end: Day,
}

impl<'a> Timeline<'a> {
    /// Sorts the case's shifts; what cannot be judged becomes a fault.
    pub fn of(case: &'a Case<'a>, faults: &mut Vec<Fault>) -> Timeline<'a> {
        let count = case.history.shifts.len() + case.shifts.len();
        let mut items = Vec::with_capacity(count.min(SHIFTS_MAX));
        if count > SHIFTS_MAX {
            let remedy =
                format!("{count} shifts of one person; judge at most {SHIFTS_MAX} at once");
            faults.push(Fault::new("too_many_shifts", "shifts", remedy));
        } else {
            for shift in case.history.shifts.iter().chain(case.shifts) {
                items.extend(Worked::of(shift, case, faults));
            }
        }
        items.sort_by_key(|item: &Worked<'_>| (item.span, item.shift.id.as_str()));
        Timeline::over(case, Items::All(items))
    }

    /// A part of a timeline: shifts in order, over the days of the case.
    pub fn part(case: &'a Case<'a>, items: &'a [Worked<'a>]) -> Timeline<'a> {
        Timeline::over(case, Items::Part(items))
    }

    fn over(case: &'a Case<'a>, items: Items<'a>) -> Timeline<'a> {
        let days = case.days;
        let first = items
            .first()
            .map_or(days.first_day(), |item| item.day.min(days.first_day()));
        // No shift is longer than a week: only the latest reach the end.
        let late = items
            .last()
            .map_or(days.end_day(), |item| item.day.plus(-8));
        let latest = items.iter().rev().take_while(|item| item.day >= late);
        let end = latest.fold(days.end_day(), |end, item| end.max(item.last_day.next()));
        Timeline {
            case,
            items,
            first,
            end,
        }
    }

    pub fn days(&self) -> &'a DayTable {
        self.case.days
    }

    /// The items that touch a day of `[from, to)`.
    pub fn touching(&self, from: Day, to: Day) -> impl Iterator<Item = &Worked<'a>> {
        // No shift is longer than a week, so none that starts earlier reaches `from`.
        let earliest = from.plus(-8);
        let start = self.items.partition_point(|item| item.day < earliest);
        (self.items[start..].iter())
            .take_while(move |item| item.day < to)
            .filter(move |item| item.last_day >= from)
    }
}

impl<'a> Worked<'a> {
    /// The shift with what every rule asks of it; what is wrong with it becomes a fault.
    pub fn of(
        shift: &'a WorkShift,
        case: &Case<'_>,
        faults: &mut Vec<Fault>,
    ) -> Option<Worked<'a>> {
        let days = case.days;
        let unusable = unusable(shift);
        if let Some(remedy) = unusable {
            faults.push(Fault::new("bad_shift", subject_of(shift, days), remedy));
        }
        if breaks_are_wrong(shift) {
            let remedy = "let breaks lie inside the shift, one after another";
            faults.push(Fault::new("bad_break", subject_of(shift, days), remedy));
        }
        if unusable.is_some() {
            return None;
        }
        let day = days.day_of(shift.span.start);
        Some(Worked {
            shift,
            span: shift.span,
            day,
            last_day: days.day_of(shift.span.end - 1),
            work_min: shift.work_minutes().0,
            current: days.in_horizon(day),
            class: day_class(case.calendar, day),
            excused: shift.exemption_reason.is_some(),
        })
    }

    /// How many local days it covers a minute of.
    pub fn touched_days(&self) -> i64 {
        self.last_day.since(self.day) + 1
    }
}

fn unusable(shift: &WorkShift) -> Option<&'static str> {
    let Span { start, end } = shift.span;
    if end <= start {
        Some("let the shift end after it starts")
    } else if start < INSTANTS.start || end > INSTANTS.end {
        Some("let the shift lie within the years 1970 to 2199")
    } else if end - start > SHIFT_MINUTES_MAX {
        Some("let the shift be at most seven days long")
    } else {
        None
    }
}

fn breaks_are_wrong(shift: &WorkShift) -> bool {
    let outside = |span: Span| {
        span.end <= span.start || span.start < shift.span.start || span.end > shift.span.end
    };
    if shift.breaks.iter().any(|pause| outside(pause.span)) {
        return true;
    }
    if shift.breaks.is_sorted_by(|a, b| a.span.end <= b.span.start) {
        return false;
    }
    let mut spans: Vec<Span> = shift.breaks.iter().map(|pause| pause.span).collect();
    spans.sort_unstable();
    spans.windows(2).any(|pair| pair[1].start < pair[0].end)
}

fn subject_of(shift: &WorkShift, days: &DayTable) -> String {
    if shift.id.is_empty() {
        format!("shift on {}", days.date_of(shift.span.start))
    } else {
        format!("shift {}", shift.id)
    }
}
