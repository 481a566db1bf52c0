//! What has been worked out about single people, remembered as long as their plan is published.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Most answers remembered; then it begins anew. Some ten megabytes.
const KNOWN_MAX: usize = 50_000;

/// Answers by question. No answer changes while the plan is published.
#[derive(Debug)]
pub(super) struct Known<Q, A>(Mutex<HashMap<Q, A>>);

impl<Q, A> Default for Known<Q, A> {
    fn default() -> Known<Q, A> {
        Known(Mutex::default())
    }
}

impl<Q: Eq + Hash, A: Copy> Known<Q, A> {
    /// The answer as it was given before, or as `answer` gives it.
    pub fn of(&self, question: Q, answer: impl FnOnce() -> A) -> A {
        if let Some(known) = self.all().get(&question) {
            return *known;
        }
        let answer = answer();
        let mut known = self.all();
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(question, answer);
        answer
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Q, A>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
