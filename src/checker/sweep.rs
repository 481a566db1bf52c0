//! How many stretches of time hold at one instant.

/// A stretch of time during which more hold than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Crowd {
    pub start: i64,
    pub end: i64,
    /// Most at one instant of it.
    pub most: u32,
}

/// Every stretch during which more than `limit` of the spans hold, in order.
pub(super) fn crowds(spans: &[(i64, i64)], limit: u32) -> Vec<Crowd> {
    // An end sorts before a start at the same instant: spans that only meet do not hold together.
    let mut steps: Vec<(i64, i32)> = spans
        .iter()
        .flat_map(|&(start, end)| [(start, 1), (end, -1)])
        .collect();
    steps.sort_unstable();
    let mut found = Vec::new();
    let (mut holding, mut open) = (0_i64, None::<Crowd>);
    for (index, &(at, step)) in steps.iter().enumerate() {
        holding += i64::from(step);
        if steps.get(index + 1).is_some_and(|next| next.0 == at) {
            continue;
        }
        let most = u32::try_from(holding).unwrap_or(u32::MAX);
        open = match (open, most > limit) {
            (Some(crowd), true) => Some(Crowd {
                most: crowd.most.max(most),
                ..crowd
            }),
            (Some(crowd), false) => {
                found.push(Crowd { end: at, ..crowd });
                None
            }
            (None, true) => Some(Crowd {
                start: at,
                end: at,
                most,
            }),
            (None, false) => None,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Crowd, crowds};

    #[test]
    fn spans_that_only_meet_do_not_crowd() {
        assert_eq!(crowds(&[(0, 60), (60, 120)], 1), []);
    }

    #[test]
    fn a_crowd_lasts_as_long_as_the_limit_is_passed() {
        let found = crowds(&[(0, 60), (30, 90), (40, 50), (60, 100)], 1);
        let whole = Crowd {
            start: 30,
            end: 90,
            most: 3,
        };
        assert_eq!(found, [whole]);
    }

    #[test]
    fn a_limit_of_none_at_all_is_passed_by_one() {
        assert_eq!(crowds(&[(5, 6)], 0).len(), 1);
    }
}
