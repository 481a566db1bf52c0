//! Overtime of people who work over midnight: pay counts the minutes of each local day, whichever shift they are of.
//!
//! A day's minutes above the daily norm, and a week's minutes up to it above the weekly norm, are overtime together as
//! often as the law names them. Work that history left on the first day counts, as does what a night leaves on the next.

use chrono::{Duration, NaiveDate};

use crate::domain::{Consent, Instance};
use crate::paths::{Automaton, RowIx, Step};

use super::breaks::BreakPlaces;
use super::draft::PersonDraft;
use super::options::DayOption;
use super::pay::{DayOvertime, PayTerms};
use super::week::{OvertimeNorm, WEEK_MINUTES};
use super::week_rows::per_minute;

/// Whether anything the person may do, or did last, reaches over a midnight inside the horizon.
pub fn happens(draft: &PersonDraft<'_>) -> bool {
    let instance = draft.instance();
    let ends_after_midnight = |(day, options): (usize, &Vec<DayOption>)| {
        let midnight = midnight_after(instance, day);
        let mut works = options.iter().filter_map(|option| option.work);
        works.any(|work| work.end > midnight)
    };
    tail(draft) > 0
        || (draft.options().iter().enumerate())
            .take(instance.horizon.day_count - 1)
            .any(ends_after_midnight)
}

/// Working minutes that history's shifts have on the first day of the horizon.
pub fn tail(draft: &PersonDraft<'_>) -> i64 {
    worked_on(draft, draft.instance().horizon.start)
}

/// Working minutes of a duty after its first midnight, for each break placement that is allowed.
pub fn late_minutes(
    instance: &Instance,
    places: &BreakPlaces,
    day: usize,
    option: &DayOption,
) -> Vec<i64> {
    let Some(work) = option.work else {
        return vec![0];
    };
    let midnight = midnight_after(instance, day);
    let after = (work.end - midnight).max(0);
    let Some(template) = work.template.filter(|_| after > 0) else {
        return vec![after];
    };
    let rest = |place: &usize| -> i64 {
        let breaks = places.breaks(instance, template, *place, work.start);
        let unpaid = breaks.iter().filter(|pause| !pause.paid);
        unpaid
            .map(|pause| (pause.end - pause.start.max(midnight)).max(0))
            .sum()
    };
    option
        .places
        .iter()
        .map(|place| after - rest(place))
        .collect()
}

/// Prices the overtime of one record of pay by local days, or forbids it where it has no consent on file.
pub fn add(draft: &mut PersonDraft<'_>, pay: PayTerms<'_>, places: &BreakPlaces) {
    let Some(norm) = pay.overtime() else { return };
    let instance = draft.instance();
    let person = draft.person();
    let horizon = &instance.horizon;
    let consents = person.consents_to(Consent::Overtime);
    let parts: Vec<Vec<Parts>> = (draft.options().iter().enumerate())
        .map(|(day, options)| {
            let parts = |option| Parts::of(draft, pay, places, (day, option));
            options.iter().map(parts).collect()
        })
        .collect();
    let mut rows = vec![None; horizon.day_count];
    for first in norm.weeks(instance) {
        let Some(row) = week_row(draft, (pay, norm), first, &parts) else {
            continue;
        };
        for (day, date) in horizon.days() {
            if first <= date && date < first + Duration::days(7) {
                rows[day] = Some(row);
            }
        }
    }
    let ordinary = !pay.is_holiday(horizon.start);
    let automaton = Days {
        letters: (parts.iter())
            .map(|day| day.iter().map(Parts::code).collect())
            .collect(),
        tail: if ordinary { tail(draft) } else { 0 },
        owed: horizon.days().map(|(_, date)| pay.hold_on(date)).collect(),
        overtime: pay.day_overtime(),
        consents,
        rows,
    };
    draft.watch("overtime", automaton);
}

