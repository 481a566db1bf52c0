//! The ledger of compensatory time.
//!
//! ```text
//!            earn                 redeem (oldest lot first)
//!   work ───────────► open lot ─────────────────────────────► taken
//!                        │ last day passes
//!                        └──────────────────────────────────► expired: paid, a breach, or
//!                                                              still owed (employer sets the day)
//! ```
//!
//! A lot is *open* from the day its hours were worked; whoever gives time back consumes the oldest
//! open lots. It is *taken* when nothing of it is left, *expired* when its last day passes with
//! something left. Time given back before it was earned makes the balance negative; later earnings
//! settle that first.

mod terms;

use std::collections::VecDeque;

use chrono::NaiveDate;

pub use terms::{CompBreach, CompCode, CompTerms};

use super::{CompLot, CompRedemption, CompWork, History, PremiumClass};

/// One person's compensatory time.
#[derive(Clone, Debug)]
pub struct CompLedger {
    terms: CompTerms,
    /// Oldest first.
    lots: VecDeque<CompLot>,
    /// Minutes without a lot, which never expire; negative: taken in advance.
    loose_min: i64,
    /// No lot's last day is before this one.
    next_due: Option<NaiveDate>,
    breaches: Vec<CompBreach>,
}

impl CompLedger {
    /// The ledger as history left it.
    pub fn open(terms: CompTerms, history: &History) -> CompLedger {
        let mut lots: Vec<CompLot> = history
            .comp_lots
            .iter()
            .filter(|lot| lot.minutes > 0)
            .cloned()
            .collect();
        lots.sort_by_key(|lot| lot.date);
        for lot in &mut lots {
            if lot.due.is_none() {
                lot.due = terms.due(lot.date).map(|(due, _)| due);
            }
        }
        let mut ledger = CompLedger {
            next_due: lots.iter().filter_map(|lot| lot.due).min(),
            lots: lots.into(),
            loose_min: history.comp_balance_min,
            terms,
            breaches: Vec::new(),
        };
        let owed = ledger.loose_min.min(0).saturating_neg();
        if owed > 0 {
            ledger.loose_min = 0;
            ledger.consume(owed);
        }
        ledger
    }

    /// Books work and time given back in the order of their dates; on one date work comes first.
    pub fn run(
        &mut self,
        work: &[CompWork],
        redemptions: &[CompRedemption],
        busy: impl Fn(NaiveDate) -> bool,
    ) {
        let mut work: Vec<&CompWork> = work.iter().collect();
        work.sort_by_key(|entry| entry.date);
        let mut redemptions: Vec<&CompRedemption> = redemptions.iter().collect();
        redemptions.sort_by_key(|entry| entry.date);
        let mut work = work.into_iter().peekable();
        for redemption in redemptions {
            while let Some(entry) = work.next_if(|entry| entry.date <= redemption.date) {
                self.book(entry);
            }
            self.elect(redemption);
            self.redeem(redemption.date, redemption.minutes, busy(redemption.date));
        }
        for entry in work {
            self.book(entry);
        }
    }

    /// Books work, unless the terms ask for an agreement that was not there.
    fn book(&mut self, work: &CompWork) {
        if self.terms.earns(work.agreed_before) {
            self.earn(work.date, work.minutes, &work.class);
        }
    }

    /// Notes who asked for time to be given back, where that person may not.
    fn elect(&mut self, redemption: &CompRedemption) {
        if !self.terms.may_elect(redemption.asked_by) {
            let minutes = redemption.minutes.max(0);
            self.report(CompCode::NotElected, minutes, 0, redemption.date);
        }
    }

