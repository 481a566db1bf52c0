//! Halls, queues, posts, opening hours, shift templates.

use crate::domain::{Finding, Hall, OpeningHours, Problem, ShiftTemplate, TimeWindow, WaitTarget};
use crate::units::Minutes;

use super::duplicates;

/// Latest minute of a local day that a time may name: noon of the next day.
const MINUTE_MAX: i64 = 36 * 60;

pub fn validate(problem: &Problem, found: &mut Vec<Finding>) {
    duplicates("halls", problem.halls.iter().map(|h| h.id.as_str()), found);
    if problem.halls.is_empty() {
        found.push(Finding::new(
            "no_hall",
            "halls",
            "name at least one hall where people work",
        ));
    }
    for hall in &problem.halls {
        validate_hall(problem, hall, found);
    }
    let ids = problem.templates.iter().map(|t| t.id.as_str());
    duplicates("shift_templates", ids, found);
    for template in &problem.templates {
        validate_template(template, found);
    }
}

fn validate_hall(problem: &Problem, hall: &Hall, found: &mut Vec<Finding>) {
    let name = format!("hall \"{}\"", hall.id);
    let served = hall
        .queues
        .iter()
        .map(|q| q.id.as_str())
        .chain(hall.posts.iter().map(|p| p.id.as_str()));
    duplicates(&format!("{name} queues and posts"), served, found);
    let classes = hall.classes.iter().map(|c| c.id.as_str());
    duplicates(&format!("{name} customer_classes"), classes, found);
    opening_hours(problem, hall, &name, found);
    for queue in &hall.queues {
        let subject = format!("{name} queue \"{}\"", queue.id);
        if queue.classes.len() > 3 {
            found.push(Finding::new(
                "too_many_classes",
                subject.clone(),
                "a queue holds at most three customer classes; open a second queue",
            ));
        }
        windows(
            &queue.open_windows,
            &format!("{subject} open_windows"),
            found,
        );
    }
    for (index, class) in hall.classes.iter().enumerate() {
        let subject = format!("{name} customer_class \"{}\"", class.id);
        let queues = hall
            .queues
            .iter()
            .flat_map(|queue| &queue.classes)
            .filter(|class| class.0 == index)
            .count();
        if queues != 1 {
            found.push(Finding::new(
                "class_queue",
                subject.clone(),
                format!("it is named by {queues} queues; every class belongs to exactly one"),
            ));
        }
        if !(class.service_minutes > 0.0 && class.service_minutes <= 600.0) {
            found.push(Finding::new(
                "service_minutes",
                subject.clone(),
                format!(
                    "{} is not a mean service time; give minutes above 0 and up to 600",
                    class.service_minutes
                ),
            ));
        }
        if class
            .patience_minutes
            .is_some_and(|minutes| !(minutes > 0.0 && minutes <= 10_000.0))
        {
            found.push(Finding::new(
                "patience_minutes",
                subject.clone(),
                "give minutes above 0, or leave it out for customers who never leave",
            ));
        }
        let targets = [
            ("busy_target", class.busy_target),
            ("quiet_target", class.quiet_target),
        ];
        for (name, target) in targets {
            if let Some(target) = target {
                wait_target(target, &format!("{subject} {name}"), found);
            }
        }
    }
    for post in &hall.posts {
        let subject = format!("{name} post \"{}\"", post.id);
        if post.heads > 1000 {
            found.push(Finding::new(
                "heads_out_of_range",
                subject.clone(),
                "more than 1000 heads on one post; correct the number",
            ));
        }
        windows(&post.windows, &format!("{subject} windows"), found);
    }
}

