//! What would close a gap: who is free, may serve there and could legally come, and what it would cost.
//!
//! Every try is a whole roster put before the judge; what it says is what is told.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Sheet;
use crate::checker::{CostTerm, CoveredInterval, audit};
use crate::domain::{CoverageRequirement, EmployeeIx, HallIx, Served, SkillIx, TemplateIx};
use crate::roster::{Activity, CoverageGap, Duty, PlacedBreak, Roster, Serving};
use crate::units::Money;

/// Most gaps that are looked into.
pub(super) const GAPS_MAX: usize = 40;
/// Most rosters put before the judge, and most person-days they may have together.
pub(super) const TRIES_MAX: usize = 300;
const PERSON_DAYS_MAX: usize = 400_000;

/// A gap and what would close one head of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Closing {
    /// The gap.
    pub gap: CoverageGap,
    /// People who could come, the cheapest first.
    pub closers: Vec<Closer>,
    /// People with the skill who may work in the hall, by what keeps them.
    pub kept_by: BTreeMap<Keeps, usize>,
}

/// A person who could take a further shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Closer {
    /// Who.
    pub employee: EmployeeIx,
    /// Which shift.
    pub template: TemplateIx,
    /// Its first instant.
    pub start: i64,
    /// The instant after its last.
    pub end: i64,
    /// Change of the whole cost but for missed wait targets; negative when it pays.
    pub cost_change: Money,
}

/// What keeps a person from closing a gap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Keeps {
    /// Works that day already.
    Working,
    /// Is on leave, in training or on a comp day.
    Away,
    /// No shift of the hall covers the gap on that day.
    NoShift,
    /// The judge refuses every such shift; its first reason.
    Refused {
        /// In English.
        en: String,
        /// In Chinese.
        zh: String,
    },
}

/// What would close the first gaps of a roster, in order: as many as can be looked into.
pub(super) fn closings(sheet: &Sheet<'_>) -> Vec<Closing> {
    let person_days = sheet.instance.employees.len() * sheet.instance.horizon.day_count;
    let mut search = Search {
        sheet,
        needs: sheet
            .audit
            .coverage
            .iter()
            .map(CoveredInterval::need)
            .collect(),
        tries: TRIES_MAX.min(PERSON_DAYS_MAX / person_days.max(1)),
    };
    let mut found = Vec::new();
    for gap in sheet.audit.gaps.iter().take(GAPS_MAX) {
        let closing = search.closing(gap);
        // Cut short in the middle of a gap it would say of people that they cannot come who were never asked.
        if search.tries == 0 {
            break;
        }
        found.push(closing);
    }
    found
}

struct Search<'a> {
    sheet: &'a Sheet<'a>,
    /// Heads that the roster was judged against.
    needs: Vec<CoverageRequirement>,
    tries: usize,
}

