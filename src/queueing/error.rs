//! What can be wrong with a question about a line.

use super::limits;
use super::transient::day_limits;

/// Why a question about a line has no answer; each message names the value that was refused.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum QueueError {
    /// Arrivals are not a number, negative or above [`limits::ARRIVALS_PER_HOUR_MAX`].
    #[error("arrivals per hour must lie between 0 and {max}, not {0}", max = limits::ARRIVALS_PER_HOUR_MAX)]
    Arrivals(f64),
    /// The mean service time is not a number, zero, negative or out of its limits, in minutes.
    #[error(
        "the mean service time must lie between {min} and {max} minutes, not {0}",
        min = limits::SERVICE_MINUTES_MIN,
        max = limits::SERVICE_MINUTES_MAX
    )]
    Service(f64),
    /// The mean patience is not a number, zero, negative or out of its limits, in minutes.
    #[error(
        "the mean patience must lie between {min} and {max} minutes, not {0}",
        min = limits::PATIENCE_MINUTES_MIN,
        max = limits::PATIENCE_MINUTES_MAX
    )]
    Patience(f64),
    /// There are no servers, or more than [`limits::SERVERS_MAX`].
    #[error("the number of servers must lie between 1 and {max}, not {0}", max = limits::SERVERS_MAX)]
    Servers(u32),
    /// The upper limit of a search is above [`limits::SERVERS_MAX`].
    #[error("the upper limit on heads must not exceed {max}, not {0}", max = limits::SERVERS_MAX)]
    HeadsMax(u32),
    /// The offered load in erlangs is not a number, negative or above [`limits::OFFERED_LOAD_MAX`].
    #[error("the offered load must lie between 0 and {max} erlangs, not {0}", max = limits::OFFERED_LOAD_MAX)]
    OfferedLoad(f64),
    /// There is no class, or more than [`limits::CLASSES_MAX`].
    #[error("the number of classes must lie between 1 and {max}, not {0}", max = limits::CLASSES_MAX)]
    Classes(usize),
    /// A wait threshold is not a number, negative or above [`limits::THRESHOLD_MINUTES_MAX`].
    #[error("a wait threshold must lie between 0 and {max} minutes, not {0}", max = limits::THRESHOLD_MINUTES_MAX)]
    Threshold(f64),
    /// A share is not a number or lies outside its range; no line serves everyone within a limit.
    #[error("a share must be above 0 and below 1, not {0}")]
    Share(f64),
    /// A mean wait that shall not be exceeded is not a number, zero, negative or infinite, in minutes.
    #[error("the mean wait asked for must be above 0 minutes and finite, not {0}")]
    MeanTarget(f64),
    /// It got late before there was an answer.
    #[error("stopped before there was an answer; allow more time")]
    Stopped,
    /// The queue of impatient customers grows too long to be tabulated.
    #[error("the queue grows beyond {max} customers; the patience is too long for this load", max = limits::QUEUE_LENGTH_MAX)]
    QueueTooLong,
    /// The walk behind a lower class's wait would take too many jumps (given as their mean number).
    #[error(
        "the wait law of a lower class would need {0:.0} jumps, more than {max}; ask for a shorter threshold",
        max = limits::WALK_JUMPS_MAX
    )]
    WalkTooLong(f64),
    /// A day has no period, or more than [`day_limits::PERIODS_MAX`].
    #[error("a day must have between 1 and {max} periods, not {0}", max = day_limits::PERIODS_MAX)]
    Periods(usize),
    /// The length of a period is not a number or out of its limits, in minutes.
    #[error(
        "a period must last between {min} and {max} minutes, not {0}",
        min = day_limits::PERIOD_MINUTES_MIN,
        max = day_limits::PERIOD_MINUTES_MAX
    )]
    Period(f64),
    /// The mean service time of a day is not a number or out of its limits, in minutes.
    #[error(
        "the mean service time of a day must lie between {min} and {max} minutes, not {0}",
        min = day_limits::SERVICE_MINUTES_MIN,
        max = limits::SERVICE_MINUTES_MAX
    )]
    DayService(f64),
    /// Arrivals of a period are not a number, negative or above [`day_limits::ARRIVALS_PER_HOUR_MAX`].
    #[error("arrivals per hour must lie between 0 and {max}, not {0}", max = day_limits::ARRIVALS_PER_HOUR_MAX)]
    DayArrivals(f64),
    /// A class has another number of arrival figures (given) than the day has periods.
    #[error("every class needs one arrival figure a period; {0} were given")]
    ArrivalPeriods(usize),
    /// A day has no class, or more than two.
    #[error("the exact day knows one class or two, not {0}; simulate instead")]
    DayClasses(usize),
    /// More customers wait at the door than [`day_limits::OPENING_QUEUE_MAX`].
    #[error("at most {max} customers of a class may wait at the door, not {0}", max = day_limits::OPENING_QUEUE_MAX)]
    OpeningQueue(u32),
    /// The last period has no counter, so that whoever waits at its end is never served.
    #[error("the last period needs a counter: it serves whoever still waits when the doors close")]
    NobodyAtClose,
    /// Too many thresholds are asked for at once.
    #[error("at most {max} wait thresholds can be asked for at once, not {0}", max = day_limits::THRESHOLDS_MAX)]
    Thresholds(usize),
    /// The chain of a day has too many states or jumps (given as states times jumps).
    #[error(
        "the exact day would take {0:.1e} steps, more than {max:.0e}; simulate, or shorten the day",
        max = day_limits::WORK_MAX
    )]
    DayTooLarge(f64),
    /// The shares within wait thresholds of a day would take too long (given as states times jumps).
    #[error(
        "the shares within the wait thresholds would take {0:.1e} steps, more than {max:.0e}; simulate, or ask for fewer and shorter thresholds",
        max = day_limits::SHARES_WORK_MAX
    )]
    SharesTooLarge(f64),
}

/// Passes `value` when it lies in `low..=high`; not-a-number never does.
pub(super) fn within(
    value: f64,
    low: f64,
    high: f64,
    refuse: fn(f64) -> QueueError,
) -> Result<f64, QueueError> {
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(refuse(value))
    }
}

/// Passes a wait threshold in minutes.
pub(super) fn threshold(minutes: f64) -> Result<f64, QueueError> {
    within(
        minutes,
        0.0,
        limits::THRESHOLD_MINUTES_MAX,
        QueueError::Threshold,
    )
}