    /// Books work; dates may not go back.
    pub fn earn(&mut self, date: NaiveDate, minutes: i64, class: &str) {
        self.expire_before(date);
        let mut earned = self.terms.earned_min(class, minutes);
        if earned == 0 {
            return;
        }
        let settled = earned.min(self.loose_min.min(0).saturating_neg());
        self.loose_min += settled;
        earned -= settled;
        if earned > 0 {
            let due = self.terms.due(date).map(|(due, _)| due);
            self.next_due = [self.next_due, due].into_iter().flatten().min();
            self.lots.push_back(CompLot {
                date,
                minutes: earned,
                class: class.to_owned(),
                due,
            });
        }
        let balance = self.balance_min();
        if let Some(cap) = self.terms.max_balance_min
            && balance > cap
        {
            self.report(CompCode::BalanceCap, balance, cap, date);
        }
    }

    /// Books time given back; dates may not go back.
    pub fn redeem(&mut self, date: NaiveDate, minutes: i64, busy: bool) {
        self.expire_before(date);
        let minutes = minutes.max(0);
        if busy {
            self.report(CompCode::BusyDay, minutes, 0, date);
        }
        if minutes < self.terms.min_unit_min {
            self.report(CompCode::MinUnit, minutes, self.terms.min_unit_min, date);
        }
        let before = self.balance_min();
        if self.terms.open_at_min > 0 && before < self.terms.open_at_min {
            self.report(CompCode::NotOpen, before, self.terms.open_at_min, date);
        }
        self.consume(minutes);
        let (balance, least) = (
            self.balance_min(),
            self.terms.max_advance_min.saturating_neg(),
        );
        if balance < least {
            self.report(CompCode::Overdrawn, balance, least, date);
        }
    }

    /// Expires what is due before `end` and says what remains, in minutes.
    pub fn close(&mut self, end: NaiveDate) -> i64 {
        self.expire_before(end);
        self.balance_min()
    }

    /// Minutes that stand to the person's credit; negative: taken in advance.
    pub fn balance_min(&self) -> i64 {
        let lots = self.lots.iter();
        lots.fold(self.loose_min, |sum, lot| sum.saturating_add(lot.minutes))
    }

    /// Lots not yet given back, oldest first, each with its last day.
    pub fn open_lots(&self) -> impl Iterator<Item = &CompLot> {
        self.lots.iter()
    }

    /// Movements against the terms so far.
    pub fn breaches(&self) -> &[CompBreach] {
        &self.breaches
    }

    fn consume(&mut self, minutes: i64) {
        let mut left = minutes;
        while left > 0 {
            let Some(lot) = self.lots.front_mut() else {
                break;
            };
            let part = lot.minutes.min(left);
            lot.minutes -= part;
            left -= part;
            if lot.minutes == 0 {
                self.lots.pop_front();
            }
        }
        self.loose_min = self.loose_min.saturating_sub(left);
    }

    fn expire_before(&mut self, date: NaiveDate) {
        if self.next_due.is_none_or(|due| due >= date) {
            return;
        }
        for mut lot in std::mem::take(&mut self.lots) {
            match lot.due {
                Some(due) if due < date => {
                    let by_period = self.terms.due(lot.date) == Some((due, true));
                    let code = if by_period {
                        CompCode::PeriodEnd
                    } else {
                        CompCode::Expired
                    };
                    let (measured, limit) = (lot.minutes, 0);
                    let breach = CompBreach {
                        code,
                        measured,
                        limit,
                        date: lot.date,
                        noticed: due,
                        of_rest_day: lot.class == PremiumClass::RestDay.name(),
                    };
                    self.breaches.push(breach);
                    if self.terms.keeps_ended {
                        lot.due = None;
                        self.lots.push_back(lot);
                    }
                }
                _ => self.lots.push_back(lot),
            }
        }
        self.next_due = self.lots.iter().filter_map(|lot| lot.due).min();
    }

