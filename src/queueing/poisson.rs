//! The part of a Poisson law that carries weight.

/// Poisson probabilities from the first to the last count that matters.
pub(super) struct PoissonWindow {
    /// The smallest count kept.
    pub first: usize,
    /// Probabilities of `first`, `first + 1`, ...; they sum to 1.
    pub weights: Vec<f64>,
}

impl PoissonWindow {
    /// The window for a finite mean of zero or more.
    ///
    /// Weights grow outwards from the mode and are scaled to sum to 1 (Fox & Glynn 1988): no
    /// exponential of a large number, so nothing underflows and rounding stays near the last bit.
    pub fn new(mean: f64) -> PoissonWindow {
        // What is left out is far below the rounding of the sum.
        PoissonWindow::above(mean, 1e-22)
    }

    /// As [`PoissonWindow::new`], with the counts whose weight is above `negligible` times the mode's.
    pub fn above(mean: f64, negligible: f64) -> PoissonWindow {
        let mode = mean.floor();
        let mut below = Vec::new();
        let (mut count, mut weight) = (mode, 1.0);
        while count > 0.0 && weight > negligible {
            weight *= count / mean;
            count -= 1.0;
            below.push(weight);
        }
        let first = count as usize;
        let mut weights: Vec<f64> = below.into_iter().rev().collect();
        (count, weight) = (mode, 1.0);
        while weight > negligible {
            weights.push(weight);
            count += 1.0;
            weight *= mean / count;
        }
        let sum: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= sum;
        }
        PoissonWindow { first, weights }
    }

    /// The largest count kept.
    pub fn last(&self) -> usize {
        self.first + self.weights.len() - 1
    }

    /// Probability of more than 0, 1, ..., [`PoissonWindow::last`].
    pub fn tails(&self) -> Vec<f64> {
        let mut tails = vec![1.0; self.last() + 1];
        let mut tail = 0.0;
        for (place, weight) in self.weights.iter().enumerate().rev() {
            tails[self.first + place] = tail;
            tail += weight;
        }
        tails
    }

    /// Probability of `count`, 0 outside the window.
    pub fn weight(&self, count: usize) -> f64 {
        count
            .checked_sub(self.first)
            .and_then(|place| self.weights.get(place))
            .copied()
            .unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::PoissonWindow;

    #[test]
    fn a_mean_of_zero_is_certain_to_count_none() {
        let window = PoissonWindow::new(0.0);
        assert_eq!((window.first, window.last()), (0, 0));
        assert_eq!(window.weight(0), 1.0);
        assert_eq!(window.weight(1), 0.0);
    }

    #[test]
    fn weights_carry_the_mean_and_the_variance() {
        for mean in [0.01, 0.9, 1.0, 7.3, 250.0, 19_999.5] {
            let window = PoissonWindow::new(mean);
            let moment = |f: &dyn Fn(f64) -> f64| -> f64 {
                (window.first..=window.last())
                    .map(|count| window.weight(count) * f(count as f64))
                    .sum()
            };
            assert!((moment(&|_| 1.0) - 1.0).abs() < 1e-13);
            assert!((moment(&|n| n) / mean - 1.0).abs() < 1e-12);
            assert!((moment(&|n| (n - mean) * (n - mean)) / mean - 1.0).abs() < 1e-11);
        }
    }

    #[test]
    fn small_means_agree_with_the_exponential() {
        let window = PoissonWindow::new(2.5);
        assert!((window.weight(0) - (-2.5_f64).exp()).abs() < 1e-16);
    }
}
