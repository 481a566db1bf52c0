//! A roster file with its audit, for the commands that show one.

use std::path::{Path, PathBuf};

use crate::checker::{self, Audit};
use crate::demand::requirements;
use crate::domain::{Finding, Instance, warnings};
use crate::formats::{self, ClaimedRoster};
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
    claimed: ClaimedRoster,
    audit: Audit,
    warnings: Vec<String>,
}

impl Files {
    /// Reads and audits; prints every finding of a file that is refused.
    pub fn read(&self) -> anyhow::Result<Option<Claimed>> {
        let family = self.format.map(Family::format);
        let Some(instance) = input::instance(&self.instance, family)? else {
            return Ok(None);
        };
        let Some(claimed) = roster(&instance, &self.roster, formats::read_roster)? else {
            return Ok(None);
        };
        let needs = requirements(&instance);
        let audit = checker::audit(&instance, &needs.needs, &claimed.roster);
        let mut warnings = warnings(&instance);
        warnings.extend(needs.warnings);
        Ok(Some(Claimed {
            instance,
            claimed,
            audit,
            warnings,
        }))
    }
}

/// Reads one roster file; prints every finding when it is refused.
pub fn roster(
    instance: &Instance,
    path: &Path,
    read: fn(&Instance, &[u8]) -> Result<ClaimedRoster, Vec<Finding>>,
) -> anyhow::Result<Option<ClaimedRoster>> {
    match read(instance, &input::bytes(path)?) {
        Ok(claimed) => Ok(Some(claimed)),
        Err(findings) => {
            input::refuse(path, &findings);
            Ok(None)
        }
    }
}

impl Claimed {
    /// What is printed of it; without a bound in the file, the part of the cost that nobody can change.
    pub fn sheet(&self) -> Sheet<'_> {
        let cost = &self.audit.cost;
        let bound = self.claimed.bound.unwrap_or_else(|| cost.constant());
        Sheet {
            instance: &self.instance,
            roster: &self.claimed.roster,
            audit: &self.audit,
            standing: match gap(cost, bound) {
                Money::ZERO => Standing::Proven,
                _ => Standing::Stopped,
            },
            bound,
            seed: self.claimed.seed,
            warnings: &self.warnings,
        }
    }
}
