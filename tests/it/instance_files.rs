//! Instances as JSON files.

use paiban::formats::read_instance;

const SMALL: &str = r#"{
  "id": "smoke", "horizon": {"startDate": "2026-03-02", "day_count": "7", "interval_minutes": 30},
  "skills": [{"id": "counter"}],
  "halls": [{"id": "h1", "opening_hours": [{"open": "08:00", "close": "20:00"}],
    "queues": [{"id": "q", "skill": "counter", "customer_classes": ["all"]}],
    "customer_classes": [{"id": "all", "service_minutes": 5, "busy_target": {"share_within": {"minutes": 10}}}]}],
  "shift_templates": [{"id": "day", "start": "08:00", "length_minutes": 480}],
  "contracts": [{"id": "full", "rules": [{"id": "r", "kind": "max_consecutive_work_days", "params": {"limit": 6}}]}],
  "employees": [{"id": "E1", "contract": "full", "hourly_wage_cents": 3000, "halls": ["h1"],
    "skills": [{"skill": "counter"}], "leave": [{"from_date": "2026-03-04", "to_date": "2026-03-05"}]}],
  "demand": [{"hall": "h1", "customer_class": "all", "date": "2026-03-02", "start": "09:00",
    "length_minutes": 30, "expected_arrivals": 12.5, "busy": "BUSY"}],
  "coverage": [{"hall": "h1", "queue": "q", "heads": 1, "window": {"start": "10:00", "end": "11:00",
    "days": {"weekdays": ["MONDAY", "TUESDAY"]}}}]
}"#;

#[test]
fn a_small_file_is_read_with_its_defaults() {
    let instance = read_instance(SMALL).expect("it is valid");
    assert_eq!(instance.horizon.zone.name(), "Asia/Shanghai");
    assert_eq!(instance.currency, "CNY");
    assert_eq!(instance.coverage.len(), 2);
    assert_eq!(instance.halls[0].patterns_max, Some(6));
    assert_eq!(instance.prices.gap_per_head_hour.0, 15_000);
    assert_eq!(instance.contracts[0].day_norm.0, 480);
    assert_eq!(instance.input_sha256.len(), 64);
}
