//! Blocking at a row of servers where nobody may wait (M/M/c/c).

use super::error::within;
use super::{QueueError, limits};

/// Share of arrivals that find every server busy and go away at once.
///
/// `offered_load` is in erlangs. With no server everyone is blocked, so the answer is 1; with no
/// load and a server it is 0. Source: Erlang 1917, in the recursive form, which neither overflows
/// nor cancels where the factorials would.
///
/// # Errors
/// [`QueueError::OfferedLoad`] and [`QueueError::Servers`] beyond [`limits`].
pub fn erlang_b(offered_load: f64, servers: u32) -> Result<f64, QueueError> {
    within(
        offered_load,
        0.0,
        limits::OFFERED_LOAD_MAX,
        QueueError::OfferedLoad,
    )?;
    if servers > limits::SERVERS_MAX {
        return Err(QueueError::Servers(servers));
    }
    Ok(blocking(offered_load, servers))
}

/// The recursion itself, for checked input: B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)).
pub(super) fn blocking(offered_load: f64, servers: u32) -> f64 {
    (1..=servers).fold(1.0, |blocked, k| {
        let offered = offered_load * blocked;
        offered / (f64::from(k) + offered)
    })
}

/// Share of arrivals that must wait (M/M/c), for a load below the number of servers.
///
/// Source: Erlang 1917, C = B / (1 - rho (1 - B)), written as (1 - rho) + rho B below the line so
/// that nothing cancels near saturation.
pub(super) fn waiting(offered_load: f64, servers: u32) -> f64 {
    let servers_real = f64::from(servers);
    let blocked = blocking(offered_load, servers);
    (servers_real * blocked / ((servers_real - offered_load) + offered_load * blocked)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::erlang_b;
    use crate::queueing::QueueError;

    fn check(offered_load: f64, servers: u32, expected: f64) {
        let found = erlang_b(offered_load, servers).unwrap();
        assert!(
            (found - expected).abs() <= 1e-14,
            "B({servers}, {offered_load}) is {found}, not {expected}"
        );
    }

    #[test]
    fn small_rows_agree_with_the_factorial_form() {
        check(2.0, 1, 2.0 / 3.0);
        check(2.0, 2, 2.0 / 5.0);
        check(3.0, 3, 4.5 / 13.0);
    }

    #[test]
    fn without_a_server_everyone_is_blocked_and_without_load_nobody() {
        check(0.0, 0, 1.0);
        check(5.0, 0, 1.0);
        check(0.0, 3, 0.0);
    }

    #[test]
    fn a_thousand_servers_stay_finite() {
        let nearly_none = erlang_b(0.5, 1_000).unwrap();
        assert!((0.0..1e-300).contains(&nearly_none));
        let full = erlang_b(1_000.0, 1_000).unwrap();
        assert!((0.02..0.03).contains(&full));
    }

    #[test]
    fn bad_input_is_refused() {
        assert!(matches!(
            erlang_b(f64::NAN, 3),
            Err(QueueError::OfferedLoad(_))
        ));
        assert_eq!(erlang_b(-1.0, 3), Err(QueueError::OfferedLoad(-1.0)));
        assert_eq!(erlang_b(1e9, 3), Err(QueueError::OfferedLoad(1e9)));
        assert_eq!(erlang_b(1.0, u32::MAX), Err(QueueError::Servers(u32::MAX)));
    }
}
