//! Shares of arrivals who wait at most so long, and the wait that a share does not exceed.

use super::answer::{ExactDay, check_work, weighted_mean};
use super::day::{Day, day_limits};
use super::law::{self, Survival};
use super::means;
use super::stages::{Slot, stages};
use crate::queueing::QueueError;
use crate::queueing::error::within;
use crate::queueing::limits::THRESHOLD_MINUTES_MAX;

/// Shares of a period's or a day's arrivals at one threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// Share whose virtual wait is at most the threshold.
    pub p_virtual_wait_within: f64,
    /// Share served within the threshold, those who give up counting against it.
    pub p_served_within: f64,
}

/// Shares of a day at several thresholds.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// By period, class and threshold.
    pub periods: Vec<Vec<Vec<Share>>>,
    /// By class and threshold, weighted by arrivals.
    pub day: Vec<Vec<Share>>,
}

impl ExactDay {
    /// Shares of arrivals within each of `thresholds` (minutes), by period and class and over the day.
    ///
    /// Errors: too many thresholds, one that is not within its limits, or too much work.
    pub fn shares(&self, thresholds: &[f64]) -> Result<Shares, QueueError> {
        check_thresholds(thresholds)?;
        let works = (0..self.periods.len()).map(|p| law::work(&self.stages, p, thresholds));
        let work = works.sum::<f64>();
        if work > day_limits::SHARES_WORK_MAX {
            return Err(QueueError::SharesTooLarge(work));
        }
        let periods: Vec<_> = (0..self.periods.len())
            .map(|period| self.period_shares(period, thresholds))
            .collect::<Result<_, _>>()?;
        let over_day = |class: usize, threshold: usize, pick: fn(&Share) -> f64| {
            let values: Vec<f64> = periods
                .iter()
                .map(|classes: &Vec<Vec<Share>>| pick(&classes[class][threshold]))
                .collect();
            let weights: Vec<f64> = self
                .periods
                .iter()
                .map(|period| period.classes[class].arrivals_per_hour)
                .collect();
            weighted_mean(&weights, &values)
        };
        let day = (0..self.slots.len()).map(|class| {
            let share = |threshold| Share {
                p_virtual_wait_within: over_day(class, threshold, |s| s.p_virtual_wait_within),
                p_served_within: over_day(class, threshold, |s| s.p_served_within),
            };
            (0..thresholds.len()).map(share).collect()
        });
        Ok(Shares {
            day: day.collect(),
            periods,
        })
    }

    /// Share of a period's arrivals of a class whose virtual wait is at most `minutes`.
    ///
    /// 1 for a period or class that does not exist. Errors as [`ExactDay::shares`].
    pub fn share_within(
        &self,
        period: usize,
        class: usize,
        minutes: f64,
    ) -> Result<f64, QueueError> {
        self.share_within_unless(period, class, minutes, &|| false)
    }

    /// [`ExactDay::share_within`], given up when it is `late`: [`QueueError::Stopped`].
    pub fn share_within_unless(
        &self,
        period: usize,
        class: usize,
        minutes: f64,
        late: &dyn Fn() -> bool,
    ) -> Result<f64, QueueError> {
        check_thresholds(&[minutes])?;
        let (Some(start), Some(slot)) = (self.starts.get(period), self.slots.get(class)) else {
            return Ok(1.0);
        };
        let work = law::work(&self.stages, period, &[minutes]);
        if work > day_limits::WORK_MAX {
            return Err(QueueError::DayTooLarge(work));
        }
        let survival = law::survival(&self.stages, period, start, &[*slot], &[minutes], late)
            .ok_or(QueueError::Stopped)?;
        let longer = survival.iter().flatten().map(|law| law.waits_longer);
        Ok(1.0 - longer.sum::<f64>())
    }

    /// Shares of one period's arrivals, by class and threshold; errors as [`ExactDay::shares`].
    fn period_shares(
        &self,
        period: usize,
        thresholds: &[f64],
    ) -> Result<Vec<Vec<Share>>, QueueError> {
        check_thresholds(thresholds)?;
        let work = law::work(&self.stages, period, thresholds);
        if work > day_limits::WORK_MAX {
            return Err(QueueError::DayTooLarge(work));
        }
        let start = &self.starts[period];
        let slots = &self.slots;
        let survival = law::survival(&self.stages, period, start, slots, thresholds, &|| false)
            .ok_or(QueueError::Stopped)?;
        let classes = survival.iter().zip(&self.slots).map(|(law, slot)| {
            let rates = self.stages[period].tagged_rates(*slot, true);
            let share = |(survival, t): (&Survival, &f64)| {
                let within = 1.0 - survival.waits_longer;
                let gives_up = rates.tagged_gives_up;
                // Who is neither waiting nor has given up by then is served.
                let waiting = survival.waits_longer * (-gives_up * t).exp();
                let gave_up = gives_up * survival.waited_minutes;
                Share {
                    p_virtual_wait_within: within,
                    p_served_within: (1.0 - waiting - gave_up).clamp(0.0, 1.0),
                }
            };
            law.iter().zip(thresholds).map(share).collect()
        });
        Ok(classes.collect())
    }

