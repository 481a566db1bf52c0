//! A random small problem as the JSON of its file: every kind of thing that a planner has to get right together.

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

use super::planning::Dice;
use super::rule_dice;

/// First days: plain weeks, mid-week starts, and weeks with public holidays or make-up days.
const STARTS: [&str; 8] = [
    "2026-03-09",
    "2026-03-11",
    "2026-03-14",
    "2026-06-28",
    "2026-02-12",
    "2026-04-29",
    "2026-09-29",
    "2026-12-30",
];

/// Id, start, length, and the breaks as length, earliest, latest and whether paid.
type Shift = (
    &'static str,
    &'static str,
    i64,
    &'static [(i64, i64, i64, bool)],
);

const SHIFTS: [Shift; 8] = [
    ("day", "09:00", 540, &[(60, 180, 240, false)]),
    ("morning", "08:00", 240, &[]),
    ("afternoon", "13:00", 300, &[]),
    ("long", "08:00", 660, &[(60, 180, 300, false)]),
    ("late", "14:00", 510, &[(30, 180, 270, false)]),
    ("evening", "17:00", 360, &[]),
    ("night", "22:00", 480, &[(30, 120, 240, false)]),
    (
        "nursing",
        "09:00",
        540,
        &[(60, 180, 240, false), (60, 300, 420, true)],
    ),
];

struct Draft {
    dice: Dice,
    start: NaiveDate,
    days: i64,
    halls: i64,
    shifts: Vec<Shift>,
    night: bool,
}

/// The problem of a seed.
pub fn problem(seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let days = if dice.chance(20) {
        dice.between(8, 16)
    } else {
        dice.between(3, 8)
    };
    let night = dice.chance(25);
    draft(dice, days, night).problem(seed)
}

/// A problem after whose eve everybody still works at the start of the first day, most without consent to overtime.
pub fn problem_after_a_night(seed: u64) -> Value {
    let mut problem = problem(seed);
    let start: NaiveDate = (problem["horizon"]["start_date"].as_str())
        .and_then(|date| date.parse().ok())
        .expect("a date");
    let eve = json!((start - Duration::days(1)).to_string());
    for (at, person) in (problem["employees"]
        .as_array_mut()
        .expect("a list")
        .iter_mut())
    .enumerate()
    {
        person["contract"] = json!("full");
        if at % 3 > 0 {
            person["consents"] = json!([]);
        }
        let past = &mut person["history"];
        let mut shifts = past["shifts"].as_array().cloned().unwrap_or_default();
        shifts.retain(|shift| shift["date"] != eve);
        shifts.push(json!({
            "date": eve, "start": "20:00", "length_minutes": 540 + 60 * (at % 3), "break_minutes": 60,
        }));
        past["shifts"] = json!(shifts);
    }
    problem
}

/// A problem under a period whose hours are mostly used up: more of them is overtime to be paid.
pub fn problem_beyond_a_period(seed: u64) -> Value {
    let mut draft = draft(Dice::new(seed), 7, false);
    let window = draft.dice.pick(&[
        json!({"type": "calendar_week", "week_start": "monday"}),
        json!({"type": "calendar_month"}),
        json!({"type": "horizon"}),
    ]);
    let rules = json!([
        {"id": "period", "kind": "max_work_per_window", "outcome": "cost", "params": {
            "limit_min": draft.dice.pick(&[480, 960, 1500]), "window": window, "premium_pct": 150,
        }},
        {"id": "pay", "kind": "premium_class", "outcome": "cost", "params": {
            "regime": "comprehensive", "factors_pct": {"statutory_holiday": 300},
        }},
    ]);
    let mut problem = draft.problem(seed);
    for contract in problem["contracts"].as_array_mut().expect("a list") {
        contract["rule_pack"] = json!("");
        contract["rules"] = rules.clone();
    }
    for person in problem["employees"].as_array_mut().expect("a list") {
        person["consents"] = json!(["CONSENT_OVERTIME"]);
    }
    problem
}

