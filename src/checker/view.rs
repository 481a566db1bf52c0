//! What every check looks at, and the walks over it that several checks share.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::demand::QuietDays;
use crate::domain::{Employee, EmployeeIx, HallIx, Instance, Served, SkillIx};
use crate::roster::{Activity, Duty, Roster};

/// A roster whose references are known to be good, with its problem.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub instance: &'a Instance,
    pub roster: &'a Roster,
    pub quiet: &'a QuietDays,
    /// Duties that the person agreed to by taking them.
    pub agreed: &'a Agreed,
    /// The people who are looked at; everybody when `None`.
    pub only: Option<&'a BTreeSet<EmployeeIx>>,
}

/// Duties that the person agreed to by taking them, as (who, day of the horizon).
pub type Agreed = BTreeSet<(EmployeeIx, usize)>;

/// One person's duty on one day.
#[derive(Clone, Copy)]
pub(super) struct DutyDay<'a> {
    pub employee: EmployeeIx,
    pub date: NaiveDate,
    pub duty: &'a Duty,
}

impl<'a> View<'a> {
    /// The people who are looked at.
    pub fn staff(&self) -> impl Iterator<Item = (EmployeeIx, &'a Employee)> + use<'a> {
        let view = *self;
        let staff = self.instance.staff();
        staff.filter(move |(employee, _)| view.looks_at(*employee))
    }

    /// Whether a person is one of them.
    pub fn looks_at(&self, employee: EmployeeIx) -> bool {
        self.only.is_none_or(|people| people.contains(&employee))
    }

    /// Whether the person agreed to the duty of a day by taking it.
    pub fn is_agreed(&self, employee: EmployeeIx, day: usize) -> bool {
        self.agreed.contains(&(employee, day))
    }

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
        (self.staff()).flat_map(|(employee, _)| self.duties_of(employee))
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
