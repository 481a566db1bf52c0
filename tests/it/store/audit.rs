//! The log is only added to.

use chrono::Duration;
use paiban::storage::{AuditFilter, PageRequest, SqlStore, StoreError, StoreLimits};
use sqlx::Connection;

use super::town::{decision, entry, now};
use super::{AnyStore, check, run};

#[test]
fn entries_are_numbered_without_holes_and_found_by_whom_they_concern() {
    check(async |store: AnyStore| {
        for number in 0..5 {
            let mut two = decision(Vec::new());
            two.now = now() + Duration::hours(number);
            two.entries = vec![entry("claim.accept"), entry("witness.replace")];
            two.entries[0].employee = Some(format!("E{}", number % 2).as_str().into());
            two.entries[1].hall = Some("H1".into());
            store.commit(two).await.expect("it is logged");
        }
        let numbers = async |filter: AuditFilter| {
            let page = store.audit(&filter, &PageRequest::default()).await;
            let rows = page.expect("a page").rows;
            rows.into_iter().map(|row| row.number).collect::<Vec<u64>>()
        };
        let all = AuditFilter::default();
        assert_eq!(numbers(all.clone()).await, (1..=10).collect::<Vec<u64>>());
        let of_one = AuditFilter {
            employee: Some("E1".into()),
            ..all.clone()
        };
        assert_eq!(numbers(of_one).await, [3, 7]);
        let in_hall = AuditFilter {
            halls: vec!["H1".into(), "H2".into()],
            ..all.clone()
        };
        assert_eq!(numbers(in_hall).await, [2, 4, 6, 8, 10]);
        let done = AuditFilter {
            action: Some("claim.accept".to_string()),
            ..all.clone()
        };
        assert_eq!(numbers(done).await, [1, 3, 5, 7, 9]);
        let hours = AuditFilter {
            from: Some(now() + Duration::hours(1)),
            to: Some(now() + Duration::hours(2)),
            ..all
        };
        assert_eq!(numbers(hours).await, [3, 4]);
    });
}

#[test]
fn nothing_is_written_without_an_entry() {
    check(async |store: AnyStore| {
        let mut silent = decision(Vec::new());
        silent.entries.clear();
        assert!(matches!(
            store.commit(silent).await,
            Err(StoreError::Invalid { .. })
        ));
    });
}

#[test]
fn entries_can_be_neither_changed_nor_deleted_nor_replaced() {
    let folder = tempfile::tempdir().expect("a folder for the store");
    run(async {
        let store = SqlStore::open(folder.path(), StoreLimits::default(), now())
            .await
            .expect("it opens");
        use paiban::storage::Store;
        store
            .commit(decision(Vec::new()))
            .await
            .expect("it is logged");
        let path = folder.path().join("paiban.db");
        let mut raw = sqlx::SqliteConnection::connect(&path.to_string_lossy())
            .await
            .expect("it opens");
        for attempt in [
            "UPDATE audit SET actor = 'nobody'",
            "DELETE FROM audit",
            "INSERT OR REPLACE INTO audit SELECT number, 0, '', '', '', '', NULL, NULL, NULL, '', '' FROM audit",
        ] {
            let refused = sqlx::query(attempt)
                .execute(&mut raw)
                .await
                .expect_err(attempt);
            assert!(
                refused.to_string().contains("only added to"),
                "{attempt}: {refused}"
            );
        }
        let log = store
            .audit(&AuditFilter::default(), &PageRequest::default())
            .await
            .expect("a page");
        assert_eq!(log.rows[0].entry, entry("test"));
    });
}
