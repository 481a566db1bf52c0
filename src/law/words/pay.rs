//! Sentences about breaks, pay and time off, which have more parts than others.

use super::parts::{Pair, hours, norm, pair};
use crate::law::ChangeType;
use crate::law::kinds::change_premium::ChangePremium;
use crate::law::kinds::comp_redemption::{AtExpiry, CompPeriod, CompRedemptionRule, Elects};
use crate::law::kinds::min_break::MinBreak;
use crate::law::kinds::premium_class::{PremiumClasses, TierPer};

pub(super) fn changes(rule: &ChangePremium) -> Pair {
    let tiers: Vec<Pair> = rule
        .tiers
        .iter()
        .map(|tier| {
            let (what_en, what_zh) = match tier.change {
                ChangeType::Add => ("adding hours", "增加工时"),
                ChangeType::Reduce => ("cutting hours", "减少工时"),
                ChangeType::Time => ("moving a shift", "移动班次"),
            };
            let notice = hours(tier.less_than_min);
            let mut owed = Vec::new();
            if tier.pay_min > 0 {
                let (en, zh) = hours(tier.pay_min);
                owed.push((format!("{en} of pay"), format!("{zh}工资")));
            }
            if tier.pay_share_pct > 0 {
                owed.push((
                    format!("{} percent of the pay for the hours", tier.pay_share_pct),
                    format!("所减工时工资的 {}%", tier.pay_share_pct),
                ));
            }
            if tier.amount > 0 || owed.is_empty() {
                let amount = format!("{} {}", tier.amount, rule.currency);
                owed.push((amount.trim().to_owned(), amount.trim().to_owned()));
            }
            let en: Vec<_> = owed.iter().map(|part| part.0.as_str()).collect();
            let zh: Vec<_> = owed.iter().map(|part| part.1.as_str()).collect();
            pair(
                format!(
                    "{what_en} with less than {} of notice owes {}",
                    notice.0,
                    en.join(" and ")
                ),
                format!("提前不足 {} {what_zh}，付 {}", notice.1, zh.join("和 ")),
            )
        })
        .collect();
    let en: Vec<_> = tiers.iter().map(|tier| tier.0.as_str()).collect();
    let zh: Vec<_> = tiers.iter().map(|tier| tier.1.as_str()).collect();
    pair(format!("Late changes: {}", en.join("; ")), zh.join("；"))
}

pub(super) fn breaks(rule: &MinBreak) -> Pair {
    let from = if rule.inclusive {
        pair("from", "达到")
    } else {
        pair("for more than", "超过")
    };
    let tiers: Vec<Pair> = (rule.tiers.iter())
        .map(|tier| {
            let (pause, work) = (hours(tier.break_min), hours(tier.work_over_min));
            pair(
                format!("{} of breaks {} {} of work", pause.0, from.0, work.0),
                format!("工作{} {} 须休息 {}", from.1, work.1, pause.1),
            )
        })
        .collect();
    let en: Vec<_> = tiers.iter().map(|tier| tier.0.as_str()).collect();
    let zh: Vec<_> = tiers.iter().map(|tier| tier.1.as_str()).collect();
    let (mut en, mut zh) = (format!("At least {}", en.join(", ")), zh.join("，"));
    if rule.min_segment_min > 0 {
        let part = hours(rule.min_segment_min);
        en.push_str(&format!("; parts shorter than {} do not count", part.0));
        zh.push_str(&format!("；短于 {} 的休息不计", part.1));
    }
    if let Some(latest) = rule.latest_start_after_min {
        let latest = hours(latest);
        en.push_str(&format!(
            "; the first begins at most {} after the start",
            latest.0
        ));
        zh.push_str(&format!("；首次休息最迟在上班后 {} 开始", latest.1));
    }
    (en, zh)
}

