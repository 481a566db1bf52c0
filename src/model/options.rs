//! What a person may do on a day, before any rule that looks at more than that day.

use chrono::NaiveDate;

use crate::demand::QuietDays;
use crate::domain::{Consent, Employee, EmployeeIx, HallIx, Instance, TemplateIx};
use crate::units::Minutes;

use super::breaks::BreakPlaces;
use super::pay;
use super::rules::{self, Candidate};

/// What one choice stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct DayOption {
    /// What the person does.
    pub planned: Planned,
    /// When the person works, for duties and trainings.
    pub work: Option<Work>,
    /// Break placements allowed for this person, for duties.
    pub places: Vec<usize>,
}

/// What the person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planned {
    /// Is free.
    Rest,
    /// Is on approved leave.
    Leave,
    /// Works a shift; `rest_day` when it is surplus to the week's norm.
    Duty {
        /// Where.
        hall: HallIx,
        /// Which.
        template: TemplateIx,
        /// Counts as work on a rest day.
        rest_day: bool,
    },
    /// Attends the training at this position of the person's list.
    Training(usize),
    /// Takes back rest of this length.
    Comp(Minutes),
}

/// A stretch of work, instants in minutes since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// First instant.
    pub start: i64,
    /// Instant after the last.
    pub end: i64,
    /// Working time in it.
    pub minutes: i64,
    /// The shift it follows, for duties.
    pub template: Option<TemplateIx>,
}

impl DayOption {
    fn free(planned: Planned) -> DayOption {
        DayOption {
            planned,
            work: None,
            places: Vec::new(),
        }
    }

    /// Whether it is a duty on a rest day.
    pub fn is_rest_day_work(&self) -> bool {
        matches!(self.planned, Planned::Duty { rest_day: true, .. })
    }
}

/// Everything a person may do, by day of the horizon.
pub fn by_day(
    instance: &Instance,
    employee: EmployeeIx,
    places: &BreakPlaces,
    quiet: &QuietDays,
) -> Vec<Vec<DayOption>> {
    instance
        .horizon
        .days()
        .map(|(_, date)| on_day(instance, employee, date, places, quiet))
        .collect()
}

fn on_day(
    instance: &Instance,
    employee: EmployeeIx,
    date: NaiveDate,
    places: &BreakPlaces,
    quiet: &QuietDays,
) -> Vec<DayOption> {
    let person = &instance.employees[employee.0];
    if person.leave_on(date).is_some() {
        return vec![DayOption::free(Planned::Leave)];
    }
    let pin = instance
        .pins
        .iter()
        .find(|pin| pin.employee == employee && pin.date == date);
    let mut options = Vec::new();
    let pinned_duty = pin.and_then(|pin| pin.duty);
    if pinned_duty.is_none() {
        options.push(DayOption::free(Planned::Rest));
        options.extend(comp_days(instance, person, date, quiet));
    }
    if pin.is_none() {
        options.extend(trainings(instance, person, date, quiet));
    }
    if pin.is_none() || pinned_duty.is_some() {
        for (hall, template) in offered(instance, person, date) {
            if pinned_duty.is_none_or(|duty| duty == (template, hall)) {
                duties(
                    instance,
                    person,
                    date,
                    (hall, template),
                    places,
                    &mut options,
                );
            }
        }
    }
    options
}

/// Shifts offered to the person on a date.
fn offered<'a>(
    instance: &'a Instance,
    person: &'a Employee,
    date: NaiveDate,
) -> impl Iterator<Item = (HallIx, TemplateIx)> + 'a {
    person.halls.iter().flat_map(move |&hall| {
        let templates = instance.templates.iter().enumerate();
        templates
            .filter(move |(_, template)| {
                template.halls.contains(&hall) && template.days.holds(date)
            })
            .map(move |(index, _)| (hall, TemplateIx(index)))
    })
}

