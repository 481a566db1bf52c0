//! One queue of a hall on one day, put to both engines.

use chrono::NaiveDate;

use super::judge::{target_of, verdict};
use super::{ClassWaits, Engines, IntervalWaits, QueueDay, Verdict, Waits};
use crate::demand::ClassRates;
use crate::domain::{ClassIx, HallIx, Instance, QueueIx, Served, WaitTarget};
use crate::roster::Roster;
use crate::simulation::{Class, Crew, Hall, Options, Outcome, Seen, ServiceLaw, limits, simulate};
use crate::waits::forecast::{ClassForecast, Engine, Forecast, forecast};
use crate::waits::profile::{Leavers, Profile, ProfileClass};

/// Share told for a class without a target on a share.
const SHARE: f64 = 0.9;
/// Customers of all simulated days of one queue and day together.
const CUSTOMERS: f64 = 400_000.0;
/// Fewest and most days that are simulated.
const DAYS: (f64, f64) = (200.0, 4_000.0);
/// Waits in whole minutes up to here are tabulated where only the simulation answers.
const TABULATED_MINUTES: u32 = 45;

/// A queue's day as the engines see it.
pub(super) struct Line<'a> {
    instance: &'a Instance,
    hall: HallIx,
    queue: QueueIx,
    /// Intervals with customers.
    rates: &'a [ClassRates],
    /// Classes with customers, the one called first in front.
    classes: Vec<ClassIx>,
    /// Instant at which it begins.
    start: i64,
    /// Heads by period: from the first customers to the last, and on while somebody is there.
    heads: Vec<u32>,
    /// Each person's serving, in minutes from the start.
    people: Vec<Vec<(f64, f64)>>,
}

