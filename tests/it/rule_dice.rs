//! Every rule kind that the optimiser obeys, with parameters that pinch now and then.

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

use super::planning::Dice;

/// The kinds, in the order of `law::kinds`.
pub const KINDS: [&str; 34] = [
    "max_work_per_day",
    "max_work_per_window",
    "min_work_per_window",
    "max_average_work",
    "max_overtime_per",
    "max_average_overtime",
    "max_exceed_count",
    "min_rest_between_shifts",
    "min_daily_rest",
    "min_rest_per_window",
    "max_consecutive_work_days",
    "min_consecutive_work_days",
    "min_consecutive_days_off",
    "max_consecutive_days_off",
    "max_consecutive_same_type",
    "min_consecutive_same_type",
    "min_rest_days_per_window",
    "min_free_weekdays_per_window",
    "min_break",
    "max_continuous_work",
    "forbidden_time",
    "min_paid_break",
    "max_night_shift_work",
    "max_consecutive_nights",
    "premium_class",
    "substitute_rest_day",
    "one_shift_per_day",
    "no_overlap",
    "required_skill",
    "day_off",
    "max_shifts_of_type",
    "forbidden_succession",
    "max_weekends",
    "complete_weekend",
];

/// Kinds that give prices and terms and are never broken.
pub const PRICES: [&str; 3] = ["comp_redemption", "request", "cover"];

/// Gates of publishing and changing, which no plan can break.
pub const GATES: [&str; 5] = [
    "min_publish_notice",
    "change_notice",
    "change_premium",
    "max_changes_after_publish",
    "open_shift_offer_window",
];

