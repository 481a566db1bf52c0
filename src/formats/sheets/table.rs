//! What a sheet is: which columns it has, and where in an instance's file its rows go.

/// A sheet of a spreadsheet: one kind of row.
#[derive(Debug)]
pub struct Sheet {
    /// Stable English name: of the tab, and of the CSV file without its ending.
    pub key: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Other names that are understood.
    pub also: &'static [&'static str],
    /// The lists on the way to its rows; all but the last are entries named by the row's first columns.
    pub path: &'static [&'static str],
    /// Its columns, those that name the way first.
    pub columns: &'static [Column],
    /// What a row says, in English and Chinese.
    pub about: (&'static str, &'static str),
}

impl Sheet {
    /// The number of leading columns that say which entry a row belongs to.
    pub fn parents(&self) -> usize {
        self.path.len().saturating_sub(1)
    }

    /// Name of the tab: both names.
    pub fn title(&self) -> String {
        format!("{} {}", self.key, self.zh)
    }

    /// The position of a column by its key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }
}

/// One column of a sheet.
#[derive(Debug)]
pub struct Column {
    /// Stable English name.
    pub key: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Other names that are understood.
    pub also: &'static [&'static str],
    /// Where in the row's entry the value stands, steps separated by dots; empty for a column that names the way.
    pub field: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// A row without it says nothing.
    pub needed: bool,
    /// What it means, in English and Chinese.
    pub about: (&'static str, &'static str),
}

impl Column {
    /// Both names, as written into headers.
    pub fn title(&self) -> String {
        format!("{} {}", self.key, self.zh)
    }
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A stable identifier.
    Id,
    /// Free text.
    Text,
    /// Several texts.
    Texts,
    /// A day.
    Date,
    /// Several days.
    Dates,
    /// A local time of day, which may pass 24:00.
    Time,
    /// A length in whole minutes.
    Minutes,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A share, as 0.9 or 90 %.
    Share,
    /// Money in units of the currency with at most two decimals; hundredths in the file.
    Money,
    /// Yes or no.
    Flag,
    /// Days of the week.
    Weekdays,
    /// One of some words.
    Word(&'static [Word]),
    /// Several of some words.
    Words(&'static [Word]),
    /// An identifier, or a name that only one entry has.
    Ref(Target),
    /// Several of them.
    Refs(Target),
    /// A rule record as JSON.
    Record,
}

/// What an identifier stands for. The last four are looked for in the hall that the row's column `hall` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A skill.
    Skill,
    /// A hall.
    Hall,
    /// A shift template.
    Template,
    /// A contract.
    Contract,
    /// An employee.
    Employee,
    /// A customer class.
    Class,
    /// A queue.
    Queue,
    /// A post that serves no queue.
    Post,
    /// A queue or a post.
    Served,
}

/// One word that a cell may hold.
#[derive(Debug)]
pub struct Word {
    /// As the file has it.
    pub value: &'static str,
    /// In English.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// Other words that are understood.
    pub also: &'static [&'static str],
}

impl Word {
    /// Both words, as written into cells.
    pub fn title(&self) -> String {
        format!("{} {}", self.en, self.zh)
    }
}
