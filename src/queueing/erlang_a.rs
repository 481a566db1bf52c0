//! One line whose customers give up (M/M/c+M: exponential patience, first come first served).

use super::beta::regularised_beta;
use super::erlang_b::blocking;
use super::error::{threshold, within};
use super::impatience::{MeansOfWaiters, queue_weights};
use super::{Line, QueueError, limits};

/// Waits and losses in a line of impatient customers.
///
/// The *virtual* wait is that of a test customer who would never give up; the *actual* wait ends
/// with service or with giving up, whichever comes first. A target met only because customers left
/// is not met: judge a line by its virtual wait.
#[derive(Clone, Debug, PartialEq)]
pub struct ErlangA {
    /// Share of arrivals who find every server busy.
    pub p_wait: f64,
    /// Share of arrivals who give up before they are served.
    pub p_abandon: f64,
    /// Mean number of customers waiting.
    pub mean_queue_length: f64,
    /// Mean actual wait over all arrivals, those who give up included, in minutes.
    pub mean_wait_minutes: f64,
    /// Mean virtual wait, in minutes.
    pub mean_virtual_wait_minutes: f64,
    /// Mean wait of those who are served, in minutes.
    pub mean_wait_served_minutes: f64,
    /// Mean wait of those who give up, in minutes; `None` when nobody does.
    pub mean_wait_abandoned_minutes: Option<f64>,
    /// Share of arrivals who start at once.
    p_no_wait: f64,
    /// Share of waiting arrivals who find 0, 1, 2, ... customers waiting ahead of them.
    ahead: Vec<f64>,
    capacity_per_minute: f64,
    giving_up_per_minute: f64,
}

/// The stationary waits and losses of one line of impatient customers.
///
/// It settles at any load, since a long queue loses customers. Source: Palm 1937 for the model;
/// a customer with j ahead waits a sum of j + 1 exponentials of rates c mu + k theta, k = 0..=j,
/// from which all means follow without cancellation.
///
/// # Errors
/// [`QueueError`] when the line or the patience is refused, or the queue outgrows
/// [`limits::QUEUE_LENGTH_MAX`].
pub fn erlang_a(line: &Line, patience_minutes: f64) -> Result<ErlangA, QueueError> {
    line.check()?;
    within(
        patience_minutes,
        limits::PATIENCE_MINUTES_MIN,
        limits::PATIENCE_MINUTES_MAX,
        QueueError::Patience,
    )?;
    let arrivals = line.arrivals_per_minute();
    let capacity = line.capacity_per_minute();
    let giving_up = 1.0 / patience_minutes;
    let load = line.offered_load();
    let (p_wait, p_no_wait, ahead) = if load > 0.0 {
        let mut weights = queue_weights(arrivals, capacity, giving_up)?;
        let above: f64 = weights.iter().sum();
        // Weight of the states with a free server, by way of the blocking recursion.
        let free = f64::from(line.servers) / (load * blocking(load, line.servers - 1));
        let below = weights[0] * free;
        for weight in &mut weights {
            *weight /= above;
        }
        // Two quotients, so that neither share is a difference and an infinite weight does no harm.
        let p_wait = above / (above + below);
        let p_no_wait = 1.0 / (1.0 + above / below);
        (p_wait, p_no_wait, weights)
    } else {
        (0.0, 1.0, Vec::new())
    };

    let means = MeansOfWaiters::over(&ahead, capacity, giving_up);
    let p_abandon = (p_wait * means.abandon).min(1.0);
    let abandoned_minutes = p_wait * means.abandoned_minutes;
    let served_minutes = p_wait * means.served_minutes;
    Ok(ErlangA {
        p_wait,
        p_abandon,
        mean_queue_length: p_abandon * arrivals * patience_minutes,
        mean_wait_minutes: p_abandon * patience_minutes,
        mean_virtual_wait_minutes: p_wait * means.virtual_minutes,
        mean_wait_served_minutes: served_minutes / (p_no_wait + p_wait * means.served),
        mean_wait_abandoned_minutes: (abandoned_minutes > 0.0)
            .then(|| means.abandoned_minutes / means.abandon),
        p_no_wait,
        ahead,
        capacity_per_minute: capacity,
        giving_up_per_minute: giving_up,
    })
}

