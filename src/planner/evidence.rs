//! Whether standard hours can cover a demand: the evidence that a permit for other hours asks for.

use crate::domain::{Contract, Finding, Instance, Prices};
use crate::law::{RulePack, RuleRecord};
use crate::milp::StopSignal;
use crate::units::{Minutes, Money};

use super::{NoRoster, Plan, PlanOptions, WaitRule, plan};

/// The pack whose hours need no permit.
const STANDARD_PACK: &str = "cn_standard";

/// Regimes that need a permit: their contracts are planned under standard hours.
const SPECIAL_REGIMES: [&str; 2] = ["comprehensive", "flexible"];

/// Price of one head missing for one minute; nothing else has a price here.
const HEAD_MINUTE: Money = Money(100);

/// What planning everybody under standard hours showed.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The instance with standard hours, in which only missing heads cost.
    pub instance: Instance,
    /// Ids of the contracts that were put under standard hours.
    pub converted: Vec<String>,
    /// The roster with the fewest missing head-hours that was found, or why there is none.
    pub plan: Result<Plan, NoRoster>,
}

/// What the evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A legal roster without gaps was found.
    Covers,
    /// It is proven that every legal roster lacks at least so many head-minutes.
    FallsShort(Minutes),
    /// A roster with gaps was found, and none without was ruled out, in the time given.
    Open,
    /// There is no legal roster at all, or none was found.
    NoRoster,
}

impl Evidence {
    /// The answer, with its proof.
    pub fn answer(&self) -> Answer {
        let Ok(plan) = &self.plan else {
            return Answer::NoRoster;
        };
        match (self.missing(), self.least_missing(plan)) {
            (Minutes(0), _) => Answer::Covers,
            (_, Minutes(0)) => Answer::Open,
            (_, least) => Answer::FallsShort(least),
        }
    }

    /// Head-minutes missing in the roster found.
    pub fn missing(&self) -> Minutes {
        let gaps = self.plan.iter().flat_map(|plan| &plan.audit.gaps);
        gaps.map(|gap| gap.head_minutes()).sum()
    }

    /// Head-minutes that every legal roster lacks: heads are missing for whole intervals.
    fn least_missing(&self, plan: &Plan) -> Minutes {
        let interval = self.instance.horizon.interval.0.max(1);
        let price = HEAD_MINUTE.0 * interval;
        let intervals = plan.bound.0.max(0) / price + i64::from(plan.bound.0.max(0) % price > 0);
        Minutes(intervals * interval)
    }
}

/// Plans everybody under standard hours for the fewest missing head-hours.
///
/// Contracts under special hours take the rules of standard hours and keep the company's own; people, consents, pins and
/// leave stay. Wishes, trainings and whole-shift requests are left out: they are no customers.
///
/// # Errors
/// What is wrong with the instance once its contracts are under standard hours.
pub fn evidence(
    instance: &Instance,
    options: &PlanOptions,
    stop: &StopSignal,
) -> Result<Evidence, Vec<Finding>> {
    let mut problem = (**instance).clone();
    let mut converted = Vec::new();
    for contract in &mut problem.contracts {
        if SPECIAL_REGIMES.contains(&contract.regime.as_str()) {
            to_standard(contract).map_err(|finding| vec![finding])?;
            converted.push(contract.id.clone());
        }
    }
    for person in &mut problem.employees {
        person.hourly_wage = Money::ZERO;
        person.wishes.clear();
        person.training.clear();
    }
    problem.shift_cover.clear();
    problem.prices = Prices {
        gap_per_head_hour: HEAD_MINUTE * 60,
        idle_percent: 0,
        start_change: Money::ZERO,
        wish: Money::ZERO,
        training: Money::ZERO,
        missed_target: Money::ZERO,
        waiting_per_customer_hour: Money::ZERO,
        comp_unplanned_percent: 100,
    };
    let instance = Instance::new(problem)?;
    let exact = PlanOptions {
        gap: 0.0,
        waits: WaitRule::Stationary,
        ..options.clone()
    };
    let plan = plan(&instance, &exact, stop, |_| {});
    Ok(Evidence {
        instance,
        converted,
        plan,
    })
}

/// The rules of standard hours in place of those of the contract's pack; rules that changed a record of that pack go too.
fn to_standard(contract: &mut Contract) -> Result<(), Finding> {
    let pack = |id: &str| {
        RulePack::get(id)
            .map_err(|error| Finding::new("unknown_pack", id.to_string(), error.to_string()))
    };
    let standard = pack(STANDARD_PACK)?;
    let before = contract.rule_pack.split_whitespace().next().unwrap_or("");
    let before = pack(before)?;
    let own = |rule: &RuleRecord| {
        rule.replaces.is_none() && before.records.iter().all(|record| record.id != rule.id)
    };
    let company: Vec<RuleRecord> = contract.rules.drain(..).filter(own).collect();
    contract.rules = standard.records;
    contract.rules.extend(company);
    contract.regime = standard.regime;
    contract.needs_permit = None;
    contract.rule_pack = standard.id;
    Ok(())
}
