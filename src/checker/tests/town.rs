//! One hall, two people, one week: the problem that every test starts from, and a roster without fault for it.

use chrono::{NaiveDate, Weekday};

use crate::checker::{Audit, audit};
use crate::demand::requirements;
use crate::domain::{
    BreakRule, CompLot, Consent, Contract, ContractIx, CoverageRequirement, DayFilter, Employee,
    EmployeeIx, Hall, HallIx, HeldSkill, Horizon, Instance, Leave, OpenSpots, OpeningHours,
    PastWork, PayBasis, PostIx, PostRequirement, Prices, Problem, QueueIx, Served, ServiceQueue,
    ShiftTemplate, Skill, SkillIx, TemplateIx, Training, Wish, WishKind,
};
use crate::law::kinds::comp_redemption::CompRedemptionRule;
use crate::law::{Outcome, RuleKind, RuleRecord};
use crate::roster::{Activity, Duty, PlacedBreak, Roster, Serving};
use crate::units::{Minutes, Money};

pub const ANN: EmployeeIx = EmployeeIx(0);
pub const BOB: EmployeeIx = EmployeeIx(1);
pub const EARLY: TemplateIx = TemplateIx(0);
pub const LATE: TemplateIx = TemplateIx(1);
pub const COUNTER: Served = Served::Queue(QueueIx(0));
pub const VIP: Served = Served::Queue(QueueIx(1));
pub const GREETER: Served = Served::Post(PostIx(0));

/// A day of the horizon, Monday the 2nd is 0.
pub fn date(day: i64) -> NaiveDate {
    horizon().date(day)
}

/// The instant of a local time on a day of the horizon.
pub fn at(day: i64, hour: i64, minute: i64) -> i64 {
    horizon().instant(date(day), hour * 60 + minute)
}

fn horizon() -> Horizon {
    Horizon {
        start: "2026-03-02".parse().unwrap(),
        day_count: 7,
        zone: chrono_tz::Asia::Shanghai,
        interval: Minutes(30),
    }
}

/// A problem that may still be spoilt before it is judged.
pub fn problem() -> Problem {
    let skill = |id: &str| Skill {
        id: id.into(),
        name: String::new(),
    };
    Problem {
        id: "town".into(),
        title: "小镇营业厅".into(),
        horizon: horizon(),
        currency: "CNY".into(),
        skills: vec![skill("counter"), skill("vip")],
        halls: vec![hall()],
        templates: vec![template("early", 8 * 60 + 30), template("late", 10 * 60)],
        contracts: vec![
            contract("month", PayBasis::Salaried),
            contract("hour", PayBasis::Hourly),
        ],
        employees: vec![ann(), bob()],
        demand: Vec::new(),
        // Monday and Tuesday are busy, all other days quiet.
        coverage: vec![need(0, 10, 120), need(1, 10, 120), need(5, 10, 30)],
        shift_cover: Vec::new(),
        outlook: Vec::new(),
        pins: Vec::new(),
        permits: Vec::new(),
        prices: Prices {
            gap_per_head_hour: Money::units(100),
            training: Money::units(80),
            ..Prices::defaults(Money::units(60))
        },
        input_sha256: String::new(),
    }
}

fn hall() -> Hall {
    let queue = |id: &str, skill| ServiceQueue {
        id: id.into(),
        name: String::new(),
        skill: SkillIx(skill),
        classes: Vec::new(),
        counters_max: Some(1),
        breaks_at_once: Some(1),
        open_windows: Vec::new(),
    };
    Hall {
        id: "H1".into(),
        name: "中心厅".into(),
        opening_hours: vec![OpeningHours {
            days: DayFilter::default(),
            open: 8 * 60 + 30,
            close: 19 * 60,
            before_open: Minutes::ZERO,
            after_close: Minutes::ZERO,
        }],
        queues: vec![queue("Q1", 0), queue("Q2", 1)],
        classes: Vec::new(),
        posts: vec![PostRequirement {
            id: "P1".into(),
            name: String::new(),
            skill: SkillIx(0),
            heads: 1,
            windows: Vec::new(),
        }],
        patterns_max: Some(2),
        open_spots: OpenSpots::All,
    }
}

fn template(id: &str, start: i64) -> ShiftTemplate {
    ShiftTemplate {
        id: id.into(),
        name: String::new(),
        halls: vec![HallIx(0)],
        start,
        length: Minutes(540),
        breaks: vec![BreakRule {
            length: Minutes(60),
            earliest_after: Minutes(180),
            latest_after: Minutes(300),
            paid: false,
            purpose: "meal".into(),
        }],
        days: DayFilter {
            weekdays: vec![
                Weekday::Mon,
                Weekday::Tue,
                Weekday::Wed,
                Weekday::Thu,
                Weekday::Fri,
                Weekday::Sat,
            ],
            dates: Vec::new(),
        },
        cannot_precede: Vec::new(),
        inconvenient: false,
    }
}

