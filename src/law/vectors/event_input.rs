//! The shapes of what happened around a roster: compensatory time, publication, changes, offers.

use chrono::NaiveDate;
use serde::Deserialize;

use super::input::Instant;
use crate::law::{
    ChangeType, CompRedemption, CompWork, CoverCount, ListedShift, Party, ShiftChange, ShiftOffer,
    Span,
};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CompInput {
    pub work: Vec<CompWorkInput>,
    pub redeem: Vec<RedeemInput>,
    pub rest: Vec<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompWorkInput {
    date: NaiveDate,
    #[serde(default)]
    minutes: i64,
    #[serde(default)]
    class: String,
    #[serde(default)]
    agreed_before: Option<bool>,
}

impl CompWorkInput {
    pub fn work(&self) -> CompWork {
        CompWork {
            date: self.date,
            minutes: self.minutes,
            class: self.class.clone(),
            agreed_before: self.agreed_before,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RedeemInput {
    date: NaiveDate,
    minutes: i64,
    #[serde(default)]
    asked_by: Option<Party>,
}

impl RedeemInput {
    pub fn redemption(&self) -> CompRedemption {
        CompRedemption {
            date: self.date,
            minutes: self.minutes,
            asked_by: self.asked_by,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PublicationInput {
    pub published_at: Option<Instant>,
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
    #[serde(default)]
    minutes: i64,
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
    pub fn change(&self) -> ShiftChange {
        ShiftChange {
            shift: self.shift.clone(),
            change: self.change,
            at: self.at.0,
            shift_start: self.shift_start.0,
            asked_by_employee: self.by == By::Employee,
            minutes: self.minutes,
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
    pub fn listed(&self) -> ListedShift {
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
    pub fn offer(&self) -> ShiftOffer {
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
    pub fn count(&self) -> CoverCount {
        CoverCount {
            date: self.date,
            shift_type: self.shift_type.clone(),
            demand: self.demand,
            assigned: self.assigned,
        }
    }
}
