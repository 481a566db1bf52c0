//! Several classes at one row of servers, the first class called first (non-preemptive priority).

use super::erlang_b::waiting;
use super::error::threshold;
use super::first_passage::Walk;
use super::line::check_classes;
use super::{Line, QueueError, Steady};

/// Classes of customers in front of a row of equal servers, first class first.
///
/// A free server calls the longest waiting customer of the first class that has one; nobody in
/// service is interrupted; all classes take the same mean service time.
#[derive(Clone, Debug, PartialEq)]
pub struct PriorityLine {
    /// Mean arrivals per hour of each class, the most urgent first.
    pub arrivals_per_hour: Vec<f64>,
    /// Mean time one service takes, in minutes, the same for all classes.
    pub service_minutes: f64,
    /// Number of servers.
    pub servers: u32,
}

/// Waits by class under priority.
#[derive(Clone, Debug, PartialEq)]
pub struct Priority {
    /// Share of customers who wait at all, the same for all classes; 1 when the whole is saturated.
    pub p_wait: f64,
    /// Waits of each class, in the order given. A class is saturated when it and those before it
    /// bring at least as much work as the servers can do; those before may still settle.
    pub classes: Vec<Steady<ClassWait>>,
}

/// The virtual wait of one class: that of a test customer, whether or not the class has arrivals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassWait {
    /// Share who wait at all.
    pub p_wait: f64,
    /// Mean wait over the class, those who start at once included, in minutes.
    pub mean_wait_minutes: f64,
    overtaking_per_minute: f64,
    capacity_per_minute: f64,
    /// Load per server of this class and those before it, and the capacity they leave.
    load_ratio: f64,
    spare_per_minute: f64,
}

/// The stationary waits of every class under non-preemptive priority with one service time.
///
/// Source of the means: Cobham 1954; of the laws: Davis 1966, Kella & Yechiali 1985. When later
/// classes saturate the servers, an earlier class that fits by itself still settles: it then finds
/// every server busy and waits as above with certainty in place of the chance of waiting.
///
/// # Errors
/// [`QueueError`] when there is no class, too many, or any figure is beyond [`limits`](super::limits).
pub fn priority(line: &PriorityLine) -> Result<Priority, QueueError> {
    check_classes(&line.arrivals_per_hour, line.service_minutes)?;
    let whole = Line {
        arrivals_per_hour: line.arrivals_per_hour.iter().sum(),
        service_minutes: line.service_minutes,
        servers: line.servers,
    };
    whole.check()?;
    let servers = f64::from(line.servers);
    let p_wait = if whole.offered_load() < servers {
        waiting(whole.offered_load(), line.servers)
    } else {
        1.0
    };

    let mut before = Line {
        arrivals_per_hour: 0.0,
        ..whole
    };
    let mut waits = Vec::with_capacity(line.arrivals_per_hour.len());
    for &arrivals in &line.arrivals_per_hour {
        let with = Line {
            arrivals_per_hour: before.arrivals_per_hour + arrivals,
            ..whole
        };
        waits.push(class_wait(p_wait, &before, &with));
        before = with;
    }
    Ok(Priority {
        p_wait,
        classes: waits,
    })
}

/// The wait of the class that turns the line `before` into the line `with`.
fn class_wait(p_wait: f64, before: &Line, with: &Line) -> Steady<ClassWait> {
    let servers = f64::from(with.servers);
    let spare_before = servers - before.offered_load();
    let spare = servers - with.offered_load();
    if spare <= 0.0 {
        return Steady::Saturated {
            utilisation: with.utilisation(),
        };
    }
    Steady::Settled(ClassWait {
        p_wait,
        mean_wait_minutes: p_wait * with.service_minutes * (servers / spare_before) / spare,
        overtaking_per_minute: before.arrivals_per_minute(),
        capacity_per_minute: with.capacity_per_minute(),
        load_ratio: with.utilisation(),
        spare_per_minute: spare / with.service_minutes,
    })
}

