//! Stationary queues against published reference tables that other programs computed.
//!
//! The tables lie beside the repository. Where they are absent each test says so and passes.

use std::path::PathBuf;

use paiban::queueing::{
    ClassWait, ErlangC, Line, PriorityLine, RequiredHeads, WaitTarget, erlang_a, erlang_c,
    priority, required_heads,
};
use serde_json::{Map, Value};

/// No published figure is so small that a relative comparison would be meaningless, except a
/// quantile of exactly 0 minutes, which is met exactly or not at all.
const RELATIVE_ERROR_MAX: f64 = 1e-9;

/// The table, or `None` with a printed line when the reference folder is not there.
pub fn table(name: &str) -> Option<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/reference");
    if !folder.is_dir() {
        println!("reference tables absent ({name}): nothing compared");
        return None;
    }
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// Counts figures and remembers the worst.
#[derive(Default)]
struct Comparison {
    figures: usize,
    worst: f64,
    worst_at: String,
}

impl Comparison {
    fn check(&mut self, at: &str, found: f64, expected: f64) {
        let error = if found == expected {
            0.0
        } else {
            ((found - expected) / expected).abs()
        };
        assert!(
            error <= RELATIVE_ERROR_MAX,
            "{at}: found {found}, expected {expected}, relative error {error:e}"
        );
        self.figures += 1;
        if error > self.worst {
            self.worst = error;
            self.worst_at = at.to_owned();
        }
    }

    /// Compares a named figure of a point.
    fn figure(&mut self, point: &Value, name: &str, found: f64) {
        self.check(&format!("{name} of {point}"), found, number(point, name));
    }

    /// Compares a curve, an object from threshold or share to figure.
    fn curve(&mut self, point: &Value, name: &str, found: impl Fn(f64) -> f64) {
        for (argument, expected) in object(point, name) {
            let at = format!("{name} at {argument} of {point}");
            let argument = argument.parse().unwrap();
            self.check(&at, found(argument), expected.as_f64().unwrap());
        }
    }

    fn finish(&self, table: &str, figures: usize) {
        println!(
            "{table}: {} figures, worst relative error {:.2e} ({})",
            self.figures,
            self.worst,
            self.worst_at.chars().take(90).collect::<String>()
        );
        assert_eq!(self.figures, figures, "figures compared in {table}");
    }
}

pub fn number(point: &Value, name: &str) -> f64 {
    point[name]
        .as_f64()
        .unwrap_or_else(|| panic!("{name} of {point}"))
}

fn object<'a>(point: &'a Value, name: &str) -> &'a Map<String, Value> {
    point[name]
        .as_object()
        .unwrap_or_else(|| panic!("{name} of {point}"))
}

pub fn list<'a>(table: &'a Value, name: &str) -> &'a [Value] {
    table[name]
        .as_array()
        .unwrap_or_else(|| panic!("list {name}"))
}

fn servers(point: &Value) -> u32 {
    u32::try_from(point["servers"].as_u64().unwrap()).unwrap()
}

fn line(point: &Value, arrivals_per_hour: f64) -> Line {
    Line {
        arrivals_per_hour,
        service_minutes: number(point, "service_min"),
        servers: servers(point),
    }
}

fn settled(line: &Line) -> ErlangC {
    erlang_c(line).unwrap().settled().unwrap()
}

#[test]
fn patient_lines_agree_in_every_published_figure() {
    let Some(table) = table("queue_erlang_c.json") else {
        return;
    };
    let mut compared = Comparison::default();
    let points = list(&table, "points");
    assert_eq!(points.len(), 20);
    for point in points {
        let line = line(point, number(point, "lambda_per_hour"));
        let waits = settled(&line);
        compared.figure(point, "offered_load_erlangs", line.offered_load());
        compared.figure(point, "utilisation", line.utilisation());
        compared.figure(point, "p_wait", waits.p_wait);
        compared.figure(point, "mean_wait_min", waits.mean_wait_minutes);
        compared.figure(
            point,
            "mean_wait_of_waiters_min",
            waits.mean_wait_of_waiters_minutes,
        );
        compared.figure(point, "mean_queue_length", waits.mean_queue_length);
        compared.curve(point, "service_level", |minutes| {
            waits.p_wait_within(minutes).unwrap()
        });
        compared.curve(point, "wait_percentile_min", |share| {
            waits.wait_quantile_minutes(share).unwrap()
        });
    }
    compared.finish("patient lines", 20 * (6 + 7 + 5));
}

