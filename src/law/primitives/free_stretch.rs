//! Stretches of time without a shift.

use smallvec::SmallVec;

use crate::law::Span;
use crate::law::timeline::Worked;

/// The busy stretches of a person, merged and in order; all other time is free.
#[derive(Debug)]
pub(in crate::law) struct BusyTime(SmallVec<[Span; 32]>);

impl BusyTime {
    /// Merges shifts given in the order of their starts; shifts that only meet leave no free time.
    pub fn of<'a>(items: impl Iterator<Item = &'a Worked<'a>>) -> BusyTime {
        let mut busy = SmallVec::<[Span; 32]>::with_capacity(items.size_hint().1.unwrap_or(0));
        for item in items {
            match busy.last_mut() {
                Some(last) if item.span.start <= last.end => last.end = last.end.max(item.span.end),
                _ => busy.push(item.span),
            }
        }
        BusyTime(busy)
    }

    /// The longest free stretch inside `window`, in minutes.
    pub fn longest_free_inside(&self, window: Span) -> i64 {
        let mut free_from = window.start;
        let mut longest = 0;
        for busy in self.after(window.start) {
            if busy.start >= window.end {
                break;
            }
            longest = longest.max(busy.start - free_from);
            free_from = free_from.max(busy.end);
        }
        longest.max(window.end - free_from)
    }

    /// The longest free stretch that starts in `window`, not later than `latest`.
    ///
    /// A stretch that is under way when the window starts counts from there. One that no shift
    /// ends is taken to last until `open_end`, or `open_min` minutes if that is longer.
    pub fn longest_free_from(
        &self,
        window: Span,
        latest: Option<i64>,
        open_end: i64,
        open_min: i64,
    ) -> i64 {
        let allowed =
            |start: i64| start < window.end && latest.is_none_or(|latest| start <= latest);
        let mut free_from = window.start;
        let mut longest = 0;
        for busy in self.after(window.start) {
            if busy.start > free_from && allowed(free_from) {
                longest = longest.max(busy.start - free_from);
            }
            free_from = free_from.max(busy.end);
            if !allowed(free_from) {
                return longest;
            }
        }
        if allowed(free_from) {
            longest = longest.max(open_min).max(open_end - free_from);
        }
        longest
    }

    /// Busy stretches that end after `instant`.
    fn after(&self, instant: i64) -> impl Iterator<Item = Span> {
        let start = self.0.partition_point(|busy| busy.end <= instant);
        self.0[start..].iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::BusyTime;
    use crate::law::Span;

    fn busy(spans: &[(i64, i64)]) -> BusyTime {
        BusyTime(
            spans
                .iter()
                .map(|(start, end)| Span::new(*start, *end))
                .collect(),
        )
    }

    #[test]
    fn the_longest_stretch_is_cut_to_the_window() {
        let week = Span::new(0, 1000);
        assert_eq!(busy(&[]).longest_free_inside(week), 1000);
        assert_eq!(
            busy(&[(-50, 100), (400, 900)]).longest_free_inside(week),
            300
        );
        assert_eq!(
            busy(&[(-50, 100), (200, 400)]).longest_free_inside(week),
            600
        );
        assert_eq!(busy(&[(-50, 2000)]).longest_free_inside(week), 0);
        assert_eq!(busy(&[(1000, 2000)]).longest_free_inside(week), 1000);
    }

    #[test]
    fn a_stretch_that_starts_in_time_counts_beyond_the_window() {
        let week = Span::new(0, 1000);
        let time = busy(&[(0, 900), (1500, 1600)]);
        assert_eq!(time.longest_free_from(week, None, 0, 0), 600);
        assert_eq!(time.longest_free_from(week, Some(900), 0, 0), 600);
        assert_eq!(time.longest_free_from(week, Some(899), 0, 0), 0);
        assert_eq!(
            busy(&[(0, 1000), (1500, 1600)]).longest_free_from(week, None, 0, 0),
            0
        );
    }

    #[test]
    fn a_stretch_that_nothing_ends_is_long_enough() {
        let week = Span::new(0, 1000);
        assert_eq!(
            busy(&[(0, 900)]).longest_free_from(week, None, 950, 500),
            500
        );
        assert_eq!(
            busy(&[(0, 900)]).longest_free_from(week, None, 2000, 500),
            1100
        );
    }
}
