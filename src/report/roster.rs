//! Who works when and where: a table per hall and week, people down, days across.

use chrono::{Datelike, Duration, NaiveDate, Weekday};

use super::Sheet;
use super::page::Page;
use super::width::{clip, pad};
use crate::domain::{EmployeeIx, HallIx};
use crate::roster::{Activity, week_starts};
use crate::units::Minutes;

const NAME_COLUMNS: usize = 22;
const DAY_COLUMNS: usize = 13;

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    page.section("Roster", "班表");
    page.line(
        "Legend 图例: 0830-1730 duty 当班, * rest-day work 休息日工作, @H in another hall 在其他厅, 休 rest, 假 leave, 训 training, 补 comp day 补休",
    );
    for index in 0..sheet.instance.halls.len() {
        for monday in week_starts(sheet.instance) {
            week(sheet, HallIx(index), monday, page);
        }
    }
}

fn week(sheet: &Sheet<'_>, hall: HallIx, monday: NaiveDate, page: &mut Page) {
    let horizon = &sheet.instance.horizon;
    let days: Vec<(usize, NaiveDate)> = horizon
        .days()
        .filter(|(_, date)| monday <= *date && *date < monday + Duration::days(7))
        .collect();
    let people = people_of(sheet, hall, &days);
    if people.is_empty() {
        return;
    }
    let site = &sheet.instance.halls[hall.0];
    page.line("");
    page.line(&format!(
        "{}  week of 起始周 {monday}",
        name(&site.name, &site.id)
    ));
    let mut head = pad("Name 姓名", NAME_COLUMNS);
    for (_, date) in &days {
        let (en, zh) = weekday(*date);
        head += &pad(&format!("{} {en}{zh}", date.format("%m-%d")), DAY_COLUMNS);
    }
    page.line(&format!("{head}Hours 工时"));
    for employee in people {
        row(sheet, hall, employee, &days, page);
    }
}

/// Who belongs to a hall or works there on one of the days.
pub(super) fn people_of(
    sheet: &Sheet<'_>,
    hall: HallIx,
    days: &[(usize, NaiveDate)],
) -> Vec<EmployeeIx> {
    let here = |employee, (day, _): &(usize, NaiveDate)| works_in(sheet, employee, *day, hall);
    (sheet.instance.staff())
        .filter(|(employee, person)| {
            person.halls.first() == Some(&hall) || days.iter().any(|day| here(*employee, day))
        })
        .map(|(employee, _)| employee)
        .collect()
}

/// Working time of a person on some days, trainings included.
pub(super) fn hours_of(
    sheet: &Sheet<'_>,
    employee: EmployeeIx,
    days: &[(usize, NaiveDate)],
) -> Minutes {
    let person = &sheet.instance.employees[employee.0];
    let worked = |day| match sheet.roster.activity(employee, day) {
        Activity::Duty(duty) => duty.work_minutes(),
        Activity::Training(index) => person.training[*index].length,
        Activity::Rest | Activity::Leave | Activity::CompDay(_) => Minutes::ZERO,
    };
    days.iter().map(|(day, _)| worked(*day)).sum()
}

fn works_in(sheet: &Sheet<'_>, employee: EmployeeIx, day: usize, hall: HallIx) -> bool {
    let duty = sheet.roster.activity(employee, day).duty();
    duty.is_some_and(|duty| duty.hall == hall)
}

fn row(
    sheet: &Sheet<'_>,
    hall: HallIx,
    employee: EmployeeIx,
    days: &[(usize, NaiveDate)],
    page: &mut Page,
) {
    let person = &sheet.instance.employees[employee.0];
    let mut line = pad(
        &clip(&name(&person.name, &person.id), NAME_COLUMNS - 1),
        NAME_COLUMNS,
    );
    for (day, date) in days {
        line += &pad(
            &clip(&cell(sheet, hall, employee, *day, *date), DAY_COLUMNS - 1),
            DAY_COLUMNS,
        );
    }
    let hours = hours_of(sheet, employee, days);
    page.line(&format!("{line}{:>10}", hours.to_string()));
}

/// What a person does on a day, as seen from a hall.
fn cell(
    sheet: &Sheet<'_>,
    hall: HallIx,
    employee: EmployeeIx,
    day: usize,
    date: NaiveDate,
) -> String {
    let person = &sheet.instance.employees[employee.0];
    let at_home = person.halls.first() == Some(&hall);
    match sheet.roster.activity(employee, day) {
        Activity::Duty(duty) if duty.hall == hall => {
            let rest_day = sheet.audit.rest_day_work.get(employee.0);
            let mark = if rest_day.is_some_and(|days| days.contains(&day)) {
                "*"
            } else {
                ""
            };
            format!("{}{mark}", hours(sheet, date, duty.start, duty.end))
        }
        // Guests are listed for their duties here; the rest of their week stands in their home hall.
        _ if !at_home => ".".to_owned(),
        Activity::Duty(duty) => format!("@{}", sheet.instance.halls[duty.hall.0].id),
        Activity::Rest => "休".to_owned(),
        Activity::Leave => "假".to_owned(),
        Activity::CompDay(_) => "补".to_owned(),
        Activity::Training(index) => {
            let start = sheet
                .instance
                .horizon
                .instant(date, person.training[*index].start);
            let end = start + person.training[*index].length.0;
            format!("训{}", hours(sheet, date, start, end))
        }
    }
}

/// `0830-1730`.
fn hours(sheet: &Sheet<'_>, date: NaiveDate, start: i64, end: i64) -> String {
    let clock = |instant| sheet.instance.horizon.clock(instant, date).replace(':', "");
    format!("{}-{}", clock(start), clock(end))
}

/// A name with its identifier, or the identifier alone.
pub(super) fn name(name: &str, id: &str) -> String {
    if name.is_empty() || name == id {
        id.to_owned()
    } else {
        format!("{name} {id}")
    }
}

/// The day of the week in both languages.
pub(super) fn weekday(date: NaiveDate) -> (&'static str, &'static str) {
    match date.weekday() {
        Weekday::Mon => ("Mon", "一"),
        Weekday::Tue => ("Tue", "二"),
        Weekday::Wed => ("Wed", "三"),
        Weekday::Thu => ("Thu", "四"),
        Weekday::Fri => ("Fri", "五"),
        Weekday::Sat => ("Sat", "六"),
        Weekday::Sun => ("Sun", "日"),
    }
}