fn wait_target(target: WaitTarget, subject: &str, found: &mut Vec<Finding>) {
    let (minutes, share) = match target {
        WaitTarget::ShareWithin { minutes, share } => (minutes, Some(share)),
        WaitTarget::Mean { minutes } => (minutes, None),
    };
    if !(0.0..=600.0).contains(&minutes) || (share.is_none() && minutes <= 0.0) {
        found.push(Finding::new(
            "wait_target",
            subject,
            format!("{minutes} is not a wait target; give minutes up to 600, above 0 for a mean"),
        ));
    }
    if share.is_some_and(|share| !(share > 0.0 && share < 1.0)) {
        found.push(Finding::new(
            "wait_target",
            subject,
            "the share of customers must lie between 0 and 1, as in 0.9",
        ));
    }
}

fn opening_hours(problem: &Problem, hall: &Hall, name: &str, found: &mut Vec<Finding>) {
    for (index, hours) in hall.opening_hours.iter().enumerate() {
        let subject = format!("{name} opening_hours[{index}]");
        if hours.open < 0 || hours.close > MINUTE_MAX || hours.close < hours.open {
            found.push(Finding::new(
                "opening_hours",
                subject.clone(),
                "closing lies before opening or beyond 36:00; write times as 08:00 to 22:00",
            ));
        }
        let margin = |minutes: Minutes| !(0..=480).contains(&minutes.0);
        if margin(hours.before_open) || margin(hours.after_close) {
            found.push(Finding::new(
                "negative_time",
                subject,
                "before_open_minutes and after_close_minutes lie between 0 and 480",
            ));
        }
    }
    for (_, date) in problem.horizon.days().take(super::DAYS_MAX) {
        let claims = |named: bool| -> Vec<usize> {
            let holds = |hours: &OpeningHours| {
                hours.days.holds(date) && hours.days.dates.is_empty() != named
            };
            let entries = hall.opening_hours.iter().enumerate();
            entries
                .filter(|(_, hours)| holds(hours))
                .map(|(index, _)| index)
                .collect()
        };
        let (by_date, by_weekday) = (claims(true), claims(false));
        let again = by_date
            .get(1)
            .or(by_weekday.get(1).filter(|_| by_date.is_empty()));
        if let Some(index) = again {
            found.push(Finding::new(
                "overlapping_opening_hours",
                format!("{name} opening_hours[{index}]"),
                format!("more than one entry holds on {date}; keep one per day"),
            ));
            break;
        }
    }
}

pub(super) fn windows(windows: &[TimeWindow], subject: &str, found: &mut Vec<Finding>) {
    for (index, window) in windows.iter().enumerate() {
        if window.start < 0 || window.end > MINUTE_MAX || window.end <= window.start {
            found.push(Finding::new(
                "time_window",
                format!("{subject}[{index}]"),
                "a window ends after it starts and not beyond 36:00; write it as 11:30 to 13:00",
            ));
        }
    }
}

fn validate_template(template: &ShiftTemplate, found: &mut Vec<Finding>) {
    let subject = format!("shift_template \"{}\"", template.id);
    if !(0..1440).contains(&template.start) {
        found.push(Finding::new(
            "shift_start",
            subject.clone(),
            "a shift starts between 00:00 and 23:59 of its day",
        ));
    }
    if !(1..=1440).contains(&template.length.0) {
        found.push(Finding::new(
            "shift_length",
            subject.clone(),
            format!("{} minutes is no shift; give 1 to 1440", template.length.0),
        ));
    }
    let mut earliest = Minutes::ZERO;
    for (index, rule) in template.breaks.iter().enumerate() {
        earliest = earliest.max(rule.earliest_after) + rule.length;
        let inside = rule.length.0 > 0
            && rule.earliest_after.0 >= 0
            && rule.latest_after >= rule.earliest_after
            && earliest <= rule.latest_after + rule.length
            && rule.latest_after + rule.length <= template.length;
        if !inside {
            found.push(Finding::new(
                "break_window",
                format!("{subject} breaks[{index}]"),
                "a break lies inside its shift, after the break before it, its latest start not before its earliest",
            ));
        }
    }
    if template.work_minutes().0 <= 0 && template.length.0 > 0 {
        found.push(Finding::new(
            "shift_length",
            subject,
            "breaks leave no working time; shorten them",
        ));
    }
}
