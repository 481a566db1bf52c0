//! One sentence for each rule, with its numbers.

use super::parts::{
    Pair, dates, hours, marked, night, norm, pair, split, weekday, weekdays, window,
};
use super::pay::{breaks, changes, comp, pay};
use crate::law::kinds::max_average_work::AveragePer;
use crate::law::kinds::max_changes_after_publish::ChangesPer;
use crate::law::kinds::max_exceed_count::MonthsWindow;
use crate::law::kinds::max_overtime_per::OvertimePer;
use crate::law::kinds::min_publish_notice::NoticeBefore;
use crate::law::kinds::min_rest_between_shifts::{RestConsent, RestPremiumBasis, RestScope};
use crate::law::kinds::min_rest_per_window::{RestAttribution, RestUnit};
use crate::law::params::{Compare, DayAttribution, DayFlag};
use crate::law::{RuleKind, RuleRecord, Title};

/// What a rule asks for, in one sentence of each language.
pub fn sentence(record: &RuleRecord) -> Title {
    let (mut en, mut zh) = said(&record.kind);
    if record.inclusive {
        en.push_str("; the limit itself already breaks it");
        zh.push_str("；达到界限即为违反");
    }
    Title {
        en: format!("{en}."),
        zh: format!("{zh}。"),
    }
}

