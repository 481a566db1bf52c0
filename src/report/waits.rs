//! What customers wait, against what they were promised.

use super::Sheet;
use super::page::Page;
use super::roster::weekday;
use super::width::pad;
use super::{Language, worded};
use crate::checker::{ClassWaits, WaitVerdict};
use crate::domain::{Instance, WaitTarget};
use crate::units::Money;

/// Most misses that are listed one by one.
const LISTED_MAX: usize = 200;

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    let Some(verdict) = &sheet.audit.waits else {
        return;
    };
    page.section("Waits", "等待");
    write_lines(sheet.instance, verdict, page);
}

/// The section of waits for a roster whose cost leaves them out.
pub fn told_waits(instance: &Instance, verdict: &WaitVerdict) -> String {
    let mut page = Page::default();
    page.section("Waits", "等待");
    write_lines(instance, verdict, &mut page);
    page.line("Heads came first: misses are told, not priced. 先定人数：未达标只列出，不计价。");
    page.finish()
}

/// Classes with what they were promised and what they get, then every miss.
pub fn waits(instance: &Instance, verdict: &WaitVerdict) -> String {
    let mut page = Page::default();
    write_lines(instance, verdict, &mut page);
    page.finish()
}

fn write_lines(instance: &Instance, verdict: &WaitVerdict, page: &mut Page) {
    let horizon = &instance.horizon;
    page.line(&row([
        "Class 类别",
        "Target 目标",
        "Intervals met 达标时段",
        "Exact 精确",
        "Simulated 仿真",
    ]));
    for class in verdict.by_class() {
        page.line(&class_waits(instance, &class, None));
    }
    let missed: Vec<_> = verdict.missed().collect();
    if missed.is_empty() {
        page.line("every target met 全部达标");
    }
    for miss in missed.iter().take(LISTED_MAX) {
        let (date, _) = horizon.local(miss.start);
        let (en, zh) = weekday(date);
        let hall = &instance.halls[miss.hall.0];
        let price = (verdict.price > Money::ZERO).then(|| format!("  {}", verdict.price));
        let unsure = match miss.undecided {
            true => " (cannot tell 无法断定)",
            false => "",
        };
        page.line(&format!(
            "missed 未达标 {date} {en}{zh} {}-{}  {} {}  {} heads 人: exact 精确 {}, simulated 仿真 {}{unsure}, target 目标 {}{}",
            horizon.clock(miss.start, date),
            horizon.clock(miss.end, date),
            hall.id,
            hall.classes[miss.class.0].id,
            miss.heads,
            value(miss.target, miss.exact),
            value(miss.target, miss.simulated),
            promised(miss.target, None),
            price.unwrap_or_default(),
        ));
    }
    if missed.len() > LISTED_MAX {
        let more = missed.len() - LISTED_MAX;
        page.line(&format!("... and {more} more 另有 {more} 条"));
    }
    page.line(
        "Met: exact chain and simulation agree; nobody is taken to give up. 两种方法一致才算达标；不计顾客弃号。",
    );
}

/// One line of the table: class, target, intervals met, both engines' figures.
pub fn class_waits(instance: &Instance, class: &ClassWaits, language: Option<Language>) -> String {
    let hall = &instance.halls[class.hall.0];
    let when = match class.busy {
        true => worded(language, "busy", "忙"),
        false => worded(language, "quiet", "闲"),
    };
    let share = 100.0 * class.met as f64 / class.promises as f64;
    row([
        &format!("{} {}", hall.id, hall.classes[class.class.0].id),
        &format!("{when} {}", promised(class.target, language)),
        &format!("{}/{} ({share:.1} %)", class.met, class.promises),
        &value(class.target, class.exact),
        &value(class.target, class.simulated),
    ])
}

fn row(cells: [&str; 5]) -> String {
    let cells = cells.iter().zip([24, 30, 26, 20, 20]);
    let line: String = cells.map(|(cell, width)| pad(cell, width)).collect();
    line.trim_end().to_owned()
}

/// `90 % <= 10 min` or `mean <= 5 min`.
fn promised(target: WaitTarget, language: Option<Language>) -> String {
    match target {
        WaitTarget::ShareWithin { minutes, share } => {
            format!("{} % <= {minutes} min", (1000.0 * share).round() / 10.0)
        }
        WaitTarget::Mean { minutes } => {
            format!("{} <= {minutes} min", worded(language, "mean", "平均"))
        }
    }
}

fn value(target: WaitTarget, value: Option<f64>) -> String {
    match (target, value) {
        (_, None) => "-".to_owned(),
        (WaitTarget::ShareWithin { .. }, Some(share)) => format!("{:.1} %", 100.0 * share),
        (WaitTarget::Mean { .. }, Some(minutes)) => format!("{minutes:.2} min"),
    }
}
