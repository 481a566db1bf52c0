//! One rule at work on one timeline: whom it binds, and how its findings are written down.

use super::days::Day;
use super::timeline::{Timeline, Worked};
use super::{
    ConsentOf, DayTable, Evaluation, Finding, LocalInstant, Measured, Outcome, Place, Premium,
    PremiumClass, RuleRecord, Unit,
};
use crate::units::Money;

/// Whose agreement or permit can lift a breach: that of one shift, or of all shifts in some days.
#[derive(Clone, Copy)]
pub(super) enum Blame<'b> {
    Shift(&'b Worked<'b>),
    Days(Day, Day),
}

/// Where something was measured, before anybody asks to read it.
#[derive(Clone, Debug)]
pub(super) enum Where {
    Day(Day),
    Days(Day, Day),
    Instants(i64, i64),
    Told(Place),
}

impl From<Place> for Where {
    fn from(place: Place) -> Where {
        Where::Told(place)
    }
}

/// A number held to a limit.
pub(super) struct Held<'b> {
    pub value: i64,
    pub limit: i64,
    pub place: Where,
    pub unit: Unit,
    pub blame: Blame<'b>,
}

/// One rule at work.
pub(super) struct Judge<'a, 'o> {
    pub rule: &'a RuleRecord,
    pub time: &'a Timeline<'a>,
    index: usize,
    /// The rule binds on every date, in every hall.
    unconditional: bool,
    /// Only breaches are asked for.
    findings_only: bool,
    out: &'o mut Evaluation,
}

impl<'a, 'o> Judge<'a, 'o> {
    /// The rule at work, or nothing if its scope leaves the person out.
    pub fn new(
        index: usize,
        rule: &'a RuleRecord,
        time: &'a Timeline<'a>,
        out: &'o mut Evaluation,
    ) -> Option<Judge<'a, 'o>> {
        let person = time.case.person;
        let scope = &rule.scope;
        let within = |allowed: &[String], own: &Option<String>| {
            allowed.is_empty() || own.as_ref().is_some_and(|own| allowed.contains(own))
        };
        if !within(&scope.regime, &person.regime) || !within(&scope.contract, &person.contract) {
            return None;
        }
        // Most rules for protected people concern nobody; their sums need not be made.
        let held = |name: &String| person.attributes.iter().any(|own| own.name == *name);
        if !scope.for_attribute.as_ref().is_none_or(held) {
            return None;
        }
        let unconditional = scope.for_attribute.is_none()
            && scope.not_for_attribute.is_none()
            && scope.halls.is_empty()
            && (rule.effective.from).is_none_or(|from| Day::of(from) <= time.first)
            && (rule.effective.to).is_none_or(|to| time.end <= Day::of(to));
        Some(Judge {
            rule,
            time,
            index,
            unconditional,
            findings_only: false,
            out,
        })
    }

    /// Leaves out the numbers that were held to a limit and kept it.
    pub fn ask_for_findings_only(&mut self) {
        self.findings_only = true;
    }

    /// Whether a number that is better than its limit need not even be looked at.
    pub fn findings_only(&self) -> bool {
        self.findings_only
    }

