//! How long it takes from an instance to the problem that is searched: heads needed, then rules and rows.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use paiban::demand::{QuietDays, requirements};
use paiban::domain::Instance;
use paiban::formats::read_instance;
use paiban::generate::{HallOptions, hall};
use paiban::model;

fn hall_week() -> Instance {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/hall-week.json");
    let text = std::fs::read_to_string(file).expect("it is in the repository");
    read_instance(&text).expect("it is valid")
}

fn generated() -> Instance {
    let options = HallOptions {
        staff: 20,
        weeks: 1,
        seed: 1,
    };
    let problem = hall(options).expect("the options are in range");
    Instance::new(problem).expect("it is valid")
}

fn heads_needed(criterion: &mut Criterion) {
    let instance = hall_week();
    criterion.bench_function("heads needed by the week of a hall", |bench| {
        bench.iter(|| requirements(black_box(&instance)));
    });
}

fn building(criterion: &mut Criterion) {
    for (name, instance) in [
        ("model of the week of a hall", hall_week()),
        ("model of a generated hall of 20", generated()),
    ] {
        let needs = requirements(&instance).needs;
        let quiet = QuietDays::of(&instance);
        criterion.bench_function(name, |bench| {
            bench.iter(|| model::build(black_box(&instance), &needs, &quiet));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(5));
    targets = heads_needed, building
}
criterion_main!(benches);
