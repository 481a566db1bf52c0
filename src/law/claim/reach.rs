//! How far each rule kind looks from a new shift.

use crate::law::days::Day;
use crate::law::kinds::max_overtime_per::OvertimePer;
use crate::law::kinds::min_rest_per_window::RestAttribution;
use crate::law::kinds::premium_class::TierPer;
use crate::law::params::{DayAttribution, Window};
use crate::law::primitives::windows::{month_of, months_later, week_of};
use crate::law::{DayOfWeek, RuleKind};

/// Longest window, in days, that is looked at by itself.
pub(super) const NEAR_WINDOW_DAYS: i64 = 14;

/// Days before and after a shift, less the days that a shift touches, that no rule but one that looks at everything looks
/// beyond: a month and the rest of the week in which it begins, which is more than a near window with its margins.
pub(super) const AROUND_DAYS: i64 = 31 + 6;

/// How far a rule looks from a new shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// A shift more changes none of its findings.
    Nothing,
    /// At the shift alone.
    Shift,
    /// At these days of the horizon, and at the shifts within their margins.
    Near(Day, Day),
    /// At these days, which lie in one month, whose days these are, and at the shifts of that month's weeks.
    Month(Day, Day, (Day, Day)),
    /// At everything.
    Whole,
}

/// The part of a case that a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub reach: Reach,
    /// Days before and after whose shifts it may need, see [`margins`].
    pub margins: (i64, i64),
}

/// Days before and after the days looked at whose shifts a rule of this kind may need: its windows, its rest, and as
/// far as a shift that touches `shift_days` days may reach into them.
pub(super) fn margins(kind: &RuleKind, shift_days: i64) -> (i64, i64) {
    let window = match kind {
        RuleKind::MaxWorkPerDay(_)
        | RuleKind::MaxOvertimePer(_)
        | RuleKind::PremiumClass(_)
        | RuleKind::MaxConsecutiveWorkDays(_) => 0,
        RuleKind::MaxWorkPerWindow(rule) => days_of(&rule.window),
        RuleKind::MinRestPerWindow(rule) => days_of(&rule.window),
        _ => 7,
    };
    (
        window.saturating_add(1 + shift_days),
        window.saturating_add(1),
    )
}

