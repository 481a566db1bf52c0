//! `paiban law evidence`: whether standard hours cover the demand of an instance.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use crate::domain::Instance;
use crate::milp::StopSignal;
use crate::planner::{Answer, Evidence, PlanOptions, evidence};
use crate::report::{self, EvidencePage};
use crate::units::Minutes;

use super::{BAD_INPUT, DONE, FOUND, NO_ROSTER, input};

/// What to ask about, and where to put the answer.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The instance file. 算例文件
    instance: PathBuf,
    /// Longest time, as 60s, 5m or 500ms.
    #[arg(long, value_parser = super::solve::duration)]
    time_limit: Option<Duration>,
    /// Write the answer as a printable page to this file.
    #[arg(long, value_name = "PAGE.html")]
    out: Option<PathBuf>,
    /// Print one JSON object instead of the text.
    #[arg(long)]
    json: bool,
}

/// Plans under standard hours, and says what that shows.
///
/// Exit codes: 0 standard hours cover the demand, 1 they do not or it stays open, 3 there is no legal roster.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    input::writable([&arguments.instance], &arguments.out)?;
    let Some(instance) = input::instance(&arguments.instance, None)? else {
        return Ok(BAD_INPUT);
    };
    let options = PlanOptions {
        time_limit: (arguments.time_limit).or(PlanOptions::default().time_limit),
        ..PlanOptions::default()
    };
    let found = match evidence(&instance, &options, &StopSignal::new()) {
        Ok(found) => found,
        Err(findings) => {
            input::refuse(&arguments.instance, &findings);
            return Ok(BAD_INPUT);
        }
    };
    let answer = found.answer();
    let (en, zh) = words(&found, answer);
    if let Some(path) = &arguments.out {
        input::write(path, page(&instance, &found, (en.clone(), zh.clone())))?;
    }
    if arguments.json {
        input::print(&format!("{}\n", object(&instance, &found, answer)));
    } else {
        input::print(&format!("{zh}\n{en}\n"));
        if let Ok(plan) = &found.plan {
            input::print(&report::text(&plan.sheet(&found.instance)));
        }
    }
    Ok(match answer {
        Answer::Covers => DONE,
        Answer::FallsShort(_) | Answer::Open => FOUND,
        Answer::NoRoster => NO_ROSTER,
    })
}

fn page(instance: &Instance, found: &Evidence, answer: (String, String)) -> String {
    let title = [&instance.title, &instance.id]
        .into_iter()
        .find(|title| !title.is_empty());
    let why = found.plan.as_ref().err().map(|none| none.why.as_slice());
    report::evidence_html(&EvidencePage {
        sheet: found
            .plan
            .as_ref()
            .ok()
            .map(|plan| plan.sheet(&found.instance)),
        title: title.map_or("", |title| title.as_str()),
        input_sha256: &instance.input_sha256,
        converted: &found.converted,
        answer,
        why: why.unwrap_or_default(),
    })
}

/// The answer in a sentence of each language.
fn words(found: &Evidence, answer: Answer) -> (String, String) {
    let missing = found.missing();
    match answer {
        Answer::Covers => (
            "Yes: standard hours cover this demand with this staff. The roster below is legal and leaves no gap, so other hours are not needed for it.".to_owned(),
            "能：现有人员按标准工时即可满足需求。下面的班表合法且没有缺口，因此这一需求不需要特殊工时。".to_owned(),
        ),
        Answer::FallsShort(least) => (
            format!("No: under standard hours every legal roster of this staff lacks at least {least} head-hours; the best one found lacks {missing}."),
            format!("不能：现有人员按标准工时，任何合法班表至少缺 {least} 人时；所得最好的班表缺 {missing} 人时。"),
        ),
        Answer::Open => (
            format!("Open: the best roster found lacks {missing} head-hours, and it is not proven that none lacks less. Allow more time."),
            format!("尚无定论：所得最好的班表缺 {missing} 人时，但尚未证明不存在缺口更少的班表。请给更多时间。"),
        ),
        Answer::NoRoster => (
            "There is no legal roster under standard hours, or none was found; the reasons follow.".to_owned(),
            "按标准工时没有合法班表，或尚未找到；原因如下。".to_owned(),
        ),
    }
}

fn object(instance: &Instance, found: &Evidence, answer: Answer) -> serde_json::Value {
    let (name, least) = match answer {
        Answer::Covers => ("covers", Some(Minutes(0))),
        Answer::FallsShort(least) => ("falls_short", Some(least)),
        Answer::Open => ("open", Some(Minutes(0))),
        Answer::NoRoster => ("no_roster", None),
    };
    let horizon = &found.instance.horizon;
    let plan = found.plan.as_ref();
    let gaps: Vec<_> = (plan.iter().flat_map(|plan| &plan.audit.gaps))
        .map(|gap| {
            let (date, _) = horizon.local(gap.start);
            json!({
                "hall": found.instance.halls[gap.hall.0].id, "date": date.to_string(),
                "start": horizon.clock(gap.start, date).to_string(),
                "end": horizon.clock(gap.end, date).to_string(),
                "needed": gap.needed, "missing": gap.missing,
            })
        })
        .collect();
    json!({
        "answer": name,
        "least_missing_minutes": least.map(|minutes| minutes.0),
        "missing_minutes": plan.is_ok().then(|| found.missing().0),
        "contracts_under_standard_hours": found.converted,
        "gaps": gaps,
        "why": plan.err().map(|none| none.why.clone()),
        "seconds": plan.ok().map(|plan| plan.seconds),
        "input_sha256": instance.input_sha256,
    })
}
