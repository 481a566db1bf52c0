//! One fault each, and the code under which it must be found.

use super::town::*;
use crate::checker::audit;
use crate::domain::{
    Consent, CoverageRequirement, Hall, HallIx, Instance, Leave, Pin, Problem, QueueIx, Served,
    SkillIx, TemplateIx,
};
use crate::law::{Span, WorkShift};
use crate::roster::{Activity, Roster, Serving};
use crate::units::Minutes;

/// Judges a spoilt roster and expects exactly these codes, each as a violation in both languages.
#[track_caller]
fn check(expected: &[&str], spoil: impl FnOnce(&mut Problem, &mut Roster)) {
    let audit = audited(spoil);
    let codes: Vec<_> = audit.violations().map(|finding| finding.code).collect();
    assert_eq!(codes, expected, "{:#?}", audit.findings);
    for finding in &audit.findings {
        assert!(!finding.en.is_empty() && !finding.zh.is_empty());
    }
}

#[test]
fn a_roster_that_lacks_people_or_days_is_found_out() {
    check(&["missing_employee"], |_, roster| drop(roster.days.pop()));
    check(&["unknown_employee"], |_, roster| {
        roster.days.push(Vec::new())
    });
    check(&["day_count"], |_, roster| drop(roster.days[1].pop()));
    check(&["day_count"], |_, roster| {
        roster.days[1].push(Activity::Rest)
    });
}

#[test]
fn names_and_times_that_make_no_sense_do_not_stop_the_judge() {
    check(&["unknown_reference"], |_, r| {
        duty_of(r, BOB, 0).hall = HallIx(9)
    });
    check(&["unknown_reference"], |_, r| {
        duty_of(r, BOB, 0).template = TemplateIx(9)
    });
    check(&["unknown_reference"], |_, r| {
        duty_of(r, BOB, 0).serving[0].served = Served::Queue(QueueIx(9))
    });
    check(&["unknown_reference"], |_, r| {
        r.days[1][2] = Activity::Training(4)
    });
    check(&["impossible_time"], |_, r| {
        duty_of(r, BOB, 0).end = i64::MAX
    });
    check(&["impossible_time"], |_, r| {
        duty_of(r, BOB, 0).breaks[0].start = i64::MIN
    });
    check(&["impossible_time"], |_, r| {
        r.days[1][2] = Activity::CompDay(Minutes(i64::MAX))
    });
}

#[test]
fn a_duty_is_an_offered_shift_in_a_hall_of_the_person() {
    let second = |problem: &mut Problem| {
        let hall = Hall {
            id: "H2".into(),
            ..problem.halls[0].clone()
        };
        problem.halls.push(hall);
    };
    check(
        &["hall_not_allowed", "template_not_offered"],
        |problem, roster| {
            second(problem);
            duty_of(roster, BOB, 0).hall = HallIx(1);
        },
    );
    check(&["hall_not_allowed"], |problem, roster| {
        second(problem);
        problem.templates[LATE.0].halls.push(HallIx(1));
        duty_of(roster, BOB, 0).hall = HallIx(1);
    });
    check(&["template_not_offered"], |_, roster| {
        roster.days[1][6] = Activity::Duty(duty(6, LATE, 240, GREETER));
    });
    check(&["duty_times"], |_, roster| {
        duty_of(roster, BOB, 0).end += 30
    });
    check(&["duty_times"], |_, roster| {
        duty_of(roster, BOB, 0).start -= 30
    });
}

#[test]
fn breaks_are_those_of_the_shift_in_their_windows() {
    check(&["break_count"], |_, roster| {
        duty_of(roster, BOB, 0).breaks.clear()
    });
    check(&["break_length"], |_, roster| {
        duty_of(roster, BOB, 0).breaks[0].end += 15
    });
    check(&["break_window"], |_, roster| {
        let duty = duty_of(roster, BOB, 0);
        (duty.breaks[0].start, duty.breaks[0].end) = (at(0, 15, 30), at(0, 16, 30));
    });
    check(&["break_terms"], |_, roster| {
        duty_of(roster, BOB, 0).breaks[0].paid = true
    });
    check(&["break_terms"], |_, roster| {
        duty_of(roster, BOB, 0).breaks[0].purpose = "nap".into()
    });
    check(
        &[
            "break_count",
            "break_order",
            "breaks_at_once",
            "law_not_judged",
        ],
        |_, roster| {
            let pause = duty_of(roster, BOB, 0).breaks[0].clone();
            duty_of(roster, BOB, 0).breaks.push(pause);
        },
    );
}

#[test]
fn successions_the_shifts_forbid_are_found_also_across_the_start() {
    check(&["forbidden_succession"], |problem, _| {
        problem.templates[LATE.0].cannot_precede = vec![EARLY];
    });
    check(&["forbidden_succession"], |problem, _| {
        problem.templates[EARLY.0].cannot_precede = vec![LATE];
        problem.employees[1].history.shifts = vec![WorkShift {
            shift_type: Some("early".into()),
            ..WorkShift::plain("", Span::new(at(-1, 8, 30), at(-1, 17, 30)))
        }];
    });
}

#[test]
fn nobody_is_at_work_twice_at_one_time() {
    check(&["overlapping_work"], |problem, _| {
        let night = Span::new(at(-1, 20, 0), at(0, 10, 30));
        problem.employees[1].history.shifts = vec![WorkShift::plain("", night)];
    });
}