impl ClassWait {
    /// Share of the class that waits no longer than the threshold.
    ///
    /// A waiting customer has a geometric number ahead, of its own class and those before it; the
    /// wait lasts until all of them and all who overtake meanwhile have been called. Without
    /// overtaking that is exponential, otherwise the passage of a walk.
    ///
    /// # Errors
    /// [`QueueError::Threshold`] when it is negative, not a number or beyond its limit;
    /// [`QueueError::WalkTooLong`] when it is too long for so many services a minute.
    pub fn p_wait_within(&self, threshold_minutes: f64) -> Result<f64, QueueError> {
        let minutes = threshold(threshold_minutes)?;
        if self.p_wait == 0.0 {
            return Ok(1.0);
        }
        if self.overtaking_per_minute == 0.0 {
            return Ok(1.0 - self.p_wait * (-self.spare_per_minute * minutes).exp());
        }
        let walk = Walk {
            start_ratio: self.load_ratio,
            up_per_minute: self.overtaking_per_minute,
            down_per_minute: self.capacity_per_minute,
        };
        Ok((1.0 - self.p_wait) + self.p_wait * walk.share_done_within(minutes)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::erlang_c;

    fn settled(arrivals_per_hour: &[f64], service_minutes: f64, servers: u32) -> Vec<ClassWait> {
        let line = PriorityLine {
            arrivals_per_hour: arrivals_per_hour.to_vec(),
            service_minutes,
            servers,
        };
        let found = priority(&line).unwrap();
        found
            .classes
            .into_iter()
            .map(|class| class.settled().unwrap())
            .collect()
    }

    fn check(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 1e-12 * (1.0 + expected.abs()),
            "{found} is not {expected}"
        );
    }

    fn one_line(
        arrivals_per_hour: f64,
        service_minutes: f64,
        servers: u32,
    ) -> crate::queueing::ErlangC {
        let line = Line {
            arrivals_per_hour,
            service_minutes,
            servers,
        };
        erlang_c(&line).unwrap().settled().unwrap()
    }

    #[test]
    fn one_class_is_first_come_first_served() {
        let class = settled(&[28.0], 6.0, 3)[0];
        let line = one_line(28.0, 6.0, 3);
        check(class.mean_wait_minutes, line.mean_wait_minutes);
        for minutes in [0.0, 2.0, 17.0, 200.0] {
            check(
                class.p_wait_within(minutes).unwrap(),
                line.p_wait_within(minutes).unwrap(),
            );
        }
    }

    #[test]
    fn a_later_class_behind_an_empty_one_is_first_come_first_served() {
        let classes = settled(&[0.0, 28.0], 6.0, 3);
        let line = one_line(28.0, 6.0, 3);
        check(classes[1].mean_wait_minutes, line.mean_wait_minutes);
        check(
            classes[1].p_wait_within(7.0).unwrap(),
            line.p_wait_within(7.0).unwrap(),
        );
    }

    #[test]
    fn hardly_anyone_overtaking_changes_hardly_anything() {
        let walked = settled(&[1e-9, 28.0], 6.0, 3)[1];
        let line = one_line(28.0, 6.0, 3);
        for minutes in [0.0, 2.0, 17.0, 200.0] {
            let found = walked.p_wait_within(minutes).unwrap();
            let expected = line.p_wait_within(minutes).unwrap();
            assert!((found - expected).abs() < 1e-8);
        }
    }

    #[test]
    fn priority_moves_waiting_between_classes_but_makes_none() {
        let arrivals = [4.0, 8.0, 5.0, 12.0];
        let classes = settled(&arrivals, 9.0, 5);
        let waited: f64 = arrivals
            .iter()
            .zip(&classes)
            .map(|(arrivals, class)| arrivals * class.mean_wait_minutes)
            .sum();
        let line = one_line(29.0, 9.0, 5);
        check(waited, 29.0 * line.mean_wait_minutes);
        assert!(classes.is_sorted_by(|a, b| a.mean_wait_minutes < b.mean_wait_minutes));
    }

    #[test]
    fn a_middle_class_depends_on_the_later_ones_only_through_the_chance_of_waiting() {
        let three = settled(&[5.0, 7.0, 6.0], 8.0, 3)[1];
        let two = settled(&[5.0, 7.0], 8.0, 3)[1];
        let late = |class: &ClassWait| (1.0 - class.p_wait_within(6.0).unwrap()) / class.p_wait;
        check(late(&three), late(&two));
    }

    #[test]
    fn the_last_class_waits_longer_than_one_line_would() {
        let classes = settled(&[12.0, 30.0], 8.0, 6);
        let line = one_line(42.0, 8.0, 6);
        for minutes in [0.5, 5.0, 30.0] {
            assert!(
                classes[1].p_wait_within(minutes).unwrap() < line.p_wait_within(minutes).unwrap()
            );
        }
    }

    #[test]
    fn the_first_class_settles_although_the_second_saturates() {
        let found = priority(&PriorityLine {
            arrivals_per_hour: vec![6.0, 60.0],
            service_minutes: 10.0,
            servers: 2,
        })
        .unwrap();
        assert_eq!(found.p_wait, 1.0);
        let first = found.classes[0].settled().unwrap();
        // A server falls free every five minutes and the first class takes half of those turns.
        check(first.mean_wait_minutes, 10.0);
        check(first.p_wait_within(5.0).unwrap(), 1.0 - (-0.5_f64).exp());
        assert_eq!(found.classes[1], Steady::Saturated { utilisation: 5.5 });
    }

    #[test]
    fn nobody_coming_means_nobody_waiting() {
        for class in settled(&[0.0, 0.0], 8.0, 2) {
            assert_eq!(class.mean_wait_minutes, 0.0);
            assert_eq!(class.p_wait_within(0.0), Ok(1.0));
        }
    }

    #[test]
    fn bad_lines_are_refused() {
        let refused = |arrivals_per_hour: Vec<f64>, servers| {
            priority(&PriorityLine {
                arrivals_per_hour,
                service_minutes: 8.0,
                servers,
            })
            .unwrap_err()
        };
        assert_eq!(refused(vec![], 2), QueueError::Classes(0));
        assert_eq!(refused(vec![1.0; 17], 2), QueueError::Classes(17));
        assert_eq!(refused(vec![1.0, -1.0], 2), QueueError::Arrivals(-1.0));
        assert_eq!(refused(vec![1.0, 2.0], 0), QueueError::Servers(0));
        assert_eq!(
            refused(vec![3_000.0, 3_000.0], 2),
            QueueError::Arrivals(6_000.0)
        );
    }
}
