//! What each kind of trouble costs, in money.

use crate::units::Money;

/// Prices of an instance, defaults already filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// One head missing for one hour.
    pub gap_per_head_hour: Money,
    /// A salaried hour that is paid but not rostered, in percent of the person's wage.
    pub idle_percent: i64,
    /// A different start on two days worked in a row.
    pub start_change: Money,
    /// A wish not met.
    pub wish: Money,
    /// A training day that could not be placed.
    pub training: Money,
    /// A wait target that one class misses in one interval of the grid.
    pub missed_target: Money,
    /// A customer waiting for one hour, in queues with wait targets; nothing unless given.
    pub waiting_per_customer_hour: Money,
    /// A comp lot left open without a planned day, in percent of the wage.
    pub comp_unplanned_percent: i64,
}

impl Prices {
    /// The documented defaults, from the dearest hourly wage of the instance.
    pub fn defaults(dearest_hourly_wage: Money) -> Prices {
        Prices {
            gap_per_head_hour: dearest_hourly_wage * 5,
            idle_percent: 100,
            start_change: Money::units(5),
            wish: Money::units(20),
            training: dearest_hourly_wage * 8,
            missed_target: dearest_hourly_wage * 10,
            waiting_per_customer_hour: Money::ZERO,
            comp_unplanned_percent: 200,
        }
    }
}
