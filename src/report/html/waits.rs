//! What customers wait, hour by hour, against their targets.

use std::collections::BTreeMap;

use super::Page;
use super::day_panel::DayPanel;
use super::heads::{figure, hours};
use super::tongue::{both, both_marked, escape, headings, key};
use crate::checker::{IntervalWaits, SessionWaits, WaitSeen};
use crate::domain::{ClassIx, HallIx, QueueIx, WaitTarget};
use crate::report::roster::{name, weekday};

/// Most missed intervals that are listed for a queue.
const LISTED_MAX: usize = 12;

pub(super) fn section(page: &Page<'_>) -> String {
    if page.waits.sessions.is_empty() {
        return format!(
            "<p>{}</p>",
            both(
                "Heads were asked for directly; without forecast customers there is no wait to work out.",
                "人数需求是直接给出的；没有客流预测，无法计算等待。"
            )
        );
    }
    let mut html = explanation(page);
    for hall in page.halls() {
        let mut lines: BTreeMap<QueueIx, Vec<&SessionWaits>> = BTreeMap::new();
        let own = |day: &&SessionWaits| day.hall == hall;
        for day in page.waits.sessions.iter().filter(own) {
            lines.entry(day.queue).or_default().push(day);
        }
        if lines.is_empty() {
            continue;
        }
        html.push_str(&page.hall_heading(hall));
        for (queue, days) in lines {
            html.push_str(&of_queue(page, hall, queue, &days));
        }
    }
    html
}

fn explanation(page: &Page<'_>) -> String {
    let mut html = format!(
        "<p class=\"note\">{}</p>",
        both(
            "Each line is the wait that the target's share of customers (nine of ten without a target) does not exceed; dashed is the \
             target of the busy or quiet hour, red dots are intervals that miss it. Busy hours are marked by HR, or have at \
             least 80 % of their day's mean arrivals. Backlog is carried from hour to hour; nobody is taken to give up.",
            "实线为目标比例（无目标时为九成）的客户不超过的等待分钟数；虚线为该忙时或闲时的目标，红点为未达标时段。忙时由 HR \
             标注，否则为到达数不低于当日均值 80 % 的时段。积压逐时结转；不计顾客弃号。",
        )
    );
    html.push_str(&format!(
        "<p class=\"note\">{}</p>",
        both(
            "Met means that two independent calculations agree: the exact chain (one mean service time a queue, the first free \
             server leaves) and a simulation of the people by name with each class's own service time. Where they disagree the \
             interval counts as missed.",
            "“达标”须两种独立计算一致：精确链（每队列一个平均服务时间，先空闲者先离岗）与按具名员工和各类客户自身服务时间的仿真。两者不一致时计为未达标。",
        )
    ));
    if page.waits.left_out > 0 {
        let n = page.waits.left_out;
        html.push_str(&format!(
            "<p class=\"note\">{}</p>",
            both(
                &format!("{n} further queues and days were not worked out: too many for one page, or too long lines."),
                &format!("另有 {n} 个队列日未计算：超出单页上限，或队列过长。"),
            )
        ));
    }
    html
}

fn of_queue(page: &Page<'_>, hall: HallIx, queue: QueueIx, days: &[&SessionWaits]) -> String {
    let instance = page.sheet.instance;
    let site = &instance.halls[hall.0];
    let line = &site.queues[queue.0];
    let present = |class: &&ClassIx| each(days).any(|(_, waits)| waits.class == **class);
    let classes: Vec<ClassIx> = line.classes.iter().filter(present).copied().collect();
    let mut html = format!(
        "<h4>{}</h4><p class=\"legend\">",
        escape(&name(&line.name, &line.id))
    );
    for (place, class) in classes.iter().enumerate() {
        let class = &site.classes[class.0];
        let who = escape(&name(&class.name, &class.id));
        html.push_str(&key(&format!("class{}", place % 4), &who));
    }
    html.push_str("</p>");
    html.push_str(&table(page, hall, &classes, days));
    html.push_str("<div class=\"panels\">");
    let spans = days.iter().flat_map(|day| {
        let intervals = day.intervals.iter();
        intervals.map(|interval| (day.date, interval.start, interval.end))
    });
    let hours = hours(&instance.horizon, spans).unwrap_or((8, 20));
    let most = scale(days);
    for day in days {
        html.push_str(&figure(day.date, &panel(page, day, &classes, hours, most)));
    }
    html.push_str("</div>");
    html.push_str(&missed(page, hall, days));
    html.push_str(&engines(days));
    html
}