#[test]
fn people_serve_inside_the_duty_one_thing_at_a_time_with_the_skill() {
    check(&["serving_outside_duty"], |_, r| {
        duty_of(r, BOB, 0).serving[0].start -= 5
    });
    check(&["serving_on_break"], |_, r| {
        duty_of(r, BOB, 0).serving[0].end += 5
    });
    check(&["skill_missing"], |_, r| {
        duty_of(r, BOB, 0).serving[0].served = VIP
    });
    check(&["skill_missing"], |problem, _| {
        problem.employees[1].skills[0].to = Some(date(0))
    });
    check(&["serving_twice"], |_, roster| {
        let duty = duty_of(roster, ANN, 0);
        let also = Serving {
            served: VIP,
            ..duty.serving[0].clone()
        };
        duty.serving.push(also);
    });
}

#[test]
fn halls_bear_so_many_at_counters_on_break_and_so_many_patterns() {
    check(&["counters_max"], |_, r| {
        duty_of(r, BOB, 0).serving[0].served = COUNTER
    });
    check(&["breaks_at_once"], |_, roster| {
        let duty = duty_of(roster, BOB, 1);
        (duty.breaks[0].start, duty.breaks[0].end) = (at(1, 12, 30), at(1, 13, 30));
        duty.serving[0].end = at(1, 12, 30);
    });
    check(&["patterns_max"], |problem, _| {
        problem.halls[0].patterns_max = Some(1)
    });
}

#[test]
fn people_on_break_belong_to_their_first_valid_skill() {
    let together = |roster: &mut Roster| {
        let duty = duty_of(roster, BOB, 1);
        (duty.breaks[0].start, duty.breaks[0].end) = (at(1, 12, 30), at(1, 13, 30));
        duty.serving[0].end = at(1, 12, 30);
    };
    check(&[], |problem, roster| {
        together(roster);
        problem.employees[0].skills.reverse();
    });
    check(&["breaks_at_once"], |problem, roster| {
        together(roster);
        problem.employees[0].skills.reverse();
        problem.employees[0].skills[0].to = Some(date(0));
    });
}

#[test]
fn leave_is_shown_on_leave_days_and_only_there() {
    check(&["leave_ignored"], |_, roster| {
        roster.days[0][4] = Activity::Rest
    });
    check(&["leave_not_approved"], |_, roster| {
        roster.days[1][4] = Activity::Leave
    });
    check(&["leave_ignored"], |problem, _| {
        problem.employees[1].leave = vec![Leave {
            from: date(1),
            to: date(1),
            reason: String::new(),
            unpaid: true,
        }];
    });
}

#[test]
fn pins_stay_where_they_are() {
    let pin = |employee, day, duty| Pin {
        employee,
        date: date(day),
        duty,
    };
    let early = Some((EARLY, HallIx(0)));
    check(&[], |problem, _| {
        problem.pins = vec![pin(BOB, 1, early), pin(BOB, 3, None)]
    });
    check(&["pin_moved"], |problem, _| {
        problem.pins = vec![pin(BOB, 0, early)]
    });
    check(&["pin_moved"], |problem, _| {
        problem.pins = vec![pin(BOB, 3, early)]
    });
    check(&["pin_moved"], |problem, _| {
        problem.pins = vec![pin(BOB, 1, None)]
    });
}

#[test]
fn training_is_once_on_a_quiet_day_of_its_window() {
    check(&["training_window"], |_, roster| {
        roster.days[1][4] = Activity::Training(0)
    });
    check(&["training_busy_day"], |problem, roster| {
        problem.employees[1].training[0].from = date(0);
        roster.days[1][1] = Activity::Training(0);
    });
    check(&[], |problem, roster| {
        problem.employees[1].training[0].from = date(0);
        problem.employees[1].training[0].any_day = true;
        roster.days[1][1] = Activity::Training(0);
    });
    check(&["training_twice"], |_, roster| {
        roster.days[1][2] = Activity::Training(0);
        roster.days[1][3] = Activity::Training(0);
    });
}

#[test]
fn comp_days_are_quiet_long_enough_and_backed() {
    // The law's ledger says it too, except of a comp day that another lot's minutes could pay for.
    check(&["comp_busy_day", "comp_redemption"], |_, roster| {
        roster.days[0][1] = Activity::CompDay(Minutes(480))
    });
    check(&["comp_unbacked"], |_, roster| {
        roster.days[0][3] = Activity::CompDay(Minutes(420))
    });
    check(&["comp_unbacked", "comp_redemption"], |_, roster| {
        roster.days[1][3] = Activity::CompDay(Minutes(480))
    });
    check(&["comp_min_unit", "comp_redemption"], |problem, roster| {
        problem.employees[0].history.comp_lots[0].minutes = Minutes(120);
        roster.days[0][3] = Activity::CompDay(Minutes(120));
    });
}

#[test]
fn work_on_a_rest_day_needs_consent() {
    check(&["rest_day_without_consent"], |problem, roster| {
        problem.employees[0].consents = vec![Consent::Overtime];
        roster.days[0][5] = Activity::Duty(duty(5, EARLY, 210, COUNTER));
    });
}

#[test]
fn heads_for_a_place_that_does_not_exist_are_reported() {
    let instance = Instance::new(problem()).expect("a valid problem");
    let need = CoverageRequirement {
        hall: HallIx(3),
        served: COUNTER,
        start: at(0, 10, 0),
        end: at(0, 10, 30),
        heads: 1,
    };
    let audit = audit(&instance, &[need], &roster());
    assert_eq!(audit.findings[0].code, "unknown_need");
    assert!(!audit.is_clean());
}

#[test]
fn one_fault_hides_no_other() {
    check(
        &["day_count", "skill_missing", "pin_moved"],
        |problem, roster| {
            drop(roster.days[0].pop());
            problem.employees[1].skills[0].skill = SkillIx(1);
            duty_of(roster, BOB, 1).serving.clear();
            problem.pins = vec![Pin {
                employee: BOB,
                date: date(1),
                duty: None,
            }];
        },
    );
}
