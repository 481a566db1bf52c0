//! How long the waits of a day take: one class and two, all means and six thresholds; a hundred simulated days.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use paiban::queueing::{Day, DayClass, ExactDay};
use paiban::simulation::{Class, Crew, Hall, Options, ServiceLaw, simulate};

const SERVERS: [u32; 12] = [3, 4, 5, 5, 3, 3, 4, 4, 4, 3, 3, 3];
/// Arrivals an hour of all customers; every fifth is of the class called first.
const ARRIVALS: [f64; 12] = [
    13.0, 26.0, 34.0, 31.0, 18.0, 17.0, 25.0, 29.0, 24.0, 12.0, 15.0, 10.0,
];
const THRESHOLDS: [f64; 6] = [0.0, 5.0, 10.0, 15.0, 20.0, 30.0];

fn day(shares: &[f64], patience_minutes: Option<f64>) -> Day {
    let class = |share: &f64| DayClass {
        arrivals_per_hour: ARRIVALS.iter().map(|arrivals| share * arrivals).collect(),
        patience_minutes,
        opening_queue: 0,
    };
    Day {
        period_minutes: 60.0,
        servers: SERVERS.to_vec(),
        service_minutes: 8.0,
        classes: shares.iter().map(class).collect(),
    }
}

fn solve(day: &Day) -> f64 {
    let exact = ExactDay::new(day).expect("a day");
    let shares = exact.shares(&THRESHOLDS).expect("thresholds");
    exact.totals[0].mean_virtual_wait_minutes + shares.day[0][1].p_virtual_wait_within
}

fn exact_days(criterion: &mut Criterion) {
    let days = [
        ("twelve hours, one class", day(&[1.0], None)),
        ("twelve hours, two classes", day(&[0.2, 0.8], None)),
        (
            "twelve hours, two classes, patience",
            day(&[0.2, 0.8], Some(30.0)),
        ),
    ];
    for (name, day) in &days {
        criterion.bench_function(name, |bench| bench.iter(|| solve(black_box(day))));
    }
}

fn simulated_days(criterion: &mut Criterion) {
    let class = |share: f64| Class {
        queue: 0,
        rank: u32::from(share > 0.5),
        arrivals_per_hour: ARRIVALS.iter().map(|arrivals| share * arrivals).collect(),
        service: ServiceLaw::Exponential { mean_minutes: 8.0 },
        patience_minutes: None,
        call_out_minutes: 0.0,
        opening_queue: 0,
    };
    let hall = Hall {
        period_minutes: 60.0,
        periods: SERVERS.len(),
        classes: vec![class(0.2), class(0.8)],
        crews: vec![Crew::first_free(vec![0], 60.0, &SERVERS)],
    };
    let options = Options {
        days: 100,
        seed: 1,
        thresholds_minutes: THRESHOLDS.to_vec(),
    };
    criterion.bench_function("a hundred simulated days of twelve hours", |bench| {
        bench.iter(|| simulate(black_box(&hall), &options));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(5));
    targets = exact_days, simulated_days
}
criterion_main!(benches);
