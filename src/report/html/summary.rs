//! The head of the page: what is planned, and the figures that matter at a glance.

use super::Page;
use super::price::percent;
use super::tongue::{both, escape};
use super::waits::met_of_all;
use crate::report::{gap, relative_gap};
use crate::roster::CoverageGap;
use crate::units::{Minutes, Money};

pub(super) fn section(page: &Page<'_>) -> String {
    let instance = page.sheet.instance;
    let horizon = &instance.horizon;
    let last = horizon.date(horizon.day_count as i64 - 1);
    let title = match instance.title.is_empty() {
        true => &instance.id,
        false => &instance.title,
    };
    let mut html = format!(
        "<header><h1>{}</h1><p class=\"small\">{} – {last} · {} · {}</p></header>",
        escape(title),
        horizon.start,
        escape(horizon.zone.name()),
        both(
            &format!(
                "halls {}, people {}",
                instance.halls.len(),
                instance.employees.len()
            ),
            &format!(
                "{} 个营业厅，{} 名员工",
                instance.halls.len(),
                instance.employees.len()
            ),
        ),
    );
    if page.sheet.audit.is_clean() {
        html.push_str(&tiles(page));
        html.push_str(&contents());
    }
    html.push_str(&origin(page));
    html
}

fn tiles(page: &Page<'_>) -> String {
    let (sheet, audit) = (page.sheet, page.sheet.audit);
    let currency = escape(&sheet.instance.currency);
    let missing: Minutes = audit.gaps.iter().map(CoverageGap::head_minutes).sum();
    let (met, asked) = met_of_all(&page.waits.sessions);
    let proven = gap(&audit.cost, sheet.bound) == Money::ZERO && sheet.bound <= audit.cost.total;
    let mut tiles = vec![
        tile(
            ("Cost", "成本"),
            &format!("{} <small>{currency}</small>", audit.cost.total),
            "",
        ),
        match proven {
            true => tile(
                ("Could be saved", "最多可省"),
                &both("0, proven", "0，已证明最优"),
                "good",
            ),
            false => tile(
                ("Could be saved", "最多可省"),
                &format!(
                    "{} <small>{}</small>",
                    gap(&audit.cost, sheet.bound),
                    percent(relative_gap(&audit.cost, sheet.bound))
                ),
                "",
            ),
        },
        match audit.gaps.len() + audit.shift_gaps.len() {
            0 => tile(("Heads missing", "人手缺口"), &both("none", "无"), "good"),
            n => tile(
                ("Heads missing", "人手缺口"),
                &both(
                    &format!("{missing} h, gaps: {n}"),
                    &format!("{n} 处，{missing} 人时"),
                ),
                "bad",
            ),
        },
    ];
    if asked > 0 {
        let class = if met == asked { "good" } else { "bad" };
        tiles.push(tile(
            ("Wait targets met", "等待达标"),
            &format!(
                "{met} / {asked} <small>{}</small>",
                percent(met as f64 / asked as f64)
            ),
            class,
        ));
    }
    tiles.push(tile(
        ("Comp days", "补休"),
        &audit.comp_days.len().to_string(),
        "",
    ));
    tiles.push(tile(
        ("Hard rules", "硬性规则"),
        &both("all kept", "全部遵守"),
        "good",
    ));
    format!("<div class=\"tiles\">{}</div>", tiles.join(""))
}

fn tile((en, zh): (&str, &str), figure: &str, class: &str) -> String {
    format!(
        "<div class=\"tile\"><span>{}</span><b class=\"{class}\">{figure}</b></div>",
        both(en, zh)
    )
}

fn contents() -> String {
    let links = [
        ("heads", "Heads", "人数"),
        ("waits", "Waits", "等待"),
        ("gaps", "Gaps", "缺口"),
        ("roster", "Roster", "班表"),
        ("people", "Fairness", "公平"),
        ("comp", "Comp days", "补休"),
        ("cost", "Cost", "成本"),
        ("audit", "Audit", "核查"),
    ];
    let links = links.map(|(id, en, zh)| format!("<a href=\"#{id}\">{}</a>", both(en, zh)));
    format!("<nav>{}</nav>", links.join(""))
}

/// Where the roster comes from, so that it can be made again.
fn origin(page: &Page<'_>) -> String {
    let instance = page.sheet.instance;
    let mut html = format!(
        "<p class=\"small origin\">{} {} · {} {}</p>",
        both("Input", "输入"),
        match instance.input_sha256.get(..16) {
            Some(start) => escape(start),
            None => "-".to_owned(),
        },
        both("Seed", "种子"),
        page.sheet.seed,
    );
    let drawn = page.halls().count();
    if instance.halls.len() > drawn {
        let more = instance.halls.len() - drawn;
        html.push_str(&format!(
            "<p class=\"bad\">{}</p>",
            both(
                &format!("Only the first {drawn} halls are drawn; {more} more count in cost, gaps and audit."),
                &format!("仅绘制前 {drawn} 个营业厅；其余 {more} 个计入成本、缺口和核查。"),
            )
        ));
    }
    html
}
