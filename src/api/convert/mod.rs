//! Between the messages of the API and the words of the service, a file for each family of messages.

pub mod claim;
pub mod operation;
pub mod planning;
pub mod publish;
pub mod roster;

use chrono::{DateTime, NaiveDate, Utc};
use prost_reflect::prost_types::{Duration, Timestamp};

use crate::service::Fault;

/// A moment as messages carry it.
pub fn timestamp(at: DateTime<Utc>) -> Timestamp {
    Timestamp {
        seconds: at.timestamp(),
        nanos: at.timestamp_subsec_nanos().cast_signed(),
    }
}

/// A moment of a message.
pub fn moment(field: &str, at: &Timestamp) -> Result<DateTime<Utc>, Fault> {
    let nanos = u32::try_from(at.nanos).ok();
    let moment = nanos.and_then(|nanos| DateTime::from_timestamp(at.seconds, nanos));
    moment.ok_or_else(|| Fault::field(field, "no moment of the calendar", "不是有效的时刻"))
}

/// A length of time of a message, zero or more.
pub fn duration(field: &str, time: &Duration) -> Result<std::time::Duration, Fault> {
    let seconds = u64::try_from(time.seconds).ok();
    let nanos = u32::try_from(time.nanos)
        .ok()
        .filter(|nanos| *nanos < 1_000_000_000);
    match (seconds, nanos) {
        (Some(seconds), Some(nanos)) => Ok(std::time::Duration::new(seconds, nanos)),
        _ => Err(Fault::field(
            field,
            "a length of time is not negative",
            "时长不能为负",
        )),
    }
}

/// A date of a message.
pub fn date(field: &str, text: &str) -> Result<NaiveDate, Fault> {
    text.parse().map_err(|_| Fault::no_date(field))
}

/// Nothing where a message has nothing.
pub fn given<T: From<String>>(text: &str) -> Option<T> {
    Some(text.to_string())
        .filter(|text| !text.is_empty())
        .map(T::from)
}

/// The size of a page, zero or more.
pub fn page_size(size: i32) -> Result<u32, Fault> {
    u32::try_from(size).map_err(|_| {
        Fault::field(
            "page_size",
            "a page size is not negative",
            "每页条数不能为负",
        )
    })
}