impl ErlangA {
    /// Share of arrivals whose virtual wait is no longer than the threshold.
    ///
    /// Source: with V the virtual wait behind j customers, e^(-theta V) has a
    /// Beta(c mu / theta, j + 1) law.
    ///
    /// # Errors
    /// [`QueueError::Threshold`] when it is negative, not a number or beyond its limit.
    pub fn p_virtual_wait_within(&self, threshold_minutes: f64) -> Result<f64, QueueError> {
        let minutes = threshold(threshold_minutes)?;
        Ok(1.0 - self.p_virtual_wait_above(minutes))
    }

    /// Share of arrivals who are served or have given up by the threshold.
    ///
    /// Giving up early counts as a short wait here, so this figure flatters a bad line.
    ///
    /// # Errors
    /// [`QueueError::Threshold`] when it is negative, not a number or beyond its limit.
    pub fn p_actual_wait_within(&self, threshold_minutes: f64) -> Result<f64, QueueError> {
        let minutes = threshold(threshold_minutes)?;
        let still_patient = (-self.giving_up_per_minute * minutes).exp();
        Ok(1.0 - self.p_virtual_wait_above(minutes) * still_patient)
    }

    /// Share of all arrivals who are served, and after no longer wait than the threshold.
    ///
    /// Weighing the Beta law by its own variable, the chance of being patient enough, raises its
    /// first parameter by one.
    ///
    /// # Errors
    /// [`QueueError::Threshold`] when it is negative, not a number or beyond its limit.
    pub fn p_served_within(&self, threshold_minutes: f64) -> Result<f64, QueueError> {
        let minutes = threshold(threshold_minutes)?;
        let after_waiting = self.over_places(|place| {
            let served = self.capacity_per_minute
                / (self.capacity_per_minute + place * self.giving_up_per_minute);
            served * (1.0 - self.p_stages_above(1.0, place, minutes))
        });
        Ok((self.p_no_wait + self.p_wait * after_waiting).clamp(0.0, 1.0))
    }

    /// Share of arrivals whose virtual wait is longer, held within 0..=1 against rounding.
    fn p_virtual_wait_above(&self, minutes: f64) -> f64 {
        let waiters = self.over_places(|place| self.p_stages_above(0.0, place, minutes));
        (self.p_wait * waiters).clamp(0.0, 1.0)
    }

    /// Share of waiters at this place whose stages take longer; `raise` is 1 when weighed by patience.
    fn p_stages_above(&self, raise: f64, place: f64, minutes: f64) -> f64 {
        let ratio = self.capacity_per_minute / self.giving_up_per_minute;
        regularised_beta(ratio + raise, place, -self.giving_up_per_minute * minutes)
    }

