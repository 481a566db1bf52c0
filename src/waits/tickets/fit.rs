//! From tickets to arrivals, service, patience and heads, and from these to the waits the exact day expects.

use std::collections::{BTreeMap, BTreeSet};

use super::log::{Ending, Ticket};
use crate::queueing::{Day, DayClass, ExactDay, day_limits};

/// Heads are read in steps of so many minutes.
const STEP_MINUTES: f64 = 15.0;
/// Whoever starts no service for longer is taken to be away, in minutes.
const AWAY_MINUTES: f64 = 20.0;
/// A service this many times as long as the middle one is taken for an end that nobody stamped.
const UNSTAMPED_MEDIANS: f64 = 10.0;
/// Most lines and days of a log.
pub(super) const LINES_MAX: usize = 100;
const DAYS_MAX: usize = 400;

/// One line of a log: what it is like and what it was held against.
#[derive(Clone, Debug, PartialEq)]
pub struct LineFit {
    /// Its name.
    pub queue: String,
    /// Days with a ticket that could be worked out.
    pub days: usize,
    /// Days that could not: nobody ever served, or too large for the chain.
    pub days_left_out: usize,
    /// Mean service time, in minutes, without ends that nobody stamped.
    pub service_minutes: f64,
    /// Services left out because nobody stamped their end.
    pub unstamped: usize,
    /// Share of the heads at work who serve while somebody waits; the exact day's service time is that much longer.
    pub availability: f64,
    /// Standard deviation of service times over their mean; an exponential law has 1.
    pub service_cv: f64,
    /// Mean patience in minutes; `None` when nobody was seen leaving.
    pub patience_minutes: Option<f64>,
    /// By hour of the day in which tickets were issued.
    pub hours: Vec<HourFit>,
    /// All hours together.
    pub whole: HourFit,
}

/// What was seen and what was expected of the tickets issued in one hour of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HourFit {
    /// The hour, from 0.
    pub hour: usize,
    /// Tickets.
    pub tickets: f64,
    /// Mean service time of those served, in minutes; 0 when unknown.
    pub service_minutes: f64,
    /// Mean patience in minutes; `None` when nobody was seen leaving.
    pub patience_minutes: Option<f64>,
    /// Mean heads at work.
    pub heads: f64,
    /// Mean wait to service or leaving, as seen, in minutes.
    pub seen_wait_minutes: f64,
    /// The same as the exact day expects it.
    pub expected_wait_minutes: f64,
    /// Share who left, as seen.
    pub seen_left: f64,
    /// The same as expected.
    pub expected_left: f64,
}

/// Sums behind an [`HourFit`].
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    tickets: f64,
    waited: f64,
    left: f64,
    served: f64,
    service: f64,
    expected_wait: f64,
    expected_left: f64,
    heads: f64,
    steps: f64,
}

impl Sums {
    fn add(&mut self, other: &Sums) {
        self.tickets += other.tickets;
        self.waited += other.waited;
        self.left += other.left;
        self.served += other.served;
        self.service += other.service;
        self.expected_wait += other.expected_wait;
        self.expected_left += other.expected_left;
        self.heads += other.heads;
        self.steps += other.steps;
    }

    fn fit(&self, hour: usize) -> HourFit {
        let tickets = self.tickets.max(1.0);
        HourFit {
            hour,
            tickets: self.tickets,
            service_minutes: self.service / self.served.max(1.0),
            patience_minutes: self.patience(),
            heads: self.heads / self.steps.max(1.0),
            seen_wait_minutes: self.waited / tickets,
            expected_wait_minutes: self.expected_wait / tickets,
            seen_left: self.left / tickets,
            expected_left: self.expected_left / tickets,
        }
    }

    /// Time waited by all over the number who left: the likeliest mean of an exponential patience that service cut
    /// short for the rest (Brown et al. 2005, JASA 100, section 5).
    fn patience(&self) -> Option<f64> {
        (self.left > 0.0 && self.waited > 0.0).then(|| self.waited / self.left)
    }
}

/// Holds the lines of a log against the exact day; days beyond the limit are passed over and counted.
///
/// Lines beyond the limit, and those without a stamped service, are not among the answers.
pub fn fit(tickets: &[Ticket]) -> Vec<LineFit> {
    let mut lines: BTreeMap<&str, Vec<&Ticket>> = BTreeMap::new();
    for ticket in tickets {
        lines.entry(&ticket.queue).or_default().push(ticket);
    }
    let lines = lines.into_iter().take(LINES_MAX);
    lines
        .filter_map(|(queue, tickets)| fit_line(queue, &tickets))
        .collect()
}

