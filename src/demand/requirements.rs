//! Heads needed by hall, queue or post, and interval.

use std::collections::BTreeMap;

use crate::domain::{
    self, CoverageRequirement, HallIx, Instance, PostIx, QueueIx, Served, ServiceQueue, WaitTarget,
};
use crate::queueing::{self, ClassDemand, RequiredHeads, required_heads_by_class};

use super::busy::{ClassRates, class_rates};

/// Most heads one queue is given without a limit on its counters.
const HEADS_MAX: u32 = 200;

/// A class without a target is only kept from growing without end: mean wait in minutes.
const UNTARGETED_MEAN_MINUTES: f64 = 240.0;

/// Heads needed, each entry one interval of the grid, and what people should know about the input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requirements {
    /// In order of hall, queue or post, and time; entries without heads are left out.
    pub needs: Vec<CoverageRequirement>,
    /// What the instance leaves unsaid, targets that no number of counters allowed can meet, forecasts that could not be
    /// used.
    pub warnings: Vec<String>,
}

impl Requirements {
    /// Share of the heads, by time, that are there when so many head-minutes are missing; `None` where none are needed.
    pub fn share_present(&self, missing: i64) -> Option<f64> {
        let needs = self.needs.iter();
        let wanted: i64 = needs
            .map(|need| i64::from(need.heads) * (need.end - need.start))
            .sum();
        (wanted > 0).then(|| 1.0 - missing as f64 / wanted as f64)
    }
}

type Heads = BTreeMap<(HallIx, Served, i64), u32>;

/// Works out the heads that meet every wait target, interval by interval.
///
/// Queues: classes served by priority at their arrival-weighted mean service time, without patience. Posts: as given.
/// Heads asked for directly replace the forecast's. The time before opening takes the heads of the first interval, the
/// time after closing those of the last.
pub fn requirements(instance: &Instance) -> Requirements {
    let mut heads = Heads::new();
    let mut warnings = domain::warnings(instance);
    for index in 0..instance.halls.len() {
        let hall = HallIx(index);
        let rates = class_rates(instance, hall);
        for queue in 0..instance.halls[index].queues.len() {
            let queue = QueueIx(queue);
            queue_heads(instance, hall, queue, &rates, &mut heads, &mut warnings);
            margins(instance, hall, queue, &mut heads);
        }
        for post in 0..instance.halls[index].posts.len() {
            post_heads(instance, hall, PostIx(post), &mut heads);
        }
    }
    for need in &instance.coverage {
        for interval in instance.horizon.intervals(need.start, need.end) {
            heads.insert((need.hall, need.served, interval), need.heads);
        }
    }
    let needs = heads
        .into_iter()
        .filter(|(_, heads)| *heads > 0)
        .map(|((hall, served, interval), heads)| {
            let (start, end) = instance.horizon.interval_span(interval);
            CoverageRequirement {
                hall,
                served,
                start,
                end,
                heads,
            }
        })
        .collect();
    Requirements { needs, warnings }
}

fn queue_heads(
    instance: &Instance,
    hall: HallIx,
    queue: QueueIx,
    rates: &[ClassRates],
    heads: &mut Heads,
    warnings: &mut Vec<String>,
) {
    let site = &instance.halls[hall.0];
    let line = &site.queues[queue.0];
    let heads_max = heads_max(line);
    let mut missed = 0;
    for rates in rates {
        if !is_open(instance, hall, line, rates.interval) {
            continue;
        }
        let found = match required(instance, hall, line, rates, heads_max) {
            Ok(RequiredHeads::Heads(found)) => found,
            Ok(RequiredHeads::NotWithin { .. }) => {
                missed += 1;
                heads_max
            }
            Err(error) => {
                warnings.push(format!(
                    "hall {} queue {}: the forecast cannot be used: {error} 客流预测无法使用，请检查到达数、服务时间和等待目标",
                    site.id, line.id
                ));
                return;
            }
        };
        heads.insert((hall, Served::Queue(queue), rates.interval), found);
    }
    if missed > 0 {
        warnings.push(format!(
            "hall {} queue {}: {missed} intervals miss their wait target even with all {heads_max} counters open 有 {missed} 个时段即使 {heads_max} 个台席全开也达不到等待目标",
            site.id, line.id
        ));
    }
}

