//! The shapes of a vectors file and their translation into what is judged.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::event_input::{
    ChangeInput, CompInput, CompWorkInput, CoverInput, ListedInput, OfferInput, PublicationInput,
    RedeemInput,
};
use crate::law::{
    CompLot, Counters, DayCalendar, Events, History, Person, ShiftBreak, Span, WindowMinutes,
    WorkShift,
};

/// One vector as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VectorInput {
    pub id: String,
    pub kind: String,
    #[serde(default, rename = "desc")]
    pub _description: String,
    #[serde(default)]
    pub law: Vec<String>,
    #[serde(default)]
    pub params: Value,
    /// Id of the pack whose record is tried, instead of parameters.
    pub pack: Option<String>,
    /// Id of that record.
    pub record: Option<String>,
    /// Reaching the limit already breaks the rule.
    #[serde(default)]
    pub inclusive: bool,
    pub timezone: String,
    pub horizon: HorizonInput,
    #[serde(default)]
    pub shifts: Vec<ShiftInput>,
    #[serde(default)]
    pub history: HistoryInput,
    #[serde(default)]
    pub person: Person,
    #[serde(default)]
    pub calendar: CalendarInput,
    #[serde(default)]
    pub comp: CompInput,
    #[serde(default)]
    pub publication: PublicationInput,
    #[serde(default)]
    pub changes: Vec<ChangeInput>,
    #[serde(default)]
    pub published: Vec<ListedInput>,
    #[serde(default)]
    pub current: Vec<ListedInput>,
    #[serde(default)]
    pub offers: Vec<OfferInput>,
    #[serde(default)]
    pub cover: Vec<CoverInput>,
    pub expected: Expected,
}

impl VectorInput {
    pub fn events(&self) -> Events {
        Events {
            published_at: self.publication.published_at.map(|at| at.0),
            changes: self.changes.iter().map(ChangeInput::change).collect(),
            published: self.published.iter().map(ListedInput::listed).collect(),
            current: self.current.iter().map(ListedInput::listed).collect(),
            offers: self.offers.iter().map(OfferInput::offer).collect(),
            comp_work: self.comp.work.iter().map(CompWorkInput::work).collect(),
            comp_redemptions: self
                .comp
                .redeem
                .iter()
                .map(RedeemInput::redemption)
                .collect(),
            substitute_rest_days: self.comp.rest.clone(),
            cover: self.cover.iter().map(CoverInput::count).collect(),
        }
    }
}

/// What a vector expects; a list that is not given is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    pub violations: Vec<ExpectedViolation>,
    #[serde(default)]
    pub measured: Vec<ExpectedMeasured>,
    pub premiums: Option<Vec<ExpectedPremium>>,
    pub penalty: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectedViolation {
    pub rule: String,
    pub code: Option<String>,
    pub measured: i64,
    pub limit: i64,
    #[serde(rename = "where")]
    pub place: String,
    pub unit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectedMeasured {
    #[serde(rename = "where")]
    pub place: String,
    pub value: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectedPremium {
    pub class: String,
    #[serde(default)]
    pub minutes: i64,
    #[serde(default)]
    pub factor_pct: i64,
    pub amount: Option<i64>,
    #[serde(rename = "where")]
    pub place: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HorizonInput {
    pub start: NaiveDate,
    pub end: NaiveDate,
}

/// The calendar; half-day holidays become days with a mark.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CalendarInput {
    rest_days: BTreeSet<NaiveDate>,
    statutory_holidays: BTreeSet<NaiveDate>,
    partial_holidays: BTreeSet<NaiveDate>,
    flags: BTreeMap<String, BTreeSet<NaiveDate>>,
}

impl CalendarInput {
    pub fn calendar(&self) -> DayCalendar {
        let mut flags = self.flags.clone();
        if !self.partial_holidays.is_empty() {
            flags.insert("partial_holiday".to_owned(), self.partial_holidays.clone());
        }
        DayCalendar {
            rest_days: self.rest_days.clone(),
            statutory_holidays: self.statutory_holidays.clone(),
            flags,
        }
    }
}

/// An instant as RFC 3339, seconds optional; kept as minutes since the epoch.
#[derive(Clone, Copy)]
pub(super) struct Instant(pub i64);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        let text = String::deserialize(deserializer)?;
        let instant = DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M%:z")
            .or_else(|_| DateTime::parse_from_rfc3339(&text))
            .map_err(|_| de::Error::custom(format!("`{text}` is not an instant with an offset")))?;
        Ok(Instant(instant.timestamp().div_euclid(60)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShiftInput {
    #[serde(default)]
    id: String,
    start: Instant,
    end: Instant,
    #[serde(default)]
    breaks: Vec<BreakInput>,
    #[serde(default, rename = "type")]
    shift_type: Option<String>,
    #[serde(default)]
    skill: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    consent: bool,
    #[serde(default)]
    compensated: bool,
    #[serde(default)]
    hall: Option<String>,
    #[serde(default)]
    exemption_reason: Option<String>,
}

impl ShiftInput {
    pub fn shift(&self) -> WorkShift {
        WorkShift {
            id: self.id.clone(),
            span: Span::new(self.start.0, self.end.0),
            breaks: self.breaks.iter().map(BreakInput::pause).collect(),
            shift_type: self.shift_type.clone(),
            skill: self.skill.clone(),
            tags: self.tags.clone(),
            consent: self.consent,
            compensated: self.compensated,
            hall: self.hall.clone(),
            exemption_reason: self.exemption_reason.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BreakInput {
    start: Instant,
    end: Instant,
    #[serde(default)]
    paid: bool,
    #[serde(default)]
    purpose: Option<String>,
}

impl BreakInput {
    fn pause(&self) -> ShiftBreak {
        let span = Span::new(self.start.0, self.end.0);
        ShiftBreak {
            span,
            paid: self.paid,
            purpose: self.purpose.clone(),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct HistoryInput {
    shifts: Vec<ShiftInput>,
    minutes_by_window: BTreeMap<String, i64>,
    ot_minutes_by_window: BTreeMap<String, i64>,
    reference_minutes: Option<i64>,
    neutral_days: i64,
    neutral_werktage: i64,
    counters: Counters,
    comp_lots: Vec<CompLot>,
    comp_balance_min: i64,
}

impl HistoryInput {
    /// The history, or the window key that is not a pair of dates.
    pub fn history(&self) -> Result<History, String> {
        Ok(History {
            shifts: self.shifts.iter().map(ShiftInput::shift).collect(),
            minutes_by_window: windows(&self.minutes_by_window)?,
            ot_minutes_by_window: windows(&self.ot_minutes_by_window)?,
            reference_minutes: self.reference_minutes,
            neutral_days: self.neutral_days,
            neutral_werktage: self.neutral_werktage,
            counters: self.counters,
            comp_lots: self.comp_lots.clone(),
            comp_balance_min: self.comp_balance_min,
        })
    }
}

fn windows(by_key: &BTreeMap<String, i64>) -> Result<Vec<WindowMinutes>, String> {
    let window = |(key, minutes): (&String, &i64)| {
        let dates = key.split_once('/').and_then(|(from, to)| {
            Some((
                from.parse::<NaiveDate>().ok()?,
                to.parse::<NaiveDate>().ok()?,
            ))
        });
        let (from, to) = dates.ok_or_else(|| format!("`{key}` is not a window of two dates"))?;
        Ok(WindowMinutes {
            from,
            to,
            minutes: *minutes,
            until: None,
        })
    };
    by_key.iter().map(window).collect()
}
