//! The rule kinds, one file each, and the one list of them.

#[macro_use]
mod list;

pub mod change_notice;
pub mod change_premium;
pub mod comp_redemption;
pub mod complete_weekend;
pub mod cover;
pub mod day_off;
pub mod forbidden_succession;
pub mod forbidden_time;
pub mod max_average_overtime;
pub mod max_average_work;
pub mod max_changes_after_publish;
pub mod max_consecutive_days_off;
pub mod max_consecutive_nights;
pub mod max_consecutive_same_type;
pub mod max_consecutive_work_days;
pub mod max_continuous_work;
pub mod max_exceed_count;
pub mod max_night_shift_work;
pub mod max_overtime_per;
pub mod max_shifts_of_type;
pub mod max_weekends;
pub mod max_work_per_day;
pub mod max_work_per_window;
pub mod min_break;
pub mod min_consecutive_days_off;
pub mod min_consecutive_same_type;
pub mod min_consecutive_work_days;
pub mod min_daily_rest;
pub mod min_free_weekdays_per_window;
pub mod min_paid_break;
pub mod min_publish_notice;
pub mod min_rest_between_shifts;
pub mod min_rest_days_per_window;
pub mod min_rest_per_window;
pub mod min_work_per_window;
pub mod no_overlap;
pub mod one_shift_per_day;
pub mod open_shift_offer_window;
pub mod premium_class;
pub mod request;
pub mod required_skill;
pub mod substitute_rest_day;

