//! Claims on random small plans: whatever is claimed and given back, the plan stays whole, and no answer is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use paiban::checker::{Agreed, audit_agreed};
use paiban::claims::*;
use paiban::demand::{QuietDays, requirements};
use paiban::domain::{CoverageRequirement, EmployeeIx, HallIx, Instance, OpenSpots, TemplateIx};
use paiban::formats::read_instance;
use paiban::milp::{Limits, StopSignal};
use paiban::model::{MovePrices, build_within, share_out};
use paiban::paths::{Start, solve_by_columns};
use paiban::roster::{Activity, Duty, Roster};
use paiban::units::{Minutes, Money};
use serde_json::{Value, json};

use super::planning::{Dice, solve};
use super::random_problem;

/// Rules whose breach more work can mend: they are judged on whole rosters only.
const MENDABLE: [&str; 8] = [
    "min_work_per_window",
    "max_average_overtime",
    "min_consecutive_work_days",
    "min_consecutive_days_off",
    "max_consecutive_days_off",
    "max_consecutive_same_type",
    "min_consecutive_same_type",
    "complete_weekend",
];

fn terms(instance: &Instance) -> ClaimTerms {
    let first = instance.horizon.first_instant();
    ClaimTerms {
        opens: first - 20_000,
        closes: first + 1440 * instance.horizon.day_count as i64,
        freeze: Minutes(0),
        claims_per_person_max: None,
        cost_tolerance: None,
    }
}

fn published(instance: &Instance, open: OpenChoice) -> Option<PublishedPlan> {
    let plan = solve(instance).ok()?;
    let halls = (0..instance.halls.len()).map(HallIx);
    let options = PublishOptions {
        open: halls.map(|hall| (hall, open.clone())).collect(),
        terms: terms(instance),
        close_gaps: true,
        extras: Vec::new(),
    };
    let plan = publish(instance, &plan.roster, plan.bound, &options);
    Some(plan.unwrap_or_else(|found| panic!("{}: {found:#?}", instance.id)))
}

fn read(problem: &Value) -> Instance {
    read_instance(&problem.to_string()).unwrap_or_else(|found| panic!("{found:#?}\n{problem}"))
}

fn before(instance: &Instance) -> i64 {
    instance.horizon.first_instant() - 10_000
}

fn whole(ground: &Ground, plan: &PublishedPlan, what: &str) {
    let faults = faults(ground, plan);
    assert!(faults.is_empty(), "{what}: {faults:#?}");
}

#[test]
fn whatever_is_claimed_and_given_back_the_plan_stays_whole() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..40 {
        let instance = Arc::new(read(&random_problem::problem(seed)));
        let Some(mut plan) = published(&instance, OpenChoice::Setting(OpenSpots::All)) else {
            continue;
        };
        let ground = Ground::new(instance.clone());
        whole(&ground, &plan, "published");
        let mut dice = Dice::new(seed);
        for step in 0..12 {
            let what = format!("seed {seed}, step {step}");
            let now = before(&instance) + step;
            plan = if dice.chance(70) {
                claim(&ground, &plan, &mut dice, now, &mut counts)
            } else {
                withdraw(&ground, &plan, &mut dice, now, &mut counts)
            };
            whole(&ground, &plan, &what);
        }
    }
    for kind in ["accepted", "law", "withdrawn"] {
        assert!(counts.get(kind).is_some_and(|n| *n > 5), "{counts:?}");
    }
}

fn effort(dice: &mut Dice) -> Effort {
    if dice.chance(25) {
        Effort::solving(Duration::from_secs(2))
    } else {
        Effort::quick()
    }
}