/// Lines of a log that [`fit`] gives no answer for.
pub(super) fn lines_left_out(tickets: &[Ticket], fitted: &[LineFit]) -> usize {
    let names: BTreeSet<&str> = tickets.iter().map(|ticket| &*ticket.queue).collect();
    names.len() - fitted.len()
}

fn fit_line(queue: &str, tickets: &[&Ticket]) -> Option<LineFit> {
    let mut services: Vec<f64> = tickets
        .iter()
        .filter_map(|ticket| service(ticket))
        .collect();
    services.sort_by(f64::total_cmp);
    let stamped = services.len();
    let longest = UNSTAMPED_MEDIANS * services.get(stamped / 2).copied().unwrap_or_default();
    services.retain(|minutes| *minutes <= longest);
    let count = services.len() as f64;
    let mean = services.iter().sum::<f64>() / count.max(1.0);
    if mean < day_limits::SERVICE_MINUTES_MIN {
        return None;
    }
    let square = services
        .iter()
        .map(|s| (s - mean) * (s - mean))
        .sum::<f64>();
    let mut hours = vec![Sums::default(); 30];
    for ticket in tickets {
        let sums = &mut hours[(ticket.issued / 60.0) as usize];
        sums.waited += wait(ticket);
        sums.left += f64::from(u8::from(matches!(ticket.ending, Ending::Left { .. })));
    }
    let mut whole = Sums::default();
    hours.iter().for_each(|sums| whole.add(sums));
    let patience = whole.patience().map(|minutes| minutes.max(0.01));

    let mut days: BTreeMap<&str, Vec<&Ticket>> = BTreeMap::new();
    for ticket in tickets {
        days.entry(&ticket.day).or_default().push(ticket);
    }
    let mut hours = vec![Sums::default(); 30];
    let mut solved = 0;
    let availability = availability(days.values().take(DAYS_MAX));
    for tickets in days.values().take(DAYS_MAX) {
        if let Some(day) = expect_day(tickets, mean / availability, longest, patience) {
            solved += 1;
            hours
                .iter_mut()
                .zip(&day)
                .for_each(|(sum, day)| sum.add(day));
        }
    }
    let mut whole = Sums::default();
    hours.iter().for_each(|sums| whole.add(sums));
    let fits = hours
        .iter()
        .enumerate()
        .filter(|(_, sums)| sums.tickets > 0.0);
    Some(LineFit {
        queue: queue.to_owned(),
        days: solved,
        days_left_out: days.len() - solved,
        service_minutes: mean,
        unstamped: stamped - services.len(),
        availability,
        service_cv: (square / count.max(1.0)).sqrt() / mean,
        patience_minutes: patience,
        hours: fits.map(|(hour, sums)| sums.fit(hour)).collect(),
        whole: whole.fit(0),
    })
}

fn wait(ticket: &Ticket) -> f64 {
    match ticket.ending {
        Ending::Served { called, .. } => called - ticket.issued,
        Ending::Left { at } => at - ticket.issued,
    }
}

fn service(ticket: &Ticket) -> Option<f64> {
    match ticket.ending {
        Ending::Served {
            called,
            ended: Some(ended),
        } => Some(ended - called),
        _ => None,
    }
}

/// Services by counter, in order of time; nobody's name is no counter.
fn by_counter<'a>(tickets: &[&'a Ticket]) -> BTreeMap<&'a str, Vec<Span>> {
    let mut served: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for ticket in tickets.iter().filter(|ticket| !ticket.counter.is_empty()) {
        if let Ending::Served { called, ended } = ticket.ending {
            served.entry(&ticket.counter).or_default().push(Span {
                from: called,
                to: ended.unwrap_or(called),
            });
        }
    }
    for spans in served.values_mut() {
        spans.sort_by(|a, b| a.from.total_cmp(&b.from));
    }
    served
}

/// A service at a counter.
#[derive(Clone, Copy)]
struct Span {
    from: f64,
    to: f64,
}

/// Share of the heads at work who serve, at the instants when somebody waits, over all days.
///
/// Who calls whenever somebody waits has 1. Less is time that no stamp shows: work between customers, pauses, people
/// who are there and do not call.
fn availability<'a>(days: impl Iterator<Item = &'a Vec<&'a Ticket>>) -> f64 {
    // Instants a tenth of a minute apart.
    let place = |minutes: f64| (minutes * 10.0) as usize;
    let (mut serving, mut at_work) = (0.0, 0.0);
    for tickets in days {
        let mut changes = vec![[0_i32; 3]; place(30.0 * 60.0) + 1];
        let mut count = |column: usize, from: f64, to: f64| {
            let last = changes.len() - 1;
            changes[place(from).min(last)][column] += 1;
            changes[place(to).min(last)][column] -= 1;
        };
        for ticket in tickets {
            count(0, ticket.issued, ticket.issued + wait(ticket));
        }
        for spans in by_counter(tickets).values() {
            spans.iter().for_each(|span| count(1, span.from, span.to));
            stretches(spans)
                .iter()
                .for_each(|(from, to)| count(2, *from, *to));
        }
        let mut now = [0; 3];
        for change in changes {
            now.iter_mut()
                .zip(change)
                .for_each(|(now, change)| *now += change);
            if now[0] > 0 {
                serving += f64::from(now[1].min(now[2]));
                at_work += f64::from(now[2]);
            }
        }
    }
    if serving > 0.0 {
        serving / at_work
    } else {
        1.0
    }
}

