//! Hostile input gives findings or faults: never a panic, an overflow or a hang.

use chrono::NaiveDate;

use super::{Desk, date, rule};
use crate::law::{
    Attribute, ChangeType, CompLot, CompRedemption, CompWork, CoverCount, DayTable, ListedShift,
    RuleRecord, ShiftBreak, ShiftChange, ShiftOffer, Span, Standing, WindowMinutes, WorkShift,
};

/// A few records of every kind, `N` standing for each number.
pub(super) fn every_kind(number: &str) -> Vec<RuleRecord> {
    let all = [
        r#""kind": "max_work_per_day", "params": {"limit_min": N}"#,
        r#""kind": "max_work_per_day", "params": {"limit_min": N, "attribution": "split_midnight"}"#,
        r#""kind": "max_work_per_day", "params": {"limit_min": N, "attribution": "rolling_24h"}"#,
        r#""kind": "max_work_per_window", "params": {"limit_min": N, "window": {"type": "rolling_days", "days": N}, "attribution": "split_midnight"}"#,
        r#""kind": "max_work_per_window", "params": {"limit_min": N, "window": {"type": "calendar_year"}}"#,
        r#""kind": "min_work_per_window", "params": {"limit_min": N, "window": {"type": "anchored", "anchor": "9999-12-31", "days": N}}"#,
        r#""kind": "max_average_work", "params": {"limit_min": N, "per": "week", "reference": {"days": N}}"#,
        r#""kind": "max_average_work", "params": {"limit_min": N, "per": "werktag", "reference": {"days": N, "anchor": "-9999-01-01"}}"#,
        r#""kind": "max_average_work", "params": {"limit_min": N, "per": "worked_day", "reference": {"days": N}}"#,
        r#""kind": "max_overtime_per", "params": {"limit_min": N, "per": "day", "normal": {"daily_min": N, "weekly_min": N}}"#,
        r#""kind": "max_overtime_per", "params": {"limit_min": N, "per": "year", "compare": "lt"}"#,
        r#""kind": "max_average_overtime", "params": {"limit_min_per_month": N, "months": [N, 2]}"#,
        r#""kind": "max_exceed_count", "params": {"threshold_min": N, "limit": N}"#,
        r#""kind": "min_rest_between_shifts", "params": {"min_minutes": N, "consent": "allows_with_premium", "premium": {"factor_pct": N, "basis": "deficit"}}"#,
        r#""kind": "min_daily_rest", "params": {"min_minutes": N, "period_hours": N}"#,
        r#""kind": "min_rest_per_window", "params": {"unit": "minutes", "min": N, "window": {"type": "calendar_week"}, "attribution": "starts_in", "latest_start": {"weekday": "sunday", "time": "24:00"}}"#,
        r#""kind": "min_rest_per_window", "params": {"unit": "local_days", "min": N, "window": {"type": "rolling_days", "days": N}}"#,
        r#""kind": "max_consecutive_work_days", "params": {"limit": N, "day_flag": "touched_day"}"#,
        r#""kind": "min_consecutive_work_days", "params": {"min": N}"#,
        r#""kind": "min_consecutive_days_off", "params": {"min": N}"#,
        r#""kind": "max_consecutive_days_off", "params": {"limit": N}"#,
        r#""kind": "max_consecutive_same_type", "params": {"type": "", "limit": N}"#,
        r#""kind": "min_consecutive_same_type", "params": {"type": "", "min": N}"#,
        r#""kind": "min_rest_days_per_window", "params": {"min_days": N, "window": {"type": "calendar_quarter"}}"#,
        r#""kind": "min_free_weekdays_per_window", "params": {"weekday": "sunday", "min_days": N, "window": {"type": "anchored", "anchor": "2026-03-02", "days": N}}"#,
        r#""kind": "min_break", "params": {"tiers": [{"work_over_min": N, "break_min": N}], "min_segment_min": N, "latest_start_after_min": N}"#,
        r#""kind": "max_continuous_work", "params": {"limit_min": N, "min_segment_min": N}"#,
        r#""kind": "forbidden_time", "params": {"daily_from": "24:00", "daily_to": "00:00"}"#,
        r#""kind": "min_paid_break", "params": {"purpose": "", "min_minutes_per_value": N, "for_attribute": "big"}"#,
        r#""kind": "max_night_shift_work", "params": {"limit_min": N, "night": {"from": "00:00", "to": "00:00", "qualifies_over_min": N}}"#,
        r#""kind": "max_consecutive_nights", "params": {"limit": N, "night": {"from": "22:00", "to": "06:00", "qualifies_over_min": N}}"#,
        r#""kind": "premium_class", "params": {"regime": "standard", "normal": {"daily_min": N, "weekly_min": N}, "factors_pct": {"workday_overtime": N}}"#,
        r#""kind": "comp_redemption", "params": {"earn_ratio": [N, N], "earn_classes": ["a"], "expiry_days": N, "min_unit_min": N, "max_advance_min": N, "max_balance_min": N, "period_end": "calendar_year", "quiet_only": true}"#,
        r#""kind": "comp_redemption", "params": {"earn_ratio": [N, 1], "earn_classes": ["a"]}"#,
        r#""kind": "substitute_rest_day", "params": {"window_days": N, "before_allowed": true}"#,
        r#""kind": "min_publish_notice", "params": {"days": N, "before": "month_start"}"#,
        r#""kind": "change_notice", "params": {"min_minutes_before_start": N}"#,
        r#""kind": "change_premium", "params": {"tiers": [{"type": "add", "less_than_min": N, "amount": N}]}"#,
        r#""kind": "max_changes_after_publish", "params": {"limit": N}"#,
        r#""kind": "open_shift_offer_window", "params": {"min_minutes": N}"#,
        r#""kind": "one_shift_per_day", "params": {"limit": N}"#,
        r#""kind": "no_overlap""#,
        r#""kind": "required_skill""#,
        r#""kind": "day_off", "params": {"dates": ["2026-03-02", "2026-03-02", "9999-12-31", "-9999-01-01"]}"#,
        r#""kind": "max_shifts_of_type", "params": {"limit": N, "window": {"type": "calendar_month"}}"#,
        r#""kind": "forbidden_succession", "params": {"pairs": [["", ""]]}"#,
        r#""kind": "max_weekends", "params": {"limit": N, "days": []}"#,
        r#""kind": "complete_weekend", "params": {"days": ["sunday", "monday", "sunday"]}"#,
        r#""kind": "request", "params": {"requests": [{"date": "2026-03-02", "want": "on", "weight": N}, {"date": "9999-12-31", "want": "off", "weight": N}]}"#,
        r#""kind": "cover", "params": {"under_weight": N, "over_weight": N}"#,
    ];
    all.iter()
        .map(|fields| rule(&fields.replace('N', number)))
        .collect()
}

