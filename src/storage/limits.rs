//! How much may be stored.

/// Limits on all that grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreLimits {
    /// Longest text in bytes: an instance, a roster, a witness.
    pub body_bytes_max: usize,
    /// Longest name in bytes.
    pub id_bytes_max: usize,
    /// Most changes, touches and log entries of one decision, each.
    pub changes_max: usize,
    /// Most rows of one page.
    pub page_max: u32,
    /// Most jobs that wait or run.
    pub jobs_max: u64,
    /// Most bytes of the whole database.
    pub database_bytes_max: u64,
}

impl Default for StoreLimits {
    /// 16 MiB, 200 bytes, 20,000 changes, 1,000 rows, 1,000 jobs, 64 GiB.
    fn default() -> StoreLimits {
        StoreLimits {
            body_bytes_max: 16 << 20,
            id_bytes_max: 200,
            changes_max: 20_000,
            page_max: 1_000,
            jobs_max: 1_000,
            database_bytes_max: 64 << 30,
        }
    }
}
