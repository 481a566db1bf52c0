//! The shapes of a vectors file and their translation into what is judged.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use crate::law::{
    ChangeType, CompLot, CompRedemption, CompWork, Counters, CoverCount, DayCalendar, Events,
    History, ListedShift, Person, ShiftBreak, ShiftChange, ShiftOffer, Span, WindowMinutes,
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
    pub timezone: String,
    pub horizon: HorizonInput,
    #[serde(default)]
    pub shifts: Vec<ShiftInput>,
    #[serde(default)]
    pub history: HistoryInput,
    #[serde(default)]
    pub person: Person,
    #[serde(default)]
    pub calendar: DayCalendar,
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
        })
    };
    by_key.iter().map(window).collect()
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CompInput {
    work: Vec<CompWorkInput>,
    redeem: Vec<RedeemInput>,
    rest: Vec<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompWorkInput {
    date: NaiveDate,
    #[serde(default)]
    minutes: i64,
    #[serde(default)]
    class: String,
}

impl CompWorkInput {
    fn work(&self) -> CompWork {
        CompWork {
            date: self.date,
            minutes: self.minutes,
            class: self.class.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RedeemInput {
    date: NaiveDate,
    minutes: i64,
}

impl RedeemInput {
    fn redemption(&self) -> CompRedemption {
        CompRedemption {
            date: self.date,
            minutes: self.minutes,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PublicationInput {
    published_at: Option<Instant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeInput {
    shift: String,
    #[serde(rename = "type")]
    change: ChangeType,
    at: Instant,
    shift_start: Instant,
    #[serde(default, alias = "initiated_by", alias = "initiator")]
    by: By,
}

/// Who asked for a change.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    #[default]
    Employer,
    Employee,
}

impl ChangeInput {
    fn change(&self) -> ShiftChange {
        ShiftChange {
            shift: self.shift.clone(),
            change: self.change,
            at: self.at.0,
            shift_start: self.shift_start.0,
            asked_by_employee: self.by == By::Employee,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListedInput {
    id: String,
    start: Instant,
    end: Instant,
}

impl ListedInput {
    fn listed(&self) -> ListedShift {
        ListedShift {
            id: self.id.clone(),
            span: Span::new(self.start.0, self.end.0),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfferInput {
    id: String,
    posted_at: Instant,
    #[serde(default)]
    external_at: Option<Instant>,
}

impl OfferInput {
    fn offer(&self) -> ShiftOffer {
        ShiftOffer {
            id: self.id.clone(),
            posted_at: self.posted_at.0,
            external_at: self.external_at.map(|at| at.0),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoverInput {
    date: NaiveDate,
    #[serde(rename = "type")]
    shift_type: String,
    demand: i64,
    assigned: i64,
}

impl CoverInput {
    fn count(&self) -> CoverCount {
        CoverCount {
            date: self.date,
            shift_type: self.shift_type.clone(),
            demand: self.demand,
            assigned: self.assigned,
        }
    }
}
