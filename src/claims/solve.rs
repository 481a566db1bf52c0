//! The solves behind the quick ways: everybody's days anew, on the published shifts only.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::blocked::blocking;
use super::complete::Means;
use super::desk::{Desk, duty_on};
use super::exchange::{Goal, Wish};
use super::gaps_left::cost_of_gaps;
use super::judged::{Judged, Row, stretch_of};
use super::part::Part;
use super::person::rests_on_consent;
use super::plan::{PublishedShift, ShiftIx, Spot};
use super::verdict::Blocking;
use crate::domain::{
    Consent, CoverageRequirement, EmployeeIx, HallIx, Instance, Problem, ShiftCover, TemplateIx,
};
use crate::milp::Limits;
use crate::model::{Manner, Planned, build_within};
use crate::paths;
use crate::roster::{Activity, Roster};
use crate::units::{Minutes, Money};

/// What may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The claimant's days, and everybody's from the day before the shift to the day after.
    Around,
    /// Everything that is not fixed.
    Whole,
}

/// What a solve ended with.
pub(super) enum Solved {
    /// A checked completion, and the least that any completion costs.
    Witness(Box<Roster>, Option<Money>),
    /// There is none within reach.
    Impossible(Blocking),
    /// Time ran out, or what was found did not pass.
    Unknown,
}

/// How close a solve goes to the cheapest completion, relative to its cost.
const GAP: f64 = 0.001;

/// Solves for the goal. This is the one place where a completion meets the optimiser.
pub(super) fn solve(
    desk: &Desk<'_>,
    judged: &Judged<'_, '_>,
    goal: Goal,
    reach: Reach,
    means: &Means<'_>,
    limit: Duration,
) -> Solved {
    let deadline = Instant::now() + limit;
    let task = Task {
        desk,
        goal,
        reach,
        now: means.now,
        part: Part::around(desk, goal.employee),
    };
    let spots = task.spots();
    let problem = task.part.problem(desk);
    let missing_price = dearest(&problem);
    let Some(instance) = task.instance(problem, &spots, missing_price) else {
        return Solved::Unknown;
    };
    let promise: &[CoverageRequirement] = &task.part.promise(desk);
    let quiet = desk.ground.bench.quiet();
    let allows = |at, day, planned| task.allows(task.part.person(at), day, planned, &spots);
    let model = match build_within(&instance, promise, quiet, &allows, None) {
        Ok(model) => model,
        // Somebody has no lawful days left at all: the goal's shift is what cannot be.
        Err(_) => return Solved::Impossible(task.blocking(&Vec::new())),
    };
    let limits = Limits {
        deadline: Some(deadline),
        relative_gap: GAP,
        absolute_gap: 0.99,
        bound_enough: missing_price.0 as f64,
        ..Limits::default()
    };
    let first = model.first_roster(&instance, promise, Manner::Bold);
    let start = first.map(|roster| model.encode(&instance, &roster));
    let answer = paths::solve(
        &model.problem,
        start.as_ref().into(),
        &limits,
        means.stop,
        |_| {},
    );
    if answer.failure.is_some() {
        return Solved::Unknown;
    }
    let found = (answer.solution).map(|solution| model.decode(&instance, promise, &solution, None));
    let found = found.map(|roster| task.part.inside(desk, roster));
    // Every missing head and every spot too few or too many costs more than any complete roster.
    if answer.infeasible || answer.bound >= missing_price.0 as f64 {
        let left = found.map_or(Vec::new(), |roster| task.unfilled(&roster, &spots));
        return Solved::Impossible(task.blocking(&left));
    }
    let laid = found.and_then(|roster| task.lay(&roster, &spots));
    match laid.and_then(|roster| task.check(judged, roster)) {
        Some(witness) => {
            let bound = (reach == Reach::Whole && answer.bound.is_finite()).then(|| {
                let people = Money((answer.bound - 1.0).floor() as i64);
                let listed = spots.values().flatten().copied();
                people + cost_of_gaps(desk, &task.part.halls, listed) + task.part.cost_of_rest(desk)
            });
            Solved::Witness(Box::new(witness), bound)
        }
        None => Solved::Unknown,
    }
}

