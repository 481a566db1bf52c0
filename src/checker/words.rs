//! How people, places and times are named in findings.

use chrono::NaiveDate;

use crate::domain::{EmployeeIx, HallIx, Instance, Served};

/// A name followed by its identifier, or the identifier alone.
fn named(name: &str, id: &str) -> String {
    if name.is_empty() || name == id {
        id.to_owned()
    } else {
        format!("{name} ({id})")
    }
}

/// An employee.
pub(super) fn who(instance: &Instance, employee: EmployeeIx) -> String {
    let person = &instance.employees[employee.0];
    named(&person.name, &person.id)
}

/// A hall.
pub(super) fn hall(instance: &Instance, hall: HallIx) -> String {
    let site = &instance.halls[hall.0];
    named(&site.name, &site.id)
}

/// A queue or post of a hall.
pub(super) fn served(instance: &Instance, hall: HallIx, served: Served) -> String {
    let site = &instance.halls[hall.0];
    match served {
        Served::Queue(queue) => named(&site.queues[queue.0].name, &site.queues[queue.0].id),
        Served::Post(post) => named(&site.posts[post.0].name, &site.posts[post.0].id),
    }
}

/// A stretch of time on a day, `08:30-12:00`.
pub(super) fn stretch(instance: &Instance, date: NaiveDate, start: i64, end: i64) -> String {
    let horizon = &instance.horizon;
    format!(
        "{}-{}",
        horizon.clock(start, date),
        horizon.clock(end, date)
    )
}
