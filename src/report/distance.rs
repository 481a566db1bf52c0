//! How far a cost is from its bound.

use crate::checker::Cost;
use crate::units::Money;

/// What a better roster could save at most.
pub fn gap(cost: &Cost, bound: Money) -> Money {
    Money(cost.total.0.saturating_sub(bound.0).max(0))
}

/// (cost - bound) / cost; nought when nothing can be saved.
pub fn relative_gap(cost: &Cost, bound: Money) -> f64 {
    relative_distance(cost.total, bound)
}

/// As [`relative_gap`], for a cost that is not audited yet.
pub fn relative_distance(cost: Money, bound: Money) -> f64 {
    share(Money(cost.0.saturating_sub(bound.0).max(0)), cost)
}

/// The same without the part of the cost that no decision changes in the divisor.
pub fn relative_gap_without_constant(cost: &Cost, bound: Money) -> f64 {
    let decided = cost.total.0.saturating_sub(cost.constant().0);
    share(gap(cost, bound), Money(decided))
}

/// Infinite for a saving out of nothing.
fn share(saving: Money, of: Money) -> f64 {
    if saving == Money::ZERO {
        0.0
    } else {
        saving.0 as f64 / of.0.max(0) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::{gap, relative_gap, relative_gap_without_constant};
    use crate::checker::{Cost, CostLine, CostTerm};
    use crate::units::Money;

    fn cost(base: i64, gap: i64) -> Cost {
        let line = |term, amount| CostLine {
            term,
            amount: Money(amount),
        };
        Cost {
            terms: vec![line(CostTerm::BasePay, base), line(CostTerm::Gap, gap)],
            total: Money(base + gap),
        }
    }

    #[test]
    fn the_constant_only_leaves_the_divisor() {
        let cost = cost(800, 200);
        assert_eq!(gap(&cost, Money(950)), Money(50));
        assert_eq!(relative_gap(&cost, Money(950)), 0.05);
        assert_eq!(relative_gap_without_constant(&cost, Money(950)), 0.25);
    }

    #[test]
    fn a_bound_at_or_above_the_cost_leaves_no_gap() {
        assert_eq!(relative_gap(&cost(0, 0), Money(0)), 0.0);
        assert_eq!(relative_gap(&cost(5, 0), Money(7)), 0.0);
        assert_eq!(relative_gap_without_constant(&cost(5, 0), Money(5)), 0.0);
        assert!(relative_gap_without_constant(&cost(5, 0), Money(4)).is_infinite());
    }
}
