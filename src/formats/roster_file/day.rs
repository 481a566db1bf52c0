//! What one person does on one day, as a message.

use chrono::NaiveDate;

use crate::domain::{Employee, EmployeeIx, Instance, Served};
use crate::formats::instance::{clock, minutes};
use crate::formats::proto;
use crate::roster::{Activity, CompDay, CompDayState, Duty, Roster, rest_day_work};
use crate::units::Minutes;

/// Every person's every day.
pub fn witness(
    instance: &Instance,
    roster: &Roster,
    comp_days: &[CompDay],
) -> Vec<proto::PersonDay> {
    let mut witness = Vec::new();
    for (employee, person) in instance.staff() {
        let extra = rest_day_work(instance, roster, employee);
        for (day, date) in instance.horizon.days() {
            let mut entry = match roster.activity(employee, day) {
                Activity::Duty(duty) => duty_day(instance, date, duty),
                Activity::Training(index) => training_day(person, *index),
                Activity::CompDay(length) => comp_day(*length, repaid(comp_days, employee, date)),
                Activity::Rest => plain(proto::Activity::Rest),
                Activity::Leave => plain(proto::Activity::Leave),
            };
            entry.employee = person.id.clone();
            entry.date = date.to_string();
            entry.rest_day_work = extra.contains(&day);
            witness.push(entry);
        }
    }
    witness
}

fn plain(activity: proto::Activity) -> proto::PersonDay {
    proto::PersonDay {
        activity: activity.into(),
        ..proto::PersonDay::default()
    }
}

fn duty_day(instance: &Instance, date: NaiveDate, duty: &Duty) -> proto::PersonDay {
    let hall = &instance.halls[duty.hall.0];
    let clock = |instant| instance.horizon.clock(instant, date);
    proto::PersonDay {
        hall: hall.id.clone(),
        shift_template: instance.templates[duty.template.0].id.clone(),
        start: clock(duty.start),
        length_minutes: minutes(Minutes(duty.end - duty.start)),
        breaks: (duty.breaks.iter())
            .map(|pause| placed_break(instance, date, pause.start, pause.end, pause.paid))
            .collect(),
        serving: (duty.serving.iter())
            .map(|serving| proto::Serving {
                start: clock(serving.start),
                end: clock(serving.end),
                queue: match serving.served {
                    Served::Queue(queue) => hall.queues[queue.0].id.clone(),
                    Served::Post(post) => hall.posts[post.0].id.clone(),
                },
            })
            .collect(),
        work_minutes: minutes(duty.work_minutes()),
        ..plain(proto::Activity::Duty)
    }
}

fn training_day(person: &Employee, index: usize) -> proto::PersonDay {
    let Some(training) = person.training.get(index) else {
        return plain(proto::Activity::Training);
    };
    proto::PersonDay {
        start: clock(training.start),
        length_minutes: minutes(training.length),
        work_minutes: minutes(training.length),
        reference: training.id.clone(),
        ..plain(proto::Activity::Training)
    }
}

fn comp_day(length: Minutes, lot: Option<&str>) -> proto::PersonDay {
    proto::PersonDay {
        length_minutes: minutes(length),
        reference: lot.unwrap_or_default().to_owned(),
        ..plain(proto::Activity::CompDay)
    }
}

/// The lot that a comp day repays.
fn repaid(comp_days: &[CompDay], employee: EmployeeIx, date: NaiveDate) -> Option<&str> {
    comp_days
        .iter()
        .find(|comp| comp.employee == employee && comp.state == CompDayState::Scheduled(date))
        .map(|comp| comp.lot.id.as_str())
}

/// A break with its place.
pub fn placed_break(
    instance: &Instance,
    date: NaiveDate,
    start: i64,
    end: i64,
    paid: bool,
) -> proto::PlacedBreak {
    proto::PlacedBreak {
        start: instance.horizon.clock(start, date),
        length_minutes: minutes(Minutes(end - start)),
        paid,
    }
}
