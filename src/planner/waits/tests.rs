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
