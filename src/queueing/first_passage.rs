//! How long a walk on the customers ahead takes to reach nobody.

use super::poisson::PoissonWindow;
use super::{QueueError, limits};

/// Customers ahead of a tagged one who waits: new ones overtake, served ones drop out.
pub(super) struct Walk {
    /// Ratio of the geometric number ahead at the start, below 1 (counting from one).
    pub start_ratio: f64,
    /// Rate of overtaking arrivals, per minute.
    pub up_per_minute: f64,
    /// Rate of service completions, per minute.
    pub down_per_minute: f64,
}

impl Walk {
    /// Share of walks that have reached nobody after so many minutes.
    ///
    /// Uniformisation: the walk jumps at the total rate, so the answer is the share absorbed after
    /// n jumps, averaged over the Poisson number of jumps. All terms are positive, and states too
    /// far away to be absorbed within the largest number of jumps are left out without error.
    /// Numerical inversion of the transform is no alternative: its branch cut costs the Talbot
    /// method all but three decimals.
    pub fn share_done_within(&self, minutes: f64) -> Result<f64, QueueError> {
        let jumps_per_minute = self.up_per_minute + self.down_per_minute;
        let mean_jumps = jumps_per_minute * minutes;
        if mean_jumps > limits::WALK_JUMPS_MAX {
            return Err(QueueError::WalkTooLong(mean_jumps));
        }
        let up = self.up_per_minute / jumps_per_minute;
        let down = self.down_per_minute / jumps_per_minute;
        let window = PoissonWindow::new(mean_jumps);
        let jumps_max = window.last();

        // here[n] is the probability of n customers ahead and not yet done; here[0] stays empty.
        let mut here = vec![0.0; jumps_max + 2];
        let mut probability = 1.0 - self.start_ratio;
        for start in here.iter_mut().skip(1) {
            *start = probability;
            probability *= self.start_ratio;
        }
        let mut next = vec![0.0; jumps_max + 2];
        let mut done = 0.0;
        let mut share = 0.0;
        for jumps in 0..=jumps_max {
            share += window.weight(jumps) * done;
            done += down * here[1];
            let jumps_left = jumps_max - jumps;
            let moved = here.windows(3).take(jumps_left);
            for (state, around) in next.iter_mut().skip(1).zip(moved) {
                *state = up * around[0] + down * around[2];
            }
            std::mem::swap(&mut here, &mut next);
        }
        Ok(share.min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Walk;
    use crate::queueing::QueueError;

    #[test]
    fn without_overtaking_the_passage_is_exponential() {
        // A geometric number of exponential services is exponential with the thinned rate.
        let walk = Walk {
            start_ratio: 0.9,
            up_per_minute: 0.0,
            down_per_minute: 2.0,
        };
        for minutes in [0.0_f64, 0.5, 3.0, 20.0, 100.0] {
            let found = walk.share_done_within(minutes).unwrap();
            let expected = -(-0.2 * minutes).exp_m1();
            assert!((found - expected).abs() < 1e-13, "{minutes}: {found}");
        }
    }

    #[test]
    fn the_mean_passage_is_that_of_a_delayed_busy_period() {
        let walk = Walk {
            start_ratio: 0.8,
            up_per_minute: 0.5,
            down_per_minute: 2.0,
        };
        // Simpson's rule on the survival function, cut where it has vanished.
        let (cells, step) = (1_600_u32, 0.1);
        let mut mean = 0.0;
        for cell in 0..=cells {
            let factor = match cell {
                0 => 1.0,
                _ if cell == cells => 1.0,
                _ if cell % 2 == 1 => 4.0,
                _ => 2.0,
            };
            let done = walk.share_done_within(f64::from(cell) * step).unwrap();
            mean += factor * step / 3.0 * (1.0 - done);
        }
        // Mean start 1/(1-0.8) = 5, each step down takes 1/(2.0-0.5).
        assert!((mean - 5.0 / 1.5).abs() < 1e-6, "{mean}");
    }

    #[test]
    fn a_walk_beyond_the_limit_is_refused() {
        let walk = Walk {
            start_ratio: 0.5,
            up_per_minute: 10.0,
            down_per_minute: 20.0,
        };
        assert_eq!(
            walk.share_done_within(1_000.0),
            Err(QueueError::WalkTooLong(30_000.0))
        );
    }
}
