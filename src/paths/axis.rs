//! A sum along the path as a second axis beside the nodes: from which sums a node can still be passed.
//!
//! Sums with many values (minutes over months) would multiply the nodes of a graph. Kept as an axis they cost one number a
//! value, and only inside the band that the limits leave (see Irnich and Desaulniers 2005 on resource windows).

use super::own_rows::OwnRow;
use super::problem::{RowIx, Walker};

/// Choices of one layer that share class and step: interchangeable but for their cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Their class.
    pub class: usize,
    /// How many levels they climb.
    pub step: i64,
    /// The choices.
    pub choices: Vec<usize>,
}

/// The levels of every node of a walker's graph; one level each when no sum is kept.
#[derive(Clone, Debug, Default)]
pub struct Axis {
    /// Kinds of choices by layer, in the order of their classes.
    pub kinds: Vec<Vec<Kind>>,
    /// The kind of each choice, by layer.
    pub kind_of: Vec<Vec<usize>>,
    /// What arcs climb by themselves, by layer and arc; empty when none does.
    arcs: Vec<Vec<i64>>,
    /// First state, lowest level and number of levels, by layer and node.
    bands: Vec<Vec<(usize, i64, usize)>>,
    /// Number of states by layer.
    pub states: Vec<usize>,
    /// Minutes (or whatever is summed) of one level.
    unit: i64,
}

/// Most states of one layer.
const STATES_MAX: usize = 400_000;

impl Axis {
    /// The axis of a row, or of no row; none when the row would need too many levels.
    pub fn of(walker: &Walker, row: Option<&OwnRow>) -> Option<Axis> {
        let sum = |uses: &[(RowIx, f64)]| -> i64 {
            let own = uses
                .iter()
                .filter(|used| row.is_some_and(|row| row.row == used.0));
            own.map(|used| used.1.round() as i64).sum()
        };
        let choice: Vec<Vec<i64>> = walker
            .choices
            .iter()
            .map(|layer| layer.iter().map(|choice| sum(&choice.uses)).collect())
            .collect();
        let arc: Vec<Vec<i64>> = walker
            .graph
            .layers
            .iter()
            .map(|layer| layer.iter().map(|arc| sum(&arc.uses)).collect())
            .collect();
        let all = choice.iter().flatten().chain(arc.iter().flatten());
        let unit = all.fold(0, |unit, &by| gcd(unit, by)).max(1);
        let (lower, upper) = row.map_or((0, 0), |row| {
            (-(-row.lower).div_euclid(unit), row.upper.div_euclid(unit))
        });
        let mut axis = Axis {
            unit,
            arcs: if arc.iter().flatten().any(|by| *by != 0) {
                let levels = |layer: Vec<i64>| layer.into_iter().map(|by| by / unit).collect();
                arc.into_iter().map(levels).collect()
            } else {
                Vec::new()
            },
            ..Axis::default()
        };
        for (layer, sums) in choice.iter().enumerate() {
            let (kinds, kind_of) = kinds(walker, layer, sums, unit);
            axis.kinds.push(kinds);
            axis.kind_of.push(kind_of);
        }
        axis.lay_out(walker, lower, upper).then_some(axis)
    }

    /// What one level stands for.
    pub fn unit(&self) -> i64 {
        self.unit
    }

    /// Level of a sum.
    pub fn level(&self, sum: i64) -> i64 {
        sum / self.unit
    }

    /// What an arc climbs by itself.
    pub fn arc_step(&self, layer: usize, arc: usize) -> i64 {
        self.arcs.get(layer).map_or(0, |steps| steps[arc])
    }

    /// First state, lowest level and number of levels of a node.
    pub fn band(&self, layer: usize, node: usize) -> (usize, i64, usize) {
        self.bands[layer][node]
    }

    /// The state of a node at a level, where it can be passed.
    pub fn state(&self, layer: usize, node: usize, level: i64) -> Option<usize> {
        let &(start, lowest, count) = self.bands.get(layer)?.get(node)?;
        let above = usize::try_from(level - lowest).ok()?;
        (above < count).then_some(start + above)
    }

