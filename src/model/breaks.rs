//! Where the breaks of a shift template can lie.

use crate::domain::{Instance, ShiftTemplate, TemplateIx};
use crate::roster::PlacedBreak;

/// Most placements of one template; a finer grid would gain little.
const PLACES_MAX: usize = 64;

/// Every placement of every template's breaks, as starts counted from the start of the shift.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakPlaces(Vec<Vec<Vec<i64>>>);

impl BreakPlaces {
    /// Starts lie on the instance's grid, counted from the earliest start of each break.
    pub fn of(instance: &Instance) -> BreakPlaces {
        let step = instance.horizon.interval.0;
        let places = instance.templates.iter().map(|t| places(t, step));
        BreakPlaces(places.collect())
    }

    /// Number of placements of a template, at least one.
    pub fn count(&self, template: TemplateIx) -> usize {
        self.0[template.0].len()
    }

    /// Breaks of a shift that starts at instant `start`, in one placement.
    pub fn breaks(
        &self,
        instance: &Instance,
        template: TemplateIx,
        place: usize,
        start: i64,
    ) -> Vec<PlacedBreak> {
        instance.templates[template.0]
            .breaks
            .iter()
            .zip(&self.0[template.0][place])
            .map(|(rule, after)| PlacedBreak {
                start: start + after,
                end: start + after + rule.length.0,
                paid: rule.paid,
                purpose: rule.purpose.clone(),
            })
            .collect()
    }

    /// The placement whose breaks start as those given do, from a shift starting at `start`.
    pub fn find(&self, template: TemplateIx, start: i64, breaks: &[PlacedBreak]) -> Option<usize> {
        self.0[template.0].iter().position(|place| {
            place.len() == breaks.len()
                && place
                    .iter()
                    .zip(breaks)
                    .all(|(after, pause)| start + after == pause.start)
        })
    }
}

fn places(template: &ShiftTemplate, step: i64) -> Vec<Vec<i64>> {
    let mut found: Vec<Vec<i64>> = vec![Vec::new()];
    let mut end_of_last = vec![0];
    for rule in &template.breaks {
        let mut longer = Vec::new();
        let mut ends = Vec::new();
        for (before, free_from) in found.iter().zip(&end_of_last) {
            // The grid, and the first moment after the break before, which may lie off it.
            let first = rule.earliest_after.0.max(*free_from);
            let on_grid = (0..)
                .map(|number| rule.earliest_after.0 + number * step)
                .skip_while(|after| *after <= first)
                .take_while(|after| *after <= rule.latest_after.0);
            let starts = Some(first).filter(|first| *first <= rule.latest_after.0);
            for after in starts.into_iter().chain(on_grid) {
                if longer.len() == PLACES_MAX {
                    break;
                }
                let mut place = before.clone();
                place.push(after);
                longer.push(place);
                ends.push(after + rule.length.0);
            }
        }
        found = longer;
        end_of_last = ends;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::places;
    use crate::domain::{BreakRule, DayFilter, ShiftTemplate};
    use crate::units::Minutes;

    fn rule(length: i64, earliest: i64, latest: i64) -> BreakRule {
        BreakRule {
            length: Minutes(length),
            earliest_after: Minutes(earliest),
            latest_after: Minutes(latest),
            paid: false,
            purpose: "meal".to_string(),
        }
    }

    fn check(breaks: Vec<BreakRule>, expected: &[&[i64]]) {
        let template = ShiftTemplate {
            id: "t".to_string(),
            name: String::new(),
            halls: Vec::new(),
            start: 480,
            length: Minutes(540),
            breaks,
            days: DayFilter::default(),
            cannot_precede: Vec::new(),
            inconvenient: false,
        };
        assert_eq!(places(&template, 30), expected);
    }

    #[test]
    fn a_shift_without_breaks_has_one_placement() {
        check(vec![], &[&[]]);
    }

    #[test]
    fn a_break_starts_anywhere_in_its_window() {
        check(vec![rule(60, 180, 240)], &[&[180], &[210], &[240]]);
    }

    #[test]
    fn a_second_break_waits_for_the_first() {
        check(vec![rule(60, 180, 210), rule(30, 240, 240)], &[&[180, 240]]);
    }
}
