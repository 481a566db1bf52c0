//! How HR publishes: the claim window, what is opened, what is offered besides.

use super::moment;
use crate::domain::OpenSpots;
use crate::formats::proto;
use crate::service::{DatedShift, ExtraAsked, Fault, HallOpening, PublicationAsked, WindowAsked};
use crate::units::{Minutes, Money};

/// How a draft is to be published.
pub fn publication(asked: &proto::PublishRosterRequest) -> Result<PublicationAsked, Fault> {
    let openings = asked.openings.iter().map(|opening| HallOpening {
        hall: opening.hall.clone(),
        open_spots: match opening.open_spots() {
            proto::OpenSpots::Unspecified => None,
            proto::OpenSpots::All => Some(OpenSpots::All),
            proto::OpenSpots::Inconvenient => Some(OpenSpots::Inconvenient),
            proto::OpenSpots::None => Some(OpenSpots::None),
        },
        shifts: (opening.shifts.iter())
            .map(|shift| dated(&shift.date, &shift.shift_template))
            .collect(),
    });
    let extras = asked.extra_shifts.iter().map(|extra| ExtraAsked {
        hall: extra.hall.clone(),
        shift: dated(&extra.date, &extra.shift_template),
        spots: if extra.spot_count == 0 {
            1
        } else {
            extra.spot_count
        },
    });
    Ok(PublicationAsked {
        window: window(asked.claim_window.as_ref())?,
        openings: openings.collect(),
        extras: extras.collect(),
    })
}

/// What is no date is told with all else that is wrong with the lists.
fn dated(date: &str, template: &str) -> DatedShift {
    DatedShift {
        date: date.parse().ok(),
        template: template.to_string(),
    }
}

/// When claims are to be taken.
fn window(asked: Option<&proto::ClaimWindow>) -> Result<WindowAsked, Fault> {
    let Some(asked) = asked else {
        return Ok(WindowAsked::default());
    };
    let start = asked.start_time.as_ref();
    let end = asked.end_time.as_ref();
    Ok(WindowAsked {
        opens: start
            .map(|at| moment("claim_window.start_time", at))
            .transpose()?,
        closes: end
            .map(|at| moment("claim_window.end_time", at))
            .transpose()?,
        cost_tolerance: asked.cost_tolerance_cents.map(Money),
        freeze: Some(asked.freeze_minutes)
            .filter(|minutes| *minutes != 0)
            .map(|minutes| Minutes(i64::from(minutes))),
        claims_max: match asked.claims_max {
            0 => None,
            most => Some(u32::try_from(most).map_err(|_| {
                Fault::field(
                    "claim_window.claims_max",
                    "a cap is not negative",
                    "上限不能为负",
                )
            })?),
        },
    })
}
