//! The search for a completion, quick ways first, each exact in what it says.

use std::time::{Duration, Instant};

use super::blocked::blocking;
use super::desk::Desk;
use super::exchange::{Found, Goal, Wish, search};
use super::judged::{Judged, Rows};
use super::plan::{ShiftIx, Spot};
use super::relay::{Handed, relay};
use super::solve::{Reach, Solved, solve};
use super::verdict::{Blocking, Way};
use crate::checker::Agreed;
use crate::domain::EmployeeIx;
use crate::milp::StopSignal;
use crate::roster::Roster;
use crate::units::Money;

/// Questions before the solves.
const QUICK: usize = 600;

/// Questions for an exchange where shifts can be handed on along a longer chain.
const SPARED: usize = 100;

/// How long an answer may be looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    /// Weeks of single people that may be judged for exchanges; one takes some ten microseconds.
    pub questions: usize,
    /// Longest time of the solves behind them; `None` for none.
    pub solve: Option<Duration>,
    /// Whether shifts are handed on along longer chains, which also proves at once, where it can, that there is no completion.
    pub relay: bool,
}

impl Effort {
    /// Witness and exchanges only: milliseconds.
    pub fn quick() -> Effort {
        Effort {
            questions: QUICK,
            solve: None,
            relay: true,
        }
    }

    /// Everything, the solves together no longer than this.
    pub fn solving(limit: Duration) -> Effort {
        Effort {
            questions: 20_000,
            solve: Some(limit),
            relay: true,
        }
    }
}

/// What came of the search.
pub(super) enum Answer {
    /// A complete witness.
    Found(Box<Complete>),
    /// It is proven that there is none.
    Impossible(Blocking),
    /// Neither.
    Unknown,
}

/// A complete witness, and what is known about others.
pub(super) struct Complete {
    pub way: Way,
    pub spot: usize,
    /// What becomes of the spot.
    pub becomes: Spot,
    pub witness: Roster,
    /// No completion costs less, where a solve has proven one.
    pub bound: Option<Money>,
}

/// What a question may use.
#[derive(Clone)]
pub(super) struct Means<'m> {
    pub now: i64,
    pub questions: usize,
    pub stop: &'m StopSignal,
    relay: bool,
    /// When the solves must have ended; `None` without any.
    until: Option<Instant>,
}

impl<'m> Means<'m> {
    /// From now on.
    pub fn of(now: i64, effort: &Effort, stop: &'m StopSignal) -> Means<'m> {
        Means {
            now,
            questions: effort.questions,
            stop,
            relay: effort.relay,
            until: effort.solve.map(|limit| Instant::now() + limit),
        }
    }

    /// What is left for solves.
    fn left(&self) -> Option<Duration> {
        let left = |until: Instant| until.saturating_duration_since(Instant::now());
        self.until.map(left)
    }

    /// The same with no more than one of so many equal parts of what is left.
    pub fn part(&self, parts: usize) -> Means<'m> {
        let part = |left: Duration| Instant::now() + left.div_f64(parts as f64);
        Means {
            until: self.left().map(part),
            ..self.clone()
        }
    }
}

/// The spots on which somebody may claim the shift, the open one before the extra one.
pub(super) fn claimable(desk: &Desk<'_>, shift: ShiftIx) -> Vec<usize> {
    let spots = &desk.shift(shift).spots;
    let at = |wanted| spots.iter().position(|spot| *spot == wanted);
    [at(Spot::Open), at(Spot::Extra)]
        .into_iter()
        .flatten()
        .collect()
}

/// Searches for a witness in which the person works the shift on a claimable spot.
pub(super) fn with_claim(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    (shift, spot): (ShiftIx, usize),
    means: &Means<'_>,
) -> Answer {
    let published = desk.shift(shift);
    let mut committed = desk.committed[employee.0].clone();
    committed[published.day] = Some(shift);
    let agreed = desk.agreed_with(employee, &committed);
    let (wish, becomes) = match published.spots[spot] {
        Spot::Extra => (Wish::TakeExtra, Spot::ClaimedExtra(employee)),
        _ => (Wish::Take, Spot::Claimed(employee)),
    };
    let goal = Goal {
        employee,
        shift,
        wish,
    };
    let target = Target {
        goal,
        spot,
        becomes,
        agreed: &agreed,
    };
    target.completion(desk, means)
}

