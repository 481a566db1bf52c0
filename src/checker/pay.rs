//! Pay to the hundredth, worked out without the rest of the program's arithmetic.

use crate::units::{Minutes, Money};

/// An hourly amount times minutes times percent, rounded half up to a hundredth.
pub(super) fn pay(hourly: Money, minutes: Minutes, percent: i64) -> i128 {
    // 60 minutes of 100 percent are the whole hour; doubling turns "half up" into a plain floor.
    let sixthousandths = i128::from(hourly.0) * i128::from(minutes.0) * i128::from(percent);
    (2 * sixthousandths + 6000).div_euclid(12_000)
}

/// An exact sum as money; sums beyond all money stay at the end of the scale.
pub(super) fn money(sum: i128) -> Money {
    let held = sum.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
    Money(i64::try_from(held).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{money, pay};
    use crate::units::{Minutes, Money};

    #[test]
    fn halves_are_rounded_up_and_less_is_dropped() {
        assert_eq!(pay(Money(3000), Minutes(90), 150), 6750);
        assert_eq!(pay(Money(1), Minutes(30), 100), 1);
        assert_eq!(pay(Money(1), Minutes(29), 100), 0);
        assert_eq!(pay(Money(3333), Minutes(10), 50), 278);
    }

    #[test]
    fn a_sum_beyond_all_money_does_not_wrap() {
        assert_eq!(money(i128::from(i64::MAX) + 5), Money(i64::MAX));
    }
}
