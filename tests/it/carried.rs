//! Minutes counted over a month, and the shifts since.

use paiban::domain::Instance;
use paiban::formats::read_instance;
use paiban::planner;
use serde_json::json;

use super::planning::solve;

/// A week of one person in a month with 200 minutes of overtime up to its ninth day and five days of one hour more since then;
/// nine hours are wanted every day, eight would do.
fn week(limit: i64) -> Instance {
    let worked = |day: i64| json!({"date": format!("2026-03-{day:02}"), "start": "08:00", "length_minutes": 540});
    let problem = json!({
        "id": "month",
        "horizon": {"start_date": "2026-03-16", "day_count": 5, "interval_minutes": 60},
        "skills": [{"id": "a"}],
        "halls": [{"id": "h", "opening_hours": [{"open": "08:00", "close": "17:00"}],
                   "queues": [{"id": "a", "skill": "a"}]}],
        "shift_templates": [
            {"id": "eight", "start": "08:00", "length_minutes": 480},
            {"id": "nine", "start": "08:00", "length_minutes": 540},
        ],
        "contracts": [{"id": "c", "pay": "PAY_HOURLY", "rules": [
            {"id": "month", "kind": "max_overtime_per",
             "params": {"per": "month", "limit_min": limit, "normal": {"daily_min": 480}}, "outcome": "forbid"},
        ]}],
        "employees": [{
            "id": "E1", "contract": "c", "halls": ["h"], "hourly_wage_cents": 3000,
            "skills": [{"skill": "a"}], "consents": ["CONSENT_OVERTIME"],
            "history": {
                "shifts": (9..=13).map(worked).collect::<Vec<_>>(),
                "overtime_minutes": [{"from_date": "2026-03-01", "to_date": "2026-04-01", "minutes": 200,
                                      "until_date": "2026-03-09"}],
            },
        }],
        "coverage": [{"hall": "h", "queue": "a", "heads": 1, "window": {"start": "08:00", "end": "17:00"}}],
        "prices": {"gap_per_head_hour_cents": 90000},
    });
    read_instance(&problem.to_string()).expect("a valid problem")
}

/// How many days of nine hours are planned.
#[track_caller]
fn check(limit: i64, expected: usize) {
    let instance = week(limit);
    // The checker has looked at it with the law's own arithmetic.
    let plan = solve(&instance).expect("a roster");
    let days = plan.roster.days[0].iter().filter_map(|day| day.duty());
    let long = days.filter(|duty| duty.work_minutes().0 == 540);
    assert_eq!(long.count(), expected, "limit {limit}");
}

#[test]
fn overtime_since_a_month_was_counted_is_added_to_what_was_counted() {
    check(499, 0);
    check(500, 0);
    check(559, 0);
    check(560, 1);
    check(679, 2);
    check(800, 5);
}

#[test]
fn a_counted_month_stays_true_from_week_to_week() {
    let instance = week(800);
    let plan = solve(&instance).expect("a roster");
    let next = instance.horizon.date(7);
    let past = planner::after(&instance, &plan.roster, next).remove(0);
    assert_eq!(past.shifts.len(), 10, "two weeks are listed");
    let before = &instance.employees[0].history.overtime_minutes;
    assert_eq!(
        &past.overtime_minutes, before,
        "and the weeks before are counted"
    );
}
