//! The fewest servers with which waits meet their targets.

use super::error::{threshold, within};
use super::line::check_classes;
use super::{ClassWait, PriorityLine, QueueError, limits, priority};

/// What a wait shall meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WaitTarget {
    /// At least this share of customers waits no longer than the threshold.
    ShareWithin {
        /// Share of customers, above 0 and below 1.
        share: f64,
        /// Longest wait that counts as in time, in minutes.
        threshold_minutes: f64,
    },
    /// The mean wait, those who start at once included, is no longer than this.
    MeanAtMost {
        /// Mean wait, in minutes, above 0.
        minutes: f64,
    },
}

/// One class of customers: who comes and what their wait shall meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassDemand {
    /// Mean arrivals of the class per hour.
    pub arrivals_per_hour: f64,
    /// Target for the waits of the class; without arrivals it binds nobody.
    pub target: WaitTarget,
}

/// The answer of a search for the fewest servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredHeads {
    /// The fewest servers that meet every target; 0 when nobody comes.
    Heads(u32),
    /// Even the most servers allowed miss a target.
    NotWithin {
        /// The most servers that were allowed.
        heads_max: u32,
    },
}

/// The fewest servers with which one line of patient customers meets its target.
///
/// Waits are those of [`erlang_c`](super::erlang_c), source Erlang 1917.
///
/// # Errors
/// [`QueueError`] when the demand, the target or `heads_max` is refused.
pub fn required_heads(
    arrivals_per_hour: f64,
    service_minutes: f64,
    target: WaitTarget,
    heads_max: u32,
) -> Result<RequiredHeads, QueueError> {
    // One class under priority is a plain line: same formulas, one search.
    let only = ClassDemand {
        arrivals_per_hour,
        target,
    };
    required_heads_by_class(&[only], service_minutes, heads_max)
}

/// The fewest servers with which every class, the most urgent first, meets its own target.
///
/// Waits are those of [`priority`], source Cobham 1954 and Davis 1966; each is shorter with every
/// further server, so the first number that meets all targets is the least.
///
/// # Errors
/// [`QueueError`] when the demand, a target or `heads_max` is refused, or a threshold needs too
/// long a walk.
pub fn required_heads_by_class(
    classes: &[ClassDemand],
    service_minutes: f64,
    heads_max: u32,
) -> Result<RequiredHeads, QueueError> {
    if heads_max > limits::SERVERS_MAX {
        return Err(QueueError::HeadsMax(heads_max));
    }
    let arrivals_per_hour: Vec<f64> = classes.iter().map(|c| c.arrivals_per_hour).collect();
    check_classes(&arrivals_per_hour, service_minutes)?;
    for class in classes {
        class.target.check()?;
    }
    let arrivals: f64 = arrivals_per_hour.iter().sum();
    if arrivals == 0.0 {
        return Ok(RequiredHeads::Heads(0));
    }

    // Fewer than this are saturated. The load is no more than a thousand, so it fits.
    let heads_min = (arrivals * service_minutes / 60.0).floor() as u32 + 1;
    let mut line = PriorityLine {
        arrivals_per_hour,
        service_minutes,
        servers: heads_min,
    };
    for heads in heads_min..=heads_max {
        line.servers = heads;
        if meets_all(classes, &line)? {
            return Ok(RequiredHeads::Heads(heads));
        }
    }
    Ok(RequiredHeads::NotWithin { heads_max })
}

fn meets_all(classes: &[ClassDemand], line: &PriorityLine) -> Result<bool, QueueError> {
    let waits = priority(line)?.classes;
    for (class, waits) in classes.iter().zip(waits) {
        if class.arrivals_per_hour == 0.0 {
            continue;
        }
        let Some(waits) = waits.settled() else {
            return Ok(false);
        };
        if !class.target.is_met_by(&waits)? {
            return Ok(false);
        }
    }
    Ok(true)
}

impl WaitTarget {
    /// Refuses a target that no line could meet or that is not one.
    fn check(&self) -> Result<(), QueueError> {
        match *self {
            WaitTarget::ShareWithin {
                share,
                threshold_minutes,
            } => {
                let (above_none, below_all) = (f64::MIN_POSITIVE, 1.0_f64.next_down());
                within(share, above_none, below_all, QueueError::Share)?;
                threshold(threshold_minutes)?;
            }
            WaitTarget::MeanAtMost { minutes } => {
                within(minutes, f64::MIN_POSITIVE, f64::MAX, QueueError::MeanTarget)?;
            }
        }
        Ok(())
    }

