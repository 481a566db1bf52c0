//! Each person's rest-day work and what becomes of the rest owed for it.

use chrono::NaiveDate;

use super::view::View;
use crate::domain::{Contract, EmployeeIx};
use crate::roster::{CompDay, CompDayState, comp_days_of, rest_day_work_preferring};

/// One person's rest-day work and comp lots.
#[derive(Clone, Debug, Default)]
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

/// The ledgers of all who are looked at, by employee; those of others are empty.
pub(super) fn ledgers(view: &View<'_>) -> Vec<Ledger> {
    let mut ledgers = vec![Ledger::default(); view.instance.employees.len()];
    for (employee, _) in view.staff() {
        ledgers[employee.0] = ledger(view, employee);
    }
    ledgers
}

/// One person's ledger.
pub(super) fn ledger(view: &View<'_>, employee: EmployeeIx) -> Ledger {
    let instance = view.instance;
    let contract = instance.contract_of(&instance.employees[employee.0]);
    let chosen = |day| view.is_agreed(employee, day);
    let rest_days = rest_day_work_preferring(instance, view.roster, employee, chosen);
    let (lots, unbacked) = comp_days_of(
        instance,
        view.roster,
        employee,
        &rest_days,
        |date| earns_lot(contract, date),
        contract.lot_expiry_days(),
        view.quiet.outlook(view.home(employee)),
    );
    Ledger {
        rest_days,
        lots,
        unbacked,
    }
}
