//! `paiban diff`: what changed between two rosters, and for whom.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::domain::Instance;
use crate::formats;
use crate::report::{change_words, changes_text};
use crate::roster::{self, Activity, Change};

use super::solve::Family;
use super::{BAD_INPUT, DONE, input};

/// Which two rosters of which instance.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The instance file. 算例文件
    instance: PathBuf,
    /// The older roster; the instance may have changed since. 原班表
    old: PathBuf,
    /// The newer roster. 新班表
    new: PathBuf,
    /// The instance file's family; told from its contents when left out.
    #[arg(long, value_enum)]
    format: Option<Family>,
    /// Print one JSON object instead of the text.
    #[arg(long)]
    json: bool,
}

/// Compares and prints.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let family = arguments.format.map(Family::format);
    let Some(instance) = input::instance(&arguments.instance, family)? else {
        return Ok(BAD_INPUT);
    };
    let read = |path| {
        input::read(path, |_, bytes| {
            formats::read_earlier_roster(&instance, bytes)
        })
    };
    let (old, new) = (read(&arguments.old)?, read(&arguments.new)?);
    let (Some(old), Some(new)) = (old, new) else {
        return Ok(BAD_INPUT);
    };
    let changes = roster::diff(&old.roster, &new.roster);
    if arguments.json {
        let changes: Vec<Value> = changes
            .iter()
            .map(|change| object(&instance, change))
            .collect();
        input::print(&format!("{}\n", json!({ "changes": changes })));
    } else {
        input::print(&changes_text(&instance, &changes));
    }
    Ok(DONE)
}

fn object(instance: &Instance, change: &Change) -> Value {
    let (en, zh) = change_words(instance, change);
    json!({
        "employee": instance.employees[change.employee.0].id,
        "date": instance.horizon.date(change.day as i64).to_string(),
        "kind": change.kind.name(),
        "before": day(instance, change, &change.before),
        "after": day(instance, change, &change.after),
        "en": en, "zh": zh,
    })
}

fn day(instance: &Instance, change: &Change, activity: &Activity) -> Value {
    let date = instance.horizon.date(change.day as i64);
    match activity {
        Activity::Duty(duty) => json!({
            "activity": "duty",
            "hall": instance.halls[duty.hall.0].id,
            "shift_template": instance.templates[duty.template.0].id,
            "start": instance.horizon.clock(duty.start, date),
            "end": instance.horizon.clock(duty.end, date),
        }),
        Activity::Rest => json!({ "activity": "rest" }),
        Activity::Leave => json!({ "activity": "leave" }),
        Activity::Training(_) => json!({ "activity": "training" }),
        Activity::CompDay(length) => json!({ "activity": "comp_day", "minutes": length.0 }),
    }
}
