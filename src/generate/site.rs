//! The hall: opening hours, queues, customer classes, posts.

use chrono::Weekday;

use crate::domain::{
    ClassIx, CustomerClass, DayFilter, Hall, HallIx, OpenSpots, OpeningHours, PostRequirement,
    ServiceQueue, Skill, SkillIx, TimeWindow, WaitTarget,
};
use crate::units::Minutes;

pub(super) const HALL: HallIx = HallIx(0);
pub(super) const COUNTER: SkillIx = SkillIx(0);
pub(super) const ENTERPRISE: SkillIx = SkillIx(1);
pub(super) const RECEPTION: SkillIx = SkillIx(2);

/// Classes in the order of [`hall`].
pub(super) const TOP_BRAND: ClassIx = ClassIx(0);
pub(super) const OTHERS: ClassIx = ClassIx(1);
pub(super) const FIRMS: ClassIx = ClassIx(2);

/// Opening hours of every day, minutes of the day.
pub(super) const OPEN: i64 = 8 * 60;
pub(super) const CLOSE: i64 = 22 * 60;

/// When firms are served, on working days.
pub(super) const FIRMS_FROM: i64 = 10 * 60;
pub(super) const FIRMS_TO: i64 = 16 * 60;

/// So many people bring one more greeter.
const STAFF_PER_GREETER: usize = 40;

/// Three skills; who holds which is a matter of the staff.
pub(super) fn skills() -> Vec<Skill> {
    let skill = |id: &str, name: &str| Skill {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    vec![
        skill("counter", "综合台席"),
        skill("enterprise", "集团业务"),
        skill("reception", "引导分流"),
    ]
}

/// The hall for so many people.
pub(super) fn hall(staff: usize) -> Hall {
    Hall {
        id: "hall".to_owned(),
        name: "生成营业厅".to_owned(),
        opening_hours: vec![OpeningHours {
            days: DayFilter::default(),
            open: OPEN,
            close: CLOSE,
            before_open: Minutes::ZERO,
            after_close: Minutes::ZERO,
        }],
        queues: vec![
            queue(
                "personal",
                "个人业务",
                COUNTER,
                &[TOP_BRAND, OTHERS],
                vec![],
            ),
            queue(
                "firms",
                "集团业务",
                ENTERPRISE,
                &[FIRMS],
                vec![on_working_days(FIRMS_FROM, FIRMS_TO)],
            ),
        ],
        classes: vec![
            class("gotone", "全球通", 8.0, 20.0, 10.0),
            class("other", "其他品牌", 7.0, 30.0, 15.0),
            class("firm", "集团客户", 12.0, 40.0, 15.0),
        ],
        posts: vec![PostRequirement {
            id: "greeter".to_owned(),
            name: "引导岗".to_owned(),
            skill: RECEPTION,
            heads: (staff / STAFF_PER_GREETER).max(1) as u32,
            windows: vec![
                on_working_days(10 * 60, 12 * 60),
                on_working_days(14 * 60, 16 * 60),
            ],
        }],
        patterns_max: None,
        open_spots: OpenSpots::All,
    }
}

fn queue(
    id: &str,
    name: &str,
    skill: SkillIx,
    classes: &[ClassIx],
    open_windows: Vec<TimeWindow>,
) -> ServiceQueue {
    ServiceQueue {
        id: id.to_owned(),
        name: name.to_owned(),
        skill,
        classes: classes.to_vec(),
        counters_max: None,
        breaks_at_once: None,
        open_windows,
    }
}

fn class(id: &str, name: &str, service: f64, patience: f64, busy: f64) -> CustomerClass {
    let within = |minutes| {
        Some(WaitTarget::ShareWithin {
            minutes,
            share: 0.9,
        })
    };
    CustomerClass {
        id: id.to_owned(),
        name: name.to_owned(),
        service_minutes: service,
        patience_minutes: Some(patience),
        busy_target: within(busy),
        quiet_target: within(5.0),
    }
}

fn on_working_days(start: i64, end: i64) -> TimeWindow {
    use Weekday::{Fri, Mon, Thu, Tue, Wed};
    TimeWindow {
        days: DayFilter {
            weekdays: vec![Mon, Tue, Wed, Thu, Fri],
            dates: vec![],
        },
        start,
        end,
    }
}
