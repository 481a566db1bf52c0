//! Lists: conditions, order, pages.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::database::{Columns, Record, Transaction, Value};
use super::table::places;
use crate::storage::{Page, PageRequest, StoreError};

/// A list being put together.
pub struct List {
    /// `SELECT ... FROM ...`.
    select: String,
    terms: Vec<String>,
    values: Vec<Value>,
    /// Columns of the order; together they tell any two rows apart.
    order: &'static [&'static str],
    /// Tells the list and its filter from others.
    digest: u64,
}

impl List {
    /// A list of `table` with the columns named, in the order named, narrowed by `filter`.
    ///
    /// The columns of the order are read behind those named.
    pub fn of(
        table: &str,
        columns: &[&str],
        order: &'static [&'static str],
        filter: &impl Hash,
    ) -> List {
        let mut hasher = DefaultHasher::new();
        (table, filter).hash(&mut hasher);
        List {
            select: format!(
                "SELECT {}, {} FROM {table}",
                columns.join(", "),
                order.join(", ")
            ),
            terms: Vec::new(),
            values: Vec::new(),
            order,
            digest: hasher.finish(),
        }
    }

    /// Narrows it; `?` stands for the value.
    pub fn only(&mut self, term: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.values.push(value.into());
            let place = format!("${}", self.values.len());
            self.terms.push(term.replace('?', &place));
        }
    }

    /// Narrows it to rows whose `column` is one of these; none do not narrow.
    pub fn one_of<'a>(&mut self, column: &str, words: impl IntoIterator<Item = &'a str>) {
        let words: Vec<Value> = words.into_iter().map(Value::from).collect();
        if !words.is_empty() {
            let places = places(self.values.len() + 1, words.len());
            self.terms.push(format!("{column} IN ({places})"));
            self.values.extend(words);
        }
    }

    /// Narrows it to rows whose `column` stands in `other.key` of a row with one of these words in `other.column`.
    pub fn one_of_in<'a>(
        &mut self,
        column: &str,
        other: &str,
        key: &str,
        other_column: &str,
        words: impl IntoIterator<Item = &'a str>,
    ) {
        let before = self.terms.len();
        self.one_of(other_column, words);
        if self.terms.len() > before
            && let Some(inner) = self.terms.pop()
        {
            self.terms.push(format!(
                "{column} IN (SELECT {key} FROM {other} WHERE {inner})"
            ));
        }
    }

    /// Narrows it by what has no value.
    pub fn only_if(&mut self, wanted: bool, term: &str) {
        if wanted {
            self.terms.push(term.to_string());
        }
    }

    /// A page of it, made of records by `row`.
    pub async fn page<T>(
        self,
        tx: &mut dyn Transaction,
        request: &PageRequest,
        size_max: u32,
        row: impl Fn(&mut Columns) -> Result<T, StoreError>,
    ) -> Result<Page<T>, StoreError> {
        let size = match request.size {
            0 => size_max,
            asked => asked.min(size_max),
        };
        let (order, digest) = (self.order, self.digest);
        let after = after(&request.token, digest, order.len())?;
        let mut records = self.records(tx, after, size).await?;
        let more = records.len() > size as usize;
        records.truncate(size as usize);
        let next = match records.last() {
            Some(last) if more => token(digest, &last[last.len() - order.len()..]),
            _ => String::new(),
        };
        let rows: Result<Vec<T>, StoreError> = rows(records, row).collect();
        Ok(Page { rows: rows?, next })
    }

    async fn records(
        self,
        tx: &mut dyn Transaction,
        after: Vec<Value>,
        size: u32,
    ) -> Result<Vec<Record>, StoreError> {
        let List {
            select,
            mut terms,
            mut values,
            order,
            ..
        } = self;
        let order = order.join(", ");
        if !after.is_empty() {
            terms.push(format!(
                "({order}) > ({})",
                places(values.len() + 1, after.len())
            ));
            values.extend(after);
        }
        let mut sql = select;
        if !terms.is_empty() {
            sql.push_str(" WHERE ");
            sql.push_str(&terms.join(" AND "));
        }
        sql.push_str(" ORDER BY ");
        sql.push_str(&order);
        // One more than wanted tells whether there are more.
        values.push((i64::from(size) + 1).into());
        sql.push_str(&format!(" LIMIT ${}", values.len()));
        Ok(tx.run(sql, values).await?)
    }
}

fn rows<T>(
    records: Vec<Record>,
    row: impl Fn(&mut Columns) -> Result<T, StoreError>,
) -> impl Iterator<Item = Result<T, StoreError>> {
    records
        .into_iter()
        .map(move |record| row(&mut Columns::of("a list", record)))
}

/// Where a page ends: the list's digest, and the last row's place in its order, in hexadecimal.
fn token(digest: u64, place: &[Value]) -> String {
    let mut token = format!("{digest:016x}");
    for value in place {
        match value {
            Value::Int(number) => token.push_str(&format!(".i{:x}", number.unwrap_or_default())),
            Value::Text(text) => {
                token.push_str(".t");
                for byte in text.as_deref().unwrap_or_default().bytes() {
                    token.push_str(&format!("{byte:02x}"));
                }
            }
        }
    }
    token
}

/// The place after which a page starts; empty for the first page.
fn after(token: &str, digest: u64, columns: usize) -> Result<Vec<Value>, StoreError> {
    if token.is_empty() {
        return Ok(Vec::new());
    }
    let mut parts = token.split('.');
    let own = parts.next() == Some(&format!("{digest:016x}"));
    let place: Option<Vec<Value>> = parts.map(place).collect();
    place
        .filter(|place| own && place.len() == columns)
        .ok_or(StoreError::InvalidPageToken)
}

fn place(part: &str) -> Option<Value> {
    if let Some(number) = part.strip_prefix('i') {
        return i64::from_str_radix(number, 16).ok().map(Value::from);
    }
    let digits = part.strip_prefix('t')?.as_bytes();
    let pairs = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair)
            .ok()
            // A sign would be read as part of a number.
            .filter(|pair| pair.len() == 2 && !pair.starts_with('+'))?;
        u8::from_str_radix(pair, 16).ok()
    });
    let bytes: Option<Vec<u8>> = pairs.collect();
    String::from_utf8(bytes?)
        .ok()
        .map(|text| Value::from(text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(place: &[Value]) {
        let text = token(7, place);
        assert_eq!(after(&text, 7, place.len()), Ok(place.to_vec()), "{text}");
        assert_eq!(
            after(&text, 8, place.len()),
            Err(StoreError::InvalidPageToken)
        );
    }

    #[test]
    fn a_token_says_where_the_page_ended() {
        check(&[Value::from(5_i64)]);
        check(&[Value::from("2026-07-20"), Value::from("厅 1.x")]);
        check(&[Value::from("")]);
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in [
            "x",
            "0000000000000007",
            "0000000000000007.q",
            "0000000000000007.t4",
            "0000000000000007.tzz",
            "0000000000000007.t+1",
            "0000000000000007.tff",
            "0000000000000007.i",
            "0000000000000007.i1.i2",
        ] {
            assert_eq!(
                after(text, 7, 1),
                Err(StoreError::InvalidPageToken),
                "{text}"
            );
        }
    }
}
