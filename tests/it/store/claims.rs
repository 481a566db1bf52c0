//! Claims: one transaction, one holder, versions compared.

use paiban::storage::{
    Change, ClaimState, Committed, CompLotState, LotRow, PinRow, StoreError, Subject, Touch,
};
use paiban::units::Minutes;

use super::town::{ROSTER, award, claim, day, decision, make, publish, shift, spot, witness};
use super::{AnyStore, check};

#[test]
fn an_accepted_claim_is_stored_with_spot_witness_and_versions() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 2, 1).await;
        let decision = award(store.as_ref(), "c1", "E1", "H1-0", 0)
            .await
            .expect("it is free");
        let committed = store
            .commit(decision)
            .await
            .expect("nothing stands against it");
        assert_eq!(committed, Committed::Done(vec![2]));

        let (roster, hall) = (ROSTER.into(), "H1".into());
        let claim = store.claim(&"c1".into()).await.expect("it is there");
        assert_eq!((claim.state, claim.version), (ClaimState::Accepted, 1));
        let taken = store.shift(&roster, &"H1-0".into()).await.expect("a shift");
        assert_eq!(taken.spots[0].holder, Some("E1".into()));
        assert_eq!(taken.spots[0].version, 2);
        let free = store.shift(&roster, &"H1-1".into()).await.expect("a shift");
        assert_eq!(free.spots[0].holder, None);
        let witness = store.witness(&roster, Some(&hall), None).await;
        assert_eq!(witness.map(|witness| witness.version), Ok(2));
        let subjects = [
            Subject::Hall(ROSTER.into(), "H1".into()),
            Subject::Employee(ROSTER.into(), "E2".into()),
            Subject::Employee(ROSTER.into(), "E1".into()),
        ];
        assert_eq!(store.versions(&subjects).await, Ok(vec![1, 0, 1]));
    });
}

#[test]
fn a_decision_on_an_older_hall_or_person_is_refused_and_leaves_no_trace() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 2, 1).await;
        let first = award(store.as_ref(), "c1", "E1", "H1-0", 0)
            .await
            .expect("it is free");
        let late = award(store.as_ref(), "c2", "E2", "H1-1", 0)
            .await
            .expect("it is free");
        store.commit(first).await.expect("it is the first");
        let refused = store.commit(late).await;
        let moved_on = StoreError::Conflict {
            what: "hall",
            id: "H1".to_string(),
            read: 0,
            found: 1,
        };
        assert_eq!(refused, Err(moved_on));
        assert!(matches!(
            store.claim(&"c2".into()).await,
            Err(StoreError::NotFound { .. })
        ));
        assert_eq!(
            store
                .versions(&[Subject::Employee(ROSTER.into(), "E2".into())])
                .await,
            Ok(vec![0])
        );
        let again = award(store.as_ref(), "c2", "E2", "H1-1", 0)
            .await
            .expect("it is free");
        assert_eq!(
            store.commit(again).await,
            Ok(Committed::Done(vec![3])),
            "numbers have no hole"
        );
    });
}

#[test]
fn the_database_itself_refuses_a_second_claim_on_a_spot() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 2).await;
        let place = spot(&shift("H1", 0), 0);
        let one = claim("c1", "E1", &place, ClaimState::Accepted);
        make(store.as_ref(), vec![Change::Claim(one.clone())])
            .await
            .expect("it is free");
        for state in [ClaimState::Accepted, ClaimState::Worked, ClaimState::NoShow] {
            // No version is compared: only the table stands in the way.
            let two = claim("c2", "E2", &place, state);
            let taken = StoreError::SpotTaken {
                roster: ROSTER.into(),
                shift: "H1-0".into(),
                spot: 0,
            };
            assert_eq!(
                make(store.as_ref(), vec![Change::Claim(two)]).await,
                Err(taken)
            );
        }
        let mut given_back = one.clone();
        given_back.version = 1;
        given_back.state = ClaimState::Withdrawn;
        let two = claim("c2", "E2", &place, ClaimState::Accepted);
        let swap = vec![Change::Claim(given_back), Change::Claim(two)];
        make(store.as_ref(), swap)
            .await
            .expect("the spot is given back first");
    });
}

#[test]
fn nobody_holds_two_spots_of_one_shift() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 2).await;
        let mut held = store
            .shift(&ROSTER.into(), &"H1-0".into())
            .await
            .expect("it is there")
            .spots;
        for place in &mut held {
            place.holder = Some("E1".into());
        }
        let both = held.into_iter().map(Change::Spot).collect();
        assert!(matches!(
            make(store.as_ref(), both).await,
            Err(StoreError::Invalid { .. })
        ));
    });
}

