//! What a search leaves for a later one of a like model.

use std::collections::BTreeMap;

use crate::paths::Prices;

use super::Model;

/// What one unit more in each row was worth at the end of a search, in hundredths, by what the row stands for.
///
/// Any prices give a valid bound, so rows that are new or gone do no harm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowPrices(BTreeMap<String, Vec<f64>>);

impl Model {
    /// Prices of a search of this model, by what its rows stand for.
    pub fn row_prices(&self, prices: &Prices) -> RowPrices {
        let mut known = RowPrices::default();
        for (row, &price) in self.problem.rows.iter().zip(&prices.0) {
            let same = known.0.entry(row.tag.clone()).or_default();
            same.push(price);
        }
        known
    }

    /// Prices of this model's rows as far as they are known, nought for the others.
    pub fn recall(&self, known: &RowPrices) -> Prices {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let rows = self.problem.rows.iter().map(|row| {
            let nth = seen.entry(&row.tag).or_default();
            let price = known.0.get(&row.tag).and_then(|same| same.get(*nth));
            *nth += 1;
            price.copied().unwrap_or(0.0)
        });
        Prices(rows.collect())
    }
}
