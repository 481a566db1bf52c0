//! Which broken rules stay broken whatever else a person works.

use crate::law::RuleKind;

/// Whether more work never mends a breach of this kind.
///
/// A breach that more work can mend (a run of work that is too short, say) is judged on the whole completion only.
pub(super) fn is_lasting(kind: &RuleKind) -> bool {
    match kind {
        RuleKind::MaxWorkPerDay(_)
        | RuleKind::MaxWorkPerWindow(_)
        | RuleKind::MinRestPerWindow(_)
        | RuleKind::MaxOvertimePer(_)
        | RuleKind::MinRestBetweenShifts(_)
        | RuleKind::NoOverlap(_)
        | RuleKind::DayOff(_)
        | RuleKind::OneShiftPerDay(_)
        | RuleKind::MaxConsecutiveWorkDays(_)
        | RuleKind::MinBreak(_)
        | RuleKind::MaxContinuousWork(_)
        | RuleKind::ForbiddenTime(_)
        | RuleKind::MinPaidBreak(_)
        | RuleKind::MaxNightShiftWork(_)
        | RuleKind::RequiredSkill(_)
        | RuleKind::MaxAverageWork(_)
        | RuleKind::MaxExceedCount(_)
        | RuleKind::MinDailyRest(_)
        | RuleKind::MaxConsecutiveNights(_)
        | RuleKind::MinRestDaysPerWindow(_)
        | RuleKind::MinFreeWeekdaysPerWindow(_)
        | RuleKind::MaxShiftsOfType(_)
        | RuleKind::MaxWeekends(_)
        | RuleKind::ForbiddenSuccession(_) => true,
        RuleKind::MinWorkPerWindow(_)
        | RuleKind::MaxAverageOvertime(_)
        | RuleKind::MinConsecutiveWorkDays(_)
        | RuleKind::MinConsecutiveDaysOff(_)
        | RuleKind::MaxConsecutiveDaysOff(_)
        | RuleKind::MaxConsecutiveSameType(_)
        | RuleKind::MinConsecutiveSameType(_)
        | RuleKind::CompleteWeekend(_)
        | RuleKind::PremiumClass(_)
        | RuleKind::CompRedemption(_)
        | RuleKind::SubstituteRestDay(_)
        | RuleKind::MinPublishNotice(_)
        | RuleKind::ChangeNotice(_)
        | RuleKind::ChangePremium(_)
        | RuleKind::MaxChangesAfterPublish(_)
        | RuleKind::OpenShiftOfferWindow(_)
        | RuleKind::Request(_)
        | RuleKind::Cover(_) => false,
    }
}
