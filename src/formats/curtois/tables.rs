//! What a benchmark file holds.

use std::collections::BTreeSet;

/// A file's content; people and shifts are named by their positions.
#[derive(Default)]
pub struct Benchmark {
    /// Length of the horizon.
    pub days: usize,
    /// Shift types.
    pub shifts: Vec<Shift>,
    /// People with their limits.
    pub staff: Vec<Person>,
    /// Wishes.
    pub requests: Vec<Request>,
    /// Heads wanted.
    pub cover: Vec<Cover>,
}

/// A shift type.
pub struct Shift {
    /// Its name.
    pub id: String,
    /// Its length.
    pub minutes: i64,
    /// Types that may not follow on the next day.
    pub cannot_precede: Vec<usize>,
}

/// A person.
pub struct Person {
    /// Name.
    pub id: String,
    /// What the person may do.
    pub limits: Limits,
    /// Days not worked.
    pub days_off: BTreeSet<usize>,
}

/// What one person may do.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Most shifts by type, in the order of the file.
    pub shifts_max: Vec<(usize, i64)>,
    /// Most minutes in the horizon.
    pub minutes_max: i64,
    /// Fewest minutes in the horizon.
    pub minutes_min: i64,
    /// Most days worked in a row.
    pub run_max: i64,
    /// Fewest days worked in a row.
    pub run_min: i64,
    /// Fewest days off in a row.
    pub off_min: i64,
    /// Most weekends worked.
    pub weekends_max: i64,
}

/// To work a shift or to be spared.
#[derive(Clone, Copy)]
pub enum Want {
    /// To work it.
    On,
    /// To be spared.
    Off,
}

/// A wish.
pub struct Request {
    /// Whose.
    pub person: usize,
    /// Which day.
    pub day: usize,
    /// Which shift.
    pub shift: usize,
    /// Cost when not granted.
    pub weight: i64,
    /// Its direction.
    pub want: Want,
}

/// Heads wanted.
pub struct Cover {
    /// Which day.
    pub day: usize,
    /// Which shift.
    pub shift: usize,
    /// How many.
    pub heads: u32,
    /// Cost of each missing.
    pub under: i64,
    /// Cost of each too many.
    pub over: i64,
}
