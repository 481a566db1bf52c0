//! The people: who holds which skills, on which terms, at what wage.

use super::dice::{Dice, Stream};
use super::options::HallOptions;
use super::site::{COUNTER, ENTERPRISE, HALL, RECEPTION};
use super::{history, rules, wishes};
use crate::domain::{
    Consent, ContractIx, Employee, HallIx, HeldSkill, Horizon, PastWork, ShiftTemplate, SkillIx,
};
use crate::units::Money;

/// Every ten people: skills in the order of what each should serve first, and whether they work part time.
///
/// The first five hold every skill twice, so that a hall of five can be staffed.
const ROLES: [(&[SkillIx], bool); 10] = [
    (&[COUNTER], false),
    (&[COUNTER, RECEPTION], false),
    (&[ENTERPRISE, COUNTER], false),
    (&[COUNTER], true),
    (&[ENTERPRISE, COUNTER, RECEPTION], false),
    (&[COUNTER, RECEPTION], false),
    (&[COUNTER], false),
    (&[ENTERPRISE, COUNTER], false),
    (&[COUNTER, RECEPTION], true),
    (&[COUNTER], false),
];

const SURNAMES: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "林", "高", "罗",
];
const GIVEN_NAMES: [&str; 20] = [
    "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "娟", "涛", "明", "超", "秀兰", "霞", "平",
    "桂英", "晓东", "雪梅", "志远", "思雨",
];

/// The staff of a hall, with the week behind them and what they wish for.
pub(super) fn employees(
    options: HallOptions,
    horizon: &Horizon,
    templates: &[ShiftTemplate],
) -> Vec<Employee> {
    let id = |index: usize| format!("E{:03}", index + 1);
    people(
        options.seed,
        options.staff,
        (&id, &[HALL]),
        horizon,
        templates,
    )
}

/// So many people who may work in these halls, home first, named by their place in the list.
pub(super) fn people(
    seed: u64,
    count: usize,
    (id, halls): (&dyn Fn(usize) -> String, &[HallIx]),
    horizon: &Horizon,
    templates: &[ShiftTemplate],
) -> Vec<Employee> {
    let mut dice = Dice::new(seed, Stream::Staff);
    let mut roles: Vec<_> = ROLES.iter().cycle().take(count).copied().collect();
    dice.shuffle(&mut roles);
    let mut staff: Vec<Employee> = roles
        .into_iter()
        .enumerate()
        .map(|(index, (skills, part_time))| Employee {
            id: id(index),
            halls: halls.to_vec(),
            ..employee(&mut dice, skills, part_time)
        })
        .collect();
    let mut past = Dice::new(seed, Stream::History);
    let mut wished = Dice::new(seed, Stream::Wishes);
    for person in &mut staff {
        person.history = history::last_week(&mut past, person, horizon, templates);
        wishes::add(&mut wished, person, horizon, templates);
    }
    staff
}

fn employee(dice: &mut Dice, skills: &[SkillIx], part_time: bool) -> Employee {
    let wage = if part_time {
        dice.between(44, 60)
    } else {
        dice.between(50, 90)
    };
    let name = format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN_NAMES));
    let (overtime, rest_day) = (dice.chance(60), dice.chance(50));
    let consents = [
        (overtime, Consent::Overtime),
        (rest_day, Consent::RestDayWork),
    ];
    Employee {
        post: String::new(),
        id: String::new(),
        name,
        contract: contract(part_time),
        hourly_wage: Money(wage * 50),
        halls: Vec::new(),
        skills: skills.iter().map(|&skill| held(skill)).collect(),
        attributes: Vec::new(),
        consents: consents
            .into_iter()
            .filter(|(given, _)| *given && !part_time)
            .map(|(_, consent)| consent)
            .collect(),
        leave: Vec::new(),
        training: Vec::new(),
        wishes: Vec::new(),
        history: PastWork::default(),
    }
}

fn contract(part_time: bool) -> ContractIx {
    if part_time {
        rules::PART_TIME
    } else {
        rules::FULL_TIME
    }
}

fn held(skill: SkillIx) -> HeldSkill {
    HeldSkill {
        skill,
        from: None,
        to: None,
    }
}
