//! From a solved roster to a published plan.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::plan::{ClaimTerms, PublishedPlan, PublishedShift, Spot};
use super::serve::promise_of;
use super::states::{RosterEvent, RosterState};
use crate::checker::{Audit, audit};
use crate::demand::requirements;
use crate::domain::{EmployeeIx, Finding, HallIx, Instance, OpenSpots, TemplateIx};
use crate::roster::{CoverageGap, Duty, PlacedBreak, Roster};
use crate::units::Money;

/// Most extra shifts that are offered to close gaps.
const EXTRAS_MAX: usize = 500;

/// How a roster is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishOptions {
    /// What HR opens, by hall; halls that are not named follow their own setting.
    pub open: Vec<(HallIx, OpenChoice)>,
    /// When and how claims are taken.
    pub terms: ClaimTerms,
    /// Offer extra shifts where heads are missing.
    pub close_gaps: bool,
    /// Extra shifts that HR offers besides, to save waiting.
    pub extras: Vec<ExtraShift>,
}

/// Which spots of a hall are opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenChoice {
    /// As the setting of a hall says.
    Setting(OpenSpots),
    /// Those of the listed days and templates.
    List(Vec<(NaiveDate, TemplateIx)>),
}

/// A shift that nobody of the witness works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtraShift {
    /// Where.
    pub hall: HallIx,
    /// When.
    pub date: NaiveDate,
    /// On what.
    pub template: TemplateIx,
    /// How many spots.
    pub spots: usize,
}

/// Publishes a roster: its duties become shifts with spots, its heads the promise, itself the witness.
///
/// # Errors
/// Everything the checker refuses about the roster, and extra shifts that are not offered.
pub fn publish(
    instance: &Instance,
    roster: &Roster,
    bound: Money,
    options: &PublishOptions,
) -> Result<PublishedPlan, Vec<Finding>> {
    let audit = audit(instance, &requirements(instance).needs, roster);
    let mut findings = refused(&audit);
    findings.extend(options.extras.iter().enumerate().filter_map(|(at, extra)| {
        let offered = extra.is_offered(instance);
        (!offered).then(|| {
            let remedy = "the shift is not offered in that hall on that day; choose another";
            Finding::new("extra_not_offered", format!("extras[{at}]"), remedy)
        })
    }));
    let state = RosterState::Draft.after(RosterEvent::Publish);
    let (Ok(state), true) = (state, findings.is_empty()) else {
        return Err(findings);
    };
    let mut shifts = shifts(instance, roster, &|hall, date, template| {
        is_opened(instance, options, hall, date, template)
    });
    let mut extras = options.extras.clone();
    if options.close_gaps {
        extras.extend(closing(instance, &audit.gaps));
    }
    add_extras(instance, &mut shifts, &extras);
    Ok(PublishedPlan {
        version: 1,
        state,
        promise: promise_of(instance, roster),
        witness: roster.clone(),
        terms: options.terms.clone(),
        cost: audit.cost.total,
        bound: bound.min(audit.cost.total),
        shifts,
        mended: Vec::new(),
    })
}

fn refused(audit: &Audit) -> Vec<Finding> {
    let violations = audit.violations();
    violations
        .map(|finding| {
            let told = format!("{} {}", finding.en, finding.zh);
            Finding::new(finding.code, "roster", told)
        })
        .collect()
}

fn is_opened(
    instance: &Instance,
    options: &PublishOptions,
    hall: HallIx,
    date: NaiveDate,
    template: TemplateIx,
) -> bool {
    let named = options.open.iter().find(|(named, _)| *named == hall);
    let setting = match named.map(|(_, choice)| choice) {
        Some(OpenChoice::List(list)) => return list.contains(&(date, template)),
        Some(OpenChoice::Setting(setting)) => *setting,
        None => instance.halls[hall.0].open_spots,
    };
    setting.opens(instance.templates[template.0].inconvenient)
}

impl ExtraShift {
    /// Whether its template is worked in that hall on that day.
    pub fn is_offered(&self, instance: &Instance) -> bool {
        let template = instance.templates.get(self.template.0);
        template.is_some_and(|template| {
            template.halls.contains(&self.hall)
                && template.days.holds(self.date)
                && instance.horizon.day_inside(self.date).is_some()
        })
    }
}