fn contract(id: &str, pay: PayBasis) -> Contract {
    let comp = CompRedemptionRule {
        earn_ratio: [1, 1],
        earn_classes: vec!["rest_day".into()],
        expiry_days: Some(90),
        quiet_only: true,
        min_unit_min: 240,
        max_advance_min: 0,
        max_balance_min: None,
        period_end: None,
        who_may_elect: Default::default(),
        open_at_min: 0,
        at_expiry: None,
        expiry_pay_pct: None,
    };
    Contract {
        id: id.into(),
        name: String::new(),
        employment: String::new(),
        needs_permit: None,
        acknowledged: Vec::new(),
        rule_pack: String::new(),
        regime: "standard".into(),
        rules: vec![RuleRecord {
            outcome: Outcome::Cost,
            ..RuleRecord::new("comp", RuleKind::CompRedemption(comp))
        }],
        pay,
        weekly_norm: Minutes(2400),
        weekly_norm_days: 5,
        day_norm: Minutes(480),
        calendar: None,
    }
}

fn person(id: &str, wage: i64, contract: usize, skills: &[usize]) -> Employee {
    let held = |skill: &usize| HeldSkill {
        skill: SkillIx(*skill),
        from: None,
        to: None,
    };
    Employee {
        post: String::new(),
        id: id.into(),
        name: String::new(),
        contract: ContractIx(contract),
        hourly_wage: Money::units(wage),
        halls: vec![HallIx(0)],
        skills: skills.iter().map(held).collect(),
        attributes: Vec::new(),
        consents: vec![Consent::Overtime, Consent::RestDayWork],
        leave: Vec::new(),
        training: Vec::new(),
        wishes: Vec::new(),
        history: PastWork::default(),
    }
}

/// Salaried, on leave on Friday, wants Tuesday free, is owed a day's rest.
fn ann() -> Employee {
    Employee {
        leave: vec![Leave {
            from: date(4),
            to: date(4),
            reason: "annual".into(),
            unpaid: false,
        }],
        wishes: vec![Wish {
            date: date(1),
            kind: WishKind::Free,
            template: None,
            price: Money::units(20),
        }],
        history: PastWork {
            comp_lots: vec![CompLot {
                id: "L1".into(),
                earned: date(-9),
                minutes: Minutes(480),
                due: date(60),
            }],
            ..PastWork::default()
        },
        ..person("ann", 60, 0, &[0, 1])
    }
}

/// Paid by the hour, has a training to attend on Wednesday or Thursday.
fn bob() -> Employee {
    Employee {
        training: vec![Training {
            id: "T1".into(),
            name: String::new(),
            from: date(2),
            to: date(3),
            start: 9 * 60,
            length: Minutes(120),
            any_day: false,
        }],
        ..person("bob", 30, 1, &[0])
    }
}

fn need(day: i64, hour: i64, minutes: i64) -> CoverageRequirement {
    CoverageRequirement {
        hall: HallIx(0),
        served: COUNTER,
        start: at(day, hour, 0),
        end: at(day, hour, 0) + minutes,
        heads: 1,
    }
}

/// A duty with lunch so many minutes after its start, serving one thing until lunch.
pub fn duty(day: i64, template: TemplateIx, lunch_after: i64, served: Served) -> Duty {
    let start = if template == EARLY {
        at(day, 8, 30)
    } else {
        at(day, 10, 0)
    };
    Duty {
        hall: HallIx(0),
        template,
        start,
        end: start + 540,
        breaks: vec![PlacedBreak {
            start: start + lunch_after,
            end: start + lunch_after + 60,
            paid: false,
            purpose: "meal".into(),
        }],
        serving: vec![Serving {
            start,
            end: start + lunch_after,
            served,
        }],
    }
}

/// A roster without fault: Ann on counters Monday to Thursday, Bob greets on Monday late and Tuesday early.
pub fn roster() -> Roster {
    let mut days = vec![vec![Activity::Rest; 7], vec![Activity::Rest; 7]];
    for (day, activity) in (0..).zip(&mut days[0][..4]) {
        *activity = Activity::Duty(duty(day, EARLY, 210, COUNTER));
    }
    days[0][4] = Activity::Leave;
    days[1][0] = Activity::Duty(duty(0, LATE, 240, GREETER));
    days[1][1] = Activity::Duty(duty(1, EARLY, 270, GREETER));
    Roster { days }
}

/// One person's duty on a day, to be spoilt.
pub fn duty_of(roster: &mut Roster, employee: EmployeeIx, day: usize) -> &mut Duty {
    match &mut roster.days[employee.0][day] {
        Activity::Duty(duty) => duty,
        other => panic!("{other:?} is no duty"),
    }
}

/// The audit of a spoilt problem and a spoilt roster.
pub fn audited(spoil: impl FnOnce(&mut Problem, &mut Roster)) -> Audit {
    let (mut problem, mut roster) = (problem(), roster());
    spoil(&mut problem, &mut roster);
    let instance = Instance::new(problem).expect("a valid problem");
    audit(&instance, &requirements(&instance).needs, &roster)
}
