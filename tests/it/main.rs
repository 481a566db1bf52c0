//! Everything that is tested from outside: one crate, so that it links once.

mod architecture;
mod licences;
mod readme;
