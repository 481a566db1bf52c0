//! Where a probability stands: the states in which every counter is taken.

/// The waiting states of a stage: `layers` x `rows` x `cols`.
///
/// Layer l has `servers + l` customers in service (more than `servers` only after a drop, while leavers finish), row r
/// has r of the class called first waiting, column j has j of the other class. Each row carries an empty cell at both
/// ends, so that a step never asks whether a neighbour exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    /// Counters open.
    pub servers: usize,
    /// Numbers in service that are told apart, from `servers` up.
    pub layers: usize,
    /// Queue lengths of the class called first that are told apart, from 0 up.
    pub rows: usize,
    /// Queue lengths of the other class that are told apart, from 0 up.
    pub cols: usize,
}

/// Where a state is found once the number of counters has changed.
pub(super) enum Moved {
    /// Some counters are free now: so many customers are in service.
    Idle(usize),
    /// In this cell.
    Waiting(usize),
    /// The tagged customer behind the queue was called.
    Started,
}

impl Grid {
    /// Cells of one row with its two empty ends.
    pub fn stride(&self) -> usize {
        self.cols + 2
    }

    /// Cells in all.
    pub fn len(&self) -> usize {
        self.layers * self.rows * self.stride()
    }

    /// First cell, an empty one, of a row.
    pub fn row(&self, layer: usize, row: usize) -> usize {
        (layer * self.rows + row) * self.stride()
    }

    /// Cell of a state.
    pub fn cell(&self, layer: usize, row: usize, col: usize) -> usize {
        self.row(layer, row) + 1 + col
    }

    /// Every state as (layer, row, col, cell).
    pub fn states(&self) -> impl Iterator<Item = (usize, usize, usize, usize)> {
        let grid = *self;
        (0..grid.layers).flat_map(move |layer| {
            (0..grid.rows).flat_map(move |row| {
                (0..grid.cols).map(move |col| (layer, row, col, grid.cell(layer, row, col)))
            })
        })
    }

    /// The grid of a tagged customer of the class called first: only its own class is ahead.
    pub fn of_first_class(&self) -> Grid {
        Grid {
            rows: 1,
            cols: self.rows,
            ..*self
        }
    }

    /// Where `busy` in service and `row`, `col` waiting are found in this grid; free counters call the first class first.
    ///
    /// `tagged` stands at the end of the column's queue. Lengths beyond the grid are found at its edge.
    pub fn settle(&self, busy: usize, row: usize, col: usize, tagged: bool) -> Moved {
        let free = self.servers.saturating_sub(busy);
        if tagged && free > row + col {
            return Moved::Started;
        }
        let from_rows = free.min(row);
        let from_cols = (free - from_rows).min(col);
        let busy = busy + from_rows + from_cols;
        if busy < self.servers {
            return Moved::Idle(busy);
        }
        Moved::Waiting(self.cell(
            (busy - self.servers).min(self.layers - 1),
            (row - from_rows).min(self.rows - 1),
            (col - from_cols).min(self.cols - 1),
        ))
    }
}
