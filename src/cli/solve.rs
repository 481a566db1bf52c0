//! `paiban solve`: a roster with its proof.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::domain::Instance;
use crate::formats::{self, Format};
use crate::law::{RuleRecord, words};
use crate::milp::StopSignal;
use crate::planner::{self, NoRoster, Plan, PlanOptions, WaitRule};
use crate::report::{self, Standing};

use super::outputs::Outputs;
use super::progress::Progress;
use super::{DONE, NO_ROSTER, input, verdict};

/// Longest time for judging waits that are no part of the cost.
const JUDGING_MAX: Duration = Duration::from_secs(10);

/// The same when the search has used up its time.
const JUDGING_MIN: Duration = Duration::from_millis(1500);

/// What to plan, and how far to go.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The instance file. 算例文件
    instance: PathBuf,
    /// The file's family; told from its contents when left out.
    #[arg(long, value_enum)]
    format: Option<Family>,
    /// Longest time, as 60s, 5m or 500ms; 60s unless a work limit is given.
    #[arg(long, value_parser = duration)]
    time_limit: Option<Duration>,
    /// Most units of work; unlike time the same on every machine.
    #[arg(long)]
    work_limit: Option<u64>,
    /// Stop at this relative gap between cost and bound; 0.001 by default, 0 for benchmarks.
    #[arg(long, value_parser = gap)]
    gap: Option<f64>,
    /// Threads: two search for rosters and for proof side by side; with one, equal runs ended by gap or work give equal bytes.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=64))]
    threads: u32,
    /// Seed of the search.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=i64::from(i32::MAX)))]
    seed: u32,
    /// How wait targets become heads.
    #[arg(long, value_enum, default_value_t = Waits::Stationary)]
    waits: Waits,
    /// Write the roster to this file.
    #[arg(long, value_name = "OUT.json")]
    roster: Option<PathBuf>,
    /// Write the report, one HTML page, to this file. 报告
    #[arg(long, value_name = "OUT.html", group = "pages")]
    report: Option<PathBuf>,
    #[command(flatten)]
    outputs: Outputs,
    /// Print one JSON object instead of the text.
    #[arg(long)]
    json: bool,
}

/// How wait targets become heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Waits {
    /// Heads for each interval by itself (Erlang C), then a roster; no wait is judged. 逐时段平稳公式
    Stationary,
    /// The whole day with its backlog; what is missed is listed and priced. 逐日精确
    Exact,
}

impl Waits {
    /// The planner's word for it.
    pub fn rule(self) -> WaitRule {
        match self {
            Waits::Exact => WaitRule::Exact,
            Waits::Stationary => WaitRule::Stationary,
        }
    }
}

/// Families of instance files.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Family {
    /// The program's own JSON.
    Paiban,
    /// The employee shift scheduling benchmark of Curtois and Qu.
    Curtois,
}

impl Family {
    /// The reader of this family.
    pub fn format(self) -> Format {
        match self {
            Family::Paiban => Format::Own,
            Family::Curtois => Format::Curtois,
        }
    }
}

/// Said of a text that is no length of time.
const NO_DURATION: &str = "write it as 60s, 5m or 500ms 请写成 60s、5m 或 500ms";

/// A length of time as people write it.
pub fn duration(text: &str) -> Result<Duration, String> {
    let split = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 = number.parse().map_err(|_| NO_DURATION.to_string())?;
    let seconds = match unit {
        "ms" => number / 1000.0,
        "s" | "" => number,
        "m" => number * 60.0,
        "h" => number * 3600.0,
        _ => return Err(NO_DURATION.to_string()),
    };
    if !(seconds > 0.0 && seconds <= 7.0 * 86_400.0) {
        return Err(
            "a time limit lies above 0 and below a week 时限须大于零且不超过一周".to_string(),
        );
    }
    Ok(Duration::from_secs_f64(seconds))
}

/// Reads a relative gap.
pub fn gap(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(gap) if (0.0..=1.0).contains(&gap) => Ok(gap),
        _ => Err("a gap lies between 0 and 1, as in 0.01 差距须在 0 与 1 之间".to_string()),
    }
}

/// Plans, prints, writes.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let family = arguments.format.map(Family::format);
    let Some(instance) = input::instance(&arguments.instance, family)? else {
        return Ok(super::BAD_INPUT);
    };
    let own = [&arguments.roster, &arguments.report];
    let own = own.into_iter().flatten();
    arguments.outputs.ready([&arguments.instance], own)?;
    arguments.outputs.first_calendars()?;
    let benchmark = Format::of(&instance) == Format::Curtois;
    let options = PlanOptions {
        time_limit: match arguments.work_limit {
            None => arguments.time_limit.or(PlanOptions::default().time_limit),
            Some(_) => arguments.time_limit,
        },
        work_limit: arguments.work_limit,
        gap: arguments.gap.unwrap_or(if benchmark { 0.0 } else { 0.001 }),
        threads: arguments.threads,
        seed: arguments.seed,
        waits: arguments.waits.rule(),
    };
    let stop = stop_on_interrupt()?;
    let mut progress = Progress::new();
    let planned = planner::plan(&instance, &options, &stop, |step| progress.step(step));
    progress.end();
    match planned {
        Ok(plan) => {
            let until = judged_until(&options, &plan, &stop);
            write(arguments, &instance, &plan, until)?;
            Ok(DONE)
        }
        Err(why) => {
            explain(arguments, &instance, &why);
            Ok(NO_ROSTER)
        }
    }
}

