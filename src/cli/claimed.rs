//! A roster file with its audit, for the commands that show one.

use std::path::PathBuf;

use crate::checker::Audit;
use crate::demand::{Requirements, requirements};
use crate::domain::Instance;
use crate::formats::{self, ClaimedRoster};
use crate::planner::{self, WaitRule};
use crate::report::{Sheet, Standing, gap};
use crate::units::Money;

use super::input;
use super::solve::Family;

/// Which roster of which instance.
#[derive(Debug, clap::Args)]
pub struct Files {
    /// The instance file. 算例文件
    pub instance: PathBuf,
    /// The roster: JSON as `solve --roster` writes it, or a benchmark's CSV. 班表文件
    pub roster: PathBuf,
    /// The instance file's family; told from its contents when left out.
    #[arg(long, value_enum)]
    pub format: Option<Family>,
}

/// A roster with everything that a sheet tells of it.
pub struct Claimed {
    /// The problem.
    pub instance: Instance,
    /// What the file says.
    pub claimed: ClaimedRoster,
    /// What the checker says of it.
    pub audit: Audit,
    /// SHA-256 of the roster file, in hexadecimal: names this very plan.
    pub sha256: String,
    needs: Requirements,
}

impl Files {
    /// What is read.
    pub fn paths(&self) -> [&PathBuf; 2] {
        [&self.instance, &self.roster]
    }

    /// Reads and audits, waits as the file says it was done; prints every finding of a file that is refused.
    pub fn read(&self) -> anyhow::Result<Option<Claimed>> {
        self.read_judged(None)
    }

    /// The same, with waits judged by another rule than the file's own.
    pub fn read_judged(&self, rule: Option<WaitRule>) -> anyhow::Result<Option<Claimed>> {
        let family = self.format.map(Family::format);
        let Some(instance) = input::instance(&self.instance, family)? else {
            return Ok(None);
        };
        let read = input::read(&self.roster, |_, bytes| {
            Ok((
                formats::read_roster(&instance, bytes)?,
                formats::digest(bytes),
            ))
        })?;
        let Some((claimed, sha256)) = read else {
            return Ok(None);
        };
        let needs = requirements(&instance);
        let rule = rule.unwrap_or_else(|| WaitRule::of(claimed.waits_judged));
        let audit = planner::audit(&instance, &claimed.roster, rule);
        Ok(Some(Claimed {
            instance,
            claimed,
            audit,
            sha256,
            needs,
        }))
    }
}

impl Claimed {
    /// What is printed of it. Where the file names no bound, that is the part of the cost that nobody can change; where
    /// it does not say how planning ended, only a cost at its bound is proven.
    pub fn sheet(&self) -> Sheet<'_> {
        let cost = &self.audit.cost;
        let bound = self.claimed.bound.unwrap_or_else(|| cost.constant());
        Sheet {
            instance: &self.instance,
            needs: &self.needs,
            roster: &self.claimed.roster,
            audit: &self.audit,
            standing: self.claimed.standing.unwrap_or(match gap(cost, bound) {
                Money::ZERO => Standing::Proven,
                _ => Standing::Stopped,
            }),
            bound,
            seed: self.claimed.seed,
        }
    }
}
