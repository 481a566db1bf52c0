//! One person's walker: every rule in turn, then the graph of all that is left.

use crate::demand::QuietDays;
use crate::domain::{EmployeeIx, Instance};
use crate::paths::{Automaton, product};

use super::breaks::BreakPlaces;
use super::draft::{PersonDraft, PersonPart, Unsolvable};
use super::moves::{self, MovePrices};
use super::options::DayOption;
use super::rules::{self, forbidden_succession_of_templates};
use super::{comp, week};

/// Most nodes a layer may have before a person's rules are called too many.
const NODES_MAX: usize = 200_000;

/// A person's part of the problem; the reasons when there is no legal path.
pub fn part(
    instance: &Instance,
    employee: EmployeeIx,
    options: &[Vec<DayOption>],
    places: &BreakPlaces,
    quiet: &QuietDays,
    moves: Option<&MovePrices<'_>>,
) -> Result<PersonPart, Vec<Unsolvable>> {
    let person = &instance.employees[employee.0];
    let mut own = PersonDraft::new(instance, employee, options);
    week::add(&mut own, places);
    comp::add(&mut own, quiet);
    forbidden_succession_of_templates(&mut own);
    rules::no_overlap(&mut own);
    let unsolvable = |rules: Vec<String>, why: String| Unsolvable {
        employee: person.id.clone(),
        rules,
        why,
    };
    let mut reasons = Vec::new();
    for rule in &instance.contract_of(person).rules {
        if let Err(why) = rules::post(rule, &mut own) {
            reasons.push(unsolvable(vec![rule.id.clone()], why));
        }
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    if let Some(prices) = moves {
        moves::add(&mut own, prices);
    }
    let counts: Vec<usize> = own.options().iter().map(Vec::len).collect();
    if let Some(day) = counts.iter().position(|count| *count == 0) {
        let date = instance.horizon.date(day as i64);
        let rules = rules::blocking_pin(instance, person, date);
        return Err(vec![unsolvable(
            rules,
            format!(
                "the duty pinned on {date} breaks a rule by itself {date} 固定的班次本身已违反规则，请改正固定安排"
            ),
        )]);
    }
    let (names, automata): (Vec<String>, Vec<Box<dyn Automaton>>) =
        std::mem::take(&mut own.automata).into_iter().unzip();
    let Some((graph, classes)) = product(&automata, &counts, NODES_MAX) else {
        let why = "these rules together need too much memory; split the horizon 这些规则合在一起所需内存过多，请拆分排班期".to_string();
        return Err(vec![unsolvable(names, why)]);
    };
    if !graph.has_path() {
        return Err(vec![blame(&names, automata, &counts, &person.id)]);
    }
    Ok(own.finish(graph, classes))
}

/// A smallest set of rules that leave no path: drops every rule that is not needed for the clash.
fn blame(
    names: &[String],
    mut automata: Vec<Box<dyn Automaton>>,
    counts: &[usize],
    employee: &str,
) -> Unsolvable {
    let mut kept: Vec<String> = names.to_vec();
    let mut index = 0;
    while index < automata.len() {
        let name = kept.remove(index);
        let automaton = automata.remove(index);
        let clash =
            product(&automata, counts, NODES_MAX).is_some_and(|(graph, _)| !graph.has_path());
        if !clash {
            kept.insert(index, name);
            automata.insert(index, automaton);
            index += 1;
        }
    }
    kept.dedup();
    Unsolvable {
        employee: employee.to_string(),
        why: "history, pins and leave leave no legal way through these rules 在历史、固定安排和休假之下，无法同时遵守这些规则".to_string(),
        rules: kept,
    }
}
