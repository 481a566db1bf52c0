//! A four-week hall under the hours regimes of the PRC, and the evidence that a permit asks for.

use std::time::Duration;

use paiban::checker::{Audit, CostTerm, audit};
use paiban::demand::requirements;
use paiban::domain::{EmployeeIx, Instance};
use paiban::formats::{read_instance, read_roster};
use paiban::milp::StopSignal;
use paiban::planner::{self, Answer, Evidence, Plan, PlanOptions, evidence};
use paiban::roster::Roster;
use paiban::units::{Minutes, Money};
use serde_json::{Value, json};

use super::planning::{at, files_of, instance, paiban, text};

fn planned(instance: &Instance) -> Plan {
    let options = PlanOptions {
        time_limit: None,
        work_limit: Some(20_000),
        ..PlanOptions::default()
    };
    planner::plan(instance, &options, &StopSignal::new(), |_| {}).expect("a roster")
}

/// Minutes worked by each person in each of the four weeks.
fn weeks(instance: &Instance, roster: &Roster) -> Vec<[i64; 4]> {
    let minutes = |employee: usize, week: usize| {
        let days = (week * 7)..(week * 7 + 7);
        days.filter_map(|day| roster.activity(EmployeeIx(employee), day).duty())
            .map(|duty| duty.work_minutes().0)
            .sum()
    };
    (0..instance.employees.len())
        .map(|employee| [0, 1, 2, 3].map(|week| minutes(employee, week)))
        .collect()
}

#[test]
fn under_comprehensive_hours_busy_weeks_above_forty_hours_are_repaid_in_quiet_ones() {
    let hall = instance("instances/regimes/comprehensive-quarter.json");
    let plan = planned(&hall);
    assert!(plan.audit.is_clean());
    let weeks = weeks(&hall, &plan.roster);
    for person in &weeks {
        assert!(person.iter().sum::<i64>() <= 4 * 2400, "{weeks:?}");
    }
    let repaid =
        |person: &[i64; 4]| person[0].max(person[2]) > 2400 && person[1].min(person[3]) < 2400;
    assert!(weeks.iter().any(repaid), "{weeks:?}");
    assert_eq!(plan.audit.cost.of(CostTerm::Premium), Money::ZERO);
}

/// The regimes in the order of the pages.
const REGIMES: [&str; 7] = [
    "standard",
    "comprehensive-week",
    "comprehensive-month",
    "comprehensive-quarter",
    "comprehensive-year",
    "flexible",
    "part-time",
];

/// The cells of a page's tables that hold numbers, row by row.
fn numbers_of(page: &str) -> Vec<Vec<String>> {
    let page = std::fs::read_to_string(at(page)).expect("a page");
    let rows = page.lines().filter(|line| line.starts_with("| "));
    rows.map(|row| {
        let cells = row.trim_matches('|').split('|').skip(1);
        cells.map(|cell| cell.trim().to_owned()).collect()
    })
    .filter(|row: &Vec<String>| row.iter().all(|cell| cell.parse::<f64>().is_ok()))
    .collect()
}

/// What the first table says of a regime: the terms of the cost, the cost, its bound, comp lots and gaps.
fn row(audit: &Audit, bound: Money) -> Vec<String> {
    let of = |term| audit.cost.of(term);
    let pay = of(CostTerm::BasePay) + of(CostTerm::HourlyPay);
    let shown = [
        CostTerm::Premium,
        CostTerm::Comp,
        CostTerm::Gap,
        CostTerm::Idle,
    ];
    let terms: Vec<Money> = std::iter::once(pay).chain(shown.map(of)).collect();
    let whole = terms.iter().fold(Money::ZERO, |sum, term| sum + *term);
    assert_eq!(whole, audit.cost.total, "the columns are the whole cost");
    assert!(bound <= audit.cost.total);
    let money = terms.into_iter().chain([audit.cost.total, bound]);
    let counts = [audit.comp_days.len(), audit.gaps.len()];
    let money = money.map(|amount| amount.to_string());
    money.chain(counts.map(|count| count.to_string())).collect()
}

/// The pages' tables are what the checker says of the rosters beside them: the cost of each regime, and a quarter's hours.
#[test]
fn the_tables_of_the_pages_are_what_the_checker_says_of_their_rosters() {
    let mut rows = Vec::new();
    let mut hours = Vec::new();
    for name in REGIMES {
        let hall = instance(&format!("instances/regimes/{name}.json"));
        let file = std::fs::read(at(&format!("docs/law-regimes/{name}.json"))).expect("a roster");
        let claimed = read_roster(&hall, &file).expect("it answers this very instance");
        let judged = audit(&hall, &requirements(&hall).needs, &claimed.roster);
        assert!(judged.is_clean(), "{name}");
        assert_eq!(claimed.cost, Some(judged.cost.total), "{name}");
        rows.push(row(&judged, claimed.bound.expect("a bound")));
        if name == "comprehensive-quarter" {
            for person in weeks(&hall, &claimed.roster) {
                let all: i64 = person.iter().sum();
                assert!(all <= 4 * 2400, "busy weeks are repaid: {person:?}");
                let told = person.iter().chain([&all]);
                hours.push(told.map(|minutes| (minutes / 60).to_string()).collect());
            }
        }
    }
    rows.append(&mut hours);
    for page in ["docs/law-regimes.md", "docs/law-regimes.zh-CN.md"] {
        assert_eq!(numbers_of(page), rows, "{page}");
    }
}

