//! `paiban wait`: what customers wait on a day, hour by hour; and ticket logs held against it.

use std::path::{Path, PathBuf};

use crate::domain::Finding;
use crate::formats;
use crate::report;
use crate::waits::{self, Engine};

use super::{BAD_INPUT, DONE, input};

/// Which day, and how to work it out.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The day profile: arrivals, counters, service time. 一天的到达、台席和服务时间
    #[arg(required_unless_present = "tickets")]
    profile: Option<PathBuf>,
    /// A ticket log instead: waits as seen beside waits as expected. 排队记录
    #[arg(long, value_name = "LOG.csv", conflicts_with = "profile")]
    tickets: Option<PathBuf>,
    /// How waits are worked out.
    #[arg(long, value_enum, default_value_t = How::Exact, conflicts_with = "tickets")]
    engine: How,
    /// Wait thresholds in minutes.
    #[arg(long, value_delimiter = ',', default_values_t = [0.0, 5.0, 10.0, 15.0, 20.0, 30.0], conflicts_with = "tickets")]
    within: Vec<f64>,
    /// Quantiles of the wait to tell, above 0 and below 1; exact engine only.
    #[arg(long, value_delimiter = ',', default_values_t = [0.9], value_parser = quantile, conflicts_with = "tickets")]
    quantile: Vec<f64>,
    /// Days to simulate, at least 2; as many as make the day's means sure to 1 % when left out.
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..), conflicts_with = "tickets")]
    days: Option<u64>,
    /// Seed of the simulation.
    #[arg(long, default_value_t = 0, conflicts_with = "tickets")]
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
        _ => Err("write a share above 0 and below 1, such as 0.9 请填写 0 与 1 之间的比例".into()),
    }
}

/// Works waits out and prints them.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let (path, told) = match (&arguments.tickets, &arguments.profile) {
        (Some(path), _) => (path, told_of_tickets(arguments, path)?),
        (None, Some(path)) => (path, told_of_profile(arguments, path)?),
        (None, None) => anyhow::bail!("name a profile or --tickets a log"),
    };
    match told {
        Ok(text) => {
            input::print(&text);
            Ok(DONE)
        }
        Err(findings) => {
            input::refuse(path, &findings);
            Ok(BAD_INPUT)
        }
    }
}

/// What is printed, or what is wrong with the file.
type Told = Result<String, Vec<Finding>>;

fn told_of_profile(arguments: &Arguments, path: &Path) -> anyhow::Result<Told> {
    let engine = match arguments.engine {
        How::Exact if arguments.days.is_some() => anyhow::bail!(
            "--days belongs to --engine simulate: name it, or leave --days out \
             --days 只用于 --engine simulate，请加上或去掉"
        ),
        How::Exact => Engine::Exact {
            quantiles: arguments.quantile.clone(),
        },
        How::Simulate => Engine::Simulate {
            seed: arguments.seed,
            days: arguments.days,
        },
    };
    let bytes = input::bytes(path)?;
    let profile = formats::plain_json(&bytes).and_then(waits::read_profile);
    Ok(profile.and_then(|profile| {
        let forecast = waits::forecast(&profile, &engine, &arguments.within)?;
        Ok(match arguments.json {
            true => format!("{}\n", waits::to_json(&profile, &forecast)),
            false => waits::to_text(&profile, &forecast, report::pad),
        })
    }))
}

fn told_of_tickets(arguments: &Arguments, path: &Path) -> anyhow::Result<Told> {
    let bytes = input::bytes(path)?;
    Ok(waits::read_tickets(&bytes).map(|log| {
        let lines = waits::fit(&log.tickets);
        match arguments.json {
            true => format!("{}\n", waits::tickets_to_json(&log, &lines)),
            false => waits::tickets_to_text(&log, &lines, report::pad),
        }
    }))
}
