//! The regularised incomplete beta function and the gamma function behind it.

/// Share of a Beta(`a`, `b`) law that lies below x, for positive `a`, `b` and x in 0..=1.
///
/// x comes as its logarithm: the waits that use this function know `ln x` exactly, while x itself
/// may round to 0 or to 1 and take all accuracy with it. Source: continued fraction of Gauss as in
/// Abramowitz & Stegun 26.5.8, on whichever side of the mean it converges fast.
pub(super) fn regularised_beta(a: f64, b: f64, ln_x: f64) -> f64 {
    let x = ln_x.exp();
    let y = -ln_x.exp_m1();
    let ln_y = if y < 0.5 { y.ln() } else { (-x).ln_1p() };
    let front = (a * ln_x + b * ln_y - ln_beta(a, b)).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(a, b, x) / a
    } else {
        1.0 - front * continued_fraction(b, a, y) / b
    }
}

/// The continued fraction, evaluated forward by the method of Lentz (1976).
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    // Far above what convergence takes (about the root of the larger parameter); a guard only.
    const STEPS_MAX: u32 = 20_000;
    // Lentz's stand-in for a denominator that happens to vanish.
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };

    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..=STEPS_MAX {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for coefficient in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + coefficient * d);
            c = away_from_zero(1.0 + coefficient / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

/// Logarithm of the beta function, for positive arguments.
fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if large < STIRLING_MIN {
        return ln_gamma(small) + ln_gamma(large) - ln_gamma(small + large);
    }
    // The two large logarithms nearly cancel, so their difference is formed term by term.
    let sum = small + large;
    let growth = (large - 0.5) * (small / large).ln_1p() + small * sum.ln() - small;
    ln_gamma(small) - growth + stirling_rest(large) - stirling_rest(sum)
}

/// Logarithm of the gamma function, for a positive argument.
fn ln_gamma(x: f64) -> f64 {
    let mut shifted = x;
    let mut product = 1.0;
    while shifted < STIRLING_MIN {
        product *= shifted;
        shifted += 1.0;
    }
    let half_ln_two_pi = 0.5 * std::f64::consts::TAU.ln();
    (shifted - 0.5) * shifted.ln() - shifted + half_ln_two_pi + stirling_rest(shifted)
        - product.ln()
}

/// From here on seven terms of Stirling's series are exact to the last bit.
const STIRLING_MIN: f64 = 12.0;

/// What Stirling's formula leaves out; Bernoulli numbers, Abramowitz & Stegun 6.1.40.
fn stirling_rest(x: f64) -> f64 {
    const TERMS: [f64; 7] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1_260.0,
        -1.0 / 1_680.0,
        1.0 / 1_188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    let inverse_square = 1.0 / (x * x);
    TERMS
        .iter()
        .rev()
        .fold(0.0, |rest, term| rest * inverse_square + term)
        / x
}

#[cfg(test)]
mod tests {
    use super::{ln_gamma, regularised_beta};

    fn check(a: f64, b: f64, ln_x: f64, expected: f64) {
        let found = regularised_beta(a, b, ln_x);
        assert!(
            (found - expected).abs() <= 1e-11 * expected,
            "I({a}, {b}) at ln x = {ln_x} is {found}, not {expected}"
        );
    }

    /// For a whole `b` the function is a sum of positive terms (negative binomial law).
    fn positive_sum(a: f64, b: u32, ln_x: f64) -> f64 {
        let y = -ln_x.exp_m1();
        // By logarithms: the first terms may underflow although later ones count.
        let mut ln_term = a * ln_x;
        let mut sum = ln_term.exp();
        for k in 0..b - 1 {
            ln_term += (y * (a + f64::from(k)) / f64::from(k + 1)).ln();
            sum += ln_term.exp();
        }
        sum
    }

    #[test]
    fn the_gamma_function_of_whole_numbers_is_a_factorial() {
        let mut factorial = 1.0;
        for n in 1..=20_u32 {
            factorial *= f64::from(n);
            let found = ln_gamma(f64::from(n) + 1.0);
            assert!((found - f64::ln(factorial)).abs() < 1e-14 * (1.0 + found));
        }
        assert!((ln_gamma(0.5) - 0.5 * std::f64::consts::PI.ln()).abs() < 1e-14);
    }

    #[test]
    fn closed_forms_are_met() {
        check(3.0, 1.0, 0.4_f64.ln(), 0.4_f64.powi(3));
        check(1.0, 4.0, 0.4_f64.ln(), 1.0 - 0.6_f64.powi(4));
        check(7.5, 7.5, 0.5_f64.ln(), 0.5);
    }

    #[test]
    fn whole_second_parameters_agree_with_the_positive_sum() {
        for a in [1e-6_f64, 0.3, 2.0, 17.5, 400.0, 1e5] {
            for b in [1, 2, 9, 60, 700] {
                for weight in [0.2, 0.7, 1.0, 1.3, 3.0] {
                    let ln_x = -weight * f64::from(b) / a.max(1.0);
                    check(a, f64::from(b), ln_x, positive_sum(a, b, ln_x));
                }
            }
        }
    }

    #[test]
    fn both_ends_are_exact() {
        assert_eq!(regularised_beta(4.0, 3.0, 0.0), 1.0);
        assert_eq!(regularised_beta(4.0, 3.0, f64::NEG_INFINITY), 0.0);
    }
}
