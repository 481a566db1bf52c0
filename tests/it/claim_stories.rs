//! Claims one at a time on a hall of three people: who may, what it brings, what stands in the way.

use std::sync::Arc;
use std::time::Duration;

use paiban::claims::*;
use paiban::domain::{EmployeeIx, Instance, OpenSpots, Pin};
use paiban::formats::read_instance;
use paiban::milp::StopSignal;
use paiban::units::{Minutes, Money};
use paiban::{checker, demand};
use serde_json::{Value, json};

use super::planning::solve;
use super::service::load::town;

/// Two days with an early and a late shift each; late and then early leaves too little rest.
fn hall(late_heads: i64) -> Value {
    let person = |id: &str| {
        json!({"id": id, "name": format!("{id} Wang"), "contract": "c", "halls": ["h"],
               "hourly_wage_cents": 3000, "skills": [{"skill": "a"}]})
    };
    json!({
        "id": "three",
        "horizon": {"start_date": "2026-03-10", "day_count": 2, "interval_minutes": 60},
        "skills": [{"id": "a"}],
        "halls": [{"id": "h", "opening_hours": [{"open": "08:00", "close": "20:00"}],
                   "queues": [{"id": "a", "skill": "a"}]}],
        "shift_templates": [
            {"id": "early", "start": "08:00", "length_minutes": 360},
            {"id": "late", "start": "14:00", "length_minutes": 360},
        ],
        "contracts": [{"id": "c", "pay": "PAY_HOURLY", "rules": [
            {"id": "rest", "kind": "min_rest_between_shifts", "params": {"min_minutes": 840}, "outcome": "forbid",
             "source": {"law": "HOUSE-7"}},
        ]}],
        "employees": [person("E1"), person("E2"), person("E3")],
        "coverage": [
            {"hall": "h", "queue": "a", "heads": 1, "window": {"start": "08:00", "end": "14:00"}},
            {"hall": "h", "queue": "a", "heads": late_heads, "window": {"start": "14:00", "end": "20:00"}},
        ],
        "prices": {"gap_per_head_hour_cents": 9000},
    })
}

/// A plan of a few people, open for claims.
pub struct Office {
    pub ground: Ground,
    pub plan: PublishedPlan,
    pub now: i64,
}

impl Office {
    pub fn open(problem: &Value) -> Office {
        let instance: Instance = read_instance(&problem.to_string()).expect("a valid problem");
        let instance = Arc::new(instance);
        let solved = solve(&instance).expect("a roster");
        let first = instance.horizon.first_instant();
        let options = PublishOptions {
            open: Vec::new(),
            terms: ClaimTerms {
                opens: first - 3000,
                closes: first + 2880,
                freeze: Minutes(120),
                claims_per_person_max: None,
                cost_tolerance: None,
            },
            close_gaps: true,
            extras: Vec::new(),
        };
        let plan =
            publish(&instance, &solved.roster, solved.bound, &options).expect("a clean roster");
        Office {
            ground: Ground::new(instance),
            plan,
            now: first - 1000,
        }
    }

    fn ask(&self, who: usize, shift: &str) -> Verdict {
        let desk = Desk::new(&self.ground, &self.plan);
        let shift = self.plan.find(shift).unwrap_or(ShiftIx(999));
        let stop = StopSignal::new();
        verdict(
            &desk,
            EmployeeIx(who),
            shift,
            self.now,
            &Effort::quick(),
            &stop,
        )
    }

    pub fn take(&mut self, who: usize, shift: &str) -> Verdict {
        let answer = self.ask(who, shift);
        assert!(answer.is_accepted(), "{answer:#?}");
        self.plan = award(&self.plan, &answer).expect("nobody was faster");
        let faults = faults(&self.ground, &self.plan);
        assert!(faults.is_empty(), "{faults:#?}");
        answer
    }
}

const EARLY: [&str; 2] = ["h-2026-03-10-early-1", "h-2026-03-11-early-1"];
const LATE: [&str; 2] = ["h-2026-03-10-late-1", "h-2026-03-11-late-1"];

