//! Long lists: every row once, whatever the size of the page.

use std::collections::BTreeSet;

use paiban::storage::{
    Change, ClaimFilter, ClaimState, PageRequest, ShiftFilter, SpotKind, StoreError, StoreLimits,
};

use super::town::{ROSTER, award, claim, day, make, now, publish, shift, spot};
use super::{AnyStore, check, check_limited};

#[test]
fn pages_of_any_size_show_every_row_once_and_in_order() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1", "H2"], 9, 1).await;
        for size in [1, 4, 18, 100] {
            let mut page = PageRequest {
                size,
                token: String::new(),
            };
            let mut seen = Vec::new();
            loop {
                let found = store
                    .shifts(&ShiftFilter::default(), &page)
                    .await
                    .expect("a page");
                assert!(found.rows.len() <= size as usize);
                seen.extend(
                    found
                        .rows
                        .into_iter()
                        .map(|row| (row.shift.start, row.shift.id)),
                );
                page.token = found.next;
                if page.token.is_empty() {
                    break;
                }
            }
            assert_eq!(seen.len(), 18, "pages of {size}");
            assert!(seen.is_sorted(), "pages of {size}");
        }
    });
}

#[test]
fn rows_that_come_meanwhile_neither_double_nor_hide_others() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 1, 1).await;
        let place = spot(&shift("H1", 0), 0);
        let add = async |id: String| {
            let one = claim(&id, "E1", &place, ClaimState::Declined);
            make(store.as_ref(), vec![Change::Claim(one)])
                .await
                .expect("it is new");
        };
        for number in 0..4 {
            add(format!("z{number}")).await;
        }
        let filter = ClaimFilter {
            employee: Some("E1".into()),
            ..ClaimFilter::default()
        };
        let first = store
            .claims(
                &filter,
                &PageRequest {
                    size: 3,
                    token: String::new(),
                },
            )
            .await
            .expect("a page");
        add("a0".to_string()).await;
        let rest = store
            .claims(
                &filter,
                &PageRequest {
                    size: 0,
                    token: first.next,
                },
            )
            .await
            .expect("a page");
        let ids: Vec<String> = first
            .rows
            .into_iter()
            .chain(rest.rows)
            .map(|row| row.id.0)
            .collect();
        assert_eq!(
            ids,
            ["z0", "z1", "z2", "z3", "a0"],
            "in the order of their arrival"
        );
    });
}

#[test]
fn a_token_belongs_to_its_list_and_filter() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1"], 3, 1).await;
        let all = ShiftFilter::default();
        let token = store
            .shifts(
                &all,
                &PageRequest {
                    size: 1,
                    token: String::new(),
                },
            )
            .await
            .expect("a page")
            .next;
        let page = PageRequest {
            size: 1,
            token: token.clone(),
        };
        let other = ShiftFilter {
            halls: vec!["H1".into()],
            ..all.clone()
        };
        assert_eq!(
            store.shifts(&other, &page).await,
            Err(StoreError::InvalidPageToken)
        );
        assert_eq!(
            store.claims(&ClaimFilter::default(), &page).await,
            Err(StoreError::InvalidPageToken)
        );
        for garbage in [
            "x",
            "0000000000000000.i1",
            &token[..token.len() - 1],
            &format!("{token}.t00"),
        ] {
            let page = PageRequest {
                size: 1,
                token: garbage.to_string(),
            };
            assert_eq!(
                store.shifts(&all, &page).await,
                Err(StoreError::InvalidPageToken),
                "{garbage}"
            );
        }
    });
}

#[test]
fn shifts_are_found_by_hall_date_holder_and_what_can_be_claimed() {
    check(async |store: AnyStore| {
        publish(store.as_ref(), &["H1", "H2"], 3, 2).await;
        let decision = award(store.as_ref(), "c1", "E1", "H1-1", 1)
            .await
            .expect("it is free");
        store
            .commit(decision)
            .await
            .expect("nothing stands against it");
        let found = async |filter: ShiftFilter| -> BTreeSet<String> {
            let page = store
                .shifts(&filter, &PageRequest::default())
                .await
                .expect("a page");
            page.rows.into_iter().map(|row| row.shift.id.0).collect()
        };
        let all = ShiftFilter {
            roster: Some(ROSTER.into()),
            ..ShiftFilter::default()
        };
        let set = |ids: &[&str]| {
            ids.iter()
                .map(|id| id.to_string())
                .collect::<BTreeSet<String>>()
        };
        let in_hall = ShiftFilter {
            halls: vec!["H2".into()],
            from: Some(day(1)),
            to: Some(day(1)),
            ..all.clone()
        };
        assert_eq!(found(in_hall).await, set(&["H2-1"]));
        let held = ShiftFilter {
            holder: Some("E1".into()),
            ..all.clone()
        };
        assert_eq!(found(held).await, set(&["H1-1"]));

        // Full, cancelled, assigned and frozen shifts cannot be claimed.
        let mut full = store
            .shift(&ROSTER.into(), &"H1-1".into())
            .await
            .expect("it is there")
            .spots
            .remove(0);
        full.holder = Some("E2".into());
        let mut cancelled = store
            .shift(&ROSTER.into(), &"H1-2".into())
            .await
            .expect("it is there")
            .shift;
        cancelled.cancelled = true;
        let mut changes = vec![Change::Spot(full), Change::Shift(cancelled)];
        for mut place in store
            .shift(&ROSTER.into(), &"H2-2".into())
            .await
            .expect("it is there")
            .spots
        {
            place.kind = SpotKind::Cancelled;
            changes.push(Change::Spot(place));
        }
        make(store.as_ref(), changes).await.expect("as read");
        let claimable = ShiftFilter {
            claimable_at: Some(now()),
            ..all.clone()
        };
        assert_eq!(found(claimable).await, set(&["H1-0", "H2-0", "H2-1"]));
        let frozen = shift("H1", 0).freeze_at;
        let claimable = ShiftFilter {
            claimable_at: Some(frozen),
            ..all
        };
        assert_eq!(found(claimable).await, set(&["H2-1"]));
    });
}

#[test]
fn what_is_too_large_or_too_many_is_refused() {
    let limits = StoreLimits {
        body_bytes_max: 100,
        id_bytes_max: 70,
        changes_max: 5,
        page_max: 2,
        ..StoreLimits::default()
    };
    check_limited(limits, async |store: AnyStore| {
        let too_much =
            |done: Result<_, StoreError>| matches!(done, Err(StoreError::TooMuch { .. }));
        let mut long = super::town::instance();
        long.body = "x".repeat(101);
        assert!(too_much(
            make(store.as_ref(), vec![Change::Instance(long)]).await
        ));
        let six = vec![Change::Instance(super::town::instance()); 6];
        assert!(too_much(make(store.as_ref(), six).await));
        let named = super::town::roster(&"x".repeat(71), &[]);
        assert!(too_much(
            make(store.as_ref(), vec![Change::Roster(named)]).await
        ));
        for name in ["", "a\nb", "a\0b"] {
            let named = super::town::roster(name, &[]);
            let refused = make(store.as_ref(), vec![Change::Roster(named)]).await;
            assert!(
                matches!(refused, Err(StoreError::Invalid { .. })),
                "{name:?}"
            );
        }
        for _ in 0..3 {
            make(store.as_ref(), Vec::new())
                .await
                .expect("it is logged");
        }
        let page = store
            .audit(
                &Default::default(),
                &PageRequest {
                    size: 50,
                    token: String::new(),
                },
            )
            .await;
        assert_eq!(page.expect("a page").rows.len(), 2);
    });
}
