//! Leave is kept and pins stay where they are.

use super::findings::{Findings, Subject};
use super::view::View;
use super::words::{hall, who};
use crate::roster::Activity;

pub(super) fn check(view: &View<'_>, found: &mut Findings) {
    leave(view, found);
    pins(view, found);
}

fn leave(view: &View<'_>, found: &mut Findings) {
    for (employee, person) in view.staff() {
        for (_, date, activity) in view.days_of(employee) {
            let (approved, shown) = (
                person.leave_on(date).is_some(),
                *activity == Activity::Leave,
            );
            let name = who(view.instance, employee);
            if approved && !shown {
                found.violation(
                    "leave_ignored",
                    Subject::day(employee, date),
                    format!(
                        "{name} has approved leave on {date}, but the roster does not show it."
                    ),
                    format!("{name} {date} 已批准休假，班表未予体现。"),
                );
            } else if shown && !approved {
                found.violation(
                    "leave_not_approved",
                    Subject::day(employee, date),
                    format!("{name} is on leave on {date} in the roster, but none is approved."),
                    format!("{name} {date} 在班表中为休假，但没有获批的假期。"),
                );
            }
        }
    }
}

fn pins(view: &View<'_>, found: &mut Findings) {
    let instance = view.instance;
    for pin in &instance.pins {
        let Some(day) = instance.horizon.day_inside(pin.date) else {
            continue;
        };
        if !view.looks_at(pin.employee) {
            continue;
        }
        let duty = view.roster.activity(pin.employee, day).duty();
        let (name, date) = (who(instance, pin.employee), pin.date);
        match (pin.duty, duty) {
            (None, Some(_)) => found.violation(
                "pin_moved",
                Subject::day(pin.employee, date),
                format!("{name} is pinned free on {date}, but works."),
                format!("{name} {date} 已锁定不上班，但被排班。"),
            ),
            (Some((template, place)), duty)
                if duty.is_none_or(|duty| (duty.template, duty.hall) != (template, place)) =>
            {
                let (shift, place) = (&instance.templates[template.0].id, hall(instance, place));
                found.violation(
                    "pin_moved",
                    Subject::day(pin.employee, date),
                    format!("{name} is pinned to shift {shift} in {place} on {date}, but does not work it."),
                    format!("{name} {date} 已锁定在{place}上班次 {shift}，但未按此排班。"),
                );
            }
            _ => {}
        }
    }
}
