//! Everything that is tested from outside: one crate, so that it links once.

mod architecture;
mod broken_instances;
mod curtois_files;
mod instance_files;
mod licences;
mod readme;
mod roster_files;
