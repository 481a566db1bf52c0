//! What one mixed-integer program reaches by itself, without columns, windows and targets: the yardstick of
//! `benches/QUALITY.md`.
//!
//! `cargo run --example plain INSTANCE.json SECONDS THREADS` prints cost, bound, gap and seconds.

use std::time::{Duration, Instant};

use paiban::demand::{QuietDays, requirements};
use paiban::formats::read_instance;
use paiban::milp::{Limits, StopSignal};
use paiban::{model, paths};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let usage = "INSTANCE.json SECONDS THREADS";
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().ok_or(usage);
    let text = std::fs::read_to_string(next()?)?;
    let (seconds, threads): (u64, u32) = (next()?.parse()?, next()?.parse()?);
    let instance = read_instance(&text).map_err(|found| format!("{found:?}"))?;
    let needs = requirements(&instance).needs;
    let model = model::build(&instance, &needs, &QuietDays::of(&instance))
        .map_err(|blocked| format!("{blocked:?}"))?;
    let began = Instant::now();
    let limits = Limits {
        deadline: Some(began + Duration::from_secs(seconds)),
        relative_gap: 0.001,
        absolute_gap: 0.99,
        threads,
        ..Limits::default()
    };
    let stop = StopSignal::new();
    let found = paths::solve_by_flows(&model.problem, None, &limits, &stop, |_| ());
    let (bound, took) = (found.bound, began.elapsed().as_secs_f64());
    match found.solution.map(|solution| solution.cost) {
        Some(cost) => println!(
            "{cost:.0} {bound:.0} {:.3} % {took:.1} s",
            100.0 * (cost - bound) / cost
        ),
        None => println!("- {bound:.0} - {took:.1} s"),
    }
    Ok(())
}
