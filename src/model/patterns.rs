//! Start-length pairs that a first roster has opened in each hall and week.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Duration, NaiveDate};

use crate::domain::{HallIx, Instance, TemplateIx};

/// What is open where their number is limited.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    open: BTreeMap<(HallIx, NaiveDate), BTreeSet<(i64, i64)>>,
}

impl Patterns {
    /// Whether a shift is among those open in its hall and week, or one more may be opened.
    pub fn allow(&self, instance: &Instance, day: usize, hall: HallIx, shift: TemplateIx) -> bool {
        let Some(most) = instance.halls[hall.0].patterns_max else {
            return true;
        };
        let open = self.open.get(&(hall, monday(instance, day)));
        open.is_none_or(|open| open.len() < most || open.contains(&pair(instance, shift)))
    }

    /// Opens shifts of one person while there is room; whether there was room for all.
    pub fn open(&mut self, instance: &Instance, shifts: &[(usize, HallIx, TemplateIx)]) -> bool {
        let mut all = true;
        for &(day, hall, shift) in shifts {
            match self.allow(instance, day, hall, shift) {
                false => all = false,
                true => {
                    let week = (hall, monday(instance, day));
                    self.open
                        .entry(week)
                        .or_default()
                        .insert(pair(instance, shift));
                }
            }
        }
        all
    }
}

fn pair(instance: &Instance, shift: TemplateIx) -> (i64, i64) {
    let shift = &instance.templates[shift.0];
    (shift.start, shift.length.0)
}

fn monday(instance: &Instance, day: usize) -> NaiveDate {
    let date = instance.horizon.date(day as i64);
    date - Duration::days(i64::from(date.weekday().num_days_from_monday()))
}
