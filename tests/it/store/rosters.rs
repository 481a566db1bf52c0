//! Rosters and their plans.

use paiban::storage::{
    Change, ClaimState, CompLotState, LotRow, PlanRow, RosterFilter, RosterRow, RosterState,
    SpotKind, StoreError,
};
use paiban::units::{Minutes, Money};

use super::town::{ROSTER, claim, day, instance, make, now, publish, roster, shift, spot, witness};
use super::{AnyStore, check};

fn plan(number: u64) -> PlanRow {
    PlanRow {
        roster: ROSTER.into(),
        number,
        instance_sha256: instance().sha256,
        job: Some("j1".into()),
        cost: Money(100),
        bound: Money(99),
        body: format!("{{\"number\":{number}}}"),
        created_at: now(),
    }
}

#[test]
fn a_roster_comes_back_as_it_was_stored() {
    check(async |store: AnyStore| {
        let row = roster(ROSTER, &["H1", "厅2"]);
        let changes = vec![Change::Instance(instance()), Change::Roster(row.clone())];
        make(store.as_ref(), changes).await.expect("it is new");
        assert_eq!(
            store.roster(&ROSTER.into()).await,
            Ok(RosterRow { version: 1, ..row })
        );
        assert_eq!(store.instance(&instance().sha256).await, Ok(instance()));
    });
}

#[test]
fn a_roster_needs_its_instance() {
    check(async |store: AnyStore| {
        let refused = make(store.as_ref(), vec![Change::Roster(roster(ROSTER, &[]))]).await;
        let missing = StoreError::NotFound {
            what: "instance",
            id: instance().sha256,
        };
        assert_eq!(refused, Err(missing));
    });
}

#[test]
fn plans_are_numbered_and_raise_the_version_of_their_roster() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 0, 0).await;
        let none = store.plan(&ROSTER.into(), None).await;
        assert!(matches!(
            none,
            Err(StoreError::NotFound { what: "plan", .. })
        ));
        make(store.as_ref(), vec![Change::Plan(plan(1))])
            .await
            .expect("the first");
        let again = make(store.as_ref(), vec![Change::Plan(plan(1))]).await;
        assert!(matches!(
            again,
            Err(StoreError::Conflict {
                what: "plan",
                read: 0,
                found: 1,
                ..
            })
        ));
        make(store.as_ref(), vec![Change::Plan(plan(2))])
            .await
            .expect("the second");
        let row = store.roster(&ROSTER.into()).await.expect("it is there");
        assert_eq!((row.plan, row.version), (2, 3));
        assert_eq!(store.plan(&ROSTER.into(), None).await, Ok(plan(2)));
        assert_eq!(store.plan(&ROSTER.into(), Some(1)).await, Ok(plan(1)));
        // Changing the roster leaves its plans alone.
        make(
            store.as_ref(),
            vec![Change::Roster(RosterRow { plan: 0, ..row })],
        )
        .await
        .expect("as read");
        assert_eq!(
            store.roster(&ROSTER.into()).await.map(|row| row.plan),
            Ok(2)
        );
    });
}

#[test]
fn rosters_are_found_by_hall_state_and_day() {
    check(async |store: AnyStore| {
        let mut changes = vec![Change::Instance(instance())];
        for (id, halls) in [("a", ["H1", "H2"]), ("b", ["H2", "H3"])] {
            changes.push(Change::Roster(roster(id, &halls)));
        }
        make(store.as_ref(), changes).await.expect("they are new");
        let ids = async |filter: RosterFilter| {
            let page = store
                .rosters(&filter, &Default::default())
                .await
                .expect("a page");
            page.rows
                .into_iter()
                .map(|row| row.id.0)
                .collect::<Vec<String>>()
        };
        let halls = |halls: &[&str]| RosterFilter {
            halls: halls.iter().map(|hall| (*hall).into()).collect(),
            ..RosterFilter::default()
        };
        assert_eq!(ids(halls(&[])).await, ["a", "b"]);
        assert_eq!(ids(halls(&["H2"])).await, ["a", "b"]);
        assert_eq!(ids(halls(&["H3", "H9"])).await, ["b"]);
        let on = |first, last| RosterFilter {
            days: Some((day(first), day(last))),
            ..RosterFilter::default()
        };
        assert_eq!(ids(on(6, 6)).await, ["a", "b"]);
        assert_eq!(ids(on(6, 9)).await, ["a", "b"]);
        assert_eq!(ids(on(-9, 0)).await, ["a", "b"]);
        assert!(ids(on(7, 9)).await.is_empty());
        assert!(ids(on(-9, -1)).await.is_empty());
        let published = RosterFilter {
            states: vec![RosterState::Published],
            ..RosterFilter::default()
        };
        assert!(ids(published).await.is_empty());
        let mut moved = store.roster(&"a".into()).await.expect("it is there");
        moved.halls = vec!["H3".into()];
        make(store.as_ref(), vec![Change::Roster(moved)])
            .await
            .expect("as read");
        assert_eq!(ids(halls(&["H2"])).await, ["b"]);
    });
}

