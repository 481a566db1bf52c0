//! What the service remembers of a roster besides the columns of its row.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use crate::storage::RosterRow;
use crate::units::JobId;
use crate::worker::SolveRequest;

/// How far a solve goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SolveSettings {
    /// Longest time.
    pub time_limit: Duration,
    /// Most units of work.
    pub work_limit: Option<u64>,
    /// Relative gap that is close enough, where one was asked for: otherwise a thousandth, half a per cent after publishing.
    pub relative_gap: Option<f64>,
    /// Seed of the search.
    pub seed: u32,
}

impl Default for SolveSettings {
    /// One minute, seed 0.
    fn default() -> SolveSettings {
        SolveSettings {
            time_limit: Duration::from_secs(60),
            work_limit: None,
            relative_gap: None,
            seed: 0,
        }
    }
}

impl SolveSettings {
    /// Relative gap at which a search for a new plan ends.
    pub(super) fn gap(&self) -> f64 {
        self.relative_gap.unwrap_or(0.001)
    }

    /// As the job carries it.
    pub(super) fn request(&self) -> Result<String, Fault> {
        let request = SolveRequest {
            time_limit_ms: self.time_limit.as_millis() as u64,
            work_limit: self.work_limit,
            gap: self.gap(),
            seed: self.seed,
        };
        serde_json::to_string(&request).map_err(Fault::broken)
    }
}

/// The body of a roster's row.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Settings {
    /// The job that works on the roster, or worked on it last.
    pub job: Option<JobId>,
}

impl Settings {
    /// Those of a row.
    pub fn of(row: &RosterRow) -> Result<Settings, Fault> {
        serde_json::from_str(&row.body).map_err(Fault::broken)
    }

    /// As the row keeps them.
    pub fn body(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(Fault::broken)
    }
}
