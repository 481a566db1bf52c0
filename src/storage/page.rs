//! Long lists, a page at a time.

/// Which page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// Most rows wanted; 0 for as many as the store gives at once.
    pub size: u32,
    /// The `next` of the page before, empty for the first. It belongs to its list and its filter.
    pub token: String,
}

/// Some rows of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    /// Token of the next page; empty when this is the last.
    pub next: String,
}