fn claim(
    ground: &Ground,
    plan: &PublishedPlan,
    dice: &mut Dice,
    now: i64,
    counts: &mut BTreeMap<&str, usize>,
) -> PublishedPlan {
    let staff = ground.instance.employees.len() as i64;
    let who = EmployeeIx(dice.between(0, staff - 1) as usize);
    let shift = ShiftIx(dice.between(0, plan.shifts.len().max(1) as i64 - 1) as usize);
    let desk = Desk::new(ground, plan);
    let answer = verdict(&desk, who, shift, now, &effort(dice), &StopSignal::new());
    law_is_the_whole_law(&desk, plan, &answer);
    names_nobody_else(&ground.instance, &answer);
    let kind = match &answer.decision {
        Decision::Accepted => "accepted",
        Decision::Pending => "pending",
        Decision::Declined(Decline::Refused(_)) => "refused",
        Decision::Declined(Decline::Law) => "law",
        Decision::Declined(Decline::Plan(_)) => "plan",
        Decision::Declined(Decline::TooDear { .. }) => "dear",
    };
    *counts.entry(kind).or_default() += 1;
    if !answer.is_accepted() {
        assert_eq!(award(plan, &answer), Err(NotAwarded::NotAccepted));
        return plan.clone();
    }
    let after = award(plan, &answer).expect("the plan has not moved on");
    assert!(after.claims_of(who).any(|own| own == shift));
    assert_eq!(award(&after, &answer), Err(NotAwarded::PlanChanged));
    after
}

/// Every accepted claim.
fn claims(plan: &PublishedPlan) -> Vec<(EmployeeIx, ShiftIx)> {
    let all = plan.list().flat_map(|(at, shift)| {
        let claimed = shift.spots.iter().filter_map(|spot| spot.claimed());
        claimed.map(move |who| (who, at))
    });
    all.collect()
}

fn withdraw(
    ground: &Ground,
    plan: &PublishedPlan,
    dice: &mut Dice,
    now: i64,
    counts: &mut BTreeMap<&str, usize>,
) -> PublishedPlan {
    let claims = claims(plan);
    if claims.is_empty() {
        return plan.clone();
    }
    let (who, shift) = dice.pick(&claims);
    let desk = Desk::new(ground, plan);
    let answer = withdrawal(&desk, who, shift, now, &effort(dice), &StopSignal::new());
    if answer.decision != Decision::Accepted {
        return plan.clone();
    }
    *counts.entry("withdrawn").or_default() += 1;
    let after = give_back(plan, &answer).expect("the plan has not moved on");
    assert!(after.claims_of(who).all(|own| own != shift));
    after
}

/// Rules that refuse a claim are those that a full evaluation of the committed duties and the claim breaks anew.
fn law_is_the_whole_law(desk: &Desk<'_>, plan: &PublishedPlan, answer: &Verdict) {
    if matches!(answer.decision, Decision::Declined(Decline::Refused(_))) {
        return;
    }
    let instance = desk.instance();
    let mut committed: BTreeMap<usize, ShiftIx> = BTreeMap::new();
    for (at, shift) in plan.list() {
        let own = |spot: &Spot| spot.committed() == Some(answer.employee);
        if shift.spots.iter().any(own) {
            committed.insert(shift.day, at);
        }
    }
    let stands = broken(instance, plan, answer.employee, &committed);
    committed.insert(plan.shifts[answer.shift.0].day, answer.shift);
    let mut expected = broken(instance, plan, answer.employee, &committed);
    expected.retain(|rule| !stands.contains(rule));
    let said: BTreeSet<String> = (answer.rules.iter())
        .filter(|word| word.refuses && word.kind != word.rule_id)
        .map(|word| word.rule_id.clone())
        .collect();
    let known = said
        .iter()
        .all(|rule| expected.contains(rule) || stands.contains(rule));
    assert!(known, "said {said:?}, broken {expected:?}");
    let missing: Vec<_> = expected.difference(&said).collect();
    assert!(missing.is_empty(), "not said {missing:?}");
    let refused = answer.decision == Decision::Declined(Decline::Law);
    assert_eq!(refused, answer.rules.iter().any(|word| word.refuses));
}