    /// The virtual wait in minutes that a share (0 to below 1) of a period's arrivals of a class does not exceed.
    ///
    /// Found to a thousandth of a minute. `None` for a wait beyond the longest threshold or too far off to be found
    /// in short time, and for a period or class that does not exist. Errors: a share outside its range.
    pub fn wait_quantile_minutes(
        &self,
        period: usize,
        class: usize,
        share: f64,
    ) -> Result<Option<f64>, QueueError> {
        if !(0.0..1.0).contains(&share) {
            return Err(QueueError::Share(share));
        }
        let Some(waits) = self.periods.get(period).and_then(|p| p.classes.get(class)) else {
            return Ok(None);
        };
        let missing = |minutes: f64| -> Result<f64, QueueError> {
            let shares = self.period_shares(period, &[minutes])?;
            Ok(shares[class][0].p_virtual_wait_within - share)
        };
        let affordable = |minutes: f64| {
            law::work(&self.stages, period, &[minutes]) <= day_limits::QUANTILE_WORK_MAX
        };
        let mut low = (0.0, missing(0.0)?);
        if low.1 >= 0.0 {
            return Ok(Some(0.0));
        }
        let mut minutes = waits
            .mean_virtual_wait_minutes
            .clamp(0.01, THRESHOLD_MINUTES_MAX);
        let mut high = loop {
            if minutes > THRESHOLD_MINUTES_MAX || !affordable(minutes) {
                return Ok(None);
            }
            let here = missing(minutes)?;
            if here >= 0.0 {
                break (minutes, here);
            }
            low = (minutes, here);
            minutes *= 2.0;
        };
        // False position, the standing end halved (Illinois; Dowell & Jarratt 1971).
        let mut last_above = None;
        while high.0 - low.0 > 1e-3 {
            let at = low.0 - low.1 * (high.0 - low.0) / (high.1 - low.1);
            let edge = 1e-4 * (high.0 - low.0);
            let at = at.clamp(low.0 + edge, high.0 - edge);
            let here = missing(at)?;
            let above = here >= 0.0;
            if above {
                high = (at, here);
            } else {
                low = (at, here);
            }
            if last_above == Some(above) {
                if above { low.1 /= 2.0 } else { high.1 /= 2.0 }
            }
            if here.abs() < 1e-9 {
                return Ok(Some(at));
            }
            last_above = Some(above);
        }
        Ok(Some(high.0))
    }
}

/// Share of a period's arrivals of the last class whose virtual wait is at most `minutes`, and nothing else of the day.
///
/// As [`ExactDay::share_within`] of the solved day, in a fraction of its time: for whoever asks often. 1 for a period
/// that does not exist.
pub fn share_of_period(day: &Day, period: usize, minutes: f64) -> Result<f64, QueueError> {
    day.check()?;
    check_thresholds(&[minutes])?;
    if period >= day.servers.len() {
        return Ok(1.0);
    }
    let stages = stages(day)?;
    check_work(&stages, 1)?;
    let work = law::work(&stages, period, &[minutes]);
    if work > day_limits::WORK_MAX {
        return Err(QueueError::DayTooLarge(work));
    }
    let door = |class: usize| day.classes[class].opening_queue as usize;
    let opening = match day.classes.len() {
        1 => (0, door(0)),
        _ => (door(0), door(1)),
    };
    let start = means::start_of(&stages, opening, period);
    let survival = law::survival(&stages, period, &start, &[Slot::Own], &[minutes], &|| false)
        .ok_or(QueueError::Stopped)?;
    let longer = survival.iter().flatten().map(|law| law.waits_longer);
    Ok(1.0 - longer.sum::<f64>())
}

fn check_thresholds(thresholds: &[f64]) -> Result<(), QueueError> {
    if thresholds.len() > day_limits::THRESHOLDS_MAX {
        return Err(QueueError::Thresholds(thresholds.len()));
    }
    for &t in thresholds {
        within(t, 0.0, THRESHOLD_MINUTES_MAX, QueueError::Threshold)?;
    }
    Ok(())
}
