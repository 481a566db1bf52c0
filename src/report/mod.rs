//! What people read: a roster with its proof, its coverage, its price and what it owes.
//!
//! [`text`] writes a page for a terminal, headings in English and Chinese side by side, about 160 columns wide; [`html`] a
//! page to look at, with drawings; [`wall_sheets`] one sheet of paper for each hall and week. The distances between cost and bound are worked out here and nowhere else.

mod changes;
mod closing;
mod comp;
mod coverage;
mod day_plan;
mod distance;
mod evidence;
mod gaps;
mod heading;
mod html;
mod notes;
mod page;
mod price;
mod roster;
#[cfg(test)]
mod tests;
mod waits;
mod width;

pub use changes::{change_words, changes_text};
pub use distance::{gap, relative_distance, relative_gap, relative_gap_without_constant};
pub use evidence::{EvidencePage, evidence_html};
pub use html::{Language, file_name, html, seen_waits, wall_sheets, worded};
pub use waits::{class_waits, told_waits, waits};
pub use width::{clip, display_width, pad};

use crate::checker::Audit;
use crate::demand::Requirements;
use crate::domain::Instance;
use crate::roster::Roster;
use crate::units::Money;

use page::Page;

/// A roster with everything that is printed beside it.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// The problem.
    pub instance: &'a Instance,
    /// The heads asked for, and what people should know about the input.
    pub needs: &'a Requirements,
    /// The answer.
    pub roster: &'a Roster,
    /// What the checker says of that answer.
    pub audit: &'a Audit,
    /// How planning ended.
    pub standing: Standing,
    /// No legal roster costs less.
    pub bound: Money,
    /// Seed of the search.
    pub seed: u32,
}

/// How planning ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Cost and bound are as close as was asked.
    Proven,
    /// The limit came first.
    Stopped,
}

/// The whole sheet as text, lines ending in a line feed.
///
/// A roster that the checker refused is not shown: the sheet then holds the reasons only.
pub fn text(sheet: &Sheet<'_>) -> String {
    let mut page = Page::default();
    heading::write(sheet, &mut page);
    if sheet.audit.is_clean() {
        roster::write(sheet, &mut page);
        day_plan::write(sheet, &mut page);
        coverage::write(sheet, &mut page);
        waits::write(sheet, &mut page);
        gaps::write(sheet, &mut page);
        comp::write(sheet, &mut page);
        price::write(sheet, &mut page);
    }
    notes::write(sheet, &mut page);
    page.finish()
}
