//! Deterministic graphs of layers: which sequences of classes a walker may follow.

use std::collections::HashMap;
use std::ops::Range;

use super::problem::RowIx;

/// From a node of one layer to a node of the next, for one class.
#[derive(Clone, Debug, PartialEq)]
pub struct Arc {
    /// Node in this layer.
    pub from: usize,
    /// Node in the next layer.
    pub to: usize,
    /// Class of choices that lead along it.
    pub class: usize,
    /// Cost beside the choice's own.
    pub cost: i64,
    /// What it adds to rows beside the choice's own.
    pub uses: Vec<(RowIx, f64)>,
}

/// Layers of nodes joined by arcs. From a node there is at most one arc per class, so that the classes taken
/// determine the path. Node 0 of the first layer is the start; every node after the last layer is an end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// Number of nodes in front of each layer, and after the last.
    pub nodes: Vec<usize>,
    /// Arcs of each layer, in the order of the nodes they leave.
    pub layers: Vec<Vec<Arc>>,
    /// Cost of ending in each node after the last layer.
    pub end_cost: Vec<i64>,
}

impl Graph {
    /// Whether any path leads from the start to an end.
    pub fn has_path(&self) -> bool {
        self.nodes.first() == Some(&1) && self.nodes.iter().all(|&count| count > 0)
    }

    /// Number of arcs.
    pub fn arc_count(&self) -> usize {
        self.layers.iter().map(Vec::len).sum()
    }

    /// Positions of the arcs that leave a node.
    pub fn leaving(&self, layer: usize, node: usize) -> Range<usize> {
        let arcs = &self.layers[layer];
        arcs.partition_point(|arc| arc.from < node)..arcs.partition_point(|arc| arc.from <= node)
    }

    /// Without the arcs that no path from the start takes.
    pub fn reachable(mut self) -> Graph {
        let mut reached = vec![false; self.nodes.first().copied().unwrap_or(0)];
        if let Some(start) = reached.first_mut() {
            *start = true;
        }
        for (layer, arcs) in self.layers.iter_mut().enumerate() {
            arcs.retain(|arc| reached[arc.from]);
            let mut next = vec![false; self.nodes[layer + 1]];
            for arc in arcs.iter() {
                next[arc.to] = true;
            }
            reached = next;
        }
        self
    }

    /// The same language and costs on fewer nodes: dead ends go, and nodes with the same future become one.
    ///
    /// An acyclic deterministic graph is minimised exactly by one backward pass.
    pub fn minimised(mut self) -> Graph {
        let last = self.layers.len();
        let mut merged_layers: Vec<Vec<Arc>> = vec![Vec::new(); last];
        let mut nodes = vec![0; last + 1];

        let mut by_cost: HashMap<i64, usize> = HashMap::new();
        let mut end_cost = Vec::new();
        let mut target: Vec<Option<usize>> = self
            .end_cost
            .iter()
            .map(|&cost| {
                Some(*by_cost.entry(cost).or_insert_with(|| {
                    end_cost.push(cost);
                    end_cost.len() - 1
                }))
            })
            .collect();
        nodes[last] = end_cost.len();

        for layer in (0..last).rev() {
            let mut outgoing: Vec<Vec<Arc>> = vec![Vec::new(); self.nodes[layer]];
            for arc in std::mem::take(&mut self.layers[layer]) {
                if let Some(to) = target[arc.to] {
                    outgoing[arc.from].push(Arc { to, ..arc });
                }
            }
            let mut known: HashMap<Vec<ArcKey>, usize> = HashMap::new();
            target = outgoing
                .into_iter()
                .map(|mut arcs| {
                    if arcs.is_empty() {
                        return None;
                    }
                    arcs.sort_by_key(|arc| arc.class);
                    let key = arcs.iter().map(ArcKey::of).collect();
                    let fresh = known.len();
                    let node = *known.entry(key).or_insert(fresh);
                    if node == fresh {
                        merged_layers[layer]
                            .extend(arcs.into_iter().map(|arc| Arc { from: node, ..arc }));
                    }
                    Some(node)
                })
                .collect();
            nodes[layer] = known.len();
        }
        Graph {
            nodes,
            layers: merged_layers,
            end_cost,
        }
    }
}

/// What makes two outgoing arcs the same; coefficients by their bits.
#[derive(PartialEq, Eq, Hash)]
struct ArcKey(usize, usize, i64, Vec<(RowIx, u64)>);

impl ArcKey {
    fn of(arc: &Arc) -> ArcKey {
        let uses = arc.uses.iter().map(|&(row, by)| (row, by.to_bits()));
        ArcKey(arc.class, arc.to, arc.cost, uses.collect())
    }
}