#[track_caller]
fn check(office: &Office, who: usize, shift: &str, expected: Refusal) {
    let refused = Decision::Declined(Decline::Refused(expected));
    assert_eq!(office.ask(who, shift).decision, refused);
}

#[test]
fn anybody_may_claim_an_open_shift_and_the_others_make_room() {
    for who in 0..3 {
        let mut office = Office::open(&hall(1));
        let answer = office.take(who, LATE[0]);
        let follows = answer.consequence.expect("it is granted");
        assert_eq!(follows.work, Minutes(360));
        assert_eq!(follows.waits, WaitEffect::Unchanged);
        assert!(follows.cost.at_least <= follows.cost.change);
        assert!(follows.cost.change <= follows.cost.at_most);
        let found = answer.completion.expect("it is granted");
        assert!(found.touched.people.contains(&EmployeeIx(who)));
    }
}

#[test]
fn too_little_rest_refuses_with_the_article() {
    let mut office = Office::open(&hall(1));
    office.take(0, LATE[0]);
    let answer = office.ask(0, EARLY[1]);
    assert_eq!(answer.decision, Decision::Declined(Decline::Law));
    let word = &answer.rules[0];
    assert!(word.refuses);
    assert_eq!(
        (word.rule_id.as_str(), word.article.as_str()),
        ("rest", "HOUSE-7")
    );
    assert_eq!((word.measured, word.limit), (720, 840));
    let desk = Desk::new(&office.ground, &office.plan);
    let shift = answer.shift;
    let near = nearest(&desk, EmployeeIx(0), shift, office.now);
    let told = answer.for_staff();
    assert_eq!(told.decision, StaffDecision::Law);
    let late = office.plan.find(LATE[1]).expect("it is published");
    assert!(near.contains(&late), "{near:?} {told:?}");
}

