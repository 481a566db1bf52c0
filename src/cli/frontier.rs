//! `paiban frontier`: what each minute of a wait target costs.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::planner::{Curve, Curves, Payroll, Plan, TARGET_MAX, TARGET_MIN, TARGETS};
use crate::report::{self, Language, pad, worded};

use super::effort::Effort;
use super::solve::stop_on_interrupt;
use super::{BAD_INPUT, DONE, NO_ROSTER, input};

/// Both curves at all targets, when no limit is given.
const TIME_LIMIT: Duration = Duration::from_secs(240);

/// Most targets of a curve.
const TARGETS_MAX: usize = 50;

/// Which instance, which targets, and how far to go: 4m for both curves together when no limit is given, a work limit for each.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The instance file. 算例文件
    instance: PathBuf,
    /// Busy thresholds in minutes. 忙时目标（分钟）
    #[arg(long, value_delimiter = ',', default_values_t = TARGETS, value_parser = minutes)]
    targets: Vec<f64>,
    /// The class whose busy threshold it is; the one with most arrivals when left out. 客户类别
    #[arg(long)]
    class: Option<String>,
    #[command(flatten)]
    effort: Effort,
}

fn minutes(text: &str) -> Result<f64, String> {
    match text.trim().parse() {
        Ok(minutes) if (TARGET_MIN..=TARGET_MAX).contains(&minutes) => Ok(minutes),
        _ => Err("write minutes from 0.1 to 600, such as 4,6,8 请填写 0.1 至 600 的分钟数".into()),
    }
}

/// Plans both curves and prints them.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Some(instance) = input::instance(&arguments.instance, None)? else {
        return Ok(BAD_INPUT);
    };
    anyhow::ensure!(
        arguments.targets.len() <= TARGETS_MAX,
        "at most {TARGETS_MAX} targets at once 一次最多 {TARGETS_MAX} 个目标"
    );
    let curves = match Curves::of(&instance, arguments.class.clone(), &arguments.targets) {
        Ok(curves) => curves,
        Err(findings) => {
            input::refuse(&arguments.instance, &findings);
            return Ok(BAD_INPUT);
        }
    };
    let options = arguments.effort.options(Some(TIME_LIMIT));
    let stop = stop_on_interrupt()?;
    let (class, hours) = (curves.class.clone(), curves.hall_hours);
    let curves = curves.plan(&options, &stop, |payroll, minutes, planned| {
        let told = match planned {
            Ok(plan) => format!("{} (bound 下界 {})", plan.audit.cost.total, plan.bound),
            Err(_) => "-".to_owned(),
        };
        let (_, en, zh) = words(payroll);
        tell!("{en} {zh}: {class} <= {minutes} min: {told}");
    });
    match arguments.effort.json {
        true => input::print(&format!("{}\n", object(&class, hours, &curves))),
        false => {
            let language = arguments.effort.language();
            input::print(&text(&class, hours, &curves, language));
        }
    }
    let mut points = curves.iter().flat_map(|curve| &curve.points);
    Ok(match points.all(|point| point.planned.is_ok()) {
        true => DONE,
        false => NO_ROSTER,
    })
}

/// A curve's name in JSON, and its title.
fn words(payroll: Payroll) -> (&'static str, &'static str, &'static str) {
    match payroll {
        Payroll::Need => ("need", "what the hall would need", "理想用工"),
        Payroll::Staff => ("staff", "today's staff", "现有人员"),
    }
}

fn met(plan: &Plan) -> Option<(usize, usize)> {
    let waits = plan.audit.waits.as_ref()?;
    let asked = waits.promises.len();
    Some((asked - waits.missed().count(), asked))
}

/// The gap; none where misses are not in the cost.
fn distance(plan: &Plan) -> Option<f64> {
    let judged = plan.audit.waits.is_some();
    judged.then(|| report::relative_gap(&plan.audit.cost, plan.bound))
}

fn object(class: &str, hours: f64, curves: &[Curve]) -> Value {
    let curves = curves.iter().map(|curve| {
        let mut steps = curve.minute_prices(hours).into_iter();
        let points = curve.points.iter().map(|point| {
            let step = steps.next().flatten();
            let step =
                step.map(|step| json!({"cost": step.price, "least": step.least, "most": step.most}));
            match &point.planned {
                Err(why) => json!({"minutes": point.minutes, "why": why.why}),
                Ok(plan) => json!({
                    "minutes": point.minutes, "cost": plan.audit.cost.total.0, "bound": plan.bound.0,
                    "gap": distance(plan),
                    "targets_met": met(plan).map(|(met, _)| met),
                    "targets": met(plan).map(|(_, asked)| asked),
                    "per_minute_hall_hour": step, "warnings": plan.needs.warnings,
                    "seconds": plan.seconds,
                }),
            }
        });
        let (id, title, _) = words(curve.payroll);
        json!({"id": id, "title": title, "points": points.collect::<Vec<_>>()})
    });
    json!({"class": class, "hall_hours": hours, "curves": curves.collect::<Vec<_>>()})
}

fn text(class: &str, hours: f64, curves: &[Curve], language: Option<Language>) -> String {
    let columns = [18, 14, 14, 12, 22, 40];
    let line = |cells: [String; 6]| {
        let cells = cells.iter().zip(columns);
        let line: String = cells
            .map(|(cell, width)| pad(&format!("{cell} "), width))
            .collect();
        format!("{}\n", line.trim_end())
    };
    let mut text = String::new();
    for curve in curves {
        let (_, en, zh) = words(curve.payroll);
        text += &format!("{}: {class}\n", worded(language, en, zh));
        let heading = [
            ("Busy <=", "忙时 <="),
            ("Cost", "成本"),
            ("Bound", "下界"),
            ("Gap", "差距"),
            ("Targets met", "达标"),
            ("A minute less, per hall and hour", "每厅每小时少等一分钟"),
        ];
        text += &line(heading.map(|(en, zh)| worded(language, en, zh)));
        let mut steps = curve.minute_prices(hours).into_iter();
        for point in &curve.points {
            let step = steps.next().flatten();
            let minutes = format!("{} min", point.minutes);
            let plan = match &point.planned {
                Ok(plan) => plan,
                Err(why) => {
                    let none = worded(language, "no roster", "没有可用的班表");
                    text += &format!("{minutes}  {none}: {}\n", why.why.join("; "));
                    continue;
                }
            };
            let cost = &plan.audit.cost;
            text += &line([
                minutes,
                cost.total.to_string(),
                plan.bound.to_string(),
                distance(plan).map_or("-".to_owned(), |gap| format!("{:.2} %", 100.0 * gap)),
                met(plan).map_or("-".to_owned(), |(met, asked)| format!("{met}/{asked}")),
                step.map_or(String::new(), |step| {
                    format!(
                        "{:.2} ({:.2} {} {:.2})",
                        step.price / 100.0,
                        step.least / 100.0,
                        worded(language, "to", "至"),
                        step.most / 100.0
                    )
                }),
            ]);
        }
        let mut warnings: Vec<&String> = Vec::new();
        for plan in curve.points.iter().flat_map(|point| &point.planned) {
            warnings.extend(&plan.needs.warnings);
        }
        warnings.dedup();
        for warning in warnings {
            text += &format!("  {warning}\n");
        }
        text += "\n";
    }
    text
}
