//! One duty a day: its working time is the day's.
//!
//! Of a duty over midnight all of it is held to the limit, which is stricter than splitting it.

use crate::law::kinds::max_work_per_day::MaxWorkPerDay;

use crate::law::params::DayAttribution;
use crate::model::draft::PersonDraft;

use super::Candidate;
use super::min_rest_per_window::reach;

pub fn allows(rule: &MaxWorkPerDay, duty: &Candidate<'_>) -> bool {
    // Duties carry no marks and days no weather: a rule about them does not bind here.
    rule.filter.is_some() || rule.days_with_flag.is_some() || duty.work_minutes <= rule.limit_min
}

/// Says when the attribution asks for more than one duty at a time.
pub fn post(rule: &MaxWorkPerDay, draft: &PersonDraft<'_>) -> Result<(), String> {
    let bound = rule.filter.is_none() && rule.days_with_flag.is_none();
    let instance = draft.instance();
    let days = draft.options().iter().enumerate();
    let crosses = days
        .flat_map(|(day, options)| options.iter().map(move |option| (day, option)))
        .any(|(day, option)| reach(instance, day, option) == 2);
    let together = match rule.attribution {
        DayAttribution::StartDay => false,
        DayAttribution::SplitMidnight => crosses,
        DayAttribution::Rolling24h => true,
    };
    if bound && together {
        return Err(
            "work of one day that adds up over several duties is judged but cannot be planned for yet; set the rule to warn 一天内多个班次累计工时的规则可以核查，但尚不能据以排班，请将该规则设为 warn（仅提示）"
                .to_string(),
        );
    }
    Ok(())
}
