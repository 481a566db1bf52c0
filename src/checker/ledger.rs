//! Each person's rest-day work and what becomes of the rest owed for it.

use chrono::NaiveDate;

use super::view::View;
use crate::domain::Contract;
use crate::roster::{CompDay, CompDayState, comp_days, rest_day_work};

/// One person's rest-day work and comp lots.
pub(super) struct Ledger {
    /// Days of the horizon whose duty is work on a rest day.
    pub rest_days: Vec<usize>,
    /// Every lot with what becomes of it.
    pub lots: Vec<CompDay>,
    /// Comp days that repay no lot of their length.
    pub unbacked: Vec<NaiveDate>,
}

impl Ledger {
    /// Whether the lot earned on a date is, or will be, given back as time off.
    pub fn gives_back(&self, earned: NaiveDate) -> bool {
        (self.lots.iter())
            .any(|own| own.lot.earned == earned && own.state != CompDayState::Unplanned)
    }
}

/// Whether rest-day work on a date earns a lot: work on a statutory holiday is paid instead.
pub(super) fn earns_lot(contract: &Contract, date: NaiveDate) -> bool {
    !contract.is_statutory_holiday(date)
}

/// Everybody's ledger, by employee.
pub(super) fn ledgers(view: &View<'_>) -> Vec<Ledger> {
    let instance = view.instance;
    let ledger = |(employee, person)| {
        let contract = instance.contract_of(person);
        let (lots, unbacked) = comp_days(
            instance,
            view.roster,
            employee,
            |date| earns_lot(contract, date),
            contract.lot_expiry_days(),
            view.quiet.outlook(view.home(employee)),
        );
        Ledger {
            rest_days: rest_day_work(instance, view.roster, employee),
            lots,
            unbacked,
        }
    };
    instance.staff().map(ledger).collect()
}
