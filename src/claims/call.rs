//! Hours that stay without enough heads, and whom to call.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::desk::Ground;
use super::plan::{PublishedPlan, ShiftIx, shift_of};
use super::publish::earliest_breaks;
use crate::checker::Agreed;
use crate::domain::{EmployeeIx, HallIx, Instance, Served, TemplateIx};
use crate::roster::{Activity, CoverageGap, Duty, Roster};
use crate::units::Money;

/// Most stretches that are told with people to call; more are told without.
const STRETCHES_MAX: usize = 40;

/// Most people to call for one stretch.
const CALLS_MAX: usize = 10;

/// Hours without enough heads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    /// Where.
    pub hall: HallIx,
    /// By what.
    pub served: Served,
    /// When.
    pub date: NaiveDate,
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// Heads missing.
    pub missing: u32,
    /// Whom to call, the best first.
    pub call: Vec<Call>,
}

/// Somebody who could help, if he or she agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Who.
    pub employee: EmployeeIx,
    /// On which shift pattern.
    pub template: TemplateIx,
    /// The shift that he or she would give up for it: an offer, never a move.
    pub instead_of: Option<ShiftIx>,
    /// Minutes of the stretch that he or she would be there.
    pub minutes: i64,
    /// How much dearer the person becomes.
    pub cost: Money,
}

/// Tells every gap, with everybody whom no rule keeps from helping, if all agree.
pub(super) fn uncovered(
    ground: &Ground,
    plan: &PublishedPlan,
    gaps: &[CoverageGap],
    agreed: &Agreed,
    now: i64,
) -> Vec<Uncovered> {
    let told = |(at, gap): (usize, &CoverageGap)| {
        let (date, _) = ground.instance.horizon.local(gap.start);
        let look = Look {
            ground,
            plan,
            agreed,
            gap,
            now,
        };
        let call = if at < STRETCHES_MAX {
            look.calls(date)
        } else {
            Vec::new()
        };
        Uncovered {
            hall: gap.hall,
            served: gap.served,
            date,
            start: gap.start,
            end: gap.end,
            missing: gap.missing,
            call,
        }
    };
    gaps.iter().enumerate().map(told).collect()
}

struct Look<'l> {
    ground: &'l Ground,
    plan: &'l PublishedPlan,
    agreed: &'l Agreed,
    gap: &'l CoverageGap,
    now: i64,
}

impl Look<'_> {
    fn instance(&self) -> &Instance {
        &self.ground.instance
    }

    fn calls(&self, date: NaiveDate) -> Vec<Call> {
        let Some(day) = self.instance().horizon.day_inside(date) else {
            return Vec::new();
        };
        let staff = self.instance().staff().map(|(employee, _)| employee);
        let mut calls: Vec<Call> = staff.filter_map(|who| self.call(who, day, date)).collect();
        calls.sort_by_key(|call| {
            (
                call.instead_of.is_some(),
                -call.minutes,
                call.cost,
                call.employee,
            )
        });
        calls.truncate(CALLS_MAX);
        calls
    }

    /// The best shift with which one person could help.
    fn call(&self, who: EmployeeIx, day: usize, date: NaiveDate) -> Option<Call> {
        let person = &self.instance().employees[who.0];
        let site = &self.instance().halls[self.gap.hall.0];
        let skill = match self.gap.served {
            Served::Queue(queue) => site.queues[queue.0].skill,
            Served::Post(post) => site.posts[post.0].skill,
        };
        let here = person.halls.contains(&self.gap.hall) && person.has_skill(skill, date);
        let instead_of = match self.plan.witness.activity(who, day) {
            Activity::Rest => None,
            Activity::Duty(duty) if duty.hall != self.gap.hall || !self.is_there(duty) => {
                Some(shift_of(&self.plan.shifts, day, duty)?)
            }
            _ => return None,
        };
        let frozen = |shift: ShiftIx| {
            let start = self.plan.shifts[shift.0].start;
            self.plan.terms.is_frozen(start, self.now)
        };
        if !here || instead_of.is_some_and(frozen) {
            return None;
        }
        let mut templates: Vec<(i64, TemplateIx)> = (0..self.instance().templates.len())
            .map(TemplateIx)
            .filter_map(|template| Some((self.minutes(template, date)?, template)))
            .collect();
        templates.sort_by_key(|(minutes, template)| (-minutes, *template));
        templates.into_iter().find_map(|(minutes, template)| {
            let cost = self.price(who, day, self.duty(template, date))?;
            Some(Call {
                employee: who,
                template,
                instead_of,
                minutes,
                cost,
            })
        })
    }

    fn is_there(&self, duty: &Duty) -> bool {
        duty.start < self.gap.end && self.gap.start < duty.end
    }

    /// Minutes of the gap on a shift that starts late enough to be called to; `None` when there are none.
    fn minutes(&self, template: TemplateIx, date: NaiveDate) -> Option<i64> {
        let shift = &self.instance().templates[template.0];
        if !shift.halls.contains(&self.gap.hall) || !shift.days.holds(date) {
            return None;
        }
        let start = self.instance().horizon.instant(date, shift.start);
        let end = start + shift.length.0;
        let minutes = end.min(self.gap.end) - start.max(self.gap.start);
        (minutes > 0 && start > self.now).then_some(minutes)
    }

    fn duty(&self, template: TemplateIx, date: NaiveDate) -> Activity {
        let shift = &self.instance().templates[template.0];
        let start = self.instance().horizon.instant(date, shift.start);
        Activity::Duty(Duty {
            hall: self.gap.hall,
            template,
            start,
            end: start + shift.length.0,
            breaks: earliest_breaks(self.instance(), template, start),
            serving: Vec::new(),
        })
    }

    /// How much dearer a person becomes with another duty to which he or she agrees; `None` when a rule forbids it.
    fn price(&self, who: EmployeeIx, day: usize, duty: Activity) -> Option<Money> {
        let mut roster = Roster {
            days: vec![Vec::new(); self.instance().employees.len()],
        };
        let only = BTreeSet::from([who]);
        let bench = &self.ground.bench;
        let before = bench.people(self.instance(), &self.plan.witness, self.agreed, &only);
        let mut agreed = self.agreed.clone();
        roster.days[who.0] = self.plan.witness.days[who.0].clone();
        roster.days[who.0][day] = duty;
        let days = roster.days[who.0].iter().enumerate();
        agreed.extend(
            days.filter(|(_, own)| own.duty().is_some())
                .map(|(day, _)| (who, day)),
        );
        let after = bench.people(self.instance(), &roster, &agreed, &only);
        after
            .violations
            .is_empty()
            .then(|| after.cost - before.cost)
    }
}
