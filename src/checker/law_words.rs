//! Places of the law in words for people; what rules are called is told by [`crate::law::words`].

use crate::domain::Instance;
use crate::law::{LocalInstant, Place};

/// A place of the law; the same in both languages.
pub(super) fn place_words(instance: &Instance, place: &Place) -> String {
    let at = |instant: &LocalInstant| {
        let (date, _) = instance.horizon.local(instant.minute);
        format!("{date} {}", instance.horizon.clock(instant.minute, date))
    };
    match place {
        Place::Dates(from, after) => match after.pred_opt() {
            Some(last) if last > *from => format!("{from} - {last}"),
            _ => from.to_string(),
        },
        Place::Instants(from, to) => format!("{} - {}", at(from), at(to)),
        other => other.to_string(),
    }
}
