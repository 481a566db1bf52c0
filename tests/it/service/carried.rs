//! A week that names the one before.

use paiban::formats::{self, proto};
use paiban::service::{Call, Caller, NewRoster, SolveSettings};
use paiban::units::RosterId;

use super::in_process::Site;
use super::running::week;

/// The history of the first employee of a roster, as HR reads it, and the dates of its shifts.
async fn carried(site: &Site, roster: &RosterId) -> (proto::History, Vec<String>) {
    let shown = site.service.get_roster(&Caller::hr(), roster).await;
    let instance = formats::instance_to_proto(&shown.expect("it is there").instance);
    let past = instance.employees[0].history.clone().expect("carried");
    let dates = past.shifts.iter().map(|shift| shift.date.clone()).collect();
    (past, dates)
}

#[tokio::test]
async fn worked_days_rest_owed_and_counted_months_are_carried_on() {
    let site = Site::open().await;
    let mut first = week();
    first.outlook.clear();
    let counted = proto::MinutesInWindow {
        from_date: "2026-03-01".to_string(),
        to_date: "2026-04-01".to_string(),
        minutes: 120,
        until_date: String::new(),
    };
    first.employees[0].history = Some(proto::History {
        overtime_minutes: vec![counted.clone()],
        ..proto::History::default()
    });
    // E1 works all six days, the sixth on a rest day.
    first.employees.truncate(1);
    let roster = site.solved("w", &first).await;
    site.publish(&roster).await.expect("legal");
    let claimed = site.claim("E1", &roster, 9).await.expect("needed");
    let hr = Call::by(Caller::hr());
    let closed = site.service.close(&hr, &roster, false).await;
    closed.expect("published");
    site.clock.advance(chrono::Duration::days(15));
    let missed = std::slice::from_ref(&claimed.id);

    let next_week = |id: &str| {
        let mut next = first.clone();
        next.horizon.as_mut().expect("it has one").start_date = "2026-03-16".to_string();
        next.coverage.clear();
        next.employees[0].history = None;
        NewRoster {
            instance: formats::instance_from_proto(&next).expect("it is valid"),
            id: Some(id.to_string()),
            solve: SolveSettings::default(),
            previous: Some(roster.clone()),
        }
    };
    let (whole, _) = site
        .service
        .create_roster(&hr, next_week("whole"))
        .await
        .expect("taken");
    let (past, days) = carried(&site, &whole).await;
    assert_eq!(days.len(), 6, "{days:?}");
    assert!(days.contains(&"2026-03-09".to_string()), "{days:?}");
    assert_eq!(past.comp_lots.len(), 1, "a sixth day is owed");
    assert_eq!(past.comp_lots[0].minutes, 480);
    let until = proto::MinutesInWindow {
        until_date: "2026-03-09".to_string(),
        ..counted
    };
    assert_eq!(past.overtime_minutes, [until]);

    let archived = site.service.archive(&hr, &roster, missed).await;
    archived.expect("it is over");
    let (less, _) = site
        .service
        .create_roster(&hr, next_week("less"))
        .await
        .expect("taken");
    let (past, days) = carried(&site, &less).await;
    assert_eq!(days.len(), 5, "who did not come did not work: {days:?}");
    assert!(!days.contains(&"2026-03-09".to_string()), "{days:?}");
    assert!(past.comp_lots.is_empty(), "nor is rest owed for it");
}
