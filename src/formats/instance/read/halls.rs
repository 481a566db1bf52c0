//! Halls, queues, customer classes, posts.

use super::Reading;
use super::time::minutes;
use crate::domain::{
    CustomerClass, Hall, HallIx, OpenSpots, OpeningHours, PostRequirement, ServiceQueue, SkillIx,
    WaitTarget,
};
use crate::formats::json::Path;
use crate::formats::proto;

/// Distinct start-length pairs a week where a hall names no number.
const PATTERNS_MAX_DEFAULT: usize = 6;
/// Share of customers where a target names none.
const SHARE_DEFAULT: f64 = 0.9;

/// Every hall; what is wrong inside is told, and the hall stays.
pub fn halls(reading: &mut Reading<'_>, halls: &[proto::Hall], at: Path<'_>) -> Vec<Hall> {
    halls
        .iter()
        .enumerate()
        .map(|(index, hall)| read_hall(reading, HallIx(index), hall, at.index(index)))
        .collect()
}

fn read_hall(reading: &mut Reading<'_>, ix: HallIx, hall: &proto::Hall, at: Path<'_>) -> Hall {
    let hours = at.key("opening_hours");
    let queues = at.key("queues");
    let classes = at.key("customer_classes");
    let posts = at.key("posts");
    Hall {
        id: hall.id.clone(),
        name: hall.name.clone(),
        opening_hours: (hall.opening_hours.iter().enumerate())
            .filter_map(|(index, entry)| opening_hours(reading, entry, hours.index(index)))
            .collect(),
        queues: (hall.queues.iter().enumerate())
            .map(|(index, queue)| read_queue(reading, ix, queue, queues.index(index)))
            .collect(),
        classes: (hall.customer_classes.iter().enumerate())
            .map(|(index, class)| read_class(reading, class, classes.index(index)))
            .collect(),
        posts: (hall.posts.iter().enumerate())
            .map(|(index, post)| read_post(reading, post, posts.index(index)))
            .collect(),
        patterns_max: match hall.patterns_max {
            0 => Some(PATTERNS_MAX_DEFAULT),
            number => usize::try_from(number).ok(),
        },
        open_spots: match hall.open_spots() {
            proto::OpenSpots::Unspecified | proto::OpenSpots::All => OpenSpots::All,
            proto::OpenSpots::Inconvenient => OpenSpots::Inconvenient,
            proto::OpenSpots::None => OpenSpots::None,
        },
    }
}

fn opening_hours(
    reading: &mut Reading<'_>,
    hours: &proto::OpeningHours,
    at: Path<'_>,
) -> Option<OpeningHours> {
    let days = reading.days(hours.days.as_ref(), at.key("days"));
    let open = reading.time(&hours.open, at.key("open"));
    let close = reading.time(&hours.close, at.key("close"));
    Some(OpeningHours {
        days: days?,
        open: open?,
        close: close?,
        before_open: minutes(hours.before_open_minutes),
        after_close: minutes(hours.after_close_minutes),
    })
}

fn read_queue(
    reading: &mut Reading<'_>,
    hall: HallIx,
    queue: &proto::ServiceQueue,
    at: Path<'_>,
) -> ServiceQueue {
    let classes = at.key("customer_classes");
    ServiceQueue {
        id: queue.id.clone(),
        name: queue.name.clone(),
        skill: reading
            .skill(&queue.skill, at.key("skill"))
            .unwrap_or(SkillIx(0)),
        classes: (queue.customer_classes.iter().enumerate())
            .filter_map(|(index, class)| reading.class(hall, class, classes.index(index)))
            .collect(),
        counters_max: reading.limit(queue.counters_max, at.key("counters_max")),
        breaks_at_once: reading.limit(queue.breaks_at_once, at.key("breaks_at_once")),
        open_windows: reading.windows(&queue.open_windows, at.key("open_windows")),
    }
}

fn read_class(
    reading: &mut Reading<'_>,
    class: &proto::CustomerClass,
    at: Path<'_>,
) -> CustomerClass {
    CustomerClass {
        id: class.id.clone(),
        name: class.name.clone(),
        service_minutes: class.service_minutes,
        patience_minutes: (class.patience_minutes != 0.0).then_some(class.patience_minutes),
        busy_target: target(reading, class.busy_target.as_ref(), at.key("busy_target")),
        quiet_target: target(reading, class.quiet_target.as_ref(), at.key("quiet_target")),
    }
}

fn target(
    reading: &mut Reading<'_>,
    target: Option<&proto::WaitTarget>,
    at: Path<'_>,
) -> Option<WaitTarget> {
    match &target?.target {
        Some(proto::wait_target::Target::ShareWithin(within)) => Some(WaitTarget::ShareWithin {
            minutes: within.minutes,
            share: match within.share {
                0.0 => SHARE_DEFAULT,
                share => share,
            },
        }),
        Some(proto::wait_target::Target::MeanMinutes(minutes)) => {
            Some(WaitTarget::Mean { minutes: *minutes })
        }
        None => {
            reading.fault(
                "empty_target",
                at,
                "give share_within or mean_minutes, or leave the target out",
            );
            None
        }
    }
}

fn read_post(
    reading: &mut Reading<'_>,
    post: &proto::PostRequirement,
    at: Path<'_>,
) -> PostRequirement {
    PostRequirement {
        id: post.id.clone(),
        name: post.name.clone(),
        skill: reading
            .skill(&post.skill, at.key("skill"))
            .unwrap_or(SkillIx(0)),
        heads: reading.count(post.heads, at.key("heads")),
        windows: reading.windows(&post.windows, at.key("windows")),
    }
}
