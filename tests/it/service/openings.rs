//! What HR opens at publishing, and shifts offered besides those of the plan.

use paiban::formats::proto::{self, OpenSpots, SpotState};
use tonic_types::StatusExt;

use super::running::{Running, week};

fn publish() -> proto::PublishRosterRequest {
    proto::PublishRosterRequest {
        name: "rosters/w".to_string(),
        ..proto::PublishRosterRequest::default()
    }
}

fn dated(date: &str, template: &str) -> proto::DatedShift {
    proto::DatedShift {
        date: date.to_string(),
        shift_template: template.to_string(),
    }
}

fn opening(hall: &str, which: OpenSpots, shifts: &[proto::DatedShift]) -> proto::HallOpening {
    proto::HallOpening {
        hall: hall.to_string(),
        open_spots: which.into(),
        shifts: shifts.to_vec(),
    }
}

fn extra(hall: &str, date: &str, template: &str, spot_count: i32) -> proto::ExtraShift {
    proto::ExtraShift {
        hall: hall.to_string(),
        date: date.to_string(),
        shift_template: template.to_string(),
        spot_count,
    }
}

/// Days with their spots of one state.
async fn spots(service: &Running, state: SpotState) -> Vec<(String, usize)> {
    let request = proto::GetRosterRequest {
        name: "rosters/w".to_string(),
        view: proto::RosterView::Plan.into(),
    };
    let roster = service.hr().await.get_roster(request).await;
    let shifts = roster.expect("it is there").into_inner().shifts.into_iter();
    let counted = shifts.map(|shift| {
        let of_it = shift.spots.iter().filter(|spot| spot.state() == state);
        (shift.date, of_it.count())
    });
    let mut counted: Vec<(String, usize)> = counted.filter(|(_, count)| *count > 0).collect();
    counted.sort();
    counted
}

#[tokio::test(flavor = "multi_thread")]
async fn hr_chooses_what_is_opened_and_offers_shifts_besides() {
    let service = Running::start();
    let draft = service.solved("w", week()).await;
    let works = |day: &proto::PersonDay| day.employee == "E1" && !day.shift_template.is_empty();
    let days = draft.witness.iter().filter(|day| works(day));
    let mut days: Vec<String> = days.map(|day| day.date.clone()).collect();
    let listed = days.remove(0);
    let free = (9..=14).map(|day| format!("2026-03-{day:02}"));
    let free: Vec<String> = free
        .filter(|date| *date != listed && !days.contains(date))
        .collect();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_paiban"))
        .args(["roster", "publish", "w", "--server", &service.address])
        .args(["--open-shift", &format!("{listed}:hall/day")])
        .args(["--extra", &format!("{}:hall/day", free[0])])
        .args(["--extra", &format!("{}:hall/day", free[0])])
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let opened = spots(&service, SpotState::Open).await;
    assert!(opened.len() == 1 && opened[0].0 == listed, "{opened:?}");
    let assigned = spots(&service, SpotState::Assigned).await;
    assert!(
        days.iter()
            .all(|day| assigned.iter().any(|(date, _)| date == day))
    );
    assert!(assigned.iter().all(|(date, _)| *date != listed));
    let extras = spots(&service, SpotState::Extra).await;
    assert_eq!(extras, vec![(free[0].clone(), 2)]);

    let request = proto::CreateClaimRequest {
        parent: format!("rosters/w/openShifts/hall-{}-day-1", free[0]),
        ..proto::CreateClaimRequest::default()
    };
    let claimed = service.staff("E1").await.create_claim(request).await;
    let claimed = claimed.expect("E1 is free that day").into_inner();
    assert_eq!(claimed.state(), proto::claim::State::Accepted);
    let extras = spots(&service, SpotState::Extra).await;
    assert_eq!(extras, vec![(free[0].clone(), 1)]);
}

#[tokio::test]
async fn a_setting_of_the_request_takes_the_place_of_the_halls_own() {
    let service = Running::start();
    let mut closed = week();
    closed.halls[0].open_spots = OpenSpots::None.into();
    service.solved("w", closed).await;
    let mut hr = service.hr().await;
    let all = proto::PublishRosterRequest {
        openings: vec![opening("hall", OpenSpots::All, &[])],
        ..publish()
    };
    hr.publish_roster(all).await.expect("it is published");
    assert!(spots(&service, SpotState::Assigned).await.is_empty());
    let request = proto::UnpublishRosterRequest {
        name: "rosters/w".to_string(),
        ..proto::UnpublishRosterRequest::default()
    };
    hr.unpublish_roster(request).await.expect("nobody claimed");
    hr.publish_roster(publish()).await.expect("it is published");
    assert!(spots(&service, SpotState::Open).await.is_empty());
}