/// Searches for a witness in which the person no longer works a shift that he or she had claimed.
pub(super) fn without_claim(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    shift: ShiftIx,
    means: &Means<'_>,
) -> Answer {
    let published = desk.shift(shift);
    let mut committed = desk.committed[employee.0].clone();
    committed[published.day] = None;
    let stays = desk.plan.claims_of(employee).any(|other| other != shift);
    let agreed = if stays {
        desk.agreed_with(employee, &committed)
    } else {
        desk.agreed_with(employee, &[])
    };
    let own = |spot: &Spot| spot.claimed() == Some(employee);
    let Some(spot) = published.spots.iter().position(own) else {
        return Answer::Impossible(Blocking::default());
    };
    let (wish, becomes) = match published.spots[spot] {
        Spot::ClaimedExtra(_) => (Wish::LeaveExtra, Spot::Extra),
        _ => (Wish::Leave, Spot::Open),
    };
    let goal = Goal {
        employee,
        shift,
        wish,
    };
    let target = Target {
        goal,
        spot,
        becomes,
        agreed: &agreed,
    };
    target.completion(desk, means)
}

/// The cheapest completion of a claim that has one, with the least that any costs; `None` without time for it.
pub(super) fn cheapest(
    desk: &Desk<'_>,
    employee: EmployeeIx,
    shift: ShiftIx,
    found: &Complete,
    agreed: &Agreed,
    means: &Means<'_>,
) -> Option<Complete> {
    let wish = match found.becomes {
        Spot::ClaimedExtra(_) => Wish::TakeExtra,
        _ => Wish::Take,
    };
    let goal = Goal {
        employee,
        shift,
        wish,
    };
    let judged = Judged::new(desk, agreed.clone(), 0);
    match solve(desk, &judged, goal, Reach::Whole, means, means.left()?) {
        Solved::Witness(witness, bound) => Some(Complete {
            way: Way::Full,
            witness: *witness,
            bound,
            ..*found
        }),
        Solved::Impossible(_) | Solved::Unknown => None,
    }
}

struct Target<'t> {
    goal: Goal,
    spot: usize,
    becomes: Spot,
    agreed: &'t Agreed,
}

impl Target<'_> {
    fn completion(&self, desk: &Desk<'_>, means: &Means<'_>) -> Answer {
        let questions = means.questions;
        let judged = Judged::new(desk, self.agreed.clone(), questions.min(SPARED));
        if let Some(found) = self.witness_already(desk, &judged) {
            return found;
        }
        let handed = match means.relay {
            true => relay(desk, &judged, self.goal, means.now),
            false => Handed::Unknown,
        };
        if let Handed::Never(shift) = handed {
            return Answer::Impossible(blocking(desk, &[shift]));
        }
        let handed = match handed {
            Handed::On(rows) => judged.witness(&rows).ok().map(|witness| (rows, witness)),
            _ => None,
        };
        if handed.is_none() {
            judged.allow(questions.min(QUICK).saturating_sub(SPARED));
        }
        let quick = search(desk, &judged, self.goal, means.now);
        if let Found::Witness(rows, witness) = quick {
            return self.exchanged(&rows, *witness);
        }
        if let Some((rows, witness)) = handed {
            return self.exchanged(&rows, witness);
        }
        if questions > QUICK && matches!(quick, Found::UsedUp) {
            judged.allow(questions - QUICK);
            // No longer than half of the time: the rest is for the solves, which prove what exchanges cannot.
            judged.end_at(means.part(2).until);
            if let Found::Witness(rows, witness) = search(desk, &judged, self.goal, means.now) {
                return self.exchanged(&rows, *witness);
            }
        }
        let Some(limit) = means.left() else {
            return Answer::Unknown;
        };
        for (reach, way, share) in [
            (Reach::Around, Way::Restricted, 0.3),
            (Reach::Whole, Way::Full, 0.7),
        ] {
            let limit = limit.mul_f64(share);
            match solve(desk, &judged, self.goal, reach, means, limit) {
                Solved::Witness(witness, bound) => return self.found(way, *witness, bound),
                Solved::Impossible(blocking) if reach == Reach::Whole => {
                    return Answer::Impossible(blocking);
                }
                Solved::Impossible(_) | Solved::Unknown => {}
            }
        }
        Answer::Unknown
    }

    /// The witness has the person on the shift: it only has to be lawful with the new commitment.
    fn witness_already(&self, desk: &Desk<'_>, judged: &Judged<'_, '_>) -> Option<Answer> {
        let Goal {
            employee,
            shift,
            wish,
        } = self.goal;
        let row = &desk.holds[employee.0];
        let has_it = row[desk.shift(shift).day] == Some(shift);
        let lawful = wish == Wish::Take
            && has_it
            && judged.cost(employee, row).is_ok_and(|cost| cost.is_some());
        lawful.then(|| self.found(Way::Witness, desk.plan.witness.clone(), None))
    }

    fn exchanged(&self, rows: &Rows, witness: Roster) -> Answer {
        let way = if rows.len() > 1 {
            Way::Exchange
        } else {
            Way::Witness
        };
        self.found(way, witness, None)
    }

    fn found(&self, way: Way, witness: Roster, bound: Option<Money>) -> Answer {
        Answer::Found(Box::new(Complete {
            way,
            spot: self.spot,
            becomes: self.becomes,
            witness,
            bound,
        }))
    }
}