pub(super) fn pay(rule: &PremiumClasses) -> Pair {
    let factors = rule.factors_pct;
    let mut parts: Vec<Pair> = Vec::new();
    if let Some(factor) = factors.workday_overtime {
        let beyond = norm(rule.normal);
        parts.push(pair(
            format!("{factor} percent beyond {}", beyond.0),
            format!("超出{}部分按 {factor}%", beyond.1),
        ));
    }
    for tier in &rule.tiers {
        let (over, factor) = (hours(tier.over_min), tier.factor_pct);
        parts.push(match tier.per {
            TierPer::Day => pair(
                format!("{factor} percent beyond {} a day", over.0),
                format!("每日超过 {} 部分按 {factor}%", over.1),
            ),
            TierPer::Month => pair(
                format!("{factor} percent for overtime beyond {} a month", over.0),
                format!("每月加班超过 {} 部分按 {factor}%", over.1),
            ),
        });
    }
    if let Some(seventh) = rule.seventh_day {
        let over = hours(seventh.over_min);
        let (factor, above) = (seventh.factor_pct, seventh.over_factor_pct);
        parts.push(pair(
            format!(
                "{factor} percent on the seventh day worked in a week, {above} beyond {}",
                over.0
            ),
            format!(
                "一周内第七个工作日按 {factor}%，超过 {} 部分按 {above}%",
                over.1
            ),
        ));
    }
    if let Some(factor) = factors.rest_day {
        let back = rule
            .substitutable
            .contains(&crate::law::PremiumClass::RestDay);
        let unless = if back {
            pair(" unless given back", "（已补休的除外）")
        } else {
            Pair::default()
        };
        parts.push(pair(
            format!("{factor} percent on a rest day{}", unless.0),
            format!("休息日按 {factor}%{}", unless.1),
        ));
    }
    if let Some(factor) = factors.statutory_holiday {
        parts.push(pair(
            format!("{factor} percent on a statutory holiday"),
            format!("法定节假日按 {factor}%"),
        ));
    }
    let en: Vec<_> = parts.iter().map(|part| part.0.as_str()).collect();
    let zh: Vec<_> = parts.iter().map(|part| part.1.as_str()).collect();
    pair(
        format!("Pay: {}", en.join("; ")),
        format!("工资：{}", zh.join("；")),
    )
}

pub(super) fn comp(rule: &CompRedemptionRule) -> Pair {
    let classes = rule.earn_classes.join(", ");
    if rule.who_may_elect == Elects::Nobody {
        return pair(
            format!("Work of class {classes} is paid; nobody may have it given back as time off"),
            format!("{classes} 类工时须付工资，任何一方都不得改为补休"),
        );
    }
    let [given, worked] = rule.earn_ratio;
    let mut parts = vec![pair(
        format!(
            "Work of class {classes} is given back as time off, {given} for {worked}, oldest first"
        ),
        format!("{classes} 类工时按 {worked}:{given} 补休，先产生的先还"),
    )];
    if let Some(days) = rule.expiry_days {
        parts.push(pair(
            format!("within {days} days"),
            format!("{days} 天内有效"),
        ));
    }
    if let Some(period) = rule.period_end {
        parts.push(match period {
            CompPeriod::CalendarWeek => pair("within the week", "当周有效"),
            CompPeriod::CalendarMonth => pair("within the month", "当月有效"),
            CompPeriod::CalendarQuarter => pair("within the quarter", "当季度有效"),
            CompPeriod::CalendarYear => pair("within the year", "当年有效"),
        });
    }
    if rule.quiet_only {
        parts.push(pair("on quiet days only", "仅限闲日"));
    }
    for (minutes, en, zh) in [
        (rule.min_unit_min, "at least", "每次至少"),
        (rule.open_at_min, "once there is", "累计达到后方可使用："),
        (rule.max_advance_min, "in advance up to", "可预支至多"),
        (rule.max_balance_min.unwrap_or(0), "saved up to", "累计至多"),
    ] {
        if minutes > 0 {
            let length = hours(minutes);
            parts.push(pair(
                format!("{en} {}", length.0),
                format!("{zh} {}", length.1),
            ));
        }
    }
    match rule.who_may_elect {
        Elects::Both | Elects::Nobody => {}
        Elects::Employer => parts.push(pair("as the employer chooses", "由单位选择")),
        Elects::Employee => parts.push(pair("as the employee chooses", "由员工选择")),
        Elects::AgreementBeforeWork => {
            parts.push(pair("if agreed before the work", "须在工作前约定"));
        }
    }
    if let Some(effect) = rule.at_expiry {
        let factor = rule
            .expiry_pay_pct
            .map(|factor| format!(" {factor}%"))
            .unwrap_or_default();
        parts.push(match effect {
            AtExpiry::Pay => {
                let en = factor.replace('%', " percent");
                pair(
                    format!("what is left at the end is paid{en}"),
                    format!("到期未还的付工资{factor}"),
                )
            }
            AtExpiry::Violation => pair("what is left at the end is a breach", "到期未还为违反"),
            AtExpiry::EmployerMustSchedule => pair(
                "what is left at the end is still owed and the employer sets the day",
                "到期未还仍须由单位安排",
            ),
        });
    }
    let en: Vec<_> = parts.iter().map(|part| part.0.as_str()).collect();
    let zh: Vec<_> = parts.iter().map(|part| part.1.as_str()).collect();
    (en.join(", "), zh.join("，"))
}