/// Ids of the rules that one person's duties alone break.
fn broken(
    instance: &Instance,
    plan: &PublishedPlan,
    who: EmployeeIx,
    duties: &BTreeMap<usize, ShiftIx>,
) -> BTreeSet<String> {
    let mut roster = plan.witness.clone();
    for (employee, row) in roster.days.iter_mut().enumerate() {
        for (day, activity) in row.iter_mut().enumerate() {
            let own = employee == who.0;
            *activity = match duties.get(&day).filter(|_| own) {
                Some(shift) => duty(&plan.shifts[shift.0]),
                None if *activity == Activity::Leave => Activity::Leave,
                None => Activity::Rest,
            };
        }
    }
    let agreed: Agreed = duties.keys().map(|day| (who, *day)).collect();
    let rules = &instance.contract_of(&instance.employees[who.0]).rules;
    let mendable = |id: &str| {
        let mut named = rules.iter().filter(|rule| rule.id == id);
        named.any(|rule| MENDABLE.contains(&rule.kind.name()))
    };
    audit_agreed(instance, &[], &roster, &agreed)
        .violations()
        .filter(|finding| finding.subject.employee == Some(who))
        .filter_map(|finding| finding.rule_id.clone())
        .filter(|id| !mendable(id))
        .collect()
}

fn duty(shift: &PublishedShift) -> Activity {
    Activity::Duty(Duty {
        hall: shift.hall,
        template: shift.template,
        start: shift.start,
        end: shift.end,
        breaks: shift.breaks.clone(),
        serving: Vec::new(),
    })
}

/// The staff's answer holds no id and no name of anybody else.
fn names_nobody_else(instance: &Instance, answer: &Verdict) {
    let told = serde_json::to_string(&answer.for_staff()).expect("it is plain data");
    for (who, person) in instance.staff() {
        if who != answer.employee {
            let quoted = format!("\"{}\"", person.id);
            assert!(!told.contains(&quoted), "{} in {told}", person.id);
            assert!(
                !told.contains(&format!("{} ", person.id)),
                "{} in {told}",
                person.id
            );
        }
    }
}

/// A few people, two queues, a few days: so few that every deal of the shifts can be tried.
fn tiny(seed: u64, days: i64, people: usize) -> Value {
    let mut dice = Dice::new(70_000 + seed);
    let mut coverage = Vec::new();
    for day in 0..days {
        for queue in ["a", "b"] {
            for (start, end) in [("08:00", "14:00"), ("14:00", "20:00")] {
                if dice.chance(55) {
                    let date = format!("2026-03-{:02}", 10 + day);
                    coverage.push(json!({
                        "hall": "h", "queue": queue, "heads": 1,
                        "window": {"start": start, "end": end, "days": {"dates": [date]}},
                    }));
                }
            }
        }
    }
    let person = |dice: &mut Dice, id: &str| {
        let skills = dice.pick(&[vec!["a"], vec!["b"], vec!["a", "b"], vec!["a", "b"]]);
        let skills: Vec<Value> = skills.iter().map(|skill| json!({"skill": skill})).collect();
        json!({
            "id": id, "contract": dice.pick(&["own", "own", "full"]), "halls": ["h"],
            "hourly_wage_cents": dice.pick(&[3000, 3333, 4100]), "skills": skills,
        })
    };
    let ids = ["E1", "E2", "E3", "E4", "E5"];
    let employees: Vec<Value> = ids[..people]
        .iter()
        .map(|id| person(&mut dice, id))
        .collect();
    json!({
        "id": format!("tiny-claims-{seed}"),
        "horizon": {"start_date": "2026-03-10", "day_count": days, "interval_minutes": 60},
        "skills": [{"id": "a"}, {"id": "b"}],
        "halls": [{
            "id": "h", "opening_hours": [{"open": "08:00", "close": "20:00"}], "patterns_max": -1,
            "queues": [{"id": "a", "skill": "a"}, {"id": "b", "skill": "b"}],
        }],
        "shift_templates": [
            {"id": "early", "start": "08:00", "length_minutes": 360},
            {"id": "late", "start": "14:00", "length_minutes": 360},
        ],
        "contracts": [
            {"id": "full", "rule_pack": "cn_standard"},
            {"id": "own", "pay": "PAY_HOURLY", "rules": [
                {"id": "own.run", "kind": "max_consecutive_work_days", "params": {"limit": dice.between(1, 2)},
                 "outcome": "forbid"},
                {"id": "own.rest", "kind": "min_rest_between_shifts", "params": {"min_minutes": 840},
                 "outcome": "forbid"},
            ]},
        ],
        "employees": employees,
        "coverage": coverage,
        "prices": {"gap_per_head_hour_cents": 9000},
    })
}

