//! What the roster costs, term by term, and the prices behind it.

use super::Sheet;
use super::page::Page;
use super::width::pad;
use crate::checker::{Audit, CostLine, CostTerm};

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    page.section("Cost", "成本");
    let cost = &sheet.audit.cost;
    for line in terms(sheet.audit) {
        page.line(&row(words(line.term), &line.amount.to_string()));
    }
    let currency = &sheet.instance.currency;
    page.line(&row(
        ("total", "合计"),
        &format!("{} {currency}", cost.total),
    ));
    let prices = &sheet.instance.prices;
    page.line(&format!(
        "Prices 单价 ({currency}): missing head-hour 缺人每小时 {}, start change 起点变化 {}, wish 意愿 {}, training 培训 {},",
        prices.gap_per_head_hour, prices.start_change, prices.wish, prices.training,
    ));
    page.line(&format!(
        "  of the wage 按工资: idle 空闲 {} %, rest owed without a day 未安排补休 {} %",
        prices.idle_percent, prices.comp_unplanned_percent,
    ));
    if sheet.audit.waits.is_some() {
        page.line(&format!(
            "  missed wait target 未达等待目标 {}, customer waiting for an hour 顾客等待一小时 {}",
            prices.missed_target, prices.waiting_per_customer_hour,
        ));
    }
}

fn row((en, zh): (&str, &str), amount: &str) -> String {
    // Amounts end in one column, whatever stands after them.
    let digits = amount.split(' ').next().unwrap_or_default().len();
    let lead = " ".repeat(14_usize.saturating_sub(digits));
    format!("{}{lead}{amount}", pad(&format!("{en} {zh}"), 40))
}

/// The terms that the audit looked at: missed targets and waiting only where waits were judged.
pub(super) fn terms(audit: &Audit) -> impl Iterator<Item = &CostLine> {
    let judged = audit.waits.is_some();
    let terms = audit.cost.terms.iter();
    terms.filter(move |line| judged || !CostTerm::OF_WAITS.contains(&line.term))
}

/// A term in English and Chinese.
pub(super) fn words(term: CostTerm) -> (&'static str, &'static str) {
    match term {
        CostTerm::BasePay => ("base pay (constant)", "基本工资（固定）"),
        CostTerm::HourlyPay => ("hourly pay", "计时工资"),
        CostTerm::Premium => ("overtime and holidays", "加班及节假日"),
        CostTerm::Comp => ("rest owed", "未补休"),
        CostTerm::Gap => ("missing heads", "人手缺口"),
        CostTerm::MissedTarget => ("missed wait targets", "未达等待目标"),
        CostTerm::Waiting => ("customers waiting", "顾客等待"),
        CostTerm::Idle => ("idle norm time", "工时不足"),
        CostTerm::Wish => ("wishes not met", "未满足意愿"),
        CostTerm::StartChange => ("start changes", "起点变化"),
        CostTerm::Training => ("trainings not placed", "未安排培训"),
        CostTerm::ShiftCover => ("heads on shifts", "班次人数"),
    }
}
