//! Limits shared by the searches of the loop, of which each may use a part.

use std::time::Instant as Clock;

use crate::milp::StopSignal;

use super::super::search::{Found, Task, search};
use super::super::{PlanOptions, Step};

/// What is left for searches.
pub struct Budget<'a> {
    options: &'a PlanOptions,
    stop: &'a StopSignal,
    started: Clock,
    work_left: Option<u64>,
}

impl<'a> Budget<'a> {
    pub fn new(options: &'a PlanOptions, stop: &'a StopSignal, started: Clock) -> Budget<'a> {
        Budget {
            options,
            stop,
            started,
            work_left: options.work_limit,
        }
    }

    /// Searches with a share of what is left of time and work.
    pub fn run(&mut self, task: &Task<'_>, share: f64, progress: &mut impl FnMut(Step)) -> Found {
        let spent = self.started.elapsed();
        let limit = self.options.time_limit;
        let options = PlanOptions {
            time_limit: limit.map(|limit| spent + limit.saturating_sub(spent).mul_f64(share)),
            work_limit: self.work_left.map(|left| (left as f64 * share) as u64),
            ..self.options.clone()
        };
        let found = search(task, &options, self.stop, self.started, progress);
        self.work_left = self.work_left.map(|left| left.saturating_sub(found.work));
        found
    }
}
