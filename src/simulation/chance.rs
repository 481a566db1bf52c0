//! Random numbers that are the same on every machine.

/// A stream of random numbers: xoshiro256++ 1.0 (Blackman & Vigna 2021, ACM Trans. Math. Software 47(4)).
///
/// Its state comes from the seed and the stream's key by SplitMix64 (Steele, Lea & Flood 2014), as its authors advise.
/// Streams with different keys are independent for all that a simulation can see.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    state: [u64; 4],
}

impl Chance {
    /// The stream of a seed with a key.
    pub fn new(seed: u64, key: [u64; 3]) -> Chance {
        let mut mixed = seed;
        for part in key {
            mixed = split_mix(&mut mixed.wrapping_add(part.wrapping_mul(0xD134_2543_DE82_EF95)));
        }
        Chance {
            state: [(); 4].map(|()| split_mix(&mut mixed)),
        }
    }

    fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let found = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        found
    }

    /// A number above 0 and at most 1, in steps of 2^-53.
    fn above_zero(&mut self) -> f64 {
        ((self.bits() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// An exponential number with mean 1.
    pub fn exponential(&mut self) -> f64 {
        -self.above_zero().ln()
    }

    /// A normal number with mean 0 and variance 1 (Box & Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (2.0 * self.exponential()).sqrt();
        radius * (std::f64::consts::TAU * self.above_zero()).cos()
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn a_known_state_gives_the_published_numbers() {
        // First outputs of the authors' C program from the state 1, 2, 3, 4.
        let mut chance = Chance {
            state: [1, 2, 3, 4],
        };
        let found = [(); 4].map(|()| chance.bits());
        let published = [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
        ];
        assert_eq!(found, published);
    }

    #[test]
    fn streams_differ_by_seed_and_by_every_part_of_the_key() {
        let first = |seed, key| Chance::new(seed, key).bits();
        let keys = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]];
        let mut found: Vec<u64> = keys.iter().map(|key| first(5, *key)).collect();
        found.push(first(6, [0, 0, 0]));
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), 5);
        assert_eq!(first(5, [1, 2, 3]), first(5, [1, 2, 3]));
    }

    #[test]
    fn moments_are_those_of_the_laws() {
        let mut chance = Chance::new(1, [0, 0, 0]);
        let count = 400_000;
        let (mut mean, mut normal, mut square) = (0.0, 0.0, 0.0);
        for _ in 0..count {
            mean += chance.exponential() / f64::from(count);
            let x = chance.normal();
            normal += x / f64::from(count);
            square += x * x / f64::from(count);
        }
        // Five standard errors each.
        assert!((mean - 1.0).abs() < 0.008, "{mean}");
        assert!(normal.abs() < 0.008 && (square - 1.0).abs() < 0.012);
    }
}
