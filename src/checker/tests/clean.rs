//! What the judge says of rosters without fault: cost, gaps, comp days.

use super::town::*;
use crate::checker::{Audit, CostTerm};
use crate::domain::{HallIx, OutlookDay, ShiftCover, Wish, WishKind};
use crate::law::{Span, WorkShift};
use crate::roster::{Activity, CompDayState};
use crate::units::{Minutes, Money};

fn terms(audit: &Audit) -> Vec<(&'static str, Money)> {
    let lines = audit
        .cost
        .terms
        .iter()
        .filter(|line| line.amount != Money::ZERO);
    lines.map(|line| (line.term.name(), line.amount)).collect()
}

#[test]
fn a_roster_without_fault_is_clean_and_priced_as_by_hand() {
    let audit = audited(|_, _| {});
    assert_eq!(audit.findings, []);
    let by_hand = [
        ("base_pay", Money::units(2400)),  // 40 h at 60
        ("hourly_pay", Money::units(480)), // two duties of 8 h at 30
        ("comp", Money::units(960)),       // 8 h at 60, twice: no outlook to plan it in
        ("gap", Money::units(50)),         // Saturday, one head for half an hour at 100
        ("wish", Money::units(20)),        // Ann wanted Tuesday free
        ("start_change", Money::units(5)), // Bob: 10:00, then 8:30
        ("training", Money::units(80)),    // Bob's is not placed
    ];
    assert_eq!(terms(&audit), by_hand);
    assert_eq!(audit.cost.total, Money::units(3995));
    assert_eq!(audit.cost.constant(), Money::units(2400));
    let names: Vec<_> = audit.cost.terms.iter().map(|line| line.term).collect();
    assert_eq!(names, CostTerm::ALL);
}

#[test]
fn neighbouring_gaps_with_equal_numbers_are_one() {
    let audit = audited(|_, roster| roster.days[0][1] = Activity::Rest);
    let gaps: Vec<_> = audit
        .gaps
        .iter()
        .map(|gap| (gap.start, gap.end, gap.missing))
        .collect();
    assert_eq!(
        gaps,
        [
            (at(1, 10, 0), at(1, 12, 0), 1),
            (at(5, 10, 0), at(5, 10, 30), 1)
        ]
    );
    assert_eq!(audit.cost.of(CostTerm::Gap), Money::units(250));
    // The day off is what Ann wished for, and is paid without being worked.
    assert_eq!(audit.cost.of(CostTerm::Wish), Money::ZERO);
    assert_eq!(audit.cost.of(CostTerm::Idle), Money::units(480));
}

#[test]
fn who_leaves_within_an_interval_does_not_cover_it() {
    let audit = audited(|_, roster| duty_of(roster, ANN, 0).serving[0].end -= 10);
    assert!(audit.is_clean());
    assert_eq!(audit.gaps[0].start, at(0, 11, 30));
    assert_eq!(audit.cost.of(CostTerm::Gap), Money::units(100));
}

#[test]
fn spans_that_meet_cover_the_interval_between_them() {
    let audit = audited(|_, roster| {
        let duty = duty_of(roster, ANN, 0);
        let mut second = duty.serving[0].clone();
        duty.serving[0].end = at(0, 10, 10);
        second.start = at(0, 10, 10);
        duty.serving.push(second);
    });
    assert_eq!(audit.gaps.len(), 1);
}

#[test]
fn a_comp_day_repays_its_lot_and_stands_for_norm_time() {
    let audit = audited(|_, roster| roster.days[0][3] = Activity::CompDay(Minutes(480)));
    assert_eq!(audit.findings, []);
    assert_eq!(audit.comp_days[0].state, CompDayState::Scheduled(date(3)));
    assert_eq!(audit.cost.of(CostTerm::Comp), Money::ZERO);
    assert_eq!(audit.cost.of(CostTerm::Idle), Money::ZERO);
}

#[test]
fn a_lot_with_a_reserved_quiet_day_costs_the_plain_wage() {
    let audit = audited(|problem, _| {
        problem.outlook.push(OutlookDay {
            hall: HallIx(0),
            date: date(9),
            load_hours: 0.1,
        });
    });
    assert_eq!(audit.comp_days[0].state, CompDayState::Planned(date(9)));
    assert_eq!(audit.cost.of(CostTerm::Comp), Money::units(480));
}

#[test]
fn a_fifth_day_beside_leave_is_rest_day_work_and_earns_a_lot() {
    let audit =
        audited(|_, roster| roster.days[0][5] = Activity::Duty(duty(5, EARLY, 210, COUNTER)));
    assert_eq!(audit.findings, []);
    assert_eq!(audit.rest_day_work, [vec![5], vec![]]);
    assert_eq!(audit.comp_days.len(), 2);
    // Both lots are open at the end; Saturday's gap is closed.
    assert_eq!(audit.cost.of(CostTerm::Comp), Money::units(1920));
    assert_eq!(audit.gaps, []);
}

#[test]
fn a_placed_training_is_paid_and_no_longer_missing() {
    let audit = audited(|_, roster| roster.days[1][2] = Activity::Training(0));
    assert_eq!(audit.findings, []);
    assert_eq!(audit.cost.of(CostTerm::Training), Money::ZERO);
    assert_eq!(audit.cost.of(CostTerm::HourlyPay), Money::units(540));
}

#[test]
fn heads_on_whole_shifts_are_priced_both_ways() {
    let audit = audited(|problem, _| {
        let cover = |day, heads| ShiftCover {
            hall: HallIx(0),
            date: date(day),
            template: EARLY,
            heads,
            under_price: Money::units(7),
            over_price: Money::units(3),
        };
        problem.shift_cover = vec![cover(0, 3), cover(1, 1), cover(2, 1)];
    });
    // Monday has one of three, Tuesday two of one, Wednesday one of one.
    assert_eq!(audit.cost.of(CostTerm::ShiftCover), Money::units(17));
    assert_eq!(audit.shift_gaps.len(), 1);
    assert_eq!(audit.shift_gaps[0].missing, 2);
}

#[test]
fn a_training_is_work_for_wishes_that_name_no_shift() {
    let price_of = |kind, template| {
        let audit = audited(|problem, roster| {
            problem.employees[0].wishes.clear();
            problem.employees[1].wishes = vec![Wish {
                date: date(2),
                kind,
                template,
                price: Money::units(9),
            }];
            roster.days[1][2] = Activity::Training(0);
        });
        audit.cost.of(CostTerm::Wish)
    };
    assert_eq!(price_of(WishKind::Free, None), Money::units(9));
    assert_eq!(price_of(WishKind::Free, Some(EARLY)), Money::ZERO);
    assert_eq!(price_of(WishKind::Work, None), Money::ZERO);
    assert_eq!(price_of(WishKind::Work, Some(EARLY)), Money::units(9));
}

#[test]
fn the_day_before_the_horizon_counts_for_a_change_of_start() {
    let price_after = |hour| {
        let audit = audited(|problem, _| {
            let span = Span::new(at(-1, hour, 0), at(-1, hour + 8, 0));
            problem.employees[1].history.shifts = vec![WorkShift::plain("", span)];
        });
        audit.cost.of(CostTerm::StartChange)
    };
    assert_eq!(price_after(10), Money::units(5));
    assert_eq!(price_after(9), Money::units(10));
}