/// Parameters of a kind for a horizon and its shift types.
pub fn params(kind: &str, d: &mut Dice, shifts: &[&str], (start, days): (NaiveDate, i64)) -> Value {
    let window = window(d);
    let shift = d.pick(shifts);
    let boundary = d.pick(&["assume_satisfied", "use_history"]);
    let night = json!({
        "from": d.pick(&["22:00", "20:00"]), "to": "06:00", "qualifies_over_min": d.pick(&[0, 60, 120]),
    });
    match kind {
        "max_work_per_day" => json!({"limit_min": d.pick(&[300, 480, 540])}),
        "max_work_per_window" => {
            let mut params = json!({"limit_min": d.pick(&[960, 1440, 1900]), "window": window});
            if d.chance(30) {
                params["premium_pct"] = json!(150);
            }
            params
        }
        "min_work_per_window" => {
            json!({"limit_min": d.pick(&[240, 480, 900]), "window": window})
        }
        "max_average_work" => {
            let mut reference = json!({"days": d.between(3, 8)});
            if d.chance(50) {
                reference["anchor"] = json!("2026-01-05");
            }
            let per = d.pick(&["worked_day", "week", "werktag"]);
            let limit = match per {
                "week" => d.pick(&[1200, 1440, 2000]),
                _ => d.pick(&[300, 400]),
            };
            json!({"limit_min": limit, "per": per, "reference": reference})
        }
        "max_overtime_per" => json!({
            "per": d.pick(&["day", "week", "month"]), "limit_min": d.pick(&[0, 60, 240]),
            "rest_day_hours": d.pick(&["exclude", "count", "uncompensated"]),
            "holiday_hours": d.pick(&["exclude", "count"]),
            "week_start": d.pick(&["monday", "sunday", "thursday"]),
        }),
        "max_average_overtime" => json!({
            "months": d.pick(&[vec![1], vec![2], vec![2, 3]]), "limit_min_per_month": d.pick(&[60, 240, 600]),
        }),
        "max_exceed_count" => {
            json!({"threshold_min": d.pick(&[60, 240, 600]), "limit": d.between(1, 2)})
        }
        "min_rest_between_shifts" => {
            let mut params = json!({
                "min_minutes": d.pick(&[600, 720, 900, 1500]), "scope": d.pick(&["any", "different_start_day"]),
            });
            if d.chance(40) {
                params["consent"] = json!("allows_with_premium");
                params["premium"] = json!({"basis": "deficit", "factor_pct": 150});
            }
            params
        }
        "min_daily_rest" => json!({"min_minutes": d.pick(&[660, 720, 900])}),
        "min_rest_per_window" => {
            let (unit, least) = if d.chance(50) {
                ("minutes", d.pick(&[1440, 1000]))
            } else {
                ("local_days", d.between(1, 2))
            };
            json!({"unit": unit, "min": least, "window": window})
        }
        "max_consecutive_work_days" => {
            json!({"limit": d.between(2, 5), "day_flag": d.pick(&["start_day", "touched_day"])})
        }
        "min_consecutive_work_days" | "min_consecutive_days_off" => {
            json!({"min": d.between(2, 3), "boundary": boundary})
        }
        "max_consecutive_days_off" => json!({"limit": d.between(1, 4)}),
        "max_consecutive_same_type" => json!({"type": shift, "limit": d.between(1, 3)}),
        "min_consecutive_same_type" => {
            json!({"type": shift, "min": d.between(2, 3), "boundary": boundary})
        }
        "min_rest_days_per_window" => json!({"min_days": d.between(1, 3), "window": window}),
        "min_free_weekdays_per_window" => {
            // A window of at most a week holds one of them.
            let long = window["type"] != "calendar_week"
                && window["days"].as_i64().is_none_or(|days| days > 7);
            let most = if long { 2 } else { 1 };
            json!({
                "weekday": d.pick(&["sunday", "wednesday"]), "min_days": d.between(1, most), "window": window,
            })
        }
        "min_break" => json!({
            "tiers": [{"work_over_min": d.pick(&[240, 360]), "break_min": 30}], "inclusive": d.chance(50),
        }),
        "max_continuous_work" => json!({"limit_min": d.pick(&[240, 270, 360])}),
        "forbidden_time" => {
            json!({"daily_from": d.pick(&["21:00", "16:00"]), "daily_to": d.pick(&["06:00", "09:00"])})
        }
        "min_paid_break" => json!({"purpose": "nursing", "min_minutes_per_value": 60}),
        "max_night_shift_work" => json!({"night": night, "limit_min": d.pick(&[240, 420, 480])}),
        "max_consecutive_nights" => json!({"night": night, "limit": d.between(1, 3)}),
        "premium_class" => json!({
            "regime": d.pick(&["standard", "comprehensive"]),
            "week_start": d.pick(&["monday", "sunday", "thursday"]),
            "factors_pct": d.pick(&[
                json!({"workday_overtime": 150, "rest_day": 200, "statutory_holiday": 300}),
                json!({"workday_overtime": 150}),
            ]),
        }),
        "substitute_rest_day" => json!({
            "window_days": d.pick(&[4, 7, 14]), "include_work_day": d.chance(50), "before_allowed": d.chance(50),
            "classes": d.pick(&[vec!["sunday"], vec!["statutory_holiday"]]),
        }),
        "day_off" => {
            let date = start + Duration::days(d.between(0, days - 1));
            json!({"dates": [date.to_string()]})
        }
        "max_shifts_of_type" => {
            let mut params = json!({"limit": d.between(0, 4), "window": window});
            if d.chance(70) {
                params["type"] = json!(shift);
            }
            params
        }
        "forbidden_succession" => json!({"pairs": [[shift, d.pick(shifts)]]}),
        "comp_redemption" => json!({
            "earn_ratio": [1, 1], "earn_classes": ["rest_day"], "expiry_days": d.pick(&[12, 90]),
            "quiet_only": d.chance(50), "min_unit_min": 240, "who_may_elect": "employer", "at_expiry": "pay",
        }),
        "request" => json!({"requests": [
            {"date": start.to_string(), "type": shift, "want": d.pick(&["on", "off"]), "weight": d.between(1, 9)},
        ]}),
        "cover" => json!({"under_weight": d.between(1, 100), "over_weight": 1}),
        "min_publish_notice" => json!({"days": d.between(1, 14), "before": "schedule_start"}),
        "change_notice" => json!({"min_minutes_before_start": d.pick(&[1440, 4320])}),
        "change_premium" => {
            json!({"tiers": [{"type": "add", "less_than_min": 20160, "pay_min": 60}]})
        }
        "max_changes_after_publish" => json!({"limit": d.between(0, 2)}),
        "open_shift_offer_window" => json!({"min_minutes": d.pick(&[1440, 4320])}),
        "max_weekends" => json!({"limit": d.between(0, 1)}),
        _ => json!({}),
    }
}

fn window(d: &mut Dice) -> Value {
    match d.between(0, 4) {
        0 => json!({"type": "calendar_week", "week_start": d.pick(&["monday", "sunday"])}),
        1 => json!({"type": "calendar_month"}),
        2 => json!({"type": "rolling_days", "days": d.between(3, 9)}),
        3 => json!({"type": "anchored", "anchor": "2026-01-05", "days": d.between(4, 10)}),
        _ => json!({"type": "horizon"}),
    }
}
