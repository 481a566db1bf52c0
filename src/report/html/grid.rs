//! Who works when: a table for each hall and week.

use chrono::{Duration, NaiveDate};

use super::Page;
use super::cell::{cell, legend};
use super::tongue::{both, escape};
use crate::domain::{EmployeeIx, HallIx};
use crate::report::Sheet;
use crate::report::roster::{hours_of, people_of, weekday};
use crate::roster::week_starts;

pub(super) fn section(page: &Page<'_>) -> String {
    let mut html = legend();
    for hall in page.halls() {
        html.push_str(&page.hall_heading(hall));
        for monday in week_starts(page.sheet.instance) {
            html.push_str(&week(page.sheet, hall, monday));
        }
    }
    html
}

/// Days of the horizon in the week of `monday`.
pub(super) fn days_of(sheet: &Sheet<'_>, monday: NaiveDate) -> Vec<(usize, NaiveDate)> {
    let days = sheet.instance.horizon.days();
    let inside =
        |(_, date): &(usize, NaiveDate)| monday <= *date && *date < monday + Duration::days(7);
    days.filter(inside).collect()
}

/// The table of one hall and week; nothing where nobody belongs to it.
pub(super) fn week(sheet: &Sheet<'_>, hall: HallIx, monday: NaiveDate) -> String {
    let days = days_of(sheet, monday);
    let people = people_of(sheet, hall, &days);
    if people.is_empty() {
        return String::new();
    }
    let mut html = format!(
        "<table class=\"grid\"><thead><tr><th>{}</th>",
        both("Name", "姓名")
    );
    for (_, date) in &days {
        let (en, zh) = weekday(*date);
        html.push_str(&format!(
            "<th>{}<br>{}</th>",
            date.format("%m-%d"),
            both(en, &format!("周{zh}"))
        ));
    }
    html.push_str(&format!(
        "<th>{}</th></tr></thead><tbody>",
        both("h", "工时")
    ));
    for employee in people {
        html.push_str(&row(sheet, hall, employee, &days));
    }
    html.push_str("</tbody></table>");
    html
}

fn row(
    sheet: &Sheet<'_>,
    hall: HallIx,
    employee: EmployeeIx,
    days: &[(usize, NaiveDate)],
) -> String {
    let cells = days.iter().map(|day| cell(sheet, hall, employee, *day));
    format!(
        "<tr><th>{}</th>{}<td class=\"sum\">{}</td></tr>",
        person(sheet, employee),
        cells.collect::<String>(),
        hours_of(sheet, employee, days),
    )
}

/// A name over its identifier.
pub(super) fn person(sheet: &Sheet<'_>, employee: EmployeeIx) -> String {
    let person = &sheet.instance.employees[employee.0];
    match person.name.is_empty() || person.name == person.id {
        true => escape(&person.id),
        false => format!(
            "{}<small>{}</small>",
            escape(&person.name),
            escape(&person.id)
        ),
    }
}
