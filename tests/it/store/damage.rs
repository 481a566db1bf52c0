//! Full disks, damaged files, other programs: told for what they are, and nothing is lost.

use std::fs;

use paiban::storage::{Change, SqlStore, Store, StoreError, StoreLimits};
use sqlx::Connection;

use super::town::{decision, instance, make, now};
use super::{AnyStore, check_limited, run};

async fn open(folder: &tempfile::TempDir) -> Result<SqlStore, StoreError> {
    SqlStore::open(folder.path(), StoreLimits::default(), now()).await
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the store")
}

#[test]
fn a_full_database_refuses_what_does_not_fit_and_takes_what_does() {
    let limits = StoreLimits {
        database_bytes_max: 600 << 10,
        ..StoreLimits::default()
    };
    check_limited(limits, async |store: AnyStore| {
        make(store.as_ref(), Vec::new())
            .await
            .expect("there is room");
        let mut large = instance();
        large.body = "x".repeat(1 << 20);
        let full = make(store.as_ref(), vec![Change::Instance(large)]).await;
        assert_eq!(full, Err(StoreError::Full));
        make(store.as_ref(), vec![Change::Instance(instance())])
            .await
            .expect("there is room");
        assert_eq!(store.instance(&instance().sha256).await, Ok(instance()));
        let log = store
            .audit(&Default::default(), &Default::default())
            .await
            .expect("a page");
        let numbers: Vec<u64> = log.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2], "the refused decision left no hole");
    });
}

#[test]
fn a_file_that_is_no_database_is_told_and_left_alone() {
    let folder = folder();
    let path = folder.path().join("paiban.db");
    let text = "a letter, longer than the head of a database file; ".repeat(100);
    fs::write(&path, &text).expect("it is written");
    run(async {
        let told = open(&folder).await.err();
        assert!(matches!(told, Some(StoreError::Corrupt(_))), "{told:?}");
    });
    assert_eq!(fs::read_to_string(&path).ok(), Some(text));
}

#[test]
fn a_damaged_page_is_told() {
    let folder = folder();
    run(async {
        let store = open(&folder).await.expect("it opens");
        let mut large = instance();
        large.body = "x".repeat(100_000);
        make(&store, vec![Change::Instance(large)])
            .await
            .expect("it is new");
        store.close().await;
        let path = folder.path().join("paiban.db");
        let mut bytes = fs::read(&path).expect("it is readable");
        for page in bytes.chunks_mut(4096).skip(2) {
            page.fill(0xff);
        }
        fs::write(&path, bytes).expect("it is written");
        let told = match open(&folder).await {
            Ok(store) => store.instance(&instance().sha256).await.err(),
            Err(error) => Some(error),
        };
        assert!(matches!(told, Some(StoreError::Corrupt(_))), "{told:?}");
    });
}

#[test]
fn a_database_of_a_newer_program_is_not_touched() {
    let folder = folder();
    run(async {
        open(&folder).await.expect("it opens").close().await;
        let path = folder.path().join("paiban.db");
        let mut raw = sqlx::SqliteConnection::connect(&path.to_string_lossy())
            .await
            .expect("it opens");
        let newer = "INSERT INTO schema_steps (number, title, made_at) VALUES (99, 'later', 0)";
        sqlx::query(newer)
            .execute(&mut raw)
            .await
            .expect("it is written");
        raw.close().await.expect("it closes");
        let told = open(&folder).await.err();
        assert!(
            matches!(
                told,
                Some(StoreError::NewerSchema {
                    found: 99,
                    known: 3
                })
            ),
            "{told:?}"
        );
    });
}

#[test]
fn a_database_that_another_program_holds_is_busy_and_free_again() {
    let folder = folder();
    run(async {
        let store = open(&folder).await.expect("it opens");
        let path = folder.path().join("paiban.db");
        let mut raw = sqlx::SqliteConnection::connect(&path.to_string_lossy())
            .await
            .expect("it opens");
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut raw)
            .await
            .expect("it is free");
        let busy = store.commit(decision(Vec::new())).await;
        assert_eq!(busy, Err(StoreError::Busy));
        store.check().await.expect("reading goes on");
        sqlx::query("ROLLBACK")
            .execute(&mut raw)
            .await
            .expect("it held it");
        store
            .commit(decision(Vec::new()))
            .await
            .expect("it is free again");
    });
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "").expect("it is written");
    run(async {
        let told = SqlStore::open(&file.join("data"), StoreLimits::default(), now())
            .await
            .err();
        assert!(matches!(told, Some(StoreError::Unavailable(_))), "{told:?}");
    });
}

#[test]
fn a_closed_store_says_so() {
    let folder = folder();
    run(async {
        let store = open(&folder).await.expect("it opens");
        store.close().await;
        let told = store.commit(decision(Vec::new())).await;
        assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");
        let told = store.check().await;
        assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");
    });
}

#[test]
fn what_was_stored_is_there_when_the_store_is_opened_again() {
    let folder = folder();
    run(async {
        for number in 1..4 {
            let store = open(&folder).await.expect("it opens");
            make(&store, vec![Change::Instance(instance())])
                .await
                .expect("there is room");
            let log = store
                .audit(&Default::default(), &Default::default())
                .await
                .expect("a page");
            assert_eq!(log.rows.len(), number);
            store.close().await;
        }
    });
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_what_is_stored() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    run(async {
        let data = folder.path().join("data");
        let store = SqlStore::open(&data, StoreLimits::default(), now())
            .await
            .expect("it opens");
        make(&store, Vec::new()).await.expect("there is room");
        for entry in fs::read_dir(&data)
            .expect("it is readable")
            .chain(fs::read_dir(folder.path()).expect("it is readable"))
        {
            let entry = entry.expect("it is readable");
            let mode = entry
                .metadata()
                .expect("it is readable")
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0, "{:?}", entry.path());
        }
    });
}
