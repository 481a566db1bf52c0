//! What the roster costs, term by term, and how far it can be from the best one, in words.

use super::Page;
use super::svg::Svg;
use super::tongue::both;
use crate::checker::CostTerm;
use crate::report::price::{terms, words};
use crate::report::{gap, relative_gap, relative_gap_without_constant};
use crate::units::Money;

pub(super) fn section(page: &Page<'_>) -> String {
    let cost = &page.sheet.audit.cost;
    let currency = &page.sheet.instance.currency;
    let decided = terms(page.sheet.audit).filter(|line| line.term != CostTerm::BasePay);
    let most = decided
        .map(|line| line.amount.0.abs())
        .max()
        .unwrap_or(0)
        .max(1) as f64;
    let mut html = proof(page);
    html.push_str("<table class=\"figures cost\"><tbody>");
    for line in terms(page.sheet.audit) {
        let (en, zh) = words(line.term);
        let constant = line.term == CostTerm::BasePay;
        // What nobody can change would dwarf what was decided.
        let bar = match constant {
            true => String::new(),
            false => bar(line.amount.0 as f64 / most),
        };
        html.push_str(&format!(
            "<tr{}><th>{}</th><td class=\"bar\">{bar}</td><td class=\"money\">{}</td></tr>",
            if line.amount == Money::ZERO {
                " class=\"zero\""
            } else {
                ""
            },
            both(en, zh),
            line.amount
        ));
    }
    html.push_str(&format!(
        "<tr class=\"total\"><th>{}</th><td></td><td class=\"money\">{} {}</td></tr></tbody></table>",
        both("total", "合计"),
        cost.total,
        super::tongue::escape(currency)
    ));
    html
}

fn bar(share: f64) -> String {
    let mut svg = Svg::new(120.0, 12.0);
    svg.rect(
        (0.0, 1.0),
        (120.0 * share.clamp(0.0, 1.0), 10.0),
        "cost",
        "",
    );
    svg.finish_stretched("")
}

/// Bound and gap as sentences.
fn proof(page: &Page<'_>) -> String {
    let sheet = page.sheet;
    let cost = &sheet.audit.cost;
    let (total, bound, money) = (cost.total, sheet.bound, &sheet.instance.currency);
    if bound > total {
        return format!(
            "<p class=\"bad\">{}</p>",
            both(
                &format!(
                    "The bound told, {bound} {money}, lies above the audited cost: do not rely on it."
                ),
                &format!("所给下界 {bound} {money} 高于核查成本，请勿采信。"),
            )
        );
    }
    let saving = gap(cost, bound);
    if saving == Money::ZERO {
        return format!(
            "<p>{}</p>",
            both(
                &format!(
                    "This roster costs {total} {money}, and it is proven that no legal roster of this instance costs less: it is as cheap as can be."
                ),
                &format!(
                    "本班表成本 {total} {money}，且已证明同一算例下没有更便宜的合法班表：成本已是最低。"
                ),
            )
        );
    }
    let share = percent(relative_gap(cost, bound));
    let decided = percent(relative_gap_without_constant(cost, bound));
    format!(
        "<p>{}</p>",
        both(
            &format!(
                "This roster costs {total} {money}. No legal roster of this instance costs less than {bound} {money}, so at most {saving} {money} could still be saved: {share} of the cost, {decided} of the part that planning can change."
            ),
            &format!(
                "本班表成本 {total} {money}。同一算例下任何合法班表不低于 {bound} {money}，因此最多还能节省 {saving} {money}：占总成本 {share}，占排班可变部分 {decided}。"
            ),
        )
    )
}

/// `0.35 %`, or a dash where there is nothing to compare with.
pub(super) fn percent(share: f64) -> String {
    match share.is_finite() {
        true => format!("{:.2} %", share * 100.0),
        false => "-".to_owned(),
    }
}
