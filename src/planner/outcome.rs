//! What planning ends with.

use std::time::Duration;

use crate::checker::Audit;
use crate::demand::Requirements;
use crate::domain::Instance;
use crate::model::Unsolvable;
use crate::paths::Stage;
use crate::report::{Sheet, Standing, relative_distance};
use crate::roster::Roster;
use crate::units::Money;

use super::PlanOptions;

/// An audited roster with its proof.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Who does what.
    pub roster: Roster,
    /// What the checker says of it: cost, gaps, comp days, notices.
    pub audit: Audit,
    /// The heads it was planned for.
    pub needs: Requirements,
    /// Whether it is as good as was asked.
    pub standing: Standing,
    /// No roster within the rules, with breaks on the grid of the instance, costs less.
    pub bound: Money,
    /// Seed of the search.
    pub seed: u32,
    /// Time spent.
    pub seconds: f64,
}

/// A step forward while planning runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Cost of the best roster so far.
    pub cost: Option<Money>,
    /// Bound so far.
    pub bound: Option<Money>,
    /// Since planning started.
    pub seconds: f64,
    /// What the search was doing.
    pub stage: Stage,
}

impl Step {
    /// (cost - bound) / cost, when both are known.
    pub fn relative_gap(&self) -> Option<f64> {
        Some(relative_distance(self.cost?, self.bound?))
    }
}

/// Why there is no roster.
#[derive(Clone, Debug, PartialEq)]
pub struct NoRoster {
    /// People without a legal path, and rules that cannot be planned for.
    pub blocked: Vec<Unsolvable>,
    /// In plain words, one line each.
    pub why: Vec<String>,
}

impl NoRoster {
    pub(super) fn blocked(blocked: Vec<Unsolvable>) -> NoRoster {
        let why = blocked
            .iter()
            .map(|b| format!("{}: {} ({})", b.employee, b.why, b.rules.join(", ")))
            .collect();
        NoRoster { blocked, why }
    }

    pub(super) fn of(infeasible: bool, failure: Option<String>) -> NoRoster {
        let why = match failure {
            Some(failure) => format!("the search failed: {failure} 求解器出错，请重试或报告此问题"),
            None if infeasible => {
                "limits that couple several days or people leave no legal roster; look at pins, weekly hours and breaks at once 牵涉多天或多人的限制使合法班表不存在，请检查固定安排、每周工时和同时休息人数"
                    .to_string()
            }
            None => "the limit came before a first roster; allow more time 尚未找到班表就已到限制，请给更多时间".to_string(),
        };
        NoRoster {
            blocked: Vec::new(),
            why: vec![why],
        }
    }

    /// The search and the checker disagree: the roster is not shown.
    pub(super) fn refused(audit: &Audit) -> NoRoster {
        let mut why = vec![
            "the checker refused the roster that was found: 核查程序不接受所得的班表：".to_string(),
        ];
        why.extend((audit.violations()).map(|finding| format!("{} {}", finding.en, finding.zh)));
        NoRoster {
            blocked: Vec::new(),
            why,
        }
    }
}

impl Plan {
    /// What is printed and filed of it.
    pub fn sheet<'a>(&'a self, instance: &'a Instance) -> Sheet<'a> {
        Sheet {
            instance,
            needs: &self.needs,
            roster: &self.roster,
            audit: &self.audit,
            standing: self.standing,
            bound: self.bound,
            seed: self.seed,
        }
    }

    /// Takes another plan's roster with its audit here where that costs less, or where the own waits were never judged.
    pub(super) fn take(&mut self, other: &Plan, audit: Audit, gap: f64) {
        let better = self.audit.waits.is_none() || audit.cost.total < self.audit.cost.total;
        if better && audit.is_clean() && self.bound <= audit.cost.total {
            self.roster = other.roster.clone();
            self.needs = other.needs.clone();
            if relative_distance(audit.cost.total, self.bound) <= gap {
                self.standing = Standing::Proven;
            }
            self.audit = audit;
        }
    }

    pub(super) fn new(
        mut needs: Requirements,
        roster: Roster,
        audit: Audit,
        bound: Money,
        options: &PlanOptions,
        elapsed: Duration,
    ) -> Plan {
        let cost = audit.cost.total;
        // A bound above an audited cost is wrong: nothing is proven then, and the reader must know.
        let sound = bound <= cost;
        if !sound {
            needs.warnings.push(format!(
                "the bound {bound} lies above the audited cost {cost}: do not rely on it 下界高于核查成本，请勿采信"
            ));
        }
        Plan {
            roster,
            audit,
            needs,
            standing: if sound && relative_distance(cost, bound) <= options.gap {
                Standing::Proven
            } else {
                Standing::Stopped
            },
            bound,
            seed: options.seed,
            seconds: elapsed.as_secs_f64(),
        }
    }
}
