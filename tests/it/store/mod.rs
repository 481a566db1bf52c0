//! What every database driver must do: one suite, run on each of them.

mod answers;
mod audit;
mod claims;
mod crash;
mod damage;
mod jobs;
mod lists;
mod rosters;
mod rush;
mod town;
mod worker;

use std::future::Future;
use std::sync::Arc;

use paiban::storage::{SqlStore, Store, StoreLimits};

/// A store, however it is kept.
type AnyStore = Arc<dyn Store>;

/// Runs a story on a fresh store of every driver.
fn check(story: impl AsyncFn(AnyStore)) {
    check_limited(StoreLimits::default(), story);
}

/// As [`check`], with other limits.
fn check_limited(limits: StoreLimits, story: impl AsyncFn(AnyStore)) {
    let folder = tempfile::tempdir().expect("a folder for the store");
    run(async {
        let on_disk = SqlStore::open(folder.path(), limits, town::now()).await;
        let in_memory = SqlStore::in_memory(limits, town::now()).await;
        for store in [on_disk, in_memory] {
            let store: AnyStore = Arc::new(store.expect("the store opens"));
            story(store.clone()).await;
            store.close().await;
        }
    });
}

/// Runs to its end, on two threads.
fn run<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts")
        .block_on(story)
}
