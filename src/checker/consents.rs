//! Overtime and work on rest days need the person's written consent.

use super::findings::{Findings, Subject};
use super::ledger::Ledger;
use super::legality::Owed;
use super::view::View;
use super::words::who;
use crate::domain::Consent;
use crate::law::PremiumClass;
use crate::units::Minutes;

pub(super) fn check(
    view: &View<'_>,
    ledgers: &[Ledger],
    premiums: &[Vec<Owed>],
    found: &mut Findings,
) {
    let people = view.instance.staff().zip(ledgers).zip(premiums);
    for (((employee, person), ledger), premiums) in people {
        let name = who(view.instance, employee);
        if !person.consents_to(Consent::RestDayWork) {
            for day in &ledger.rest_days {
                let date = view.instance.horizon.date(*day as i64);
                found.violation(
                    "rest_day_without_consent",
                    Subject::day(employee, date),
                    format!("{name} works on {date}, a rest day, without consent to rest-day work on file."),
                    format!("{name} {date} 在休息日上班，但未存有休息日工作同意书。"),
                );
            }
        }
        let overtime = (premiums.iter()).filter(|owed| {
            owed.class == PremiumClass::WorkdayOvertime && owed.minutes > Minutes::ZERO
        });
        if !person.consents_to(Consent::Overtime) {
            for owed in overtime {
                let mut subject = Subject::person(employee);
                subject.date = owed.date;
                let (minutes, place) = (owed.minutes, &owed.place);
                found.violation(
                    "overtime_without_consent",
                    subject,
                    format!("{name} works {minutes} h overtime ({place}) without consent to overtime on file."),
                    format!("{name} 加班 {minutes} 小时（{place}），但未存有加班同意书。"),
                );
            }
        }
    }
}
