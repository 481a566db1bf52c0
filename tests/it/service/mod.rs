//! The service as clients meet it: the program is started, and called over the network.

mod carried;
mod demo;
mod errors;
mod errors_beneath;
mod errors_of_all;
mod errors_of_plans;
mod in_process;
mod kills;
pub mod load;
mod nothing;
mod notice;
mod openings;
mod pins;
mod planning;
mod privacy;
mod python;
mod robust;
mod running;
mod story;
mod watching;
