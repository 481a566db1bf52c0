//! Many people, few spots, all at once.

use std::collections::BTreeSet;

use paiban::storage::{ClaimFilter, ClaimState, PageRequest, ShiftFilter, StoreError};

use super::town::{award, publish};
use super::{AnyStore, check};

const PEOPLE: usize = 64;
const SHIFTS: i64 = 10;
const SPOTS: u32 = 3;

/// Claims any spot of a shift, deciding again whenever something moved on; whether it got one.
async fn wants(store: AnyStore, person: usize, shift: i64) -> Option<String> {
    let shift = format!("H{}-{shift}", person % 2 + 1);
    let id = format!("c-{person}-{shift}");
    let mut spot = 0;
    while spot < SPOTS {
        let decision = award(store.as_ref(), &id, &format!("E{person}"), &shift, spot).await;
        let done = match decision {
            Ok(decision) => store.commit(decision).await.map(|_| ()),
            Err(taken) => Err(taken),
        };
        match done {
            Ok(()) => return Some(id),
            Err(StoreError::Conflict { .. }) => {}
            Err(StoreError::SpotTaken { .. }) => spot += 1,
            Err(other) => panic!("{other}"),
        }
    }
    None
}

#[test]
fn sixty_four_people_after_the_same_spots_take_each_spot_once_and_lose_none() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1", "H2"], SHIFTS, SPOTS).await;
        let tasks: Vec<_> = (0..PEOPLE)
            .map(|person| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut got = Vec::new();
                    for turn in 0..SHIFTS {
                        let shift = (turn + person as i64) % SHIFTS;
                        got.extend(wants(store.clone(), person, shift).await);
                    }
                    got
                })
            })
            .collect();
        let mut told = BTreeSet::new();
        for task in tasks {
            told.extend(task.await.expect("it ends"));
        }
        // Far more wishes than spots: every spot is taken.
        let spots = 2 * SHIFTS as usize * SPOTS as usize;
        assert_eq!(told.len(), spots);
        let accepted = ClaimFilter {
            states: vec![ClaimState::Accepted],
            ..ClaimFilter::default()
        };
        let claims = store
            .claims(&accepted, &PageRequest::default())
            .await
            .expect("a page")
            .rows;
        let stored: BTreeSet<String> = claims.iter().map(|claim| claim.id.0.clone()).collect();
        assert_eq!(stored, told, "what was answered accepted is what is stored");
        let places: BTreeSet<_> = claims
            .iter()
            .map(|claim| (&claim.shift, claim.spot))
            .collect();
        assert_eq!(places.len(), spots, "no spot twice");
        let shifts = store
            .shifts(&ShiftFilter::default(), &PageRequest::default())
            .await
            .expect("a page");
        for claim in &claims {
            let row = shifts
                .rows
                .iter()
                .find(|row| row.shift.id == claim.shift)
                .expect("it is there");
            let spot = &row.spots[claim.spot.expect("it holds one") as usize];
            assert_eq!(spot.holder.as_ref(), Some(&claim.employee));
        }
        for hall in ["H1", "H2"] {
            let newest = store
                .witness(&super::town::ROSTER.into(), Some(&hall.into()), None)
                .await;
            let awards = claims
                .iter()
                .filter(|claim| claim.hall.as_str() == hall)
                .count() as u64;
            assert_eq!(
                newest.map(|witness| witness.version),
                Ok(1 + awards),
                "one witness an award"
            );
        }
        let log = store
            .audit(&Default::default(), &PageRequest::default())
            .await
            .expect("a page");
        assert_eq!(log.rows.len(), 1 + spots, "one entry a decision");
    });
}
