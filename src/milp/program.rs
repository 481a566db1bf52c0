//! The program itself: columns, tagged rows, a constant.

use std::sync::Arc;

/// A column (a decision) of one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(pub(super) u32);

impl Column {
    /// Position of this column in a vector of values.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A row (a rule written as an inequality) of one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub(super) u32);

impl Row {
    /// Position of this row, counted in the order of adding.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which values a column may take between its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any number.
    Continuous,
    /// Whole numbers only.
    Integer,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnData {
    pub lower: f64,
    pub upper: f64,
    pub cost: f64,
    pub kind: Kind,
}

/// Everything but the tags, so that the engine neither sees them nor asks anything of their type.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    pub columns: Vec<ColumnData>,
    pub row_bounds: Vec<(f64, f64)>,
    /// Where each row's terms end; they begin where the row before ends.
    pub row_ends: Vec<usize>,
    pub terms: Vec<(Column, f64)>,
    pub offset: f64,
}

impl Shape {
    pub fn row_terms(&self, row: usize) -> &[(Column, f64)] {
        let begin = if row == 0 { 0 } else { self.row_ends[row - 1] };
        &self.terms[begin..self.row_ends[row]]
    }

    pub fn has_integers(&self) -> bool {
        self.columns
            .iter()
            .any(|column| column.kind == Kind::Integer)
    }

    pub fn objective(&self, values: &[f64]) -> f64 {
        let costs = self.columns.iter().zip(values);
        self.offset
            + costs
                .map(|(column, value)| column.cost * value)
                .sum::<f64>()
    }
}

/// A linear program to be minimised, some columns whole-numbered, every row tagged.
///
/// The tag is the caller's: an enum of rules, or text of the form "rule, whom, when".
#[derive(Clone, Debug)]
pub struct Program<Tag = Box<str>> {
    /// Shared with the engine's thread, which may outlive the call that started it.
    shape: Arc<Shape>,
    tags: Vec<Tag>,
}

impl<Tag> Default for Program<Tag> {
    fn default() -> Self {
        Self {
            shape: Arc::default(),
            tags: Vec::new(),
        }
    }
}

impl<Tag> Program<Tag> {
    /// An empty program: nothing to decide, at no cost.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column; infinite bounds are `f64::INFINITY` (the engine takes 1e20 and more for infinite).
    ///
    /// # Panics
    /// Beyond four thousand million columns.
    pub fn column(&mut self, lower: f64, upper: f64, cost: f64, kind: Kind) -> Column {
        let column = Column(u32::try_from(self.shape.columns.len()).expect("too many columns"));
        self.shape_mut().columns.push(ColumnData {
            lower,
            upper,
            cost,
            kind,
        });
        column
    }

    /// Adds a yes-or-no column.
    pub fn binary(&mut self, cost: f64) -> Column {
        self.column(0.0, 1.0, cost, Kind::Integer)
    }

    /// Adds a row `lower <= sum of terms <= upper`; a column named twice counts with the sum of its terms.
    ///
    /// # Panics
    /// Beyond four thousand million rows.
    pub fn row(
        &mut self,
        tag: Tag,
        lower: f64,
        upper: f64,
        terms: impl IntoIterator<Item = (Column, f64)>,
    ) -> Row {
        let row = Row(u32::try_from(self.tags.len()).expect("too many rows"));
        self.tags.push(tag);
        let shape = self.shape_mut();
        shape.row_bounds.push((lower, upper));
        shape.terms.extend(terms);
        shape.row_ends.push(shape.terms.len());
        row
    }

    /// Adds a row `sum of terms >= lower`.
    pub fn at_least(
        &mut self,
        tag: Tag,
        lower: f64,
        terms: impl IntoIterator<Item = (Column, f64)>,
    ) -> Row {
        self.row(tag, lower, f64::INFINITY, terms)
    }

    /// Adds a row `sum of terms <= upper`.
    pub fn at_most(
        &mut self,
        tag: Tag,
        upper: f64,
        terms: impl IntoIterator<Item = (Column, f64)>,
    ) -> Row {
        self.row(tag, f64::NEG_INFINITY, upper, terms)
    }

    /// Adds a row `sum of terms = value`.
    pub fn equal(
        &mut self,
        tag: Tag,
        value: f64,
        terms: impl IntoIterator<Item = (Column, f64)>,
    ) -> Row {
        self.row(tag, value, value, terms)
    }

    /// Adds a constant to the cost of every solution; relative gaps are taken on the sum.
    pub fn add_offset(&mut self, cost: f64) {
        self.shape_mut().offset += cost;
    }

    /// Replaces the cost of a column.
    ///
    /// # Panics
    /// When the column is not of this program.
    pub fn set_cost(&mut self, column: Column, cost: f64) {
        self.shape_mut().columns[column.index()].cost = cost;
    }

    /// Replaces the bounds of a column, for instance to fix it.
    ///
    /// # Panics
    /// When the column is not of this program.
    pub fn set_bounds(&mut self, column: Column, lower: f64, upper: f64) {
        let column = &mut self.shape_mut().columns[column.index()];
        (column.lower, column.upper) = (lower, upper);
    }

    /// Number of columns.
    pub fn column_count(&self) -> usize {
        self.shape.columns.len()
    }

    /// Number of rows.
    pub fn row_count(&self) -> usize {
        self.tags.len()
    }

    /// Number of terms over all rows.
    pub fn term_count(&self) -> usize {
        self.shape.terms.len()
    }

    /// The tag a row was added with.
    ///
    /// # Panics
    /// When the row is not of this program.
    pub fn tag(&self, row: Row) -> &Tag {
        &self.tags[row.index()]
    }

    /// All rows with their tags, in the order of adding.
    pub fn tags(&self) -> impl Iterator<Item = (Row, &Tag)> {
        (0..).map(Row).zip(&self.tags)
    }

    /// Cost of the given values, the constant included.
    pub fn objective(&self, values: &[f64]) -> f64 {
        self.shape.objective(values)
    }

    pub(super) fn shape(&self) -> &Arc<Shape> {
        &self.shape
    }

    fn shape_mut(&mut self) -> &mut Shape {
        Arc::make_mut(&mut self.shape)
    }
}