    /// Kinds of a class, with their positions.
    pub fn of_class(&self, layer: usize, class: usize) -> impl Iterator<Item = (usize, &Kind)> {
        let kinds = &self.kinds[layer];
        let first = kinds.partition_point(|kind| kind.class < class);
        let same = move |kind: &(usize, &Kind)| kind.1.class == class;
        kinds.iter().enumerate().skip(first).take_while(same)
    }

    /// Bands from what can be reached and what can still end inside the limits.
    fn lay_out(&mut self, walker: &Walker, lower: i64, upper: i64) -> bool {
        const NEVER: (i64, i64) = (i64::MAX / 4, i64::MIN / 4);
        let graph = &walker.graph;
        let blank = || -> Vec<Vec<(i64, i64)>> {
            graph
                .nodes
                .iter()
                .map(|&nodes| vec![NEVER; nodes])
                .collect()
        };
        let (mut reached, mut left) = (blank(), blank());
        if let Some(start) = reached.first_mut().and_then(|first| first.first_mut()) {
            *start = (0, 0);
        }
        let spans = |layer: usize, arc: usize, class: usize| {
            let own = self.arc_step(layer, arc);
            let steps = self.of_class(layer, class).map(|(_, kind)| kind.step + own);
            steps.fold(NEVER, |span, step| (span.0.min(step), span.1.max(step)))
        };
        for (layer, arcs) in graph.layers.iter().enumerate() {
            for (index, arc) in arcs.iter().enumerate() {
                let (from, step) = (reached[layer][arc.from], spans(layer, index, arc.class));
                if from.0 <= from.1 && step.0 <= step.1 {
                    let to = &mut reached[layer + 1][arc.to];
                    *to = (to.0.min(from.0 + step.0), to.1.max(from.1 + step.1));
                }
            }
        }
        if let Some(last) = left.last_mut() {
            last.fill((0, 0));
        }
        for (layer, arcs) in graph.layers.iter().enumerate().rev() {
            for (index, arc) in arcs.iter().enumerate() {
                let (rest, step) = (left[layer + 1][arc.to], spans(layer, index, arc.class));
                if rest.0 <= rest.1 && step.0 <= step.1 {
                    let from = &mut left[layer][arc.from];
                    *from = (from.0.min(rest.0 + step.0), from.1.max(rest.1 + step.1));
                }
            }
        }
        for (reached, left) in reached.iter().zip(&left) {
            let mut start = 0;
            let mut bands = Vec::with_capacity(reached.len());
            for (reached, left) in reached.iter().zip(left) {
                let lowest = reached.0.max(lower.saturating_sub(left.1));
                let highest = reached.1.min(upper.saturating_sub(left.0));
                let possible = reached.0 <= reached.1 && left.0 <= left.1 && lowest <= highest;
                let count = if possible {
                    (highest - lowest + 1) as usize
                } else {
                    0
                };
                bands.push((start, lowest, count));
                start += count;
            }
            if start > STATES_MAX {
                return false;
            }
            self.bands.push(bands);
            self.states.push(start);
        }
        true
    }
}

fn kinds(walker: &Walker, layer: usize, sums: &[i64], unit: i64) -> (Vec<Kind>, Vec<usize>) {
    let mut kinds: Vec<Kind> = Vec::new();
    for (choice, (one, sum)) in walker.choices[layer].iter().zip(sums).enumerate() {
        let (class, step) = (one.class, sum / unit);
        match kinds
            .iter_mut()
            .find(|kind| kind.class == class && kind.step == step)
        {
            Some(kind) => kind.choices.push(choice),
            None => kinds.push(Kind {
                class,
                step,
                choices: vec![choice],
            }),
        }
    }
    kinds.sort_by_key(|kind| (kind.class, kind.step));
    let mut kind_of = vec![0; sums.len()];
    for (index, kind) in kinds.iter().enumerate() {
        for &choice in &kind.choices {
            kind_of[choice] = index;
        }
    }
    (kinds, kind_of)
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}