/// More than any roster without missing heads costs: four times everybody's pay for every minute, and every other term.
fn dearest(instance: &Problem) -> Money {
    let minutes = Minutes::DAY.0 * (instance.horizon.day_count as i64 + 1);
    let wages: Money = instance
        .employees
        .iter()
        .map(|person| person.hourly_wage)
        .sum();
    let percent = 400
        .max(instance.prices.idle_percent)
        .max(instance.prices.comp_unplanned_percent);
    let pay = wages.hourly_pay(Minutes(minutes), percent);
    let people = instance.employees.iter();
    let wishes: Money = people
        .flat_map(|person| &person.wishes)
        .map(|wish| wish.price)
        .sum();
    let trainings: usize = (instance.employees.iter())
        .map(|person| person.training.len())
        .sum();
    let lots = (instance.employees.iter()).flat_map(|person| &person.history.comp_lots);
    let owed: Minutes = lots.map(|lot| lot.minutes).sum();
    let days = (instance.employees.len() * (instance.horizon.day_count + 1)) as i64;
    pay + wishes
        + instance.prices.start_change * days
        + instance.prices.training * trainings as i64
        + wages.hourly_pay(owed, percent)
        + Money(1)
}

/// Published shifts by day, hall and template, each as often as it has spots to fill.
type Spots = BTreeMap<(usize, HallIx, TemplateIx), Vec<ShiftIx>>;

struct Task<'t, 'a> {
    desk: &'t Desk<'a>,
    goal: Goal,
    reach: Reach,
    now: i64,
    part: Part,
}

impl Task<'_, '_> {
    fn spots(&self) -> Spots {
        let mut spots = Spots::new();
        let own = |shift: &PublishedShift| self.part.halls.contains(&shift.hall);
        for (at, shift) in self.desk.plan.list().filter(|(_, shift)| own(shift)) {
            let mut count = shift
                .spots
                .iter()
                .filter(|spot| Spot::in_witness(**spot))
                .count();
            if at == self.goal.shift {
                match self.goal.wish {
                    Wish::TakeExtra => count += 1,
                    Wish::LeaveExtra => count -= 1,
                    Wish::Take | Wish::Leave => {}
                }
            }
            let key = (shift.day, shift.hall, shift.template);
            let list = spots.entry(key).or_default();
            list.extend(std::iter::repeat_n(at, count));
        }
        spots.retain(|_, list| !list.is_empty());
        spots
    }

    /// The part's instance with a price on every spot too few or too many that no complete roster can reach.
    fn instance(&self, mut problem: Problem, spots: &Spots, price: Money) -> Option<Instance> {
        let horizon = problem.horizon.clone();
        let cover = spots
            .iter()
            .map(|((day, hall, template), list)| ShiftCover {
                hall: *hall,
                date: horizon.date(*day as i64),
                template: *template,
                heads: u32::try_from(list.len()).unwrap_or(u32::MAX),
                under_price: price,
                over_price: price,
            });
        problem.shift_cover = cover.collect();
        // Heads are missing by whole intervals.
        let hours = 60_i64.div_euclid(horizon.interval.0).max(1);
        problem.prices.gap_per_head_hour = price * hours;
        for (at, employee) in self.part.people.iter().enumerate() {
            // What people took is consent to what follows from that alone, and to nothing that others add.
            if self.took(*employee)
                && rests_on_consent(self.desk, *employee, &self.committed(*employee))
            {
                let consents = &mut problem.employees[at].consents;
                consents.extend([Consent::Overtime, Consent::RestDayWork]);
            }
        }
        for person in &mut problem.employees {
            person.consents.sort_by_key(|consent| *consent as u8);
            person.consents.dedup();
        }
        Instance::new(problem).ok()
    }

    /// Whether somebody has taken duties, or takes one with the goal.
    fn took(&self, employee: EmployeeIx) -> bool {
        let own = (employee, 0)..=(employee, usize::MAX);
        employee == self.goal.employee || self.desk.agreed.range(own).next().is_some()
    }

    /// What somebody is committed to once the goal is met.
    fn committed(&self, employee: EmployeeIx) -> Row {
        let mut committed = self.desk.committed[employee.0].clone();
        if employee == self.goal.employee {
            let day = self.desk.shift(self.goal.shift).day;
            committed[day] = self.goal.takes().then_some(self.goal.shift);
        }
        committed
    }

    fn is_free(&self, employee: EmployeeIx, day: usize) -> bool {
        let goal_day = self.desk.shift(self.goal.shift).day;
        if !self.goal.takes() && (employee, day) == (self.goal.employee, goal_day) {
            return true;
        }
        let near = employee == self.goal.employee || day.abs_diff(goal_day) <= 1;
        if self.reach == Reach::Around && !near {
            return false;
        }
        let held = self.desk.holds[employee.0][day];
        let frozen = held.is_some_and(|shift| {
            (self.desk.plan.terms).is_frozen(self.desk.shift(shift).start, self.now)
        });
        self.desk.committed[employee.0][day].is_none() && !frozen
    }