#[test]
fn an_exchange_is_found_exactly_when_one_of_all_deals_is_lawful_and_keeps_the_promise() {
    let (mut found, mut none) = (0, 0);
    for seed in 0..60 {
        let instance = Arc::new(read(&tiny(seed, 2 + seed as i64 % 2, 3)));
        let Some(mut plan) = published(&instance, OpenChoice::Setting(OpenSpots::All)) else {
            continue;
        };
        let ground = Ground::new(instance.clone());
        let mut dice = Dice::new(seed);
        for _ in 0..4 {
            for who in (0..3).map(EmployeeIx) {
                for shift in (0..plan.shifts.len()).map(ShiftIx) {
                    let desk = Desk::new(&ground, &plan);
                    let now = before(&instance);
                    let quick = Effort::quick();
                    let answer = verdict(&desk, who, shift, now, &quick, &StopSignal::new());
                    let expected = match answer.decision {
                        Decision::Declined(Decline::Refused(_) | Decline::Law) => continue,
                        Decision::Accepted => true,
                        Decision::Declined(Decline::Plan(_)) | Decision::Pending => false,
                        Decision::Declined(Decline::TooDear { .. }) => {
                            panic!("nothing is too dear")
                        }
                    };
                    let exists = any_deal(&ground, &plan, who, shift);
                    assert_eq!(
                        exists, expected,
                        "seed {seed}: {who:?} {shift:?} {answer:#?}"
                    );
                    *(if expected { &mut found } else { &mut none }) += 1;
                }
            }
            for (who, shift) in claims(&plan) {
                let desk = Desk::new(&ground, &plan);
                let (quick, stop) = (Effort::quick(), StopSignal::new());
                let answer = withdrawal(&desk, who, shift, before(&instance), &quick, &stop);
                let exists = any_deal_without(&ground, &plan, who, shift);
                assert_eq!(answer.decision == Decision::Accepted, exists, "seed {seed}");
            }
            let mut counts = BTreeMap::new();
            plan = claim(&ground, &plan, &mut dice, before(&instance), &mut counts);
        }
    }
    assert!(found > 100 && none > 20, "{found} found, {none} not");
}

/// Whether some deal of all shifts gives the person the shift, breaks nothing and keeps the promise.
fn any_deal(ground: &Ground, plan: &PublishedPlan, who: EmployeeIx, shift: ShiftIx) -> bool {
    let spots = &plan.shifts[shift.0].spots;
    let wishes = [Spot::Open, Spot::Extra];
    let mut free = wishes.iter().filter(|wish| spots.contains(wish));
    free.any(|wish| {
        let mut plan = plan.clone();
        let spots = &mut plan.shifts[shift.0].spots;
        let at = spots
            .iter()
            .position(|spot| spot == wish)
            .expect("it is free");
        spots[at] = match wish {
            Spot::Open => Spot::Claimed(who),
            _ => Spot::ClaimedExtra(who),
        };
        deals_from(ground, &plan, 0, &mut rows(&plan), None)
    })
}

/// Whether some deal of all shifts keeps the person off a shift that he or she had claimed.
fn any_deal_without(
    ground: &Ground,
    plan: &PublishedPlan,
    who: EmployeeIx,
    shift: ShiftIx,
) -> bool {
    let mut plan = plan.clone();
    let released = &mut plan.shifts[shift.0];
    let at = (released.spots.iter()).position(|spot| spot.claimed() == Some(who));
    let at = at.expect("it is claimed");
    if matches!(released.spots[at], Spot::ClaimedExtra(_)) {
        released.spots[at] = Spot::Extra;
    } else {
        released.spots[at] = Spot::Open;
    }
    let (day, kept_off) = (released.day, duty(released));
    let mut roster = rows(&plan);
    deals_from(ground, &plan, 0, &mut roster, Some((who, day, &kept_off)))
}

