//! The audit: every rule the roster was judged by, with its article, and what the judge has to say.

use std::collections::BTreeMap;

use super::Page;
use super::tongue::{both, escape, more};
use crate::checker::{AuditFinding, Severity};
use crate::law::{RuleRecord, words};

/// Most findings of a kind that are listed.
const LISTED_MAX: usize = 100;

pub(super) fn section(page: &Page<'_>) -> String {
    let mut html = verdict(page);
    html.push_str(&findings(page, Severity::Violation, "Violations", "违规"));
    html.push_str(&rules(page));
    html.push_str(&findings(page, Severity::Notice, "Notices", "提示"));
    if !page.sheet.needs.warnings.is_empty() {
        html.push_str(&format!(
            "<h3>{}</h3><ul class=\"small\">",
            both("About the input", "关于输入")
        ));
        for warning in &page.sheet.needs.warnings {
            html.push_str(&format!("<li>{}</li>", escape(warning)));
        }
        html.push_str("</ul>");
    }
    html
}

fn verdict(page: &Page<'_>) -> String {
    let violations = page.sheet.audit.violations().count();
    let (class, en, zh) = match violations {
        0 => (
            "good",
            "Every hard rule is kept. The judge worked everything out again and does not know how the roster was found."
                .to_owned(),
            "全部硬性规则均已遵守。核查程序独立重新计算，不知道班表是如何得出的。".to_owned(),
        ),
        n => (
            "bad",
            format!("Violations: {n}. This roster must not be used."),
            format!("{n} 处违规：本班表不可使用。"),
        ),
    };
    format!("<p class=\"{class}\">{}</p>", both(&en, &zh))
}

fn findings(page: &Page<'_>, severity: Severity, en: &str, zh: &str) -> String {
    let found = page.sheet.audit.findings.iter();
    let found: Vec<&AuditFinding> = found.filter(|f| f.severity == severity).collect();
    if found.is_empty() {
        return String::new();
    }
    let mut html = format!(
        "<h3>{} ({})</h3><ul class=\"small\">",
        both(en, zh),
        found.len()
    );
    for finding in found.iter().take(LISTED_MAX) {
        html.push_str(&format!("<li>{}</li>", both(&finding.en, &finding.zh)));
    }
    html.push_str("</ul>");
    html + &more(found.len(), LISTED_MAX)
}

/// Every rule of every contract, each once.
fn rules(page: &Page<'_>) -> String {
    let sheet = page.sheet;
    let contracts = sheet.instance.contracts.iter();
    let all: BTreeMap<&str, &RuleRecord> = contracts
        .flat_map(|contract| &contract.rules)
        .map(|rule| (rule.id.as_str(), rule))
        .collect();
    if all.is_empty() {
        return String::new();
    }
    let mut html = format!(
        "<h3>{} ({})</h3><ul class=\"rules\">",
        both("Rules it was judged by", "核查所依据的规则"),
        all.len()
    );
    for rule in all.values() {
        html.push_str(&row(page, rule));
    }
    html.push_str("</ul>");
    html
}

fn row(page: &Page<'_>, rule: &RuleRecord) -> String {
    let about = |severity: Severity| {
        let found = page.sheet.audit.findings.iter();
        let ours =
            found.filter(|f| f.severity == severity && f.rule_id.as_deref() == Some(&rule.id));
        ours.count()
    };
    let (violations, notices) = (about(Severity::Violation), about(Severity::Notice));
    let mark = match (violations, notices) {
        (0, 0) => "<b class=\"good\">✓</b>".to_owned(),
        (0, n) => format!("<b class=\"notice\">✓ {n}</b>"),
        (n, _) => format!("<b class=\"bad\">✗ {n}</b>"),
    };
    let (said, basis) = (words::sentence(rule), words::basis_words(rule));
    format!(
        "<li>{mark} {}<br><span class=\"small\">{} · {} · {}</span></li>",
        both(&said.en, &said.zh),
        escape(&rule.source.law),
        escape(&rule.id),
        both(&basis.en, &basis.zh),
    )
}
