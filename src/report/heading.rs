//! What is planned, how good it is, under which seed.

use super::page::Page;
use super::{Sheet, Standing, gap, relative_gap, relative_gap_without_constant};

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    let (instance, cost) = (sheet.instance, &sheet.audit.cost);
    let horizon = &instance.horizon;
    let last = horizon.date(horizon.day_count as i64 - 1);
    page.line(&format!(
        "Roster 班表: {} ({})  {} - {last}  {}",
        instance.title,
        instance.id,
        horizon.start,
        horizon.zone.name(),
    ));
    if sheet.audit.is_clean() {
        let standing = match sheet.standing {
            Standing::Proven => "proven within the asked gap 已证明达到要求",
            Standing::Stopped => "the limit came first 先到达限制",
        };
        let money = &instance.currency;
        page.line(&format!(
            "Status 状态: {standing}  |  Cost 成本 {} {money}  |  Bound 下界 {} {money}",
            cost.total, sheet.bound,
        ));
        page.line(&format!(
            "Gap 差距: {} of the total 占总额  |  {} without the constant 扣除固定成本  |  {} {money} in money 金额",
            percent(relative_gap(cost, sheet.bound)),
            percent(relative_gap_without_constant(cost, sheet.bound)),
            gap(cost, sheet.bound),
        ));
    } else {
        page.line("Status 状态: refused by the checker, not shown 未通过审核，不予显示");
    }
    let input = match instance.input_sha256.as_str() {
        "" => "-",
        hash => hash,
    };
    page.line(&format!(
        "Seed 种子: {}  |  Input 输入 sha256: {input}",
        sheet.seed
    ));
}

/// `1.25 %`, or a dash where there is nothing to compare with.
fn percent(share: f64) -> String {
    if share.is_finite() {
        format!("{:.3} %", share * 100.0)
    } else {
        "-".to_owned()
    }
}
