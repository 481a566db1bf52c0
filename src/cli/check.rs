//! `paiban check`: the judge alone, for a roster of any origin.

use serde_json::json;

use crate::checker::Severity;

use crate::planner::WaitRule;
use crate::report;

use super::claimed::Files;
use super::solve::Waits;
use super::{BAD_INPUT, DONE, FOUND, input, verdict};

/// What to judge, against which problem.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    files: Files,
    /// How wait targets are judged; as the file says it was done, `stationary` where it says nothing.
    #[arg(long, value_enum)]
    waits: Option<Waits>,
    /// Print one JSON object instead of the text.
    #[arg(long)]
    json: bool,
}

/// Audits and prints.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let asked = arguments.waits.map(Waits::rule);
    let Some(read) = arguments.files.read_judged(asked)? else {
        return Ok(BAD_INPUT);
    };
    let (instance, claimed, audit) = (&read.instance, &read.claimed, &read.audit);
    let claimed_rule = WaitRule::of(claimed.waits_judged);
    let rule = asked.unwrap_or(claimed_rule);
    let cost = audit.cost.total;
    // Costs with and without waits are different things.
    let differs = rule == claimed_rule && claimed.cost.is_some_and(|claimed| claimed != cost);
    let clean = audit.is_clean() && !differs;
    if arguments.json {
        let findings: Vec<_> = audit
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "code": finding.code,
                    "severity": match finding.severity {
                        Severity::Violation => "violation",
                        Severity::Notice => "notice",
                    },
                    "rule": finding.rule_id, "article": finding.article,
                    "en": finding.en, "zh": finding.zh,
                })
            })
            .collect();
        let object = json!({
            "clean": clean, "cost": cost.0, "claimed_cost": claimed.cost.map(|c| c.0),
            "findings": findings, "gaps": audit.gaps.len() + audit.shift_gaps.len(),
            "waits": audit.waits.as_ref().map(|verdict| verdict::object(instance, verdict)),
        });
        input::print(&format!("{object}\n"));
    } else {
        let mut text = String::new();
        for finding in &audit.findings {
            let mark = match finding.severity {
                Severity::Violation => "✗",
                Severity::Notice => "·",
            };
            text.push_str(&format!(
                "{mark} {}: {}\n  {}\n",
                finding.code, finding.en, finding.zh
            ));
        }
        if let Some(claimed) = claimed.cost.filter(|_| differs) {
            text.push_str(&format!(
                "✗ cost: the roster claims {claimed}, the audit finds {cost} 班表所称成本与核查不符\n"
            ));
        }
        if let Some(verdict) = &audit.waits {
            text.push_str(&report::waits(instance, verdict));
        }
        let verdict = if clean {
            "legal and complete 合法完整"
        } else {
            "refused 不可用"
        };
        text.push_str(&format!("{verdict}: cost 成本 {cost}\n"));
        input::print(&text);
    }
    Ok(if clean { DONE } else { FOUND })
}
