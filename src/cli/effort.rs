//! How far planning may go and how its table is told: the same for every command that plans several times.

use std::time::Duration;

use crate::planner::{PlanOptions, WaitRule};
use crate::report::Language;

use super::outputs::Tongue;
use super::solve::{duration, gap};

/// Limits and language of a table of plans.
#[derive(Debug, clap::Args)]
pub struct Effort {
    /// Longest time, as 60s or 5m.
    #[arg(long, value_parser = duration)]
    time_limit: Option<Duration>,
    /// Most units of work; unlike time the same on every machine. With it alone there is no limit of time.
    #[arg(long)]
    work_limit: Option<u64>,
    /// Stop at this relative gap between cost and bound.
    #[arg(long, value_parser = gap, default_value = "0.001")]
    gap: f64,
    /// Language of the table; both when left out. 语言
    #[arg(long, value_enum)]
    lang: Option<Tongue>,
    /// Print one JSON object instead of the table.
    #[arg(long)]
    pub json: bool,
}

impl Effort {
    /// Options that judge waits exactly; `otherwise` is the limit of time when none is given.
    pub fn options(&self, otherwise: Option<Duration>) -> PlanOptions {
        PlanOptions {
            time_limit: match self.work_limit {
                None => self.time_limit.or(otherwise),
                Some(_) => self.time_limit,
            },
            work_limit: self.work_limit,
            gap: self.gap,
            waits: WaitRule::Exact,
            ..PlanOptions::default()
        }
    }

    /// The language asked for.
    pub fn language(&self) -> Option<Language> {
        self.lang.map(Tongue::language)
    }
}
