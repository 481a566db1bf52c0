//! `paiban generate`: instances from a printed recipe.

use std::path::PathBuf;

use crate::formats;
use crate::generate::{self, HallOptions};

use super::{BAD_INPUT, DONE, input};

/// What to generate.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// One service hall. 一个营业厅
    Hall {
        /// People, 5 to 200.
        #[arg(long, default_value_t = 20)]
        staff: usize,
        /// Weeks, 1 to 13.
        #[arg(long, default_value_t = 1)]
        weeks: usize,
        /// Seed: the same seed gives the same bytes.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Write to this file instead of standard output.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Print the recipe in words and stop.
        #[arg(long)]
        recipe: bool,
    },
}

/// Generates and writes.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let What::Hall {
        staff,
        weeks,
        seed,
        out,
        recipe,
    } = &arguments.what;
    if *recipe {
        input::print(generate::recipe());
        return Ok(DONE);
    }
    let options = HallOptions {
        staff: *staff,
        weeks: *weeks,
        seed: *seed,
    };
    match generate::hall(options) {
        Ok(problem) => {
            let text = formats::write_instance(&problem);
            match out {
                Some(path) => input::write(path, &text)?,
                None => input::print(&text),
            }
            Ok(DONE)
        }
        Err(findings) => {
            for finding in findings {
                eprintln!("{finding}");
            }
            Ok(BAD_INPUT)
        }
    }
}
