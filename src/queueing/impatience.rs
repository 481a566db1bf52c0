//! The queue of customers who may give up: how long it is and what becomes of a place in it.

use super::{QueueError, limits};

/// Relative probabilities of 0, 1, 2, ... customers waiting while every server is busy; rates are
/// per minute.
///
/// They grow outwards from the longest-lived state, so that neither a long overload overflows nor
/// its empty states matter.
pub(super) fn queue_weights(
    arrivals: f64,
    capacity: f64,
    giving_up: f64,
) -> Result<Vec<f64>, QueueError> {
    // Well below one rounding of the sum, so that even the smallest moment keeps its digits.
    const NEGLIGIBLE: f64 = 1e-30;
    let ratio_into = |waiting: usize| arrivals / (capacity + waiting as f64 * giving_up);
    let mode = ((arrivals - capacity) / giving_up).floor().max(0.0);
    if mode >= limits::QUEUE_LENGTH_MAX as f64 {
        return Err(QueueError::QueueTooLong);
    }
    let mode = mode as usize;
    let mut weights = vec![1.0; mode + 1];
    for waiting in (0..mode).rev() {
        weights[waiting] = weights[waiting + 1] / ratio_into(waiting + 1);
    }
    let mut weight = 1.0;
    loop {
        let ratio = ratio_into(weights.len());
        weight *= ratio;
        // The rest is smaller than a geometric series with this ratio.
        if ratio < 1.0 && weight < NEGLIGIBLE * (1.0 - ratio) {
            return Ok(weights);
        }
        if weights.len() >= limits::QUEUE_LENGTH_MAX {
            return Err(QueueError::QueueTooLong);
        }
        weights.push(weight);
    }
}

/// Means over the customers who wait; times are in minutes.
#[derive(Default)]
pub(super) struct MeansOfWaiters {
    /// Share who give up.
    pub abandon: f64,
    /// Share who are served.
    pub served: f64,
    /// Mean virtual wait.
    pub virtual_minutes: f64,
    /// Mean of the wait where it ends in service, 0 where it does not.
    pub served_minutes: f64,
    /// Mean of the wait where it ends in giving up, 0 where it does not.
    pub abandoned_minutes: f64,
}

impl MeansOfWaiters {
    /// Means when the share `ahead[j]` of waiters has j ahead; both rates are per minute.
    pub fn over(ahead: &[f64], capacity: f64, giving_up: f64) -> MeansOfWaiters {
        let mut means = MeansOfWaiters::default();
        // Sums over the stages k = 0..=j, and over k = 1..=j+1 where own patience joins the race.
        let (mut stages, mut raced_stages, mut raced_lost) = (0.0, 0.0, 0.0);
        for (j, share) in ahead.iter().enumerate() {
            let place = (j + 1) as f64;
            let raced = capacity + place * giving_up;
            stages += 1.0 / (capacity + j as f64 * giving_up);
            raced_stages += 1.0 / raced;
            raced_lost += place / raced;
            means.abandon += share * place * giving_up / raced;
            means.served += share * capacity / raced;
            means.virtual_minutes += share * stages;
            means.served_minutes += share * capacity / raced * raced_stages;
            means.abandoned_minutes += share * giving_up / raced * raced_lost;
        }
        means
    }
}
