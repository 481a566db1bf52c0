//! What a person does on a day, as a cell of a table.

use chrono::NaiveDate;

use super::tongue::{both, escape, key};
use crate::domain::{EmployeeIx, HallIx};
use crate::report::Sheet;
use crate::roster::{Activity, Duty};

/// The cell, as seen from a hall; guests are shown for their duties there only.
pub(super) fn cell(
    sheet: &Sheet<'_>,
    hall: HallIx,
    employee: EmployeeIx,
    (day, date): (usize, NaiveDate),
) -> String {
    let person = &sheet.instance.employees[employee.0];
    let at_home = person.halls.first() == Some(&hall);
    match sheet.roster.activity(employee, day) {
        Activity::Duty(duty) if duty.hall == hall => {
            let rest_day = sheet.audit.rest_day_work.get(employee.0);
            let extra = rest_day.is_some_and(|days| days.contains(&day));
            own_duty(sheet, date, duty, extra)
        }
        _ if !at_home => "<td></td>".to_owned(),
        Activity::Duty(duty) => {
            let away = escape(&sheet.instance.halls[duty.hall.0].id);
            format!("<td class=\"away\">@{away}</td>")
        }
        Activity::Rest => format!("<td class=\"off\">{}</td>", both("·", "休")),
        Activity::Leave => format!("<td class=\"leave\">{}</td>", both("leave", "假")),
        Activity::CompDay(_) => format!("<td class=\"comp\">{}</td>", both("comp", "补")),
        Activity::Training(index) => {
            let training = &person.training[*index];
            let start = sheet.instance.horizon.instant(date, training.start);
            let times = times(sheet, date, start, start + training.length.0);
            format!(
                "<td class=\"training\">{}<br>{times}</td>",
                both("course", "训")
            )
        }
    }
}

fn own_duty(sheet: &Sheet<'_>, date: NaiveDate, duty: &Duty, extra: bool) -> String {
    let (_, minute) = sheet.instance.horizon.local(duty.start);
    let class = match minute.div_euclid(60) {
        ..9 => "early",
        9..11 => "middle",
        _ => "late",
    };
    let mark = if extra { "<i>*</i>" } else { "" };
    let extra = if extra { " extra" } else { "" };
    let times = times(sheet, date, duty.start, duty.end);
    format!("<td class=\"{class}{extra}\">{times}{mark}</td>")
}

/// Start over end.
fn times(sheet: &Sheet<'_>, date: NaiveDate, start: i64, end: i64) -> String {
    let clock = |instant| sheet.instance.horizon.clock(instant, date);
    format!("{}<span class=\"to\"></span>{}", clock(start), clock(end))
}

/// What the cells mean.
pub(super) fn legend() -> String {
    let entries = [
        ("early", "starts before 9", "9 点前上班"),
        ("middle", "9 to 11", "9 至 11 点"),
        ("late", "11 or later", "11 点及以后"),
        ("extra", "* work on a rest day", "* 休息日工作"),
        ("comp", "comp day", "补休"),
        ("leave", "leave", "休假"),
        ("training", "training", "培训"),
    ];
    let entries = entries.map(|(class, en, zh)| key(class, &both(en, zh)));
    format!("<p class=\"legend\">{}</p>", entries.concat())
}
