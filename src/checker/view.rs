//! What every check looks at, and the walks over it that several checks share.

use chrono::NaiveDate;

use crate::demand::QuietDays;
use crate::domain::{EmployeeIx, HallIx, Instance, Served, SkillIx};
use crate::roster::{Activity, Duty, Roster};

/// A roster whose references are known to be good, with its problem.
pub(super) struct View<'a> {
    pub instance: &'a Instance,
    pub roster: &'a Roster,
    pub quiet: &'a QuietDays,
}

/// One person's duty on one day.
#[derive(Clone, Copy)]
pub(super) struct DutyDay<'a> {
    pub employee: EmployeeIx,
    pub date: NaiveDate,
    pub duty: &'a Duty,
}

impl<'a> View<'a> {
    /// One person's days, in order.
    pub fn days_of(
        &self,
        employee: EmployeeIx,
    ) -> impl Iterator<Item = (usize, NaiveDate, &'a Activity)> + use<'a> {
        let (instance, roster) = (self.instance, self.roster);
        (instance.horizon.days())
            .map(move |(day, date)| (day, date, roster.activity(employee, day)))
    }

    /// One person's duties, in order.
    pub fn duties_of(&self, employee: EmployeeIx) -> impl Iterator<Item = DutyDay<'a>> + use<'a> {
        self.days_of(employee)
            .filter_map(move |(_, date, activity)| {
                let duty = activity.duty()?;
                Some(DutyDay {
                    employee,
                    date,
                    duty,
                })
            })
    }

    /// Everybody's duties, by employee and day.
    pub fn duties(&self) -> impl Iterator<Item = DutyDay<'a>> + '_ {
        (0..self.instance.employees.len()).flat_map(|index| self.duties_of(EmployeeIx(index)))
    }

    /// First instant and instant after the last of an activity at work, if it is one.
    pub fn at_work(
        &self,
        employee: EmployeeIx,
        date: NaiveDate,
        activity: &Activity,
    ) -> Option<(i64, i64)> {
        match activity {
            Activity::Duty(duty) => Some((duty.start, duty.end)),
            Activity::Training(index) => {
                let training = &self.instance.employees[employee.0].training[*index];
                let start = self.instance.horizon.instant(date, training.start);
                Some((start, start + training.length.0))
            }
            Activity::Rest | Activity::Leave | Activity::CompDay(_) => None,
        }
    }

    /// The hall whose quiet days count for a person's trainings and comp days.
    pub fn home(&self, employee: EmployeeIx) -> HallIx {
        // A valid instance gives everybody at least one hall.
        self.instance.employees[employee.0].halls[0]
    }

    /// What serving a queue or post takes.
    pub fn skill_for(&self, hall: HallIx, served: Served) -> SkillIx {
        let site = &self.instance.halls[hall.0];
        match served {
            Served::Queue(queue) => site.queues[queue.0].skill,
            Served::Post(post) => site.posts[post.0].skill,
        }
    }
}
