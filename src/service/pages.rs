//! Long lists: a page for a caller, or every row for a decision.

use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Service;
use super::fault::{Fault, Reason};
use crate::storage::{Page, PageRequest, StoreError};

impl Service {
    /// The page that a caller asks for, no longer than the service gives.
    pub(super) fn page(&self, size: u32, token: &str) -> PageRequest {
        let size = match size {
            0 => self.limits.page_default,
            size => size,
        }
        .min(self.limits.page_max);
        PageRequest {
            size,
            token: token.to_string(),
        }
    }
}

/// Every row of a list, however many pages it takes.
pub(super) async fn all<T, F>(read: impl Fn(PageRequest) -> F) -> Result<Vec<T>, Fault>
where
    F: Future<Output = Result<Page<T>, StoreError>>,
{
    let mut rows = Vec::new();
    let mut page = PageRequest::default();
    loop {
        let found = read(page.clone()).await?;
        rows.extend(found.rows);
        if found.next.is_empty() {
            return Ok(rows);
        }
        page.token = found.next;
    }
}

/// Where a shift stands in the list: its start, and its position in the plan, which it keeps.
pub(super) type Place = (i64, usize);

/// The token of the page after a place: a digest of list and place, and the place.
pub(super) fn page_token(list: impl Hash, (start, at): Place) -> String {
    let mut hasher = DefaultHasher::new();
    (list, start, at).hash(&mut hasher);
    format!("{:016x}.{start}.{at}", hasher.finish())
}

/// The place that a page of a list comes after; `None` for the first page.
pub(super) fn place(list: impl Hash, token: &str) -> Result<Option<Place>, Fault> {
    if token.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (start, at) = token.split_once('.')?.1.split_once('.')?;
        let start = start.parse().ok()?;
        Some((start, at.parse().ok()?))
    };
    read()
        .filter(|place| page_token(list, *place) == token)
        .map(Some)
        .ok_or_else(|| Fault::new(Reason::PageTokenInvalid, "page_token"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: (&str, usize), token: &str, expected: Result<Option<Place>, Reason>) {
        let found = place(list, token).map_err(|fault| fault.reason);
        assert_eq!(found, expected, "{token}");
    }

    #[test]
    fn a_token_belongs_to_its_roster_and_person() {
        let token = page_token(("w1", 3_usize), (-7, 12));
        check(("w1", 3), &token, Ok(Some((-7, 12))));
        check(("w1", 3), "", Ok(None));
        check(("w2", 3), &token, Err(Reason::PageTokenInvalid));
        check(("w1", 4), &token, Err(Reason::PageTokenInvalid));
        for none in ["x", "o5", "0.1.1", "..", &format!("{token}0")] {
            check(("w1", 3), none, Err(Reason::PageTokenInvalid));
        }
    }
}
