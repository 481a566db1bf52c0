//! How much a person owes in a week: the contract's norm less leave and arranged holidays.

use chrono::{Datelike, Duration, NaiveDate};

use super::instance::Instance;
use super::staff::Employee;
use crate::units::Minutes;

/// What a week asks of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekNorm {
    /// Working time owed, before and inside the horizon together.
    pub minutes: Minutes,
    /// Working days owed, before and inside the horizon together.
    pub days: i64,
    /// Working time already done in the part of the week before the horizon.
    pub worked_before: Minutes,
    /// Days already worked in that part.
    pub days_before: i64,
    /// Norm time of the part inside the horizon, leave and holidays included: what a salary pays.
    pub paid: Minutes,
}

/// The norm of the week that starts on `monday`.
///
/// A full week owes the contract's norm. National arrangements move whole norm days: a weekday given free takes one
/// away, a worked Saturday or Sunday adds one. A paid leave day stands for one norm day, up to all of them. Of a
/// week that reaches beyond the end of the horizon only the share of days known is owed.
pub fn week_norm(instance: &Instance, person: &Employee, monday: NaiveDate) -> WeekNorm {
    let contract = instance.contract_of(person);
    let horizon = &instance.horizon;
    let week = (0..7).map(|offset| monday + Duration::days(offset));
    let (mut arranged, mut leave, mut known, mut inside) = (0, 0, 0, 0);
    for date in week {
        if date >= horizon.end() {
            continue;
        }
        known += 1;
        inside += i64::from(date >= horizon.start);
        let on_leave = person.leave_on(date).is_some_and(|leave| !leave.unpaid);
        leave += i64::from(on_leave);
        if let Some(works) = contract.nation_works_on(date) {
            let weekday = date.weekday().num_days_from_monday() < 5;
            arranged += i64::from(weekday && !works) - i64::from(!weekday && works);
        }
    }
    let share = |amount: i64| amount * known / 7;
    let owed_days = (share(contract.weekly_norm_days) - arranged).max(0);
    let leave = leave.min(owed_days);
    let free = contract.day_norm.0 * (arranged + leave);
    let history = person.history.shifts.iter().filter_map(|shift| {
        let (date, _) = horizon.local(shift.span.start);
        (date >= monday && date < horizon.start).then(|| shift.work_minutes())
    });
    let (days_before, worked_before) = history.fold((0, Minutes::ZERO), |(days, sum), minutes| {
        (days + 1, sum + minutes)
    });
    WeekNorm {
        minutes: Minutes((share(contract.weekly_norm.0) - free).max(0)),
        days: owed_days - leave,
        worked_before,
        days_before,
        paid: Minutes(contract.weekly_norm.0 * inside / 7),
    }
}