/// A problem in which one rule of a kind binds everybody, and no other.
pub fn problem_under(kind: &str, seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let days = dice.between(7, 10);
    let night = kind.contains("night") || dice.chance(25);
    let mut draft = draft(dice, days, night);
    let params = draft.params(kind);
    // A most of nought that may not even be reached is refused as a rule that nobody keeps.
    let limits = ["limit", "limit_min"].map(|limit| &params[limit]);
    let nought = kind != "min_work_per_window" && limits.contains(&&json!(0));
    let inclusive = draft.dice.chance(15) && !nought;
    let mut problem = draft.problem(seed);
    for contract in problem["contracts"].as_array_mut().expect("a list") {
        contract["rule_pack"] = json!("");
        contract["rules"] = json!([{
            "id": "only", "kind": kind, "params": params, "outcome": "forbid", "inclusive": inclusive,
        }]);
    }
    problem
}

/// A problem in which every contract has two records of pay, the second with low norms and now and then a tier, a scope
/// or a first day of its own; or has such a record on top of the law's.
pub fn problem_under_two_pay_records(seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let days = dice.between(7, 10);
    let night = dice.chance(25);
    let mut draft = draft(dice, days, night);
    let first = draft.params("premium_class");
    let mut second = draft.params("premium_class");
    second["regime"] = json!("standard");
    second["normal"] = draft.dice.pick(&[
        json!({"daily_min": 60, "weekly_min": 60}),
        json!({"daily_min": 300, "weekly_min": 1200}),
        json!({"daily_min": 240}),
        json!({"weekly_min": 900}),
    ]);
    if draft.dice.chance(50) {
        second["tiers"] = json!([{"per": "day", "over_min": 360, "factor_pct": 200}]);
    }
    let mut above = json!({
        "id": "second", "kind": "premium_class", "params": second, "outcome": "cost",
    });
    if draft.dice.chance(20) {
        above["effective"] = json!({"from": draft.day(1, days - 1)});
    }
    if draft.dice.chance(20) {
        above["scope"] = json!({"for_attribute": "minor"});
    }
    let below = json!({"id": "first", "kind": "premium_class", "params": first, "outcome": "cost"});
    let on_law = draft.dice.chance(25);
    let mut problem = draft.problem(seed);
    for contract in problem["contracts"].as_array_mut().expect("a list") {
        let pack = if on_law { "cn_standard" } else { "" };
        contract["rule_pack"] = json!(pack);
        contract["rules"] = if on_law {
            json!([above])
        } else {
            json!([below, above])
        };
    }
    problem
}

fn draft(mut dice: Dice, days: i64, night: bool) -> Draft {
    let start: NaiveDate = dice.pick(&STARTS).parse().expect("a date");
    let mut shifts = vec![dice.pick(&SHIFTS[..3])];
    for _ in 0..dice.between(1, 3) {
        let last = if night { 7 } else { 5 };
        let shift = dice.pick(&SHIFTS[..=last]);
        if shifts.iter().all(|known| known.0 != shift.0) && (night || shift.0 != "night") {
            shifts.push(shift);
        }
    }
    let halls = if dice.chance(25) { 2 } else { 1 };
    Draft {
        dice,
        start,
        days,
        halls,
        shifts,
        night,
    }
}