impl<'a> Line<'a> {
    /// `rates` is not empty and lies on one day.
    pub fn new(
        instance: &'a Instance,
        roster: &Roster,
        (hall, queue): (HallIx, QueueIx),
        rates: &'a [ClassRates],
    ) -> Line<'a> {
        let horizon = &instance.horizon;
        let first = rates[0].interval;
        let (start, _) = horizon.interval_span(first);
        let spans = spans(roster, hall, queue, start);
        let length = horizon.interval.0;
        let last = start + (rates[rates.len() - 1].interval - first + 1) * length;
        // Whoever still waits is served by those who stay on after the last arrivals.
        let gone = spans.iter().flatten().map(|(_, to)| *to).max();
        let end = last.max(gone.unwrap_or(last).min(last + 240));
        let mut heads: Vec<u32> = (0..(end - start) / length)
            .map(|period| {
                let (from, to) = (start + period * length, start + (period + 1) * length);
                let whole = |own: &&Vec<(i64, i64)>| own.iter().any(|s| s.0 <= from && to <= s.1);
                spans.iter().filter(whole).count() as u32
            })
            .collect();
        while heads.last() == Some(&0) {
            heads.pop();
        }
        let close = start + heads.len() as i64 * length;
        let minutes = |instant: i64| (instant.clamp(start, close) - start) as f64;
        let people = (spans.iter())
            .map(|own| {
                let own = own.iter().map(|(from, to)| (minutes(*from), minutes(*to)));
                own.filter(|(from, to)| from < to).collect::<Vec<_>>()
            })
            .filter(|own| !own.is_empty())
            .collect();
        let come = |class: &&ClassIx| rates.iter().any(|r| r.arrivals_per_hour[class.0] > 0.0);
        let classes = &instance.halls[hall.0].queues[queue.0].classes;
        Line {
            instance,
            hall,
            queue,
            rates,
            classes: classes.iter().filter(come).copied().collect(),
            start,
            heads,
            people,
        }
    }

    /// Both engines' answers, judged.
    pub fn day(&self, date: NaiveDate) -> QueueDay {
        let exact = self.exact();
        let simulated = self.simulated();
        let engines = match (&exact, &simulated) {
            (Ok(_), Ok(_)) => Engines::Both,
            (Err(why), Ok(_)) => Engines::Simulation { why: why.clone() },
            (_, Err(why)) => Engines::Neither { why: why.clone() },
        };
        let (exact, simulated) = (exact.ok(), simulated.ok());
        // One engine's word alone is enough only where the other cannot have one.
        let exact = exact.filter(|_| simulated.is_some());
        let intervals = (self.rates.iter())
            .map(|rates| self.interval(rates, exact.as_ref(), simulated.as_ref()))
            .collect();
        QueueDay {
            hall: self.hall,
            queue: self.queue,
            date,
            engines,
            intervals,
        }
    }

    fn interval(
        &self,
        rates: &ClassRates,
        exact: Option<&Forecast>,
        simulated: Option<&Outcome>,
    ) -> IntervalWaits {
        let (start, end) = self.instance.horizon.interval_span(rates.interval);
        let period = self.period(rates);
        let hours = (end - start) as f64 / 60.0;
        let here = |place: usize| self.arrivals(rates, place) > 0.0;
        let classes = (0..self.classes.len()).filter(|place| here(*place));
        let classes = classes.map(|place| {
            let class = self.classes[place];
            let target = self.target(place, rates.busy);
            let mut waits = ClassWaits {
                class,
                arrivals: self.arrivals(rates, place) * hours,
                target,
                exact: exact
                    .and_then(|told| told.periods.get(period).map(|p| (told, p)))
                    .map(|(told, p)| from_chain(told, &p.classes[place], target)),
                simulated: simulated
                    .and_then(|told| told.periods.get(period))
                    .map(|seen| self.simulated_waits(&seen[place], target)),
                verdict: Verdict::NoTarget,
            };
            waits.verdict = verdict(&waits);
            waits
        });
        IntervalWaits {
            start,
            end,
            busy: rates.busy,
            heads: self.heads.get(period).copied().unwrap_or(0),
            classes: classes.collect(),
        }
    }

    fn period(&self, rates: &ClassRates) -> usize {
        (rates.interval - self.rates[0].interval) as usize
    }

    fn arrivals(&self, rates: &ClassRates, place: usize) -> f64 {
        rates.arrivals_per_hour[self.classes[place].0]
    }

    fn target(&self, place: usize, busy: bool) -> Option<WaitTarget> {
        let class = &self.instance.halls[self.hall.0].classes[self.classes[place].0];
        target_of(class, busy)
    }

    /// Arrivals per hour of one class, a figure a period.
    fn arrivals_by_period(&self, place: usize) -> Vec<f64> {
        let mut figures = vec![0.0; self.heads.len()];
        for rates in self.rates {
            if let Some(figure) = figures.get_mut(self.period(rates)) {
                *figure = self.arrivals(rates, place);
            }
        }
        figures
    }

    /// Targets on shares: their minutes and their shares, each once.
    fn share_targets(&self) -> (Vec<f64>, Vec<f64>) {
        let (mut minutes_asked, mut shares) = (Vec::new(), vec![SHARE]);
        for place in 0..self.classes.len() {
            for busy in [true, false] {
                if let Some(WaitTarget::ShareWithin { minutes, share }) = self.target(place, busy) {
                    minutes_asked.push(minutes);
                    shares.push(share);
                }
            }
        }
        for list in [&mut minutes_asked, &mut shares] {
            list.sort_by(f64::total_cmp);
            list.dedup();
        }
        (minutes_asked, shares)
    }

    /// The chain knows two classes in a line.
    fn chain_covers(&self) -> bool {
        self.classes.len() <= 2
    }

    /// Minutes at which the simulation counts: the targets', and where it answers alone whole minutes for its quantiles.
    fn simulated_thresholds(&self) -> Vec<f64> {
        let (mut minutes, _) = self.share_targets();
        if !self.chain_covers() {
            minutes.extend((0..=TABULATED_MINUTES).map(f64::from));
            minutes.sort_by(f64::total_cmp);
            minutes.dedup();
            minutes.truncate(limits::THRESHOLDS_MAX);
        }
        minutes
    }

    /// The chain's answer, or why there is none.
    fn exact(&self) -> Result<Forecast, String> {
        if self.heads.is_empty() {
            return Err(NOBODY.to_owned());
        }
        if !self.chain_covers() {
            return Err(format!(
                "the exact chain knows two classes in a line, here are {0} 精确计算最多处理两类客户，本队列有 {0} 类",
                self.classes.len()
            ));
        }
        let (thresholds, quantiles) = self.share_targets();
        let engine = Engine::Exact { quantiles };
        forecast(&self.profile(), &engine, &thresholds).map_err(|found| {
            let found = found.iter().map(|finding| finding.remedy.as_str());
            found.collect::<Vec<_>>().join("; ")
        })
    }

    /// The day with one service mean, weighted by arrivals.
    fn profile(&self) -> Profile {
        let site = &self.instance.halls[self.hall.0];
        let (mut arrivals, mut work) = (0.0, 0.0);
        let mut classes = Vec::new();
        for (place, class) in self.classes.iter().enumerate() {
            let class = &site.classes[class.0];
            let per_hour = self.arrivals_by_period(place);
            let sum: f64 = per_hour.iter().sum();
            arrivals += sum;
            work += sum * class.service_minutes;
            classes.push(ProfileClass {
                arrivals_per_hour: per_hour,
                patience_minutes: class.patience_minutes,
                opening_queue: 0,
                service_minutes: None,
            });
        }
        let (_, start) = self.instance.horizon.local(self.start);
        Profile {
            name: site.queues[self.queue.0].id.clone(),
            start_minutes: start as u32,
            period_minutes: self.instance.horizon.interval.0 as f64,
            servers: self.heads.clone(),
            // Nobody comes while anybody is there: any service time gives the same waits.
            service_minutes: if arrivals > 0.0 { work / arrivals } else { 1.0 },
            classes,
            service_cv: None,
            leavers: Leavers::FirstFree,
            call_out_minutes: 0.0,
        }
    }

    /// The simulation's answer, or why there is none.
    fn simulated(&self) -> Result<Outcome, String> {
        if self.heads.is_empty() {
            return Err(NOBODY.to_owned());
        }
        let hall = self.simulated_hall();
        let hours = hall.period_minutes / 60.0;
        let per_day: f64 = (hall.classes.iter())
            .flat_map(|class| &class.arrivals_per_hour)
            .map(|rate| rate * hours)
            .sum();
        let options = Options {
            days: (CUSTOMERS / per_day.max(1.0)).clamp(DAYS.0, DAYS.1) as u64,
            seed: 0,
            thresholds_minutes: self.simulated_thresholds(),
        };
        simulate(&hall, &options).map_err(|error| error.to_string())
    }

    /// The people themselves, each class with its own service time.
    fn simulated_hall(&self) -> Hall {
        let site = &self.instance.halls[self.hall.0];
        let classes = self.classes.iter().enumerate();
        let classes = classes.map(|(place, class)| Class {
            queue: 0,
            rank: place as u32,
            arrivals_per_hour: self.arrivals_by_period(place),
            service: ServiceLaw::Exponential {
                mean_minutes: site.classes[class.0].service_minutes,
            },
            patience_minutes: site.classes[class.0].patience_minutes,
            call_out_minutes: 0.0,
            opening_queue: 0,
        });
        Hall {
            period_minutes: self.instance.horizon.interval.0 as f64,
            periods: self.heads.len(),
            classes: classes.collect(),
            crews: (self.people.iter())
                .map(|own| Crew::named(vec![0], own))
                .collect(),
        }
    }

    fn simulated_waits(&self, seen: &Seen, target: Option<WaitTarget>) -> Waits {
        let thresholds = self.simulated_thresholds();
        let within = |minutes: f64| {
            let place = thresholds.iter().position(|t| *t == minutes)?;
            seen.p_virtual_wait_within.get(place).map(|e| e.mean)
        };
        let share = share_of(target);
        let reached = || {
            let law = thresholds.iter().zip(&seen.p_virtual_wait_within);
            law.into_iter()
                .find(|(_, e)| e.mean >= share)
                .map(|(t, _)| *t)
        };
        Waits {
            mean_minutes: seen.mean_virtual_wait_minutes.mean,
            quantile_minutes: if self.chain_covers() { None } else { reached() },
            share_within: match target {
                Some(WaitTarget::ShareWithin { minutes, .. }) => within(minutes),
                _ => None,
            },
        }
    }
}

