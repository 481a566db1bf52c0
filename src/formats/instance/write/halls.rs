//! Halls, queues, customer classes, posts, shift templates.

use super::time::{clock, days, heads, minutes, small, windows};
use crate::domain::{Hall, HallIx, OpenSpots, Problem, ShiftTemplate, WaitTarget};
use crate::formats::proto;

/// A hall.
pub fn hall(problem: &Problem, hall: &Hall) -> proto::Hall {
    let skill = |index: usize| problem.skills[index].id.clone();
    proto::Hall {
        id: hall.id.clone(),
        name: hall.name.clone(),
        opening_hours: (hall.opening_hours.iter())
            .map(|hours| proto::OpeningHours {
                days: days(&hours.days),
                open: clock(hours.open),
                close: clock(hours.close),
                before_open_minutes: minutes(hours.before_open),
                after_close_minutes: minutes(hours.after_close),
            })
            .collect(),
        queues: (hall.queues.iter())
            .map(|queue| proto::ServiceQueue {
                id: queue.id.clone(),
                name: queue.name.clone(),
                skill: skill(queue.skill.0),
                customer_classes: (queue.classes.iter())
                    .map(|class| hall.classes[class.0].id.clone())
                    .collect(),
                counters_max: queue.counters_max.map_or(0, heads),
                breaks_at_once: queue.breaks_at_once.map_or(0, heads),
                open_windows: windows(&queue.open_windows),
            })
            .collect(),
        customer_classes: (hall.classes.iter())
            .map(|class| proto::CustomerClass {
                id: class.id.clone(),
                name: class.name.clone(),
                service_minutes: class.service_minutes,
                patience_minutes: class.patience_minutes.unwrap_or(0.0),
                busy_target: class.busy_target.map(target),
                quiet_target: class.quiet_target.map(target),
            })
            .collect(),
        posts: (hall.posts.iter())
            .map(|post| proto::PostRequirement {
                id: post.id.clone(),
                name: post.name.clone(),
                skill: skill(post.skill.0),
                heads: heads(post.heads),
                windows: windows(&post.windows),
            })
            .collect(),
        patterns_max: hall
            .patterns_max
            .map_or(-1, |most| small(i64::try_from(most).unwrap_or(i64::MAX))),
        open_spots: match hall.open_spots {
            OpenSpots::All => proto::OpenSpots::All,
            OpenSpots::Inconvenient => proto::OpenSpots::Inconvenient,
            OpenSpots::None => proto::OpenSpots::None,
        }
        .into(),
    }
}

fn target(target: WaitTarget) -> proto::WaitTarget {
    use proto::wait_target::Target;
    let target = match target {
        WaitTarget::ShareWithin { minutes, share } => {
            Target::ShareWithin(proto::ShareWithin { minutes, share })
        }
        WaitTarget::Mean { minutes } => Target::MeanMinutes(minutes),
    };
    proto::WaitTarget {
        target: Some(target),
    }
}

/// A shift template.
pub fn template(problem: &Problem, template: &ShiftTemplate) -> proto::ShiftTemplate {
    let everywhere = template
        .halls
        .iter()
        .copied()
        .eq((0..problem.halls.len()).map(HallIx));
    let named = template.halls.iter().filter(|_| !everywhere);
    proto::ShiftTemplate {
        id: template.id.clone(),
        name: template.name.clone(),
        halls: named.map(|hall| problem.halls[hall.0].id.clone()).collect(),
        start: clock(template.start),
        length_minutes: minutes(template.length),
        breaks: (template.breaks.iter())
            .map(|rule| proto::BreakRule {
                length_minutes: minutes(rule.length),
                earliest_after_minutes: minutes(rule.earliest_after),
                latest_after_minutes: minutes(rule.latest_after),
                paid: rule.paid,
                purpose: rule.purpose.clone(),
            })
            .collect(),
        days: days(&template.days),
        cannot_precede: (template.cannot_precede.iter())
            .map(|other| problem.templates[other.0].id.clone())
            .collect(),
        inconvenient: template.inconvenient,
    }
}