rule_kinds! {
    /// Work of one day, in minutes, may not exceed a limit.
    MaxWorkPerDay(max_work_per_day::MaxWorkPerDay) = "max_work_per_day",
    /// Work of one window of days, in minutes, may not exceed a limit.
    MaxWorkPerWindow(max_work_per_window::MaxWorkPerWindow) = "max_work_per_window",
    /// Work of one window of days, in minutes, may not fall short of a limit.
    MinWorkPerWindow(min_work_per_window::MinWorkPerWindow) = "min_work_per_window",
    /// Work per week or day, in minutes, averaged over a reference period, may not exceed a limit.
    MaxAverageWork(max_average_work::MaxAverageWork) = "max_average_work",
    /// Overtime of one day, week, month or year, in minutes, may not exceed a limit.
    MaxOvertimePer(max_overtime_per::MaxOvertimePer) = "max_overtime_per",
    /// Overtime per month, in minutes, averaged over the last so many months, may not exceed a limit.
    MaxAverageOvertime(max_average_overtime::MaxAverageOvertime) = "max_average_overtime",
    /// The number of months with overtime above a threshold may not exceed a limit.
    MaxExceedCount(max_exceed_count::MaxExceedCount) = "max_exceed_count",
    /// Elapsed minutes between the end of one shift and the start of the next may not fall short.
    MinRestBetweenShifts(min_rest_between_shifts::MinRestBetweenShifts) = "min_rest_between_shifts",
    /// Every 24 hours of work and rest must hold an unbroken rest of so many elapsed minutes.
    MinDailyRest(min_daily_rest::MinDailyRest) = "min_daily_rest",
    /// Every window of days must hold so much rest.
    MinRestPerWindow(min_rest_per_window::MinRestPerWindow) = "min_rest_per_window",
    /// Days worked in a row may not exceed a limit.
    MaxConsecutiveWorkDays(max_consecutive_work_days::MaxConsecutiveWorkDays) = "max_consecutive_work_days",
    /// Days worked in a row may not be fewer than a limit.
    MinConsecutiveWorkDays(min_consecutive_work_days::MinConsecutiveWorkDays) = "min_consecutive_work_days",
    /// Days off in a row may not be fewer than a limit.
    MinConsecutiveDaysOff(min_consecutive_days_off::MinConsecutiveDaysOff) = "min_consecutive_days_off",
    /// Days off in a row may not exceed a limit.
    MaxConsecutiveDaysOff(max_consecutive_days_off::MaxConsecutiveDaysOff) = "max_consecutive_days_off",
    /// Days in a row with a shift of one type may not exceed a limit.
    MaxConsecutiveSameType(max_consecutive_same_type::MaxConsecutiveSameType) = "max_consecutive_same_type",
    /// Days in a row with a shift of one type may not be fewer than a limit.
    MinConsecutiveSameType(min_consecutive_same_type::MinConsecutiveSameType) = "min_consecutive_same_type",
    /// Every window must hold so many days that no shift touches.
    MinRestDaysPerWindow(min_rest_days_per_window::MinRestDaysPerWindow) = "min_rest_days_per_window",
    /// Of all Sundays, say, in a window so many must be free.
    MinFreeWeekdaysPerWindow(min_free_weekdays_per_window::MinFreeWeekdaysPerWindow) = "min_free_weekdays_per_window",
    /// A shift must hold breaks of so many minutes in all, the more the longer the work.
    MinBreak(min_break::MinBreak) = "min_break",
    /// Work without a break may not exceed so many minutes.
    MaxContinuousWork(max_continuous_work::MaxContinuousWork) = "max_continuous_work",
    /// No work between two clock times.
    ForbiddenTime(forbidden_time::ForbiddenTime) = "forbidden_time",
    /// A shift must hold paid breaks of one purpose, so many minutes for each child, say.
    MinPaidBreak(min_paid_break::MinPaidBreak) = "min_paid_break",
    /// A night shift may hold only so many work minutes.
    MaxNightShiftWork(max_night_shift_work::MaxNightShiftWork) = "max_night_shift_work",
    /// Night shifts in a row may not exceed a limit.
    MaxConsecutiveNights(max_consecutive_nights::MaxConsecutiveNights) = "max_consecutive_nights",
    /// Which minutes are paid at which factor; never broken.
    PremiumClass(premium_class::PremiumClasses) = "premium_class",
    /// Compensatory time is earned, given back and lost by these terms.
    CompRedemption(comp_redemption::CompRedemptionRule) = "comp_redemption",
    /// Work on a Sunday or rest day owes a rest day near it.
    SubstituteRestDay(substitute_rest_day::SubstituteRestDay) = "substitute_rest_day",
    /// A roster is published so many calendar days ahead.
    MinPublishNotice(min_publish_notice::MinPublishNotice) = "min_publish_notice",
    /// A change by the employer comes so many elapsed minutes before the shift.
    ChangeNotice(change_notice::ChangeNotice) = "change_notice",
    /// A late change by the employer costs an amount; never broken.
    ChangePremium(change_premium::ChangePremium) = "change_premium",
    /// Published shifts may be changed only so often.
    MaxChangesAfterPublish(max_changes_after_publish::MaxChangesAfterPublish) = "max_changes_after_publish",
    /// An open shift is offered to current staff for so many elapsed minutes before outside hiring.
    OpenShiftOfferWindow(open_shift_offer_window::OpenShiftOfferWindow) = "open_shift_offer_window",
    /// Only so many shifts start on one day.
    OneShiftPerDay(one_shift_per_day::OneShiftPerDay) = "one_shift_per_day",
    /// Nobody works two shifts at once.
    NoOverlap(no_overlap::NoOverlap) = "no_overlap",
    /// A duty that needs a skill goes to somebody who has it.
    RequiredSkill(required_skill::RequiredSkill) = "required_skill",
    /// No shift starts on these dates.
    DayOff(day_off::DayOff) = "day_off",
    /// Only so many shifts of one type in a window.
    MaxShiftsOfType(max_shifts_of_type::MaxShiftsOfType) = "max_shifts_of_type",
    /// Some shift types may not follow others on the next day.
    ForbiddenSuccession(forbidden_succession::ForbiddenSuccession) = "forbidden_succession",
    /// Only so many weekends are worked in the horizon.
    MaxWeekends(max_weekends::MaxWeekends) = "max_weekends",
    /// A weekend is worked wholly or not at all.
    CompleteWeekend(complete_weekend::CompleteWeekend) = "complete_weekend",
    /// Wishes for a shift or a free day; never broken.
    Request(request::Request) = "request",
    /// Heads wanted by date and shift type; never broken.
    Cover(cover::Cover) = "cover",
}
