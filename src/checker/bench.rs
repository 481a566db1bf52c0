//! One instance made ready for many questions: whole audits, and the parts of one that a small change asks for.

use std::collections::BTreeSet;

use super::case::{Brief, Dates, brief};
use super::cost::{self, cost};
use super::coverage;
use super::findings::{AuditFinding, Findings, Severity};
use super::ledger::{Ledger, ledger, ledgers};
use super::legality::{Owed, judge};
use super::view::{Agreed, View};
use super::{absences, consents, duties, extra_days, halls, serving};
use crate::demand::QuietDays;
use crate::domain::{CoverageRequirement, EmployeeIx, HallIx, Instance};
use crate::law::{DayTable, LawError, PremiumClass};
use crate::roster::{CompDay, Roster};
use crate::units::{Minutes, Money};

/// What the judge looks up for every roster of an instance.
#[derive(Debug)]
pub struct Bench {
    pub(super) quiet: QuietDays,
    pub(super) days: Result<DayTable, LawError>,
    pub(super) dates: Dates,
}

/// What the judge says of some people's rosters, as if nobody else worked.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleAudit {
    /// Why their rosters may not be shown.
    pub violations: Vec<AuditFinding>,
    /// What they cost; terms that no single person makes are left out.
    pub cost: Money,
    /// What becomes of their comp lots.
    pub comp_days: Vec<CompDay>,
    /// Extra pay that they are owed.
    pub premiums: Vec<PremiumOwed>,
    /// Their days of rest-day work.
    pub rest_day_work: Vec<(EmployeeIx, usize)>,
}

/// Extra pay that somebody is owed inside the horizon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PremiumOwed {
    /// Who.
    pub employee: EmployeeIx,
    /// What for.
    pub class: PremiumClass,
    /// Minutes paid at the factor; nought for a plain amount.
    pub minutes: Minutes,
    /// Percent of the hourly wage; nought for a plain amount.
    pub factor_percent: i64,
    /// A plain amount.
    pub amount: Option<Money>,
}

impl Bench {
    /// Looks everything up once.
    pub fn of(instance: &Instance) -> Bench {
        let horizon = &instance.horizon;
        let quiet = QuietDays::of(instance);
        let dates = Dates::of(instance, &quiet);
        Bench {
            quiet,
            days: DayTable::new(horizon.zone.name(), horizon.start, horizon.end()),
            dates,
        }
    }

    /// The quiet days of the instance.
    pub fn quiet(&self) -> &QuietDays {
        &self.quiet
    }

    /// The days of the horizon as the law sees them; `None` when it cannot judge them.
    pub fn days(&self) -> Option<&DayTable> {
        self.days.as_ref().ok()
    }

    fn view<'a>(
        &'a self,
        instance: &'a Instance,
        roster: &'a Roster,
        agreed: &'a Agreed,
        only: Option<&'a BTreeSet<EmployeeIx>>,
    ) -> View<'a> {
        View {
            instance,
            roster,
            quiet: &self.quiet,
            agreed,
            only,
        }
    }

    /// One person's roster in the words of the law.
    pub fn brief(
        &self,
        instance: &Instance,
        roster: &Roster,
        agreed: &Agreed,
        employee: EmployeeIx,
    ) -> Brief {
        let view = self.view(instance, roster, agreed, None);
        brief(&view, employee, &ledger(&view, employee), &self.dates)
    }

    /// Judges some people's rosters; those of others are not looked at and may be empty.
    ///
    /// The roster must name only things that exist, as every roster that has passed a whole audit does.
    pub fn people(
        &self,
        instance: &Instance,
        roster: &Roster,
        agreed: &Agreed,
        people: &BTreeSet<EmployeeIx>,
    ) -> PeopleAudit {
        let view = self.view(instance, roster, agreed, Some(people));
        let mut found = Findings::default();
        duties::check(&view, &mut found);
        serving::check(&view, &mut found);
        let (ledgers, premiums) = days_checks(&view, self, &mut found);
        let cost = cost(&view, &ledgers, &premiums, &[]);
        let owed = |(employee, all): (usize, Vec<Owed>)| {
            all.into_iter()
                .map(move |owed| owed.of(EmployeeIx(employee)))
        };
        let rest_days = |(employee, ledger): (usize, &Ledger)| {
            let days = ledger.rest_days.clone().into_iter();
            days.map(move |day| (EmployeeIx(employee), day))
        };
        PeopleAudit {
            violations: violations(found),
            cost: cost.of_people(),
            rest_day_work: ledgers.iter().enumerate().flat_map(rest_days).collect(),
            premiums: premiums.into_iter().enumerate().flat_map(owed).collect(),
            comp_days: ledgers.into_iter().flat_map(|own| own.lots).collect(),
        }
    }

    /// What some halls cannot bear: counters, breaks at one time, shift patterns.
    pub fn halls(
        &self,
        instance: &Instance,
        roster: &Roster,
        touched: &BTreeSet<HallIx>,
    ) -> Vec<AuditFinding> {
        let agreed = Agreed::new();
        let there = people_of(instance, roster, touched);
        let view = self.view(instance, roster, &agreed, Some(&there));
        let mut found = Findings::default();
        halls::check(&view, &mut found);
        violations(found)
    }

    /// What some halls cost beside their people: heads missing, and heads missing or surplus on whole shifts.
    ///
    /// `needs` are the heads asked for in these halls.
    pub fn cost_of_halls(
        &self,
        instance: &Instance,
        needs: &[CoverageRequirement],
        roster: &Roster,
        halls: &BTreeSet<HallIx>,
    ) -> Money {
        let agreed = Agreed::new();
        let there = people_of(instance, roster, halls);
        let view = self.view(instance, roster, &agreed, Some(&there));
        let covered = coverage::covered(&view, needs, &mut Findings::default());
        cost::of_halls(&view, &covered, halls)
    }

    /// What salaried people are paid, whatever they do.
    pub fn base_pay(&self, instance: &Instance) -> Money {
        let (none, agreed) = (Roster { days: Vec::new() }, Agreed::new());
        cost::base_pay_of_all(&self.view(instance, &none, &agreed, None))
    }
}

/// Everybody with a duty in one of the halls.
fn people_of(
    instance: &Instance,
    roster: &Roster,
    halls: &BTreeSet<HallIx>,
) -> BTreeSet<EmployeeIx> {
    let works = |employee: &EmployeeIx| {
        let mut duties = roster.days[employee.0].iter().filter_map(|day| day.duty());
        duties.any(|duty| halls.contains(&duty.hall))
    };
    let staff = instance.staff().map(|(employee, _)| employee);
    staff.filter(works).collect()
}

/// Everything that is judged person by person over several days.
pub(super) fn days_checks(
    view: &View<'_>,
    bench: &Bench,
    found: &mut Findings,
) -> (Vec<Ledger>, Vec<Vec<Owed>>) {
    absences::check(view, found);
    let ledgers = ledgers(view);
    extra_days::check(view, &ledgers, found);
    let premiums = judge(view, bench, &ledgers, found);
    consents::check(view, bench, &ledgers, &premiums, found);
    (ledgers, premiums)
}

fn violations(found: Findings) -> Vec<AuditFinding> {
    let mut all = found.in_order();
    all.retain(|finding| finding.severity == Severity::Violation);
    all
}
