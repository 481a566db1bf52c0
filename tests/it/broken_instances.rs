//! Broken instances: every one is refused with findings that a person can act on, and none ever panics.
//!
//! `shapes` breaks each value of a rich file in turn, `meaning` what the values say, `bytes` the text itself.

mod bytes;
mod meaning;
mod shapes;

use paiban::domain::Finding;
use paiban::formats::read_instance;
use serde_json::Value;

use crate::instance_files::RICH;

/// The rich file as a value.
fn rich() -> Value {
    serde_json::from_str(RICH).expect("it is JSON")
}

/// The findings of a text that must have some.
fn findings(what: &str, text: &str) -> Vec<Finding> {
    let found = match read_instance(text) {
        Ok(_) => panic!("{what} was taken for a valid instance"),
        Err(found) => found,
    };
    assert!(!found.is_empty(), "{what} was refused without a finding");
    for finding in &found {
        let told = [finding.code, &finding.subject, &finding.remedy];
        assert!(
            told.iter().all(|text| !text.is_empty()),
            "{what}: {finding:?}"
        );
        let code = finding.code.bytes();
        assert!(
            code.clone()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{what}: {finding:?}"
        );
    }
    found
}
