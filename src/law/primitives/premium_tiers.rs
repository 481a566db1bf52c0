//! Overtime at more than one factor.

use serde::{Deserialize, Serialize};

use super::day_minutes::DayMinutes;
use super::overtime::overtime_in;
use super::windows::{month_of, months_later, week_of};
use crate::law::DayOfWeek;
use crate::law::days::Day;
use crate::law::judge::Judge;

/// A higher factor for overtime far above the norm. California's Labor Code § 510 (day); Japan's
/// Labour Standards Act Art. 37 (month).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumTier {
    /// Over which stretch minutes are summed.
    pub per: TierPer,
    /// Minutes above which the factor holds: of a day's work, or of a month's overtime.
    pub over_min: i64,
    /// Percent of the wage.
    pub factor_pct: i64,
}

/// Over which stretch a tier sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierPer {
    /// The work of one day.
    Day,
    /// The overtime of one calendar month.
    Month,
}

/// The factors of the seventh day worked in one week. California's Labor Code § 510.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeventhDay {
    /// Percent of the wage from the first minute.
    pub factor_pct: i64,
    /// Minutes above which the higher factor holds.
    pub over_min: i64,
    /// Percent of the wage above them.
    pub over_factor_pct: i64,
}

/// Overtime before it is split by factor.
pub(in crate::law) struct Overtime<'a> {
    /// Work of ordinary days.
    pub ordinary: &'a DayMinutes,
    /// What of it is overtime.
    pub excess: &'a DayMinutes,
    /// Seventh days worked, with their minutes.
    pub seventh: &'a [(Day, i64)],
    /// The factor where no other holds.
    pub factor_pct: i64,
}

/// Takes the last day of each week of seven worked days out of the ordinary days.
pub(in crate::law) fn worked_seventh(
    ordinary: &mut DayMinutes,
    week_start: DayOfWeek,
) -> Vec<(Day, i64)> {
    let mut found = Vec::new();
    let mut run = 0;
    let days: Vec<(Day, i64)> = ordinary.days().collect();
    for (day, minutes) in days {
        let first = week_of(day, week_start) == day;
        run = match (minutes > 0, first) {
            (false, _) => 0,
            (true, true) => 1,
            (true, false) => run + 1,
        };
        if run == 7 && day.since(week_of(day, week_start)) == 6 {
            found.push((day, minutes));
            ordinary.add(day, -minutes);
        }
    }
    found
}

/// Overtime as (day, minutes, percent of the wage).
pub(in crate::law) fn tiered(
    judge: &Judge<'_, '_>,
    tiers: &[PremiumTier],
    seventh_day: Option<SeventhDay>,
    overtime: &Overtime<'_>,
) -> Vec<(Day, i64, i64)> {
    let mut found = Vec::new();
    let of = |per| tiers.iter().filter(move |tier| tier.per == per);
    let mut month = None;
    for (day, minutes) in overtime.excess.days().filter(|(_, minutes)| *minutes > 0) {
        let mut left = minutes;
        // From the highest threshold down, so that each minute is paid once.
        let mut by_day: Vec<&PremiumTier> = of(TierPer::Day).collect();
        by_day.sort_by_key(|tier| std::cmp::Reverse(tier.over_min));
        let mut ceiling = overtime.ordinary.on(day);
        for tier in by_day {
            let part = ceiling.saturating_sub(tier.over_min).clamp(0, left);
            found.push((day, part, tier.factor_pct));
            left -= part;
            ceiling = ceiling.min(tier.over_min);
        }
        for tier in of(TierPer::Month) {
            let first = month_of(day, 1);
            let before = match month {
                Some((known, sum)) if known == first => sum,
                _ => before_in_month(judge, overtime.excess, first, day),
            };
            month = Some((first, before.saturating_add(minutes)));
            let above = before.saturating_add(minutes).saturating_sub(tier.over_min);
            let part = above.clamp(0, left);
            found.push((day, part, tier.factor_pct));
            left -= part;
        }
        found.push((day, left, overtime.factor_pct));
    }
    if let Some(terms) = seventh_day {
        for (day, minutes) in overtime.seventh {
            let above = minutes.saturating_sub(terms.over_min).max(0);
            found.push((*day, above, terms.over_factor_pct));
            found.push((*day, minutes - above, terms.factor_pct));
        }
    }
    found.retain(|(_, minutes, _)| *minutes > 0);
    found
}

/// Overtime of the month before a day.
fn before_in_month(judge: &Judge<'_, '_>, excess: &DayMinutes, first: Day, day: Day) -> i64 {
    let to = months_later(first, 1);
    overtime_in(judge, excess, first, to).saturating_sub(excess.sum(day, to))
}
