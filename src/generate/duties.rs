//! The duty types: 9, 8, 6 and 4 hours, starting from 8 to 13 o'clock.

use super::site::HALL;
use crate::domain::{BreakRule, DayFilter, ShiftTemplate};
use crate::units::Minutes;

/// A family of duty types of one length.
struct Family {
    hours: i64,
    name: &'static str,
    /// Every so many minutes from 8:00 to 13:00.
    step: i64,
    pause: Option<BreakRule>,
}

/// First and last start of a duty, minutes of the day.
const FIRST_START: i64 = 8 * 60;
const LAST_START: i64 = 13 * 60;

/// Every duty type, longest first, each family by its start.
///
/// Nine and eight hours both hold 480 working minutes: one unpaid hour for the meal, or a paid half-hour. Six hours
/// and four need no break.
pub(super) fn templates() -> Vec<ShiftTemplate> {
    let families = [
        Family {
            hours: 9,
            name: "九小时班",
            step: 30,
            pause: Some(meal(60, 300, false)),
        },
        Family {
            hours: 8,
            name: "八小时班",
            step: 60,
            pause: Some(meal(30, 270, true)),
        },
        Family {
            hours: 6,
            name: "六小时班",
            step: 60,
            pause: None,
        },
        Family {
            hours: 4,
            name: "四小时班",
            step: 60,
            pause: None,
        },
    ];
    families.iter().flat_map(of_family).collect()
}

/// A meal that starts three hours after the duty at the earliest.
fn meal(length: i64, latest_after: i64, paid: bool) -> BreakRule {
    BreakRule {
        length: Minutes(length),
        earliest_after: Minutes(180),
        latest_after: Minutes(latest_after),
        paid,
        purpose: "meal".to_owned(),
    }
}

fn of_family(family: &Family) -> Vec<ShiftTemplate> {
    let starts = (0..)
        .map(|step| FIRST_START + step * family.step)
        .take_while(|start| *start <= LAST_START);
    starts
        .map(|start| ShiftTemplate {
            id: format!("d{}-{:02}{:02}", family.hours, start / 60, start % 60),
            name: format!("{} {:02}:{:02}", family.name, start / 60, start % 60),
            halls: vec![HALL],
            start,
            length: Minutes(family.hours * 60),
            breaks: family.pause.iter().cloned().collect(),
            days: DayFilter::default(),
            cannot_precede: Vec::new(),
            // The last duty ends when the doors close; nobody is keen on it.
            inconvenient: start + family.hours * 60 > 21 * 60,
        })
        .collect()
}