    pub fn days(&self) -> &'a DayTable {
        self.time.days()
    }

    /// Whether the rule is in force on that day and binds the person then.
    pub fn applies_on(&self, day: Day) -> bool {
        if self.unconditional {
            return true;
        }
        let (date, person, scope) = (day.date(), self.time.case.person, &self.rule.scope);
        let has = |name: &String| person.attribute_on(name, date).is_some();
        self.rule.effective.covers(date)
            && scope.for_attribute.as_ref().is_none_or(has)
            && !scope.not_for_attribute.as_ref().is_some_and(has)
    }

    /// Whether a day in `[from, to)` is in the horizon and bound by the rule.
    pub fn applies_within(&self, from: Day, to: Day) -> bool {
        let (from, to) = (
            from.max(self.days().first_day()),
            to.min(self.days().end_day()),
        );
        from < to && (self.unconditional || from.until(to).any(|day| self.applies_on(day)))
    }

    /// Whether the shift is lifted out of the rule by its exemption reason.
    pub fn exempts(&self, item: &Worked<'_>) -> bool {
        item.excused && is_among(&self.rule.needs.exemptions, item)
    }

    /// Whether the shift is one of the horizon's that this record judges.
    pub fn judges(&self, item: &Worked<'_>) -> bool {
        if !item.current || self.exempts(item) {
            return false;
        }
        if self.unconditional {
            return true;
        }
        let halls = &self.rule.scope.halls;
        let here = halls.is_empty()
            || item
                .shift
                .hall
                .as_ref()
                .is_some_and(|hall| halls.contains(hall));
        here && self.applies_on(item.day)
    }

    /// Whether a judged shift touches the days `[from, to)`.
    pub fn judges_within(&self, from: Day, to: Day) -> bool {
        self.time.touching(from, to).any(|item| self.judges(item))
    }

    /// All shifts, but for those lifted out by their exemption reason.
    pub fn items(&self) -> impl Iterator<Item = &'a Worked<'a>> + use<'a> {
        let exemptions = &self.rule.needs.exemptions;
        let time: &'a Timeline<'a> = self.time;
        time.items
            .iter()
            .filter(move |item| !(item.excused && is_among(exemptions, item)))
    }

    /// The place as it is read.
    fn read(&self, place: &Where) -> Place {
        let local = |minute| LocalInstant {
            minute,
            offset_minutes: self.days().offset_minutes(minute),
        };
        match place {
            Where::Day(day) => Place::Date(day.date()),
            Where::Days(from, to) => Place::Dates(from.date(), to.date()),
            Where::Instants(from, to) => Place::Instants(local(*from), local(*to)),
            Where::Told(place) => place.clone(),
        }
    }

    /// Writes down a number without judging it.
    pub fn measure(&mut self, place: &Where, value: i64) {
        if self.findings_only {
            return;
        }
        let place = self.read(place);
        self.out.measured.push(Measured {
            rule_index: self.index,
            place,
            value,
        });
    }

    /// Measures, and reports a value above the limit (or at it, where the record is inclusive).
    pub fn at_most(&mut self, held: Held<'_>) {
        self.at_most_when(held, |_| true);
    }

    /// As [`Judge::at_most`], but reports only what `judged` lets through; asked for breaches only.
    pub fn at_most_when(&mut self, held: Held<'_>, judged: impl FnOnce(&Self) -> bool) {
        self.measure(&held.place, held.value);
        let inclusive = self.rule.inclusive && held.value == held.limit;
        if (held.value > held.limit || inclusive) && judged(self) {
            self.breach(None, held);
        }
    }

    /// Measures, and reports a value below the limit (or at it, where the record is inclusive).
    pub fn at_least(&mut self, held: Held<'_>) {
        self.at_least_when(held, |_| true);
    }

    /// As [`Judge::at_least`], but reports only what `judged` lets through; asked for breaches only.
    pub fn at_least_when(&mut self, held: Held<'_>, judged: impl FnOnce(&Self) -> bool) {
        self.measure(&held.place, held.value);
        let inclusive = self.rule.inclusive && held.value == held.limit;
        if (held.value < held.limit || inclusive) && judged(self) {
            self.breach(None, held);
        }
    }

    /// Reports a breach, unless an agreement or permit lifts it.
    pub fn breach(&mut self, code: Option<&'static str>, held: Held<'_>) {
        self.breach_as(self.rule.outcome, code, held);
    }

    /// As [`Judge::breach`], with an outcome of its own.
    pub fn breach_as(&mut self, outcome: Outcome, code: Option<&'static str>, held: Held<'_>) {
        if self.lifted(held.blame) {
            return;
        }
        self.out.findings.push(Finding {
            rule_index: self.index,
            rule_id: self.rule.id.clone(),
            rule: self.rule.kind.name(),
            code,
            outcome,
            measured: held.value,
            limit: held.limit,
            place: self.read(&held.place),
            unit: held.unit,
            article: self.rule.source.law.clone(),
        });
    }

    /// Writes down extra pay; nothing for no minutes.
    pub fn premium(&mut self, class: PremiumClass, minutes: i64, factor_pct: i64, place: &Where) {
        if minutes > 0 {
            let rule_index = self.index;
            let premium = Premium {
                rule_index,
                class,
                minutes,
                factor_pct,
                amount: None,
                place: self.read(place),
            };
            self.out.premiums.push(premium);
        }
    }

    /// Writes down a plain amount.
    pub fn amount(&mut self, class: PremiumClass, amount: Money, place: &Where) {
        self.out.premiums.push(Premium {
            rule_index: self.index,
            class,
            minutes: 0,
            factor_pct: 0,
            amount: Some(amount),
            place: self.read(place),
        });
    }

    /// Adds to the penalty of wishes and cover.
    pub fn penalise(&mut self, weight: i64) {
        self.out.penalty = self.out.penalty.saturating_add(weight);
    }

    fn lifted(&self, blame: Blame<'_>) -> bool {
        let person = self.time.case.person;
        let needs = &self.rule.needs;
        let settled = |consent: bool, day: Day| match self.rule.outcome {
            Outcome::Consent => {
                let of_person = needs.consent != Some(ConsentOf::Union);
                (consent && of_person) || person.consents_on(&self.rule.id, day.date())
            }
            Outcome::Approval => (needs.approval.as_ref())
                .is_some_and(|permit| person.has_permit_on(permit, day.date())),
            Outcome::Forbid | Outcome::Cost | Outcome::Warn => false,
        };
        match blame {
            Blame::Shift(item) => settled(item.shift.consent, item.day),
            Blame::Days(from, to) => {
                let mut items = self
                    .time
                    .touching(from, to)
                    .filter(|item| self.judges(item))
                    .peekable();
                match items.peek() {
                    None => settled(false, from),
                    Some(_) => items.all(|item| settled(item.shift.consent, item.day)),
                }
            }
        }
    }
}

/// Whether a shift's reason is among those that exempt.
fn is_among(exemptions: &[String], item: &Worked<'_>) -> bool {
    let reason = item.shift.exemption_reason.as_ref();
    reason.is_some_and(|reason| exemptions.contains(reason))
}

/// The place of one day.
pub(super) fn on(day: Day) -> Where {
    Where::Day(day)
}

/// The place of the days `[from, to)`.
pub(super) fn over(from: Day, to: Day) -> Where {
    Where::Days(from, to)
}

/// The place of the stretch between two instants.
pub(super) fn between(from: i64, to: i64) -> Where {
    Where::Instants(from, to)
}
