//! Rosters and operations in lines to read.

use crate::formats::proto::{self, longrunning};

/// An operation, with what it moved.
pub(super) fn told(operation: &longrunning::Operation) -> String {
    let metadata = operation.metadata.as_ref();
    let metadata: proto::SolveMetadata = metadata
        .and_then(|any| prost::Message::decode(any.value.as_slice()).ok())
        .unwrap_or_default();
    let mut text = format!(
        "{} {} {}\n",
        metadata.roster,
        operation.name,
        progress(&metadata)
    );
    let Some(mended) = &metadata.reoptimization else {
        return text;
    };
    let change = money(mended.cost_change_cents);
    text.push_str(&format!("  cost change 成本变化 {change}\n"));
    for step in &mended.moves {
        text.push_str(&format!(
            "  {} {} {} -> {} ({})\n",
            step.date,
            step.employee,
            or_free(&step.from_shift),
            or_free(&step.to_shift),
            step.reason().as_str_name()
        ));
    }
    for hours in &mended.uncovered {
        let gap = hours.gap.clone().unwrap_or_default();
        text.push_str(&format!(
            "  uncovered 缺人 {} {} {}-{} {}: {}, call 可联系 {}\n",
            gap.date,
            gap.hall,
            gap.start,
            gap.end,
            gap.queue,
            gap.heads_missing,
            hours.call.join(", ")
        ));
    }
    notices(&mended.notices, &mut text);
    for owed in &mended.late_pay {
        let what = match owed.amount_cents {
            Some(amount) => money(amount),
            None => format!("{} min × {} %", owed.minutes, owed.factor_percent),
        };
        text.push_str(&format!(
            "  late change owes 临时变更应付 {}: {what}\n",
            owed.employee
        ));
    }
    text
}

/// What rules say without forbidding it.
fn notices(told: &[proto::BlamedRule], text: &mut String) {
    for notice in told {
        let words = notice.reason.clone().unwrap_or_default();
        text.push_str(&format!("  · {} {}\n", words.en, words.zh));
    }
}

fn or_free(shift: &str) -> &str {
    if shift.is_empty() { "free 休" } else { shift }
}

/// How far a solve is.
pub(super) fn progress(metadata: &proto::SolveMetadata) -> String {
    format!(
        "{} {:.0} s cost 成本 {} bound 下界 {} gap 差距 {}",
        metadata.state().as_str_name(),
        metadata.seconds,
        metadata.cost_cents.map_or("-".to_string(), money),
        metadata.bound_cents.map_or("-".to_string(), money),
        (metadata.relative_gap).map_or("-".to_string(), |gap| format!("{:.2} %", gap * 100.0)),
    )
}

/// An amount of money.
pub(super) fn money(cents: i64) -> String {
    crate::units::Money(cents).to_string()
}

/// A roster in a line, with what stands in its way.
pub(super) fn line(roster: &proto::Roster) -> String {
    let plan = match &roster.cost {
        None => "no plan yet 尚无排班结果".to_string(),
        Some(cost) => format!(
            "cost 成本 {} gap 差距 {:.2} % gaps 缺口 {}",
            money(cost.total_cents),
            roster.relative_gap * 100.0,
            roster.gaps.len()
        ),
    };
    let state = roster.state().as_str_name();
    let mut text = format!("{} {state} {plan} etag {}\n", roster.name, roster.etag);
    for blamed in &roster.blamed_rules {
        let reason = blamed.reason.clone().unwrap_or_default();
        text.push_str(&format!(
            "  stands in the way 受限于: {} [{}] {}: {} {}\n",
            blamed.rule, blamed.article, blamed.employee, reason.en, reason.zh
        ));
    }
    notices(&roster.notices, &mut text);
    text
}