#[test]
fn a_roster_with_claims_is_not_deleted_one_without_goes_with_all_it_has() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 1).await;
        make(store.as_ref(), vec![Change::Plan(plan(1))])
            .await
            .expect("the first");
        let declined = claim("c1", "E1", &spot(&shift("H1", 0), 0), ClaimState::Declined);
        make(store.as_ref(), vec![Change::Claim(declined)])
            .await
            .expect("it is new");
        let refused = make(store.as_ref(), vec![Change::DeleteRoster(ROSTER.into(), 2)]).await;
        assert_eq!(
            refused,
            Err(StoreError::InUse {
                what: "roster",
                id: ROSTER.to_string()
            })
        );
    });
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 1).await;
        let stale = make(store.as_ref(), vec![Change::DeleteRoster(ROSTER.into(), 7)]).await;
        assert!(matches!(stale, Err(StoreError::Conflict { found: 1, .. })));
        make(store.as_ref(), vec![Change::DeleteRoster(ROSTER.into(), 1)])
            .await
            .expect("nobody claimed");
        assert!(matches!(
            store.roster(&ROSTER.into()).await,
            Err(StoreError::NotFound { .. })
        ));
        let shifts = store
            .shifts(&Default::default(), &Default::default())
            .await
            .expect("a page");
        assert!(shifts.rows.is_empty());
    });
}

#[test]
fn an_archived_roster_keeps_the_last_witness_of_each_hall() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1", "H2"], 0, 0).await;
        make(store.as_ref(), vec![Change::Witness(witness("H1", 2))])
            .await
            .expect("the next");
        let mut row = store.roster(&ROSTER.into()).await.expect("it is there");
        row.state = RosterState::Archived;
        make(store.as_ref(), vec![Change::Roster(row)])
            .await
            .expect("as read");
        let stored = async |hall: &str, version| {
            store
                .witness(&ROSTER.into(), Some(&hall.into()), Some(version))
                .await
                .is_ok()
        };
        assert!(stored("H1", 2).await && stored("H2", 1).await && !stored("H1", 1).await);
    });
}

#[test]
fn the_tables_know_every_state() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 12).await;
        let mut changes = Vec::new();
        for (number, state) in ClaimState::ALL.iter().enumerate() {
            let mut place = spot(&shift("H1", 0), number as u32);
            let id = format!("c{number}");
            changes.push(Change::Claim(claim(&id, "E1", &place, *state)));
            place.number += 20;
            place.kind = SpotKind::ALL[number % SpotKind::ALL.len()];
            changes.push(Change::Spot(place));
        }
        for state in CompLotState::ALL {
            changes.push(Change::Lot(LotRow {
                id: state.name().into(),
                version: 0,
                employee: "E1".into(),
                roster: None,
                claim: None,
                state: *state,
                minutes: Minutes(60),
                earned_on: day(0),
                due_on: None,
                planned_on: None,
                body: String::new(),
            }));
        }
        for state in RosterState::ALL {
            let mut row = roster(state.name(), &[]);
            row.state = *state;
            changes.push(Change::Roster(row));
        }
        make(store.as_ref(), changes)
            .await
            .expect("they are all known");
    });
}
