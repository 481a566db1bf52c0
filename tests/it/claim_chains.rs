//! Five people with no day to spare: each has one weekday off, no two the same one.

use std::time::Duration;

use paiban::claims::*;
use paiban::domain::EmployeeIx;
use paiban::milp::StopSignal;

use super::claim_stories::Office;
use super::service::load::town;

fn tight() -> Office {
    let mut problem = town(1);
    let people = problem["employees"].as_array_mut().expect("people");
    people.pop().expect("nobody stands in");
    Office::open(&problem)
}

/// The weekday that each has off.
fn days_off(office: &Office) -> Vec<usize> {
    let free = |who: usize| {
        let mut days = 0..5;
        let free =
            |day: &usize| (office.plan.witness.activity(EmployeeIx(who), *day).duty()).is_none();
        days.find(free).expect("five of six days are a week")
    };
    (0..5).map(free).collect()
}

fn shift(day: usize) -> String {
    format!("H0-2026-03-{:02}-day-1", 9 + day)
}

/// Claims every weekday but these.
fn take_all_but(office: &mut Office, who: usize, free: [usize; 2]) {
    for day in (0..5).filter(|day| !free.contains(day)) {
        office.take(who, &shift(day));
    }
}

fn ask(office: &Office, who: usize, day: usize, effort: &Effort) -> Verdict {
    let desk = Desk::new(&office.ground, &office.plan);
    let at = office.plan.find(&shift(day)).expect("it is published");
    verdict(
        &desk,
        EmployeeIx(who),
        at,
        office.now,
        effort,
        &StopSignal::new(),
    )
}

#[test]
fn a_claim_is_granted_at_once_when_three_others_hand_their_days_on() {
    let mut office = tight();
    let off = days_off(&office);
    for who in 0..4 {
        take_all_but(&mut office, who, [off[who], off[(who + 1) % 4]]);
    }
    let without = Effort {
        relay: false,
        ..Effort::quick()
    };
    let open = ask(&office, 0, off[0], &without);
    assert_eq!(open.decision, Decision::Pending, "no two others are enough");
    let answer = office.take(0, &shift(off[0]));
    let found = answer.completion.expect("it is granted");
    assert_eq!(found.way, Way::Exchange);
    assert_eq!(
        found.touched.people,
        (0..4).map(EmployeeIx).collect::<Vec<_>>()
    );
    let after = days_off(&office);
    let handed_on = (0..4).map(|who| off[(who + 1) % 4]);
    assert_eq!(after[..4], handed_on.collect::<Vec<_>>());
}

#[test]
fn two_people_who_want_the_same_day_off_are_told_at_once_that_it_cannot_be() {
    let mut office = tight();
    let off = days_off(&office);
    take_all_but(&mut office, 0, [off[0]; 2]);
    take_all_but(&mut office, 1, [off[0], off[1]]);
    for effort in [
        Effort::quick(),
        Effort {
            relay: false,
            ..Effort::solving(Duration::from_secs(20))
        },
    ] {
        let answer = ask(&office, 1, off[1], &effort);
        let Decision::Declined(Decline::Plan(blocking)) = answer.decision else {
            panic!("{effort:?}: {answer:#?}");
        };
        assert!(!blocking.hours.is_empty());
    }
}