/// What makes two duties the same shift.
type Look = (usize, HallIx, TemplateIx, i64, i64, Vec<(i64, i64, bool)>);

fn look(day: usize, duty: &Duty) -> Look {
    let breaks = duty
        .breaks
        .iter()
        .map(|pause| (pause.start, pause.end, pause.paid));
    (
        day,
        duty.hall,
        duty.template,
        duty.start,
        duty.end,
        breaks.collect(),
    )
}

/// Every duty as a spot of a shift, shifts in order of day, hall and template.
pub(super) fn shifts(
    instance: &Instance,
    roster: &Roster,
    opened: &dyn Fn(HallIx, NaiveDate, TemplateIx) -> bool,
) -> Vec<PublishedShift> {
    let mut alike: BTreeMap<Look, (Vec<PlacedBreak>, Vec<EmployeeIx>)> = BTreeMap::new();
    for (employee, _) in instance.staff() {
        for (day, _) in instance.horizon.days() {
            if let Some(duty) = roster.activity(employee, day).duty() {
                let entry = alike.entry(look(day, duty));
                let (_, people) = entry.or_insert_with(|| (duty.breaks.clone(), Vec::new()));
                people.push(employee);
            }
        }
    }
    let pins = instance.pins.iter().filter(|pin| pin.duty.is_some());
    let pinned: BTreeSet<(EmployeeIx, NaiveDate)> =
        pins.map(|pin| (pin.employee, pin.date)).collect();
    let mut shifts: Vec<PublishedShift> = Vec::new();
    for ((day, hall, template, start, end, _), (breaks, people)) in alike {
        let date = instance.horizon.date(day as i64);
        let open = opened(hall, date, template);
        let spot = |who: EmployeeIx| match open && !pinned.contains(&(who, date)) {
            true => Spot::Open,
            false => Spot::Assigned(who),
        };
        let spots = people.into_iter().map(spot).collect();
        let at = Pattern {
            hall,
            day,
            template,
            start,
            end,
            breaks,
        };
        shifts.push(at.shift(instance, &shifts, spots));
    }
    shifts
}

/// Hall, day, times and breaks of a shift that has no name yet.
struct Pattern {
    hall: HallIx,
    day: usize,
    template: TemplateIx,
    start: i64,
    end: i64,
    breaks: Vec<PlacedBreak>,
}

impl Pattern {
    /// The shift with the next free number of its hall, day and template.
    fn shift(
        self,
        instance: &Instance,
        known: &[PublishedShift],
        spots: Vec<Spot>,
    ) -> PublishedShift {
        let date = instance.horizon.date(self.day as i64);
        let same = |shift: &&PublishedShift| {
            (shift.hall, shift.day, shift.template) == (self.hall, self.day, self.template)
        };
        let number = known.iter().filter(same).count() + 1;
        let (hall, template) = (
            &instance.halls[self.hall.0].id,
            &instance.templates[self.template.0].id,
        );
        PublishedShift {
            id: format!("{hall}-{date}-{template}-{number}"),
            hall: self.hall,
            day: self.day,
            date,
            template: self.template,
            start: self.start,
            end: self.end,
            breaks: self.breaks,
            spots,
        }
    }
}

/// The shift of a duty that is not in the list yet.
pub(super) fn new_shift(
    instance: &Instance,
    known: &[PublishedShift],
    day: usize,
    duty: &Duty,
) -> PublishedShift {
    let pattern = Pattern {
        hall: duty.hall,
        day,
        template: duty.template,
        start: duty.start,
        end: duty.end,
        breaks: duty.breaks.clone(),
    };
    pattern.shift(instance, known, Vec::new())
}