fn rows(plan: &PublishedPlan) -> Roster {
    let mut roster = plan.witness.clone();
    for activity in roster.days.iter_mut().flatten() {
        if activity.duty().is_some() {
            *activity = Activity::Rest;
        }
    }
    roster
}

/// Somebody who may not work that on that day.
type Off<'o> = Option<(EmployeeIx, usize, &'o Activity)>;

fn deals_from(
    ground: &Ground,
    plan: &PublishedPlan,
    day: usize,
    roster: &mut Roster,
    off: Off<'_>,
) -> bool {
    let instance = &ground.instance;
    if day == instance.horizon.day_count {
        return is_whole(instance, plan, roster.clone());
    }
    let mut spots: Vec<(&PublishedShift, Option<EmployeeIx>)> = Vec::new();
    for shift in plan.shifts.iter().filter(|shift| shift.day == day) {
        let counted = shift.spots.iter().filter(|spot| spot.in_witness());
        spots.extend(counted.map(|spot| (shift, spot.committed())));
    }
    hand_out(ground, plan, day, &spots, roster, off)
}

fn hand_out(
    ground: &Ground,
    plan: &PublishedPlan,
    day: usize,
    spots: &[(&PublishedShift, Option<EmployeeIx>)],
    roster: &mut Roster,
    off: Off<'_>,
) -> bool {
    let Some(((shift, committed), others)) = spots.split_first() else {
        return deals_from(ground, plan, day + 1, roster, off);
    };
    for who in 0..roster.days.len() {
        let wanted = committed.is_none_or(|only| only.0 == who);
        let barred = off
            .is_some_and(|(one, then, what)| (one.0, then) == (who, day) && *what == duty(shift));
        if !wanted || barred || roster.days[who][day] != Activity::Rest {
            continue;
        }
        roster.days[who][day] = duty(shift);
        let found = hand_out(ground, plan, day, others, roster, off);
        roster.days[who][day] = Activity::Rest;
        if found {
            return true;
        }
    }
    false
}

fn is_whole(instance: &Instance, plan: &PublishedPlan, mut roster: Roster) -> bool {
    share_out(instance, &plan.promise, &mut roster);
    let kept = |heads: &CoverageRequirement| {
        let duties = roster.days.iter().flatten().filter_map(Activity::duty);
        let serving = duties.filter(|duty| {
            let mut spans = duty.serving.iter();
            spans.any(|span| {
                span.served == heads.served && span.start <= heads.start && heads.end <= span.end
            })
        });
        serving.count() >= heads.heads as usize
    };
    let claims = plan.shifts.iter().flat_map(|shift| {
        let claimed = shift.spots.iter().filter_map(|spot| spot.claimed());
        claimed.map(|who| (who, shift.day))
    });
    let agreed: Agreed = claims.collect();
    let needs = requirements(instance).needs;
    plan.promise.iter().all(kept) && audit_agreed(instance, &needs, &roster, &agreed).is_clean()
}

