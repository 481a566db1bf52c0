//! One more shift for a person whose shifts are judged already.
//!
//! [`Standing`] keeps what a full evaluation found. A claim then looks again only at the days, weeks,
//! months, runs and gaps that the new shift touches; rules that look further are judged as a whole.

mod reach;
mod views;

use smallvec::SmallVec;

use super::days::Day;
use super::judge::Judge;
use super::primitives::day_minutes::work_on;
use super::primitives::overtime::{DayClass, day_class};
use super::timeline::{Timeline, Worked};
use super::{
    Case, CompLot, CompTerms, Evaluation, Fault, Finding, Premium, PremiumClass, RuleKind,
    RuleRecord, WorkShift,
};
use crate::units::Minutes;
use reach::{Part, Reach, margins, reach};
use views::{Around, Heard, Views};

/// What a claim changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimFindings {
    /// Findings that the new shift brings.
    pub added: Vec<Finding>,
    /// Findings that no longer stand as they were; a longer run, say, takes the place of a shorter.
    pub gone: Vec<Finding>,
    /// What the shift earns.
    pub earned: ClaimEarnings,
    /// Why the shift cannot be judged.
    pub faults: Vec<Fault>,
}

/// What one more shift earns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimEarnings {
    /// Its working time.
    pub work: Minutes,
    /// Extra pay that falls due with it.
    pub premiums: Vec<Premium>,
    /// Extra pay that no longer falls due as it did; a week's greater extra, say, takes the place of a smaller.
    pub premiums_gone: Vec<Premium>,
    /// Time off that its rest-day hours earn when they are given back, each lot with class, minutes and last day.
    pub lots: Vec<CompLot>,
}

/// A person's shifts, judged, ready for claims.
#[derive(Debug)]
pub struct Standing<'a> {
    rules: &'a [RuleRecord],
    case: &'a Case<'a>,
    time: Timeline<'a>,
    watched: Vec<Watched>,
    /// The terms of compensatory time that bind this person, by rule.
    terms: Vec<(usize, CompTerms)>,
    /// The most local days that one of the shifts touches.
    shift_days: i64,
    evaluation: Evaluation,
}

/// A rule that may say something about this person when a shift is added, with what it says now.
#[derive(Debug)]
struct Watched {
    index: usize,
    findings: Vec<Finding>,
    premiums: Vec<Premium>,
}