fn said(kind: &RuleKind) -> Pair {
    match kind {
        RuleKind::MaxWorkPerDay(rule) => {
            let (most, mark) = (hours(rule.limit_min), marked(&rule.filter));
            let day = match rule.attribution {
                DayAttribution::StartDay => pair("on one day", "每日"),
                DayAttribution::SplitMidnight => {
                    pair("on one day, split at midnight", "每日（按零点分割）")
                }
                DayAttribution::Rolling24h => pair(
                    "in any 24 hours from the start of a shift",
                    "自班次开始的任意 24 小时内",
                ),
            };
            let flag = match &rule.days_with_flag {
                Some(flag) => pair(
                    format!(" marked {flag}"),
                    format!("（仅限标注 {flag} 的日期）"),
                ),
                None => Pair::default(),
            };
            pair(
                format!(
                    "No more than {} of work{} {}{}",
                    most.0, mark.0, day.0, flag.0
                ),
                format!("{}工作不超过 {}{}{}", day.1, most.1, mark.1, flag.1),
            )
        }
        RuleKind::MaxWorkPerWindow(rule) => {
            let (most, within) = (hours(rule.limit_min), window(&rule.window));
            let (mark, cut) = (marked(&rule.filter), split(rule.attribution));
            let beyond = rule.premium_pct.map_or_else(
                || pair("", ""),
                |factor| {
                    pair(
                        format!("; hours beyond at {factor} percent"),
                        format!("，超出部分按 {factor}% 支付"),
                    )
                },
            );
            pair(
                format!(
                    "No more than {} of work{} in {}{}{}",
                    most.0, mark.0, within.0, cut.0, beyond.0
                ),
                format!(
                    "{}工作不超过 {}{}{}{}",
                    within.1, most.1, mark.1, cut.1, beyond.1
                ),
            )
        }
        RuleKind::MinWorkPerWindow(rule) => {
            let (least, within) = (hours(rule.limit_min), window(&rule.window));
            pair(
                format!("No less than {} of work in {}", least.0, within.0),
                format!("{}工作不少于 {}", within.1, least.1),
            )
        }
        RuleKind::MaxAverageWork(rule) => {
            let most = hours(rule.limit_min);
            let per = match rule.per {
                AveragePer::Week => pair("a week", "每周"),
                AveragePer::Werktag => {
                    pair("a day from Monday to Saturday", "每个工作日（周一至周六）")
                }
                AveragePer::WorkedDay => pair("a day worked", "每个出勤日"),
            };
            let days = rule.reference.days;
            pair(
                format!(
                    "No more than {} of work {} on average over {days} days",
                    most.0, per.0
                ),
                format!("以 {days} 天为周期，平均{}工作不超过 {}", per.1, most.1),
            )
        }
        RuleKind::MaxOvertimePer(rule) => {
            let (limit, beyond) = (hours(rule.limit_min), norm(rule.normal));
            let per = match rule.per {
                OvertimePer::Day => pair("a day", "每日"),
                OvertimePer::Week => pair("a week", "每周"),
                OvertimePer::Month => pair("a month", "每月"),
                OvertimePer::Quarter => pair("a quarter", "每季度"),
                OvertimePer::Year => pair("a year", "每年"),
            };
            let most = match rule.compare {
                Compare::Le => pair("No more than", "不超过"),
                Compare::Lt => pair("Less than", "少于"),
            };
            pair(
                format!(
                    "{} {} of overtime {}, beyond {}",
                    most.0, limit.0, per.0, beyond.0
                ),
                format!(
                    "{}加班{} {}（超出{}的部分为加班）",
                    per.1, most.1, limit.1, beyond.1
                ),
            )
        }
        RuleKind::MaxAverageOvertime(rule) => {
            let limit = hours(rule.limit_min_per_month);
            let months: Vec<String> = rule.months.iter().map(i64::to_string).collect();
            let months = months.join(", ");
            pair(
                format!(
                    "No more than {} of overtime a month on average over {months} months",
                    limit.0
                ),
                format!("{months} 个月的月平均加班均不超过 {}", limit.1),
            )
        }
        RuleKind::MaxExceedCount(rule) => {
            let (over, times) = (hours(rule.threshold_min), rule.limit);
            let within = match rule.window {
                MonthsWindow::CalendarYear => pair("a year", "每年"),
                MonthsWindow::CalendarQuarter => pair("a quarter", "每季度"),
            };
            pair(
                format!(
                    "More than {} of overtime in at most {times} months of {}",
                    over.0, within.0
                ),
                format!("{}加班超过 {} 的月份不超过 {times} 个", within.1, over.1),
            )
        }
        RuleKind::MinRestBetweenShifts(rule) => {
            let least = hours(rule.min_minutes);
            let pairs = match rule.scope {
                RestScope::Any => pair("two shifts", "两班之间"),
                RestScope::DifferentStartDay => {
                    pair("shifts of different days", "不同日期的班次之间")
                }
            };
            let consent = match (rule.consent, &rule.premium) {
                (RestConsent::NoEffect, _) => Pair::default(),
                (RestConsent::AllowsWithPremium, Some(premium)) => {
                    let factor = premium.factor_pct;
                    match premium.basis {
                        RestPremiumBasis::Deficit => pair(
                            format!(
                                "; less with consent, paid {factor} percent for the minutes that are missing"
                            ),
                            format!("；经同意可缩短，所缺时间按 {factor}% 支付"),
                        ),
                        RestPremiumBasis::WholeShift => pair(
                            format!(
                                "; less with consent, paid {factor} percent for the whole shift"
                            ),
                            format!("；经同意可缩短，整班按 {factor}% 支付"),
                        ),
                        RestPremiumBasis::Amount => pair(
                            format!("; less with consent, for an amount of {}", premium.amount),
                            format!("；经同意可缩短，另付 {}", premium.amount),
                        ),
                    }
                }
                _ => pair("; less with consent", "；经同意可缩短"),
            };
            pair(
                format!(
                    "At least {} of rest between {}{}",
                    least.0, pairs.0, consent.0
                ),
                format!("{}至少休息 {}{}", pairs.1, least.1, consent.1),
            )
        }
        RuleKind::MinDailyRest(rule) => {
            let (least, period) = (hours(rule.min_minutes), rule.period_hours);
            pair(
                format!(
                    "At least {} of unbroken rest in every {period} hours of work and rest",
                    least.0
                ),
                format!("每 {period} 小时内至少连续休息 {}", least.1),
            )
        }
        RuleKind::MinRestPerWindow(rule) => {
            let within = window(&rule.window);
            let latest = match rule.latest_start {
                Some(latest) => {
                    let (en, zh) = weekday(latest.weekday);
                    pair(
                        format!(", begun by {en} {}", latest.time),
                        format!("，最迟于{zh} {} 开始", latest.time),
                    )
                }
                None => Pair::default(),
            };
            match rule.unit {
                RestUnit::LocalDays => pair(
                    format!(
                        "At least {} whole days without work in {}",
                        rule.min, within.0
                    ),
                    format!("{}至少有 {} 个完整休息日", within.1, rule.min),
                ),
                RestUnit::Minutes => {
                    let least = hours(rule.min);
                    let begins = match rule.attribution {
                        RestAttribution::Inside => Pair::default(),
                        RestAttribution::StartsIn => pair(" that starts", "（以开始时刻计）"),
                    };
                    pair(
                        format!(
                            "At least {} of unbroken rest{} in {}{}",
                            least.0, begins.0, within.0, latest.0
                        ),
                        format!(
                            "{}至少连续休息 {}{}{}",
                            within.1, least.1, begins.1, latest.1
                        ),
                    )
                }
            }
        }
        RuleKind::MaxConsecutiveWorkDays(rule) => {
            let touched = match rule.day_flag {
                DayFlag::StartDay => Pair::default(),
                DayFlag::TouchedDay => {
                    pair(", each day that a shift touches", "（班次涉及的日期均计）")
                }
            };
            pair(
                format!(
                    "No more than {} days worked in a row{}",
                    rule.limit, touched.0
                ),
                format!("连续工作不超过 {} 天{}", rule.limit, touched.1),
            )
        }
        RuleKind::MinConsecutiveWorkDays(rule) => pair(
            format!("At least {} days worked in a row, once begun", rule.min),
            format!("每次连续工作不少于 {} 天", rule.min),
        ),
        RuleKind::MinConsecutiveDaysOff(rule) => pair(
            format!("At least {} days off in a row, once begun", rule.min),
            format!("每次连续休息不少于 {} 天", rule.min),
        ),
        RuleKind::MaxConsecutiveDaysOff(rule) => pair(
            format!("No more than {} days off in a row", rule.limit),
            format!("连续休息不超过 {} 天", rule.limit),
        ),
        RuleKind::MaxConsecutiveSameType(rule) => pair(
            format!(
                "No more than {} days in a row with a shift of type {}",
                rule.limit, rule.shift_type
            ),
            format!("{} 类班次连续不超过 {} 天", rule.shift_type, rule.limit),
        ),
        RuleKind::MinConsecutiveSameType(rule) => pair(
            format!(
                "At least {} days in a row with a shift of type {}, once begun",
                rule.min, rule.shift_type
            ),
            format!("{} 类班次每次连续不少于 {} 天", rule.shift_type, rule.min),
        ),
        RuleKind::MinRestDaysPerWindow(rule) => {
            let within = window(&rule.window);
            pair(
                format!(
                    "At least {} days without work in {}",
                    rule.min_days, within.0
                ),
                format!("{}至少休息 {} 天", within.1, rule.min_days),
            )
        }
        RuleKind::MinFreeWeekdaysPerWindow(rule) => {
            let (within, named) = (window(&rule.window), weekday(rule.weekday));
            pair(
                format!(
                    "At least {} {}s free in {}",
                    rule.min_days, named.0, within.0
                ),
                format!("{}至少有 {} 个{}休息", within.1, rule.min_days, named.1),
            )
        }
        RuleKind::MinBreak(rule) => breaks(rule),
        RuleKind::MaxContinuousWork(rule) => {
            let (most, part) = (hours(rule.limit_min), hours(rule.min_segment_min));
            pair(
                format!(
                    "No more than {} of work without a break of {} or longer",
                    most.0, part.0
                ),
                format!(
                    "连续工作不超过 {}，其间须有不短于 {} 的休息",
                    most.1, part.1
                ),
            )
        }
        RuleKind::ForbiddenTime(rule) => pair(
            format!("No work between {} and {}", rule.daily_from, rule.daily_to),
            format!("{} 至 {} 之间不得工作", rule.daily_from, rule.daily_to),
        ),
        RuleKind::MinPaidBreak(rule) => {
            let least = hours(rule.min_minutes_per_value);
            pair(
                format!(
                    "At least {} of paid breaks for {} in each shift, for each one counted",
                    least.0, rule.purpose
                ),
                format!(
                    "每班至少有 {} 的带薪休息（用途 {}），按人数计",
                    least.1, rule.purpose
                ),
            )
        }
        RuleKind::MaxNightShiftWork(rule) => {
            let (most, which) = (hours(rule.limit_min), night(rule.night));
            pair(
                format!("No more than {} of work in {}", most.0, which.0),
                format!("{}不超过 {}", which.1, most.1),
            )
        }
        RuleKind::MaxConsecutiveNights(rule) => {
            let which = night(rule.night);
            pair(
                format!("No more than {} nights in a row of {}", rule.limit, which.0),
                format!("{}连续不超过 {} 个", which.1, rule.limit),
            )
        }
        RuleKind::PremiumClass(rule) => pay(rule),
        RuleKind::CompRedemption(rule) => comp(rule),
        RuleKind::SubstituteRestDay(rule) => {
            let days = rule.distance_days_max();
            let (en, zh) = if rule.before_allowed {
                ("before or after", "前后")
            } else {
                ("after", "之后")
            };
            let classes = rule.classes.join(", ");
            let of = if classes.is_empty() {
                pair("a rest day", "休息日")
            } else {
                pair(
                    format!("a day of class {classes}"),
                    format!(" {classes} 类日期"),
                )
            };
            pair(
                format!(
                    "Work on {} is given back as a day off within {days} days {en}",
                    of.0
                ),
                format!("在{}工作的，须在{zh} {days} 天内安排一天休息", of.1),
            )
        }
        RuleKind::MinPublishNotice(rule) => {
            let before = match rule.before {
                NoticeBefore::ScheduleStart => pair("it starts", "班表开始"),
                NoticeBefore::MonthStart => pair("its month starts", "当月开始"),
            };
            pair(
                format!(
                    "The roster is published at least {} days before {}",
                    rule.days, before.0
                ),
                format!("班表至少在{}前 {} 天公布", before.1, rule.days),
            )
        }
        RuleKind::ChangeNotice(rule) => {
            let least = hours(rule.min_minutes_before_start);
            pair(
                format!(
                    "A change by the employer comes at least {} before the shift",
                    least.0
                ),
                format!("单位变更班次须至少提前 {}", least.1),
            )
        }
        RuleKind::ChangePremium(rule) => changes(rule),
        RuleKind::MaxChangesAfterPublish(rule) => {
            let per = match rule.per {
                ChangesPer::CalendarWeek => pair("a week", "每周"),
                ChangesPer::CalendarMonth => pair("a month", "每月"),
                ChangesPer::Horizon => pair("the horizon", "排班期内"),
            };
            pair(
                format!(
                    "No more than {} published shifts are changed in {}",
                    rule.limit, per.0
                ),
                format!("{}公布后的班次变更不超过 {} 次", per.1, rule.limit),
            )
        }
        RuleKind::OpenShiftOfferWindow(rule) => {
            let least = hours(rule.min_minutes);
            pair(
                format!(
                    "An open shift is offered to current staff for at least {} before anybody else",
                    least.0
                ),
                format!("开放班务须先向现有员工开放至少 {}", least.1),
            )
        }
        RuleKind::OneShiftPerDay(rule) => pair(
            format!("No more than {} shifts start on one day", rule.limit),
            format!("每天开始的班次不超过 {} 个", rule.limit),
        ),
        RuleKind::NoOverlap(_) => pair("No two shifts at once", "两个班次不得重叠"),
        RuleKind::RequiredSkill(rule) => match &rule.skill {
            Some(skill) => pair(
                format!("Only people with the skill {skill}"),
                format!("须具备技能 {skill}"),
            ),
            None => pair(
                "Only people with the skill the duty needs",
                "须具备班次所需技能",
            ),
        },
        RuleKind::DayOff(rule) => {
            let days = dates(&rule.dates);
            pair(
                format!("No shift starts on {days}"),
                format!("{days} 不得上班"),
            )
        }
        RuleKind::MaxShiftsOfType(rule) => {
            let within = window(&rule.window);
            let named = match &rule.shift_type {
                Some(name) => pair(format!("shifts of type {name}"), format!(" {name} 类班次")),
                None => pair("shifts", "班次"),
            };
            pair(
                format!("No more than {} {} in {}", rule.limit, named.0, within.0),
                format!("{}{}不超过 {} 个", within.1, named.1, rule.limit),
            )
        }
        RuleKind::ForbiddenSuccession(rule) => {
            let pairs: Vec<String> = rule.pairs.iter().map(|(a, b)| format!("{a}-{b}")).collect();
            let pairs = pairs.join(", ");
            pair(
                format!("No such shift types on days in a row: {pairs}"),
                format!("相邻两天不得出现的班次衔接：{pairs}"),
            )
        }
        RuleKind::MaxWeekends(rule) => {
            let days = weekdays(&rule.days);
            pair(
                format!("No more than {} weekends ({}) worked", rule.limit, days.0),
                format!("上班的周末（{}）不超过 {} 个", days.1, rule.limit),
            )
        }
        RuleKind::CompleteWeekend(rule) => {
            let days = weekdays(&rule.days);
            pair(
                format!("A weekend ({}) is worked wholly or not at all", days.0),
                format!("周末（{}）要么全上班，要么全休息", days.1),
            )
        }
        RuleKind::Request(rule) => pair(
            format!(
                "{} wishes for a shift or a free day have a price",
                rule.requests.len()
            ),
            format!("{} 条上班或休息意愿，不满足时计价", rule.requests.len()),
        ),
        RuleKind::Cover(rule) => pair(
            format!(
                "A missing head costs {}, a head too many {}",
                rule.under_weight, rule.over_weight
            ),
            format!(
                "每缺一人计 {}，每多一人计 {}",
                rule.under_weight, rule.over_weight
            ),
        ),
    }
}
