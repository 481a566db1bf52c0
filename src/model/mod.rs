//! From an instance and the heads it needs to a path problem, and from its solution back to a roster.
//!
//! Each person is a walker, each day a layer; a choice is what the person may do on that day. Rules reach the walker as
//! missing choices, as automata over the days, or as rows (one file a rule kind, in `rules/`). Heads are covered by
//! people of the same skills together: how many of a group work a shift with a break placed so, and a flow that shares
//! them out to queues and posts in each interval.

mod breaks;
mod comp;
mod cover;
mod decode;
mod draft;
mod encode;
mod greedy;
mod known;
mod moves;
mod options;
mod overnight;
mod patterns;
mod pay;
mod period;
mod rules;
mod serving;
mod seventh_day;
mod start_change;
mod waits;
mod walker;
mod week;
mod week_nodes;
mod week_rows;
mod wishes;

use crate::demand::QuietDays;
use crate::domain::{CoverageRequirement, EmployeeIx, Instance};
use crate::paths::{PathProblem, Solution};
use crate::roster::{Roster, week_starts};

pub use draft::Unsolvable;
pub use greedy::Manner;
pub use known::RowPrices;
pub use moves::MovePrices;
pub use options::Planned;
pub use serving::share_out;
pub use waits::{HeadsCut, Promised, QueueInterval, WaitRows};

use breaks::BreakPlaces;
use cover::Cover;
use draft::{PersonPart, ProblemDraft};
use options::DayOption;

/// A path problem with the way back to people, days and duties.
#[derive(Debug)]
pub struct Model {
    /// The problem to solve.
    pub problem: PathProblem,
    /// What each choice stands for, by employee and day.
    options: Vec<Vec<Vec<DayOption>>>,
    places: BreakPlaces,
    cover: Cover,
}

/// Builds the path problem; everybody who has no legal path is reported with the rules to blame.
pub fn build(
    instance: &Instance,
    needs: &[CoverageRequirement],
    quiet: &QuietDays,
) -> Result<Model, Vec<Unsolvable>> {
    build_with_waits(instance, needs, &WaitRows::default(), quiet)
}

/// [`build`], with what is known of waits beside the heads needed.
pub fn build_with_waits(
    instance: &Instance,
    needs: &[CoverageRequirement],
    waits: &WaitRows,
    quiet: &QuietDays,
) -> Result<Model, Vec<Unsolvable>> {
    build_all(instance, needs, waits, quiet, &|_, _, _| true, None)
}

/// As [`build`], leaving out what `allows` refuses to somebody on a day of the horizon, with a price on moves where there is
/// one.
pub fn build_within(
    instance: &Instance,
    needs: &[CoverageRequirement],
    quiet: &QuietDays,
    allows: &(dyn Fn(EmployeeIx, usize, Planned) -> bool + Sync),
    moves: Option<&MovePrices<'_>>,
) -> Result<Model, Vec<Unsolvable>> {
    build_all(instance, needs, &WaitRows::default(), quiet, allows, moves)
}

fn build_all(
    instance: &Instance,
    needs: &[CoverageRequirement],
    waits: &WaitRows,
    quiet: &QuietDays,
    allows: &(dyn Fn(EmployeeIx, usize, Planned) -> bool + Sync),
    moves: Option<&MovePrices<'_>>,
) -> Result<Model, Vec<Unsolvable>> {
    let places = BreakPlaces::of(instance);
    let people: Vec<EmployeeIx> = instance.staff().map(|(employee, _)| employee).collect();
    let built = side_by_side(&people, |&employee| {
        let mut days = options::by_day(instance, employee, &places, quiet);
        for (day, options) in days.iter_mut().enumerate() {
            options.retain(|option| allows(employee, day, option.planned));
        }
        let part = walker::part(instance, employee, &days, &places, quiet, moves);
        (days, part)
    });
    let (options, parts): (Vec<_>, Vec<_>) = built.into_iter().unzip();
    let mut unsolvable = Vec::new();
    let parts = parts
        .into_iter()
        .filter_map(|part| part.map_err(|reasons| unsolvable.extend(reasons)).ok());
    let parts: Vec<PersonPart> = parts.collect();
    if !unsolvable.is_empty() {
        return Err(unsolvable);
    }
    let mut draft = ProblemDraft::new(instance, &options, parts);
    let cover = cover::add(&mut draft, needs, waits, &places);
    wishes::add(&mut draft);
    let mut problem = draft.problem;
    problem.cuts = cuts(instance);
    Ok(Model {
        problem,
        options,
        places,
        cover,
    })
}

/// What becomes of each, in their order, worked out on all cores.
fn side_by_side<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let share = all.len().div_ceil(cores).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let mut shares = all.chunks(share);
        let mine = shares.next();
        let others: Vec<_> = shares
            .map(|share| scope.spawn(move || share.iter().map(work).collect::<Vec<R>>()))
            .collect();
        let mut done: Vec<R> = mine.into_iter().flatten().map(work).collect();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    })
}

/// Fewest days of a horizon that is cut.
const LONG_DAYS: usize = 14;

/// Weeks tie their days together more than months do; whole-shift benchmarks tie their weeks too closely.
fn cuts(instance: &Instance) -> Vec<usize> {
    let short = instance.horizon.day_count < LONG_DAYS;
    if short || (instance.demand.is_empty() && instance.coverage.is_empty()) {
        return Vec::new();
    }
    let mondays = week_starts(instance).into_iter();
    let days = mondays.filter_map(|monday| instance.horizon.day_inside(monday));
    days.filter(|day| *day > 0).collect()
}

impl Model {
    /// The roster a solution stands for, with breaks placed, those of an `earlier` roster where they fit, and everybody's queues
    /// shared out.
    pub fn decode(
        &self,
        instance: &Instance,
        needs: &[CoverageRequirement],
        solution: &Solution,
        earlier: Option<&Roster>,
    ) -> Roster {
        let mut roster = decode::roster(self, instance, solution, earlier);
        let seats = self.cover.waits.seats(instance, needs, solution);
        serving::share_out(instance, &seats, &mut roster);
        roster
    }

    /// The solution that stands for a roster; people with a day that is not among their choices have no path in it.
    pub fn encode(&self, instance: &Instance, roster: &Roster) -> Solution {
        encode::solution(self, instance, roster)
    }

    /// A first roster in a moment: everybody's best days against what the others leave uncovered, a few times over.
    ///
    /// Most rows that tie several people or weeks are not looked at, so the checker may refuse it.
    pub fn first_roster(
        &self,
        instance: &Instance,
        needs: &[CoverageRequirement],
        manner: Manner<'_>,
    ) -> Option<Roster> {
        let mut roster = greedy::roster(self, instance, needs, manner)?;
        serving::share_out(instance, needs, &mut roster);
        Some(roster)
    }

    fn option(&self, employee: EmployeeIx, day: usize, choice: usize) -> &DayOption {
        &self.options[employee.0][day][choice]
    }
}
