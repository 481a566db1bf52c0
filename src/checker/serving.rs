//! Who serves what: inside the duty, not on break, one thing at a time, with the skill.

use super::findings::{Findings, Subject};
use super::view::{DutyDay, View};
use super::words::{served, stretch, who};

pub(super) fn check(view: &View<'_>, found: &mut Findings) {
    for item in view.duties() {
        check_duty(view, item, found);
    }
}

fn check_duty(view: &View<'_>, item: DutyDay<'_>, found: &mut Findings) {
    let instance = view.instance;
    let DutyDay {
        employee,
        date,
        duty,
        ..
    } = item;
    let person = &instance.employees[employee.0];
    let subject = Subject::day(employee, date).at(duty.hall);
    let mut spans: Vec<_> = duty.serving.iter().collect();
    spans.sort_by_key(|span| (span.start, span.end));
    for span in &spans {
        let mut report = |code, en: &str, zh: &str| {
            let name = who(instance, employee);
            let what = served(instance, duty.hall, span.served);
            let at = stretch(instance, date, span.start, span.end);
            found.violation(
                code,
                subject,
                format!("{name} on {date}, {at} at {what}: {en}."),
                format!("{name}，{date} {at} {what}：{zh}。"),
            );
        };
        if span.start < duty.start || duty.end < span.end {
            report(
                "serving_outside_duty",
                "serves outside the duty",
                "服务时间超出当班时间",
            );
        }
        if (duty.breaks.iter()).any(|pause| span.start < pause.end && pause.start < span.end) {
            report(
                "serving_on_break",
                "serves during a break",
                "休息时间内仍安排服务",
            );
        }
        if !person.has_skill(view.skill_for(duty.hall, span.served), date) {
            report(
                "skill_missing",
                "does not hold the skill on that day",
                "当天不具备所需技能",
            );
        }
    }
    if spans.windows(2).any(|pair| pair[1].start < pair[0].end) {
        let name = who(instance, employee);
        found.violation(
            "serving_twice",
            subject,
            format!("{name} on {date} serves two queues or posts at one time."),
            format!("{name}，{date}：同一时间被安排服务两个队列或岗位。"),
        );
    }
}
