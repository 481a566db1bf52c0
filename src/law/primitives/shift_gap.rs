//! Gaps between consecutive shifts.

use crate::law::timeline::Worked;

/// A shift, the one before it that ended last, and the elapsed minutes between them.
#[derive(Clone, Copy, Debug)]
pub(in crate::law) struct Gap<'a> {
    pub before: &'a Worked<'a>,
    pub after: &'a Worked<'a>,
    /// Negative where the two overlap.
    pub minutes: i64,
}

/// The gaps between shifts given in the order of their starts.
pub(in crate::law) fn gaps<'a>(
    items: impl Iterator<Item = &'a Worked<'a>>,
) -> impl Iterator<Item = Gap<'a>> {
    let mut latest: Option<&Worked<'_>> = None;
    items.filter_map(move |after| {
        let gap = latest.map(|before| Gap {
            before,
            after,
            minutes: after.span.start - before.span.end,
        });
        if latest.is_none_or(|before| before.span.end <= after.span.end) {
            latest = Some(after);
        }
        gap
    })
}

#[cfg(test)]
mod tests {
    use super::gaps;
    use crate::law::days::Day;
    use crate::law::primitives::overtime::DayClass;
    use crate::law::timeline::Worked;
    use crate::law::{Span, WorkShift};

    #[test]
    fn a_gap_is_measured_from_the_latest_end_so_far() {
        let shift = WorkShift::default();
        let item = |start, end| Worked {
            shift: &shift,
            span: Span::new(start, end),
            day: Day(0),
            last_day: Day(0),
            work_min: 0,
            current: true,
            class: DayClass::Workday,
            excused: false,
        };
        let items = [item(0, 100), item(10, 20), item(160, 200), item(190, 210)];
        let found: Vec<i64> = gaps(items.iter()).map(|gap| gap.minutes).collect();
        assert_eq!(found, [-90, 60, -10]);
    }
}
