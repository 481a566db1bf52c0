//! A small hall on paper.

use super::{Sheet, Standing, display_width, text};
use crate::checker::audit;
use crate::demand::requirements;
use crate::domain::{
    Contract, ContractIx, CoverageRequirement, DayFilter, Employee, EmployeeIx, Hall, HallIx,
    HeldSkill, Horizon, Instance, Leave, OpenSpots, OpeningHours, PastWork, PayBasis, Prices,
    Problem, QueueIx, Served, ServiceQueue, ShiftTemplate, Skill, SkillIx, TemplateIx,
};
use crate::roster::{Activity, Duty, Roster, Serving};
use crate::units::{Minutes, Money};

fn problem() -> Problem {
    let horizon = Horizon {
        start: "2026-03-04".parse().unwrap(),
        day_count: 7,
        zone: chrono_tz::Asia::Shanghai,
        interval: Minutes(30),
    };
    let noon = horizon.instant(horizon.date(0), 720);
    let hall = |id: &str, name: &str| Hall {
        id: id.into(),
        name: name.into(),
        opening_hours: vec![OpeningHours {
            days: DayFilter::default(),
            open: 600,
            close: 960,
            before_open: Minutes::ZERO,
            after_close: Minutes::ZERO,
        }],
        queues: vec![ServiceQueue {
            id: "全球通".into(),
            name: String::new(),
            skill: SkillIx(0),
            classes: Vec::new(),
            counters_max: None,
            breaks_at_once: None,
            open_windows: Vec::new(),
        }],
        classes: Vec::new(),
        posts: Vec::new(),
        patterns_max: None,
        open_spots: OpenSpots::All,
    };
    let person = |id: &str, name: &str| Employee {
        post: String::new(),
        id: id.into(),
        name: name.into(),
        contract: ContractIx(0),
        hourly_wage: Money::units(40),
        halls: vec![HallIx(0), HallIx(1)],
        skills: vec![HeldSkill {
            skill: SkillIx(0),
            from: None,
            to: None,
        }],
        attributes: Vec::new(),
        consents: Vec::new(),
        leave: vec![Leave {
            from: horizon.date(2),
            to: horizon.date(2),
            reason: "secret".into(),
            unpaid: false,
        }],
        training: Vec::new(),
        wishes: Vec::new(),
        history: PastWork::default(),
    };
    Problem {
        id: "paper".into(),
        title: "三月第一周".into(),
        currency: "CNY".into(),
        skills: vec![Skill {
            id: "counter".into(),
            name: String::new(),
        }],
        halls: vec![hall("H1", "中心厅"), hall("H2", "西门厅")],
        templates: vec![ShiftTemplate {
            id: "day".into(),
            name: String::new(),
            halls: vec![HallIx(0), HallIx(1)],
            start: 600,
            length: Minutes(360),
            breaks: Vec::new(),
            days: DayFilter::default(),
            cannot_precede: Vec::new(),
            inconvenient: false,
        }],
        contracts: vec![Contract {
            id: "hour".into(),
            name: String::new(),
            employment: String::new(),
            needs_permit: None,
            acknowledged: Vec::new(),
            rule_pack: String::new(),
            regime: String::new(),
            rules: Vec::new(),
            pay: PayBasis::Hourly,
            weekly_norm: Minutes(1800),
            weekly_norm_days: 5,
            day_norm: Minutes(360),
            calendar: None,
        }],
        employees: vec![person("E1", "欧阳\u{1b}[31m娜娜"), person("E2", "")],
        demand: Vec::new(),
        coverage: vec![CoverageRequirement {
            hall: HallIx(0),
            served: Served::Queue(QueueIx(0)),
            start: noon,
            end: noon + 90,
            heads: 2,
        }],
        shift_cover: Vec::new(),
        outlook: Vec::new(),
        pins: Vec::new(),
        permits: Vec::new(),
        prices: Prices::defaults(Money::units(40)),
        input_sha256: "abc".into(),
        horizon,
    }
}

