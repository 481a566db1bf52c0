//! The day that is asked about: who comes when, how many counters are open, how patient people are.

use crate::queueing::QueueError;
use crate::queueing::error::within;
use crate::queueing::limits::{
    PATIENCE_MINUTES_MAX, PATIENCE_MINUTES_MIN, SERVERS_MAX, SERVICE_MINUTES_MAX,
};

/// Limits on a day, so that no question runs away.
pub mod day_limits {
    /// Most periods of a day.
    pub const PERIODS_MAX: usize = 288;
    /// Shortest period, in minutes.
    pub const PERIOD_MINUTES_MIN: f64 = 1.0;
    /// Longest period, in minutes: a day.
    pub const PERIOD_MINUTES_MAX: f64 = 1_440.0;
    /// Most arrivals per hour of one class.
    pub const ARRIVALS_PER_HOUR_MAX: f64 = 20_000.0;
    /// Shortest mean service time, in minutes.
    pub const SERVICE_MINUTES_MIN: f64 = 0.01;
    /// Most customers of one class who wait when the doors open.
    pub const OPENING_QUEUE_MAX: u32 = 2_000;
    /// Most wait thresholds asked for at once.
    pub const THRESHOLDS_MAX: usize = 64;
    /// Most work one question may take, in states times jumps: some ten seconds.
    pub const WORK_MAX: f64 = 8e9;
    /// Most work that the shares of all periods of a day may take together: some half a minute.
    pub const SHARES_WORK_MAX: f64 = 2.4e10;
    /// Most work of one of the ten or so looks that a quantile takes.
    pub const QUANTILE_WORK_MAX: f64 = 5e7;
}

/// One class of customers on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayClass {
    /// Mean arrivals per hour, one figure a period.
    pub arrivals_per_hour: Vec<f64>,
    /// Mean patience in minutes (exponential); `None` for customers who never give up.
    pub patience_minutes: Option<f64>,
    /// Customers waiting at the door when the day begins.
    pub opening_queue: u32,
}

/// A day of one line: Poisson arrivals, exponential service with one mean, one or two classes.
///
/// The first class is called first, within a class the first come, and nobody is interrupted. When counters close, a
/// customer in service is served to the end, and nobody is called while more are in service than counters are open
/// ("exhaustive, first free server leaves"). New counters call waiting customers at once. After the last period nobody
/// enters, and its counters stay until the hall is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Length of every period, in minutes.
    pub period_minutes: f64,
    /// Open counters, one figure a period.
    pub servers: Vec<u32>,
    /// Mean service time, in minutes.
    pub service_minutes: f64,
    /// One class or two, the one called first in front.
    pub classes: Vec<DayClass>,
}

impl Day {
    /// Refuses a day that is not one, or that is beyond [`day_limits`].
    pub(super) fn check(&self) -> Result<(), QueueError> {
        use day_limits::*;
        let periods = self.servers.len();
        if !(1..=PERIODS_MAX).contains(&periods) {
            return Err(QueueError::Periods(periods));
        }
        within(
            self.period_minutes,
            PERIOD_MINUTES_MIN,
            PERIOD_MINUTES_MAX,
            QueueError::Period,
        )?;
        within(
            self.service_minutes,
            SERVICE_MINUTES_MIN,
            SERVICE_MINUTES_MAX,
            QueueError::DayService,
        )?;
        if let Some(&servers) = self.servers.iter().find(|&&n| n > SERVERS_MAX) {
            return Err(QueueError::Servers(servers));
        }
        if self.servers.last() == Some(&0) {
            return Err(QueueError::NobodyAtClose);
        }
        if !(1..=2).contains(&self.classes.len()) {
            return Err(QueueError::DayClasses(self.classes.len()));
        }
        for class in &self.classes {
            if class.arrivals_per_hour.len() != periods {
                return Err(QueueError::ArrivalPeriods(class.arrivals_per_hour.len()));
            }
            for &arrivals in &class.arrivals_per_hour {
                within(
                    arrivals,
                    0.0,
                    ARRIVALS_PER_HOUR_MAX,
                    QueueError::DayArrivals,
                )?;
            }
            if let Some(patience) = class.patience_minutes {
                within(
                    patience,
                    PATIENCE_MINUTES_MIN,
                    PATIENCE_MINUTES_MAX,
                    QueueError::Patience,
                )?;
            }
            if class.opening_queue > OPENING_QUEUE_MAX {
                return Err(QueueError::OpeningQueue(class.opening_queue));
            }
        }
        Ok(())
    }
}
