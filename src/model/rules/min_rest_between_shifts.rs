//! How early the next duty may start, as far as it matters to the duties there are.

use crate::law::RuleRecord;
use crate::law::kinds::min_rest_between_shifts::MinRestBetweenShifts;
use crate::model::draft::PersonDraft;
use crate::paths::{Automaton, Step};

pub fn post(
    rule: &MinRestBetweenShifts,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    watch(&record.id, rule.min_minutes, draft);
    Ok(())
}

/// At least `rest` minutes between the end of a duty and the start of the next.
pub fn watch(rule: &str, rest: i64, draft: &mut PersonDraft<'_>) {
    let horizon = &draft.instance().horizon;
    let midnights: Vec<i64> = (0..=horizon.day_count)
        .map(|day| horizon.instant(horizon.date(day as i64), 0))
        .collect();
    let works: Vec<Vec<Option<(i64, i64)>>> = draft
        .options()
        .iter()
        .map(|day| {
            day.iter()
                .map(|option| option.work.map(|work| (work.start, work.end)))
                .collect()
        })
        .collect();
    let shifts = &draft.person().history.shifts;
    let last_end = shifts.iter().map(|shift| shift.span.end).max();
    let from = last_end.map_or(i64::MIN, |end| end + rest);
    draft.watch(rule, Rest::new(&works, &midnights, rest, from));
}

/// State: position of the earliest allowed start among the starts of this and later days, 0 when all are allowed.
///
/// The automaton works on instants; letters and states are made coarse first, so that duties which behave alike share
/// a class.
struct Rest {
    /// By layer and choice: nothing, or the letter.
    letters: Vec<Vec<i64>>,
    /// By layer and letter: rank of the start among the day's starts, and earliest allowed next start.
    words: Vec<Vec<(i64, i64)>>,
    /// By layer: starts of that day's duties, in order.
    starts: Vec<Vec<i64>>,
    start: i64,
}

impl Rest {
    fn new(works: &[Vec<Option<(i64, i64)>>], midnights: &[i64], rest: i64, from: i64) -> Rest {
        let starts: Vec<Vec<i64>> = works
            .iter()
            .map(|day| {
                let mut starts: Vec<i64> = day.iter().flatten().map(|work| work.0).collect();
                starts.sort_unstable();
                starts.dedup();
                starts
            })
            .collect();
        // An earliest start is rounded up to a start there is; free of any limit, it becomes the layer's midnight.
        let coarse = |layer: usize, earliest: i64| -> i64 {
            for (day, starts) in starts.iter().enumerate().skip(layer) {
                if earliest <= midnights[day] || starts.first().is_some_and(|s| earliest <= *s) {
                    return if day == layer {
                        i64::MIN
                    } else {
                        earliest.max(midnights[day])
                    };
                }
                if let Some(next) = starts.iter().find(|start| earliest <= **start) {
                    return *next;
                }
            }
            i64::MAX
        };
        let mut letters = Vec::with_capacity(works.len());
        let mut words = Vec::with_capacity(works.len());
        let mut limits: Vec<i64> = vec![coarse(0, from)];
        for (layer, day) in works.iter().enumerate() {
            // Limits that can stand at this layer tell starts apart; nothing else does.
            let mut known: Vec<i64> = limits.clone();
            known.sort_unstable();
            known.dedup();
            let mut table: Vec<(i64, i64)> = Vec::new();
            let word = |&(start, end): &(i64, i64)| {
                let admitted = known.iter().rev().find(|limit| **limit <= start);
                (
                    admitted.copied().unwrap_or(i64::MIN),
                    coarse(layer + 1, end + rest),
                )
            };
            let letter = |work: &Option<(i64, i64)>, table: &mut Vec<(i64, i64)>| {
                work.as_ref().map_or(0, |work| {
                    let word = word(work);
                    let at = table.iter().position(|known| *known == word);
                    at.unwrap_or_else(|| {
                        table.push(word);
                        table.len() - 1
                    }) as i64
                        + 1
                })
            };
            letters.push(day.iter().map(|work| letter(work, &mut table)).collect());
            let mut next: Vec<i64> = table.iter().map(|word| word.1).collect();
            next.extend(known.iter().map(|limit| coarse(layer + 1, *limit)));
            limits = next;
            words.push(table);
        }
        Rest {
            letters,
            words,
            start: coarse(0, from),
            starts,
        }
    }
}

impl Automaton for Rest {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        if letter == 0 {
            // A limit that every later start keeps is no limit.
            let later = self.starts.get(layer + 1).and_then(|starts| starts.first());
            let free = later.is_some_and(|first| state <= *first);
            return Step::to(if free { i64::MIN } else { state });
        }
        let (admitted, next) = self.words[layer][letter as usize - 1];
        (state <= admitted).then(|| Step::to(next))?
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::Rest;
    use crate::paths::Automaton;

    const DAYS: [i64; 4] = [0, 1440, 2880, 4320];

    fn check(first: (i64, i64), second: (i64, i64), rest: i64, allowed: bool) {
        let works = vec![
            vec![None, Some(first)],
            vec![None, Some(second)],
            vec![None, Some((2880 + 480, 2880 + 960))],
        ];
        let automaton = Rest::new(&works, &DAYS, rest, i64::MIN);
        let state = automaton
            .step(0, automaton.start(), automaton.letter(0, 1))
            .expect("the first duty is free")
            .state;
        let next = automaton.step(1, state, automaton.letter(1, 1));
        assert_eq!(next.is_some(), allowed);
    }

    #[test]
    fn exactly_the_least_rest_is_enough() {
        check((480, 1320), (1440 + 540, 1440 + 1020), 660, true);
        check((480, 1321), (1440 + 540, 1440 + 1020), 660, false);
    }

    #[test]
    fn a_long_rest_reaches_over_a_day_off() {
        let works = vec![
            vec![None, Some((480, 1320))],
            vec![None],
            vec![None, Some((2880, 3000)), Some((2880 + 600, 2880 + 900))],
        ];
        let automaton = Rest::new(&works, &DAYS, 2000, i64::MIN);
        let after = automaton.step(0, automaton.start(), 1).expect("free").state;
        let later = automaton.step(1, after, 0).expect("rest").state;
        let at = |choice| automaton.step(2, later, automaton.letter(2, choice));
        assert!(at(1).is_none(), "1560 minutes are too few");
        assert!(at(2).is_some(), "2160 minutes are enough");
    }
}