impl Search<'_> {
    fn closing(&mut self, gap: &CoverageGap) -> Closing {
        let instance = self.sheet.instance;
        let (date, _) = instance.horizon.local(gap.start);
        let skill = self.skill(gap.hall, gap.served);
        let mut closing = Closing {
            gap: gap.clone(),
            closers: Vec::new(),
            kept_by: BTreeMap::new(),
        };
        for (employee, person) in instance.staff() {
            if !person.halls.contains(&gap.hall) || !person.has_skill(skill, date) {
                continue;
            }
            match self.person(gap, date, employee) {
                Ok(closer) => closing.closers.push(closer),
                Err(keeps) => *closing.kept_by.entry(keeps).or_default() += 1,
            }
        }
        closing.closers.sort_by_key(|closer| closer.cost_change);
        closing
    }

    fn skill(&self, hall: HallIx, served: Served) -> SkillIx {
        let site = &self.sheet.instance.halls[hall.0];
        match served {
            Served::Queue(queue) => site.queues[queue.0].skill,
            Served::Post(post) => site.posts[post.0].skill,
        }
    }

    /// The cheapest shift with which a person closes the gap, or what keeps him or her.
    fn person(
        &mut self,
        gap: &CoverageGap,
        date: NaiveDate,
        employee: EmployeeIx,
    ) -> Result<Closer, Keeps> {
        let instance = self.sheet.instance;
        let Some(day) = instance.horizon.day_inside(date) else {
            return Err(Keeps::NoShift);
        };
        match self.sheet.roster.activity(employee, day) {
            Activity::Rest => {}
            Activity::Duty(_) => return Err(Keeps::Working),
            _ => return Err(Keeps::Away),
        }
        let mut keeps = Keeps::NoShift;
        let mut best: Option<Closer> = None;
        for (template, duty) in self.duties(gap, date, employee) {
            if self.tries == 0 {
                break;
            }
            self.tries -= 1;
            let mut roster: Roster = self.sheet.roster.clone();
            let (start, end) = (duty.start, duty.end);
            roster.days[employee.0][day] = Activity::Duty(duty);
            let judged = audit(instance, &self.needs, &roster);
            // What a further head does to waits is not asked here.
            let cost = &self.sheet.audit.cost;
            let of_waits: Money = CostTerm::OF_WAITS
                .map(|term| cost.of(term))
                .into_iter()
                .sum();
            let before = cost.total - of_waits;
            match judged.violations().next() {
                Some(why) => {
                    keeps = Keeps::Refused {
                        en: why.en.clone(),
                        zh: why.zh.clone(),
                    }
                }
                None => {
                    let closer = Closer {
                        employee,
                        template,
                        start,
                        end,
                        cost_change: Money(judged.cost.total.0 - before.0),
                    };
                    if best
                        .as_ref()
                        .is_none_or(|b| closer.cost_change < b.cost_change)
                    {
                        best = Some(closer);
                    }
                }
            }
        }
        best.ok_or(keeps)
    }

    /// Shifts of the hall that cover the whole gap, breaks placed outside it where they can be.
    fn duties(
        &self,
        gap: &CoverageGap,
        date: NaiveDate,
        employee: EmployeeIx,
    ) -> Vec<(TemplateIx, Duty)> {
        let instance = self.sheet.instance;
        let mut duties = Vec::new();
        for (index, template) in instance.templates.iter().enumerate() {
            let start = instance.horizon.instant(date, template.start);
            let end = start + template.length.0;
            let offered = template.halls.contains(&gap.hall) && template.days.holds(date);
            if !offered || start > gap.start || end < gap.end {
                continue;
            }
            let mut from = start;
            let breaks: Vec<PlacedBreak> = (template.breaks.iter())
                .map(|rule| {
                    let earliest = (start + rule.earliest_after.0).max(from);
                    let latest = start + rule.latest_after.0;
                    let clear = |at: &i64| at + rule.length.0 <= gap.start || gap.end <= *at;
                    let at = [
                        earliest,
                        gap.end.clamp(earliest, latest.max(earliest)),
                        latest.max(earliest),
                    ]
                    .into_iter()
                    .find(clear)
                    .unwrap_or(earliest);
                    from = at + rule.length.0;
                    PlacedBreak {
                        start: at,
                        end: from,
                        paid: rule.paid,
                        purpose: rule.purpose.clone(),
                    }
                })
                .collect();
            let mut duty = Duty {
                hall: gap.hall,
                template: TemplateIx(index),
                start,
                end,
                breaks,
                serving: Vec::new(),
            };
            self.serve(&mut duty, gap, date, employee);
            duties.push((TemplateIx(index), duty));
        }
        duties
    }

    /// Lets the duty serve the gap, and the hall's other gaps of the day where the person is there and able.
    fn serve(&self, duty: &mut Duty, gap: &CoverageGap, date: NaiveDate, employee: EmployeeIx) {
        let person = &self.sheet.instance.employees[employee.0];
        let length = self.sheet.instance.horizon.interval.0;
        let others = self.sheet.audit.gaps.iter().filter(|other| *other != gap);
        for gap in std::iter::once(gap).chain(others) {
            let able =
                gap.hall == duty.hall && person.has_skill(self.skill(gap.hall, gap.served), date);
            if !able {
                continue;
            }
            let mut start = gap.start;
            while start < gap.end {
                let end = start + length;
                let taken = |part: &Serving| part.start < end && start < part.end;
                if duty.present(start, end) && !duty.serving.iter().any(taken) {
                    duty.serving.push(Serving {
                        start,
                        end,
                        served: gap.served,
                    });
                }
                start = end;
            }
        }
        duty.serving.sort_by_key(|part| part.start);
    }
}

#[cfg(test)]
mod tests {
    use super::{Keeps, closings};
    use crate::checker::audit;
    use crate::demand::requirements;
    use crate::formats::read_instance;
    use crate::report::{Sheet, Standing};
    use crate::roster::{Activity, Roster};
    use crate::units::Money;

    const HALL: &str = include_str!("../../tests/it/calendars/night_hall.json");

    /// Looks into the gaps of the night hall with everybody at rest, or on leave where `away`.
    fn check(away: bool, expected: impl Fn(&super::Closing, Money)) {
        let mut file: serde_json::Value = serde_json::from_str(HALL).expect("JSON");
        file["pins"] = serde_json::json!([]);
        if away {
            for person in file["employees"].as_array_mut().expect("people") {
                person["leave"] =
                    serde_json::json!([{ "from_date": "2026-03-27", "to_date": "2026-03-30" }]);
            }
        }
        let instance =
            read_instance(&file.to_string()).unwrap_or_else(|found| panic!("{found:#?}"));
        let day = if away {
            Activity::Leave
        } else {
            Activity::Rest
        };
        let roster = Roster {
            days: vec![vec![day; 4]; instance.employees.len()],
        };
        let needs = requirements(&instance);
        let audit = audit(&instance, &needs.needs, &roster);
        let sheet = Sheet {
            instance: &instance,
            needs: &needs,
            roster: &roster,
            audit: &audit,
            standing: Standing::Stopped,
            bound: Money::ZERO,
            seed: 0,
        };
        let found = closings(&sheet);
        assert_eq!(found.len(), audit.gaps.len());
        expected(
            found.last().expect("a gap"),
            instance.prices.gap_per_head_hour,
        );
    }

    #[test]
    fn the_cheapest_of_those_who_may_come_is_named_first_with_the_whole_change_of_cost() {
        check(false, |night, price| {
            assert_eq!(night.closers.len(), 3);
            // Eight hours at 30.00 less the price of eight missing head-hours.
            assert!(night.closers[0].cost_change <= night.closers[2].cost_change);
            assert_eq!(night.closers[0].cost_change, Money(8 * (3000 - price.0)));
        });
    }

    #[test]
    fn who_is_away_is_counted_with_the_reason() {
        check(true, |night, _| {
            assert!(night.closers.is_empty());
            assert_eq!(night.kept_by.get(&Keeps::Away), Some(&3));
        });
    }
}
