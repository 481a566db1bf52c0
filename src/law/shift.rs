//! The work that is judged: a shift with its breaks.

use serde::{Deserialize, Serialize};

use super::Span;
use crate::units::Minutes;

/// A pause inside a shift.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftBreak {
    /// When it is.
    pub span: Span,
    /// Whether it counts as working time.
    #[serde(default)]
    pub paid: bool,
    /// What it is for, such as `nursing`; none for an ordinary rest or meal.
    #[serde(default)]
    pub purpose: Option<String>,
}

/// One person's work from coming to going on one duty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkShift {
    /// A stable name; empty where nobody refers to it.
    #[serde(default)]
    pub id: String,
    /// From coming to going, breaks included.
    pub span: Span,
    /// Pauses inside the span, disjoint.
    #[serde(default)]
    pub breaks: Vec<ShiftBreak>,
    /// Shift type of pattern rules, such as `N`.
    #[serde(default)]
    pub shift_type: Option<String>,
    /// The skill the duty needs.
    #[serde(default)]
    pub skill: Option<String>,
    /// Marks that filters look for, such as `outdoor`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The person agreed to this very shift, where a rule asks for agreement.
    #[serde(default)]
    pub consent: bool,
    /// The hours are given back as time off, so that no premium is owed for a substitutable class.
    #[serde(default)]
    pub compensated: bool,
    /// Where it is worked.
    #[serde(default)]
    pub hall: Option<String>,
    /// Why the shift is exempt from rules that allow such an exemption, such as `emergency`.
    #[serde(default)]
    pub exemption_reason: Option<String>,
}

impl WorkShift {
    /// A shift without breaks or marks.
    pub fn plain(id: impl Into<String>, span: Span) -> WorkShift {
        WorkShift {
            id: id.into(),
            span,
            ..WorkShift::default()
        }
    }

    /// Working time: the span without its unpaid breaks.
    pub fn work_minutes(&self) -> Minutes {
        self.work_within(self.span)
    }

    /// Working time that falls inside `window`.
    pub fn work_within(&self, window: Span) -> Minutes {
        let present = Span::new(
            self.span.start.max(window.start),
            self.span.end.min(window.end),
        );
        let unpaid: i64 = (self.breaks.iter())
            .filter(|pause| !pause.paid)
            .fold(0, |sum, pause| {
                i64::saturating_add(sum, present.overlap(pause.span).0)
            });
        Minutes((present.minutes().0 - unpaid).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::{ShiftBreak, WorkShift};
    use crate::law::Span;
    use crate::units::Minutes;

    fn nine_hours_with_lunch(paid: bool) -> WorkShift {
        WorkShift {
            span: Span::new(540, 1080),
            breaks: vec![ShiftBreak {
                span: Span::new(720, 780),
                paid,
                purpose: None,
            }],
            ..WorkShift::default()
        }
    }

    #[test]
    fn only_an_unpaid_break_is_not_work() {
        assert_eq!(nine_hours_with_lunch(false).work_minutes(), Minutes(480));
        assert_eq!(nine_hours_with_lunch(true).work_minutes(), Minutes(540));
    }

    #[test]
    fn a_window_cuts_shift_and_break_alike() {
        let shift = nine_hours_with_lunch(false);
        assert_eq!(shift.work_within(Span::new(540, 750)), Minutes(180));
        assert_eq!(shift.work_within(Span::new(750, 2000)), Minutes(300));
        assert_eq!(shift.work_within(Span::new(2000, 3000)), Minutes(0));
    }
}