fn required(
    instance: &Instance,
    hall: HallIx,
    line: &ServiceQueue,
    rates: &ClassRates,
    heads_max: u32,
) -> Result<RequiredHeads, queueing::QueueError> {
    let site = &instance.halls[hall.0];
    let mut arrivals = 0.0;
    let mut work_minutes = 0.0;
    let classes: Vec<ClassDemand> = line
        .classes
        .iter()
        .map(|&class| {
            let arrivals_per_hour = rates.arrivals_per_hour[class.0];
            let class = &site.classes[class.0];
            arrivals += arrivals_per_hour;
            work_minutes += arrivals_per_hour * class.service_minutes;
            let target = if rates.busy {
                class.busy_target
            } else {
                class.quiet_target
            };
            ClassDemand {
                arrivals_per_hour,
                target: stationary(target),
            }
        })
        .collect();
    if arrivals <= 0.0 {
        return Ok(RequiredHeads::Heads(0));
    }
    required_heads_by_class(&classes, work_minutes / arrivals, heads_max)
}

/// Heads that keep a line from growing without end, whatever is promised; the most allowed where none do.
pub(super) fn stable_heads(
    line: &ServiceQueue,
    arrivals_per_hour: &[f64],
    service_minutes: f64,
) -> u32 {
    let most = heads_max(line);
    let classes: Vec<ClassDemand> = arrivals_per_hour
        .iter()
        .map(|&arrivals_per_hour| ClassDemand {
            arrivals_per_hour,
            target: stationary(None),
        })
        .collect();
    match required_heads_by_class(&classes, service_minutes, most) {
        Ok(RequiredHeads::Heads(heads)) => heads,
        _ => most,
    }
}

fn heads_max(line: &ServiceQueue) -> u32 {
    line.counters_max.unwrap_or(HEADS_MAX).min(HEADS_MAX)
}

fn stationary(target: Option<WaitTarget>) -> queueing::WaitTarget {
    match target {
        Some(WaitTarget::ShareWithin { minutes, share }) => queueing::WaitTarget::ShareWithin {
            share,
            threshold_minutes: minutes,
        },
        Some(WaitTarget::Mean { minutes }) => queueing::WaitTarget::MeanAtMost { minutes },
        None => queueing::WaitTarget::MeanAtMost {
            minutes: UNTARGETED_MEAN_MINUTES,
        },
    }
}

/// Whether a queue is served at the start of an interval.
pub(super) fn is_open(
    instance: &Instance,
    hall: HallIx,
    line: &ServiceQueue,
    interval: i64,
) -> bool {
    let (start, _) = instance.horizon.interval_span(interval);
    let (date, minute) = instance.horizon.local(start);
    let Some(hours) = instance.halls[hall.0].open_on(date) else {
        return false;
    };
    let inside = hours.open <= minute && minute < hours.close;
    let served = line.open_windows.is_empty()
        || line
            .open_windows
            .iter()
            .any(|window| window.days.holds(date) && window.start <= minute && minute < window.end);
    inside && served
}

/// Heads before opening and after closing: those of the first and last interval of the day.
fn margins(instance: &Instance, hall: HallIx, queue: QueueIx, heads: &mut Heads) {
    let horizon = &instance.horizon;
    let served = Served::Queue(queue);
    let line = &instance.halls[hall.0].queues[queue.0];
    if !line.open_windows.is_empty() {
        return;
    }
    for (_, date) in horizon.days() {
        let Some(hours) = instance.halls[hall.0].open_on(date) else {
            continue;
        };
        let (open, close) = (
            horizon.instant(date, hours.open),
            horizon.instant(date, hours.close),
        );
        let day = horizon.intervals(open, close);
        let at = |interval: i64, heads: &Heads| heads.get(&(hall, served, interval)).copied();
        if let Some(first) = at(day.start, heads) {
            for interval in horizon.intervals(open - hours.before_open.0, open) {
                heads.entry((hall, served, interval)).or_insert(first);
            }
        }
        if let Some(last) = at(day.end - 1, heads) {
            for interval in horizon.intervals(close, close + hours.after_close.0) {
                heads.entry((hall, served, interval)).or_insert(last);
            }
        }
    }
}

fn post_heads(instance: &Instance, hall: HallIx, post: PostIx, heads: &mut Heads) {
    let horizon = &instance.horizon;
    let wanted = &instance.halls[hall.0].posts[post.0];
    for (_, date) in horizon.days() {
        if instance.halls[hall.0].open_on(date).is_none() {
            continue;
        }
        for window in wanted.windows.iter().filter(|w| w.days.holds(date)) {
            let start = horizon.instant(date, window.start);
            let end = horizon.instant(date, window.end);
            for interval in horizon.intervals(start, end) {
                heads.insert((hall, Served::Post(post), interval), wanted.heads);
            }
        }
    }
}
