//! Runs of marked days.

use smallvec::SmallVec;

use crate::law::days::Day;

/// One mark for each day of a stretch; days outside are unmarked.
#[derive(Clone, Debug)]
pub(in crate::law) struct DayFlags {
    first: Day,
    flags: SmallVec<[bool; 64]>,
}

impl DayFlags {
    /// No mark on any day of `[first, end)`.
    pub fn none(first: Day, end: Day) -> DayFlags {
        DayFlags {
            first,
            flags: SmallVec::from_elem(false, end.since(first).max(0) as usize),
        }
    }

    /// Marks the days `[from, to)`, as far as they are held.
    pub fn mark(&mut self, from: Day, to: Day) {
        let at = |day: Day| day.since(self.first).clamp(0, self.flags.len() as i64) as usize;
        let (from, to) = (at(from), at(to));
        if from < to {
            self.flags[from..to].fill(true);
        }
    }

    /// Whether the day is marked.
    pub fn on(&self, day: Day) -> bool {
        let at = usize::try_from(day.since(self.first)).ok();
        at.and_then(|at| self.flags.get(at))
            .copied()
            .unwrap_or(false)
    }

    /// How many days of `[from, to)` are marked.
    pub fn count(&self, from: Day, to: Day) -> i64 {
        let at = |day: Day| day.since(self.first).clamp(0, self.flags.len() as i64) as usize;
        let (from, to) = (at(from), at(to));
        if from >= to {
            return 0;
        }
        self.flags[from..to].iter().filter(|flag| **flag).count() as i64
    }

    /// The maximal runs of days that are all marked, or all unmarked, as `(first, end)`.
    pub fn runs(&self, marked: bool) -> impl Iterator<Item = (Day, Day)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = at + self.flags[at..].iter().position(|flag| *flag == marked)?;
            let length = self.flags[start..].iter().position(|flag| *flag != marked);
            at = length.map_or(self.flags.len(), |length| start + length);
            Some((self.first.plus(start as i64), self.first.plus(at as i64)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::DayFlags;
    use crate::law::days::Day;

    #[test]
    fn runs_are_maximal_and_reach_both_ends() {
        let mut flags = DayFlags::none(Day(0), Day(8));
        flags.mark(Day(-5), Day(2));
        flags.mark(Day(4), Day(5));
        flags.mark(Day(7), Day(90));
        let runs = |marked| {
            flags
                .runs(marked)
                .map(|(a, b)| (a.0, b.0))
                .collect::<Vec<_>>()
        };
        assert_eq!(runs(true), [(0, 2), (4, 5), (7, 8)]);
        assert_eq!(runs(false), [(2, 4), (5, 7)]);
        assert_eq!(flags.count(Day(1), Day(5)), 2);
        assert!(!flags.on(Day(-1)) && flags.on(Day(7)) && !flags.on(Day(8)));
    }
}
