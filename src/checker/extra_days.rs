//! Training and comp days are on days on which they may be.

use std::collections::BTreeSet;

use super::findings::{Findings, Subject};
use super::ledger::Ledger;
use super::view::View;
use super::words::who;
use crate::domain::EmployeeIx;
use crate::roster::Activity;

pub(super) fn check(view: &View<'_>, ledgers: &[Ledger], found: &mut Findings) {
    for ((employee, _), ledger) in view.instance.staff().zip(ledgers) {
        training(view, employee, found);
        comp_days(view, employee, ledger, found);
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
