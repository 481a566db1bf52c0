//! One line of patient customers (M/M/c, first come first served).

use super::erlang_b::waiting;
use super::error::{threshold, within};
use super::{Line, QueueError, Steady};

/// Waits in a settled line of patient customers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    /// Share of customers who wait at all.
    pub p_wait: f64,
    /// Mean wait over all customers, in minutes.
    pub mean_wait_minutes: f64,
    /// Mean wait of those who wait at all, in minutes; 0 when nobody comes.
    pub mean_wait_of_waiters_minutes: f64,
    /// Mean number of customers waiting, those in service not counted.
    pub mean_queue_length: f64,
    /// Rate of the exponential wait of those who wait, per minute: spare service capacity.
    spare_per_minute: f64,
}

/// The stationary waits of one line of patient customers, or the statement that it is saturated.
///
/// Source: Erlang 1917. Given that one waits, the wait is exponential with the spare capacity as
/// its rate.
///
/// # Errors
/// [`QueueError`] when the line is not one or beyond [`limits`](super::limits).
pub fn erlang_c(line: &Line) -> Result<Steady<ErlangC>, QueueError> {
    line.check()?;
    let load = line.offered_load();
    let spare_servers = f64::from(line.servers) - load;
    if spare_servers <= 0.0 {
        return Ok(Steady::Saturated {
            utilisation: line.utilisation(),
        });
    }
    let p_wait = waiting(load, line.servers);
    let mean_wait_of_waiters_minutes = line.service_minutes / spare_servers;
    Ok(Steady::Settled(ErlangC {
        p_wait,
        mean_wait_minutes: p_wait * mean_wait_of_waiters_minutes,
        mean_wait_of_waiters_minutes: if load > 0.0 {
            mean_wait_of_waiters_minutes
        } else {
            0.0
        },
        mean_queue_length: p_wait * load / spare_servers,
        spare_per_minute: spare_servers / line.service_minutes,
    }))
}

impl ErlangC {
    /// Share of customers who wait no longer than the threshold.
    ///
    /// # Errors
    /// [`QueueError::Threshold`] when it is negative, not a number or beyond its limit.
    pub fn p_wait_within(&self, threshold_minutes: f64) -> Result<f64, QueueError> {
        let minutes = threshold(threshold_minutes)?;
        Ok(1.0 - self.p_wait * (-self.spare_per_minute * minutes).exp())
    }

    /// Wait in minutes that the given share of customers does not exceed; 0 when so many start at once.
    ///
    /// # Errors
    /// [`QueueError::Share`] unless the share is at least 0 and below 1.
    pub fn wait_quantile_minutes(&self, share: f64) -> Result<f64, QueueError> {
        within(share, 0.0, 1.0_f64.next_down(), QueueError::Share)?;
        Ok(((self.p_wait / (1.0 - share)).ln() / self.spare_per_minute).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(arrivals_per_hour: f64, service_minutes: f64, servers: u32) -> Line {
        Line {
            arrivals_per_hour,
            service_minutes,
            servers,
        }
    }

    fn settled(line: Line) -> ErlangC {
        erlang_c(&line).unwrap().settled().unwrap()
    }

    #[test]
    fn one_server_waits_as_often_as_it_is_busy() {
        let waits = settled(line(6.0, 5.0, 1));
        assert!((waits.p_wait - 0.5).abs() < 1e-15);
        assert!((waits.mean_wait_minutes - 5.0).abs() < 1e-14);
        assert!((waits.mean_queue_length - 0.5).abs() < 1e-15);
    }

    #[test]
    fn as_much_work_as_capacity_is_saturated_and_says_so() {
        assert_eq!(
            erlang_c(&line(30.0, 8.0, 4)),
            Ok(Steady::Saturated { utilisation: 1.0 })
        );
        assert_eq!(
            erlang_c(&line(60.0, 8.0, 4)),
            Ok(Steady::Saturated { utilisation: 2.0 })
        );
    }

    #[test]
    fn nobody_coming_means_nobody_waiting() {
        let waits = settled(line(0.0, 8.0, 4));
        assert_eq!(waits.p_wait, 0.0);
        assert_eq!(waits.mean_wait_minutes, 0.0);
        assert_eq!(waits.mean_wait_of_waiters_minutes, 0.0);
        assert_eq!(waits.mean_queue_length, 0.0);
        assert_eq!(waits.p_wait_within(0.0), Ok(1.0));
        assert_eq!(waits.wait_quantile_minutes(0.99), Ok(0.0));
    }

    #[test]
    fn the_quantile_undoes_the_distribution() {
        let waits = settled(line(28.0, 6.0, 3));
        for share in [0.3, 0.5, 0.9, 0.999] {
            let minutes = waits.wait_quantile_minutes(share).unwrap();
            assert!((waits.p_wait_within(minutes).unwrap() - share).abs() < 1e-12);
        }
    }

    #[test]
    fn bad_lines_and_questions_are_refused() {
        let refused = |line| erlang_c(&line).unwrap_err();
        assert!(matches!(
            refused(line(f64::NAN, 8.0, 4)),
            QueueError::Arrivals(_)
        ));
        assert_eq!(refused(line(-1.0, 8.0, 4)), QueueError::Arrivals(-1.0));
        assert_eq!(refused(line(1e4, 8.0, 4)), QueueError::Arrivals(1e4));
        assert_eq!(refused(line(10.0, 0.0, 4)), QueueError::Service(0.0));
        assert_eq!(refused(line(10.0, 8.0, 0)), QueueError::Servers(0));
        assert_eq!(
            refused(line(4_000.0, 60.0, 4)),
            QueueError::OfferedLoad(4_000.0)
        );
        let waits = settled(line(10.0, 8.0, 2));
        assert!(matches!(
            waits.p_wait_within(f64::NAN),
            Err(QueueError::Threshold(_))
        ));
        assert_eq!(waits.p_wait_within(-1.0), Err(QueueError::Threshold(-1.0)));
        assert_eq!(
            waits.wait_quantile_minutes(1.0),
            Err(QueueError::Share(1.0))
        );
    }

    #[test]
    fn a_hair_below_saturation_the_wait_is_long_but_finite() {
        let waits = settled(line(30.0_f64.next_down(), 8.0, 4));
        assert!(waits.mean_wait_minutes.is_finite() && waits.mean_wait_minutes > 1e10);
        assert!((waits.p_wait - 1.0).abs() < 1e-12);
    }
}
