//! Chance that is the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a die is thrown for. Each has a stream of its own, so that a change to one leaves the others as they were.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    /// Skills, wages, consents.
    Staff = 1,
    /// The week before the horizon.
    History = 2,
    /// Leave, training, wishes.
    Wishes = 3,
    /// Customers.
    Arrivals = 4,
    /// Sizes of the halls of a district.
    Halls = 5,
}

/// A die with its own stream of the seed.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of a seed.
    pub fn new(seed: u64, stream: Stream) -> Dice {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream as u64);
        Dice(rng)
    }

    /// A number from 0 to `count - 1`; 0 when `count` is 0.
    ///
    /// The slight unevenness of taking the high half of a product is far below anything a hall could show.
    pub fn below(&mut self, count: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * count as u128;
        (wide >> 64) as usize
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1).max(0) as usize) as i64
    }

    /// True in `percent` of a hundred throws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A factor around 1 that strays by at most `percent` to either side, in steps of a thousandth.
    pub fn around_one(&mut self, percent: i64) -> f64 {
        (1000 + self.between(-10 * percent, 10 * percent)) as f64 / 1000.0
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Puts a list into an order of chance.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dice, Stream};

    #[test]
    fn a_seed_gives_the_same_throws_and_its_streams_differ() {
        let throws = |seed, stream| {
            let mut dice = Dice::new(seed, stream);
            [(); 8].map(|()| dice.below(1000))
        };
        assert_eq!(throws(7, Stream::Staff), throws(7, Stream::Staff));
        assert_ne!(throws(7, Stream::Staff), throws(7, Stream::Wishes));
        assert_ne!(throws(7, Stream::Staff), throws(8, Stream::Staff));
    }

    #[test]
    fn throws_stay_within_their_bounds_and_reach_them() {
        let mut dice = Dice::new(1, Stream::Staff);
        let mut seen = [false; 5];
        for _ in 0..200 {
            seen[(dice.between(-2, 2) + 2) as usize] = true;
        }
        assert_eq!(seen, [true; 5]);
        assert_eq!(dice.below(0), 0);
    }
}