fn written(spoil: impl FnOnce(&mut Roster)) -> String {
    let instance = Instance::new(problem()).expect("a valid problem");
    let mut roster = Roster {
        days: vec![vec![Activity::Rest; 7]; 2],
    };
    let duty = |day: i64, hall| {
        let start = instance.horizon.instant(instance.horizon.date(day), 600);
        Activity::Duty(Duty {
            hall: HallIx(hall),
            template: TemplateIx(0),
            start,
            end: start + 360,
            breaks: Vec::new(),
            serving: vec![Serving {
                start,
                end: start + 360,
                served: Served::Queue(QueueIx(0)),
            }],
        })
    };
    roster.days[0][0] = duty(0, 0);
    roster.days[0][1] = duty(1, 1);
    roster.days[0][2] = Activity::Leave;
    roster.days[1][2] = Activity::Leave;
    spoil(&mut roster);
    let mut needs = requirements(&instance);
    needs.warnings = vec!["history is missing".to_owned()];
    let audit = audit(&instance, &needs.needs, &roster);
    text(&Sheet {
        instance: &instance,
        needs: &needs,
        roster: &roster,
        audit: &audit,
        standing: Standing::Proven,
        bound: Money::units(700),
        seed: 7,
    })
}

/// The first line that starts with a text.
#[track_caller]
fn line<'a>(page: &'a str, start: &str) -> &'a str {
    let found = page.lines().find(|line| line.starts_with(start));
    found.unwrap_or_else(|| panic!("no line starts with {start}:\n{page}"))
}

#[test]
fn the_heading_tells_cost_bound_and_every_gap() {
    let page = written(|_| {});
    // 12 hours at 40, and one head missing for 90 minutes at 200.
    assert!(line(&page, "Status").contains("Cost 成本 780.00 CNY  |  Bound 下界 700.00 CNY"));
    let gap = line(&page, "Gap 差距");
    assert!(gap.contains("10.256 % of the total") && gap.contains("80.00 CNY in money"));
    assert!(line(&page, "Seed").ends_with("7  |  Input 输入 sha256: abc"));
}

#[test]
fn people_stand_in_rows_and_days_in_columns_that_line_up() {
    let page = written(|_| {});
    let head = line(&page, "Name 姓名");
    let row = line(&page, "欧阳");
    let column =
        |line: &str, part: &str| display_width(line.split(part).next().unwrap_or_default());
    assert_eq!(column(head, "03-04"), column(row, "1000-1600"));
    assert_eq!(column(head, "03-05"), column(row, "@H2"));
    assert_eq!(column(head, "03-06"), column(row, "假"));
    assert!(row.ends_with("12:00"));
    assert!(line(&page, "E2").contains("休"));
}

#[test]
fn a_guest_is_listed_in_the_hall_of_the_duty() {
    let page = written(|_| {});
    let second = page.split("西门厅 H2").nth(1).unwrap_or_default();
    assert!(line(second, "欧阳").contains(".            1000-1600"));
}

#[test]
fn shortfalls_are_marked_and_listed() {
    let page = written(|_| {});
    assert!(line(&page, "03-04 Wed三").ends_with("全球通          1/2!  1/2!"));
    assert!(line(&page, "2026-03-04 Wed三 12:00-13:30").contains("1 of 2 missing"));
    assert!(line(&page, "Head-hours missing").ends_with("1:30"));
}

#[test]
fn what_is_printed_fits_the_page_and_holds_no_escape_or_secret() {
    let page = written(|_| {});
    assert!(
        page.lines().all(|line| display_width(line) <= 160),
        "{page}"
    );
    assert!(!page.contains('\u{1b}') && !page.contains("secret"));
    assert!(page.contains("- history is missing"));
}

#[test]
fn a_refused_roster_is_not_shown() {
    let page = written(|roster| roster.days[EmployeeIx(0).0][2] = Activity::Rest);
    assert!(page.contains("refused by the checker"));
    assert!(page.contains("leave_ignored"));
    assert!(!page.contains("1000-1600") && !page.contains("10:00-16:00"));
}