impl Draft {
    fn problem(mut self, seed: u64) -> Value {
        let staff = self.dice.between(2, 6);
        let halls: Vec<Value> = (0..self.halls).map(|hall| self.hall(hall)).collect();
        let templates: Vec<Value> = (0..self.shifts.len()).map(|at| self.template(at)).collect();
        let contracts: Vec<Value> = (0..3).map(|at| self.contract(at)).collect();
        let employees: Vec<Value> = (0..staff).map(|at| self.employee(at)).collect();
        let mut problem = json!({
            "id": format!("random-{seed}"),
            "horizon": {
                "start_date": self.start.to_string(), "day_count": self.days,
                "interval_minutes": if self.dice.chance(70) { 60 } else { 30 },
            },
            "skills": [{"id": "counter"}, {"id": "firms"}],
            "halls": halls, "shift_templates": templates, "contracts": contracts, "employees": employees,
        });
        problem["pins"] = self.pins(&problem["employees"]);
        if self.dice.chance(15) {
            problem["demand"] = self.demand();
        } else {
            problem["coverage"] = self.coverage();
        }
        if self.dice.chance(15) {
            problem["shift_cover"] = json!([{
                "hall": "h0", "date": self.day(0, self.days - 1), "shift_template": self.shifts[0].0,
                "heads": self.dice.between(0, 2),
                "under_price_cents": 5000, "over_price_cents": self.dice.between(0, 700),
            }]);
        }
        if self.dice.chance(50) {
            problem["outlook"] = self.outlook();
        }
        problem["prices"] = if self.dice.chance(50) {
            json!({"free_start_changes": true})
        } else {
            json!({
                "start_change_cents": self.dice.between(100, 900),
                "idle_percent": self.dice.between(30, 150),
                "comp_unplanned_percent": self.dice.between(100, 250),
                "gap_per_head_hour_cents": self.dice.between(3000, 20_000),
            })
        };
        problem
    }

    /// A date between two days of the horizon, which may lie outside it.
    fn day(&mut self, first: i64, last: i64) -> String {
        let day = self.dice.between(first, last);
        (self.start + Duration::days(day)).to_string()
    }

    fn hall(&mut self, hall: i64) -> Value {
        let mut queues = vec![json!({
            "id": "main", "skill": "counter", "customer_classes": ["all"],
            "breaks_at_once": if self.dice.chance(30) { 1 } else { 0 },
        })];
        if self.dice.chance(50) {
            queues.push(json!({"id": "firms", "skill": "firms"}));
        }
        let close = if self.night { "30:00" } else { "22:00" };
        let mut site = json!({
            "id": format!("h{hall}"),
            "opening_hours": [{"open": "08:00", "close": close}],
            "queues": queues,
            "customer_classes": [{
                "id": "all", "service_minutes": self.dice.between(3, 12),
                "busy_target": {"share_within": {"minutes": 10}},
            }],
            "patterns_max": self.dice.pick(&[-1, -1, 1, 2]),
        });
        if self.dice.chance(30) {
            site["posts"] = json!([{
                "id": "door", "skill": self.dice.pick(&["counter", "firms"]), "heads": 1,
                "windows": [{"start": "09:00", "end": self.dice.pick(&["10:00", "12:00"])}],
            }]);
        }
        site
    }

    fn template(&mut self, at: usize) -> Value {
        let (id, start, length, breaks) = self.shifts[at];
        let breaks: Vec<Value> = breaks
            .iter()
            .map(|(length, earliest, latest, paid)| {
                json!({
                    "length_minutes": length, "earliest_after_minutes": earliest,
                    "latest_after_minutes": latest, "paid": paid,
                    "purpose": if *paid { "nursing" } else { "meal" },
                })
            })
            .collect();
        let mut shift =
            json!({"id": id, "start": start, "length_minutes": length, "breaks": breaks});
        if self.dice.chance(15) {
            shift["cannot_precede"] = json!([self.shifts[0].0]);
        }
        // The first shift is offered every day, so that it can be pinned.
        if at > 0 && self.dice.chance(10) {
            shift["days"] = json!({"weekdays": ["MONDAY", "TUESDAY", "THURSDAY", "SUNDAY"]});
        }
        shift
    }

    /// One contract of each kind: the national standard, part time, and company terms alone.
    fn contract(&mut self, at: usize) -> Value {
        let (id, pack) = [
            ("full", "cn_standard"),
            ("part", "cn_part_time"),
            ("own", ""),
        ][at];
        let rules: Vec<Value> = (0..self.dice.pick(&[0, 0, 1, 2]) + i64::from(at == 2))
            .map(|number| self.rule(&format!("{id}.rule{number}")))
            .collect();
        let hourly = at == 1 || (at == 2 && self.dice.chance(50));
        let mut contract = json!({
            "id": id, "rules": rules,
            "pay": if hourly { "PAY_HOURLY" } else { "PAY_SALARIED" },
        });
        if !pack.is_empty() {
            contract["rule_pack"] = json!(pack);
        }
        if at != 0 && self.dice.chance(60) {
            contract["weekly_norm_minutes"] = json!(self.dice.pick(&[1200, 1440, 1230]));
            contract["weekly_norm_days"] = json!(self.dice.between(3, 5));
            contract["day_norm_minutes"] = json!(self.dice.pick(&[240, 300, 480]));
        }
        contract
    }

