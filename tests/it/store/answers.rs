//! A request that comes again is answered as the first time.

use chrono::Duration;
use paiban::storage::{Answer, Change, Committed, Decision, RequestKey, StoreError};

use super::town::{decision, instance, make, now, roster};
use super::{AnyStore, check};

fn answer(body: &str) -> Answer {
    Answer {
        key: RequestKey {
            caller: "staff/E1".to_string(),
            request_id: "6f0c1a52-5d0c-4f6f-9f0d-0f8a5b1f9f11".to_string(),
        },
        fingerprint: "claim H1-0".to_string(),
        body: body.to_string(),
        expires_at: now() + Duration::days(1),
    }
}

/// Creates a roster; the second time it would exist already.
fn request(id: &str, answer: Answer) -> Decision {
    Decision {
        answer: Some(answer),
        ..decision(vec![
            Change::Instance(instance()),
            Change::Roster(roster(id, &[])),
        ])
    }
}

#[test]
fn a_repeated_request_gets_the_first_answer_and_changes_nothing() {
    check(async |store: AnyStore| {
        let first = store.commit(request("a", answer("first"))).await;
        assert_eq!(first, Ok(Committed::Done(vec![1])));
        let again = store.commit(request("a", answer("second"))).await;
        assert_eq!(again, Ok(Committed::Repeated(answer("first"))));
        let looked_up = store.answer(&answer("").key, now()).await;
        assert_eq!(looked_up, Ok(Some(answer("first"))));
        let log = store
            .audit(&Default::default(), &Default::default())
            .await
            .expect("a page");
        assert_eq!(log.rows.len(), 1);
        let next = store.commit(decision(Vec::new())).await;
        assert_eq!(next, Ok(Committed::Done(vec![2])), "numbers have no hole");
    });
}

#[test]
fn another_question_under_the_same_id_is_refused() {
    check(async |store: AnyStore| {
        store
            .commit(request("a", answer("first")))
            .await
            .expect("it is new");
        let mut other = answer("");
        other.fingerprint = "claim H1-1".to_string();
        let refused = store.commit(request("b", other.clone())).await;
        assert_eq!(
            refused,
            Err(StoreError::RequestIdReused(other.key.request_id.clone()))
        );
        other.key.caller = "staff/E2".to_string();
        store
            .commit(request("b", other))
            .await
            .expect("another caller may use the same id");
    });
}

#[test]
fn a_refused_decision_is_not_an_answer() {
    check(async |store: AnyStore| {
        make(store.as_ref(), request("a", answer("")).changes)
            .await
            .expect("it is new");
        let refused = store.commit(request("a", answer("first"))).await;
        assert!(matches!(refused, Err(StoreError::AlreadyExists { .. })));
        assert_eq!(store.answer(&answer("").key, now()).await, Ok(None));
    });
}

#[test]
fn answers_are_forgotten_after_their_time() {
    check(async |store: AnyStore| {
        store
            .commit(request("a", answer("first")))
            .await
            .expect("it is new");
        let later = now() + Duration::days(1);
        assert_eq!(store.answer(&answer("").key, later).await, Ok(None));
        let mut anew = request("b", answer("second"));
        anew.now = later;
        if let Some(answer) = &mut anew.answer {
            answer.expires_at = later + Duration::days(1);
        }
        assert!(matches!(store.commit(anew).await, Ok(Committed::Done(_))));
        let found = store
            .answer(&answer("").key, later)
            .await
            .expect("it answers");
        assert_eq!(found.map(|answer| answer.body), Some("second".to_string()));
        let swept = store
            .sweep(later + Duration::days(1), &Default::default())
            .await;
        assert_eq!(swept.map(|swept| swept.answers), Ok(1));
    });
}

#[test]
fn of_many_equal_requests_at_once_one_is_made() {
    check(async |store: AnyStore| {
        let tasks: Vec<_> = (0..16)
            .map(|number| {
                let store = store.clone();
                let wanted = request("a", answer(&number.to_string()));
                tokio::spawn(async move { store.commit(wanted).await })
            })
            .collect();
        let mut answers = Vec::new();
        let mut made = 0;
        for task in tasks {
            match task.await.expect("it ends").expect("it is answered") {
                Committed::Done(_) => made += 1,
                Committed::Repeated(answer) => answers.push(answer.body),
            }
        }
        assert_eq!(made, 1);
        assert!(
            answers.iter().all(|answer| *answer == answers[0]),
            "{answers:?}"
        );
    });
}
