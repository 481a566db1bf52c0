//! The line itself: who comes, how long a service takes, how many serve.

use super::QueueError;
use super::error::within;

/// Upper and lower limits on every input, so that no question runs away or overflows.
///
/// They lie an order of magnitude beyond the largest hall, not at it.
pub mod limits {
    /// Most arrivals per hour, over all classes.
    pub const ARRIVALS_PER_HOUR_MAX: f64 = 5_000.0;
    /// Shortest mean service time, in minutes.
    pub const SERVICE_MINUTES_MIN: f64 = 0.001;
    /// Longest mean service time, in minutes: a day.
    pub const SERVICE_MINUTES_MAX: f64 = 1_440.0;
    /// Shortest mean patience, in minutes.
    pub const PATIENCE_MINUTES_MIN: f64 = 0.001;
    /// Longest mean patience, in minutes; beyond it a customer is as good as infinitely patient.
    pub const PATIENCE_MINUTES_MAX: f64 = 1e9;
    /// Longest wait threshold, in minutes: a week.
    pub const THRESHOLD_MINUTES_MAX: f64 = 10_080.0;
    /// Most servers.
    pub const SERVERS_MAX: u32 = 1_000;
    /// Most offered load, in erlangs: what the most servers could just not carry.
    pub const OFFERED_LOAD_MAX: f64 = 1_000.0;
    /// Most priority classes.
    pub const CLASSES_MAX: usize = 16;
    /// Longest queue that is tabulated, in customers.
    pub const QUEUE_LENGTH_MAX: usize = 50_000;
    /// Most jumps, on average, of the walk behind a lower class's wait; its cost is their square.
    pub const WALK_JUMPS_MAX: f64 = 20_000.0;
}

/// One line of customers in front of a row of equal servers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Mean number of customers who arrive in an hour.
    pub arrivals_per_hour: f64,
    /// Mean time one service takes, in minutes.
    pub service_minutes: f64,
    /// Number of servers.
    pub servers: u32,
}

impl Line {
    /// Work brought per unit of time, in erlangs: the mean number of servers it keeps busy.
    pub fn offered_load(&self) -> f64 {
        // Multiplied first: the load of 30 an hour at 8 minutes is then exactly 4.
        self.arrivals_per_hour * self.service_minutes / 60.0
    }

    /// Offered load per server; one or more means that the line never settles.
    pub fn utilisation(&self) -> f64 {
        self.offered_load() / f64::from(self.servers)
    }

    /// Arrivals per minute.
    pub(super) fn arrivals_per_minute(&self) -> f64 {
        self.arrivals_per_hour / 60.0
    }

    /// Services per minute while every server is busy.
    pub(super) fn capacity_per_minute(&self) -> f64 {
        f64::from(self.servers) / self.service_minutes
    }

    /// Refuses a line that is not one, or that is beyond [`limits`].
    pub(super) fn check(&self) -> Result<(), QueueError> {
        check_demand(self.arrivals_per_hour, self.service_minutes)?;
        if !(1..=limits::SERVERS_MAX).contains(&self.servers) {
            return Err(QueueError::Servers(self.servers));
        }
        Ok(())
    }
}

/// Refuses arrivals, a service time or their product beyond [`limits`].
pub(super) fn check_demand(arrivals_per_hour: f64, service_minutes: f64) -> Result<(), QueueError> {
    within(
        arrivals_per_hour,
        0.0,
        limits::ARRIVALS_PER_HOUR_MAX,
        QueueError::Arrivals,
    )?;
    within(
        service_minutes,
        limits::SERVICE_MINUTES_MIN,
        limits::SERVICE_MINUTES_MAX,
        QueueError::Service,
    )?;
    within(
        arrivals_per_hour * service_minutes / 60.0,
        0.0,
        limits::OFFERED_LOAD_MAX,
        QueueError::OfferedLoad,
    )?;
    Ok(())
}

/// Refuses classes whose number or demand, one by one or together, is beyond [`limits`].
pub(super) fn check_classes(
    arrivals_per_hour: &[f64],
    service_minutes: f64,
) -> Result<(), QueueError> {
    let classes = arrivals_per_hour.len();
    if !(1..=limits::CLASSES_MAX).contains(&classes) {
        return Err(QueueError::Classes(classes));
    }
    for &arrivals in arrivals_per_hour {
        check_demand(arrivals, service_minutes)?;
    }
    check_demand(arrivals_per_hour.iter().sum(), service_minutes)
}

/// A stationary answer, or the statement that there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Steady<T> {
    /// The line settles, and this is how.
    Settled(T),
    /// At least as much work arrives as the servers can do: waits grow for as long as it lasts.
    Saturated {
        /// Offered load per server, one or more.
        utilisation: f64,
    },
}

impl<T> Steady<T> {
    /// The stationary answer, `None` when saturated.
    pub fn settled(self) -> Option<T> {
        match self {
            Steady::Settled(answer) => Some(answer),
            Steady::Saturated { .. } => None,
        }
    }

    /// The stationary answer by reference, `None` when saturated.
    pub fn as_settled(&self) -> Option<&T> {
        match self {
            Steady::Settled(answer) => Some(answer),
            Steady::Saturated { .. } => None,
        }
    }
}