    fn report(&mut self, code: CompCode, measured: i64, limit: i64, date: NaiveDate) {
        self.breaches.push(CompBreach {
            code,
            measured,
            limit,
            date,
            noticed: date,
            of_rest_day: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{CompCode, CompLedger, CompTerms};
    use crate::law::kinds::comp_redemption::CompPeriod;
    use crate::law::{CompLot, History};
    use chrono::NaiveDate;

    fn march(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).expect("a date")
    }

    fn terms() -> CompTerms {
        CompTerms {
            earn_ratio: [1, 1],
            earn_classes: vec!["rest_day".to_owned()],
            expiry_days: Some(10),
            ..CompTerms::default()
        }
    }

    fn codes(ledger: &CompLedger) -> Vec<(CompCode, i64)> {
        ledger
            .breaches()
            .iter()
            .map(|breach| (breach.code, breach.measured))
            .collect()
    }

    #[test]
    fn the_oldest_lot_goes_first_and_expires_after_its_last_day() {
        let mut ledger = CompLedger::open(terms(), &History::default());
        ledger.earn(march(1), 100, "rest_day");
        ledger.earn(march(2), 100, "rest_day");
        ledger.redeem(march(11), 60, false);
        assert_eq!(ledger.close(march(12)), 100);
        assert_eq!(codes(&ledger), [(CompCode::Expired, 40)]);
        ledger.redeem(march(12), 100, false);
        assert_eq!(ledger.close(march(31)), 0);
        assert_eq!(ledger.breaches().len(), 1);
    }

    #[test]
    fn a_lot_may_be_used_on_its_last_day_but_not_after() {
        for (day, breaches) in [(11, 0), (12, 2)] {
            let mut ledger = CompLedger::open(terms(), &History::default());
            ledger.earn(march(1), 100, "rest_day");
            ledger.redeem(march(day), 100, false);
            assert_eq!(ledger.breaches().len(), breaches, "day {day}");
        }
    }

    #[test]
    fn earnings_settle_an_advance_first() {
        let history = History {
            comp_balance_min: -100,
            comp_lots: vec![CompLot {
                date: march(1),
                minutes: 30,
                class: "rest_day".to_owned(),
                due: None,
            }],
            ..History::default()
        };
        let mut ledger = CompLedger::open(terms(), &history);
        assert_eq!((ledger.balance_min(), ledger.open_lots().count()), (-70, 0));
        ledger.earn(march(2), 100, "rest_day");
        assert_eq!(
            ledger
                .open_lots()
                .map(|lot| lot.minutes)
                .collect::<Vec<_>>(),
            [30]
        );
    }

    #[test]
    fn an_advance_may_be_used_up_but_not_exceeded() {
        let mut ledger = CompLedger::open(
            CompTerms {
                max_advance_min: 100,
                ..terms()
            },
            &History::default(),
        );
        ledger.redeem(march(1), 100, false);
        assert_eq!(codes(&ledger), []);
        ledger.redeem(march(2), 1, false);
        assert_eq!(codes(&ledger), [(CompCode::Overdrawn, -101)]);
    }

    #[test]
    fn a_period_that_ends_sooner_ends_the_lot() {
        let terms = CompTerms {
            period_end: Some(CompPeriod::CalendarMonth),
            ..terms()
        };
        assert_eq!(terms.due(march(25)), Some((march(31), true)));
        assert_eq!(terms.due(march(21)), Some((march(31), false)));
        let mut ledger = CompLedger::open(terms, &History::default());
        ledger.earn(march(25), 50, "rest_day");
        ledger.close(NaiveDate::from_ymd_opt(2026, 4, 1).expect("a date"));
        assert_eq!(codes(&ledger), [(CompCode::PeriodEnd, 50)]);
    }

    #[test]
    fn ratios_round_down_and_absurd_ones_earn_nothing() {
        let ratio = |earn_ratio| {
            CompTerms {
                earn_ratio,
                ..terms()
            }
            .earned_min("rest_day", 100)
        };
        assert_eq!(ratio([3, 2]), 150);
        assert_eq!(ratio([1, 3]), 33);
        assert_eq!([ratio([1, 0]), ratio([0, 1]), ratio([-1, -1])], [0, 0, 0]);
        assert_eq!(ratio([i64::MAX, 1]), i64::MAX);
        assert_eq!(terms().earned_min("statutory_holiday", 100), 0);
    }
}
