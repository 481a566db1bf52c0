//! The sheet of settings: one row for each value that the plan has once.

use super::super::table::{Column, Kind, Sheet};

/// Name and value, a row each.
#[rustfmt::skip]
pub const SETTINGS: Sheet = Sheet {
    key: "settings", zh: "设置", also: &["参数", "setting"], path: &[],
    about: ("One row for each setting: its name and its value.", "每项设置一行：名称和值。"),
    columns: &[
        Column { key: "setting", zh: "项目", also: &["名称", "name", "设置"], field: "", kind: Kind::Text, needed: true, about: ("which setting", "设置名称") },
        Column { key: "value", zh: "值", also: &["数值", "内容"], field: "", kind: Kind::Text, needed: true, about: ("its value", "取值") },
    ],
};

/// Every setting; its field is counted from the root of the file.
#[rustfmt::skip]
pub const VALUES: &[Column] = &[
    Column { key: "id", zh: "标识", also: &["编号"], field: "id", kind: Kind::Id, needed: true, about: ("stable name of this plan", "本次排班的固定标识") },
    Column { key: "title", zh: "标题", also: &[], field: "title", kind: Kind::Text, needed: false, about: ("for people to read", "供人阅读的标题") },
    Column { key: "start_date", zh: "开始日期", also: &["首日"], field: "horizon.start_date", kind: Kind::Date, needed: true, about: ("first day to plan", "排班首日") },
    Column { key: "day_count", zh: "天数", also: &["排班天数"], field: "horizon.day_count", kind: Kind::Whole, needed: true, about: ("days to plan, 1 to 366", "排班天数，1 至 366") },
    Column { key: "time_zone", zh: "时区", also: &[], field: "horizon.time_zone", kind: Kind::Text, needed: false, about: ("IANA name; Asia/Shanghai when empty", "IANA 时区名；留空为 Asia/Shanghai") },
    Column { key: "interval_minutes", zh: "时间间隔分钟", also: &["时间间隔"], field: "horizon.interval_minutes", kind: Kind::Minutes, needed: true, about: ("grid of coverage: 15, 30 or 60", "人数的时间间隔：15、30 或 60") },
    Column { key: "currency", zh: "币种", also: &[], field: "currency", kind: Kind::Id, needed: false, about: ("ISO 4217; CNY when empty", "留空为 CNY") },
    Column { key: "gap_per_head_hour", zh: "缺一人一小时单价", also: &["缺口单价"], field: "prices.gap_per_head_hour_cents", kind: Kind::Money, needed: false, about: ("one head missing for one hour; 5 x the dearest hourly wage when empty", "缺一人一小时；留空为最高小时工资的 5 倍") },
    Column { key: "idle_percent", zh: "工时不足百分比", also: &[], field: "prices.idle_percent", kind: Kind::Whole, needed: false, about: ("paid and not rostered, in percent of the wage; 100 when empty", "已付未排的工时，占工资百分比；留空为 100") },
    Column { key: "start_change", zh: "换班次起点单价", also: &[], field: "prices.start_change_cents", kind: Kind::Money, needed: false, about: ("a different start on successive days; 5.00 when empty", "连续两天上班时刻不同；留空为 5.00") },
    Column { key: "free_start_changes", zh: "换起点不计价", also: &[], field: "prices.free_start_changes", kind: Kind::Flag, needed: false, about: ("yes: starts may change for nothing", "是：换起点不计价") },
    Column { key: "wish", zh: "意愿单价", also: &[], field: "prices.wish_cents", kind: Kind::Money, needed: false, about: ("a wish not met; 20.00 when empty", "意愿未满足；留空为 20.00") },
    Column { key: "training", zh: "培训单价", also: &[], field: "prices.training_cents", kind: Kind::Money, needed: false, about: ("a training not placed; 8 x the dearest hourly wage when empty", "培训未安排；留空为最高小时工资的 8 倍") },
    Column { key: "missed_target", zh: "未达等待目标单价", also: &[], field: "prices.missed_target_cents", kind: Kind::Money, needed: false, about: ("a wait target missed in one interval, where waits are judged; 10 x the dearest hourly wage when empty", "评判等待时，一个时段未达一个等待目标；留空为最高小时工资的 10 倍") },
    Column { key: "waiting_per_customer_hour", zh: "顾客等待一小时单价", also: &["等待单价"], field: "prices.waiting_per_customer_hour_cents", kind: Kind::Money, needed: false, about: ("a customer waiting for one hour, where waits are judged; nothing when empty", "评判等待时，一位顾客等待一小时；留空为不计价") },
    Column { key: "comp_unplanned_percent", zh: "未排补休百分比", also: &[], field: "prices.comp_unplanned_percent", kind: Kind::Whole, needed: false, about: ("a lot left open without a day, in percent of the wage; 200 when empty", "没有日期的待补休，占工资百分比；留空为 200") },
];
