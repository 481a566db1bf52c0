//! Training and comp days are on days on which they may be.

use std::collections::BTreeSet;

use chrono::Duration;

use super::findings::{Findings, Subject};
use super::ledger::Ledger;
use super::view::View;
use super::words::who;
use crate::domain::{EmployeeIx, week_norm};
use crate::roster::{Activity, week_starts};

pub(super) fn check(view: &View<'_>, ledgers: &[Ledger], found: &mut Findings) {
    for (employee, _) in view.staff() {
        let ledger = &ledgers[employee.0];
        training(view, employee, found);
        comp_days(view, employee, ledger, found);
        norm_days(view, employee, ledger, found);
    }
}

/// Trainings and comp days use up norm days: none comes after all of them in a week with rest-day work.
fn norm_days(view: &View<'_>, employee: EmployeeIx, ledger: &Ledger, found: &mut Findings) {
    let person = &view.instance.employees[employee.0];
    if !view.instance.contract_of(person).repays_rest_days() {
        return;
    }
    for monday in week_starts(view.instance) {
        let norm = week_norm(view.instance, person, monday);
        let week = monday..monday + Duration::days(7);
        let on = |day: &usize| week.contains(&view.instance.horizon.date(*day as i64));
        let surplus = ledger.rest_days.iter().any(on);
        let mut used = norm.days_before.min(norm.days);
        for (_, date, activity) in view.days_of(employee) {
            if !week.contains(&date) {
                continue;
            }
            let late = match activity {
                Activity::Rest | Activity::Leave => continue,
                Activity::CompDay(_) => used >= norm.days,
                Activity::Training(_) => used >= norm.days && surplus,
                Activity::Duty(_) => false,
            };
            used += 1;
            if late {
                let name = who(view.instance, employee);
                found.violation(
                    "beyond_norm_days",
                    Subject::day(employee, date),
                    format!("{name}: the training or comp day on {date} comes after the week's norm days are used up."),
                    format!("{name}：{date} 的培训或补休安排在本周标准工作日用完之后。"),
                );
            }
        }
    }
}

fn training(view: &View<'_>, employee: EmployeeIx, found: &mut Findings) {
    let person = &view.instance.employees[employee.0];
    let mut placed = BTreeSet::new();
    for (_, date, activity) in view.days_of(employee) {
        let Activity::Training(index) = activity else {
            continue;
        };
        let training = &person.training[*index];
        let mut report = |code, en: &str, zh: &str| {
            let (name, course) = (who(view.instance, employee), &training.id);
            found.violation(
                code,
                Subject::day(employee, date),
                format!("{name}: training {course} on {date} {en}."),
                format!("{name}：{date} 的培训 {course} {zh}。"),
            );
        };
        if date < training.from || training.to < date {
            report(
                "training_window",
                "lies outside its window",
                "不在规定的日期范围内",
            );
        }
        if !training.any_day && !view.quiet.is_quiet(view.home(employee), date) {
            report("training_busy_day", "is not on a quiet day", "不在闲日");
        }
        if !placed.insert(*index) {
            report("training_twice", "is placed a second time", "被重复安排");
        }
    }
}

fn comp_days(view: &View<'_>, employee: EmployeeIx, ledger: &Ledger, found: &mut Findings) {
    let person = &view.instance.employees[employee.0];
    let terms = view.instance.contract_of(person).comp_terms();
    for (_, date, activity) in view.days_of(employee) {
        let Activity::CompDay(length) = *activity else {
            continue;
        };
        let mut report = |code, en: &str, zh: &str| {
            let name = who(view.instance, employee);
            found.violation(
                code,
                Subject::day(employee, date),
                format!("{name}: the comp day of {length} h on {date} {en}."),
                format!("{name}：{date} 的补休（{length} 小时）{zh}。"),
            );
        };
        let quiet_only = terms.is_some_and(|terms| terms.quiet_only);
        if quiet_only && !view.quiet.is_quiet(view.home(employee), date) {
            report("comp_busy_day", "is not on a quiet day", "不在闲日");
        }
        if terms.is_some_and(|terms| length.0 < terms.min_unit_min) {
            report(
                "comp_min_unit",
                "is shorter than the smallest unit",
                "短于最小补休单位",
            );
        }
        if ledger.unbacked.contains(&date) {
            report(
                "comp_unbacked",
                "repays no open lot of that length",
                "没有时长相同的待补休额度",
            );
        }
    }
}
