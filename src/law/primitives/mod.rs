//! The few measurements all rule kinds are made of.

pub(super) mod clock_window;
pub(super) mod day_minutes;
pub(super) mod event_clock;
pub(super) mod free_stretch;
pub(super) mod overtime;
pub(super) mod premium_tiers;
pub(super) mod run_length;
pub(super) mod shift_gap;
pub(super) mod windows;
pub(super) mod within_shift;
