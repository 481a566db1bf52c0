//! The labour vectors: cases worked by hand, held against `law::evaluate`.

use std::path::Path;

use paiban::law::vectors;

/// Fewer passes than this mean that the file or the runner is broken.
const PASSED_MIN: usize = 140;

#[test]
fn every_labour_vector_passes() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/labour_vectors.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("SKIPPED: {} is not there", file.display());
        return;
    };
    let report = vectors::run(&text).expect("a readable vectors file");
    println!("{report}");
    assert!(report.failed() + report.not_yet() == 0, "{report}");
    assert!(report.passed() >= PASSED_MIN, "{report}");
}
