//! How long small instances take to be solved and proven, from reading to audit.

use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use paiban::domain::Instance;
use paiban::formats::{read_curtois, read_instance};
use paiban::milp::StopSignal;
use paiban::planner::{self, PlanOptions};

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

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(10));
    targets = tiny, whole_shifts
}
criterion_main!(benches);
