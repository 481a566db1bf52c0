//! The parts that sentences about rules are made of, each in English and Chinese.

use chrono::NaiveDate;

use crate::law::DayOfWeek;
use crate::law::params::{NightTime, NormalHours, ShiftFilter, Window, WorkAttribution};
use crate::units::Minutes;

pub(super) type Pair = (String, String);

pub(super) fn pair(en: impl Into<String>, zh: impl Into<String>) -> Pair {
    (en.into(), zh.into())
}

pub(super) fn hours(minutes: i64) -> Pair {
    let time = Minutes(minutes);
    pair(format!("{time} h"), format!("{time} 小时"))
}

pub(super) fn window(window: &Window) -> Pair {
    match window {
        Window::CalendarWeek { week_start } => {
            let (en, zh) = weekday(*week_start);
            pair(format!("a week from {en}"), format!("每周（{zh}起）"))
        }
        Window::CalendarMonth {} => pair("a calendar month", "每月"),
        Window::CalendarQuarter {} => pair("a calendar quarter", "每季度"),
        Window::CalendarYear {} => pair("a calendar year", "每年"),
        Window::Anchored { anchor, days } => pair(
            format!("{days} days, counted from {anchor}"),
            format!("自 {anchor} 起每 {days} 天"),
        ),
        Window::RollingDays { days } => pair(
            format!("any {days} days in a row"),
            format!("任意连续 {days} 天"),
        ),
        Window::Horizon {} => pair("the horizon", "排班期内"),
    }
}

pub(super) fn weekday(day: DayOfWeek) -> (&'static str, &'static str) {
    match day {
        DayOfWeek::Monday => ("monday", "周一"),
        DayOfWeek::Tuesday => ("tuesday", "周二"),
        DayOfWeek::Wednesday => ("wednesday", "周三"),
        DayOfWeek::Thursday => ("thursday", "周四"),
        DayOfWeek::Friday => ("friday", "周五"),
        DayOfWeek::Saturday => ("saturday", "周六"),
        DayOfWeek::Sunday => ("sunday", "周日"),
    }
}

pub(super) fn weekdays(days: &[DayOfWeek]) -> Pair {
    let names: Vec<_> = days.iter().map(|day| weekday(*day)).collect();
    let join = |pick: fn(&(&'static str, &'static str)) -> &'static str, by: &str| {
        names.iter().map(pick).collect::<Vec<_>>().join(by)
    };
    (join(|name| name.0, " and "), join(|name| name.1, "、"))
}

pub(super) fn marked(filter: &Option<ShiftFilter>) -> Pair {
    match filter {
        Some(filter) => pair(
            format!(" in shifts marked {}", filter.tag),
            format!("（仅计标注 {} 的班次）", filter.tag),
        ),
        None => Pair::default(),
    }
}

pub(super) fn split(attribution: WorkAttribution) -> Pair {
    match attribution {
        WorkAttribution::StartDay => Pair::default(),
        WorkAttribution::SplitMidnight => pair(", split at midnight", "，按零点分割"),
    }
}

pub(super) fn norm(normal: NormalHours) -> Pair {
    let part = |minutes: Option<i64>, en: &str, zh: &str| {
        minutes.map(|minutes| {
            let (length_en, length_zh) = hours(minutes);
            (format!("{length_en} {en}"), format!("{zh} {length_zh}"))
        })
    };
    let parts: Vec<Pair> = [
        part(normal.daily_min, "a day", "每日"),
        part(normal.weekly_min, "a week", "每周"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let join = |pick: fn(&Pair) -> &String, by: &str| {
        parts.iter().map(pick).cloned().collect::<Vec<_>>().join(by)
    };
    (join(|p| &p.0, " and "), join(|p| &p.1, "、"))
}

pub(super) fn night(night: NightTime) -> Pair {
    let (over_en, over_zh) = hours(night.qualifies_over_min);
    pair(
        format!(
            "shifts with more than {over_en} between {} and {}",
            night.from, night.to
        ),
        format!("{}–{} 之间工作超过 {over_zh} 的夜班", night.from, night.to),
    )
}

pub(super) fn dates(dates: &[NaiveDate]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = dates.iter().take(SHOWN).map(NaiveDate::to_string).collect();
    let more = if dates.len() > SHOWN { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}