/// A generator good enough to shuffle nonsense.
pub(super) struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides) as i64
    }

    /// An instant: mostly near the horizon, sometimes anywhere.
    fn instant(&mut self, start: i64) -> i64 {
        match self.roll(12) {
            0 => [i64::MIN, i64::MAX, 0, -1, 253_402_300_799 / 60][self.roll(5) as usize],
            _ => start - 10 * 1440 + self.roll(30 * 1440),
        }
    }
}

fn nonsense(dice: &mut Dice, start: i64) -> WorkShift {
    let from = dice.instant(start);
    let to = if dice.roll(6) == 0 {
        dice.instant(start)
    } else {
        from.saturating_add(dice.roll(900))
    };
    let mut shift = WorkShift::plain(dice.roll(4).to_string(), Span::new(from, to));
    for _ in 0..dice.roll(3) {
        let at = dice.instant(start);
        let span = Span::new(at, at.saturating_add(dice.roll(100) - 10));
        let purpose = (dice.roll(2) == 0).then(String::new);
        shift.breaks.push(ShiftBreak {
            span,
            paid: dice.roll(2) == 0,
            purpose,
        });
    }
    shift.shift_type = (dice.roll(2) == 0).then(String::new);
    shift.skill = (dice.roll(2) == 0).then(String::new);
    shift.consent = dice.roll(2) == 0;
    shift.compensated = dice.roll(2) == 0;
    shift
}

