//! The week before the horizon, legal under the same rules, and rest still owed from earlier weeks.

use chrono::Duration;

use super::dice::Dice;
use super::rules;
use crate::domain::{CompLot, Consent, Employee, Horizon, PastWork, ShiftTemplate};
use crate::law::{ShiftBreak, Span, WorkShift};
use crate::units::Minutes;

/// Days before the horizon on which rest-day work may have been done: Fridays, the second busiest day.
const EARNED_DAYS_AGO: [i64; 3] = [17, 24, 31];
/// Days within which rest owed can be taken.
const DUE_DAYS: i64 = 90;

/// Five duties and two days off in a row, at starts that move by an hour at most; for some a lot still open.
pub(super) fn last_week(
    dice: &mut Dice,
    person: &Employee,
    horizon: &Horizon,
    templates: &[ShiftTemplate],
) -> PastWork {
    let hours = if person.contract == rules::PART_TIME {
        4
    } else {
        9
    };
    let family: Vec<&ShiftTemplate> = templates
        .iter()
        .filter(|template| template.halls.contains(&person.halls[0]))
        .filter(|template| template.length == Minutes(60 * hours) && template.start % 60 == 0)
        .collect();
    let usual = dice.below(family.len());
    let first_free = dice.below(6);
    let mut shifts = Vec::new();
    for weekday in (0..7).filter(|day| *day != first_free && *day != first_free + 1) {
        let start = (usual + dice.below(3)).saturating_sub(1);
        let template = family[start.min(family.len() - 1)];
        shifts.push(worked(person, horizon, weekday as i64 - 7, template));
    }
    let owed = person.consents.contains(&Consent::RestDayWork) && dice.chance(50);
    let days_ago = *dice.pick(&EARNED_DAYS_AGO);
    let comp_lots = if owed {
        vec![lot(person, horizon, days_ago)]
    } else {
        Vec::new()
    };
    PastWork {
        shifts,
        comp_lots,
        ..PastWork::default()
    }
}

fn worked(person: &Employee, horizon: &Horizon, day: i64, template: &ShiftTemplate) -> WorkShift {
    let date = horizon.date(day);
    let start = horizon.instant(date, template.start);
    let length = template.length.0;
    let (hour, minute) = (template.start / 60, template.start % 60);
    let id = format!("{}-{date}-{hour:02}:{minute:02}", person.id);
    let mut shift = WorkShift::plain(id, Span::new(start, start + length));
    shift.shift_type = Some(template.id.clone());
    let pause = length - template.work_minutes().0;
    if pause > 0 {
        // Files do not say when a past break was; readers put it in the middle.
        let from = start + (length - pause) / 2;
        shift.breaks.push(ShiftBreak {
            span: Span::new(from, from + pause),
            paid: false,
            purpose: None,
        });
    }
    shift
}

fn lot(person: &Employee, horizon: &Horizon, days_ago: i64) -> CompLot {
    let earned = horizon.date(-days_ago);
    CompLot {
        id: format!("{}-{earned}", person.id),
        earned,
        minutes: Minutes(480),
        due: earned + Duration::days(DUE_DAYS),
    }
}