/// Adds a shift as ordinary duty and, where a surplus day is possible, as work on a rest day.
fn duties(
    instance: &Instance,
    person: &Employee,
    date: NaiveDate,
    (hall, template): (HallIx, TemplateIx),
    places: &BreakPlaces,
    options: &mut Vec<DayOption>,
) {
    let shift = &instance.templates[template.0];
    let start = instance.horizon.instant(date, shift.start);
    let end = start + shift.length.0;
    let minutes = shift.work_minutes().0;
    let contract = instance.contract_of(person);
    let bare = Candidate {
        instance,
        person,
        date,
        hall,
        template: Some(template),
        start,
        end,
        breaks: &[],
        work_minutes: minutes,
    };
    let allowed: Vec<usize> = (0..places.count(template))
        .filter(|&place| {
            let breaks = places.breaks(instance, template, place, start);
            let candidate = Candidate {
                breaks: &breaks,
                ..bare
            };
            let mut rules = contract.rules.iter();
            rules.all(|rule| rules::allows(rule, &candidate))
        })
        .collect();
    if allowed.is_empty() {
        return;
    }
    // Any overtime of an ordinary day needs consent on file.
    let beyond_norm = pay::terms_of(instance, person)
        .filter(|terms| terms.hold_on(date) && !terms.is_holiday(date))
        .any(|terms| minutes > terms.day_overtime().daily);
    let ordinary = !beyond_norm || person.consents_to(Consent::Overtime);
    let work = Work {
        start,
        end,
        minutes,
        template: Some(template),
    };
    let mut rules = contract.rules.iter();
    let rest_days_repaid = contract.repays_rest_days()
        && person.consents_to(Consent::RestDayWork)
        && rules.all(|rule| rules::allows_on_rest_day(rule, &bare));
    for rest_day in [false, true] {
        if (rest_day && rest_days_repaid) || (!rest_day && ordinary) {
            options.push(DayOption {
                planned: Planned::Duty {
                    hall,
                    template,
                    rest_day,
                },
                work: Some(work),
                places: allowed.clone(),
            });
        }
    }
}

fn trainings<'a>(
    instance: &'a Instance,
    person: &'a Employee,
    date: NaiveDate,
    quiet: &'a QuietDays,
) -> impl Iterator<Item = DayOption> + 'a {
    let trainings = person.training.iter().enumerate();
    trainings
        .filter(move |(_, training)| {
            let calm = training.any_day || quiet.is_quiet(person.halls[0], date);
            training.from <= date && date <= training.to && calm
        })
        .filter_map(move |(index, training)| {
            let start = instance.horizon.instant(date, training.start);
            let candidate = Candidate {
                instance,
                person,
                date,
                hall: person.halls[0],
                template: None,
                start,
                end: start + training.length.0,
                breaks: &[],
                work_minutes: training.length.0,
            };
            let rules = &instance.contract_of(person).rules;
            let legal = rules.iter().all(|rule| rules::allows(rule, &candidate));
            legal.then(|| DayOption {
                planned: Planned::Training(index),
                work: Some(Work {
                    start,
                    end: start + training.length.0,
                    minutes: training.length.0,
                    template: None,
                }),
                places: Vec::new(),
            })
        })
}

/// One option for every length of lot that the person has or may earn.
fn comp_days(
    instance: &Instance,
    person: &Employee,
    date: NaiveDate,
    quiet: &QuietDays,
) -> Vec<DayOption> {
    let contract = instance.contract_of(person);
    let Some(terms) = contract
        .comp_terms()
        .filter(|_| contract.repays_rest_days())
    else {
        return Vec::new();
    };
    if terms.quiet_only && !quiet.is_quiet(person.halls[0], date) {
        return Vec::new();
    }
    super::comp::lot_lengths(instance, person)
        .into_iter()
        .filter(|minutes| minutes.0 >= terms.min_unit_min)
        .map(|minutes| DayOption::free(Planned::Comp(minutes)))
        .collect()
}
