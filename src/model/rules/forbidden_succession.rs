//! Which shift was worked the day before, where it matters.

use std::collections::HashMap;

use crate::law::RuleRecord;
use crate::law::kinds::forbidden_succession::ForbiddenSuccession;
use crate::model::draft::PersonDraft;
use crate::paths::{Automaton, Step};

pub fn post(
    rule: &ForbiddenSuccession,
    record: &RuleRecord,
    draft: &mut PersonDraft<'_>,
) -> Result<(), String> {
    watch(&record.id, &rule.pairs, draft);
    Ok(())
}

/// Shift types that may not follow one another on the next day, by name.
pub fn watch(rule: &str, pairs: &[(String, String)], draft: &mut PersonDraft<'_>) {
    if pairs.is_empty() {
        return;
    }
    let instance = draft.instance();
    let names: Vec<&str> = instance.templates.iter().map(|t| t.id.as_str()).collect();
    let may_not = |earlier: &str, later: &str| {
        pairs
            .iter()
            .any(|(first, second)| first == earlier && second == later)
    };
    // Types that forbid and are forbidden alike share a letter.
    let mut letters: HashMap<Vec<bool>, i64> = HashMap::new();
    let mut examples: Vec<usize> = Vec::new();
    let letter_of: Vec<i64> = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let mut word: Vec<bool> = names.iter().map(|other| may_not(name, other)).collect();
            word.extend(names.iter().map(|other| may_not(other, name)));
            if word.iter().all(|forbidden| !forbidden) {
                return 0;
            }
            let fresh = letters.len() as i64 + 1;
            *letters.entry(word).or_insert_with(|| {
                examples.push(index);
                fresh
            })
        })
        .collect();
    let forbidden = |earlier: i64, later: i64| {
        let name = |letter: i64| names[examples[letter as usize - 1]];
        earlier > 0 && later > 0 && may_not(name(earlier), name(later))
    };
    let count = examples.len() as i64 + 1;
    let table = (0..count)
        .map(|earlier| (0..count).map(|later| forbidden(earlier, later)).collect())
        .collect();
    let letters = draft
        .options()
        .iter()
        .map(|day| {
            let letter = |template: Option<crate::domain::TemplateIx>| {
                template.map_or(0, |template| letter_of[template.0])
            };
            day.iter()
                .map(|option| letter(option.work.and_then(|work| work.template)))
                .collect()
        })
        .collect();
    let horizon = &instance.horizon;
    let yesterday = draft
        .person()
        .history
        .shifts
        .iter()
        .rev()
        .find(|shift| horizon.day(horizon.local(shift.span.start).0) == -1);
    let start = yesterday
        .and_then(|shift| shift.shift_type.as_deref())
        .and_then(|name| names.iter().position(|other| *other == name))
        .map_or(0, |index| letter_of[index]);
    draft.watch(
        rule,
        Succession {
            letters,
            forbidden: table,
            start,
        },
    );
}

struct Succession {
    letters: Vec<Vec<i64>>,
    forbidden: Vec<Vec<bool>>,
    start: i64,
}

impl Automaton for Succession {
    fn start(&self) -> i64 {
        self.start
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, _layer: usize, state: i64, letter: i64) -> Option<Step> {
        if self.forbidden[state as usize][letter as usize] {
            return None;
        }
        Step::to(letter)
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