#[test]
fn what_the_quick_ways_leave_open_the_solves_decide_rightly() {
    let (mut yes, mut no, mut open) = (0, 0, 0);
    for seed in 100..160 {
        let instance = Arc::new(read(&tiny(seed, 2, 5)));
        let Some(plan) = published(&instance, OpenChoice::Setting(OpenSpots::All)) else {
            continue;
        };
        let ground = Ground::new(instance.clone());
        let desk = Desk::new(&ground, &plan);
        let none = Effort {
            questions: 0,
            solve: Some(Duration::from_secs(20)),
            relay: false,
        };
        for (who, shift) in [(0, 0), (1, 1), (2, 2), (3, 0), (4, 1)] {
            let (who, shift) = (EmployeeIx(who), ShiftIx(shift % plan.shifts.len()));
            let now = before(&instance);
            let answer = verdict(&desk, who, shift, now, &none, &StopSignal::new());
            match answer.decision {
                Decision::Accepted => yes += 1,
                Decision::Declined(Decline::Plan(_)) => {
                    assert!(
                        !any_deal(&ground, &plan, who, shift),
                        "seed {seed} {who:?} {shift:?}"
                    );
                    no += 1;
                }
                Decision::Pending => open += 1,
                Decision::Declined(_) => {}
            }
        }
    }
    assert!(
        yes > 30 && no > 0 && open == 0,
        "{yes} yes, {no} no, {open} open"
    );
}

#[test]
fn re_optimisation_after_an_absence_costs_and_moves_what_the_best_of_all_rosters_does() {
    let (mut moved, mut stayed) = (0, 0);
    for seed in 0..24 {
        let instance = Arc::new(read(&tiny(seed, 2, 3)));
        let Some(plan) = published(&instance, OpenChoice::Setting(OpenSpots::All)) else {
            continue;
        };
        let ground = Ground::new(instance.clone());
        let absent = EmployeeIx(seed as usize % 3);
        let day = instance.horizon.date(seed as i64 / 3 % 2);
        let changes = [Change::Absence {
            employee: absent,
            from: day,
            to: day,
            reason: "sick".to_owned(),
        }];
        let limits = ReoptimiseLimits {
            threads: 1,
            time: Duration::from_secs(60),
            gap: 0.0,
            per_duty: Money::units(7),
            per_person: Money::units([11, 90, 300][seed as usize % 3]),
            ..ReoptimiseLimits::default()
        };
        let now = before(&instance);
        let found = reoptimise(&ground, &plan, &changes, now, &limits, &StopSignal::new());
        let found = found.unwrap_or_else(|why| panic!("seed {seed}: {why:#?}"));
        whole(
            &Ground::new(found.instance.clone()),
            &found.plan,
            "re-optimised",
        );
        let best = best_of_all(&found.instance, &plan, &limits);
        assert_eq!(found.objective, best.0, "seed {seed}: {found:#?}");
        assert_eq!(found.objective_bound, best.0, "seed {seed}");
        let others = people_moved(&found.instance, &plan.witness, &found.plan.witness);
        assert!(
            best.1.contains(&others),
            "seed {seed}: {others} of {:?}",
            best.1
        );
        *(if others > 0 { &mut moved } else { &mut stayed }) += 1;
    }
    assert!(moved > 3 && stayed > 3, "{moved} moved, {stayed} stayed");
}

/// By columns as for large problems, where the price of a moved person is part of what his or her days cost.
#[test]
fn bounds_with_prices_of_moves_never_pass_the_best_of_all_rosters() {
    let (mut looked, mut moved) = (0, 0);
    for seed in 0..24 {
        let instance = Arc::new(read(&tiny(seed, 2, 3)));
        let Some(plan) = published(&instance, OpenChoice::Setting(OpenSpots::All)) else {
            continue;
        };
        // Compared with other people.s days, so that most duties differ.
        let mut wanted = plan.witness.clone();
        wanted.days.rotate_left(1 + seed as usize % 2);
        let prices = MovePrices {
            from: &wanted,
            per_duty: Money::units(7),
            per_person: Money::units([11, 90, 300][seed as usize % 3]),
        };
        let limits = ReoptimiseLimits {
            per_duty: prices.per_duty,
            per_person: prices.per_person,
            ..ReoptimiseLimits::default()
        };
        let asked = PublishedPlan {
            witness: wanted.clone(),
            ..plan.clone()
        };
        let best = best_of_all(&instance, &asked, &limits);
        let (needs, quiet) = (requirements(&instance).needs, QuietDays::of(&instance));
        let model = build_within(&instance, &needs, &quiet, &|_, _, _| true, Some(&prices));
        let model = model.unwrap_or_else(|why| panic!("seed {seed}: {why:#?}"));
        let most = best.0.0 as f64 + 1e-3;
        let search = Limits {
            relative_gap: 0.0,
            absolute_gap: 0.99,
            threads: 1,
            ..Limits::default()
        };
        let (start, stop) = (Start::default(), StopSignal::new());
        let found = solve_by_columns(&model.problem, start, &search, &stop, |step| {
            assert!(
                step.bound <= most,
                "seed {seed}: {} above {most}",
                step.bound
            );
        });
        let solution = found.solution.unwrap_or_else(|| panic!("seed {seed}"));
        assert!((solution.cost - best.0.0 as f64).abs() < 1.0, "seed {seed}");
        looked += 1;
        moved += usize::from(!best.1.contains(&0));
    }
    assert!(
        looked > 10 && moved > 3,
        "{looked} looked at, {moved} with moves"
    );
}

