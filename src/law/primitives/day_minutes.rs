//! Minutes by local day, and their sums over windows.

use smallvec::SmallVec;

use crate::law::days::{Day, DayTable};
use crate::law::timeline::Worked;

/// Minutes by local day; days outside hold none.
#[derive(Clone, Debug)]
pub(in crate::law) struct DayMinutes {
    first: Day,
    /// A few weeks need no memory of their own: that is all that most claims look at.
    by_day: SmallVec<[i64; 32]>,
}

impl DayMinutes {
    /// No minutes on any day of `[first, end)`.
    pub fn none(first: Day, end: Day) -> DayMinutes {
        DayMinutes {
            first,
            by_day: SmallVec::from_elem(0, end.since(first).max(0) as usize),
        }
    }

    /// Adds minutes to a day; days outside take none.
    pub fn add(&mut self, day: Day, minutes: i64) {
        if let Some(slot) = self.slot(day).and_then(|at| self.by_day.get_mut(at)) {
            *slot = slot.saturating_add(minutes);
        }
    }

    /// Adds a shift's work to the day on which it starts.
    pub fn add_by_start(&mut self, item: &Worked<'_>) {
        self.add(item.day, item.work_min);
    }

    /// Adds a shift's work minute by minute to the day on which it is done.
    pub fn add_split(&mut self, item: &Worked<'_>, days: &DayTable) {
        for day in item.day.until(item.last_day.next()) {
            self.add(day, work_on(item, day, days));
        }
    }

    /// The minutes of one day.
    pub fn on(&self, day: Day) -> i64 {
        self.slot(day)
            .and_then(|at| self.by_day.get(at))
            .copied()
            .unwrap_or(0)
    }

    /// The minutes of the days `[from, to)`.
    pub fn sum(&self, from: Day, to: Day) -> i64 {
        let at = |day: Day| day.since(self.first).clamp(0, self.by_day.len() as i64) as usize;
        let (from, to) = (at(from), at(to));
        if from >= to {
            return 0;
        }
        self.by_day[from..to]
            .iter()
            .fold(0, |sum, minutes| i64::saturating_add(sum, *minutes))
    }

    /// The days with their minutes.
    pub fn days(&self) -> impl Iterator<Item = (Day, i64)> {
        (self.by_day.iter().enumerate()).map(|(at, minutes)| (self.first.plus(at as i64), *minutes))
    }

    fn slot(&self, day: Day) -> Option<usize> {
        usize::try_from(day.since(self.first)).ok()
    }
}

/// The work minutes of a shift on one local day.
pub(in crate::law) fn work_on(item: &Worked<'_>, day: Day, days: &DayTable) -> i64 {
    if item.day == day && item.last_day == day {
        return item.work_min;
    }
    item.shift.work_within(days.span(day, day.next())).0
}

#[cfg(test)]
mod tests {
    use super::DayMinutes;
    use crate::law::days::Day;

    #[test]
    fn sums_are_cut_to_the_days_there_are() {
        let mut minutes = DayMinutes::none(Day(10), Day(13));
        for day in 8..15 {
            minutes.add(Day(day), 100);
        }
        assert_eq!(minutes.sum(Day(0), Day(99)), 300);
        assert_eq!(minutes.sum(Day(11), Day(12)), 100);
        assert_eq!(minutes.sum(Day(12), Day(11)), 0);
        assert_eq!(
            [minutes.on(Day(9)), minutes.on(Day(12)), minutes.on(Day(13))],
            [0, 100, 0]
        );
    }

    #[test]
    fn sums_stop_at_the_largest_number() {
        let mut minutes = DayMinutes::none(Day(0), Day(2));
        minutes.add(Day(0), i64::MAX);
        minutes.add(Day(1), i64::MAX);
        assert_eq!(minutes.sum(Day(0), Day(2)), i64::MAX);
    }
}