    /// Mean over waiting arrivals of a probability that depends on the place in the queue (1, 2, ...).
    fn over_places(&self, probability: impl Fn(f64) -> f64) -> f64 {
        // Places this rare cannot move the last bit of a sum of probabilities.
        const NEGLIGIBLE: f64 = 1e-24;
        self.ahead
            .iter()
            .enumerate()
            .filter(|(_, share)| **share > NEGLIGIBLE)
            .map(|(j, share)| share * probability((j + 1) as f64))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::erlang_c;

    fn line(arrivals_per_hour: f64, service_minutes: f64, servers: u32) -> Line {
        Line {
            arrivals_per_hour,
            service_minutes,
            servers,
        }
    }

    fn check(found: f64, expected: f64, tolerance: f64) {
        assert!(
            (found - expected).abs() <= tolerance * (1.0 + expected.abs()),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn endless_patience_is_the_patient_line() {
        let line = line(20.0, 8.0, 4);
        let patient = erlang_c(&line).unwrap().settled().unwrap();
        let found = erlang_a(&line, 1e9).unwrap();
        check(found.p_wait, patient.p_wait, 1e-7);
        check(found.mean_wait_minutes, patient.mean_wait_minutes, 1e-7);
        check(
            found.mean_virtual_wait_minutes,
            patient.mean_wait_minutes,
            1e-7,
        );
        check(found.mean_queue_length, patient.mean_queue_length, 1e-7);
        check(found.p_abandon, 0.0, 1e-7);
        for minutes in [0.0, 3.0, 40.0] {
            let expected = patient.p_wait_within(minutes).unwrap();
            check(
                found.p_virtual_wait_within(minutes).unwrap(),
                expected,
                1e-7,
            );
            check(found.p_served_within(minutes).unwrap(), expected, 1e-7);
        }
    }

    #[test]
    fn no_patience_at_all_is_the_line_where_nobody_may_wait() {
        let line = line(35.0, 10.0, 5);
        let found = erlang_a(&line, 0.001).unwrap();
        let blocked = blocking(line.offered_load(), line.servers);
        check(found.p_wait, blocked, 1e-3);
        check(found.p_abandon, blocked, 1e-3);
    }

    #[test]
    fn patience_as_long_as_a_service_leaves_a_poisson_number_in_the_hall() {
        // Everyone then leaves at the same rate, served or not, as with endless servers.
        let found = erlang_a(&line(36.0, 10.0, 4), 10.0).unwrap();
        let load = 6.0_f64;
        let mut term = (-load).exp();
        let mut free = 0.0;
        for n in 0..4_u32 {
            free += term;
            term *= load / f64::from(n + 1);
        }
        check(found.p_wait, 1.0 - free, 1e-14);
    }

    #[test]
    fn the_three_service_levels_keep_their_order() {
        let found = erlang_a(&line(45.0, 10.0, 6), 20.0).unwrap();
        for minutes in [0.0, 2.0, 10.0, 60.0] {
            let served = found.p_served_within(minutes).unwrap();
            let lasting = found.p_virtual_wait_within(minutes).unwrap();
            let actual = found.p_actual_wait_within(minutes).unwrap();
            assert!(served <= lasting + 1e-14 && lasting <= actual + 1e-14);
        }
        check(
            found.p_served_within(10_000.0).unwrap(),
            1.0 - found.p_abandon,
            1e-13,
        );
    }

    #[test]
    fn served_and_given_up_waits_add_up_to_all_waits() {
        let found = erlang_a(&line(45.0, 10.0, 6), 20.0).unwrap();
        let served = (1.0 - found.p_abandon) * found.mean_wait_served_minutes;
        let lost = found.p_abandon * found.mean_wait_abandoned_minutes.unwrap();
        check(served + lost, found.mean_wait_minutes, 1e-13);
    }

    #[test]
    fn a_long_overload_of_the_most_patient_loses_what_cannot_be_served() {
        let found = erlang_a(&line(1_000.0, 60.0, 500), 600.0).unwrap();
        check(found.p_abandon, 0.5, 1e-9);
        assert!((0.0..1e-12).contains(&found.p_virtual_wait_within(60.0).unwrap()));
        assert!(found.p_virtual_wait_within(10_000.0).unwrap() > 0.999);
    }

    #[test]
    fn certain_lateness_is_never_a_negative_share() {
        let found = erlang_a(&line(5_000.0, 11.9, 200), 500.0).unwrap();
        for minutes in [0.0, 60.0, 300.0] {
            assert!((0.0..=1.0).contains(&found.p_virtual_wait_within(minutes).unwrap()));
            assert!((0.0..=1.0).contains(&found.p_served_within(minutes).unwrap()));
        }
    }

    #[test]
    fn a_thousand_idle_servers_stay_finite() {
        let found = erlang_a(&line(0.01, 1.0, 1_000), 20.0).unwrap();
        assert_eq!(found.p_wait, 0.0);
        assert_eq!(found.mean_wait_minutes, 0.0);
        assert_eq!(found.mean_wait_abandoned_minutes, None);
        assert_eq!(found.p_served_within(0.0), Ok(1.0));
    }

    #[test]
    fn nobody_coming_means_nobody_waiting() {
        let found = erlang_a(&line(0.0, 8.0, 4), 20.0).unwrap();
        assert_eq!((found.p_wait, found.p_abandon), (0.0, 0.0));
        assert_eq!(found.mean_virtual_wait_minutes, 0.0);
        assert_eq!(found.mean_wait_served_minutes, 0.0);
        assert_eq!(found.mean_wait_abandoned_minutes, None);
        assert_eq!(found.p_virtual_wait_within(0.0), Ok(1.0));
    }

    #[test]
    fn bad_patience_is_refused_and_so_is_an_endless_queue() {
        let line = line(60.0, 10.0, 4);
        for patience_minutes in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(
                erlang_a(&line, patience_minutes),
                Err(QueueError::Patience(_))
            ));
        }
        assert_eq!(erlang_a(&line, 1e9), Err(QueueError::QueueTooLong));
    }
}
