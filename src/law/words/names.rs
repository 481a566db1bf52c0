//! What rule kinds, parts and numbers of the law are called, in English and Chinese.

use crate::law::Unit;
use crate::units::Minutes;

/// What a rule kind is about, in English and Chinese; unknown kinds keep their name.
pub fn rule_words(kind: &'static str) -> (&'static str, &'static str) {
    match kind {
        "max_work_per_day" => ("working time of one day", "每日工作时间"),
        "max_work_per_window" => ("working time of the period", "周期内工作时间"),
        "min_work_per_window" => ("too little work in the period", "周期内工时不足"),
        "max_average_work" => ("average working time", "平均工作时间"),
        "max_overtime_per" => ("overtime", "加班时间"),
        "max_average_overtime" => ("average overtime", "平均加班时间"),
        "max_exceed_count" => ("months above the threshold", "超限月份数"),
        "min_rest_between_shifts" => ("rest between two shifts", "两班之间的休息时间"),
        "min_daily_rest" => ("daily rest", "每日休息时间"),
        "min_rest_per_window" => ("uninterrupted rest in the period", "周期内连续休息"),
        "max_consecutive_work_days" => ("days worked in a row", "连续工作天数"),
        "min_rest_days_per_window" => ("days free in the period", "周期内休息天数"),
        "min_free_weekdays_per_window" => {
            ("free weekdays in the period", "周期内指定星期的休息天数")
        }
        "min_break" => ("breaks in one shift", "班中休息时间"),
        "max_continuous_work" => ("work without a break", "连续工作时间"),
        "forbidden_time" => ("work at a forbidden time of day", "禁止时段内工作"),
        "min_paid_break" => ("protected paid breaks", "受保护的带薪休息"),
        "max_night_shift_work" => ("working time of a night shift", "夜班工作时间"),
        "max_consecutive_nights" => ("night shifts in a row", "连续夜班数"),
        "comp_redemption" => ("compensatory time off", "补休"),
        "substitute_rest_day" => ("substitute rest day", "补休日"),
        "min_publish_notice" => ("notice of publication", "班表公布提前期"),
        "change_notice" => ("notice of a change", "班次变更提前期"),
        "max_changes_after_publish" => ("changes after publication", "公布后变更次数"),
        "open_shift_offer_window" => (
            "offer of an open shift to current staff",
            "开放班务的内部认领时间",
        ),
        "one_shift_per_day" => ("shifts on one day", "同一天的班次数"),
        "no_overlap" => ("overlapping shifts", "班次重叠"),
        "required_skill" => ("skill the duty needs", "班次所需技能"),
        "day_off" => ("work on a day off", "指定休息日上班"),
        "max_shifts_of_type" => ("shifts of one type", "同类班次数"),
        "min_consecutive_work_days" => ("too few days worked in a row", "连续工作天数不足"),
        "min_consecutive_days_off" => ("too few days off in a row", "连续休息天数不足"),
        "max_consecutive_days_off" => ("days off in a row", "连续休息天数"),
        "min_consecutive_same_type" => (
            "too few shifts of one type in a row",
            "同类班次连续天数不足",
        ),
        "max_consecutive_same_type" => ("shifts of one type in a row", "同类班次连续天数"),
        "forbidden_succession" => ("succession of shift types", "班次衔接"),
        "max_weekends" => ("weekends worked", "周末上班次数"),
        "complete_weekend" => ("half a weekend worked", "周末只上一天班"),
        "premium_class" => ("extra pay", "加付工资"),
        "change_premium" => ("pay for a late change", "临时变更的补偿"),
        "request" => ("wishes", "意愿"),
        "cover" => ("heads wanted", "所需人数"),
        other => (other, other),
    }
}

/// Which part of a rule is broken, in English and Chinese; unknown parts keep their name.
pub fn part_words(code: &'static str) -> (&'static str, &'static str) {
    match code {
        "busy_day" => ("given back on a busy day", "安排在忙日"),
        "min_unit" => ("less than the smallest unit", "短于最小单位"),
        "not_elected" => ("asked for by somebody who may not", "无权提出的一方提出"),
        "not_open" => ("before enough had come together", "累计未达可用额度"),
        "overdrawn" => ("more taken than earned", "超出已有额度"),
        "balance_cap" => ("more saved than allowed", "累计超出上限"),
        "expired" => ("a lot ran out", "额度已过期"),
        "period_end" => ("a lot ended with its period", "额度随周期结束"),
        "late_start" => ("the first break comes too late", "首次休息过晚"),
        other => (other, other),
    }
}

/// A number of the law in English and Chinese.
pub fn measured(value: i64, unit: Unit) -> (String, String) {
    match unit {
        Unit::Minutes => {
            let time = Minutes(value);
            (format!("{time} h"), format!("{time} 小时"))
        }
        Unit::Days => (format!("{value} days"), format!("{value} 天")),
        Unit::Count => (value.to_string(), value.to_string()),
    }
}
