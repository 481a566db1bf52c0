//! What people have been granted and what they ask for: leave, training, wishes.

use super::dice::Dice;
use super::rules;
use crate::domain::{
    Employee, Horizon, Leave, ShiftTemplate, TemplateIx, Training, Wish, WishKind,
};
use crate::units::{Minutes, Money};

/// In each week, out of a hundred people: so many are on leave, wish for a free day, wish for a duty or against one.
const ON_LEAVE: usize = 6;
const WISH_FREE: usize = 40;
const WISH_DUTY: usize = 30;
/// Out of a hundred full-timers so many have a training day to come.
const TRAINED: usize = 10;

/// Adds leave, training and wishes to a person whose contract is known.
pub(super) fn add(
    dice: &mut Dice,
    person: &mut Employee,
    horizon: &Horizon,
    templates: &[ShiftTemplate],
) {
    let part_time = person.contract == rules::PART_TIME;
    for monday in (0..horizon.day_count as i64).step_by(7) {
        if dice.chance(ON_LEAVE) && !part_time {
            let from = monday + dice.between(0, 3);
            let days = dice.between(1, 2);
            person.leave.push(Leave {
                from: horizon.date(from),
                to: horizon.date(from + days - 1),
                reason: "annual".to_owned(),
                unpaid: false,
            });
        }
        wish(dice, person, horizon, monday, templates);
    }
    if dice.chance(TRAINED) && !part_time {
        person.training.push(training(dice, horizon));
    }
}

/// Six hours, so that no meal has to be placed inside.
fn training(dice: &mut Dice, horizon: &Horizon) -> Training {
    let week = 7 * dice.below(horizon.day_count / 7) as i64;
    Training {
        id: "service-standard".to_owned(),
        name: "服务规范培训".to_owned(),
        from: horizon.date(week),
        to: horizon.date(week + 6),
        start: 9 * 60,
        length: Minutes(360),
        any_day: false,
    }
}

/// Wishes of one week, at most one for each day; nobody wishes on a day of leave.
fn wish(
    dice: &mut Dice,
    person: &mut Employee,
    horizon: &Horizon,
    monday: i64,
    templates: &[ShiftTemplate],
) {
    let free_day = monday + dice.between(0, 6);
    let duty_day = monday + dice.between(0, 6);
    let kinds = [
        (dice.chance(WISH_FREE), free_day, WishKind::Free, None),
        (
            dice.chance(WISH_DUTY) && duty_day != free_day,
            duty_day,
            *dice.pick(&[WishKind::Work, WishKind::Free]),
            Some(duty_of(dice, person, templates)),
        ),
    ];
    for (wished, day, kind, template) in kinds {
        let price = Money::units(5 * dice.between(2, 8));
        let date = horizon.date(day);
        if wished && person.leave_on(date).is_none() {
            person.wishes.push(Wish {
                date,
                kind,
                template,
                price,
            });
        }
    }
}

/// A duty the person may work.
fn duty_of(dice: &mut Dice, person: &Employee, templates: &[ShiftTemplate]) -> TemplateIx {
    let part_time = person.contract == rules::PART_TIME;
    let may: Vec<usize> = (0..templates.len())
        .filter(|&index| templates[index].halls.contains(&person.halls[0]))
        .filter(|&index| (templates[index].length <= Minutes(240)) == part_time)
        .collect();
    TemplateIx(*dice.pick(&may))
}
