//! `min_rest_per_window`.

use crate::law::Unit;
use crate::law::check::{DAY_MINUTES_MAX, ParamFaults};
use crate::law::days::Day;
use crate::law::judge::{Blame, Held, Judge, over};
use crate::law::primitives::free_stretch::BusyTime;
use crate::law::primitives::run_length::DayFlags;
use crate::law::primitives::windows::windows;
use serde::{Deserialize, Serialize};

use crate::law::params::Window;
use crate::law::{ClockTime, DayOfWeek};

/// Every window of days must hold so much rest.
///
/// `local_days`: the number of local dates that no shift touches. `minutes`: the longest stretch
/// without a shift inside the window, or the longest one that starts in it (`starts_in`), not later
/// than `latest_start`. Broken when less than `min`. Time after the horizon is free. Labour Law
/// Art. 38; Directive 2003/88 Art. 5; Singapore's Employment Act s. 36.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinRestPerWindow {
    /// What is measured.
    pub unit: RestUnit,
    /// The least rest, in that unit.
    pub min: i64,
    /// The windows.
    pub window: Window,
    /// Which stretches belong to a window.
    #[serde(default)]
    pub attribution: RestAttribution,
    /// Latest moment at which a stretch may start.
    #[serde(default)]
    pub latest_start: Option<LatestStart>,
}

/// What rest is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestUnit {
    /// Local dates that no shift touches.
    LocalDays,
    /// Elapsed minutes of one unbroken stretch.
    Minutes,
}

/// Which stretches of rest belong to a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestAttribution {
    /// The part that lies inside it.
    #[default]
    Inside,
    /// All of a stretch that starts in it.
    StartsIn,
}

/// Latest moment of a window at which rest may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatestStart {
    /// On which day of the week; the last one in the window.
    pub weekday: DayOfWeek,
    /// At what time.
    pub time: ClockTime,
}

impl MinRestPerWindow {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.positive("min", self.min);
        faults.window(self.window);
        match (self.unit, self.attribution) {
            (RestUnit::LocalDays, _) => faults.fits("min", self.min, 1, self.window),
            (RestUnit::Minutes, RestAttribution::Inside) => {
                faults.fits("min", self.min, DAY_MINUTES_MAX, self.window);
            }
            // It may go on beyond the window.
            (RestUnit::Minutes, RestAttribution::StartsIn) => {}
        }
        if self.latest_start.is_some()
            && (self.unit, self.attribution) != (RestUnit::Minutes, RestAttribution::StartsIn)
        {
            let remedy = "a latest start is for rest in minutes that starts in the window";
            faults.add("latest_start", "latest_start", remedy);
        }
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let days = judge.days();
        let blocks = windows(self.window, days.first_day(), days.end_day());
        match self.unit {
            RestUnit::LocalDays => {
                let touched = touched_days(judge);
                for (from, to) in blocks {
                    let value = to.since(from) - touched.count(from, to);
                    self.hold(judge, from, to, value, Unit::Days);
                }
            }
            RestUnit::Minutes => {
                let busy = BusyTime::of(judge.items());
                for (from, to) in blocks {
                    let span = days.span(from, to);
                    let value = match self.attribution {
                        RestAttribution::Inside => busy.longest_free_inside(span),
                        RestAttribution::StartsIn => {
                            let latest = self.latest_start_in(judge, from, to);
                            let open_end = span.end.max(days.midnight(days.end_day()));
                            busy.longest_free_from(span, latest, open_end, self.min)
                        }
                    };
                    self.hold(judge, from, to, value, Unit::Minutes);
                }
            }
        }
    }

    fn hold(&self, judge: &mut Judge<'_, '_>, from: Day, to: Day, value: i64, unit: Unit) {
        let held = Held {
            value,
            limit: self.min,
            place: over(from, to),
            unit,
            blame: Blame::Days(from, to),
        };
        judge.at_least_when(held, |judge| judge.judges_within(from, to));
    }

    fn latest_start_in(&self, judge: &Judge<'_, '_>, from: Day, to: Day) -> Option<i64> {
        let latest = self.latest_start?;
        let last_seven = from.max(to.plus(-7));
        let day = last_seven.until(to).find(|day| day.is(latest.weekday))?;
        Some(judge.days().clock(day, latest.time))
    }
}

/// The local days that a shift touches.
pub(super) fn touched_days(judge: &Judge<'_, '_>) -> DayFlags {
    let mut touched = DayFlags::none(judge.time.first, judge.time.end);
    for item in judge.items() {
        touched.mark(item.day, item.last_day.next());
    }
    touched
}