#[test]
fn every_required_number_of_servers_is_exact() {
    let Some(table) = table("queue_erlang_c.json") else {
        return;
    };
    let cases = list(&table, "required_servers");
    for case in cases {
        let target = match case["target"].as_str().unwrap() {
            "P(W<=t)>=x" => WaitTarget::ShareWithin {
                share: number(case, "x"),
                threshold_minutes: number(case, "t_min"),
            },
            "mean wait <= m" => WaitTarget::MeanAtMost {
                minutes: number(case, "m_min"),
            },
            other => panic!("unknown target {other}"),
        };
        let find = |heads_max| {
            required_heads(
                number(case, "lambda_per_hour"),
                number(case, "service_min"),
                target,
                heads_max,
            )
            .unwrap()
        };
        let expected = servers(case);
        assert_eq!(find(200), RequiredHeads::Heads(expected), "{case}");
        let heads_max = expected - 1;
        assert_eq!(
            find(heads_max),
            RequiredHeads::NotWithin { heads_max },
            "{case}"
        );
    }
    println!("required servers: {} cases", cases.len());
    assert_eq!(cases.len(), 60);
}

#[test]
fn impatient_lines_agree_in_every_published_figure() {
    let Some(table) = table("queue_erlang_a.json") else {
        return;
    };
    let mut compared = Comparison::default();
    let points = list(&table, "points");
    assert_eq!(points.len(), 12);
    for point in points {
        let line = line(point, number(point, "lambda_per_hour"));
        let waits = erlang_a(&line, number(point, "mean_patience_min")).unwrap();
        compared.figure(point, "offered_load_per_server", line.utilisation());
        compared.figure(point, "p_wait", waits.p_wait);
        compared.figure(point, "p_abandon", waits.p_abandon);
        compared.figure(point, "mean_queue_length", waits.mean_queue_length);
        compared.figure(point, "mean_wait_all_min", waits.mean_wait_minutes);
        compared.figure(
            point,
            "mean_virtual_wait_min",
            waits.mean_virtual_wait_minutes,
        );
        compared.figure(
            point,
            "mean_wait_served_min",
            waits.mean_wait_served_minutes,
        );
        compared.figure(
            point,
            "mean_wait_abandoned_min",
            waits.mean_wait_abandoned_minutes.unwrap(),
        );
        compared.curve(point, "p_virtual_wait_le", |minutes| {
            waits.p_virtual_wait_within(minutes).unwrap()
        });
        compared.curve(point, "p_actual_wait_le", |minutes| {
            waits.p_actual_wait_within(minutes).unwrap()
        });
        compared.curve(point, "p_served_within", |minutes| {
            waits.p_served_within(minutes).unwrap()
        });
    }
    compared.finish("impatient lines", 12 * (8 + 3 * 5));
}

fn classes(point: &Value, arrivals_per_hour: Vec<f64>) -> (f64, Vec<ClassWait>) {
    let found = priority(&PriorityLine {
        arrivals_per_hour,
        service_minutes: number(point, "service_min"),
        servers: servers(point),
    })
    .unwrap();
    let waits = found
        .classes
        .into_iter()
        .map(|class| class.settled().unwrap())
        .collect();
    (found.p_wait, waits)
}

#[test]
fn two_classes_agree_in_every_published_figure() {
    let Some(table) = table("queue_priority.json") else {
        return;
    };
    let mut compared = Comparison::default();
    let points = list(&table, "points");
    assert_eq!(points.len(), 10);
    for point in points {
        let arrivals = ["lambda1_per_hour", "lambda2_per_hour"].map(|name| number(point, name));
        let one_line = line(point, arrivals.iter().sum());
        let (p_wait, waits) = classes(point, arrivals.to_vec());
        compared.figure(point, "utilisation", one_line.utilisation());
        compared.figure(point, "p_wait", p_wait);
        compared.figure(point, "mean_wait1_min", waits[0].mean_wait_minutes);
        compared.figure(point, "mean_wait2_min", waits[1].mean_wait_minutes);
        compared.figure(
            point,
            "mean_wait_fifo_min",
            settled(&one_line).mean_wait_minutes,
        );
        for (name, class) in ["p_w1_le", "p_w2_le"].into_iter().zip(&waits) {
            compared.curve(point, name, |minutes| class.p_wait_within(minutes).unwrap());
        }
    }
    compared.finish("two classes", 10 * (5 + 2 * 6));
}

#[test]
fn three_classes_agree_in_every_published_mean() {
    let Some(table) = table("queue_priority.json") else {
        return;
    };
    let mut compared = Comparison::default();
    let points = list(&table, "three_class_means");
    assert_eq!(points.len(), 3);
    for point in points {
        let arrivals = list(point, "lambda_per_hour")
            .iter()
            .map(|arrivals| arrivals.as_f64().unwrap())
            .collect();
        let (p_wait, waits) = classes(point, arrivals);
        compared.figure(point, "p_wait", p_wait);
        let expected = list(point, "mean_wait_min");
        assert_eq!(waits.len(), expected.len());
        for (class, expected) in waits.iter().zip(expected) {
            let at = format!("mean wait of {point}");
            compared.check(&at, class.mean_wait_minutes, expected.as_f64().unwrap());
        }
    }
    compared.finish("three classes", 3 * (1 + 3));
}