impl<'a> Standing<'a> {
    /// Judges the case once.
    pub fn of(rules: &'a [RuleRecord], case: &'a Case<'a>) -> Standing<'a> {
        let evaluation = super::evaluate(rules, case);
        let time = Timeline::of(case, &mut Vec::new());
        let mut scratch = Evaluation::default();
        let binding: Vec<usize> = (rules.iter().enumerate())
            .filter(|(index, rule)| Judge::new(*index, rule, &time, &mut scratch).is_some())
            .map(|(index, _)| index)
            .collect();
        let heard = |index: &usize| {
            let kind = &rules[*index].kind;
            reach(kind, Day(0), Day(1)) != Reach::Nothing && !is_silent(kind, case)
        };
        let mut watched: Vec<Watched> = (binding.iter().copied().filter(heard))
            .map(|index| {
                let findings = evaluation.findings.iter().filter(|f| f.rule_index == index);
                let premiums = evaluation.premiums.iter().filter(|p| p.rule_index == index);
                Watched {
                    index,
                    findings: findings.cloned().collect(),
                    premiums: premiums.cloned().collect(),
                }
            })
            .collect();
        // Rules that look at the same part of a case follow one another, so that it is made once.
        watched.sort_by_key(|known| {
            let kind = &rules[known.index].kind;
            (reach(kind, Day(0), Day(1)), margins(kind, 0), known.index)
        });
        let touched = time.items.iter().map(Worked::touched_days);
        let shift_days = touched.max().unwrap_or(1);
        let terms = (binding.iter())
            .filter_map(|index| match &rules[*index].kind {
                RuleKind::CompRedemption(rule) => Some((*index, rule.terms())),
                _ => None,
            })
            .collect();
        Standing {
            rules,
            case,
            time,
            watched,
            terms,
            shift_days,
            evaluation,
        }
    }

    /// What stands without any claim.
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// What one more shift changes: a full evaluation that includes it finds what stands now, less
    /// what is gone, and what is added; so it is with the extra pay.
    pub fn claim(&self, shift: &WorkShift) -> ClaimFindings {
        let mut answer = ClaimFindings::default();
        let Some(new) = Worked::of(shift, self.case, &mut answer.faults) else {
            return answer;
        };
        let mut around = Around::new();
        let views = Views::new(self, &new, &mut around);
        let parts = self.watched.iter().map(|known| {
            let part = views.part(&self.rules[known.index].kind);
            (part, known)
        });
        let parts: SmallVec<[(Part, &Watched); 32]> = parts.collect();
        let mut heard = Heard::default();
        for rules in parts.chunk_by(|(one, _), (other, _)| one == other) {
            views.look(rules, &mut heard, &mut answer);
        }
        answer.in_order_of_rules();
        answer.earned.work = Minutes(new.work_min);
        answer.earned.lots = self.lots(&new);
        answer
    }

    /// Time off that the rest-day hours of a shift earn where they are given back.
    fn lots(&self, new: &Worked<'_>) -> Vec<CompLot> {
        let mut lots = Vec::new();
        if !new.shift.compensated || !new.current {
            return lots;
        }
        let class = PremiumClass::RestDay.name();
        for day in new.day.until(new.last_day.next()) {
            if day_class(self.case.calendar, day) != DayClass::RestDay {
                continue;
            }
            let (date, worked) = (day.date(), work_on(new, day, self.case.days));
            for (index, terms) in &self.terms {
                let minutes = terms.earned_min(class, worked);
                let in_force = self.rules[*index].effective.covers(date);
                if minutes > 0 && in_force && terms.earns(Some(new.shift.consent)) {
                    lots.push(CompLot {
                        date,
                        minutes,
                        class: class.to_owned(),
                        due: terms.due(date).map(|(due, _)| due),
                    });
                }
            }
        }
        lots
    }
}

/// Whether a rule never speaks in this case, because it waits for a mark that no day has.
fn is_silent(kind: &RuleKind, case: &Case<'_>) -> bool {
    match kind {
        RuleKind::MaxWorkPerDay(rule) => (rule.days_with_flag.as_ref())
            .is_some_and(|flag| !case.calendar.flags.contains_key(flag)),
        _ => false,
    }
}

impl ClaimFindings {
    /// Puts everything in the order in which the rules were handed in.
    fn in_order_of_rules(&mut self) {
        self.added.sort_by_key(|finding| finding.rule_index);
        self.gone.sort_by_key(|finding| finding.rule_index);
        let earned = &mut self.earned;
        earned.premiums.sort_by_key(|premium| premium.rule_index);
        (earned.premiums_gone).sort_by_key(|premium| premium.rule_index);
    }

    /// Puts down what one rule says with the new shift and did not say without it, and the reverse.
    fn note(&mut self, before: &mut Evaluation, after: &mut Evaluation) {
        let earned = &mut self.earned;
        differ(
            &mut before.findings,
            &mut after.findings,
            &mut self.added,
            &mut self.gone,
        );
        let (owed, gone) = (&mut earned.premiums, &mut earned.premiums_gone);
        differ(&mut before.premiums, &mut after.premiums, owed, gone);
    }
}

/// Moves what only one of two lists holds, and leaves both empty.
fn differ<T: PartialEq>(
    before: &mut Vec<T>,
    after: &mut Vec<T>,
    added: &mut Vec<T>,
    gone: &mut Vec<T>,
) {
    if before.is_empty() {
        if added.is_empty() {
            std::mem::swap(after, added);
        } else {
            added.append(after);
        }
        return;
    }
    for item in after.drain(..) {
        match before.iter().position(|known| *known == item) {
            Some(at) => {
                before.swap_remove(at);
            }
            None => added.push(item),
        }
    }
    gone.append(before);
}
