//! Money in hundredths of the instance's currency unit.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

use super::Minutes;

/// An amount in hundredths of the currency unit (fen, cent).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// Whole currency units as an amount.
    pub const fn units(whole: i64) -> Money {
        Money(whole * 100)
    }

    /// `self` as an hourly wage, times `worked` and `percent` / 100, rounded half up to a hundredth.
    pub fn hourly_pay(self, worked: Minutes, percent: i64) -> Money {
        let scaled = self.0 as i128 * worked.0 as i128 * percent as i128;
        Money((scaled + 3000).div_euclid(6000) as i64)
    }

    /// Currency units as a decimal number, for people to read.
    pub fn as_units(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl Mul<i64> for Money {
    type Output = Money;
    fn mul(self, times: i64) -> Money {
        Money(self.0 * times)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(iter: I) -> Money {
        Money(iter.map(|m| m.0).sum())
    }
}

impl fmt::Display for Money {
    /// Currency units with two decimals, `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::{Minutes, Money};

    #[test]
    fn pay_is_rounded_half_up_to_a_hundredth() {
        assert_eq!(Money(3000).hourly_pay(Minutes(90), 100), Money(4500));
        assert_eq!(Money(3000).hourly_pay(Minutes(90), 150), Money(6750));
        assert_eq!(Money(1).hourly_pay(Minutes(30), 100), Money(1));
    }

    #[test]
    fn money_reads_with_two_decimals() {
        assert_eq!(Money(123_450).to_string(), "1234.50");
        assert_eq!(Money(-7).to_string(), "-0.07");
    }
}
