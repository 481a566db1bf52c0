//! What each minute of a wait target costs: the same targets for today's staff and for what halls would need.

use crate::domain::{Finding, Instance};
use crate::milp::StopSignal;
use crate::roster::Roster;
use crate::units::Money;

use super::frontier::{frontier, main_class, paid_by_the_minute, with_busy_threshold};
use super::{NoRoster, Plan, PlanOptions};

/// Thresholds when nobody says, in minutes.
pub const TARGETS: [f64; 6] = [4.0, 6.0, 8.0, 10.0, 12.0, 15.0];

/// Shortest and longest threshold, in minutes.
pub const TARGET_MIN: f64 = 0.1;
/// See [`TARGET_MIN`].
pub const TARGET_MAX: f64 = 600.0;

/// Whose pay stands on a curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payroll {
    /// Everybody paid by the rostered minute: what halls would need.
    Need,
    /// Contracts as they are: today's staff.
    Staff,
}

/// Two curves to be planned.
pub struct Curves {
    /// The class whose busy threshold it is.
    pub class: String,
    /// Hours that halls with the class are open, over the horizon.
    pub hall_hours: f64,
    /// Thresholds in minutes, the strictest in front.
    targets: Vec<f64>,
    need: Vec<Instance>,
    staff: Vec<Instance>,
}

/// One of them, planned.
pub struct Curve {
    /// Whose pay.
    pub payroll: Payroll,
    /// The strictest target in front.
    pub points: Vec<Point>,
}

/// One target.
pub struct Point {
    /// The busy threshold in minutes.
    pub minutes: f64,
    /// The problem with it.
    pub instance: Instance,
    /// The plan, or why there is none.
    pub planned: Result<Plan, NoRoster>,
}

/// What a minute less of waiting costs, in hundredths per hour that a hall is open; with the gaps the least and the most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MinutePrice {
    /// Between the costs found.
    pub price: f64,
    /// Between the bound of the stricter target and the cost of the looser; a stricter target never costs less.
    pub least: f64,
    /// Between the cost of the stricter target and the bound of the looser.
    pub most: f64,
}

impl Curves {
    /// Of an instance at some busy thresholds in minutes, for a class or for the one with most arrivals.
    ///
    /// # Errors
    /// No class has a busy target, or no instance can be made of one of the thresholds.
    pub fn of(
        instance: &Instance,
        class: Option<String>,
        minutes: &[f64],
    ) -> Result<Curves, Vec<Finding>> {
        let class = class.or_else(|| main_class(instance)).ok_or_else(|| {
            let remedy = "no class with a forecast has a busy target; give one, as busy_target of a class in demand";
            vec![Finding::new("no_wait_target", instance.id.as_str(), remedy)]
        })?;
        let mut targets = minutes.to_vec();
        targets.sort_by(f64::total_cmp);
        targets.dedup();
        let at_targets = |base: &Instance| -> Result<Vec<Instance>, Vec<Finding>> {
            let targets = targets.iter();
            targets
                .map(|&minutes| with_busy_threshold(base, &class, minutes))
                .collect()
        };
        Ok(Curves {
            need: at_targets(&paid_by_the_minute(instance)?)?,
            staff: at_targets(instance)?,
            hall_hours: hall_hours(instance, &class),
            targets,
            class,
        })
    }

    /// Plans both: what halls would need comes first in the answer and last in the work. `planned` hears of every point.
    ///
    /// The time limit is for both together, the work limit for each.
    pub fn plan(
        self,
        options: &PlanOptions,
        stop: &StopSignal,
        mut planned: impl FnMut(Payroll, f64, &Result<Plan, NoRoster>),
    ) -> [Curve; 2] {
        let options = PlanOptions {
            time_limit: options.time_limit.map(|limit| limit / 2),
            ..options.clone()
        };
        let targets = self.targets;
        let mut curve = |payroll, instances: Vec<Instance>, starts: &[Option<Roster>]| {
            let heard = |at: usize, plan: &_| planned(payroll, targets[at], plan);
            let plans = frontier(&instances, starts, &options, stop, heard);
            let points = targets.iter().zip(instances).zip(plans);
            let point = |((&minutes, instance), planned)| Point {
                minutes,
                instance,
                planned,
            };
            Curve {
                payroll,
                points: points.map(point).collect(),
            }
        };
        let staff = curve(Payroll::Staff, self.staff, &[]);
        // Whoever is paid by the minute can work as today: those rosters are where the other curve begins.
        let rosters = staff.points.iter().map(|point| point.planned.as_ref().ok());
        let starts: Vec<Option<Roster>> = rosters
            .map(|plan| plan.map(|plan| plan.roster.clone()))
            .collect();
        [curve(Payroll::Need, self.need, &starts), staff]
    }
}

impl Curve {
    /// From each point to the next looser one; `None` where one of them has no judged roster, and where no hall opens.
    pub fn minute_prices(&self, hall_hours: f64) -> Vec<Option<MinutePrice>> {
        let judged = |point: &Point| -> Option<(Money, Money)> {
            let plan = point.planned.as_ref().ok()?;
            (plan.audit.waits.as_ref()).map(|_| (plan.audit.cost.total, plan.bound))
        };
        let steps = self.points.windows(2).map(|ends| {
            if hall_hours <= 0.0 {
                return None;
            }
            let ((cost, bound), (next_cost, next_bound)) = (judged(&ends[0])?, judged(&ends[1])?);
            let per = |less: Money, more: Money| {
                (more.0 - less.0) as f64 / (ends[1].minutes - ends[0].minutes) / hall_hours
            };
            Some(MinutePrice {
                price: per(next_cost, cost),
                least: per(next_cost, bound).max(0.0),
                most: per(next_bound, cost),
            })
        });
        steps.collect()
    }
}

fn hall_hours(instance: &Instance, class: &str) -> f64 {
    let halls = (instance.halls.iter()).filter(|hall| hall.classes.iter().any(|c| c.id == class));
    let minutes = halls.flat_map(|hall| {
        let dates = instance.horizon.days();
        dates.filter_map(|(_, date)| hall.open_on(date).map(|hours| hours.close - hours.open))
    });
    minutes.sum::<i64>() as f64 / 60.0
}
