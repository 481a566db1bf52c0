//! `paiban wait`: what customers wait on a day, hour by hour.

use std::path::PathBuf;

use crate::report;
use crate::waits::{self, Engine};

use super::{BAD_INPUT, DONE, input};

/// Which day, and how to work it out.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The day profile: arrivals, counters, service time. 一天的到达、台席和服务时间
    profile: PathBuf,
    /// How waits are worked out.
    #[arg(long, value_enum, default_value_t = How::Exact)]
    engine: How,
    /// Wait thresholds in minutes.
    #[arg(long, value_delimiter = ',', default_values_t = [0.0, 5.0, 10.0, 15.0, 20.0, 30.0])]
    within: Vec<f64>,
    /// Quantiles of the wait to tell, above 0 and below 1; exact engine only.
    #[arg(long, value_delimiter = ',', default_values_t = [0.9], value_parser = quantile)]
    quantile: Vec<f64>,
    /// Days to simulate; as many as make the day's means sure to 1 % when left out.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    days: Option<u64>,
    /// Seed of the simulation.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Print one JSON object instead of the table.
    #[arg(long)]
    json: bool,
}

/// The engines.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum How {
    /// The exact chain: one service law, the first free server leaves. 精确
    Exact,
    /// Event by event: own service times, named leavers, call-out time. 仿真
    Simulate,
}

fn quantile(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("write a share above 0 and below 1, such as 0.9".into()),
    }
}

/// Works waits out and prints them.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let engine = match arguments.engine {
        How::Exact => Engine::Exact {
            quantiles: arguments.quantile.clone(),
        },
        How::Simulate => Engine::Simulate {
            seed: arguments.seed,
            days: arguments.days,
        },
    };
    let bytes = input::bytes(&arguments.profile)?;
    let profile = match waits::read_profile(&bytes) {
        Ok(profile) => profile,
        Err(findings) => {
            input::refuse(&arguments.profile, &findings);
            return Ok(BAD_INPUT);
        }
    };
    match waits::forecast(&profile, &engine, &arguments.within) {
        Ok(forecast) if arguments.json => {
            let object = waits::to_json(&profile, &forecast);
            input::print(&format!("{object}\n"));
            Ok(DONE)
        }
        Ok(forecast) => {
            input::print(&waits::to_text(&profile, &forecast, report::pad));
            Ok(DONE)
        }
        Err(findings) => {
            input::refuse(&arguments.profile, &findings);
            Ok(BAD_INPUT)
        }
    }
}