    fn allows(&self, employee: EmployeeIx, day: usize, planned: Planned, spots: &Spots) -> bool {
        let goal_day = self.desk.shift(self.goal.shift).day;
        let duty = match planned {
            Planned::Duty { hall, template, .. } => Some((day, hall, template)),
            Planned::Rest | Planned::Leave | Planned::Training(_) | Planned::Comp(_) => None,
        };
        let goal = self.desk.shift(self.goal.shift);
        let wanted = (goal.day, goal.hall, goal.template);
        if (employee, day) == (self.goal.employee, goal_day) {
            match self.goal.wish {
                Wish::Take | Wish::TakeExtra => return duty == Some(wanted),
                Wish::Leave | Wish::LeaveExtra if duty == Some(wanted) => return false,
                Wish::Leave | Wish::LeaveExtra => {}
            }
        }
        if self.is_free(employee, day) {
            return duty.is_none_or(|key| spots.contains_key(&key));
        }
        match self.desk.plan.witness.activity(employee, day) {
            Activity::Duty(kept) => duty == Some((day, kept.hall, kept.template)),
            Activity::Rest => planned == Planned::Rest,
            Activity::Leave => planned == Planned::Leave,
            Activity::Training(index) => planned == Planned::Training(*index),
            Activity::CompDay(length) => planned == Planned::Comp(*length),
        }
    }

    /// Lays the duties on published shifts: people keep theirs where they can, others take what is left.
    fn lay(&self, solved: &Roster, spots: &Spots) -> Option<Roster> {
        let mut left = spots.clone();
        let mut roster = solved.clone();
        let mut open = Vec::new();
        for &employee in &self.part.people {
            for day in 0..self.desk.instance().horizon.day_count {
                let Some(duty) = solved.activity(employee, day).duty() else {
                    continue;
                };
                let key = (day, duty.hall, duty.template);
                let wanted = self.wanted(employee, day, key);
                let list = left.get_mut(&key)?;
                match list.iter().position(|at| Some(*at) == wanted) {
                    Some(at) => {
                        let shift = self.desk.shift(list.remove(at));
                        roster.days[employee.0][day] = duty_on(shift);
                    }
                    None => open.push((employee, day, key)),
                }
            }
        }
        for (employee, day, key) in open {
            let list = left.get_mut(&key)?;
            let shift = list.pop()?;
            roster.days[employee.0][day] = duty_on(self.desk.shift(shift));
        }
        left.values().all(Vec::is_empty).then_some(roster)
    }

    /// The very shift that somebody should have among those that look alike but for their breaks.
    fn wanted(
        &self,
        employee: EmployeeIx,
        day: usize,
        key: (usize, HallIx, TemplateIx),
    ) -> Option<ShiftIx> {
        let goal = self.desk.shift(self.goal.shift);
        let takes = self.goal.takes();
        if takes && employee == self.goal.employee && key == (goal.day, goal.hall, goal.template) {
            return Some(self.goal.shift);
        }
        self.desk.holds[employee.0][day]
    }

    /// The roster with its queues shared out, when everybody of the part, its halls and the promise hold.
    fn check(&self, judged: &Judged<'_, '_>, roster: Roster) -> Option<Roster> {
        let people: BTreeSet<EmployeeIx> = self.part.people.iter().copied().collect();
        let duties = people.iter().flat_map(|who| &roster.days[who.0]);
        let all: BTreeSet<_> = duties.filter_map(stretch_of).collect();
        let roster = judged.settled(roster, all).ok()?;
        judged.are_lawful(&roster, &people).then_some(roster)
    }

    /// Shifts that the cheapest incomplete roster leaves without somebody.
    fn unfilled(&self, roster: &Roster, spots: &Spots) -> Vec<ShiftIx> {
        let mut left = spots.clone();
        for who in &self.part.people {
            for (day, activity) in roster.days[who.0].iter().enumerate() {
                if let Some(duty) = activity.duty() {
                    let list = left.get_mut(&(day, duty.hall, duty.template));
                    list.and_then(Vec::pop);
                }
            }
        }
        left.into_values().flatten().collect()
    }

    fn blocking(&self, left: &[ShiftIx]) -> Blocking {
        match left {
            [] => blocking(self.desk, &[self.goal.shift]),
            left => blocking(self.desk, left),
        }
    }
}