#[test]
fn a_holding_claim_names_its_spot_and_the_spot_exists() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 1).await;
        let place = spot(&shift("H1", 0), 0);
        let mut nowhere = claim("c1", "E1", &place, ClaimState::Accepted);
        nowhere.spot = None;
        let refused = make(store.as_ref(), vec![Change::Claim(nowhere.clone())]).await;
        assert!(
            matches!(refused, Err(StoreError::Invalid { .. })),
            "{refused:?}"
        );
        nowhere.spot = Some(7);
        let refused = make(store.as_ref(), vec![Change::Claim(nowhere)]).await;
        assert!(
            matches!(refused, Err(StoreError::NotFound { .. })),
            "{refused:?}"
        );
    });
}

#[test]
fn every_row_moves_on_by_one_version_at_a_time() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 1).await;
        let lot = LotRow {
            id: "E1-0".into(),
            version: 0,
            employee: "E1".into(),
            roster: Some(ROSTER.into()),
            claim: None,
            state: CompLotState::Planned,
            minutes: Minutes(480),
            earned_on: day(5),
            due_on: Some(day(60)),
            planned_on: None,
            body: String::new(),
        };
        let pin = PinRow {
            roster: ROSTER.into(),
            employee: "E1".into(),
            date: day(1),
            version: 0,
            duty: Some(("H1".into(), "early".to_string())),
        };
        let new = vec![Change::Lot(lot.clone()), Change::Pin(pin.clone())];
        make(store.as_ref(), new.clone())
            .await
            .expect("they are new");
        assert!(matches!(
            make(store.as_ref(), new).await,
            Err(StoreError::AlreadyExists {
                what: "comp lot",
                ..
            })
        ));
        let lot = LotRow {
            version: 1,
            planned_on: Some(day(30)),
            ..lot
        };
        let pin = PinRow {
            version: 1,
            duty: None,
            ..pin
        };
        make(
            store.as_ref(),
            vec![Change::Lot(lot.clone()), Change::Pin(pin.clone())],
        )
        .await
        .expect("as read");
        let stale = make(store.as_ref(), vec![Change::Unpin(pin.clone())]).await;
        let moved_on = StoreError::Conflict {
            what: "pin",
            id: "w30/E1/2026-07-21".to_string(),
            read: 1,
            found: 2,
        };
        assert_eq!(stale, Err(moved_on));
        let stored = store
            .pins(&ROSTER.into(), &Default::default())
            .await
            .expect("a page")
            .rows;
        assert_eq!(stored, [PinRow { version: 2, ..pin }]);
        make(store.as_ref(), vec![Change::Unpin(stored[0].clone())])
            .await
            .expect("as read");
        assert!(
            store
                .pins(&ROSTER.into(), &Default::default())
                .await
                .expect("a page")
                .rows
                .is_empty()
        );
        let lots = store
            .lots(&Default::default(), &Default::default())
            .await
            .expect("a page")
            .rows;
        assert_eq!(lots, [LotRow { version: 2, ..lot }]);
    });
}

#[test]
fn witnesses_come_one_after_another_and_stay() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 1).await;
        for wrong in [1, 3] {
            let refused = make(store.as_ref(), vec![Change::Witness(witness("H1", wrong))]).await;
            assert!(matches!(
                refused,
                Err(StoreError::Conflict {
                    what: "witness",
                    found: 1,
                    ..
                })
            ));
        }
        make(store.as_ref(), vec![Change::Witness(witness("H1", 2))])
            .await
            .expect("the next");
        let first = store
            .witness(&ROSTER.into(), Some(&"H1".into()), Some(1))
            .await;
        assert_eq!(first, Ok(witness("H1", 1)));
        let whole = store.witness(&ROSTER.into(), None, None).await;
        assert!(matches!(whole, Err(StoreError::NotFound { .. })));
    });
}

#[test]
fn subjects_are_compared_whatever_their_order_and_once_each() {
    check(async |store: AnyStore| {
        let touch = |subject: Subject, version| Touch { subject, version };
        let mut both = decision(Vec::new());
        both.touches = vec![
            touch(Subject::Employee(ROSTER.into(), "E1".into()), 0),
            touch(Subject::Hall(ROSTER.into(), "H1".into()), 0),
        ];
        store
            .commit(both.clone())
            .await
            .expect("nobody touched them");
        both.touches.reverse();
        let refused = store.commit(both).await;
        assert!(
            matches!(refused, Err(StoreError::Conflict { what: "hall", .. })),
            "{refused:?}"
        );
        let elsewhere = Subject::Employee("another".into(), "E1".into());
        let everywhere = Subject::Person("E1".into());
        let others = store.versions(&[elsewhere, everywhere]).await;
        assert_eq!(others, Ok(vec![0, 0]), "rosters do not touch one another");
        let mut twice = decision(Vec::new());
        twice.touches = vec![touch(Subject::Hall(ROSTER.into(), "H2".into()), 0); 2];
        assert!(matches!(
            store.commit(twice).await,
            Err(StoreError::Invalid { .. })
        ));
        assert_eq!(
            store
                .versions(&[Subject::Hall(ROSTER.into(), "H2".into())])
                .await,
            Ok(vec![0])
        );
    });
}
