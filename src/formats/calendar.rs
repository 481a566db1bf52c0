//! Rosters as iCalendar (RFC 5545), a file for each person.
//!
//! An event stands for one person's day: its UID never changes, whatever becomes of the day, so that a calendar takes a
//! new roster as an update. Times are UTC, which every calendar shows right, across clock changes and midnight too.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::json::digest;
use crate::domain::{Employee, EmployeeIx, Finding, Instance};
use crate::report::file_name;
use crate::roster::{Activity, Duty, Roster};

/// What people already have in their calendars.
#[derive(Clone, Debug)]
pub struct Handed<'a> {
    /// The roster that it was made from.
    pub roster: &'a Roster,
    /// The files as they were written, by name; one that is missing counts as never updated.
    pub files: BTreeMap<String, String>,
}

/// Events of one person by UID, as they were handed out.
type Events = BTreeMap<String, Event>;

/// A calendar for each person, as file name and text.
///
/// Duties, trainings and comp days are events; leave and its reasons stay out. Against `handed`, a changed day keeps its
/// UID and gets the next SEQUENCE, a day without work any more becomes CANCELLED and stays so. `stamp` is when this is
/// done. Errors: a handed file that is no calendar.
pub fn write_calendars(
    instance: &Instance,
    roster: &Roster,
    stamp: DateTime<Utc>,
    handed: Option<&Handed<'_>>,
) -> Result<Vec<(String, String)>, Vec<Finding>> {
    let mut files = Vec::new();
    let mut findings = Vec::new();
    for (employee, person) in instance.staff() {
        let name = format!("{}.ics", file_name(&person.id));
        let text = handed.and_then(|handed| handed.files.get(&name));
        match text.map_or(Ok(Events::new()), |text| events(&name, text)) {
            Ok(events) => {
                let own = Own {
                    instance,
                    employee,
                    person,
                    stamp,
                    events,
                };
                files.push((
                    name,
                    own.calendar(roster, handed.map(|handed| handed.roster)),
                ));
            }
            Err(finding) => findings.push(finding),
        }
    }
    match findings.is_empty() {
        true => Ok(files),
        false => Err(findings),
    }
}

/// The events of a calendar that was handed out.
fn events(name: &str, text: &str) -> Result<Events, Finding> {
    let calendar: Calendar = text.parse().map_err(|_| {
        Finding::new(
            "not_a_calendar",
            name,
            "it cannot be read as iCalendar; write to an empty folder",
        )
    })?;
    let with_uid = |event: &Event| Some((event.get_uid()?.to_owned(), event.clone()));
    Ok(calendar.events().filter_map(with_uid).collect())
}

/// One person's calendar under way.
struct Own<'a> {
    instance: &'a Instance,
    employee: EmployeeIx,
    person: &'a Employee,
    stamp: DateTime<Utc>,
    events: Events,
}

impl Own<'_> {
    fn calendar(&self, roster: &Roster, old: Option<&Roster>) -> String {
        let mut calendar = Calendar::empty();
        for (key, value) in [
            ("VERSION", "2.0"),
            ("PRODID", "-//paiban//roster//ZH"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
        ] {
            calendar.append_property(Property::new(key, value));
        }
        let who = match self.person.name.is_empty() {
            true => &self.person.id,
            false => &self.person.name,
        };
        calendar.name(&clean(&format!("班表 {who}")));
        calendar.timezone(self.instance.horizon.zone.name());
        for (day, date) in self.instance.horizon.days() {
            let before = old.map(|old| old.activity(self.employee, day));
            let after = roster.activity(self.employee, day);
            if let Some(event) = self.event(day, date, before, after) {
                calendar.push(event);
            }
        }
        calendar.to_string()
    }

    /// The event of a day: as it is now, or cancelled.
    fn event(
        &self,
        day: usize,
        date: NaiveDate,
        before: Option<&Activity>,
        after: &Activity,
    ) -> Option<Event> {
        let uid = self.uid(date);
        let handed = self.events.get(&uid);
        let sequence = handed.and_then(Component::get_sequence).unwrap_or(0);
        let changed = before.is_some_and(|before| before != after);
        let was = before.and_then(|before| self.told(day, date, before));
        let cancelled = |event: &Event| event.get_status() == Some(EventStatus::Cancelled);
        match self.told(day, date, after) {
            Some(mut event) => {
                let again = handed.is_some_and(cancelled);
                let updates = again || (changed && (was.is_some() || handed.is_some()));
                event.status(EventStatus::Confirmed);
                Some(self.signed(event, &uid, sequence + u32::from(updates)))
            }
            None => match was {
                Some(mut event) => {
                    event.status(EventStatus::Cancelled);
                    Some(self.signed(event, &uid, sequence + 1))
                }
                None => handed.filter(|event| cancelled(event)).cloned(),
            },
        }
    }

    fn signed(&self, mut event: Event, uid: &str, sequence: u32) -> Event {
        event.uid(uid).sequence(sequence).timestamp(self.stamp);
        event.done()
    }

    /// The same for one person and date in every roster.
    fn uid(&self, date: NaiveDate) -> String {
        format!("{:.20}-{date}@paiban", digest(self.person.id.as_bytes()))
    }

    /// What a calendar tells of a day; nothing of rest and leave.
    fn told(&self, day: usize, date: NaiveDate, activity: &Activity) -> Option<Event> {
        let mut event = Event::new();
        match activity {
            Activity::Rest | Activity::Leave => return None,
            Activity::Duty(duty) => self.duty(&mut event, date, duty),
            Activity::CompDay(_) => {
                // The day after is the end: it is not part of the event.
                let end = date.succ_opt().unwrap_or(date);
                event.summary("补休 comp day").starts(date).ends(end);
            }
            Activity::Training(index) => {
                let training = self.person.training.get(*index)?;
                let date = self.instance.horizon.date(day as i64);
                let start = self.instance.horizon.instant(date, training.start);
                let what = match training.name.is_empty() {
                    true => &training.id,
                    false => &training.name,
                };
                event
                    .summary(&clean(&format!("培训 training: {what}")))
                    .starts(utc(start))
                    .ends(utc(start + training.length.0));
            }
        }
        Some(event)
    }

    fn duty(&self, event: &mut Event, date: NaiveDate, duty: &Duty) {
        let hall = &self.instance.halls[duty.hall.0];
        let place = match hall.name.is_empty() {
            true => &hall.id,
            false => &hall.name,
        };
        let horizon = &self.instance.horizon;
        let span = |start, end| {
            format!(
                "{}-{}",
                horizon.clock(start, date),
                horizon.clock(end, date)
            )
        };
        let breaks = duty.breaks.iter();
        let breaks = breaks.map(|pause| format!("休息 break {}", span(pause.start, pause.end)));
        let mut lines: Vec<String> = breaks.collect();
        for part in &duty.serving {
            let what = match part.served {
                crate::domain::Served::Queue(queue) => &hall.queues[queue.0].id,
                crate::domain::Served::Post(post) => &hall.posts[post.0].id,
            };
            lines.push(clean(&format!("{} {what}", span(part.start, part.end))));
        }
        event
            .summary(&clean(&format!("上班 on duty: {place}")))
            .location(&clean(place))
            .description(&lines.join("\n"))
            .starts(utc(duty.start))
            .ends(utc(duty.end));
    }
}

fn utc(instant: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(instant.saturating_mul(60), 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// Without characters that would break a line of the file.
fn clean(text: &str) -> String {
    let safe = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(safe).collect()
}