/// How far a rule of this kind looks from a shift that touches the days `[from, to)`.
pub(super) fn reach(kind: &RuleKind, from: Day, to: Day) -> Reach {
    let near = Reach::Near(from, to);
    match kind {
        RuleKind::MaxWorkPerDay(rule) => match rule.attribution {
            DayAttribution::StartDay | DayAttribution::SplitMidnight => near,
            DayAttribution::Rolling24h => Reach::Whole,
        },
        // Its extra pay is dated to the end of what is known of the window.
        RuleKind::MaxWorkPerWindow(rule) if rule.premium_pct.is_some() => Reach::Whole,
        RuleKind::MaxWorkPerWindow(rule) => of_window(&rule.window, from, to),
        RuleKind::MinRestPerWindow(rule) => match rule.attribution {
            RestAttribution::Inside => match of_window(&rule.window, from, to) {
                Reach::Month(..) => Reach::Whole,
                reach => reach,
            },
            RestAttribution::StartsIn => Reach::Whole,
        },
        RuleKind::MaxOvertimePer(rule) => match rule.per {
            OvertimePer::Day | OvertimePer::Week => weeks(from, to, rule.week_start),
            OvertimePer::Month => of_month(from, weeks_of(from, to, rule.week_start).1),
            OvertimePer::Quarter | OvertimePer::Year => Reach::Whole,
        },
        // What a month's overtime passed early on sets the factor of its later days.
        RuleKind::PremiumClass(rule)
            if rule.tiers.iter().any(|tier| tier.per == TierPer::Month) =>
        {
            Reach::Whole
        }
        RuleKind::PremiumClass(rule) => weeks(from, to, rule.week_start),
        RuleKind::MinRestBetweenShifts(rule) if rule.min_minutes > 7 * 1440 => Reach::Whole,
        RuleKind::MinRestBetweenShifts(_) | RuleKind::NoOverlap(_) | RuleKind::DayOff(_) => near,
        RuleKind::OneShiftPerDay(_) => near,
        // At the run that holds them, whose days are handed in.
        RuleKind::MaxConsecutiveWorkDays(_) => near,
        RuleKind::MinBreak(_)
        | RuleKind::MaxContinuousWork(_)
        | RuleKind::ForbiddenTime(_)
        | RuleKind::MinPaidBreak(_)
        | RuleKind::MaxNightShiftWork(_)
        | RuleKind::RequiredSkill(_) => Reach::Shift,
        RuleKind::CompRedemption(_)
        | RuleKind::SubstituteRestDay(_)
        | RuleKind::MinPublishNotice(_)
        | RuleKind::ChangeNotice(_)
        | RuleKind::ChangePremium(_)
        | RuleKind::MaxChangesAfterPublish(_)
        | RuleKind::OpenShiftOfferWindow(_)
        | RuleKind::Request(_)
        | RuleKind::Cover(_) => Reach::Nothing,
        RuleKind::MinWorkPerWindow(_)
        | RuleKind::MaxAverageWork(_)
        | RuleKind::MaxAverageOvertime(_)
        | RuleKind::MaxExceedCount(_)
        | RuleKind::MinDailyRest(_)
        | RuleKind::MinConsecutiveWorkDays(_)
        | RuleKind::MinConsecutiveDaysOff(_)
        | RuleKind::MaxConsecutiveDaysOff(_)
        | RuleKind::MaxConsecutiveSameType(_)
        | RuleKind::MinConsecutiveSameType(_)
        | RuleKind::MaxConsecutiveNights(_)
        | RuleKind::MinRestDaysPerWindow(_)
        | RuleKind::MinFreeWeekdaysPerWindow(_)
        | RuleKind::MaxShiftsOfType(_)
        | RuleKind::ForbiddenSuccession(_)
        | RuleKind::MaxWeekends(_)
        | RuleKind::CompleteWeekend(_) => Reach::Whole,
    }
}

/// At the weeks that hold the days `[from, to)`: a week's extra is dated to its last day.
fn weeks(from: Day, to: Day, week_start: DayOfWeek) -> Reach {
    let (first, last) = weeks_of(from, to, week_start);
    Reach::Near(first, last)
}

fn weeks_of(from: Day, to: Day, week_start: DayOfWeek) -> (Day, Day) {
    let last = week_of(to.plus(-1), week_start).plus(7);
    (week_of(from, week_start), last)
}

/// How many days a window has, where it is looked at by itself.
fn days_of(window: &Window) -> i64 {
    match window {
        Window::Anchored { days, .. } | Window::RollingDays { days } => *days,
        _ => 7,
    }
}

fn of_window(window: &Window, from: Day, to: Day) -> Reach {
    match window {
        Window::CalendarWeek { .. } => Reach::Near(from, to),
        Window::Anchored { days, .. } if (1..=NEAR_WINDOW_DAYS).contains(days) => {
            Reach::Near(from, to)
        }
        // Every window that ends up to so many days later holds the shift.
        Window::RollingDays { days } if (1..=NEAR_WINDOW_DAYS).contains(days) => {
            Reach::Near(from, to.plus(days - 1))
        }
        Window::CalendarMonth {} => of_month(from, to),
        Window::CalendarQuarter {}
        | Window::CalendarYear {}
        | Window::Horizon {}
        | Window::Anchored { .. }
        | Window::RollingDays { .. } => Reach::Whole,
    }
}

fn of_month(from: Day, to: Day) -> Reach {
    let first = month_of(from, 1);
    let end = months_later(first, 1);
    if to <= end {
        Reach::Month(from, to, (first, end))
    } else {
        Reach::Whole
    }
}
