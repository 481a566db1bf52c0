//! What lies inside one shift: breaks and the work between them.

use crate::law::{ShiftBreak, Span, WorkShift};

/// Whether a break gives rest: not one for a special purpose such as nursing.
fn gives_rest(pause: &ShiftBreak) -> bool {
    pause
        .purpose
        .as_deref()
        .is_none_or(|purpose| matches!(purpose, "meal" | "rest"))
}

/// The breaks of a shift that give rest and last at least `segment_min`.
fn resting(shift: &WorkShift, segment_min: i64) -> impl Iterator<Item = Span> {
    (shift.breaks.iter())
        .filter(move |pause| gives_rest(pause) && pause.span.minutes().0 >= segment_min)
        .map(|pause| pause.span)
}

/// The sum of breaks that give rest, shorter ones left out, in minutes.
pub(in crate::law) fn break_minutes(shift: &WorkShift, segment_min: i64) -> i64 {
    resting(shift, segment_min).fold(0, |sum, span| i64::saturating_add(sum, span.minutes().0))
}

/// Elapsed minutes from the start of the shift to its first break that gives rest.
pub(in crate::law) fn first_break_after_min(shift: &WorkShift, segment_min: i64) -> Option<i64> {
    let first = resting(shift, segment_min).map(|span| span.start).min()?;
    Some(first.saturating_sub(shift.span.start))
}

/// The most work minutes between two breaks that give rest, or before or after one.
pub(in crate::law) fn longest_work_min(shift: &WorkShift, segment_min: i64) -> i64 {
    let mut pauses: Vec<Span> = resting(shift, segment_min).collect();
    pauses.sort_unstable();
    let mut from = shift.span.start;
    let mut longest = 0;
    for pause in pauses {
        longest = longest.max(shift.work_within(Span::new(from, pause.start)).0);
        from = from.max(pause.end);
    }
    longest.max(shift.work_within(Span::new(from, shift.span.end)).0)
}

/// The sum of the paid breaks for one purpose, in minutes.
pub(in crate::law) fn paid_break_minutes(shift: &WorkShift, purpose: &str) -> i64 {
    (shift.breaks.iter())
        .filter(|pause| pause.paid && pause.purpose.as_deref() == Some(purpose))
        .fold(0, |sum, pause| {
            i64::saturating_add(sum, pause.span.minutes().0)
        })
}

#[cfg(test)]
mod tests {
    use super::{break_minutes, first_break_after_min, longest_work_min, paid_break_minutes};
    use crate::law::{ShiftBreak, Span, WorkShift};

    fn shift(breaks: &[(i64, i64, Option<&str>)]) -> WorkShift {
        let pause = |&(start, end, purpose): &(i64, i64, Option<&str>)| ShiftBreak {
            span: Span::new(start, end),
            paid: purpose.is_some(),
            purpose: purpose.map(str::to_owned),
        };
        WorkShift {
            span: Span::new(0, 600),
            breaks: breaks.iter().map(pause).collect(),
            ..WorkShift::default()
        }
    }

    #[test]
    fn a_short_break_neither_counts_nor_interrupts() {
        let shift = shift(&[(200, 214, None), (300, 315, None)]);
        assert_eq!(break_minutes(&shift, 15), 15);
        assert_eq!(break_minutes(&shift, 14), 29);
        assert_eq!(first_break_after_min(&shift, 15), Some(300));
        assert_eq!(longest_work_min(&shift, 15), 286);
        assert_eq!(longest_work_min(&shift, 14), 285);
    }

    #[test]
    fn a_nursing_break_is_no_meal() {
        let shift = shift(&[(200, 260, Some("nursing"))]);
        assert_eq!(break_minutes(&shift, 0), 0);
        assert_eq!(paid_break_minutes(&shift, "nursing"), 60);
        assert_eq!(paid_break_minutes(&shift, "prayer"), 0);
        assert_eq!(longest_work_min(&shift, 0), 600);
    }
}
