//! The exact chain of a session.

use crate::demand::Session;
use crate::domain::WaitTarget;
use crate::queueing::{Day, DayClass, ExactDay, QueueError};

use super::{Late, UNSERVED_MINUTES};

/// The chains of one session with so many heads by interval, each solved when it is first asked for.
pub(super) struct Chains<'s> {
    session: &'s Session,
    minutes: f64,
    heads: &'s [u32],
    /// By how many classes stand before the rest; `None` inside where the chain would be too large.
    days: Vec<Option<Option<ExactDay>>>,
}

impl<'s> Chains<'s> {
    /// `minutes` is the length of an interval.
    pub fn new(session: &'s Session, minutes: f64, heads: &'s [u32]) -> Chains<'s> {
        Chains {
            session,
            minutes,
            heads,
            days: session.classes.iter().map(|_| None).collect(),
        }
    }

    /// By promise: the share within its minutes, or the mean wait; inside `None` where the chain would be too large.
    ///
    /// Nothing at all when it got `late`; the chains are then not to be asked again.
    pub fn values(&mut self, late: Late<'_>) -> Option<Vec<Option<f64>>> {
        let session = self.session;
        let mut values = Vec::new();
        for (period, rank, target) in session.targets() {
            let value = match target {
                WaitTarget::ShareWithin { minutes, .. } => {
                    self.day(rank, late).and_then(|(day, place)| {
                        day.share_within_unless(period, place, minutes, late).ok()
                    })
                }
                WaitTarget::Mean { .. } => self.mean_minutes(period, rank, late),
            };
            if late() {
                return None;
            }
            values.push(value);
        }
        Some(values)
    }

    /// Mean wait of a class in an interval, in minutes.
    pub fn mean_minutes(&mut self, period: usize, rank: usize, late: Late<'_>) -> Option<f64> {
        let (day, place) = self.day(rank, late)?;
        Some(day.periods[period].classes[place].mean_virtual_wait_minutes)
    }

    /// The wait that a share of a class does not exceed, in minutes; `None` also where it is too far off.
    pub fn quantile_minutes(
        &mut self,
        period: usize,
        rank: usize,
        share: f64,
        late: Late<'_>,
    ) -> Option<f64> {
        let (day, place) = self.day(rank, late)?;
        day.wait_quantile_minutes(period, place, share)
            .ok()
            .flatten()
    }

    /// What all customers of the session wait together, in minutes.
    ///
    /// With one mean service time it does not matter for that who is called first: one line tells it.
    pub fn waited_minutes(&mut self, late: Late<'_>) -> Option<f64> {
        let all = self.split_day(0, late)?.totals[0];
        Some(all.expected_arrivals * all.mean_virtual_wait_minutes)
    }

    /// The chain that tells of a rank, and the class's place in it.
    fn day(&mut self, rank: usize, late: Late<'_>) -> Option<(&ExactDay, usize)> {
        let split = split(rank, self.session.classes.len());
        let place = usize::from(rank >= split && split > 0);
        Some((self.split_day(split, late)?, place))
    }

    /// The chain with so many classes before the rest.
    fn split_day(&mut self, split: usize, late: Late<'_>) -> Option<&ExactDay> {
        let (session, minutes, heads) = (self.session, self.minutes, self.heads);
        let day = self.days[split]
            .get_or_insert_with(|| solved(session, minutes, heads, split, late).ok());
        day.as_ref()
    }
}

/// How many of the classes stand before the rest in the chain that tells of a rank; 0 for one line.
///
/// The chain knows two classes. The first and the last of three are told exactly; one between them is put together with
/// those called after it and so waits at least as long as in truth.
fn split(rank: usize, ranks: usize) -> usize {
    match ranks {
        0 | 1 => 0,
        _ => rank.max(1),
    }
}

/// The day with the classes before `split` as one, and the others as one. Nobody gives up.
fn solved(
    session: &Session,
    minutes: f64,
    heads: &[u32],
    split: usize,
    late: Late<'_>,
) -> Result<ExactDay, QueueError> {
    let mut servers = heads.to_vec();
    if servers.last() == Some(&0) {
        let unserved = (UNSERVED_MINUTES / minutes).ceil() as usize;
        servers.extend(std::iter::repeat_n(0, unserved));
        servers.push(1);
    }
    let (first, last) = session.classes.split_at(split);
    let groups = [first, last].into_iter().filter(|group| !group.is_empty());
    let classes = groups.map(|group| DayClass {
        arrivals_per_hour: (0..servers.len())
            .map(|period| {
                let rates = group
                    .iter()
                    .map(|class| class.arrivals_per_hour.get(period));
                rates.flatten().sum()
            })
            .collect(),
        patience_minutes: None,
        opening_queue: 0,
    });
    let day = Day {
        period_minutes: minutes,
        service_minutes: session.service_minutes,
        classes: classes.collect(),
        servers,
    };
    ExactDay::new_unless(&day, late)
}