#[tokio::test]
async fn every_wrong_entry_is_told_at_once() {
    let service = Running::start();
    service.solved("w", week()).await;
    let (day, sunday) = ("2026-03-09", "2026-03-15");
    let none = OpenSpots::Unspecified;
    let request = proto::PublishRosterRequest {
        openings: vec![
            opening("nowhere", OpenSpots::All, &[]),
            opening("hall", none, &[]),
            opening("hall", OpenSpots::All, &[dated(day, "day")]),
            opening(
                "hall",
                none,
                &[
                    dated("9 March", "day"),
                    dated("2026-03-16", "night"),
                    dated(sunday, "day"),
                    dated(day, "day"),
                    dated(day, "day"),
                ],
            ),
        ],
        extra_shifts: vec![
            extra("nowhere", "", "night", -1),
            extra("hall", day, "day", 2),
            extra("hall", day, "day", 1),
        ],
        ..publish()
    };
    let mut hr = service.hr().await;
    let refused = hr.publish_roster(request).await.expect_err("it is wrong");
    let details = refused.get_error_details();
    let fields = &details.bad_request().expect("fields").field_violations;
    let fields: Vec<&str> = fields.iter().map(|one| one.field.as_str()).collect();
    let expected = [
        "openings[0].hall",
        "openings[1].open_spots",
        "openings[2].hall",
        "openings[2].open_spots",
        "openings[3].hall",
        "openings[3].shifts[0].date",
        "openings[3].shifts[1].date",
        "openings[3].shifts[1].shift_template",
        "openings[3].shifts[2]",
        "openings[3].shifts[4]",
        "extra_shifts[0].hall",
        "extra_shifts[0].date",
        "extra_shifts[0].shift_template",
        "extra_shifts[0].spot_count",
        "extra_shifts[2]",
    ];
    assert_eq!(fields, expected);
    let draft = hr.get_roster(proto::GetRosterRequest {
        name: "rosters/w".to_string(),
        view: 0,
    });
    let draft = draft.await.expect("it is there").into_inner();
    assert_eq!(draft.state(), proto::roster::State::Draft);
}

#[tokio::test]
async fn what_nobody_could_work_or_claim_and_too_long_lists_are_refused() {
    let service = Running::start();
    let mut weekdays = week();
    weekdays.shift_templates[0].days = Some(proto::DayFilter {
        dates: (9..=14).map(|day| format!("2026-03-{day:02}")).collect(),
        ..proto::DayFilter::default()
    });
    service.solved("w", weekdays).await;
    let mut hr = service.hr().await;
    let (day, all) = ("2026-03-09", OpenSpots::All);
    let unoffered = proto::PublishRosterRequest {
        extra_shifts: vec![extra("hall", "2026-03-15", "day", 1)],
        ..publish()
    };
    // The clock stands seven days before the week.
    let frozen = proto::PublishRosterRequest {
        extra_shifts: vec![extra("hall", day, "day", 1)],
        claim_window: Some(proto::ClaimWindow {
            freeze_minutes: 8 * 1440,
            ..proto::ClaimWindow::default()
        }),
        ..publish()
    };
    let halls = proto::PublishRosterRequest {
        openings: vec![opening("hall", all, &[]); 501],
        ..publish()
    };
    let list = vec![dated(day, "day"); 501];
    let shifts = proto::PublishRosterRequest {
        openings: vec![opening("hall", OpenSpots::Unspecified, &list)],
        ..publish()
    };
    let extras = proto::PublishRosterRequest {
        extra_shifts: vec![extra("hall", day, "day", 0); 501],
        ..publish()
    };
    let spots = proto::PublishRosterRequest {
        extra_shifts: vec![
            extra("hall", day, "day", 250),
            extra("hall", "2026-03-10", "day", 251),
        ],
        ..publish()
    };
    for (request, field) in [
        (unoffered, "extra_shifts[0]"),
        (frozen, "extra_shifts[0]"),
        (halls, "openings"),
        (shifts, "openings[0].shifts"),
        (extras, "extra_shifts"),
        (spots, "extra_shifts"),
    ] {
        let refused = hr.publish_roster(request).await.expect_err(field);
        let details = refused.get_error_details();
        let fields = &details.bad_request().expect("fields").field_violations;
        assert_eq!(fields.len(), 1, "{fields:?}");
        assert_eq!(fields[0].field, field, "{fields:?}");
    }
}