/// A signal that the first interrupt gives: the search ends with the best roster. A second one ends the program at once.
pub fn stop_on_interrupt() -> anyhow::Result<StopSignal> {
    let stop = StopSignal::new();
    let on_interrupt = stop.clone();
    ctrlc::set_handler(move || {
        if on_interrupt.is_stopped() {
            std::process::exit(130);
        }
        on_interrupt.stop();
    })?;
    Ok(stop)
}

/// When judging waits that are no part of the cost has to end; an interrupted run does not begin with it.
fn judged_until(options: &PlanOptions, plan: &Plan, stop: &StopSignal) -> Instant {
    let spent = Duration::from_secs_f64(plan.seconds);
    let left = match options.time_limit {
        _ if stop.is_stopped() => return Instant::now(),
        None => JUDGING_MAX,
        Some(limit) => limit.saturating_sub(spent),
    };
    Instant::now() + left.clamp(JUDGING_MIN, JUDGING_MAX)
}

/// Writes what was asked for, the roster first. Waits that are no part of the cost are judged once: for the report as far
/// as it draws them, without a report until the given instant.
fn write(
    arguments: &Arguments,
    instance: &Instance,
    plan: &Plan,
    until: Instant,
) -> anyhow::Result<()> {
    let sheet = plan.sheet(instance);
    let file = formats::write_roster(&sheet);
    if let Some(path) = &arguments.roster {
        input::write(path, &file)?;
    }
    let sha256 = formats::digest(file.as_bytes());
    arguments.outputs.write(&sheet, &sha256, None)?;
    let told = match &arguments.report {
        Some(path) => {
            let seen = report::seen_waits(&sheet);
            let language = arguments.outputs.language();
            input::write(path, report::html(&sheet, &seen, language))?;
            seen.verdict()
        }
        None if plan.audit.waits.is_some() => None,
        None => planner::told_waits(instance, &plan.roster, until),
    };
    // Waits that count stand in the audit.
    let told = told.filter(|_| plan.audit.waits.is_none());
    if arguments.json {
        let cost = &plan.audit.cost;
        let terms: serde_json::Map<String, serde_json::Value> = cost
            .terms
            .iter()
            .map(|line| (line.term.name().to_string(), json!(line.amount.0)))
            .collect();
        let object = json!({
            "status": match plan.standing {
                Standing::Proven => "optimal",
                Standing::Stopped => "feasible",
            },
            "cost": cost.total.0,
            "bound": plan.bound.0,
            "gap": report::relative_gap(cost, plan.bound),
            "gap_without_constant": report::relative_gap_without_constant(cost, plan.bound),
            "gap_cents": report::gap(cost, plan.bound).0,
            "seconds": plan.seconds,
            "seed": plan.seed,
            "input_sha256": instance.input_sha256,
            "terms": terms,
            "gaps": plan.audit.gaps.len() + plan.audit.shift_gaps.len(),
            "comp_days": plan.audit.comp_days.len(),
            "waits": plan.audit.waits.as_ref().or(told.as_ref()).map(|verdict| verdict::object(instance, verdict)),
            "warnings": plan.needs.warnings,
        });
        input::print(&format!("{object}\n"));
    } else {
        input::print(&report::text(&sheet));
        if let Some(told) = &told {
            input::print(&report::told_waits(instance, told));
        }
    }
    Ok(())
}

fn explain(arguments: &Arguments, instance: &Instance, why: &NoRoster) {
    if arguments.json {
        let blocked: Vec<_> = why
            .blocked
            .iter()
            .map(|b| json!({"employee": b.employee, "rules": b.rules, "why": b.why}))
            .collect();
        let object = json!({
            "status": "none", "cost": null, "bound": null, "gap": null, "seconds": null,
            "why": why.why, "blocked": blocked,
        });
        input::print(&format!("{object}\n"));
    } else {
        tell!("no roster 没有可用的班表");
        for line in &why.why {
            tell!("  {line}");
        }
        for line in blamed(instance, why) {
            tell!("  {line}");
        }
    }
}

/// The rules that stand in the way, in plain words.
fn blamed(instance: &Instance, why: &NoRoster) -> Vec<String> {
    let named = |rule: &&RuleRecord| why.blocked.iter().any(|b| b.rules.contains(&rule.id));
    let rules = instance
        .contracts
        .iter()
        .flat_map(|contract| &contract.rules);
    let mut lines: Vec<String> = (rules.filter(named))
        .map(|rule| {
            let said = words::sentence(rule);
            format!("{}: {} {}", rule.id, said.en, said.zh)
        })
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}
