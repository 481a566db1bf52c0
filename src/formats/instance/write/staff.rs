//! The people with their history.

use chrono::Days;

use super::time::{clock, minutes, open_date, small};
use crate::domain::{Consent, Employee, PastWork, Problem, WishKind};
use crate::formats::proto;
use crate::law::{WindowMinutes, WorkShift};

/// A member of staff.
pub fn employee(problem: &Problem, employee: &Employee) -> proto::Employee {
    proto::Employee {
        id: employee.id.clone(),
        name: employee.name.clone(),
        contract: problem.contracts[employee.contract.0].id.clone(),
        hourly_wage_cents: employee.hourly_wage.0,
        post: employee.post.clone(),
        halls: (employee.halls.iter())
            .map(|hall| problem.halls[hall.0].id.clone())
            .collect(),
        skills: (employee.skills.iter())
            .map(|held| proto::HeldSkill {
                skill: problem.skills[held.skill.0].id.clone(),
                from_date: open_date(held.from),
                to_date: open_date(held.to),
            })
            .collect(),
        attributes: (employee.attributes.iter())
            .map(|fact| proto::Attribute {
                name: fact.name.clone(),
                from_date: open_date(fact.from),
                // The law names the first day after, the file the last day.
                to_date: open_date(fact.to.and_then(|to| to.checked_sub_days(Days::new(1)))),
                value: small(fact.value.unwrap_or(0)),
            })
            .collect(),
        consents: (employee.consents.iter())
            .map(|consent| match consent {
                Consent::Overtime => proto::Consent::Overtime.into(),
                Consent::RestDayWork => proto::Consent::RestDayWork.into(),
            })
            .collect(),
        leave: (employee.leave.iter())
            .map(|leave| proto::Leave {
                from_date: leave.from.to_string(),
                to_date: leave.to.to_string(),
                reason: leave.reason.clone(),
                unpaid: leave.unpaid,
            })
            .collect(),
        training: (employee.training.iter())
            .map(|training| proto::Training {
                id: training.id.clone(),
                name: training.name.clone(),
                from_date: training.from.to_string(),
                to_date: training.to.to_string(),
                start: clock(training.start),
                length_minutes: minutes(training.length),
                any_day: training.any_day,
            })
            .collect(),
        wishes: (employee.wishes.iter())
            .map(|wish| proto::Wish {
                date: wish.date.to_string(),
                kind: match wish.kind {
                    WishKind::Work => proto::WishKind::WishWork,
                    WishKind::Free => proto::WishKind::WishFree,
                }
                .into(),
                shift_template: (wish.template)
                    .map(|template| problem.templates[template.0].id.clone())
                    .unwrap_or_default(),
                price_cents: wish.price.0,
            })
            .collect(),
        history: (employee.history != PastWork::default())
            .then(|| history(problem, &employee.history)),
    }
}

fn history(problem: &Problem, past: &PastWork) -> proto::History {
    let in_windows = |windows: &[WindowMinutes]| {
        let window = |window: &WindowMinutes| proto::MinutesInWindow {
            from_date: window.from.to_string(),
            to_date: window.to.to_string(),
            minutes: small(window.minutes),
            until_date: window
                .until
                .map_or_else(String::new, |until| until.to_string()),
        };
        windows.iter().map(window).collect()
    };
    proto::History {
        shifts: (past.shifts.iter())
            .map(|shift| worked_shift(problem, shift))
            .collect(),
        comp_lots: (past.comp_lots.iter())
            .map(|lot| proto::CompLot {
                id: lot.id.clone(),
                earned_date: lot.earned.to_string(),
                minutes: minutes(lot.minutes),
                due_date: lot.due.to_string(),
            })
            .collect(),
        work_minutes: in_windows(&past.work_minutes),
        overtime_minutes: in_windows(&past.overtime_minutes),
    }
}

fn worked_shift(problem: &Problem, shift: &WorkShift) -> proto::WorkedShift {
    let (date, start) = problem.horizon.local(shift.span.start);
    let length = shift.span.minutes();
    proto::WorkedShift {
        date: date.to_string(),
        start: clock(start),
        length_minutes: minutes(length),
        break_minutes: minutes(length - shift.work_minutes()),
        shift_template: shift.shift_type.clone().unwrap_or_default(),
    }
}