/// Least cost with the price of moves over all rosters, and how many people those that reach it move.
fn best_of_all(
    instance: &Instance,
    plan: &PublishedPlan,
    limits: &ReoptimiseLimits,
) -> (Money, BTreeSet<usize>) {
    let needs = requirements(instance).needs;
    let choices = instance.templates.len() + 1;
    let cells = instance.employees.len() * instance.horizon.day_count;
    let mut best = (Money(i64::MAX), BTreeSet::new());
    for number in 0..choices.pow(cells as u32) {
        let Some(mut roster) = numbered(instance, number, choices) else {
            continue;
        };
        share_out(instance, &needs, &mut roster);
        let audit = paiban::checker::audit(instance, &needs, &roster);
        if !audit.is_clean() {
            continue;
        }
        let people = people_moved(instance, &plan.witness, &roster);
        let duties = duties_moved(instance, &plan.witness, &roster);
        let moves = limits.per_duty * duties as i64 + limits.per_person * people as i64;
        let objective = audit.cost.total + moves;
        if objective < best.0 {
            best = (objective, BTreeSet::new());
        }
        if objective == best.0 {
            best.1.insert(people);
        }
    }
    best
}

fn numbered(instance: &Instance, number: usize, choices: usize) -> Option<Roster> {
    let mut left = number;
    let mut days = Vec::new();
    for person in &instance.employees {
        let mut row = Vec::new();
        for (_, date) in instance.horizon.days() {
            let digit = left % choices;
            left /= choices;
            row.push(match digit {
                _ if person.leave_on(date).is_some() && digit > 0 => return None,
                0 if person.leave_on(date).is_some() => Activity::Leave,
                0 => Activity::Rest,
                shift => {
                    let template = &instance.templates[shift - 1];
                    let start = instance.horizon.instant(date, template.start);
                    Activity::Duty(Duty {
                        hall: HallIx(0),
                        template: TemplateIx(shift - 1),
                        start,
                        end: start + template.length.0,
                        breaks: Vec::new(),
                        serving: Vec::new(),
                    })
                }
            });
        }
        days.push(row);
    }
    Some(Roster { days })
}

/// Duties that differ, days of leave left out.
fn moved_days(instance: &Instance, old: &Roster, new: &Roster) -> Vec<usize> {
    let work = |activity: &Activity| activity.duty().map(|duty| (duty.hall, duty.template));
    let moved = |who: EmployeeIx, day: usize| {
        let away = *new.activity(who, day) == Activity::Leave;
        !away && work(old.activity(who, day)) != work(new.activity(who, day))
    };
    let days = instance.horizon.day_count;
    let staff = instance.staff();
    staff
        .map(|(who, _)| (0..days).filter(|day| moved(who, *day)).count())
        .collect()
}

fn people_moved(instance: &Instance, old: &Roster, new: &Roster) -> usize {
    let days = moved_days(instance, old, new);
    days.into_iter().filter(|count| *count > 0).count()
}

fn duties_moved(instance: &Instance, old: &Roster, new: &Roster) -> usize {
    moved_days(instance, old, new).into_iter().sum()
}
