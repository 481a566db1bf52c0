//! Every duty is a shift that is offered, worked where the person may work, with its breaks in place.

use super::findings::{Findings, Subject};
use super::view::{DutyDay, View};
use super::words::{hall, stretch, who};
use crate::domain::{BreakRule, EmployeeIx};
use crate::roster::PlacedBreak;

pub(super) fn check(view: &View<'_>, found: &mut Findings) {
    for item in view.duties() {
        offered(view, item, found);
        breaks(view, item, found);
    }
    for (employee, _) in view.staff() {
        succession(view, employee, found);
        one_at_a_time(view, employee, found);
    }
}

fn offered(view: &View<'_>, item: DutyDay<'_>, found: &mut Findings) {
    let instance = view.instance;
    let DutyDay {
        employee,
        date,
        duty,
        ..
    } = item;
    let subject = Subject::day(employee, date).at(duty.hall);
    let (name, place) = (who(instance, employee), hall(instance, duty.hall));
    let template = &instance.templates[duty.template.0];
    if !instance.employees[employee.0].halls.contains(&duty.hall) {
        found.violation(
            "hall_not_allowed",
            subject,
            format!("{name} may not work in {place}, but is rostered there on {date}."),
            format!("{name}不得在{place}上班，但 {date} 被排在该厅。"),
        );
    }
    if !template.halls.contains(&duty.hall) || !template.days.holds(date) {
        found.violation(
            "template_not_offered",
            subject,
            format!(
                "Shift {} of {name} is not offered in {place} on {date}.",
                template.id
            ),
            format!("{date} {place}不提供班次 {}（{name}）。", template.id),
        );
    }
    let start = instance.horizon.instant(date, template.start);
    if duty.start != start || duty.end != start + template.length.0 {
        let worked = stretch(instance, date, duty.start, duty.end);
        let meant = stretch(instance, date, start, start + template.length.0);
        found.violation(
            "duty_times",
            subject,
            format!(
                "{name} on {date}: works {worked}, but shift {} is {meant}.",
                template.id
            ),
            format!(
                "{name}，{date}：实排 {worked}，班次 {} 应为 {meant}。",
                template.id
            ),
        );
    }
}

fn breaks(view: &View<'_>, item: DutyDay<'_>, found: &mut Findings) {
    let DutyDay {
        employee,
        date,
        duty,
        ..
    } = item;
    let rules = &view.instance.templates[duty.template.0].breaks;
    let name = who(view.instance, employee);
    let subject = Subject::day(employee, date).at(duty.hall);
    if duty.breaks.len() != rules.len() {
        let (placed, wanted) = (duty.breaks.len(), rules.len());
        found.violation(
            "break_count",
            subject,
            format!("{name} on {date}: {placed} breaks instead of {wanted}."),
            format!("{name}，{date}：安排了 {placed} 次休息，应为 {wanted} 次。"),
        );
    }
    for (pause, rule) in duty.breaks.iter().zip(rules) {
        let at = stretch(view.instance, date, pause.start, pause.end);
        for (code, en, zh) in break_faults(duty.start, pause, rule) {
            found.violation(
                code,
                subject,
                format!("{name} on {date}: the break {at} {en}."),
                format!("{name}，{date}：休息 {at} {zh}。"),
            );
        }
    }
    if duty
        .breaks
        .windows(2)
        .any(|pair| pair[1].start < pair[0].end)
    {
        found.violation(
            "break_order",
            subject,
            format!("{name} on {date}: two breaks overlap or are out of order."),
            format!("{name}，{date}：两次休息重叠或次序颠倒。"),
        );
    }
}

fn break_faults(
    duty_start: i64,
    pause: &PlacedBreak,
    rule: &BreakRule,
) -> Vec<(&'static str, &'static str, &'static str)> {
    let mut faults = Vec::new();
    if pause.end - pause.start != rule.length.0 {
        faults.push((
            "break_length",
            "does not have the length of the shift's break",
            "时长与班次规定不符",
        ));
    }
    let after = pause.start - duty_start;
    if after < rule.earliest_after.0 || rule.latest_after.0 < after {
        faults.push((
            "break_window",
            "starts outside its window",
            "开始时间不在规定的时段内",
        ));
    }
    if pause.paid != rule.paid || pause.purpose != rule.purpose {
        faults.push((
            "break_terms",
            "has another pay or purpose than the shift's break",
            "的计薪方式或用途与班次规定不符",
        ));
    }
    faults
}

/// No template after one that may not precede it, the day before the horizon included.
fn succession(view: &View<'_>, employee: EmployeeIx, found: &mut Findings) {
    let instance = view.instance;
    let yesterday = instance.horizon.date(-1);
    let history = &instance.employees[employee.0].history.shifts;
    let mut before = history.iter().rev().find_map(|shift| {
        let on = instance.horizon.local(shift.span.start).0;
        let id = shift.shift_type.as_ref().filter(|_| on == yesterday)?;
        instance
            .templates
            .iter()
            .find(|template| template.id == *id)
    });
    for (_, date, activity) in view.days_of(employee) {
        let today = activity.duty().map(|duty| duty.template);
        if let (Some(first), Some(second)) = (before, today)
            && first.cannot_precede.contains(&second)
        {
            let (name, second) = (who(instance, employee), &instance.templates[second.0].id);
            found.violation(
                "forbidden_succession",
                Subject::day(employee, date),
                format!(
                    "{name} on {date}: shift {second} may not follow shift {}.",
                    first.id
                ),
                format!(
                    "{name}，{date}：班次 {} 之后次日不得接班次 {second}。",
                    first.id
                ),
            );
        }
        before = today.map(|template| &instance.templates[template.0]);
    }
}

/// Nobody is at work twice at one time; a night's work before the horizon counts.
fn one_at_a_time(view: &View<'_>, employee: EmployeeIx, found: &mut Findings) {
    let history = &view.instance.employees[employee.0].history.shifts;
    let mut busy_until = history.iter().map(|shift| shift.span.end).max();
    for (_, date, activity) in view.days_of(employee) {
        let Some((start, end)) = view.at_work(employee, date, activity) else {
            continue;
        };
        if busy_until.is_some_and(|until| start < until) {
            let name = who(view.instance, employee);
            found.violation(
                "overlapping_work",
                Subject::day(employee, date),
                format!(
                    "{name} on {date}: work starts before the work of the day before has ended."
                ),
                format!("{name}，{date}：前一天的工作尚未结束就开始新的工作。"),
            );
        }
        busy_until = busy_until.max(Some(end));
    }
}
