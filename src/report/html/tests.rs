use super::{HALL_DAYS_MAX, HALLS_MAX, PATIENCE, SESSIONS_MAX, gaps};
use crate::checker::audit;
use crate::demand::requirements;
use crate::domain::{Instance, Problem};
use crate::formats::{read_instance, write_instance};
use crate::report::closing::{GAPS_MAX, TRIES_MAX};
use crate::report::{Language, Sheet, Standing, html, seen_waits, wall_sheets};
use crate::roster::{Activity, Roster};
use crate::units::Money;

const TINY: &str = include_str!("../../../instances/tiny/one-shift.json");

/// The tiny hall with every text replaced by markup, and nobody at work.
fn hostile() -> Instance {
    let mut problem: Problem = (*read_instance(TINY).expect("an instance")).clone();
    let evil = "</span><script>alert(1)</script><svg onload=alert(2)>\"'&";
    problem.title = evil.to_owned();
    for hall in &mut problem.halls {
        hall.name = evil.to_owned();
        for queue in &mut hall.queues {
            queue.name = evil.to_owned();
        }
    }
    for person in &mut problem.employees {
        person.name = evil.to_owned();
    }
    for template in &mut problem.templates {
        template.name = evil.to_owned();
    }
    let instance = Instance::new(problem).expect("names may be anything");
    read_instance(&write_instance(&instance)).expect("there and back")
}

fn pages(instance: &Instance) -> Vec<String> {
    let rest = vec![Activity::Rest; instance.horizon.day_count];
    let roster = Roster {
        days: vec![rest; instance.employees.len()],
    };
    let mut needs = requirements(instance);
    needs.warnings.push("<b>warning</b>".to_owned());
    let audit = audit(instance, &needs.needs, &roster);
    assert!(audit.is_clean(), "{:?}", audit.findings);
    let sheet = Sheet {
        instance,
        needs: &needs,
        roster: &roster,
        audit: &audit,
        standing: Standing::Stopped,
        bound: Money::ZERO,
        seed: 0,
    };
    let mut pages = vec![html(&sheet, &seen_waits(&sheet), Language::English)];
    let sheets = wall_sheets(&sheet, "<i>1</i>", Language::Chinese);
    pages.extend(sheets.into_iter().map(|(_, page)| page));
    pages
}

#[test]
fn names_cannot_become_markup() {
    for page in pages(&hostile()) {
        assert!(page.contains("&lt;script&gt;alert(1)"));
        for wrong in ["<script", "<svg onload", "<b>warning", "<i>1</i>"] {
            assert!(!page.contains(wrong), "{wrong}");
        }
    }
}

#[test]
fn a_page_needs_no_network_and_forbids_scripts() {
    for page in pages(&read_instance(TINY).expect("an instance")) {
        assert!(page.contains("default-src 'none'"));
        for outside in ["http://", "https://", "url(", "@import", "src="] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}

#[test]
fn both_languages_stand_in_the_page_and_one_is_chosen() {
    let pages = pages(&read_instance(TINY).expect("an instance"));
    let report = &pages[0];
    assert!(report.contains("id=\"en\" checked") && !report.contains("id=\"zh\" checked"));
    assert!(report.contains("Gaps, and what would close them") && report.contains("缺口与补法"));
    assert!(pages[1].contains("id=\"zh\" checked"));
}

#[test]
fn every_figure_that_was_asked_for_has_its_section() {
    let pages = pages(&read_instance(TINY).expect("an instance"));
    for id in [
        "heads", "waits", "gaps", "roster", "people", "comp", "cost", "audit",
    ] {
        assert!(pages[0].contains(&format!("<section id=\"{id}\">")), "{id}");
    }
}

#[test]
fn the_pages_about_the_report_name_its_limits() {
    let minutes = PATIENCE.as_secs() / 60;
    let english = [
        format!(
            "At most {SESSIONS_MAX} queues times days are worked out, none begun after {minutes} minutes"
        ),
        format!("{HALLS_MAX} halls are drawn, {HALL_DAYS_MAX} halls times days"),
        format!("{GAPS_MAX} gaps and {TRIES_MAX} tries at most"),
        format!("{} lines of gaps", gaps::LISTED_MAX),
    ];
    let chinese = [
        format!("最多计算 {SESSIONS_MAX} 个队列日，{minutes} 分钟后不再开始新的计算"),
        format!("最多绘制 {HALLS_MAX} 个营业厅、{HALL_DAYS_MAX} 个营业厅日"),
        format!("最多 {GAPS_MAX} 处缺口、{TRIES_MAX} 次尝试"),
        format!("最多列出 {} 行", gaps::LISTED_MAX),
    ];
    let pages = [
        (include_str!("../../../docs/report.md"), english),
        (include_str!("../../../docs/report.zh-CN.md"), chinese),
    ];
    for (page, limits) in pages {
        // Lines break anywhere in English, and inside words in Chinese.
        let flat = |text: &str| text.split_whitespace().collect::<String>();
        for limit in limits {
            assert!(flat(page).contains(&flat(&limit)), "{limit}");
        }
    }
}