#[test]
fn nonsense_is_judged_by_every_kind_without_a_panic() {
    let mut dice = Dice(20_260_302);
    let numbers = [
        "-9223372036854775808",
        "-1",
        "0",
        "1",
        "660",
        "9223372036854775807",
    ];
    let rules: Vec<_> = numbers
        .iter()
        .flat_map(|number| every_kind(number))
        .collect();
    for zone in [
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "Pacific/Apia",
    ] {
        for from in ["2026-03-23", "2026-10-19", "1971-01-01", "2198-12-01"] {
            let mut desk = Desk::new();
            let from = date(from);
            let to = from + chrono::Days::new(14);
            desk.days = DayTable::new(zone, from, to).expect("a table");
            let start = desk.days.instant(from, Default::default());
            desk.shifts = (0..30).map(|_| nonsense(&mut dice, start)).collect();
            desk.history.shifts = (0..10).map(|_| nonsense(&mut dice, start)).collect();
            let extreme = [NaiveDate::MIN, NaiveDate::MAX, from, to];
            let month = |minutes| WindowMinutes {
                from,
                to,
                minutes,
                until: Some(extreme[minutes.rem_euclid(4) as usize]),
            };
            desk.history.minutes_by_window = vec![month(i64::MAX), month(i64::MIN)];
            desk.history.ot_minutes_by_window = vec![month(i64::MIN)];
            desk.history.reference_minutes = Some(i64::MAX);
            desk.history.neutral_days = i64::MIN;
            desk.history.neutral_werktage = i64::MAX;
            desk.history.counters.weekdays_worked = Some(i64::MIN);
            desk.history.counters.worked_days = Some(i64::MAX);
            desk.history.counters.weekends_worked = Some(i64::MAX);
            desk.history.comp_balance_min = i64::MIN;
            desk.person.attributes = vec![Attribute {
                value: Some(i64::MAX),
                ..Attribute::always("big")
            }];
            for date in extreme {
                desk.calendar.rest_days.insert(date);
                let lot = CompLot {
                    date,
                    minutes: i64::MAX,
                    class: "a".to_owned(),
                    due: None,
                };
                desk.history.comp_lots.push(lot);
                for minutes in [i64::MIN, i64::MAX] {
                    desk.events.comp_work.push(CompWork {
                        date,
                        minutes,
                        class: "a".to_owned(),
                        agreed_before: None,
                    });
                    desk.events.comp_redemptions.push(CompRedemption {
                        date,
                        minutes,
                        asked_by: None,
                    });
                    let (demand, assigned) = (minutes, minutes.wrapping_add(1));
                    let shift_type = String::new();
                    let count = CoverCount {
                        date,
                        shift_type,
                        demand,
                        assigned,
                    };
                    desk.events.cover.push(count);
                }
                desk.events.substitute_rest_days.push(date);
            }
            for at in [i64::MIN, i64::MAX, start] {
                desk.events.published_at = Some(at);
                let (id, shift) = (String::new(), String::new());
                let (shift_start, change) = (at.wrapping_neg(), ChangeType::Add);
                let asked_by_employee = false;
                desk.events.changes.push(ShiftChange {
                    shift,
                    change,
                    at,
                    shift_start,
                    asked_by_employee,
                    minutes: at,
                });
                desk.events.published.push(ListedShift {
                    id: at.to_string(),
                    span: Span::new(at, at),
                });
                desk.events.current.push(ListedShift {
                    id: at.to_string(),
                    span: Span::new(at, 0),
                });
                desk.events.offers.push(ShiftOffer {
                    id,
                    posted_at: at,
                    external_at: Some(!at),
                });
            }
            let answer = desk.judge(&rules);
            assert!(!answer.is_legal());
            for finding in &answer.findings {
                assert!(
                    !finding.place.to_string().is_empty()
                        || finding.rule.contains("offer")
                        || finding.rule.contains("notice")
                );
            }
        }
    }
}

#[test]
fn ten_thousand_shifts_do_not_hang() {
    let mut dice = Dice(7);
    let mut desk = Desk::new();
    let start = desk.days.instant(date("2026-03-02"), Default::default());
    for _ in 0..10_000 {
        let from = start + dice.roll(14 * 1440);
        desk.shifts.push(WorkShift::plain(
            "",
            Span::new(from, from + 1 + dice.roll(600)),
        ));
    }
    let rules = every_kind("660");
    assert!(!desk.judge(&rules).findings.is_empty());
    let case = desk.case();
    let claimed = WorkShift::plain("claimed", Span::new(start + 60, start + 600));
    let answer = Standing::of(&rules, &case).claim(&claimed);
    assert!(!answer.added.is_empty());
}

#[test]
fn what_cannot_be_judged_becomes_a_fault() {
    let faulty = |span: Span, breaks: &[Span]| {
        let mut desk = Desk::new();
        let mut shift = WorkShift::plain("late", span);
        for span in breaks {
            shift.breaks.push(ShiftBreak {
                span: *span,
                ..ShiftBreak::default()
            });
        }
        desk.shifts.push(shift);
        let answer = desk.judge(&[]);
        assert!(answer.is_legal() == answer.faults.is_empty());
        answer
            .faults
            .iter()
            .map(|fault| fault.code)
            .collect::<Vec<_>>()
    };
    let day = Desk::new().span("2026-03-02", "09:00", 480);
    let part = |from: i64, to: i64| Span::new(day.start + from, day.start + to);
    assert_eq!(faulty(day, &[part(60, 90), part(90, 120)]), [""; 0]);
    assert_eq!(
        faulty(day, &[part(90, 120), part(60, 90)]),
        [""; 0],
        "in any order"
    );
    assert_eq!(faulty(day, &[part(60, 90), part(89, 120)]), ["bad_break"]);
    assert_eq!(faulty(day, &[part(-1, 30)]), ["bad_break"]);
    assert_eq!(faulty(day, &[part(30, 30)]), ["bad_break"]);
    assert_eq!(faulty(Span::new(day.end, day.start), &[]), ["bad_shift"]);
    assert_eq!(faulty(Span::new(day.start, day.start), &[]), ["bad_shift"]);
    assert_eq!(
        faulty(Span::new(day.start, day.start + 10_081), &[]),
        ["bad_shift"]
    );
    assert_eq!(faulty(Span::new(i64::MIN, i64::MAX), &[]), ["bad_shift"]);
    let mut crowd = Desk::new();
    crowd.shifts = vec![WorkShift::plain("", day); 20_001];
    assert_eq!(crowd.judge(&[]).faults.len(), 1);
}
