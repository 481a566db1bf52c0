//! `paiban compare`: what would be, beside what is.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::domain::{Finding, Instance};
use crate::formats;
use crate::planner::{self, NoRoster, Plan, PlanOptions};
use crate::report::{self, Language, pad, worded};
use crate::scenario;

use super::effort::Effort;
use super::solve::stop_on_interrupt;
use super::{BAD_INPUT, DONE, NO_ROSTER, input};

/// Which instance, and what would be otherwise. The limits hold for each plan, the instance's own included; 60s when none is
/// given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The instance file. 算例文件
    instance: PathBuf,
    /// Scenario files. 情形文件
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    effort: Effort,
}

/// One of the things compared.
struct Case {
    id: String,
    title: String,
    instance: Instance,
    planned: Result<Plan, NoRoster>,
}

/// Plans the instance and every scenario, and prints them side by side.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Some(base) = input::message(&arguments.instance, formats::read_instance_message)? else {
        return Ok(BAD_INPUT);
    };
    let mut cases = vec![(
        "as it is".to_owned(),
        "现状".to_owned(),
        base.clone(),
        &arguments.instance,
    )];
    for path in &arguments.scenarios {
        let Some(scenario) = input::message(path, formats::read_scenario)? else {
            return Ok(BAD_INPUT);
        };
        if scenario.id.is_empty() {
            let unnamed = Finding::new("missing_id", "id", "name the scenario; the table shows it");
            input::refuse(path, &[unnamed]);
            return Ok(BAD_INPUT);
        }
        match scenario::apply(&base, &scenario) {
            Ok(changed) => cases.push((scenario.id, scenario.title, changed, path)),
            Err(findings) => {
                input::refuse(path, &findings);
                return Ok(BAD_INPUT);
            }
        }
    }
    let mut instances = Vec::new();
    for (id, title, message, path) in cases {
        match formats::instance_from_proto(&message) {
            Ok(instance) => instances.push((id, title, instance)),
            Err(findings) => {
                input::refuse(path, &findings);
                return Ok(BAD_INPUT);
            }
        }
    }
    let options = arguments.effort.options(PlanOptions::default().time_limit);
    let stop = stop_on_interrupt()?;
    let cases: Vec<Case> = instances
        .into_iter()
        .map(|(id, title, instance)| {
            let planned = planner::plan(&instance, &options, &stop, |_| ());
            Case {
                id,
                title,
                instance,
                planned,
            }
        })
        .collect();
    match arguments.effort.json {
        true => input::print(&format!(
            "{}\n",
            json!({"cases": cases.iter().map(object).collect::<Vec<_>>()})
        )),
        false => input::print(&text(&cases, arguments.effort.language())),
    }
    let all = cases.iter().all(|case| case.planned.is_ok());
    Ok(if all { DONE } else { NO_ROSTER })
}

fn object(case: &Case) -> Value {
    let told = json!({"id": case.id, "title": case.title});
    let plan = match &case.planned {
        Ok(plan) => plan,
        Err(why) => {
            let mut told = told;
            told["why"] = json!(why.why);
            return told;
        }
    };
    let audit = &plan.audit;
    let terms: serde_json::Map<String, Value> = audit
        .cost
        .terms
        .iter()
        .map(|line| (line.term.name().to_string(), json!(line.amount.0)))
        .collect();
    let waits = audit.waits.iter().flat_map(|verdict| verdict.by_class());
    let waits = waits.map(|class| {
        let hall = &case.instance.halls[class.hall.0];
        json!({
            "hall": hall.id, "class": hall.classes[class.class.0].id, "busy": class.busy,
            "targets": class.promises, "targets_met": class.met,
            "exact": class.exact, "simulated": class.simulated,
        })
    });
    json!({
        "id": case.id, "title": case.title, "cost": audit.cost.total.0, "bound": plan.bound.0,
        "gap": report::relative_gap(&audit.cost, plan.bound), "terms": terms,
        "gaps": audit.gaps.len() + audit.shift_gaps.len(), "work_minutes": work_minutes(plan),
        "waits": waits.collect::<Vec<_>>(), "warnings": plan.needs.warnings,
        "seconds": plan.seconds,
    })
}

fn work_minutes(plan: &Plan) -> i64 {
    let duties = plan
        .roster
        .days
        .iter()
        .flatten()
        .filter_map(|day| day.duty());
    duties.map(|duty| duty.work_minutes().0).sum()
}

fn text(cases: &[Case], language: Option<Language>) -> String {
    let columns = [16, 14, 14, 14, 12, 14, 18, 10];
    let line = |cells: [String; 8]| {
        let cells = cells.iter().zip(columns);
        let line: String = cells
            .map(|(cell, width)| pad(&format!("{cell} "), width))
            .collect();
        format!("{}\n", line.trim_end())
    };
    let heading = [
        ("Case", "情形"),
        ("Cost", "成本"),
        ("Bound", "下界"),
        ("Change", "变化"),
        ("Gap", "差距"),
        ("Hours", "工时"),
        ("Targets met", "达标"),
        ("Gaps", "缺口"),
    ];
    let mut text = line(heading.map(|(en, zh)| worded(language, en, zh)));
    let first = cases.first().and_then(|case| case.planned.as_ref().ok());
    let named = |at: usize, case: &Case| match at {
        0 => worded(language, "as it is", "现状"),
        _ => case.id.clone(),
    };
    for (at, case) in cases.iter().enumerate() {
        let plan = match &case.planned {
            Ok(plan) => plan,
            Err(why) => {
                text += &format!(
                    "{}  {}: {}\n",
                    named(at, case),
                    worded(language, "no roster", "没有可用的班表"),
                    why.why.join("; ")
                );
                continue;
            }
        };
        let cost = &plan.audit.cost;
        let change = first.map_or("-".to_owned(), |first| {
            let by = cost.total.0 - first.audit.cost.total.0;
            format!("{:+.2}", by as f64 / 100.0)
        });
        let waits = plan.audit.waits.as_ref();
        let met = waits.map_or("-".to_owned(), |verdict| {
            let promises = verdict.promises.len();
            format!("{}/{promises}", promises - verdict.missed().count())
        });
        text += &line([
            named(at, case),
            cost.total.to_string(),
            plan.bound.to_string(),
            change,
            format!("{:.2} %", 100.0 * report::relative_gap(cost, plan.bound)),
            format!("{:.1}", work_minutes(plan) as f64 / 60.0),
            met,
            (plan.audit.gaps.len() + plan.audit.shift_gaps.len()).to_string(),
        ]);
    }
    text += "\n";
    for (at, case) in cases.iter().enumerate() {
        text += &match at {
            0 => format!("{}\n", named(at, case)),
            _ => format!("{}: {}\n", case.id, case.title),
        };
        for warning in case.planned.iter().flat_map(|plan| &plan.needs.warnings) {
            text += &format!("  {warning}\n");
        }
        let waits = case.planned.iter().flat_map(|plan| &plan.audit.waits);
        for class in waits.flat_map(|verdict| verdict.by_class()) {
            text += &format!(
                "  {}\n",
                report::class_waits(&case.instance, &class, language)
            );
        }
    }
    text
}