    fn rule(&mut self, id: &str) -> Value {
        let kind = self.dice.pick(&rule_dice::KINDS);
        let params = self.params(kind);
        let outcomes = [
            "forbid", "forbid", "forbid", "forbid", "approval", "consent", "warn",
        ];
        let mut rule = json!({
            "id": id, "kind": kind, "params": params, "outcome": self.dice.pick(&outcomes),
        });
        if rule["outcome"] == "approval" {
            rule["needs"] = json!({"approval": "permit"});
        }
        if self.dice.chance(10) {
            // A rule that begins inside the horizon may be obeyed more strictly than it asks, so none does.
            let from = self.dice.pick(&[-5, 40]);
            rule["effective"] = json!({"from": self.day(from, from)});
        }
        if self.dice.chance(10) {
            rule["scope"] = json!({"for_attribute": "minor"});
        }
        if self.dice.chance(5) {
            rule["scope"] = json!({"halls": ["h0"]});
        }
        rule
    }

    fn params(&mut self, kind: &str) -> Value {
        let shifts: Vec<&str> = self.shifts.iter().map(|shift| shift.0).collect();
        rule_dice::params(kind, &mut self.dice, &shifts, (self.start, self.days))
    }

    fn any_shift(&mut self) -> &'static str {
        let at = self.dice.between(0, self.shifts.len() as i64 - 1);
        self.shifts[at as usize].0
    }

    fn employee(&mut self, at: i64) -> Value {
        let mut skills = vec![json!({"skill": "counter"})];
        if self.dice.chance(40) {
            skills.push(json!({"skill": "firms"}));
        }
        if self.dice.chance(30) {
            skills.reverse();
        }
        let mut halls = vec!["h0"];
        if self.halls == 2 && self.dice.chance(60) {
            halls.push("h1");
        }
        let mut person = json!({
            "id": format!("E{at}"), "contract": self.dice.pick(&["full", "full", "part", "own", "own"]),
            "hourly_wage_cents": self.dice.pick(&[3000, 2750, 3333, 4100]),
            "halls": halls, "skills": skills,
        });
        let consents = ["CONSENT_OVERTIME", "CONSENT_REST_DAY_WORK"];
        let consents: Vec<&str> = consents
            .into_iter()
            .filter(|_| self.dice.chance(50))
            .collect();
        person["consents"] = json!(consents);
        if self.dice.chance(15) {
            let name = self.dice.pick(&["minor", "nursing", "pregnant_7m"]);
            let mut fact = json!({"name": name});
            if name != "minor" && self.dice.chance(50) {
                fact["from_date"] = json!(self.day(0, self.days - 1));
            }
            person["attributes"] = json!([fact]);
        }
        if self.dice.chance(25) {
            let day = self.day(0, self.days - 1);
            person["leave"] =
                json!([{"from_date": day, "to_date": day, "unpaid": self.dice.chance(30)}]);
        }
        if self.dice.chance(20) {
            person["training"] = json!([{
                "id": "T", "from_date": self.day(0, 1), "to_date": self.day(2, self.days - 1), "start": "10:00",
                "length_minutes": self.dice.pick(&[120, 240]), "any_day": self.dice.chance(50),
            }]);
        }
        if self.dice.chance(40) {
            person["wishes"] = self.wishes();
        }
        if self.dice.chance(60) {
            person["history"] = self.history();
        }
        person
    }

    fn wishes(&mut self) -> Value {
        let wish = |draft: &mut Draft, first: i64, last: i64| {
            let mut wish = json!({
                "date": draft.day(first, last), "kind": draft.dice.pick(&["WISH_WORK", "WISH_FREE"]),
                "price_cents": draft.dice.between(100, 5000),
            });
            if draft.dice.chance(50) {
                wish["shift_template"] = json!(draft.any_shift());
            }
            wish
        };
        json!([wish(self, 0, 1), wish(self, 2, self.days - 1)])
    }

    /// Shifts of the days before, and lots with due dates before and after the horizon's end.
    fn history(&mut self) -> Value {
        let mut worked = Vec::new();
        for back in (1..=self.dice.between(1, 7)).rev() {
            if self.dice.chance(70) {
                let at = self.dice.between(0, self.shifts.len() as i64 - 1);
                let (id, start, length, breaks) = self.shifts[at as usize];
                let unpaid: i64 = breaks.iter().filter(|b| !b.3).map(|b| b.0).sum();
                worked.push(json!({
                    "date": (self.start - Duration::days(back)).to_string(), "start": start,
                    "length_minutes": length, "break_minutes": unpaid, "shift_template": id,
                }));
            }
        }
        // One contract, one expiry: what is earned first is due first.
        let lasts = self.dice.pick(&[90, 90, 12, 20]);
        let lots: Vec<Value> = (0..self.dice.pick(&[0, 0, 1, 2, 3]))
            .map(|number| {
                let back = self.dice.between(1, 12);
                json!({
                    "id": format!("L{number}"), "minutes": self.dice.pick(&[480, 240]),
                    "earned_date": self.day(-back, -back), "due_date": self.day(lasts - back, lasts - back),
                })
            })
            .collect();
        json!({"shifts": worked, "comp_lots": lots})
    }

    /// A person is pinned at most once, on a day without leave.
    fn pins(&mut self, employees: &Value) -> Value {
        let mut pins = Vec::new();
        for person in employees.as_array().expect("a list") {
            let date = self.day(0, self.days - 1);
            if !self.dice.chance(15) || person["leave"][0]["from_date"] == date.as_str() {
                continue;
            }
            let mut pin = json!({"employee": person["id"], "date": date});
            if self.dice.chance(60) {
                pin["shift_template"] = json!(self.shifts[0].0);
                pin["hall"] = json!("h0");
            }
            pins.push(pin);
        }
        json!(pins)
    }

    fn coverage(&mut self) -> Value {
        let mut wanted = Vec::new();
        for hall in 0..self.halls {
            for offset in 0..self.days {
                let date = (self.start + Duration::days(offset)).to_string();
                if self.dice.chance(15) {
                    continue;
                }
                let windows = [
                    ("08:00", "12:00"),
                    ("13:00", "18:00"),
                    ("18:00", "22:00"),
                    ("22:00", "30:00"),
                ];
                for (start, end) in windows {
                    if self.dice.chance(50) && (self.night || end != "30:00") {
                        wanted.push(json!({
                            "hall": format!("h{hall}"), "queue": "main", "heads": self.dice.between(1, 3),
                            "window": {"start": start, "end": end, "days": {"dates": [date]}},
                        }));
                    }
                }
            }
        }
        json!(wanted)
    }

    fn demand(&mut self) -> Value {
        let mut arrivals = Vec::new();
        for offset in 0..self.days {
            let busy = self.dice.between(2, 14);
            for hour in 9..17 {
                arrivals.push(json!({
                    "hall": "h0", "customer_class": "all",
                    "date": (self.start + Duration::days(offset)).to_string(),
                    "start": format!("{hour:02}:00"), "length_minutes": 60,
                    "expected_arrivals": busy as f64 * if hour % 3 == 0 { 1.5 } else { 0.75 },
                }));
            }
        }
        json!(arrivals)
    }

    fn outlook(&mut self) -> Value {
        let days = self.dice.between(1, 10);
        let loads = (0..days).map(|offset| {
            let date = self.start + Duration::days(self.days + offset);
            json!({"hall": "h0", "date": date.to_string(), "load_hours": self.dice.between(1, 30)})
        });
        Value::Array(loads.collect())
    }
}