    fn is_met_by(&self, waits: &ClassWait) -> Result<bool, QueueError> {
        // A target hit exactly, such as a mean of 6.4 minutes that is 6.4, must not cost a whole
        // person because the last bit was rounded the wrong way.
        const ROUNDING: f64 = 1e-13;
        Ok(match *self {
            WaitTarget::ShareWithin {
                share,
                threshold_minutes,
            } => {
                // Who starts at once is in time: often enough to decide without the whole law.
                1.0 - waits.p_wait >= share
                    || waits.p_wait_within(threshold_minutes)? >= share - ROUNDING
            }
            WaitTarget::MeanAtMost { minutes } => {
                waits.mean_wait_minutes <= minutes * (1.0 + ROUNDING)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RequiredHeads::{Heads, NotWithin};

    fn share(share: f64, threshold_minutes: f64) -> WaitTarget {
        WaitTarget::ShareWithin {
            share,
            threshold_minutes,
        }
    }

    fn mean(minutes: f64) -> WaitTarget {
        WaitTarget::MeanAtMost { minutes }
    }

    fn class(arrivals_per_hour: f64, target: WaitTarget) -> ClassDemand {
        ClassDemand {
            arrivals_per_hour,
            target,
        }
    }

    fn check(classes: &[ClassDemand], heads_max: u32, expected: RequiredHeads) {
        assert_eq!(
            required_heads_by_class(classes, 8.0, heads_max),
            Ok(expected)
        );
    }

    #[test]
    fn a_target_hit_exactly_is_met() {
        // Ten an hour at eight minutes with two servers wait 6.4 minutes to the last digit.
        check(&[class(10.0, mean(6.4))], 9, Heads(2));
        check(&[class(10.0, mean(6.399_999))], 9, Heads(3));
    }

    #[test]
    fn the_limit_is_kept_and_named() {
        check(
            &[class(60.0, share(0.9, 10.0))],
            8,
            NotWithin { heads_max: 8 },
        );
        check(
            &[class(60.0, share(0.9, 10.0))],
            0,
            NotWithin { heads_max: 0 },
        );
        check(&[class(0.0, share(0.9, 10.0))], 0, Heads(0));
    }

    #[test]
    fn the_most_demanding_class_decides() {
        let patient = class(30.0, mean(60.0));
        check(&[class(10.0, mean(60.0)), patient], 30, Heads(6));
        check(&[class(10.0, mean(0.01)), patient], 30, Heads(12));
    }

    #[test]
    fn a_class_without_customers_binds_nobody() {
        let strict = share(0.999, 0.0);
        check(&[class(0.0, strict), class(10.0, mean(6.4))], 9, Heads(2));
    }

    #[test]
    fn the_second_class_needs_no_fewer_than_one_line_would() {
        for arrivals in [12.0, 25.0, 47.0, 80.0] {
            let target = share(0.9, 10.0);
            let one_line = required_heads(arrivals * 1.5, 8.0, target, 100).unwrap();
            let classes = [class(arrivals * 0.5, mean(1e6)), class(arrivals, target)];
            let by_class = required_heads_by_class(&classes, 8.0, 100).unwrap();
            match (one_line, by_class) {
                (Heads(one), Heads(two)) => assert!(one <= two),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn large_demand_and_sharp_targets_end_in_good_time() {
        let classes = [
            class(1_500.0, share(0.999_999, 0.0)),
            class(2_500.0, share(0.999_999, 15.0)),
        ];
        let found = required_heads_by_class(&classes, 6.0, 1_000).unwrap();
        assert!(matches!(found, Heads(heads) if (401..600).contains(&heads)));
        let found = required_heads(5_000.0, 11.9, mean(1e-300), 1_000).unwrap();
        assert_eq!(found, NotWithin { heads_max: 1_000 });
    }

    #[test]
    fn bad_demand_and_targets_are_refused() {
        let refused = |arrivals, target, heads_max| {
            required_heads(arrivals, 8.0, target, heads_max).unwrap_err()
        };
        assert_eq!(refused(10.0, share(1.0, 5.0), 9), QueueError::Share(1.0));
        assert_eq!(refused(10.0, share(0.0, 5.0), 9), QueueError::Share(0.0));
        assert_eq!(
            refused(10.0, share(0.9, -5.0), 9),
            QueueError::Threshold(-5.0)
        );
        assert_eq!(refused(10.0, mean(0.0), 9), QueueError::MeanTarget(0.0));
        assert_eq!(refused(1e4, mean(1.0), 9), QueueError::Arrivals(1e4));
        assert_eq!(refused(10.0, mean(1.0), 1_001), QueueError::HeadsMax(1_001));
        assert!(matches!(
            refused(f64::NAN, mean(1.0), 9),
            QueueError::Arrivals(_)
        ));
        assert_eq!(
            required_heads_by_class(&[], 8.0, 9),
            Err(QueueError::Classes(0))
        );
    }
}