/// Every class of every interval.
fn each<'a>(days: &'a [&SessionWaits]) -> impl Iterator<Item = (&'a IntervalWaits, &'a WaitSeen)> {
    let intervals = days.iter().flat_map(|day| &day.intervals);
    intervals.flat_map(|interval| interval.classes.iter().map(move |waits| (interval, waits)))
}

/// Minutes at the top of a queue's drawings: room above the targets, not for the one wait that dwarfs all others.
fn scale(days: &[&SessionWaits]) -> f64 {
    let target = each(days).filter_map(|(_, waits)| target(waits).map(minutes_of));
    let target = target.fold(5.0, f64::max);
    let highest = each(days).filter_map(|(_, waits)| told_minutes(waits));
    highest.fold(1.2 * target, f64::max).min(3.0 * target)
}

fn minutes_of(target: WaitTarget) -> f64 {
    match target {
        WaitTarget::ShareWithin { minutes, .. } | WaitTarget::Mean { minutes } => minutes,
    }
}

fn target(waits: &WaitSeen) -> Option<WaitTarget> {
    Some(waits.promise?.target)
}

/// The wait that the target speaks of.
fn told_minutes(waits: &WaitSeen) -> Option<f64> {
    let mean = waits.mean_minutes?;
    match target(waits) {
        Some(WaitTarget::Mean { .. }) => Some(mean),
        // Too far off to be found: beyond any drawing.
        _ => Some(waits.quantile_minutes.unwrap_or(f64::INFINITY)),
    }
}

fn panel(
    page: &Page<'_>,
    day: &SessionWaits,
    classes: &[ClassIx],
    hours: (i64, i64),
    most: f64,
) -> String {
    let mut panel = DayPanel::new(&page.sheet.instance.horizon, day.date, hours, most);
    for (place, class) in classes.iter().enumerate() {
        let own: Vec<(&IntervalWaits, &WaitSeen)> = (day.intervals.iter())
            .filter_map(|at| {
                at.classes
                    .iter()
                    .find(|w| w.class == *class)
                    .map(|w| (at, w))
            })
            .collect();
        let steps = |pick: fn(&WaitSeen) -> Option<f64>| -> Vec<(i64, i64, f64)> {
            let steps = own.iter();
            steps
                .filter_map(|(at, waits)| Some((at.start, at.end, pick(waits)?)))
                .collect()
        };
        let colour = place % 4;
        panel.steps(
            &steps(|waits| target(waits).map(minutes_of)),
            &format!("target class{colour}"),
        );
        panel.steps(&steps(told_minutes), &format!("wait class{colour}"));
    }
    for at in &day.intervals {
        for waits in &at.classes {
            mark(page, &mut panel, day, at, waits);
        }
    }
    let missed = day.intervals.iter().flat_map(|at| &at.classes);
    let missed = missed.filter(|waits| waits.is_missed()).count();
    panel.svg.finish(&format!(
        "{}: waits in minutes by hour, {missed} targets missed 逐时等待分钟，{missed} 个目标未达",
        day.date
    ))
}

/// A red dot where the target is missed.
fn mark(
    page: &Page<'_>,
    panel: &mut DayPanel<'_>,
    day: &SessionWaits,
    at: &IntervalWaits,
    waits: &WaitSeen,
) {
    if !waits.is_missed() {
        return;
    }
    let class = &page.sheet.instance.halls[day.hall.0].classes[waits.class.0];
    let told = told_minutes(waits).unwrap_or(f64::INFINITY);
    let x = (panel.x(at.start) + panel.x(at.end)) / 2.0;
    let y = panel.y(told.min(1e9));
    let words = format!(
        "{} {} {}",
        panel.span(at.start, at.end),
        class.id,
        figures(waits).0
    );
    panel.svg.dot((x, y), 2.4, "missed", &words);
}

