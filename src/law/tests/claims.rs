//! A claim finds what a full evaluation with one more shift finds, no more and no less.

use super::hostile::{Dice, every_kind};
use super::{Desk, date};
use crate::law::{
    DayTable, Evaluation, PremiumClass, RulePack, RuleRecord, ShiftBreak, Span, Standing,
    WindowMinutes, WorkShift, evaluate,
};
use crate::units::Minutes;

/// A shift somewhere in the horizon or shortly outside of it, mostly of ordinary length.
fn somewhere(dice: &mut Dice, days: &DayTable, id: i64) -> WorkShift {
    let start = days.instant(days.start(), Default::default());
    let length = [60, 240, 480, 540, 600, 720, 1500][dice.roll(7) as usize];
    let from = start + (dice.roll(30) - 1) * 1440 + dice.roll(48) * 30;
    let mut shift = WorkShift::plain(format!("s{id}"), Span::new(from, from + length));
    if dice.roll(2) == 0 && length > 240 {
        shift.breaks.push(ShiftBreak {
            span: Span::new(from + 120, from + 120 + dice.roll(70) + 1),
            paid: dice.roll(3) == 0,
            purpose: None,
        });
    }
    shift.consent = dice.roll(6) == 0;
    shift.compensated = dice.roll(3) == 0;
    shift.shift_type = (dice.roll(2) == 0).then(String::new);
    shift
}

fn sorted<T: std::fmt::Debug>(things: &[T]) -> Vec<String> {
    let mut told: Vec<String> = things.iter().map(|found| format!("{found:?}")).collect();
    told.sort_unstable();
    told
}

fn check(rules: &[RuleRecord], desk: &Desk, shift: &WorkShift) {
    let case = desk.case();
    let standing = Standing::of(rules, &case);
    let answer = standing.claim(shift);
    let mut shifts = desk.shifts.clone();
    shifts.push(shift.clone());
    let with: Evaluation = evaluate(
        rules,
        &crate::law::Case {
            shifts: &shifts,
            ..case
        },
    );
    assert_eq!(answer.faults, with.faults);
    let mut stands = sorted(&standing.evaluation().findings);
    for gone in sorted(&answer.gone) {
        let at = stands.iter().position(|known| *known == gone);
        stands.remove(at.unwrap_or_else(|| panic!("{gone} was not there")));
    }
    stands.extend(sorted(&answer.added));
    stands.sort_unstable();
    assert_eq!(stands, sorted(&with.findings), "with {shift:?}");
    let mut owed = sorted(&standing.evaluation().premiums);
    for gone in sorted(&answer.earned.premiums_gone) {
        let at = owed.iter().position(|known| *known == gone);
        owed.remove(at.unwrap_or_else(|| panic!("{gone} was not owed")));
    }
    owed.extend(sorted(&answer.earned.premiums));
    owed.sort_unstable();
    assert_eq!(owed, sorted(&with.premiums), "with {shift:?}");
}

fn desk(dice: &mut Dice, zone: &str, from: &str, shifts: i64) -> Desk {
    let mut desk = Desk::new();
    let from = date(from);
    desk.days = DayTable::new(zone, from, from + chrono::Days::new(28)).expect("a table");
    for back in 0..28 {
        let day = from + chrono::Days::new(back);
        match dice.roll(9) {
            0 | 1 => desk.calendar.rest_days.insert(day),
            2 => desk.calendar.statutory_holidays.insert(day),
            _ => false,
        };
    }
    for id in 0..shifts {
        let shift = somewhere(dice, &desk.days, id);
        desk.shifts.push(shift);
    }
    for back in 1..dice.roll(10) {
        let mut shift = somewhere(dice, &desk.days, 1000 + back);
        let by = 1440 * (30 + dice.roll(5));
        shift.span = Span::new(shift.span.start - by, shift.span.end - by);
        shift.breaks.clear();
        desk.history.shifts.push(shift);
    }
    if dice.roll(3) == 0 {
        let month = WindowMinutes {
            until: (dice.roll(2) == 0).then(|| from - chrono::Days::new(dice.roll(9) as u64)),
            ..from.with_day_of_month()
        };
        desk.history.minutes_by_window.push(month);
        desk.history.ot_minutes_by_window.push(WindowMinutes {
            minutes: 2100,
            ..month
        });
    }
    desk
}

/// The month in which a horizon starts, with some work in it.
trait MonthOf {
    fn with_day_of_month(self) -> WindowMinutes;
}

impl MonthOf for chrono::NaiveDate {
    fn with_day_of_month(self) -> WindowMinutes {
        use chrono::Datelike;
        let from = self.with_day(1).expect("the first");
        WindowMinutes {
            from,
            to: from + chrono::Months::new(1),
            minutes: 3000,
            until: None,
        }
    }
}

#[test]
fn a_claim_finds_what_a_full_evaluation_finds() {
    let mut dice = Dice(20_261_122);
    let packs: Vec<RulePack> = (RulePack::list().into_iter())
        .map(|id| RulePack::get(id).expect("a pack"))
        .collect();
    let kinds: Vec<Vec<RuleRecord>> = ["1", "3", "7", "480", "660"]
        .iter()
        .map(|number| every_kind(number))
        .collect();
    for round in 0..150 {
        let zone = ["Asia/Shanghai", "Europe/Berlin", "America/New_York"][round % 3];
        let from = ["2026-03-02", "2026-03-09", "2026-10-12", "2026-12-14"][round % 4];
        let shifts = 4 + dice.roll(28);
        let desk = desk(&mut dice, zone, from, shifts);
        for id in 0..3 {
            let shift = somewhere(&mut dice, &desk.days, 500 + id);
            check(&packs[round % packs.len()].records, &desk, &shift);
            check(&kinds[round % kinds.len()], &desk, &shift);
        }
    }
}

#[test]
fn a_claim_that_cannot_be_judged_is_a_fault() {
    let desk = Desk::new().work("2026-03-03", "09:00", 480);
    let rules = RulePack::get("cn_standard").expect("a pack").records;
    for span in [
        Span::new(10, 10),
        Span::new(i64::MIN, i64::MAX),
        Span::new(5, 0),
    ] {
        let case = desk.case();
        let answer = Standing::of(&rules, &case).claim(&WorkShift::plain("x", span));
        assert_eq!(answer.faults.len(), 1);
        assert_eq!((answer.added, answer.gone), (vec![], vec![]));
    }
}

#[test]
fn a_claimed_rest_day_earns_double_pay_or_time_off_with_a_last_day() {
    let mut desk = Desk::new();
    desk.calendar.rest_days.insert(date("2026-03-07"));
    let rules = RulePack::get("cn_standard").expect("a pack").records;
    let case = desk.case();
    let standing = Standing::of(&rules, &case);
    let mut shift = WorkShift::plain("x", desk.span("2026-03-07", "09:00", 480));
    let paid = standing.claim(&shift).earned;
    let told: Vec<_> = (paid.premiums.iter())
        .map(|premium| (premium.class, premium.minutes, premium.factor_pct))
        .collect();
    assert_eq!(told, [(PremiumClass::RestDay, 480, 200)]);
    assert_eq!((paid.work, paid.lots.len()), (Minutes(480), 0));
    shift.compensated = true;
    let given_back = standing.claim(&shift).earned;
    assert_eq!(given_back.premiums, []);
    let lots: Vec<_> = (given_back.lots.iter())
        .map(|lot| (lot.minutes, lot.class.as_str(), lot.due))
        .collect();
    assert_eq!(lots, [(480, "rest_day", Some(date("2026-06-05")))]);
}
