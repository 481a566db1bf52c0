//! Graphs from rules: the product of small automata, each watching one thing.

use std::collections::HashMap;

use super::graph::{Arc, Graph};
use super::problem::RowIx;

/// What one automaton answers to one letter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its next state.
    pub state: i64,
    /// Cost of this step.
    pub cost: i64,
    /// What this step adds to rows.
    pub uses: Vec<(RowIx, f64)>,
}

impl Step {
    /// A step to `state` that costs nothing.
    pub fn to(state: i64) -> Option<Step> {
        Some(Step {
            state,
            ..Step::default()
        })
    }
}

/// Watches one thing along a path: reads a letter per layer and allows, counts or prices it.
pub trait Automaton {
    /// State before the first layer.
    fn start(&self) -> i64;
    /// What it sees of a choice.
    fn letter(&self, layer: usize, choice: usize) -> i64;
    /// Reaction to a letter; `None` when it is not allowed.
    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step>;
    /// Cost of ending in a state; `None` when it is not allowed.
    fn end(&self, state: i64) -> Option<i64>;
}

/// The graph of all sequences that every automaton allows, with the class of every choice by layer.
///
/// Choices that every automaton reads alike share a class. At most `nodes_max` nodes are built per layer;
/// `None` when that is not enough.
pub fn product(
    automata: &[Box<dyn Automaton>],
    choice_counts: &[usize],
    nodes_max: usize,
) -> Option<(Graph, Vec<Vec<usize>>)> {
    let mut graph = Graph {
        nodes: vec![1],
        ..Graph::default()
    };
    let mut classes = Vec::with_capacity(choice_counts.len());
    let mut states: Vec<Vec<i64>> = vec![automata.iter().map(|a| a.start()).collect()];
    for (layer, &choices) in choice_counts.iter().enumerate() {
        let (letters, class_of) = classify(automata, layer, choices);
        let mut next: Vec<Vec<i64>> = Vec::new();
        let mut known: HashMap<Vec<i64>, usize> = HashMap::new();
        let mut arcs = Vec::new();
        let mut led_to = Vec::with_capacity(automata.len());
        for (from, state) in states.iter().enumerate() {
            for (class, word) in letters.iter().enumerate() {
                let Some((cost, uses)) = step_all(automata, layer, (state, word), &mut led_to)
                else {
                    continue;
                };
                let to = known.get(&led_to).copied().unwrap_or_else(|| {
                    known.insert(led_to.clone(), next.len());
                    next.push(led_to.clone());
                    next.len() - 1
                });
                arcs.push(Arc {
                    from,
                    to,
                    class,
                    cost,
                    uses,
                });
            }
        }
        if next.len() > nodes_max {
            return None;
        }
        graph.nodes.push(next.len());
        graph.layers.push(arcs);
        classes.push(class_of);
        states = next;
    }
    keep_ends(automata, &mut graph, &states);
    Some((graph.minimised(), classes))
}

/// Letters of every class, and the class of every choice.
fn classify(
    automata: &[Box<dyn Automaton>],
    layer: usize,
    choices: usize,
) -> (Vec<Vec<i64>>, Vec<usize>) {
    let mut letters: Vec<Vec<i64>> = Vec::new();
    let mut known: HashMap<Vec<i64>, usize> = HashMap::new();
    let class_of = (0..choices)
        .map(|choice| {
            let word: Vec<i64> = automata.iter().map(|a| a.letter(layer, choice)).collect();
            let fresh = letters.len();
            *known.entry(word).or_insert_with_key(|word| {
                letters.push(word.clone());
                fresh
            })
        })
        .collect();
    (letters, class_of)
}

/// Cost and uses of a word read in a state, and where it leads to.
fn step_all(
    automata: &[Box<dyn Automaton>],
    layer: usize,
    (state, word): (&[i64], &[i64]),
    led_to: &mut Vec<i64>,
) -> Option<(i64, Vec<(RowIx, f64)>)> {
    led_to.clear();
    let mut cost = 0;
    let mut uses = Vec::new();
    for ((automaton, &state), &letter) in automata.iter().zip(state).zip(word) {
        let step = automaton.step(layer, state, letter)?;
        led_to.push(step.state);
        cost += step.cost;
        uses.extend(step.uses);
    }
    Some((cost, uses))
}

/// Drops end nodes that some automaton refuses and prices the others.
fn keep_ends(automata: &[Box<dyn Automaton>], graph: &mut Graph, states: &[Vec<i64>]) {
    let mut renumbered = vec![None; states.len()];
    for (node, state) in states.iter().enumerate() {
        let cost = automata
            .iter()
            .zip(state)
            .map(|(automaton, &state)| automaton.end(state))
            .sum::<Option<i64>>();
        if let Some(cost) = cost {
            renumbered[node] = Some(graph.end_cost.len());
            graph.end_cost.push(cost);
        }
    }
    if let Some(count) = graph.nodes.last_mut() {
        *count = graph.end_cost.len();
    }
    if let Some(arcs) = graph.layers.last_mut() {
        arcs.retain_mut(|arc| match renumbered[arc.to] {
            Some(node) => {
                arc.to = node;
                true
            }
            None => false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At most `limit` ones in a row.
    struct Run {
        limit: i64,
    }

    impl Automaton for Run {
        fn start(&self) -> i64 {
            0
        }
        fn letter(&self, _layer: usize, choice: usize) -> i64 {
            i64::from(choice > 0)
        }
        fn step(&self, _layer: usize, state: i64, letter: i64) -> Option<Step> {
            let run = if letter == 1 { state + 1 } else { 0 };
            (run <= self.limit).then(|| Step::to(run))?
        }
        fn end(&self, _state: i64) -> Option<i64> {
            Some(0)
        }
    }

    fn paths(graph: &Graph) -> usize {
        let mut ways = vec![1usize];
        for (layer, arcs) in graph.layers.iter().enumerate() {
            let mut next = vec![0; graph.nodes[layer + 1]];
            for arc in arcs {
                next[arc.to] += ways[arc.from];
            }
            ways = next;
        }
        ways.iter().sum()
    }

    #[test]
    fn the_product_allows_what_every_automaton_allows() {
        let automata: Vec<Box<dyn Automaton>> = vec![Box::new(Run { limit: 2 })];
        let (graph, classes) = product(&automata, &[3; 5], 1000).expect("small");
        assert_eq!(classes[0], vec![0, 1, 1], "equal letters share a class");
        // Binary words of length 5 without 111: 24.
        assert_eq!(paths(&graph), 24);
    }

    #[test]
    fn nodes_with_the_same_future_are_one() {
        let automata: Vec<Box<dyn Automaton>> = vec![Box::new(Run { limit: 2 })];
        let (graph, _) = product(&automata, &[2; 3], 1000).expect("small");
        // After two layers only "two ones in a row" differs from the rest.
        assert_eq!(graph.nodes, vec![1, 2, 2, 1]);
    }

    #[test]
    fn a_refused_language_has_no_path() {
        struct Never;
        impl Automaton for Never {
            fn start(&self) -> i64 {
                0
            }
            fn letter(&self, _: usize, _: usize) -> i64 {
                0
            }
            fn step(&self, _: usize, state: i64, _: i64) -> Option<Step> {
                Step::to(state)
            }
            fn end(&self, _: i64) -> Option<i64> {
                None
            }
        }
        let automata: Vec<Box<dyn Automaton>> = vec![Box::new(Never)];
        let (graph, _) = product(&automata, &[2; 2], 1000).expect("small");
        assert!(!graph.has_path());
    }
}