/// Intervals met of intervals with a target, for busy or quiet ones.
fn met(days: &[&SessionWaits], class: ClassIx, busy: bool) -> (usize, usize) {
    let asked = each(days)
        .filter(|(at, waits)| waits.class == class && at.busy == busy && waits.promise.is_some());
    asked.fold((0, 0), |(met, all), (_, waits)| {
        (met + usize::from(!waits.is_missed()), all + 1)
    })
}

fn table(page: &Page<'_>, hall: HallIx, classes: &[ClassIx], days: &[&SessionWaits]) -> String {
    let mut html = format!(
        "<table class=\"figures\"><thead>{}</thead><tbody>",
        headings(&[
            ("Class", "客户类别"),
            ("Busy hours", "忙时"),
            ("Quiet hours", "闲时"),
            ("Mean wait", "平均等待"),
        ])
    );
    for class in classes {
        let own = &page.sheet.instance.halls[hall.0].classes[class.0];
        html.push_str(&format!(
            "<tr><th>{}</th>",
            escape(&name(&own.name, &own.id))
        ));
        for busy in [true, false] {
            let promised = match busy {
                true => own.busy_target,
                false => own.quiet_target,
            };
            let told = match promised {
                None => both("no target", "无目标"),
                Some(target) => verdict_cell(target, met(days, *class, busy)),
            };
            html.push_str(&format!("<td>{told}</td>"));
        }
        let own = || each(days).filter(|(_, waits)| waits.class == *class);
        let known = || own().filter_map(|(_, w)| Some((w.arrivals, w.mean_minutes?)));
        let arrivals: f64 = known().map(|(arrivals, _)| arrivals).sum();
        let waited: f64 = known().map(|(arrivals, mean)| arrivals * mean).sum();
        let mean = match arrivals > 0.0 {
            true => both(
                &format!("{:.1} min", waited / arrivals),
                &format!("{:.1} 分", waited / arrivals),
            ),
            false => "-".to_owned(),
        };
        html.push_str(&format!("<td>{mean}</td></tr>"));
    }
    html.push_str("</tbody></table>");
    html
}

/// The target, and in how many intervals it is met.
fn verdict_cell(target: WaitTarget, (met, all): (usize, usize)) -> String {
    let (en, zh) = target_words(target);
    if all == 0 {
        return both("no such interval", "无此类时段");
    }
    let class = if met == all { "good" } else { "bad" };
    format!(
        "<span class=\"small\">{}</span><br><b class=\"{class}\">{}</b>",
        both(&en, &zh),
        both(
            &format!("{met} of {all} intervals met"),
            &format!("{all} 个时段中 {met} 个达标"),
        )
    )
}

fn target_words(target: WaitTarget) -> (String, String) {
    match target {
        WaitTarget::ShareWithin { minutes, share } => (
            format!("{:.0} % within {minutes} min", share * 100.0),
            format!("{:.0} % 不超过 {minutes} 分", share * 100.0),
        ),
        WaitTarget::Mean { minutes } => (
            format!("mean at most {minutes} min"),
            format!("平均不超过 {minutes} 分"),
        ),
    }
}

/// What was worked out for an interval that misses its target.
fn figures(waits: &WaitSeen) -> (String, String) {
    let own = |value: Option<f64>| match (target(waits), value) {
        (_, None) => "-".to_owned(),
        (Some(WaitTarget::ShareWithin { .. }), Some(share)) => format!("{:.1} %", share * 100.0),
        (_, Some(minutes)) => format!("{minutes:.1} min"),
    };
    let exact = own(waits.promise.and_then(|promise| promise.exact));
    let simulated = own(waits.promise.and_then(|promise| promise.simulated));
    let mean = waits
        .mean_minutes
        .map_or("-".to_owned(), |mean| format!("{mean:.1}"));
    (
        format!("exact {exact}, simulated {simulated}, mean wait {mean} min"),
        format!("精确 {exact}，仿真 {simulated}，平均等待 {mean} 分"),
    )
}

