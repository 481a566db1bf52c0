//! What changed between two rosters, in words for the people concerned.

use super::roster::{name, weekday};
use crate::domain::{EmployeeIx, Instance};
use crate::roster::{Activity, Change, ChangeKind, Duty, Serving};

/// A change as a sentence without the person's name: in English and in Chinese.
pub fn change_words(instance: &Instance, change: &Change) -> (String, String) {
    let date = instance.horizon.date(change.day as i64);
    let (en, zh) = weekday(date);
    let (before_en, before_zh) = day_words(instance, change.employee, change.day, &change.before);
    let (after_en, after_zh) = day_words(instance, change.employee, change.day, &change.after);
    let (kind_en, kind_zh) = kind_words(change.kind);
    (
        format!("{date} {en}: {kind_en}: {after_en} (was {before_en})"),
        format!("{date} 周{zh}：{kind_zh}：{after_zh}（原 {before_zh}）"),
    )
}

/// All changes as text, by person; a closing line counts them.
pub fn changes_text(instance: &Instance, changes: &[Change]) -> String {
    let mut page = super::page::Page::default();
    let mut last = None;
    for change in changes {
        if last != Some(change.employee) {
            let person = &instance.employees[change.employee.0];
            page.line(&name(&person.name, &person.id));
            last = Some(change.employee);
        }
        let (en, zh) = change_words(instance, change);
        page.line(&format!("  {en}"));
        page.line(&format!("  {zh}"));
    }
    let mut people: Vec<EmployeeIx> = changes.iter().map(|change| change.employee).collect();
    people.dedup();
    page.line(&match changes.len() {
        0 => "no change 无变化".to_owned(),
        n => format!(
            "{n} changes for {p} people {p} 人共 {n} 处变化",
            p = people.len()
        ),
    });
    page.finish()
}

fn kind_words(kind: ChangeKind) -> (&'static str, &'static str) {
    match kind {
        ChangeKind::Added => ("new shift", "新增班次"),
        ChangeKind::Cancelled => ("shift cancelled", "取消班次"),
        ChangeKind::Moved => ("shift moved", "班次变动"),
        ChangeKind::Breaks => ("breaks moved", "休息变动"),
        ChangeKind::Serving => ("other queue or post", "岗位变动"),
        ChangeKind::Absence => ("day off for another reason", "休息性质变动"),
    }
}

/// What a person does on a day, in English and in Chinese.
fn day_words(
    instance: &Instance,
    employee: EmployeeIx,
    day: usize,
    activity: &Activity,
) -> (String, String) {
    let same = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
    match activity {
        Activity::Duty(duty) => duty_words(instance, day, duty),
        Activity::Rest => same("rest", "休息"),
        Activity::Leave => same("leave", "休假"),
        Activity::CompDay(_) => same("comp day", "补休"),
        Activity::Training(index) => {
            let trainings = &instance.employees[employee.0].training;
            let training = trainings.get(*index).map_or("", |training| &training.id);
            (format!("training {training}"), format!("培训 {training}"))
        }
    }
}

fn duty_words(instance: &Instance, day: usize, duty: &Duty) -> (String, String) {
    let horizon = &instance.horizon;
    let date = horizon.date(day as i64);
    let span = |start, end| {
        format!(
            "{}-{}",
            horizon.clock(start, date),
            horizon.clock(end, date)
        )
    };
    let hall = &instance.halls[duty.hall.0].id;
    let mut en = format!("{} {hall}", span(duty.start, duty.end));
    let mut zh = en.clone();
    for pause in &duty.breaks {
        let times = span(pause.start, pause.end);
        en.push_str(&format!(", break {times}"));
        zh.push_str(&format!("，休息 {times}"));
    }
    let same = |a: &Serving, b: &Serving| a.served == b.served && a.end == b.start;
    for run in duty.serving.chunk_by(same) {
        let served = super::day_plan::served_id(instance, duty.hall, run[0].served);
        let times = span(run[0].start, run[run.len() - 1].end);
        en.push_str(&format!(", {served} {times}"));
        zh.push_str(&format!("，{served} {times}"));
    }
    (en, zh)
}