/// When a counter was at work: from its first service to its last, but for long pauses.
fn stretches(spans: &[Span]) -> Vec<(f64, f64)> {
    let mut here: Vec<(f64, f64)> = Vec::new();
    for Span { from, to } in spans.iter().copied() {
        match here.last_mut() {
            Some(last) if from <= last.1 + AWAY_MINUTES => last.1 = last.1.max(to),
            _ => here.push((from, to)),
        }
    }
    here
}

/// Heads at work in each step of a day, rounded.
fn heads(tickets: &[&Ticket], steps: usize) -> Vec<u32> {
    let mut minutes = vec![0.0; steps];
    for spans in by_counter(tickets).values() {
        for (from, to) in stretches(spans) {
            for (step, sum) in minutes.iter_mut().enumerate() {
                let start = step as f64 * STEP_MINUTES;
                *sum += (to.min(start + STEP_MINUTES) - from.max(start)).max(0.0);
            }
        }
    }
    let round = |minutes: &f64| (minutes / STEP_MINUTES).round() as u32;
    minutes.iter().map(round).collect()
}

/// One day by hour, as seen and as expected: its own arrivals by hour and heads by step. `None` when nobody served.
fn expect_day(
    tickets: &[&Ticket],
    occupied: f64,
    longest: f64,
    patience: Option<f64>,
) -> Option<Vec<Sums>> {
    let steps = (30.0 * 60.0 / STEP_MINUTES) as usize;
    let heads = heads(tickets, steps);
    let close = heads.iter().rposition(|heads| *heads > 0)? + 1;
    let step_of = |ticket: &&Ticket| (ticket.issued / STEP_MINUTES) as usize;
    // Whoever comes after the last counter has closed is beyond the day.
    let seen: Vec<&Ticket> = tickets
        .iter()
        .copied()
        .filter(|t| step_of(t) < close)
        .collect();
    let first_ticket = seen.iter().map(step_of).min()?;
    let open = heads.iter().position(|heads| *heads > 0)?.min(first_ticket);
    let mut per_hour = [0.0; 30];
    for ticket in &seen {
        per_hour[(ticket.issued / 60.0) as usize] += 1.0;
    }
    let steps_in_hour = |hour: usize| {
        let inside =
            (open..close).filter(|step| (*step as f64 * STEP_MINUTES / 60.0) as usize == hour);
        inside.count().max(1) as f64
    };
    let rates: Vec<f64> = (open..close)
        .map(|step| {
            let hour = (step as f64 * STEP_MINUTES / 60.0) as usize;
            per_hour[hour] * 60.0 / (steps_in_hour(hour) * STEP_MINUTES)
        })
        .collect();
    let solved = ExactDay::new(&Day {
        period_minutes: STEP_MINUTES,
        servers: heads[open..close].to_vec(),
        service_minutes: occupied,
        classes: vec![DayClass {
            arrivals_per_hour: rates.clone(),
            patience_minutes: patience,
            opening_queue: 0,
        }],
    })
    .ok()?;
    let mut hours = vec![Sums::default(); 30];
    for ticket in &seen {
        let sums = &mut hours[(ticket.issued / 60.0) as usize];
        sums.tickets += 1.0;
        sums.waited += wait(ticket);
        sums.left += f64::from(u8::from(matches!(ticket.ending, Ending::Left { .. })));
        if let Some(minutes) = service(ticket).filter(|minutes| *minutes <= longest) {
            sums.served += 1.0;
            sums.service += minutes;
        }
    }
    for (place, period) in solved.periods.iter().enumerate() {
        let sums = &mut hours[((open + place) as f64 * STEP_MINUTES / 60.0) as usize];
        let tickets = rates[place] * STEP_MINUTES / 60.0;
        sums.expected_wait += tickets * period.classes[0].mean_wait_minutes;
        sums.expected_left += tickets * period.classes[0].p_abandon;
        sums.heads += f64::from(period.servers);
        sums.steps += 1.0;
    }
    Some(hours)
}
