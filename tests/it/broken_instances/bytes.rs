//! The text itself: cut, garbled, too deep, too large.

use paiban::formats::{read_curtois, read_file, read_instance};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::findings;
use crate::instance_files::RICH;

#[test]
fn text_that_is_no_instance_is_refused() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(5000), close.repeat(5000));
    let nested = |levels: usize| {
        let rule = format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        format!("{{\"contracts\":[{{\"rules\":[{rule}]}}]}}")
    };
    let texts = [
        String::new(),
        " ".to_owned(),
        "null".to_owned(),
        "17".to_owned(),
        "[]".to_owned(),
        "\"instance\"".to_owned(),
        "{}".to_owned(),
        "{".to_owned(),
        "{\"id\"".to_owned(),
        "{\"id\":}".to_owned(),
        "{\"id\":\"a\",}".to_owned(),
        "{'id':'a'}".to_owned(),
        "{\"id\":\"a\"} {}".to_owned(),
        "{\"id\":NaN}".to_owned(),
        "{\"id\":\"\\ud800\"}".to_owned(),
        "{\"id\":\"a\u{0}\"}".to_owned(),
        "<instance/>".to_owned(),
        "id: a".to_owned(),
        deep("[", "]"),
        deep("{\"a\":", "}"),
        deep("{\"halls\":[", "]}"),
        nested(20),
        nested(60),
        nested(200),
        format!("{{\"{}\":1}}", "k".repeat(100_000)),
        format!("{{\"skills\":[{}{{}}]}}", "{},".repeat(3_000)),
        RICH.replace("\"id\": \"rich\"", "\"id\": \"rich\", \"id\": \"poor\""),
        RICH.replace("\"name\": \"Ann\"", "\"name\": \"Ann\", \"name\": \"Ann\""),
        RICH.replace("\"day_count\": 14", "\"day_count\": 14, \"dayCount\": 14"),
        RICH.replace(
            "{\"mean_minutes\": 2.5}",
            "{\"mean_minutes\": 2.5, \"share_within\": {\"minutes\": 1}}",
        ),
    ];
    for (index, text) in texts.iter().enumerate() {
        let start: String = text.chars().take(40).collect();
        findings(&format!("text {index} {start}"), text);
    }
}

#[test]
fn a_file_cut_anywhere_names_line_and_column() {
    for cut in (0..RICH.trim_end().len()).step_by(97) {
        let found = findings("a cut file", &RICH[..cut]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, "not_json");
        assert!(found[0].subject.starts_with("line "), "{found:?}");
    }
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let text = " ".repeat(33 * 1024 * 1024);
    assert_eq!(findings("blanks", &text)[0].code, "file_too_large");
}

#[test]
fn many_faults_are_told_but_not_without_end() {
    let text = format!("{{\"demand\":[{}]}}", vec!["7"; 100_000].join(","));
    let found = findings("sevens", &text);
    assert!(found.len() < 1_100, "{}", found.len());
}

#[test]
fn garbled_files_never_panic() {
    let mut dice = ChaCha8Rng::seed_from_u64(20_260_302);
    for _ in 0..4_000 {
        let mut bytes = RICH.as_bytes().to_vec();
        for _ in 0..dice.random_range(1..6) {
            garble(&mut bytes, &mut dice);
        }
        let read = read_file("garbled", &bytes);
        if let Err(found) = read {
            assert!(!found.is_empty());
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = read_instance(text);
        }
    }
}

#[test]
fn garbled_benchmarks_never_panic() {
    let good = crate::curtois_files::SMALL;
    let mut dice = ChaCha8Rng::seed_from_u64(7);
    for _ in 0..4_000 {
        let mut bytes = good.as_bytes().to_vec();
        for _ in 0..dice.random_range(1..6) {
            garble(&mut bytes, &mut dice);
        }
        if let Err(found) = read_curtois("garbled", &String::from_utf8_lossy(&bytes)) {
            assert!(!found.is_empty());
        }
    }
}

/// One change of the kind that disks, editors and people make.
fn garble(bytes: &mut Vec<u8>, dice: &mut impl Rng) {
    if bytes.is_empty() {
        return;
    }
    let at = dice.random_range(0..bytes.len());
    match dice.random_range(0..6) {
        0 => bytes[at] ^= 1 << dice.random_range(0..8),
        1 => {
            bytes.remove(at);
        }
        2 => bytes.insert(at, dice.random()),
        3 => bytes[at] = b"0123456789-.eE\"{}[],:"[dice.random_range(0..21)],
        4 => {
            let to = (at + dice.random_range(1..60)).min(bytes.len());
            bytes.drain(at..to);
        }
        _ => {
            let to = (at + dice.random_range(1..60)).min(bytes.len());
            let copy = bytes[at..to].to_vec();
            bytes.splice(at..at, copy);
        }
    }
}
