//! What is left uncovered.

use super::Sheet;
use super::day_plan::served_id;
use super::page::Page;
use super::roster::weekday;
use crate::units::Minutes;

/// Most gaps that are listed one by one.
const LISTED_MAX: usize = 200;

pub(super) fn write(sheet: &Sheet<'_>, page: &mut Page) {
    page.section("Gaps", "缺口");
    let (instance, audit) = (sheet.instance, sheet.audit);
    let mut lines = Vec::new();
    for gap in &audit.gaps {
        let (date, _) = instance.horizon.local(gap.start);
        let (en, zh) = weekday(date);
        lines.push(format!(
            "{date} {en}{zh} {}-{}  {} {}  {} of {} missing 缺 {} 人（需 {}）",
            instance.horizon.clock(gap.start, date),
            instance.horizon.clock(gap.end, date),
            instance.halls[gap.hall.0].id,
            served_id(instance, gap.hall, gap.served),
            gap.missing,
            gap.needed,
            gap.missing,
            gap.needed,
        ));
    }
    for gap in &audit.shift_gaps {
        let (en, zh) = weekday(gap.date);
        lines.push(format!(
            "{} {en}{zh} shift 班次 {}  {}  {} of {} missing 缺 {} 人（需 {}）",
            gap.date,
            instance.templates[gap.template.0].id,
            instance.halls[gap.hall.0].id,
            gap.missing,
            gap.needed,
            gap.missing,
            gap.needed,
        ));
    }
    if lines.is_empty() {
        page.line("none 无");
        return;
    }
    for line in lines.iter().take(LISTED_MAX) {
        page.line(line);
    }
    if lines.len() > LISTED_MAX {
        let more = lines.len() - LISTED_MAX;
        page.line(&format!("... and {more} more 另有 {more} 条"));
    }
    let missing: Minutes = audit.gaps.iter().map(|gap| gap.head_minutes()).sum();
    page.line(&format!("Head-hours missing 缺口合计人时: {missing}"));
}
