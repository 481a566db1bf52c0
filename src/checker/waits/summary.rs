//! Promises of a class taken together.

use super::{Promise, WaitVerdict};
use crate::domain::{ClassIx, HallIx, WaitTarget};

/// All promises to one class at busy, or at quiet times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassWaits {
    /// Where.
    pub hall: HallIx,
    /// Whose.
    pub class: ClassIx,
    /// Whether busy or quiet times are meant.
    pub busy: bool,
    /// What was promised.
    pub target: WaitTarget,
    /// Intervals with that promise.
    pub promises: usize,
    /// How many of them are met.
    pub met: usize,
    /// The exact engine's share, or mean in minutes, over their arrivals; `None` where one of them has no figure.
    pub exact: Option<f64>,
    /// The simulation's.
    pub simulated: Option<f64>,
}

impl WaitVerdict {
    /// Every class at busy and at quiet times, in order of hall, class, busy first.
    pub fn by_class(&self) -> Vec<ClassWaits> {
        let mut groups: Vec<Vec<&Promise>> = Vec::new();
        for promise in &self.promises {
            let same = |group: &&mut Vec<&Promise>| key(group[0]) == key(promise);
            match groups.iter_mut().find(same) {
                Some(group) => group.push(promise),
                None => groups.push(vec![promise]),
            }
        }
        groups.sort_by_key(|group| key(group[0]));
        groups.iter().map(|group| together(group)).collect()
    }
}

fn key(promise: &Promise) -> (HallIx, ClassIx, bool) {
    (promise.hall, promise.class, !promise.busy)
}

fn together(group: &[&Promise]) -> ClassWaits {
    let first = group[0];
    let mean = |value: fn(&Promise) -> Option<f64>| -> Option<f64> {
        let (mut sum, mut arrivals) = (0.0, 0.0);
        for promise in group {
            sum += promise.arrivals * value(promise)?;
            arrivals += promise.arrivals;
        }
        Some(sum / arrivals)
    };
    ClassWaits {
        hall: first.hall,
        class: first.class,
        busy: first.busy,
        target: first.target,
        promises: group.len(),
        met: group.iter().filter(|promise| promise.met).count(),
        exact: mean(|promise| promise.exact),
        simulated: mean(|promise| promise.simulated),
    }
}