/// The regime that is proven at once is planned anew: to the cost and the bound of the page.
#[test]
fn a_regime_planned_anew_costs_what_the_page_says() {
    let plan = planned(&instance("instances/regimes/flexible.json"));
    let (anew, told) = (
        row(&plan.audit, plan.bound),
        numbers_of("docs/law-regimes.md"),
    );
    // Where the gaps lie may differ among rosters of one cost.
    assert_eq!(anew[..8], told[5][..8]);
}

/// A file of the regimes as JSON.
fn file(name: &str) -> Value {
    let text = std::fs::read_to_string(at(&format!("instances/regimes/{name}")));
    serde_json::from_str(&text.expect("it is there")).expect("it is JSON")
}

/// What differs between regimes is terms and staff; hall, days, demand, shifts and prices are the same in all.
#[test]
fn the_same_four_weeks_are_given_under_each_regime() {
    let names = files_of("instances/regimes");
    let standard = file("standard.json");
    assert_eq!(standard["horizon"]["start_date"], "2026-03-02");
    assert_eq!(standard["horizon"]["day_count"], 28);
    let mut packs = Vec::new();
    for name in &names {
        let hall = file(name);
        for part in [
            "horizon",
            "skills",
            "halls",
            "shift_templates",
            "coverage",
            "outlook",
            "prices",
        ] {
            assert!(!standard[part].is_null(), "{part}");
            assert_eq!(hall[part], standard[part], "{name}: {part}");
        }
        // Seven people paid by the hour stand in for four salaried ones.
        if name != "part-time.json" {
            let wages = |hall: &Value| -> Vec<Value> {
                let staff = hall["employees"].as_array().expect("a list");
                (staff.iter())
                    .map(|person| {
                        json!([
                            person["id"],
                            person["hourly_wage_cents"],
                            person["consents"]
                        ])
                    })
                    .collect()
            };
            assert_eq!(wages(&hall), wages(&standard), "{name}");
        }
        let contracts = hall["contracts"].as_array().expect("a list");
        assert_eq!(contracts.len(), 1, "{name}");
        let pack = contracts[0]["rule_pack"].as_str().expect("a pack");
        assert_eq!(
            pack,
            format!("cn_{}", name.trim_end_matches(".json").replace('-', "_"))
        );
        packs.push(pack.to_owned());
    }
    packs.dedup();
    assert_eq!(packs.len(), 7);
}

/// Each regime's roster keeps its own law, and the law of standard hours forbids what the special regimes allow.
#[test]
fn what_comprehensive_hours_allow_the_standard_week_forbids_or_prices() {
    let quarter = instance("instances/regimes/comprehensive-quarter.json");
    let standard = instance("instances/regimes/standard.json");
    let needs = requirements(&standard).needs;
    let plan = planned(&quarter);
    let judged = audit(&standard, &needs, &plan.roster);
    assert!(plan.audit.is_clean());
    let premium = judged.cost.of(CostTerm::Premium);
    assert!(!judged.is_clean() || premium > Money::ZERO, "{judged:?}");
}

/// The first, busy week of the hall with so many heads from one to six, and nobody willing to work overtime.
fn busy_week(heads: u32) -> Value {
    let path = at("instances/regimes/comprehensive-quarter.json");
    let text = std::fs::read_to_string(path).expect("it is there");
    let mut hall: Value = serde_json::from_str(&text).expect("it is JSON");
    hall["horizon"]["day_count"] = json!(7);
    for person in hall["employees"].as_array_mut().expect("a list") {
        person["consents"] = json!([]);
    }
    let days = [
        "2026-03-02",
        "2026-03-03",
        "2026-03-04",
        "2026-03-05",
        "2026-03-06",
        "2026-03-07",
    ];
    hall["coverage"] = json!([{
        "hall": "WX", "queue": "counter", "heads": heads,
        "window": {"days": {"dates": days}, "start": "09:00", "end": "17:00"},
    }]);
    hall
}

fn shown(hall: &Value) -> Evidence {
    let instance = read_instance(&hall.to_string()).expect("an instance");
    let options = PlanOptions {
        time_limit: Some(Duration::from_secs(60)),
        ..PlanOptions::default()
    };
    evidence(&instance, &options, &StopSignal::new()).expect("an answer")
}

#[test]
fn standard_hours_that_cover_a_demand_are_shown_with_a_roster_without_gaps() {
    let found = shown(&busy_week(1));
    assert_eq!(found.answer(), Answer::Covers);
    assert_eq!(found.converted, ["staff"]);
    assert!(
        found
            .plan
            .is_ok_and(|plan| plan.audit.is_clean() && plan.audit.gaps.is_empty())
    );
}

#[test]
fn standard_hours_that_fall_short_are_shown_with_a_proven_number_of_hours() {
    let found = shown(&busy_week(4));
    // Four people of forty hours have 160 for 192 head-hours, and breaks come on top.
    let Answer::FallsShort(least) = found.answer() else {
        panic!("{:?}", found.answer());
    };
    assert!(least >= Minutes((192 - 160) * 60), "{least}");
    assert!(least <= found.missing());
}

#[test]
fn the_page_says_it_in_both_languages_and_cannot_be_given_markup() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, page) = (
        folder.path().join("hall.json"),
        folder.path().join("page.html"),
    );
    let mut hall = busy_week(4);
    hall["title"] = json!("<script>");
    std::fs::write(&file, hall.to_string()).expect("written");
    let (file, page) = (file.to_string_lossy(), page.to_string_lossy());
    let run = paiban(&["law", "evidence", &file, "--json", "--out", &page]);
    assert_eq!(run.status.code(), Some(1));
    let told: Value = serde_json::from_str(&text(&run)).expect("JSON");
    assert_eq!(told["answer"], "falls_short");
    let html = std::fs::read_to_string(&*page).expect("a page");
    assert!(html.contains("不能：") && html.contains("No: under standard hours"));
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"));
}
