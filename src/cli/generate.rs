//! `paiban generate`: instances from a printed recipe.

use std::path::{Path, PathBuf};

use crate::domain::{Finding, Problem};
use crate::formats;
use crate::generate::{self, DistrictOptions, HallOptions};

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
    /// Several halls that share a float pool. 一个片区：几个营业厅与机动人员
    District(Halls<6>),
    /// The halls of a city, district by district. 全市营业厅
    City(Halls<154>),
}

/// How many halls, for how long.
#[derive(Debug, clap::Args)]
struct Halls<const HALLS: usize> {
    /// Halls, 2 to 160.
    #[arg(long, default_value_t = HALLS)]
    halls: usize,
    /// Weeks, 1 to 13.
    #[arg(long, default_value_t = 4)]
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
}

/// Generates and writes.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.what {
        What::Hall { recipe: true, .. } => Ok(told(generate::recipe())),
        What::Hall {
            staff,
            weeks,
            seed,
            out,
            ..
        } => {
            let options = HallOptions {
                staff: *staff,
                weeks: *weeks,
                seed: *seed,
            };
            written(generate::hall(options), out.as_deref())
        }
        What::District(halls) => halls.run(generate::district),
        What::City(halls) => halls.run(generate::city),
    }
}

impl<const HALLS: usize> Halls<HALLS> {
    fn run(
        &self,
        generate: fn(DistrictOptions) -> Result<Problem, Vec<Finding>>,
    ) -> anyhow::Result<u8> {
        if self.recipe {
            return Ok(told(generate::district_recipe()));
        }
        let options = DistrictOptions {
            halls: self.halls,
            weeks: self.weeks,
            seed: self.seed,
        };
        written(generate(options), self.out.as_deref())
    }
}

fn told(recipe: &str) -> u8 {
    input::print(recipe);
    DONE
}

fn written(generated: Result<Problem, Vec<Finding>>, out: Option<&Path>) -> anyhow::Result<u8> {
    match generated {
        Ok(problem) => {
            let text = formats::write_instance(&problem);
            match out {
                Some(path) => input::write(path, text)?,
                None => input::print(&text),
            }
            Ok(DONE)
        }
        Err(findings) => {
            for finding in findings {
                tell!("{finding}");
            }
            Ok(BAD_INPUT)
        }
    }
}
