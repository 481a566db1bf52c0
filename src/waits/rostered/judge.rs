//! Whether a wait target is met.

use super::{ClassWaits, Waits};
use crate::domain::{CustomerClass, WaitTarget};

/// What becomes of a target in one interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// There is no target.
    NoTarget,
    /// Every engine that answers meets it.
    Met,
    /// The engines disagree: counted as missed.
    Disagree,
    /// Missed, or nobody is there.
    Missed,
}

/// The target of a class in a busy or a quiet interval.
pub fn target_of(class: &CustomerClass, busy: bool) -> Option<WaitTarget> {
    match busy {
        true => class.busy_target,
        false => class.quiet_target,
    }
}

/// The verdict on the figures of one class in one interval.
pub(super) fn verdict(waits: &ClassWaits) -> Verdict {
    let Some(target) = waits.target else {
        return Verdict::NoTarget;
    };
    let both = [&waits.exact, &waits.simulated];
    let answers: Vec<bool> = both
        .into_iter()
        .flatten()
        .map(|waits| meets(waits, target))
        .collect();
    match answers.as_slice() {
        [] => Verdict::Missed,
        all if all.iter().all(|met| *met) => Verdict::Met,
        all if all.iter().any(|met| *met) => Verdict::Disagree,
        _ => Verdict::Missed,
    }
}

fn meets(waits: &Waits, target: WaitTarget) -> bool {
    match target {
        WaitTarget::Mean { minutes } => waits.mean_minutes <= minutes,
        WaitTarget::ShareWithin { share, .. } => {
            waits.share_within.is_some_and(|within| within >= share)
        }
    }
}
