//! Rest owed for work on rest days, and when it is given back.

use super::Sheet;
use super::page::Page;
use super::roster::name;
use super::width::{clip, pad};
use crate::roster::CompDayState;

const COLUMNS: [usize; 4] = [22, 14, 10, 14];

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    page.section("Comp days", "补休");
    if sheet.audit.comp_days.is_empty() {
        page.line("none 无");
        return;
    }
    let row = |cells: [&str; 4], last: &str| {
        let padded = cells
            .iter()
            .zip(COLUMNS)
            .map(|(cell, columns)| pad(&clip(cell, columns - 1), columns));
        padded.collect::<String>() + last
    };
    page.line(&row(
        ["Name 姓名", "Earned 产生", "Hours 时长", "Due 到期"],
        "Given back 安排",
    ));
    for own in &sheet.audit.comp_days {
        let person = &sheet.instance.employees[own.employee.0];
        let outcome = match own.state {
            CompDayState::Scheduled(date) => format!("{date} in this roster 本班表内补休"),
            CompDayState::Planned(date) => format!("{date} reserved 已预留"),
            CompDayState::Unplanned => format!(
                "no day found, priced at {} % 未安排，按 {} % 计价",
                sheet.instance.prices.comp_unplanned_percent,
                sheet.instance.prices.comp_unplanned_percent,
            ),
        };
        let cells = [
            name(&person.name, &person.id),
            own.lot.earned.to_string(),
            own.lot.minutes.to_string(),
            own.lot.due.to_string(),
        ];
        page.line(&row(cells.each_ref().map(String::as_str), &outcome));
    }
}
