//! What the checker and the input's reader want people to know.

use super::Sheet;
use super::page::Page;
use crate::checker::AuditFinding;

/// Most findings of a kind that are listed.
const LISTED_MAX: usize = 200;

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    let violations: Vec<_> = sheet.audit.violations().collect();
    if !violations.is_empty() {
        page.section("Violations", "违规");
        list(&violations, page);
    }
    page.section("Notices", "提示");
    let notices: Vec<_> = sheet.audit.notices().collect();
    if notices.is_empty() && sheet.needs.warnings.is_empty() {
        page.line("none 无");
    }
    list(&notices, page);
    for warning in &sheet.needs.warnings {
        page.line(&format!("- {warning}"));
    }
}

fn list(findings: &[&AuditFinding], page: &mut Page) {
    for finding in findings.iter().take(LISTED_MAX) {
        page.line(&format!("- {}: {}", finding.code, finding.en));
        page.line(&format!("  {}", finding.zh));
    }
    if findings.len() > LISTED_MAX {
        let more = findings.len() - LISTED_MAX;
        page.line(&format!("... and {more} more 另有 {more} 条"));
    }
}