/// Adds extra spots to shifts that are there, or shifts of their own with the breaks as early as they may be.
pub(super) fn add_extras(
    instance: &Instance,
    shifts: &mut Vec<PublishedShift>,
    extras: &[ExtraShift],
) {
    for extra in extras {
        let Some(day) = instance.horizon.day_inside(extra.date) else {
            continue;
        };
        let same = |shift: &&mut PublishedShift| {
            (shift.hall, shift.day, shift.template) == (extra.hall, day, extra.template)
        };
        if let Some(shift) = shifts.iter_mut().find(same) {
            shift
                .spots
                .extend(std::iter::repeat_n(Spot::Extra, extra.spots));
            continue;
        }
        let template = &instance.templates[extra.template.0];
        let start = instance.horizon.instant(extra.date, template.start);
        let pattern = Pattern {
            hall: extra.hall,
            day,
            template: extra.template,
            start,
            end: start + template.length.0,
            breaks: earliest_breaks(instance, extra.template, start),
        };
        let spots = vec![Spot::Extra; extra.spots];
        let shift = pattern.shift(instance, shifts, spots);
        shifts.push(shift);
    }
}

/// The breaks of a shift, each as early as it may be.
pub(super) fn earliest_breaks(
    instance: &Instance,
    template: TemplateIx,
    start: i64,
) -> Vec<PlacedBreak> {
    let mut free_from = start;
    let rules = instance.templates[template.0].breaks.iter();
    rules
        .map(|rule| {
            let begins = free_from.max(start + rule.earliest_after.0);
            free_from = begins + rule.length.0;
            PlacedBreak {
                start: begins,
                end: free_from,
                paid: rule.paid,
                purpose: rule.purpose.clone(),
            }
        })
        .collect()
}

/// Shifts that close gaps, the one that closes most first, until none closes any.
fn closing(instance: &Instance, gaps: &[CoverageGap]) -> Vec<ExtraShift> {
    let mut open: Vec<CoverageGap> = gaps.to_vec();
    let mut extras: Vec<ExtraShift> = Vec::new();
    while extras.len() < EXTRAS_MAX {
        let best = candidates(instance, &open)
            .into_iter()
            .map(|extra| (closes(instance, &open, extra), extra))
            .filter(|(minutes, _)| *minutes > 0)
            .max_by_key(|(minutes, extra)| {
                let length = instance.templates[extra.template.0].length.0;
                (
                    *minutes,
                    -length,
                    std::cmp::Reverse((extra.date, extra.template)),
                )
            });
        let Some((_, extra)) = best else {
            break;
        };
        let (start, end) = times(instance, extra);
        for gap in &mut open {
            if covers(gap, extra, start, end) {
                gap.missing -= 1;
            }
        }
        open.retain(|gap| gap.missing > 0);
        match extras.iter_mut().find(|known| {
            (known.hall, known.date, known.template) == (extra.hall, extra.date, extra.template)
        }) {
            Some(known) => known.spots += 1,
            None => extras.push(extra),
        }
    }
    extras
}

fn candidates(instance: &Instance, gaps: &[CoverageGap]) -> Vec<ExtraShift> {
    let places: BTreeSet<(HallIx, NaiveDate)> = (gaps.iter())
        .map(|gap| (gap.hall, instance.horizon.local(gap.start).0))
        .collect();
    let mut all = Vec::new();
    for (hall, date) in places {
        for template in (0..instance.templates.len()).map(TemplateIx) {
            let extra = ExtraShift {
                hall,
                date,
                template,
                spots: 1,
            };
            if extra.is_offered(instance) {
                all.push(extra);
            }
        }
    }
    all
}

fn times(instance: &Instance, extra: ExtraShift) -> (i64, i64) {
    let template = &instance.templates[extra.template.0];
    let start = instance.horizon.instant(extra.date, template.start);
    (start, start + template.length.0)
}

fn covers(gap: &CoverageGap, extra: ExtraShift, start: i64, end: i64) -> bool {
    gap.hall == extra.hall && start <= gap.start && gap.end <= end
}

/// Missing head minutes that one more person on a shift fills, one queue or post at a time.
fn closes(instance: &Instance, gaps: &[CoverageGap], extra: ExtraShift) -> i64 {
    let (start, end) = times(instance, extra);
    let mut spans: Vec<(i64, i64)> = (gaps.iter())
        .filter(|gap| covers(gap, extra, start, end))
        .map(|gap| (gap.start, gap.end))
        .collect();
    spans.sort_unstable();
    let (mut filled, mut until) = (0, start);
    for (from, to) in spans {
        filled += (to - from.max(until)).max(0);
        until = until.max(to);
    }
    filled
}
