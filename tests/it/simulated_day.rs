//! The simulation against published days that another program computed exactly.
//!
//! The tables lie beside the repository. Where they are absent each test says so and passes.

use paiban::simulation::{
    Class, Crew, Estimate, Hall, Options, ServiceLaw, Z_999, simulate, simulate_until,
};
use serde_json::Value;

use super::queueing_reference::{list, number, table};

/// As many standard errors as some six hundred figures may be off, once in a few hundred runs.
const Z_MAX: f64 = 4.5;

fn numbers(point: &Value, name: &str) -> Vec<f64> {
    list(point, name)
        .iter()
        .map(|n| n.as_f64().unwrap())
        .collect()
}

fn hall(profile: &Value, servers_name: &str) -> Hall {
    let class = |number_of: usize| Class {
        queue: 0,
        rank: number_of as u32,
        arrivals_per_hour: numbers(profile, &format!("lambda{number_of}_per_hour")),
        service: ServiceLaw::Exponential {
            mean_minutes: number(profile, "service_min"),
        },
        patience_minutes: profile[format!("patience{number_of}_min")].as_f64(),
        call_out_minutes: 0.0,
        opening_queue: 0,
    };
    let period_minutes = number(profile, "period_min");
    let heads: Vec<u32> = numbers(profile, servers_name)
        .iter()
        .map(|n| *n as u32)
        .collect();
    Hall {
        period_minutes,
        periods: heads.len(),
        classes: vec![class(1), class(2)],
        crews: vec![Crew::first_free(vec![0], period_minutes, &heads)],
    }
}

fn options(days: u64, thresholds_minutes: Vec<f64>) -> Options {
    Options {
        days,
        seed: 20_260_309,
        thresholds_minutes,
    }
}

/// Deviations in standard errors.
#[derive(Default)]
struct Deviations {
    count: usize,
    squares: f64,
    worst: f64,
}

impl Deviations {
    /// `days` tells how rare an event can be that never happened: its standard error is then unknown.
    fn check(&mut self, at: &str, found: Estimate, expected: &Value, days: u64) {
        let expected = expected.as_f64().unwrap();
        let rare = 1.0 / days as f64;
        let error = found.standard_error.max(rare);
        let z = (found.mean - expected) / error;
        assert!(
            z.abs() <= Z_MAX,
            "{at}: {found:?}, not {expected}, z {z:.2}"
        );
        self.count += 1;
        self.squares += z * z;
        self.worst = self.worst.max(z.abs());
    }
}

#[test]
fn simulated_days_agree_with_the_published_ones() {
    let Some(table) = table("queue_transient.json") else {
        return;
    };
    for case in list(&table, "profiles") {
        let (profile, exact) = (&case["profile"], &case["exact"]);
        let keys = ["0", "5", "10", "15", "20", "30"];
        let thresholds = keys.map(|key| key.parse().unwrap()).to_vec();
        let most = options(1_000_000, thresholds);
        let outcome = simulate_until(&hall(profile, "servers"), &most, 0.01).unwrap();
        let days = outcome.days;
        let mut deviations = Deviations::default();
        for place in 0..2 {
            let name = format!("class{}", place + 1);
            let found = outcome.day[place].mean_virtual_wait_minutes;
            let expected = exact["day"][&name]["mean_virtual_wait_min"]
                .as_f64()
                .unwrap();
            let half_width = found.half_width(Z_999);
            println!(
                "{} {name}: {:.4} ± {half_width:.4}, exactly {expected:.4}, {:+.2} %",
                profile["name"],
                found.mean,
                100.0 * (found.mean / expected - 1.0)
            );
            assert!(half_width <= 0.01 * found.mean && (found.mean - expected).abs() <= half_width);
            for (index, period) in list(exact, "periods").iter().enumerate() {
                let at = format!("{} period {index} {name}", profile["name"]);
                let (seen, expected) = (&outcome.periods[index][place], &period[&name]);
                let mut check = |what: &str, found: Estimate, expected: &Value| {
                    deviations.check(&format!("{at} {what}"), found, expected, days);
                };
                check(
                    "virtual wait",
                    seen.mean_virtual_wait_minutes,
                    &expected["mean_virtual_wait_min"],
                );
                check("queue", seen.mean_queue, &expected["mean_queue"]);
                for (key, share) in keys.iter().zip(&seen.p_virtual_wait_within) {
                    check(key, *share, &expected["p_virtual_wait_le"][*key]);
                }
                if expected["p_abandon"].is_number() {
                    check("abandoned", seen.p_abandon, &expected["p_abandon"]);
                    let wait = &expected["mean_actual_wait_min"];
                    check("wait", seen.mean_wait_minutes, wait);
                    for (key, share) in keys.iter().zip(&seen.p_served_within) {
                        check(key, *share, &expected["p_served_within"][*key]);
                    }
                }
            }
        }
        let closing = &exact["closing"];
        let expected = &closing["mean_minutes_from_close_to_empty"];
        deviations.check("to empty", outcome.minutes_to_empty, expected, days);
        let expected = &closing["p_not_empty_at_close"];
        deviations.check("not empty", outcome.p_not_empty, expected, days);
        println!(
            "{}: {days} days, {} figures, rms z {:.2}, largest {:.2}",
            profile["name"],
            deviations.count,
            (deviations.squares / deviations.count as f64).sqrt(),
            deviations.worst
        );
    }
}

/// More heads lengthen the first class's wait when the first free server leaves, and shorten it when leavers have names.
#[test]
fn named_leavers_take_the_counter_examples_away() {
    let Some(table) = table("queue_nonmonotone.json") else {
        return;
    };
    let days = options(20_000, Vec::new());
    for row in list(&table, "rows") {
        let period = number(row, "period") as usize;
        let expected = numbers(row, "class1_mean_virtual_wait_min");
        let halls = ["servers_low", "servers_high"].map(|name| hall(row, name));
        let waits = halls.each_ref().map(|hall| {
            let outcome = simulate(hall, &days).unwrap();
            outcome.periods[period][0].mean_virtual_wait_minutes
        });
        for (found, expected) in waits.iter().zip(expected) {
            assert!(
                (found.mean - expected).abs() <= Z_MAX * found.standard_error,
                "{found:?} {expected}"
            );
        }
        let named = ["servers_low", "servers_high"].map(|name| {
            let heads: Vec<u32> = numbers(row, name).iter().map(|n| *n as u32).collect();
            let mut hall = hall(row, name);
            hall.crews = Crew::people(&[0], hall.period_minutes, &heads);
            hall
        });
        // The same customers come to both, so that means of the same days can be set side by side.
        let named = named.each_ref().map(|hall| {
            let outcome = simulate(hall, &days).unwrap();
            outcome.periods[period][0].mean_virtual_wait_minutes
        });
        println!(
            "first free leaves {:.2} -> {:.2}, named leavers {:.2} -> {:.2}, standard errors {:.2}",
            waits[0].mean, waits[1].mean, named[0].mean, named[1].mean, named[0].standard_error
        );
        assert!(
            waits[1].mean > waits[0].mean && named[1].mean < named[0].mean,
            "{row}"
        );
    }
}
