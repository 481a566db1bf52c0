//! Forecasts, heads, what lies beyond the horizon, what is fixed.

use super::super::table::{Column, Kind, Sheet, Target};
use super::super::words;

/// In the order in which a reader meets them.
#[rustfmt::skip]
pub const SHEETS: &[Sheet] = &[
    Sheet { key: "demand", zh: "预测", also: &["客流预测", "forecast", "客流"], path: &["demand"],
    about: ("Forecast arrivals of one class.", "各类客户的预计到达数。"), columns: &[
        Column { key: "hall", zh: "营业厅", also: &["hall_id", "营业厅标识"], field: "hall", kind: Kind::Ref(Target::Hall), needed: true, about: ("id or name of the hall", "营业厅标识或名称") },
        Column { key: "customer_class", zh: "客户类别", also: &["class", "类别"], field: "customer_class", kind: Kind::Ref(Target::Class), needed: true, about: ("id or name of the class", "客户类别标识或名称") },
        Column { key: "date", zh: "日期", also: &[], field: "date", kind: Kind::Date, needed: true, about: ("the day", "日期") },
        Column { key: "start", zh: "开始时刻", also: &["开始", "开始时间", "时段"], field: "start", kind: Kind::Time, needed: true, about: ("from, on a quarter of an hour", "起始时刻，须为整刻钟") },
        Column { key: "length_minutes", zh: "时长分钟", also: &["时长"], field: "length_minutes", kind: Kind::Minutes, needed: true, about: ("15, 30 or 60", "15、30 或 60") },
        Column { key: "expected_arrivals", zh: "预计到达", also: &["到达", "arrivals", "预计客流"], field: "expected_arrivals", kind: Kind::Number, needed: true, about: ("customers expected", "预计到达人数") },
        Column { key: "busy", zh: "忙闲", also: &["忙闲标记"], field: "busy", kind: Kind::Word(words::MARKS), needed: false, about: ("worked out from the arrivals when empty", "留空由到达数得出") },
    ] },
    Sheet { key: "coverage", zh: "人数需求", also: &["所需人数"], path: &["coverage"],
    about: ("Heads asked for directly, instead of those from the forecast.", "直接给出的人数需求，代替由预测得出的人数。"), columns: &[
        Column { key: "hall", zh: "营业厅", also: &["hall_id", "营业厅标识"], field: "hall", kind: Kind::Ref(Target::Hall), needed: true, about: ("id or name of the hall", "营业厅标识或名称") },
        Column { key: "queue", zh: "队列", also: &["岗位", "队列或岗位"], field: "queue", kind: Kind::Ref(Target::Served), needed: true, about: ("id or name of a queue or post", "队列或岗位的标识或名称") },
        Column { key: "weekdays", zh: "星期", also: &["适用星期", "weekday"], field: "window.days.weekdays", kind: Kind::Weekdays, needed: false, about: ("on which days of the week, such as Mon-Fri; every day when empty", "适用的星期，如 周一至周五；留空为每天") },
        Column { key: "dates", zh: "日期", also: &["适用日期"], field: "window.days.dates", kind: Kind::Dates, needed: false, about: ("only on these dates; they go before days of the week", "只适用于这些日期；优先于星期") },
        Column { key: "start", zh: "开始时刻", also: &["开始", "开始时间", "from"], field: "window.start", kind: Kind::Time, needed: true, about: ("from", "起始时刻") },
        Column { key: "end", zh: "结束时刻", also: &["结束", "结束时间", "to"], field: "window.end", kind: Kind::Time, needed: true, about: ("until", "结束时刻") },
        Column { key: "heads", zh: "人数", also: &[], field: "heads", kind: Kind::Whole, needed: true, about: ("heads needed", "所需人数") },
    ] },
    Sheet { key: "shift_cover", zh: "班次人数", also: &[], path: &["shift_cover"],
    about: ("Heads wanted on a whole shift.", "整个班次所需的人数。"), columns: &[
        Column { key: "hall", zh: "营业厅", also: &["hall_id", "营业厅标识"], field: "hall", kind: Kind::Ref(Target::Hall), needed: true, about: ("id or name of the hall", "营业厅标识或名称") },
        Column { key: "date", zh: "日期", also: &[], field: "date", kind: Kind::Date, needed: true, about: ("the day", "日期") },
        Column { key: "shift_template", zh: "班次", also: &["shift", "班次标识"], field: "shift_template", kind: Kind::Ref(Target::Template), needed: true, about: ("id or name of the shift template", "班次标识或名称") },
        Column { key: "heads", zh: "人数", also: &[], field: "heads", kind: Kind::Whole, needed: true, about: ("heads wanted", "所需人数") },
        Column { key: "under_price", zh: "缺一人单价", also: &[], field: "under_price_cents", kind: Kind::Money, needed: false, about: ("price of each head missing", "每缺一人的代价") },
        Column { key: "over_price", zh: "多一人单价", also: &[], field: "over_price_cents", kind: Kind::Money, needed: false, about: ("price of each head too many", "每多一人的代价") },
    ] },
    Sheet { key: "outlook", zh: "远期负荷", also: &["展望"], path: &["outlook"],
    about: ("Expected load beyond the horizon, for comp days.", "排班期之后的预计负荷，用于安排补休。"), columns: &[
        Column { key: "hall", zh: "营业厅", also: &["hall_id", "营业厅标识"], field: "hall", kind: Kind::Ref(Target::Hall), needed: true, about: ("id or name of the hall", "营业厅标识或名称") },
        Column { key: "date", zh: "日期", also: &[], field: "date", kind: Kind::Date, needed: true, about: ("a day after the horizon", "排班期之后的日期") },
        Column { key: "load_hours", zh: "负荷小时", also: &["负荷"], field: "load_hours", kind: Kind::Number, needed: true, about: ("arrivals x mean service time, in hours", "到达数 × 平均服务时间（小时）") },
    ] },
    Sheet { key: "pins", zh: "固定安排", also: &["固定"], path: &["pins"],
    about: ("Assignments the plan may not move.", "不可变动的安排。"), columns: &[
        Column { key: "employee", zh: "员工", also: &["employee_id", "工号", "员工号", "员工编号", "员工标识"], field: "employee", kind: Kind::Ref(Target::Employee), needed: true, about: ("id or name of the employee", "员工的工号或姓名（姓名不得重复）") },
        Column { key: "date", zh: "日期", also: &[], field: "date", kind: Kind::Date, needed: true, about: ("the day", "日期") },
        Column { key: "shift_template", zh: "班次", also: &["shift", "班次标识"], field: "shift_template", kind: Kind::Ref(Target::Template), needed: false, about: ("works this shift; does not work when empty", "上该班次；留空为不上班") },
        Column { key: "hall", zh: "营业厅", also: &["hall_id", "营业厅标识"], field: "hall", kind: Kind::Ref(Target::Hall), needed: false, about: ("in this hall", "在该营业厅") },
    ] },
];
