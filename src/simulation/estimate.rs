//! What independent days say about a mean, and how sure it is.

/// Normal quantile of a two-sided 95 % interval.
pub const Z_95: f64 = 1.959_963_985;
/// Normal quantile of a two-sided 99.9 % interval.
pub const Z_999: f64 = 3.290_526_731;

/// A mean with its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Its standard error; 0 where all days agree.
    pub standard_error: f64,
}

impl Estimate {
    /// Half the width of the interval of a normal quantile, such as [`Z_95`].
    pub fn half_width(&self, z: f64) -> f64 {
        z * self.standard_error
    }
}

/// Sums over days of a total and of the count it is shared among.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    total: f64,
    count: f64,
    total_square: f64,
    count_square: f64,
    product: f64,
}

impl Tally {
    /// Adds a day.
    pub fn add(&mut self, total: f64, count: f64) {
        self.total += total;
        self.count += count;
        self.total_square += total * total;
        self.count_square += count * count;
        self.product += total * count;
    }

    /// Total over count, by the ratio estimator (Law 2015, Simulation Modeling and Analysis, section 9.5): the customers
    /// of one day depend on each other, days do not. 0 when nobody was counted.
    pub fn estimate(&self, days: f64) -> Estimate {
        if self.count <= 0.0 {
            return Estimate::default();
        }
        let mean = self.total / self.count;
        let square =
            self.total_square - 2.0 * mean * self.product + mean * mean * self.count_square;
        let variance = square.max(0.0) / (days - 1.0).max(1.0) * days;
        Estimate {
            mean,
            standard_error: variance.sqrt() / self.count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn equal_counts_give_the_plain_mean_and_its_standard_error() {
        let mut tally = Tally::default();
        for total in [2.0, 4.0, 9.0] {
            tally.add(total, 1.0);
        }
        let found = tally.estimate(3.0);
        assert_eq!(found.mean, 5.0);
        // Deviations -3, -1, 4: variance 13.
        assert!((found.standard_error - (13.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn nobody_counted_is_no_mean_and_no_error() {
        let mut tally = Tally::default();
        tally.add(0.0, 0.0);
        assert_eq!(tally.estimate(1.0), super::Estimate::default());
    }
}
