//! How long an employee waits for the answer to a claim, and HR for a plan that fits again after an absence.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use paiban::claims::{
    Change, ClaimTerms, Decision, Decline, Desk, Effort, Ground, PublishOptions, PublishedPlan,
    ReoptimiseLimits, ShiftIx, Verdict, Way, learn, list_for, publish, reoptimise, verdict,
};
use paiban::domain::{EmployeeIx, Instance};
use paiban::generate::{HallOptions, hall};
use paiban::milp::StopSignal;
use paiban::planner::{PlanOptions, plan};
use paiban::units::Minutes;

/// A week of a hall with twenty people, every spot open.
fn published() -> (Arc<Instance>, PublishedPlan) {
    let options = HallOptions {
        staff: 20,
        weeks: 1,
        seed: 1,
    };
    let problem = hall(options).expect("the options are in range");
    let instance = Arc::new(Instance::new(problem).expect("the recipe is valid"));
    let limits = PlanOptions {
        time_limit: Some(Duration::from_secs(20)),
        ..PlanOptions::default()
    };
    let solved = plan(&instance, &limits, &StopSignal::new(), |_| {}).expect("there is a roster");
    let first = instance.horizon.first_instant();
    let options = PublishOptions {
        open: Vec::new(),
        terms: ClaimTerms {
            opens: first - 10_000,
            closes: first + 10_000,
            freeze: Minutes(720),
            claims_per_person_max: None,
            cost_tolerance: None,
        },
        close_gaps: true,
        extras: Vec::new(),
    };
    let published = publish(&instance, &solved.roster, solved.bound, &options);
    (instance, published.expect("the roster is clean"))
}

/// What kind of answer a verdict is, for choosing one of each.
fn kind(answer: &Verdict) -> Option<&'static str> {
    match (
        &answer.decision,
        answer.completion.as_ref().map(|found| found.way),
    ) {
        (Decision::Accepted, Some(Way::Witness)) => Some("witness has it"),
        (Decision::Accepted, Some(Way::Exchange)) => Some("others exchange"),
        (Decision::Declined(Decline::Law), _) => Some("a rule refuses"),
        (Decision::Declined(Decline::Plan(_)), _) => Some("the plan refuses"),
        (Decision::Pending, _) => Some("not proven by the quick ways"),
        _ => None,
    }
}

fn verdicts(criterion: &mut Criterion) {
    let (instance, plan) = published();
    let ground = Ground::new(instance.clone());
    let now = instance.horizon.first_instant() - 2_000;
    let (quick, stop) = (Effort::quick(), StopSignal::new());
    let ask = |employee, shift| {
        let desk = Desk::new(&ground, &plan);
        verdict(&desk, employee, shift, now, &quick, &stop)
    };
    let staff = (0..instance.employees.len()).map(EmployeeIx);
    let mut told: Vec<&str> = Vec::new();
    for employee in staff {
        for shift in (0..plan.shifts.len()).map(ShiftIx) {
            let Some(kind) = kind(&ask(employee, shift)) else {
                continue;
            };
            if !told.contains(&kind) {
                told.push(kind);
                criterion.bench_function(&format!("verdict: {kind}"), |bench| {
                    bench.iter(|| ask(black_box(employee), black_box(shift)));
                });
            }
        }
    }
    let mut next = 0;
    let all = instance.employees.len() * plan.shifts.len();
    criterion.bench_function("verdict: everybody on every shift, in turn", |bench| {
        bench.iter(|| {
            next = (next + 7919) % all;
            let (employee, shift) = (next / plan.shifts.len(), next % plan.shifts.len());
            ask(EmployeeIx(employee), ShiftIx(shift))
        });
    });
    criterion.bench_function("list of open shifts for one person", |bench| {
        bench.iter(|| list_for(&Desk::new(&ground, &plan), black_box(EmployeeIx(0)), now));
    });
}

fn absence(criterion: &mut Criterion) {
    let (instance, plan) = published();
    let ground = Ground::new(instance.clone());
    let now = instance.horizon.first_instant() - 2_000;
    let absent = Change::Absence {
        employee: EmployeeIx(3),
        from: instance.horizon.date(1),
        to: instance.horizon.date(2),
        reason: "sick".to_owned(),
    };
    let limits = ReoptimiseLimits::default();
    let fit = || {
        let changes = [absent.clone()];
        reoptimise(&ground, &plan, &changes, now, &limits, &StopSignal::new())
    };
    let tell = |when: &str| {
        let (began, once) = (Instant::now(), fit());
        let Ok(once) = once else {
            println!("after an absence, {when}: no plan in a second");
            return;
        };
        println!(
            "after an absence, {when}: gap {:.4} after {:.2} s, {} people moved",
            once.relative_gap(),
            began.elapsed().as_secs_f64(),
            once.people_moved()
        );
    };
    tell("nothing known");
    learn(&ground, &plan, now, Duration::MAX, &StopSignal::new());
    tell("duties known");
    criterion.bench_function("re-optimisation after an absence", |bench| bench.iter(fit));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(3));
    targets = verdicts, absence
}
criterion_main!(benches);
