//! The exact day against published tables that other programs computed.
//!
//! The tables lie beside the repository. Where they are absent each test says so and passes.

use paiban::queueing::{Day, DayClass, ExactDay};
use serde_json::Value;

use super::queueing_reference::{list, number, table};

/// Largest relative error of a mean wait.
const MEAN_ERROR_MAX: f64 = 1e-4;
/// Largest absolute error of a probability.
const SHARE_ERROR_MAX: f64 = 1e-5;

fn numbers(point: &Value, name: &str) -> Vec<f64> {
    list(point, name)
        .iter()
        .map(|n| n.as_f64().unwrap())
        .collect()
}

fn servers(point: &Value, name: &str) -> Vec<u32> {
    numbers(point, name).iter().map(|n| *n as u32).collect()
}

fn class(profile: &Value, number: usize) -> DayClass {
    DayClass {
        arrivals_per_hour: numbers(profile, &format!("lambda{number}_per_hour")),
        patience_minutes: profile[format!("patience{number}_min")].as_f64(),
        opening_queue: 0,
    }
}

fn day(profile: &Value, servers_name: &str) -> Day {
    Day {
        period_minutes: number(profile, "period_min"),
        servers: servers(profile, servers_name),
        service_minutes: number(profile, "service_min"),
        classes: vec![class(profile, 1), class(profile, 2)],
    }
}

/// The worst errors of a profile: of means (relative) and of shares (absolute).
#[derive(Default)]
struct Worst {
    mean: f64,
    share: f64,
}

impl Worst {
    fn mean(&mut self, found: f64, expected: &Value) {
        let expected = expected.as_f64().unwrap();
        self.mean = self.mean.max(((found - expected) / expected).abs());
    }

    fn share(&mut self, found: f64, expected: &Value) {
        self.share = self.share.max((found - expected.as_f64().unwrap()).abs());
    }
}

#[test]
fn whole_days_agree_in_every_published_figure() {
    let Some(table) = table("queue_transient.json") else {
        return;
    };
    let profiles = list(&table, "profiles");
    assert_eq!(profiles.len(), 3);
    for case in profiles {
        let (profile, expected) = (&case["profile"], &case["exact"]);
        let exact = ExactDay::new(&day(profile, "servers")).unwrap();
        let first = &expected["periods"][0]["class1"]["p_virtual_wait_le"];
        let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
        let thresholds: Vec<f64> = keys.iter().map(|key| key.parse().unwrap()).collect();
        let shares = exact.shares(&thresholds).unwrap();
        let mut worst = Worst::default();
        for (index, period) in list(expected, "periods").iter().enumerate() {
            worst.mean(exact.periods[index].mean_busy, &period["mean_busy"]);
            for place in 0..2 {
                let expected = &period[format!("class{}", place + 1)];
                let found = &exact.periods[index].classes[place];
                worst.mean(found.mean_queue, &expected["mean_queue"]);
                worst.mean(found.queue_at_end, &expected["queue_at_end"]);
                worst.mean(
                    found.mean_virtual_wait_minutes,
                    &expected["mean_virtual_wait_min"],
                );
                let impatient = profile[format!("patience{}_min", place + 1)].is_number();
                if impatient {
                    // The mean wait of all arrivals is this share times the patience: it is not held twice.
                    worst.share(found.p_abandon, &expected["p_abandon"]);
                }
                for (key, share) in keys.iter().zip(&shares.periods[index][place]) {
                    worst.share(
                        share.p_virtual_wait_within,
                        &expected["p_virtual_wait_le"][*key],
                    );
                    if impatient {
                        worst.share(share.p_served_within, &expected["p_served_within"][*key]);
                    }
                }
            }
        }
        for place in 0..2 {
            let expected = &expected["day"][format!("class{}", place + 1)];
            let total = &exact.totals[place];
            worst.mean(
                total.mean_virtual_wait_minutes,
                &expected["mean_virtual_wait_min"],
            );
            assert!(total.little_check < 1e-7, "{total:?}");
            for (key, share) in keys.iter().zip(&shares.day[place]) {
                worst.share(
                    share.p_virtual_wait_within,
                    &expected["p_virtual_wait_le"][*key],
                );
            }
        }
        let (found, expected) = (&exact.closing, &expected["closing"]);
        worst.share(found.p_not_empty, &expected["p_not_empty_at_close"]);
        worst.mean(found.mean_queue[0], &expected["mean_queue1_at_close"]);
        worst.mean(found.mean_queue[1], &expected["mean_queue2_at_close"]);
        worst.mean(found.mean_in_service, &expected["mean_in_service_at_close"]);
        worst.mean(
            found.mean_minutes_to_empty,
            &expected["mean_minutes_from_close_to_empty"],
        );
        println!(
            "{}: means within {:.1e} relative, probabilities within {:.1e} absolute",
            profile["name"], worst.mean, worst.share
        );
        assert!(worst.mean <= MEAN_ERROR_MAX && worst.share <= SHARE_ERROR_MAX);
    }
}

#[test]
fn an_added_counter_can_lengthen_the_wait_of_the_class_called_first() {
    let Some(table) = table("queue_nonmonotone.json") else {
        return;
    };
    let rows = list(&table, "rows");
    assert_eq!(rows.len(), 4);
    for row in rows {
        let period = number(row, "period") as usize;
        let mut worst = Worst::default();
        let waits = ["servers_low", "servers_high"].map(|name| {
            let exact = ExactDay::new(&day(row, name)).unwrap();
            let within = exact.shares(&[5.0]).unwrap().periods[period][0][0];
            (
                exact.periods[period].classes[0].mean_virtual_wait_minutes,
                within.p_virtual_wait_within,
            )
        });
        for (place, (mean, share)) in waits.into_iter().enumerate() {
            worst.mean(mean, &row["class1_mean_virtual_wait_min"][place]);
            worst.share(share, &row["class1_p_le_5"][place]);
        }
        println!(
            "means within {:.1e}, shares within {:.1e}",
            worst.mean, worst.share
        );
        assert!(waits[1].0 > waits[0].0 && waits[1].1 < waits[0].1, "{row}");
        assert!(worst.mean <= MEAN_ERROR_MAX && worst.share <= SHARE_ERROR_MAX);
    }
}