const NOBODY: &str = "customers come and nobody serves this queue 有客户到达而无人服务该队列";

/// The share whose wait is told.
fn share_of(target: Option<WaitTarget>) -> f64 {
    match target {
        Some(WaitTarget::ShareWithin { share, .. }) => share,
        _ => SHARE,
    }
}

fn from_chain(told: &Forecast, class: &ClassForecast, target: Option<WaitTarget>) -> Waits {
    let share = share_of(target);
    let quantile = told.quantiles.iter().position(|asked| *asked == share);
    let threshold = |minutes: f64| {
        let place = told.thresholds_minutes.iter().position(|t| *t == minutes)?;
        class.p_virtual_wait_within.get(place).map(|f| f.value)
    };
    Waits {
        mean_minutes: class.mean_virtual_wait_minutes.value,
        quantile_minutes: quantile
            .and_then(|place| class.quantiles_minutes.get(place).copied().flatten()),
        share_within: match target {
            Some(WaitTarget::ShareWithin { minutes, .. }) => threshold(minutes),
            _ => None,
        },
    }
}

/// Each person's stretches at a queue that end after `from`, stretches that meet taken together.
fn spans(roster: &Roster, hall: HallIx, queue: QueueIx, from: i64) -> Vec<Vec<(i64, i64)>> {
    let mut people = Vec::new();
    for days in &roster.days {
        let mut own: Vec<(i64, i64)> = (days.iter())
            .filter_map(|activity| activity.duty())
            .filter(|duty| duty.hall == hall && duty.end > from && duty.start < from + 1_440)
            .flat_map(|duty| &duty.serving)
            .filter(|part| part.served == Served::Queue(queue) && part.end > from)
            .map(|part| (part.start, part.end))
            .collect();
        own.sort_unstable();
        let mut met: Vec<(i64, i64)> = Vec::new();
        for (start, end) in own {
            match met.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => met.push((start, end)),
            }
        }
        if !met.is_empty() {
            people.push(met);
        }
    }
    people
}
