//! What a search leaves for a later one of a like model.

use std::collections::BTreeMap;

use crate::paths::{Kept, Prices};

use super::Model;
use super::options::Planned;

/// What one unit more in each row was worth at the end of a search, in hundredths, by what the row stands for, and the days
/// that cost people least at these prices.
///
/// Any prices give a valid bound, and days that the rules no longer allow are left out, so whatever is new or gone does no harm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learnt {
    prices: BTreeMap<String, Vec<f64>>,
    /// Employee, then what is planned on each day.
    days: Vec<(usize, Vec<Planned>)>,
}

impl Model {
    /// What a search of this model left, by what its rows and choices stand for.
    pub fn learnt(&self, kept: &Kept) -> Learnt {
        let mut learnt = Learnt::default();
        for (row, &price) in self.problem.rows.iter().zip(&kept.prices.0) {
            let same = learnt.prices.entry(row.tag.clone()).or_default();
            same.push(price);
        }
        let days = kept.paths.iter().map(|(employee, taken)| {
            let options = self.options[*employee].iter().zip(taken);
            let planned = options.map(|(options, &choice)| options[choice].planned);
            (*employee, planned.collect())
        });
        learnt.days = days.collect();
        learnt
    }

    /// Prices of this model's rows as far as they are known, nought for the others, and the days that can still be had.
    pub fn recall(&self, learnt: &Learnt) -> Kept {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let rows = self.problem.rows.iter().map(|row| {
            let nth = seen.entry(&row.tag).or_default();
            let price = learnt.prices.get(&row.tag).and_then(|same| same.get(*nth));
            *nth += 1;
            price.copied().unwrap_or(0.0)
        });
        let days = learnt.days.iter();
        Kept {
            prices: Prices(rows.collect()),
            paths: days.filter_map(|days| self.path(days)).collect(),
        }
    }

    /// The path of what was planned, with the only choice there is on days on which there is no other.
    fn path(&self, (employee, planned): &(usize, Vec<Planned>)) -> Option<(usize, Vec<usize>)> {
        let days = self.options.get(*employee)?.iter().zip(planned);
        let taken = days.map(|(options, planned)| {
            let same = options.iter().position(|option| option.planned == *planned);
            same.or((options.len() == 1).then_some(0))
        });
        Some((*employee, taken.collect::<Option<Vec<usize>>>()?))
    }
}
