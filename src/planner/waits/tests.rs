use serde_json::json;

use super::pool::{Pool, Which};
use crate::checker::WaitJudge;
use crate::domain::{Instance, WaitTarget};
use crate::formats::read_instance;

/// Three people at one counter, two classes, two hours.
fn morning(arrivals: [f64; 4]) -> Instance {
    let people = ["A", "B", "C"].map(|id| {
        json!({"id": id, "contract": "hourly", "hourly_wage_cents": 3000, "halls": ["hall"],
               "skills": [{"skill": "counter"}]})
    });
    let demand: Vec<_> = (0..4)
        .flat_map(|at| {
            let start = format!("{:02}:{:02}", 9 + at / 2, 30 * (at % 2));
            [("gold", 0.3), ("other", 0.7)].map(|(class, part)| {
                json!({"hall": "hall", "customer_class": class, "date": "2026-03-09", "start": start,
                       "length_minutes": 30, "expected_arrivals": arrivals[at] * part})
            })
        })
        .collect();
    let target = |minutes: i64| json!({"share_within": {"minutes": minutes, "share": 0.8}});
    let text = json!({
        "id": "morning",
        "horizon": {"start_date": "2026-03-09", "day_count": 1, "interval_minutes": 30},
        "skills": [{"id": "counter"}],
        "halls": [{
            "id": "hall", "opening_hours": [{"open": "09:00", "close": "11:00"}],
            "queues": [{"id": "line", "skill": "counter", "customer_classes": ["gold", "other"]}],
            "customer_classes": [
                {"id": "gold", "service_minutes": 8, "busy_target": target(12), "quiet_target": target(6)},
                {"id": "other", "service_minutes": 8, "busy_target": {"mean_minutes": 9}, "quiet_target": target(6)},
            ],
        }],
        "shift_templates": [{"id": "all", "start": "09:00", "length_minutes": 120}],
        "contracts": [{"id": "hourly", "pay": "PAY_HOURLY"}],
        "employees": people,
        "demand": demand,
        "prices": {"waiting_per_customer_hour_cents": 50_000},
    });
    read_instance(&text.to_string()).expect("a valid instance")
}

fn kept(target: WaitTarget, value: f64) -> bool {
    match target {
        WaitTarget::ShareWithin { share, .. } => value >= share,
        WaitTarget::Mean { minutes } => value <= minutes,
    }
}

/// Every number of heads of every interval, 0 to 3.
fn staffings() -> impl Iterator<Item = Vec<u32>> {
    (0..4_u32.pow(4)).map(|n| (0..4).map(|place| n / 4_u32.pow(place) % 4).collect())
}

#[test]
fn no_proven_cut_forbids_heads_that_keep_the_promise() {
    for arrivals in [
        [4.0, 6.0, 3.0, 2.0],
        [8.0, 1.0, 1.0, 6.0],
        [2.0, 2.0, 9.0, 3.0],
    ] {
        let instance = morning(arrivals);
        let mut judge = WaitJudge::new(&instance);
        let sessions = judge.sessions().to_vec();
        let mut pool = Pool::new(&instance, &sessions);
        pool.prepare(0, &mut judge, &|| false);
        let targets: Vec<_> = sessions[0].targets().collect();
        for heads in staffings() {
            pool.add_proven(0, &heads);
        }
        let cuts = pool.rows(Which::Proven).cuts;
        assert!(!cuts.is_empty());
        let first = sessions[0].intervals.start;
        for heads in staffings() {
            let values = judge.exactly(0, &heads, &|| false).expect("not late");
            for cut in &cuts {
                let mut enough = cut.enough.iter();
                let satisfied =
                    enough.any(|(at, enough)| heads[(at.2 - first) as usize] >= *enough);
                let (_, _, target) = targets[cut.promise];
                let value = values[cut.promise].expect("a small day");
                assert!(
                    satisfied || !kept(target, value),
                    "{heads:?} {cut:?} {value}"
                );
            }
        }
    }
}

#[test]
fn what_waiting_costs_by_heads_is_never_more_than_it_does() {
    for arrivals in [[4.0, 6.0, 3.0, 2.0], [8.0, 1.0, 1.0, 6.0]] {
        let instance = morning(arrivals);
        let mut judge = WaitJudge::new(&instance);
        let sessions = judge.sessions().to_vec();
        let mut pool = Pool::new(&instance, &sessions);
        pool.price_waiting(0);
        let rows = pool.rows(Which::Proven);
        assert!(rows.waiting.0 > 100, "{}", rows.waiting);
        let told = |heads: &[u32]| -> i64 {
            let lacking = rows.saved.iter().map(|((_, _, interval), saved)| {
                let there = heads[(interval - sessions[0].intervals.start) as usize];
                saved[..].iter().skip(there as usize).map(|saved| saved.0)
            });
            rows.waiting.0 + lacking.flatten().sum::<i64>()
        };
        for heads in staffings() {
            let truth = judge.waiting(0, &heads, &|| false).expect("not late");
            assert!(
                told(&heads) <= truth.0,
                "{heads:?} {} {truth}",
                told(&heads)
            );
        }
        // Where everybody is there, hardly anything is lost: parts of hundredths, the line's numerical error, and what still
        // waits when it is begun.
        let truth = judge.waiting(0, &[3; 4], &|| false).expect("not late");
        let lost = truth.0 - told(&[3; 4]);
        assert!(lost < 14 + truth.0 / 1_000, "{lost} of {truth}");
        for (_, saved) in &rows.saved {
            assert!(saved.windows(2).all(|pair| pair[0] >= pair[1]));
        }
    }
}

#[test]
fn a_guess_of_what_waiting_costs_counts_the_backlog_of_later_intervals() {
    let instance = morning([4.0, 6.0, 3.0, 2.0]);
    let mut judge = WaitJudge::new(&instance);
    let sessions = judge.sessions().to_vec();
    let mut pool = Pool::new(&instance, &sessions);
    pool.price_waiting(0);
    let heads = [1, 2, 2, 1];
    pool.guess_waiting(0, &heads, &mut judge, &|| false);
    let mut cost = |heads: &[u32]| judge.waiting(0, heads, &|| false).expect("not late");
    let second = cost(&heads) - cost(&[2, 2, 2, 1]);
    let guessed = pool.rows(Which::All).saved[0].1.clone();
    assert!(guessed[1] >= second, "{guessed:?} {second}");
    assert!(pool.rows(Which::Proven).saved[0].1[1] < second);
}

#[test]
fn heads_prepared_for_a_session_keep_its_promises() {
    let instance = morning([3.0, 5.0, 3.0, 2.0]);
    let mut judge = WaitJudge::new(&instance);
    let sessions = judge.sessions().to_vec();
    let mut pool = Pool::new(&instance, &sessions);
    let heads = pool.prepare(0, &mut judge, &|| false);
    let values = judge.exactly(0, &heads, &|| false).expect("not late");
    for ((_, _, target), value) in sessions[0].targets().zip(values.iter()) {
        assert!(
            kept(target, value.expect("a small day")),
            "{heads:?} {target:?} {value:?}"
        );
    }
}
