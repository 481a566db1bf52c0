//! `paiban check`: the judge alone, for a roster of any origin.

use serde_json::json;

use crate::checker::Severity;

use super::claimed::Files;
use super::{BAD_INPUT, DONE, FOUND, input};

/// What to judge, against which problem.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    files: Files,
    /// Print one JSON object instead of the text.
    #[arg(long)]
    json: bool,
}

/// Audits and prints.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Some(read) = arguments.files.read()? else {
        return Ok(BAD_INPUT);
    };
    let (claimed, audit) = (&read.claimed, &read.audit);
    let cost = audit.cost.total;
    let differs = claimed.cost.is_some_and(|claimed| claimed != cost);
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
