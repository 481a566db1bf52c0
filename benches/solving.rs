//! How long small instances take to be solved and proven, from reading to audit.

use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use paiban::demand::{QuietDays, requirements};
use paiban::domain::{CoverageRequirement, EmployeeIx, Instance};
use paiban::formats::{read_curtois, read_instance};
use paiban::generate::{HallOptions, hall};
use paiban::milp::{Limits, StopSignal};
use paiban::model::{self, Planned, RowPrices};
use paiban::paths::{self, Start};
use paiban::planner::{self, PlanOptions};
use paiban::roster::Roster;

/// Two weeks, eight people, one shift, in the format of Curtois and Qu: the size of the first of that benchmark.
fn benchmark_like() -> Instance {
    let mut text = String::from("SECTION_HORIZON\n14\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\n");
    for person in ["A", "B", "C", "E", "F", "G", "H", "I"] {
        text.push_str(&format!("{person},D=14,4320,3360,5,2,2,1\n"));
    }
    text.push_str("SECTION_DAYS_OFF\nA,0\nB,5\nC,8\nE,2\nF,9\nG,6\nH,13\nI,11\n");
    text.push_str("SECTION_SHIFT_ON_REQUESTS\nA,2,D,2\nB,7,D,1\nF,0,D,3\n");
    text.push_str("SECTION_SHIFT_OFF_REQUESTS\nC,12,D,1\nG,3,D,3\nSECTION_COVER\n");
    for day in 0..14 {
        let heads = [5, 7, 6, 4, 5, 5, 4][day % 7];
        text.push_str(&format!("{day},D,{heads},100,1\n"));
    }
    read_curtois("like-1", &text).unwrap_or_else(|found| panic!("{found:?}"))
}

fn solve(instance: &Instance) {
    let options = PlanOptions {
        gap: 0.0,
        ..PlanOptions::default()
    };
    let plan = planner::plan(instance, &options, &StopSignal::new(), |_| {});
    assert!(plan.is_ok_and(|plan| plan.bound == plan.audit.cost.total));
}

fn tiny(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/tiny");
    let files = std::fs::read_dir(folder).expect("it is in the repository");
    let instances: Vec<Instance> = files
        .map(|file| file.expect("it is readable").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .filter(|path| !path.ends_with("optima.json"))
        .map(|path| std::fs::read_to_string(path).expect("it is text"))
        .map(|text| read_instance(&text).expect("it is valid"))
        .collect();
    criterion.bench_function("every tiny instance", |bench| {
        bench.iter(|| instances.iter().for_each(solve));
    });
}

fn whole_shifts(criterion: &mut Criterion) {
    let instance = benchmark_like();
    criterion.bench_function("two weeks of whole shifts for eight", |bench| {
        bench.iter(|| solve(&instance));
    });
}

/// A solved hall, ready for one more commitment.
struct Known {
    instance: Instance,
    needs: Vec<CoverageRequirement>,
    quiet: QuietDays,
    roster: Roster,
    prices: RowPrices,
    bound: f64,
}

/// The acceptance hall of a seed, searched as `paiban solve` would, for twenty seconds.
fn known(seed: u64, staff: usize) -> Known {
    let problem = hall(HallOptions {
        staff,
        weeks: 1,
        seed,
    });
    let instance = Instance::new(problem.expect("the options are in range")).expect("it is valid");
    let needs = requirements(&instance).needs;
    let quiet = QuietDays::of(&instance);
    let model = model::build(&instance, &needs, &quiet).expect("everybody has lawful days");
    let limits = limits(20.0, 0.001);
    let stop = StopSignal::new();
    let found = paths::solve(&model.problem, Start::default(), &limits, &stop, |_| ());
    let solution = found.solution.expect("there is a roster");
    println!(
        "hall {seed} of {staff}: gap {:.3} % before",
        100.0 * (solution.cost - found.bound) / solution.cost
    );
    Known {
        roster: model.decode(&instance, &needs, &solution, None),
        prices: model.row_prices(&found.prices.expect("it worked with prices")),
        bound: found.bound,
        instance,
        needs,
        quiet,
    }
}

fn limits(seconds: f64, gap: f64) -> Limits {
    Limits {
        deadline: Some(Instant::now() + Duration::from_secs_f64(seconds)),
        relative_gap: gap,
        absolute_gap: 0.99,
        threads: 2,
        ..Limits::default()
    }
}

/// Somebody is committed to a shift that somebody else has; the gap of the roster that follows, `None` when the law allows
/// none.
fn commit(known: &Known, (who, day): (EmployeeIx, usize), of: EmployeeIx) -> Option<f64> {
    let duty = known.roster.activity(of, day).duty()?;
    let wanted = (duty.hall, duty.template);
    let allows = |employee: EmployeeIx, at: usize, planned: Planned| {
        (employee, at) != (who, day)
            || matches!(planned, Planned::Duty { hall, template, .. } if (hall, template) == wanted)
    };
    let limits = limits(1.0, 0.005);
    let (instance, needs) = (&known.instance, &known.needs);
    let model = model::build_within(instance, needs, &known.quiet, &allows, None).ok()?;
    let solution = model.encode(instance, &known.roster);
    let start = Start {
        solution: Some(&solution),
        prices: Some(&model.recall(&known.prices)),
        bound: known.bound,
    };
    let found = paths::solve(&model.problem, start, &limits, &StopSignal::new(), |_| ());
    if found.infeasible {
        return None;
    }
    let gap = |solution: paths::Solution| (solution.cost - found.bound) / solution.cost;
    Some(found.solution.map_or(f64::INFINITY, gap))
}

/// One commitment fixed in a solved hall: how soon roster and bound are within 0.5 % again.
fn restarts(criterion: &mut Criterion) {
    for (seed, staff) in [(6, 20), (17, 20), (28, 20)] {
        let known = known(seed, staff);
        let staff = known.instance.employees.len();
        let mut told = Vec::new();
        let ask = |step: usize| {
            let (who, of) = (step * 7 % staff, (step * 11 + 3) % staff);
            let began = Instant::now();
            let gap = commit(&known, (EmployeeIx(who), step % 7), EmployeeIx(of));
            gap.map(|gap| (began.elapsed().as_secs_f64(), gap))
        };
        for step in 0..60 {
            told.extend(ask(step));
        }
        let near = told.iter().filter(|told| told.1 <= 0.005).count();
        let soon = told.iter().filter(|told| told.1 <= 0.005 && told.0 < 0.1);
        let soon = soon.count();
        let worst = told.iter().map(|told| told.1).fold(0.0, f64::max);
        println!(
            "hall {seed}: {} commitments, {near} within 0.5 % in a second, {soon} of them in 100 ms, worst gap {:.3} %",
            told.len(),
            100.0 * worst
        );
        let mut step = 0;
        criterion.bench_function(&format!("hall {seed}: one commitment fixed"), |bench| {
            bench.iter(|| {
                step += 1;
                ask(step)
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(10));
    targets = tiny, whole_shifts, restarts
}
criterion_main!(benches);
