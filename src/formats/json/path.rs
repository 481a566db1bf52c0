//! Where in a file: `employees[3].hourly_wage_cents`.

use std::fmt;

/// A place in a file, told only when a finding needs it.
#[derive(Clone, Copy)]
pub struct Path<'a>(Step<'a>);

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    /// The whole file.
    pub const ROOT: Path<'static> = Path(Step::Root);

    /// A member of the object here.
    pub fn key(&'a self, key: &'a str) -> Path<'a> {
        Path(Step::Key(self, key))
    }

    /// An element of the list here.
    pub fn index(&'a self, index: usize) -> Path<'a> {
        Path(Step::Index(self, index))
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Step::Root => f.write_str("the file"),
            Step::Index(parent, index) => write!(f, "{parent}[{index}]"),
            Step::Key(parent, key) => {
                if !matches!(parent.0, Step::Root) {
                    write!(f, "{parent}.")?;
                }
                // A key of a megabyte would be repeated in every path below it.
                key.chars()
                    .take(80)
                    .try_for_each(|letter| write!(f, "{letter}"))
            }
        }
    }
}

impl From<Path<'_>> for String {
    fn from(path: Path<'_>) -> String {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_place_reads_as_its_author_would_name_it() {
        let list = Path::ROOT.key("employees");
        let person = list.index(3);
        assert_eq!(person.key("id").to_string(), "employees[3].id");
        assert_eq!(Path::ROOT.to_string(), "the file");
    }
}
