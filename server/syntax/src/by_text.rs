//! What was made from texts, kept by them, so that an unchanged text is not worked on again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many bytes of text are kept. When the younger half is full the older one is dropped.
const KEPT_BYTES: usize = 16 << 20;

/// Values by the text they were made from. What is kept never changes an answer.
pub struct ByText<T> {
    halves: Mutex<Halves<T>>,
}

struct Halves<T> {
    young: HashMap<Arc<str>, Arc<T>>,
    old: HashMap<Arc<str>, Arc<T>>,
    young_bytes: usize,
}

impl<T> Default for ByText<T> {
    fn default() -> Self {
        let (young, old) = (HashMap::new(), HashMap::new());
        Self { halves: Mutex::new(Halves { young, old, young_bytes: 0 }) }
    }
}

impl<T> ByText<T> {
    /// What was kept for a text; it counts as young again.
    pub fn find(&self, text: &str) -> Option<Arc<T>> {
        let mut halves = self.lock();
        if let Some(value) = halves.young.get(text) {
            return Some(Arc::clone(value));
        }
        let (text, value) = halves.old.remove_entry(text)?;
        halves.keep(text, Arc::clone(&value));
        Some(value)
    }

    /// Keeps a value for its text.
    pub fn keep(&self, text: Arc<str>, value: Arc<T>) {
        self.lock().keep(text, value);
    }

    /// Nothing is awaited and nothing can panic while the lock is held.
    fn lock(&self) -> MutexGuard<'_, Halves<T>> {
        self.halves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Halves<T> {
    fn keep(&mut self, text: Arc<str>, value: Arc<T>) {
        if self.young_bytes + text.len() > KEPT_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += text.len();
        self.young.insert(text, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_outlives_what_is_not() {
        let third = |letter: &str| letter.repeat(KEPT_BYTES / 3);
        let kept = ByText::default();
        for letter in ["a", "b", "c"] {
            kept.keep(third(letter).into(), Arc::new(letter.to_owned()));
            assert_eq!(kept.find(&third("a")).as_deref().map(String::as_str), Some("a"), "after {letter}");
        }
        kept.keep(third("d").into(), Arc::new("d".to_owned()));
        assert!(kept.find(&third("b")).is_none(), "the oldest is dropped");
        assert!(kept.find(&third("d")).is_some());
    }
}
