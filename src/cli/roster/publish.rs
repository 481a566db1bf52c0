//! A draft is published, as it is typed. What is wrong with it is for the service to say.

use prost_reflect::prost_types::Timestamp;
use tonic::Status;

use super::shown::line;
use super::{Command, name};
use crate::cli::connection::{Clients, request_id};
use crate::formats::proto;

/// Publishes it.
pub(super) async fn publish(mut clients: Clients, command: &Command) -> Result<(), Status> {
    let Command::Publish {
        roster,
        until,
        freeze_minutes,
        claims_max,
        tolerance,
        open,
        open_shift,
        extra,
    } = command
    else {
        return Ok(());
    };
    let settings = open.iter().map(|text| setting(text));
    let request = proto::PublishRosterRequest {
        name: name(roster),
        claim_window: Some(proto::ClaimWindow {
            end_time: until.map(|until| Timestamp {
                seconds: until.timestamp(),
                nanos: 0,
            }),
            freeze_minutes: *freeze_minutes,
            claims_max: *claims_max,
            cost_tolerance_cents: *tolerance,
            ..proto::ClaimWindow::default()
        }),
        openings: settings.chain(lists(open_shift)).collect(),
        extra_shifts: extras(extra),
        request_id: request_id(),
        ..proto::PublishRosterRequest::default()
    };
    let told = clients.rosters.publish_roster(request).await?.into_inner();
    clients.show("paiban.v1.Roster", &told, line);
    Ok(())
}

/// `WX:inconvenient`.
fn setting(text: &str) -> proto::HallOpening {
    let (hall, which) = text.rsplit_once(':').unwrap_or((text, ""));
    let which = match which {
        "all" => proto::OpenSpots::All,
        "inconvenient" => proto::OpenSpots::Inconvenient,
        "none" => proto::OpenSpots::None,
        _ => proto::OpenSpots::Unspecified,
    };
    proto::HallOpening {
        hall: hall.to_string(),
        open_spots: which.into(),
        shifts: Vec::new(),
    }
}

/// `2026-03-11:WX/A`: hall, date and template.
fn shift(text: &str) -> (&str, &str, &str) {
    let (date, duty) = text.split_once(':').unwrap_or((text, ""));
    let (hall, template) = duty.split_once('/').unwrap_or((duty, ""));
    (hall, date, template)
}

/// The shifts, hall by hall.
fn lists(texts: &[String]) -> Vec<proto::HallOpening> {
    let mut lists: Vec<proto::HallOpening> = Vec::new();
    for (hall, date, template) in texts.iter().map(|text| shift(text)) {
        let one = proto::DatedShift {
            date: date.to_string(),
            shift_template: template.to_string(),
        };
        match lists.iter_mut().find(|known| known.hall == hall) {
            Some(known) => known.shifts.push(one),
            None => lists.push(proto::HallOpening {
                hall: hall.to_string(),
                shifts: vec![one],
                ..proto::HallOpening::default()
            }),
        }
    }
    lists
}

/// The shifts, one spot for each time that one is named.
fn extras(texts: &[String]) -> Vec<proto::ExtraShift> {
    let mut extras: Vec<proto::ExtraShift> = Vec::new();
    for (hall, date, template) in texts.iter().map(|text| shift(text)) {
        let one = proto::ExtraShift {
            hall: hall.to_string(),
            date: date.to_string(),
            shift_template: template.to_string(),
            spot_count: 1,
        };
        let same = |known: &&mut proto::ExtraShift| {
            (&known.hall, &known.date, &known.shift_template)
                == (&one.hall, &one.date, &one.shift_template)
        };
        match extras.iter_mut().find(same) {
            Some(known) => known.spot_count += 1,
            None => extras.push(one),
        }
    }
    extras
}
