//! Splitting a problem where a sum of side columns that must be whole is not.
//!
//! A fractional sum lets the relaxation spread parts of it over many places. Splitting touches only bounds of side
//! columns, so that pricing stays as it is.

use crate::milp::{Limits, StopSignal};

use super::generation::{Generated, generate};
use super::master::Master;
use super::pricer::Pricer;
use super::problem::{ColumnIx, PathProblem};

/// Most parts that are looked into.
const PARTS_MAX: usize = 16;

/// Values this close to a whole number are whole.
const WHOLE_WITHIN: f64 = 1e-3;

/// A part of a problem: all its solutions whose sums lie between these limits.
#[derive(Debug)]
pub struct SumsWithin {
    /// Limits of some sums.
    pub limits: Vec<(ColumnIx, f64, f64)>,
    /// What column generation found within them.
    pub found: Generated,
    /// No solution within them costs less; it may come from a larger part, where prices were better.
    pub bound: f64,
}

/// Splits a problem by its sums, the part with the least bound first; every solution lies in one of the parts.
///
/// Ends when the part with the least bound has whole sums, when its bound reaches `enough`, or with the limits.
pub fn split_by_sums(
    problem: &PathProblem,
    (master, pricer): (&mut Master, &mut Pricer),
    root: Generated,
    enough: f64,
    limits: &Limits,
    stop: &StopSignal,
    mut progress: impl FnMut(f64, u64),
) -> Vec<SumsWithin> {
    let mut parts = vec![SumsWithin {
        limits: Vec::new(),
        bound: root.bound,
        found: root,
    }];
    for _ in 0..PARTS_MAX {
        let least = (0..parts.len()).min_by(|&a, &b| parts[a].bound.total_cmp(&parts[b].bound));
        let Some(least) = least.filter(|&least| parts[least].bound < enough) else {
            break;
        };
        let Some((sum, value)) = fractional(problem, &parts[least]) else {
            break;
        };
        if stop.is_stopped()
            || limits
                .deadline
                .is_some_and(|d| std::time::Instant::now() >= d)
        {
            break;
        }
        let above = parts.swap_remove(least);
        let (lower, upper) = above.within(problem, sum);
        let mut children = Vec::new();
        for (lower, upper) in [(lower, value.floor()), (value.ceil(), upper)] {
            let mut within: Vec<_> = above
                .limits
                .iter()
                .copied()
                .filter(|known| known.0 != sum)
                .collect();
            within.push((sum, lower, upper));
            master.set_sums(problem, &within);
            let found = generate(
                problem,
                &within,
                (master, pricer),
                None,
                limits,
                stop,
                |_| (),
            );
            children.push(SumsWithin {
                limits: within,
                // A part of a part costs at least as much.
                bound: found.bound.max(above.bound),
                found,
            });
        }
        let work = children.iter().map(|child| child.found.work).sum();
        if children.iter().any(|child| child.found.priced.is_empty()) {
            // Cut short: the part as a whole still has its bound.
            parts.push(above);
            break;
        }
        parts.extend(children);
        let bound = parts
            .iter()
            .map(|part| part.bound)
            .fold(f64::INFINITY, f64::min);
        progress(bound, work);
    }
    parts.sort_by(|a, b| a.bound.total_cmp(&b.bound));
    let first = parts.first().map(|part| part.limits.clone());
    master.set_sums(problem, &first.unwrap_or_default());
    parts
}

/// The first sum that is not whole, with its value.
fn fractional(problem: &PathProblem, part: &SumsWithin) -> Option<(ColumnIx, f64)> {
    let sums = problem.sums.iter().zip(&part.found.sums);
    let mut broken = sums.filter(|(_, value)| (*value - value.round()).abs() > WHOLE_WITHIN);
    broken.next().map(|(&sum, &value)| (sum, value))
}

impl SumsWithin {
    fn within(&self, problem: &PathProblem, sum: ColumnIx) -> (f64, f64) {
        let column = &problem.columns[sum.0];
        let known = self.limits.iter().find(|known| known.0 == sum);
        known.map_or((column.lower, column.upper), |&(_, lower, upper)| {
            (lower, upper)
        })
    }
}