/// The intervals that miss their target, the longest mean wait first.
fn missed(page: &Page<'_>, hall: HallIx, days: &[&SessionWaits]) -> String {
    let mut found: Vec<_> = each(days).filter(|(_, waits)| waits.is_missed()).collect();
    if found.is_empty() {
        return String::new();
    }
    let mean = |waits: &WaitSeen| waits.mean_minutes.unwrap_or(f64::INFINITY);
    found.sort_by(|a, b| mean(b.1).total_cmp(&mean(a.1)));
    let horizon = &page.sheet.instance.horizon;
    let mut html = format!(
        "<p class=\"small\"><b>{}</b></p><ul class=\"small\">",
        both(
            &format!("Missed: {} (longest waits first)", found.len()),
            &format!("未达标：{} 个（等待最长的在前）", found.len()),
        )
    );
    for (at, waits) in found.iter().take(LISTED_MAX) {
        let (date, _) = horizon.local(at.start);
        let class = &page.sheet.instance.halls[hall.0].classes[waits.class.0];
        let who = escape(&name(&class.name, &class.id));
        let clock = |instant| horizon.clock(instant, date);
        let when = format!(
            "{} {}-{}",
            date.format("%m-%d"),
            clock(at.start),
            clock(at.end)
        );
        let (en, zh) = target(waits).map(target_words).unwrap_or_default();
        let (figures_en, figures_zh) = figures(waits);
        let (note_en, note_zh) = match waits.promise {
            Some(promise) if promise.undecided => {
                ("; the simulation cannot tell", "；仿真无法断定")
            }
            Some(promise) if promise.is_disputed() => {
                ("; the two calculations disagree", "；两种计算不一致")
            }
            _ => ("", ""),
        };
        let (day_en, day_zh) = weekday(date);
        html.push_str(&format!(
            "<li>{}</li>",
            both_marked(
                &format!(
                    "{day_en} {when} {who}: {}",
                    escape(&format!(
                        "{en} asked; {figures_en}; heads: {}{note_en}",
                        at.heads
                    ))
                ),
                &format!(
                    "周{day_zh} {when} {who}：{}",
                    escape(&format!(
                        "要求 {zh}；{figures_zh}；{} 人在岗{note_zh}",
                        at.heads
                    ))
                ),
            )
        ));
    }
    html.push_str("</ul>");
    if found.len() > LISTED_MAX {
        let more = found.len() - LISTED_MAX;
        html.push_str(&format!(
            "<p class=\"small\">{}</p>",
            both(
                &format!("... and {more} more, dotted above"),
                &format!("…… 另有 {more} 个，见上图红点")
            )
        ));
    }
    html
}

/// Which days one of the engines could not work out.
fn engines(days: &[&SessionWaits]) -> String {
    let mut html = String::new();
    for day in days {
        let promises = || {
            let classes = day.intervals.iter().flat_map(|at| &at.classes);
            classes.filter_map(|waits| waits.promise)
        };
        let (en, zh) = if promises().any(|promise| promise.exact.is_none()) {
            (
                "too large for the exact chain; its targets count as missed",
                "超出精确链的规模，目标计为未达标",
            )
        } else if promises().any(|promise| promise.simulated.is_none()) {
            (
                "beyond the simulation; its targets count as missed",
                "超出仿真的范围，目标计为未达标",
            )
        } else {
            continue;
        };
        html.push_str(&format!(
            "<p class=\"small\">{} {}</p>",
            day.date.format("%m-%d"),
            both(en, zh),
        ));
    }
    html
}

/// Targets met of targets asked for, over all queues.
pub(super) fn met_of_all(days: &[SessionWaits]) -> (usize, usize) {
    let all: Vec<&SessionWaits> = days.iter().collect();
    each(&all)
        .filter(|(_, waits)| waits.promise.is_some())
        .fold((0, 0), |(met, asked), (_, waits)| {
            (met + usize::from(!waits.is_missed()), asked + 1)
        })
}
