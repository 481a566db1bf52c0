//! A small drawing of one day: hours across, a count or minutes up.

use chrono::NaiveDate;

use super::svg::{Anchor, Svg};
use crate::domain::Horizon;

const WIDTH: f64 = 300.0;
const LEFT: f64 = 22.0;
const RIGHT: f64 = 291.0;
const TOP: f64 = 8.0;
/// Room under the hours.
const FOOT: f64 = 18.0;

/// One day's drawing with its two scales.
pub(super) struct DayPanel<'a> {
    pub svg: Svg,
    horizon: &'a Horizon,
    date: NaiveDate,
    /// First and last hour shown.
    hours: (i64, i64),
    most: f64,
    /// Where nothing lies.
    bottom: f64,
}

impl<'a> DayPanel<'a> {
    /// An empty drawing with axes: `hours` from first to last, up to `most`.
    pub fn new(
        horizon: &'a Horizon,
        date: NaiveDate,
        hours: (i64, i64),
        most: f64,
    ) -> DayPanel<'a> {
        // One or two heads need no tall drawing.
        let bottom = if most <= 3.0 { 58.0 } else { 100.0 };
        let mut panel = DayPanel {
            svg: Svg::new(WIDTH, bottom + FOOT),
            horizon,
            date,
            hours: (hours.0, hours.1.max(hours.0 + 1)),
            most: most.max(1.0),
            bottom,
        };
        panel.axes();
        panel
    }

    fn axes(&mut self) {
        let step = nice_step(self.most);
        let mut mark = 0.0;
        while mark <= self.most + 1e-9 {
            let y = self.y(mark);
            self.svg.line((LEFT, y), (RIGHT, y), "grid");
            self.svg.text(
                (LEFT - 3.0, y + 3.5),
                Anchor::End,
                "tick",
                &format!("{mark:.0}"),
            );
            mark += step;
        }
        let (first, last) = self.hours;
        let bottom = self.bottom;
        let every = if last - first > 14 { 3 } else { 2 };
        for hour in first..=last {
            let x = self.x_of_minute(hour * 60);
            let marked = (hour - first) % every == 0;
            let foot = if marked { bottom + 3.0 } else { bottom + 1.5 };
            self.svg.line((x, bottom), (x, foot), "axis");
            if marked {
                let label = (hour.rem_euclid(24)).to_string();
                self.svg
                    .text((x, bottom + 13.0), Anchor::Middle, "tick", &label);
            }
        }
        self.svg.line((LEFT, bottom), (RIGHT, bottom), "axis");
    }

    fn x_of_minute(&self, minute: i64) -> f64 {
        let (first, last) = self.hours;
        let share = (minute - first * 60) as f64 / ((last - first) * 60) as f64;
        LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    /// Where an instant lies across.
    pub fn x(&self, instant: i64) -> f64 {
        self.x_of_minute(minute_of(self.horizon, self.date, instant))
    }

    /// Where an amount lies; more than the most lies at the top.
    pub fn y(&self, amount: f64) -> f64 {
        let share = (amount / self.most).clamp(0.0, 1.0);
        self.bottom - share * (self.bottom - TOP)
    }

    /// `08:30-09:00` of this day.
    pub fn span(&self, start: i64, end: i64) -> String {
        let clock = |instant| self.horizon.clock(instant, self.date);
        format!("{}-{}", clock(start), clock(end))
    }

    /// Runs of steps that meet, each a path: (start, end, amount).
    pub fn steps(&mut self, steps: &[(i64, i64, f64)], class: &str) {
        let mut run: Vec<(f64, f64)> = Vec::new();
        let mut until = None;
        for (start, end, amount) in steps {
            if until != Some(*start) {
                self.svg.path(&std::mem::take(&mut run), class);
            }
            let y = self.y(*amount);
            run.push((self.x(*start), y));
            run.push((self.x(*end), y));
            until = Some(*end);
        }
        self.svg.path(&run, class);
    }
}

/// Local minute of `date`, beyond 24 hours on the next day.
pub(super) fn minute_of(horizon: &Horizon, date: NaiveDate, instant: i64) -> i64 {
    let (on, minute) = horizon.local(instant);
    minute + 1_440 * (on - date).num_days()
}

/// A distance between marks that leaves three to five of them.
fn nice_step(most: f64) -> f64 {
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
    let fits = steps.into_iter().find(|step| most / step <= 4.5);
    fits.unwrap_or(most / 4.0)
}
