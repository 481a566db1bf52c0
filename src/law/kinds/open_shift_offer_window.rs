//! `open_shift_offer_window`.

use crate::law::check::ParamFaults;
use crate::law::judge::{Blame, Held, Judge};
use crate::law::primitives::event_clock::notice_min;
use crate::law::{Place, Unit};
use serde::{Deserialize, Serialize};

/// An open shift is offered to current staff for so many elapsed minutes before outside hiring.
///
/// Broken when the offer went outside sooner. Seattle Municipal Code 14.22.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenShiftOfferWindow {
    /// The least time.
    pub min_minutes: i64,
}

impl OpenShiftOfferWindow {
    pub(in crate::law) fn check(&self, faults: &mut ParamFaults) {
        faults.not_negative("min_minutes", self.min_minutes);
    }

    pub(in crate::law) fn evaluate(&self, judge: &mut Judge<'_, '_>) {
        let case = judge.time.case;
        for offer in &case.events.offers {
            let Some(external_at) = offer.external_at else {
                continue;
            };
            let day = judge.days().day_of(external_at);
            if judge.applies_on(day) {
                judge.at_least(Held {
                    value: notice_min(offer.posted_at, external_at),
                    limit: self.min_minutes,
                    place: Place::Named(offer.id.clone()).into(),
                    unit: Unit::Minutes,
                    blame: Blame::Days(day, day.next()),
                });
            }
        }
    }
}
