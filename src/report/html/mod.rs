//! The report to look at: one file without a network, in Chinese and English, for a phone, a desk and paper.
//!
//! Both languages stand in the page; two radio buttons and the style sheet show one of them, on paper too. There is no
//! script, and the page forbids any.

mod audit;
mod cell;
mod comp;
mod day_panel;
mod gaps;
mod grid;
mod heads;
mod people;
mod price;
mod summary;
mod svg;
#[cfg(test)]
mod tests;
mod tongue;
mod waits;
mod wall;

use std::time::{Duration, Instant};

pub use tongue::Language;
pub(super) use tongue::escape;
pub use tongue::worded;
pub use wall::{file_name, wall_sheets};

use super::closing::{Closing, closings};
use super::{Sheet, roster::name};
use crate::checker::{SeenWaits, WaitJudge};
use crate::domain::HallIx;

use tongue::{Words, both};

/// Most halls that a page draws, and most halls times days; one hall is always drawn.
const HALLS_MAX: usize = 30;
const HALL_DAYS_MAX: usize = 900;

/// Most queues times days whose waits are worked out.
const SESSIONS_MAX: usize = 400;

/// No further one is begun after this time: long lines take the chain tens of seconds each.
const PATIENCE: Duration = Duration::from_secs(180);

const STYLE: &str = include_str!("style.css");

/// Everything that a page tells.
struct Page<'a> {
    sheet: &'a Sheet<'a>,
    waits: &'a SeenWaits,
    closings: Vec<Closing>,
}

impl Page<'_> {
    /// The halls that are drawn.
    fn halls(&self) -> impl Iterator<Item = HallIx> + use<> {
        let instance = self.sheet.instance;
        let room = HALL_DAYS_MAX / instance.horizon.day_count.max(1);
        let drawn = room.clamp(1, HALLS_MAX).min(instance.halls.len());
        (0..drawn).map(HallIx)
    }

    /// A hall's name, where there are several.
    fn hall_heading(&self, hall: HallIx) -> String {
        if self.sheet.instance.halls.len() == 1 {
            return String::new();
        }
        let site = &self.sheet.instance.halls[hall.0];
        format!("<h3>{}</h3>", escape(&name(&site.name, &site.id)))
    }
}

/// The waits of a roster for [`html`]: what its audit says of promises is taken over, the rest is judged here.
///
/// That takes up to a second or two for each queue and day. Nothing is told of a roster that the checker refused.
pub fn seen_waits(sheet: &Sheet<'_>) -> SeenWaits {
    if !sheet.audit.is_clean() {
        return SeenWaits::default();
    }
    let begun = Instant::now();
    let late = |seen| seen == SESSIONS_MAX || begun.elapsed() > PATIENCE;
    WaitJudge::of_all(sheet.instance).seen(sheet.roster, sheet.audit.waits.as_ref(), 0, &late)
}

/// The report as one HTML file that opens in `language`, with its waits from [`seen_waits`].
///
/// A roster that the checker refused is not shown: the page then holds the reasons only.
pub fn html(sheet: &Sheet<'_>, waits: &SeenWaits, language: Language) -> String {
    let clean = sheet.audit.is_clean();
    let closings = match clean {
        true => closings(sheet),
        false => Vec::new(),
    };
    let page = Page {
        sheet,
        waits,
        closings,
    };
    let mut body = summary::section(&page);
    if clean {
        body.push_str(&section(
            "heads",
            ("Heads against need", "在岗与需求"),
            &heads::section(&page),
        ));
        body.push_str(&section(
            "waits",
            ("Waits against target", "等待与目标"),
            &waits::section(&page),
        ));
        body.push_str(&section(
            "gaps",
            ("Gaps, and what would close them", "缺口与补法"),
            &gaps::section(&page),
        ));
        body.push_str(&section(
            "roster",
            ("Roster", "班表"),
            &grid::section(&page),
        ));
        body.push_str(&section(
            "people",
            ("Hours and fairness", "工时与公平"),
            &people::section(&page),
        ));
        body.push_str(&section(
            "comp",
            ("Comp days", "补休"),
            &comp::section(&page),
        ));
        body.push_str(&section(
            "cost",
            ("Cost and proof", "成本与证明"),
            &price::section(&page),
        ));
    }
    body.push_str(&section("audit", ("Audit", "核查"), &audit::section(&page)));
    document(&sheet.instance.title, STYLE, language, &body)
}

fn section(id: &str, (en, zh): Words, body: &str) -> String {
    format!(
        "<section id=\"{id}\"><h2>{}</h2>{body}</section>",
        both(en, zh)
    )
}

/// A page with the switch between its languages.
fn document(title: &str, style: &str, language: Language, body: &str) -> String {
    let checked = |wanted: Language| if wanted == language { " checked" } else { "" };
    let body = format!(
        "<input type=\"radio\" name=\"language\" id=\"zh\"{}><input type=\"radio\" name=\"language\" id=\"en\"{}>\
         <div class=\"switch\"><label for=\"zh\">中文</label><label for=\"en\">English</label></div>\n\
         <main>{body}</main>",
        checked(Language::Chinese),
        checked(Language::English),
    );
    file(title, style, &body)
}

/// A page in one file that needs no network and forbids scripts.
pub(super) fn file(title: &str, style: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{}</title><style>{style}</style></head><body>\n{body}</body></html>\n",
        escape(title),
    )
}