#[test]
fn a_plan_without_reserve_refuses_and_names_hours_to_staff_and_people_to_hr() {
    // Everybody is needed late on the first day but one, who must be early on the second.
    let mut problem = hall(2);
    problem["employees"][2]["leave"] =
        json!([{"from_date": "2026-03-11", "to_date": "2026-03-11", "reason": "family"}]);
    problem["coverage"] = json!([
        {"hall": "h", "queue": "a", "heads": 2, "window": {"start": "14:00", "end": "20:00", "days": {"dates": ["2026-03-10"]}}},
        {"hall": "h", "queue": "a", "heads": 1, "window": {"start": "08:00", "end": "14:00", "days": {"dates": ["2026-03-11"]}}},
    ]);
    let mut office = Office::open(&problem);
    office.take(0, LATE[0]);
    let answer = office.ask(1, LATE[0]);
    let Decision::Declined(Decline::Plan(blocking)) = &answer.decision else {
        panic!("{answer:#?}");
    };
    assert!(!blocking.hours.is_empty());
    let rules: Vec<&RuleWord> = blocking.people.iter().flat_map(|one| &one.rules).collect();
    assert!(
        rules.iter().any(|word| word.rule_id == "rest"),
        "{blocking:#?}"
    );
    let staff = answer.for_staff();
    let told = serde_json::to_string(&staff).expect("plain data");
    for secret in ["E1", "E2", "E3", "Wang", "family", "3000"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
    let StaffDecision::Plan { hours, rules } = staff.decision else {
        panic!("{told}");
    };
    assert_eq!(hours.len(), 1);
    assert_eq!(rules[0].article, "HOUSE-7");
}

#[test]
fn requests_that_no_rule_needs_to_judge_are_turned_away_with_their_reason() {
    let mut office = Office::open(&hall(1));
    check(&office, 7, LATE[0], Refusal::UnknownEmployee);
    check(&office, 0, "nonsense", Refusal::UnknownShift);
    office.take(0, LATE[0]);
    check(&office, 0, LATE[0], Refusal::HasIt);
    check(&office, 1, LATE[0], Refusal::NoSpotFree);
    check(&office, 0, EARLY[0], Refusal::DayTaken);
    office.plan.terms.claims_per_person_max = Some(1);
    check(&office, 0, LATE[1], Refusal::CapReached { most: 1 });
    let (now, first) = (office.now, office.ground.instance.horizon.first_instant());
    office.now = first + 480 - 119;
    check(&office, 1, EARLY[0], Refusal::Frozen);
    office.now = first - 4000;
    check(&office, 1, EARLY[0], Refusal::WindowNotOpen);
    office.now = first + 2880;
    check(&office, 1, EARLY[0], Refusal::WindowClosed);
    office.now = now;
    office.plan.state = RosterState::Closed;
    check(&office, 1, EARLY[0], Refusal::NotPublished);
}

#[test]
fn answers_that_touch_different_people_and_halls_hold_side_by_side() {
    let office = Office::open(&super::service::load::town(2));
    let instance = &office.ground.instance;
    let ask = |who: usize| -> Vec<Verdict> {
        let own = instance.employees[who].halls[0];
        let shifts = office.plan.shifts.iter().filter(|shift| shift.hall == own);
        let answers = shifts.map(|shift| office.ask(who, &shift.id));
        answers.filter(Verdict::is_accepted).collect()
    };
    let touched = |answer: &Verdict| answer.completion.clone().expect("granted").touched;
    let apart = |one: &Verdict, other: &Verdict| {
        let (one, other) = (touched(one), touched(other));
        one.halls.iter().all(|hall| !other.halls.contains(hall))
            && one.people.iter().all(|who| !other.people.contains(who))
    };
    let mut pairs = 0;
    for one in ask(0) {
        for other in ask(5).iter().filter(|other| apart(&one, other)) {
            let first = award(&office.plan, &one).expect("nobody was faster");
            assert_eq!(award(&first, other), Err(NotAwarded::PlanChanged));
            let carried = other.clone().carried(&office.plan, &first);
            let both = award(&first, &carried).expect("it holds on the newer plan");
            assert_eq!(faults(&office.ground, &both), Vec::new());
            pairs += 1;
        }
    }
    assert!(pairs > 0);
}

#[test]
fn a_claim_on_a_rest_day_is_audited_with_the_consent_that_it_is() {
    let text = std::fs::read_to_string("instances/tiny/sixth-day.json").expect("the file is there");
    let mut problem: Value = serde_json::from_str(&text).expect("JSON");
    let mut second = problem["employees"][0].clone();
    second["id"] = json!("E2");
    second["consents"] = json!([]);
    problem["employees"]
        .as_array_mut()
        .expect("people")
        .push(second);
    let mut office = Office::open(&problem);
    // Saturday needs both of them; on six days E2 agreed to work once each of the six is claimed.
    for day in [9, 10, 11, 12, 14, 13] {
        office.take(1, &format!("hall-2026-03-{day:02}-day-1"));
    }
    let (instance, plan) = (&office.ground.instance, &office.plan);
    let audit = audited(&office.ground, plan);
    assert!(audit.is_clean(), "{:?}", audit.findings);
    assert_eq!(audit.cost.total, plan.cost);
    let forgetful = checker::audit(
        instance,
        &demand::requirements(instance).needs,
        &plan.witness,
    );
    assert!(!forgetful.is_clean(), "it forgets that E2 agreed");
    // A pin on the very shift that was claimed leaves E2's agreement as it was.
    let saturday = plan.find("hall-2026-03-14-day-1").expect("published");
    let shift = &plan.shifts[saturday.0];
    let pin = Change::Pin(Pin {
        employee: EmployeeIx(1),
        date: shift.date,
        duty: Some((shift.template, shift.hall)),
    });
    let (limits, stop) = (ReoptimiseLimits::default(), StopSignal::new());
    let pinned = reoptimise(&office.ground, plan, &[pin], office.now, &limits, &stop);
    let pinned = pinned.expect("E2 agreed to six days");
    assert_eq!(pinned.plan.held(EmployeeIx(1), shift.day), Some(saturday));
    assert_eq!(pinned.plan.claims_of(EmployeeIx(1)).count(), 6);
    assert!(faults(&Ground::new(pinned.instance.clone()), &pinned.plan).is_empty());
}

#[test]
fn a_claim_is_given_back_while_somebody_else_can_step_in() {
    let mut office = Office::open(&hall(1));
    office.take(0, LATE[0]);
    assert!(take_back(&office.plan).is_err());
    let shift = office.plan.find(LATE[0]).expect("it is published");
    let desk = Desk::new(&office.ground, &office.plan);
    let stop = StopSignal::new();
    let answer = withdrawal(
        &desk,
        EmployeeIx(0),
        shift,
        office.now,
        &Effort::quick(),
        &stop,
    );
    assert_eq!(answer.decision, Decision::Accepted);
    let plan = give_back(&office.plan, &answer).expect("nobody was faster");
    assert!(faults(&office.ground, &plan).is_empty());
    assert_eq!(
        plan.held(EmployeeIx(0), 0).filter(|held| *held == shift),
        None
    );
    assert_eq!(take_back(&plan), Ok(RosterState::Draft));
}

#[test]
fn missing_heads_are_offered_as_extra_shifts_and_a_claim_of_one_saves_their_price() {
    let mut office = Office::open(&hall(4));
    let extra = office
        .plan
        .list()
        .find(|(_, shift)| shift.spots.contains(&Spot::Extra));
    let (at, shift) = extra.expect("heads are missing");
    let id = shift.id.clone();
    let free = (0..3).find(|who| office.ask(*who, &id).is_accepted());
    if let Some(who) = free {
        let answer = office.take(who, &id);
        let spot = answer.completion.expect("it is granted").spot;
        assert!(office.plan.shifts[at.0].spots[spot].claimed().is_some());
    }
    let still = office.plan.shifts[at.0].spots.iter();
    assert!(still.filter(|spot| **spot == Spot::Extra).count() > 0);
}

#[test]
fn at_the_end_of_the_window_open_norms_are_filled_or_shifts_are_left_open() {
    let mut problem = hall(1);
    problem["contracts"][0]["weekly_norm_minutes"] = json!(2400);
    let mut office = Office::open(&problem);
    office.take(0, LATE[0]);
    let desk = Desk::new(&office.ground, &office.plan);
    let given = close(&desk, Closing::AssignUnfilledNorms).expect("it is published");
    assert_eq!(given.assigned.len(), 3);
    assert!(given.left_open.is_empty());
    assert!(faults(&office.ground, &given.plan).is_empty());
    let left = close(&desk, Closing::LeaveOpen).expect("it is published");
    assert_eq!(left.left_open.iter().map(|open| open.1).sum::<usize>(), 3);
    let desk = Desk::new(&office.ground, &left.plan);
    assert!(close(&desk, Closing::LeaveOpen).is_err());
}

#[test]
fn after_an_absence_claims_stay_and_people_to_call_are_named() {
    let mut office = Office::open(&hall(1));
    office.take(0, LATE[0]);
    office.take(1, LATE[1]);
    let date = office.ground.instance.horizon.date(0);
    let absence = |who| Change::Absence {
        employee: EmployeeIx(who),
        from: date,
        to: date,
        reason: "sick".to_owned(),
    };
    let limits = ReoptimiseLimits::default();
    let fit = |changes: &[Change]| {
        let stop = StopSignal::new();
        reoptimise(
            &office.ground,
            &office.plan,
            changes,
            office.now,
            &limits,
            &stop,
        )
    };
    let one = fit(&[absence(0)]).expect("a plan");
    assert!(one.uncovered.is_empty(), "{:#?}", one.uncovered);
    assert!(one.plan.claims_of(EmployeeIx(0)).next().is_none());
    assert_eq!(one.plan.claims_of(EmployeeIx(1)).count(), 1);
    assert!(faults(&Ground::new(one.instance.clone()), &one.plan).is_empty());
    let two = fit(&[absence(0), absence(1)]).expect("a plan");
    assert!(!two.uncovered.is_empty());
    let three = fit(&[absence(0), absence(1), absence(2)]).expect("a plan");
    assert!(three.uncovered.iter().all(|gap| gap.call.is_empty()));
    let nobody = Change::Absence {
        employee: EmployeeIx(9),
        from: date,
        to: date,
        reason: String::new(),
    };
    let NotFitted::NoPlan(why) = fit(&[nobody]).expect_err("there is nobody") else {
        panic!("no law speaks of it");
    };
    assert_eq!(why[0].code, "unknown_change");
}

#[test]
fn a_day_that_hr_pins_is_held_until_hr_releases_it() {
    let office = Office::open(&hall(1));
    let date = office.ground.instance.horizon.date(0);
    let fit = |ground: &Ground, plan: &PublishedPlan, changes: &[Change], now: i64| {
        let (limits, stop) = (ReoptimiseLimits::default(), StopSignal::new());
        reoptimise(ground, plan, changes, now, &limits, &stop)
    };
    let late = office.plan.find(LATE[0]).expect("it is published");
    let shift = office.plan.shifts[late.0].clone();
    for who in (0..3).map(EmployeeIx) {
        let pin = Change::Pin(Pin {
            employee: who,
            date,
            duty: Some((shift.template, shift.hall)),
        });
        let release = |own_wish| Change::Release {
            employee: who,
            date,
            own_wish,
        };
        let pinned = fit(
            &office.ground,
            &office.plan,
            std::slice::from_ref(&pin),
            office.now,
        );
        let pinned = pinned.expect("a plan");
        let ground = Ground::new(pinned.instance.clone());
        assert!(faults(&ground, &pinned.plan).is_empty());
        let spots = &pinned.plan.shifts[late.0].spots;
        assert_eq!(
            spots[..],
            [Spot::Assigned(who)],
            "named, and not to be claimed"
        );
        assert!(pinned.moves.iter().all(|step| match step.employee == who {
            true => step.why == Why::Pinned || step.date != date,
            false => step.why == Why::Cover,
        }));

        let freed = fit(&ground, &pinned.plan, &[release(false)], office.now);
        let freed = freed.expect("a plan");
        assert!(freed.instance.pins.is_empty(), "the pin is gone");
        assert!(
            freed.moves.is_empty(),
            "nobody moves for nothing: {:?}",
            freed.moves
        );
        assert_eq!(freed.plan.shifts[late.0].spots[..], [Spot::Open]);
        assert!(faults(&Ground::new(freed.instance.clone()), &freed.plan).is_empty());

        let let_go = fit(&ground, &pinned.plan, &[release(true)], office.now);
        let let_go = let_go.expect("others can work it");
        assert_ne!(let_go.plan.held(who, 0), Some(late), "not given back");
        assert!(let_go.uncovered.is_empty());
        let gone = |step: &&PlanMove| (step.employee, step.date) == (who, date);
        let why = let_go.moves.iter().find(gone).map(|step| step.why);
        assert_eq!(why, Some(Why::Released));

        let mut alone = vec![release(true)];
        alone.extend(
            (0..3)
                .map(EmployeeIx)
                .filter(|other| *other != who)
                .map(|employee| Change::Absence {
                    employee,
                    from: date,
                    to: date,
                    reason: String::new(),
                }),
        );
        let alone = fit(&ground, &pinned.plan, &alone, office.now);
        let alone = alone.expect("a plan with gaps");
        assert!(!alone.uncovered.is_empty());
        assert_eq!(alone.plan.held(who, 0), None, "no other shift instead");

        let frozen = shift.start - 120;
        for change in [pin, release(false), release(true)] {
            let refused = fit(&ground, &pinned.plan, &[change], frozen);
            let Err(NotFitted::NoPlan(why)) = refused else {
                panic!("it stands still: {refused:?}");
            };
            assert_eq!(why[0].code, "too_late");
        }
    }
}

#[test]
fn a_price_beyond_what_hr_tolerates_is_refused_only_when_it_is_proven() {
    let mut problem = hall(1);
    for person in 0..3 {
        problem["employees"][person]["consents"] =
            json!(["CONSENT_OVERTIME", "CONSENT_REST_DAY_WORK"]);
    }
    let mut office = Office::open(&problem);
    office.plan.terms.cost_tolerance = Some(Money(-1));
    let proven = office.ask(0, LATE[0]).decision;
    let dear = Decline::TooDear {
        at_least: Money(0),
        tolerance: Money(-1),
    };
    assert_eq!(proven, Decision::Declined(dear));
    office.plan.bound = Money(0);
    assert_eq!(office.ask(0, LATE[0]).decision, Decision::Pending);
    let shift = office.plan.find(LATE[0]).expect("it is published");
    let (effort, stop) = (Effort::solving(Duration::from_secs(20)), StopSignal::new());
    let ask = |tolerance| {
        let mut plan = office.plan.clone();
        plan.terms.cost_tolerance = Some(tolerance);
        let desk = Desk::new(&office.ground, &plan);
        verdict(&desk, EmployeeIx(0), shift, office.now, &effort, &stop).decision
    };
    // The solve leaves no more than two hundredths open.
    assert!(matches!(
        ask(Money(-3)),
        Decision::Declined(Decline::TooDear { .. })
    ));
    assert_eq!(ask(Money(0)), Decision::Accepted);
}

#[test]
fn a_price_is_proven_beside_heads_that_are_missing_whatever_is_done() {
    let mut problem = hall(3);
    for person in 0..3 {
        problem["employees"][person]["consents"] =
            json!(["CONSENT_OVERTIME", "CONSENT_REST_DAY_WORK"]);
    }
    // Four are wanted of three people, and one of them is early.
    problem["coverage"][1]["heads"] = json!(4);
    let mut office = Office::open(&problem);
    let shift = office.plan.find(LATE[0]).expect("it is published");
    office.plan.bound = Money(0);
    let (effort, stop) = (Effort::solving(Duration::from_secs(20)), StopSignal::new());
    let ask = |tolerance| {
        let mut plan = office.plan.clone();
        plan.terms.cost_tolerance = Some(tolerance);
        let desk = Desk::new(&office.ground, &plan);
        verdict(&desk, EmployeeIx(0), shift, office.now, &effort, &stop).decision
    };
    // Nothing is dearer: the solve leaves no more than two hundredths open.
    let decision = ask(Money(-3));
    assert!(
        matches!(decision, Decision::Declined(Decline::TooDear { at_least, .. }) if at_least <= Money(0)),
        "{decision:?}"
    );
    assert_eq!(ask(Money(0)), Decision::Accepted);
}

#[test]
fn a_sixth_day_that_nobody_took_is_no_way_to_complete_a_plan() {
    // Four of five on weekdays and all on Saturday: of five people each rests on a weekday of his or her own.
    let mut problem = town(1);
    let people = problem["employees"].as_array_mut();
    people.expect("people").truncate(5);
    let mut office = Office::open(&problem);
    let shift = |day: u32| format!("H0-2026-03-{day:02}-day-1");
    for (who, last) in [(0, 12), (1, 11)] {
        for day in 9..=last {
            office.take(who, &shift(day));
        }
    }
    // Both would rest on Friday; that one of them might work a sixth day is for them to say.
    let (effort, stop) = (Effort::solving(Duration::from_secs(20)), StopSignal::new());
    let desk = Desk::new(&office.ground, &office.plan);
    let at = office.plan.find(&shift(12)).expect("it is published");
    let answer = verdict(&desk, EmployeeIx(1), at, office.now, &effort, &stop);
    assert!(
        matches!(answer.decision, Decision::Declined(Decline::Plan(_))),
        "{:?}",
        answer.decision
    );
}

#[test]
fn what_is_too_dear_on_an_open_spot_may_be_had_on_an_extra_one() {
    let mut problem = hall(1);
    // E1 works late on the first day, and it costs a wish when somebody else takes that spot.
    problem["employees"][0]["wishes"] = json!([
        {"date": "2026-03-10", "kind": "WISH_WORK", "shift_template": "late", "price_cents": 100_000}
    ]);
    let mut office = Office::open(&problem);
    let late = office.plan.find(LATE[0]).expect("it is published");
    let day = office.plan.shifts[late.0].day;
    assert_eq!(office.plan.held(EmployeeIx(0), day), Some(late));
    let free = |who: &usize| office.plan.held(EmployeeIx(*who), day).is_none();
    let who = (0..3).find(free).expect("somebody rests");
    office.plan.terms.cost_tolerance = Some(Money(50_000));
    assert!(!office.ask(who, LATE[0]).is_accepted());
    office.plan.shifts[late.0].spots.push(Spot::Extra);
    let answer = office.take(who, LATE[0]);
    let follows = answer.consequence.expect("it is granted");
    assert_eq!(follows.cost.change, Money(6 * 3000), "six hours more");
    assert_eq!(
        office.plan.shifts[late.0].spots,
        [Spot::Open, Spot::ClaimedExtra(EmployeeIx(who))]
    );
    // Where moving anybody is dear, whoever is released stays: the spot is one that is filled, not one more besides.
    for (own_wish, spot) in [(false, Spot::Open), (true, Spot::Extra)] {
        let release = Change::Release {
            employee: EmployeeIx(who),
            date: office.plan.shifts[late.0].date,
            own_wish,
        };
        let limits = ReoptimiseLimits {
            per_duty: Money::units(10_000),
            ..ReoptimiseLimits::default()
        };
        let (plan, stop) = (&office.plan, StopSignal::new());
        let freed = reoptimise(&office.ground, plan, &[release], office.now, &limits, &stop);
        let freed = freed.expect("a plan");
        assert_eq!(freed.plan.shifts[late.0].spots, [Spot::Open, spot]);
        assert!(faults(&Ground::new(freed.instance.clone()), &freed.plan).is_empty());
    }
}

#[test]
fn an_extra_shift_shortens_the_waits_of_its_hours_and_says_by_how_much() {
    let mut problem = hall(1);
    problem["halls"][0]["customer_classes"] = json!([{"id": "all", "service_minutes": 6}]);
    problem["halls"][0]["queues"][0]["customer_classes"] = json!(["all"]);
    problem["coverage"] = json!([]);
    let arrivals: Vec<Value> = (10..12)
        .flat_map(|day| (8..20).map(move |hour| (day, hour)))
        .map(|(day, hour)| {
            json!({"hall": "h", "customer_class": "all", "date": format!("2026-03-{day}"),
                   "start": format!("{hour:02}:00"), "length_minutes": 60, "expected_arrivals": 6.0})
        })
        .collect();
    problem["demand"] = json!(arrivals);
    let office = Office::open(&problem);
    let late = office.plan.find(LATE[0]).expect("it is published");
    let extra = ExtraShift {
        hall: office.plan.shifts[late.0].hall,
        date: office.plan.shifts[late.0].date,
        template: office.plan.shifts[late.0].template,
        spots: 1,
    };
    let plan = &office.plan;
    let options = PublishOptions {
        open: vec![(extra.hall, OpenChoice::Setting(OpenSpots::None))],
        terms: plan.terms.clone(),
        close_gaps: false,
        extras: vec![extra],
    };
    let instance = &office.ground.instance;
    let plan = publish(instance, &plan.witness, plan.bound, &options).expect("a clean roster");
    let office = Office { plan, ..office };
    let mut answers = (0..3).map(|who| office.ask(who, LATE[0]));
    let answer = answers
        .find(Verdict::is_accepted)
        .expect("somebody is free");
    let follows = answer.consequence.expect("it is granted");
    let WaitEffect::Changed(changes) = follows.waits else {
        panic!("{:?}", follows.waits);
    };
    assert!(changes.len() >= 5, "{changes:?}");
    let saved = |change: &WaitChange| change.before_minutes - change.after_minutes;
    assert!(
        changes.iter().all(|change| saved(change) > 0.0),
        "{changes:?}"
    );
    assert!(
        changes.iter().any(|change| saved(change) > 1.0),
        "{changes:?}"
    );
}