/// Minutes of a week above its norm that are not overtime of a day already; none where the law dates them to a last day
/// outside the horizon or not under the record.
fn week_row(
    draft: &mut PersonDraft<'_>,
    (pay, norm): (PayTerms<'_>, OvertimeNorm),
    first: NaiveDate,
    parts: &[Vec<Parts>],
) -> Option<RowIx> {
    let instance = draft.instance();
    let horizon = &instance.horizon;
    let next = first + Duration::days(7);
    let weekly =
        (norm.weekly).filter(|_| next <= horizon.end() && pay.hold_on(next - Duration::days(1)))?;
    let past = first
        .iter_days()
        .take_while(|date| *date < horizon.start && *date < next);
    let before: i64 = past
        .filter(|date| !pay.is_holiday(*date))
        .map(|date| worked_on(draft, date).min(norm.daily.unwrap_or(i64::MAX)))
        .sum();
    let left = weekly - before;
    // What a night left on the first day counts while that day is ordinary.
    let first_is_ordinary =
        first <= horizon.start && horizon.start < next && !pay.is_holiday(horizon.start);
    let tail = if first_is_ordinary { tail(draft) } else { 0 };
    let tag = format!("weekly overtime by day {} {first}", draft.person().id);
    let row = draft
        .problem
        .row(tag, f64::NEG_INFINITY, (left - tail).max(0) as f64);
    for (day, parts) in parts.iter().enumerate() {
        let date = horizon.date(day as i64);
        let inside = |date: NaiveDate| i64::from(first <= date && date < next);
        for (choice, part) in parts.iter().enumerate() {
            let minutes =
                inside(date) * part.today + inside(date + Duration::days(1)) * part.tomorrow;
            if minutes > 0 {
                let choice = draft.choice(day, choice);
                choice.uses.push((row, minutes as f64));
            }
        }
    }
    let consents = draft.person().consents_to(Consent::Overtime);
    let most = if consents { WEEK_MINUTES as f64 } else { 0.0 };
    let price = per_minute(draft, norm.percent);
    draft.slack(row, -1.0, most, price);
    // What history did beyond the norm before the first day is owed whatever is planned.
    draft.problem.constant += ((-left).max(0) as f64 * price) as i64;
    Some(row)
}

fn midnight_after(instance: &Instance, day: usize) -> i64 {
    let horizon = &instance.horizon;
    horizon.instant(horizon.date(day as i64 + 1), 0)
}

/// Working minutes of history's shifts on a date.
pub fn worked_on(draft: &PersonDraft<'_>, date: NaiveDate) -> i64 {
    let horizon = &draft.instance().horizon;
    let (from, to) = (
        horizon.instant(date, 0),
        horizon.instant(date + Duration::days(1), 0),
    );
    let shifts = draft.person().history.shifts.iter();
    let on_date = shifts.map(|shift| {
        let mut day = shift.span;
        (day.start, day.end) = (from, to);
        shift.work_within(day).0
    });
    on_date.sum()
}

/// Ordinary minutes of a choice before and after midnight.
pub struct Parts {
    /// On the day of the choice.
    pub today: i64,
    /// On the next day, if it is inside the horizon.
    pub tomorrow: i64,
    /// Work on a rest day: whatever is done on that date is no overtime.
    rest_day: bool,
}

/// Room for the minutes of a day in a packed number.
const BASE: i64 = 1 << 16;

impl Parts {
    /// Where breaks may lie on either side of midnight: the most on both days for people whom overtime is forbidden, the
    /// least where it is priced, so that the bound stays one.
    pub fn of(
        draft: &PersonDraft<'_>,
        pay: PayTerms<'_>,
        places: &BreakPlaces,
        (day, option): (usize, &DayOption),
    ) -> Parts {
        let instance = draft.instance();
        let horizon = &instance.horizon;
        let contract = instance.contract_of(draft.person());
        let late = late_minutes(instance, places, day, option);
        let (least, most) = (
            late.iter().copied().min().unwrap_or(0),
            late.iter().copied().max().unwrap_or(0),
        );
        let minutes = option.work.map_or(0, |work| work.minutes);
        let (today, tomorrow) = if draft.person().consents_to(Consent::Overtime) {
            (minutes - most, least)
        } else {
            (minutes - least, most)
        };
        let (date, next) = (horizon.date(day as i64), horizon.date(day as i64 + 1));
        // Work on a statutory holiday is none of a rest day, whatever this record pays for it.
        let rest_day = option.is_rest_day_work() && !contract.is_statutory_holiday(date);
        let ordinary = |date| !pay.is_holiday(date);
        Parts {
            today: if ordinary(date) && !rest_day {
                today
            } else {
                0
            },
            tomorrow: if ordinary(next) && next < horizon.end() {
                tomorrow
            } else {
                0
            },
            rest_day,
        }
    }

    fn code(&self) -> i64 {
        (i64::from(self.rest_day) * BASE + self.today) * BASE + self.tomorrow
    }
}

/// State: ordinary minutes that the day before, or history, has left on this one.
struct Days {
    letters: Vec<Vec<i64>>,
    tail: i64,
    /// By layer, whether the record pays overtime of that day.
    owed: Vec<bool>,
    overtime: DayOvertime,
    consents: bool,
    /// By layer the row of its week.
    rows: Vec<Option<RowIx>>,
}

impl Automaton for Days {
    fn start(&self) -> i64 {
        self.tail
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, layer: usize, left_here: i64, letter: i64) -> Option<Step> {
        let (rest_day, today, tomorrow) = (
            letter / BASE / BASE > 0,
            letter / BASE % BASE,
            letter % BASE,
        );
        let mut step = Step {
            state: tomorrow,
            ..Step::default()
        };
        let not_in_week = if rest_day {
            left_here
        } else {
            let daily = self.overtime.daily;
            let over = (left_here + today - daily).max(0);
            // What history did alone needs no consent any more.
            let done = if layer == 0 {
                (left_here - daily).max(0)
            } else {
                0
            };
            if self.owed[layer] {
                if over > done && !self.consents {
                    return None;
                }
                step.cost = self.overtime.price(left_here + today).0;
            }
            over
        };
        if let (Some(row), true) = (self.rows[layer], not_in_week > 0) {
            step.uses.push((row, -(not_in_week as f64)));
        }
        Some(step)
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
