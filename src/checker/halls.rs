//! What a hall bears: counters, people on break at one time, shift patterns of a week.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Duration, NaiveDate};

use super::findings::{Findings, Subject};
use super::sweep::crowds;
use super::view::View;
use super::words::{hall as hall_name, served as served_name, stretch};
use crate::domain::{HallIx, QueueIx, Served, SkillIx};

pub(super) fn check(view: &View<'_>, found: &mut Findings) {
    counters(view, found);
    breaks_at_once(view, found);
    patterns(view, found);
}

type Spans<K> = BTreeMap<(HallIx, K), Vec<(i64, i64)>>;

fn counters(view: &View<'_>, found: &mut Findings) {
    let mut serving: Spans<QueueIx> = BTreeMap::new();
    for item in view.duties() {
        for span in &item.duty.serving {
            if let Served::Queue(queue) = span.served {
                let spans = serving.entry((item.duty.hall, queue)).or_default();
                spans.push((span.start, span.end));
            }
        }
    }
    for ((hall, queue), spans) in serving {
        let line = &view.instance.halls[hall.0].queues[queue.0];
        let Some(limit) = line.counters_max else {
            continue;
        };
        for crowd in crowds(&spans, limit) {
            let (date, _) = view.instance.horizon.local(crowd.start);
            let at = stretch(view.instance, date, crowd.start, crowd.end);
            let place = hall_name(view.instance, hall);
            let what = served_name(view.instance, hall, Served::Queue(queue));
            found.violation(
                "counters_max",
                Subject::hall(hall, date),
                format!(
                    "{place}, {what}, {date} {at}: {} people at {limit} counters.",
                    crowd.most
                ),
                format!(
                    "{place} {what}，{date} {at}：{} 人使用 {limit} 个台席。",
                    crowd.most
                ),
            );
        }
    }
}

/// A person belongs to the queues of the first skill that is valid on the day.
fn breaks_at_once(view: &View<'_>, found: &mut Findings) {
    let mut on_break: Spans<SkillIx> = BTreeMap::new();
    for item in view.duties() {
        let person = &view.instance.employees[item.employee.0];
        let first = person.skills.iter().find(|held| held.holds(item.date));
        let Some(first) = first else {
            continue;
        };
        let spans = on_break.entry((item.duty.hall, first.skill)).or_default();
        spans.extend(
            item.duty
                .breaks
                .iter()
                .map(|pause| (pause.start, pause.end)),
        );
    }
    for (index, site) in view.instance.halls.iter().enumerate() {
        let hall = HallIx(index);
        for (queue, line) in site.queues.iter().enumerate() {
            let spans = on_break.get(&(hall, line.skill));
            let (Some(limit), Some(spans)) = (line.breaks_at_once, spans) else {
                continue;
            };
            for crowd in crowds(spans, limit) {
                let (date, _) = view.instance.horizon.local(crowd.start);
                let at = stretch(view.instance, date, crowd.start, crowd.end);
                let place = hall_name(view.instance, hall);
                let what = served_name(view.instance, hall, Served::Queue(QueueIx(queue)));
                found.violation(
                    "breaks_at_once",
                    Subject::hall(hall, date),
                    format!(
                        "{place}, {what}, {date} {at}: {} people on break, at most {limit} may be.",
                        crowd.most
                    ),
                    format!(
                        "{place} {what}，{date} {at}：{} 人同时休息，最多允许 {limit} 人。",
                        crowd.most
                    ),
                );
            }
        }
    }
}

fn patterns(view: &View<'_>, found: &mut Findings) {
    let mut used: BTreeMap<(HallIx, NaiveDate), BTreeSet<(i64, i64)>> = BTreeMap::new();
    for item in view.duties() {
        let monday =
            item.date - Duration::days(i64::from(item.date.weekday().num_days_from_monday()));
        let template = &view.instance.templates[item.duty.template.0];
        let patterns = used.entry((item.duty.hall, monday)).or_default();
        patterns.insert((template.start, template.length.0));
    }
    for ((hall, monday), patterns) in used {
        let Some(limit) = view.instance.halls[hall.0].patterns_max else {
            continue;
        };
        if patterns.len() > limit {
            let (place, count) = (hall_name(view.instance, hall), patterns.len());
            found.violation(
                "patterns_max",
                Subject::hall(hall, monday),
                format!("{place}, week of {monday}: {count} shift patterns, at most {limit} are allowed."),
                format!("{place}，{monday} 起一周：使用 {count} 种班型，最多允许 {limit} 种。"),
            );
        }
    }
}
