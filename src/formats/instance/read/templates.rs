//! Shift templates and their breaks.

use super::Reading;
use super::time::minutes;
use crate::domain::{BreakRule, HallIx, ShiftTemplate};
use crate::formats::json::Path;
use crate::formats::proto;

/// Every shift template.
pub fn templates(
    reading: &mut Reading<'_>,
    templates: &[proto::ShiftTemplate],
    hall_count: usize,
    at: Path<'_>,
) -> Vec<ShiftTemplate> {
    templates
        .iter()
        .enumerate()
        .map(|(index, template)| read_template(reading, template, hall_count, at.index(index)))
        .collect()
}

fn read_template(
    reading: &mut Reading<'_>,
    template: &proto::ShiftTemplate,
    hall_count: usize,
    at: Path<'_>,
) -> ShiftTemplate {
    let list = at.key("halls");
    let mut halls: Vec<HallIx> = (template.halls.iter().enumerate())
        .filter_map(|(index, hall)| reading.hall(hall, list.index(index)))
        .collect();
    // None named means all; so does "none that is known", lest every pin on it be reported too.
    if halls.is_empty() {
        halls = (0..hall_count).map(HallIx).collect();
    }
    let list = at.key("cannot_precede");
    ShiftTemplate {
        id: template.id.clone(),
        name: template.name.clone(),
        halls,
        start: reading
            .time(&template.start, at.key("start"))
            .unwrap_or_default(),
        length: minutes(template.length_minutes),
        breaks: template.breaks.iter().map(read_break).collect(),
        days: reading
            .days(template.days.as_ref(), at.key("days"))
            .unwrap_or_default(),
        cannot_precede: (template.cannot_precede.iter().enumerate())
            .filter_map(|(index, other)| reading.template(other, list.index(index)))
            .collect(),
        inconvenient: template.inconvenient,
    }
}

fn read_break(rule: &proto::BreakRule) -> BreakRule {
    BreakRule {
        length: minutes(rule.length_minutes),
        earliest_after: minutes(rule.earliest_after_minutes),
        latest_after: minutes(rule.latest_after_minutes),
        paid: rule.paid,
        purpose: match rule.purpose.as_str() {
            "" => "meal".to_owned(),
            purpose => purpose.to_owned(),
        },
    }
}
