//! The benchmark files of Curtois and Qu: the good ones are read whole, broken ones are told line by line.

use std::fs;
use std::path::Path;

use paiban::domain::{Instance, WishKind};
use paiban::formats::{Format, read_curtois, read_file};
use paiban::law::RuleKind;
use paiban::units::{Minutes, Money};

/// A small benchmark with every section.
pub const SMALL: &str = "\u{feff}# A comment\r
SECTION_HORIZON\r
7\r
\r
SECTION_SHIFTS\r
D,480,\r
N,600,D\r
\r
SECTION_STAFF\r
A,D=7|N=0,2400,960,5,2,2,1\r
B,D=7|N=0,2400,960,5,2,2,1\r
C,D=3|N=7,2400,0,5,1,1,1\r
\r
SECTION_DAYS_OFF\r
A,0,3\r
\r
SECTION_SHIFT_ON_REQUESTS\r
B,2,D,4\r
\r
SECTION_SHIFT_OFF_REQUESTS\r
C,6,N,3\r
\r
SECTION_COVER\r
0,D,2,100,1\r
6,N,1,50,2\r
";

#[test]
fn a_small_file_is_read_whole() {
    let instance = read_curtois("small", SMALL).expect("it is valid");
    assert_eq!(instance.id, "curtois:small");
    assert_eq!(Format::of(&instance), Format::Curtois);
    assert_eq!(instance.horizon.day_count, 7);
    assert_eq!(instance.templates[1].length, Minutes(600));
    assert_eq!(instance.contracts.len(), 2, "A and B share their limits");
    let contract = &instance.contracts[1];
    let kinds: Vec<&str> = contract.rules.iter().map(|rule| rule.kind.name()).collect();
    assert_eq!(
        kinds,
        [
            "max_work_per_window",
            "max_shifts_of_type",
            "max_consecutive_work_days",
            "max_weekends",
            "forbidden_succession"
        ]
    );
    assert!(instance.contracts[0].rules.iter().any(|rule| matches!(
        &rule.kind,
        RuleKind::MaxShiftsOfType(most) if most.shift_type.as_deref() == Some("N") && most.limit == 0
    )));
    let off: Vec<String> = instance.employees[0]
        .leave
        .iter()
        .map(|leave| leave.from.to_string())
        .collect();
    assert_eq!(off, ["2024-01-01", "2024-01-04"]);
    assert!(instance.employees[0].leave.iter().all(|leave| leave.unpaid));
    let wish = &instance.employees[2].wishes[0];
    assert_eq!((wish.kind, wish.price), (WishKind::Free, Money(3)));
    let cover = &instance.shift_cover[1];
    assert_eq!((cover.under_price, cover.over_price), (Money(50), Money(2)));
}

#[test]
fn layout_and_comments_do_not_change_the_hash() {
    let plain = SMALL.replace('\r', "").replace("# A comment\n", "");
    let hash = |text: &str| read_curtois("x", text).expect("valid").input_sha256.clone();
    assert_eq!(hash(SMALL), hash(&plain));
    assert_ne!(hash(SMALL), hash(&SMALL.replace("D,480", "D,479")));
}

#[test]
fn broken_lines_are_told_by_their_numbers() {
    let broken = [
        ("7\r", "seven\r", 3),
        ("7\r\n\r", "7\r\n8\r", 4),
        ("7\r\n\r", "0\r\n\r", 3),
        ("7\r\n\r", "400\r\n\r", 3),
        ("SECTION_SHIFTS", "SECTION_SHIFT", 5),
        ("D,480,", "D,48O,", 6),
        ("D,480,", "D,0,", 6),
        ("D,480,", ",480,", 6),
        ("N,600,D", "D,600,", 7),
        ("N,600,D", "N,600,X", 7),
        ("N,600,D", "N", 7),
        ("B,D=7", "A,D=7", 11),
        ("B,D=7|N=0", "B,D7", 11),
        ("B,D=7|N=0", "B,D=7|D=0", 11),
        ("B,D=7|N=0", "B,D=-1|N=0", 11),
        ("B,D=7|N=0", "B,D=7|Z=0", 11),
        ("C,D=3|N=7,2400,0", "C,D=3|N=7,2400,2401", 12),
        ("C,D=3|N=7,2400,0", "C,D=3|N=7,2400", 12),
        ("A,0,3", "A,0,7", 15),
        ("A,0,3", "Z,0", 15),
        ("B,2,D,4", "B,2,D,-4", 18),
        ("B,2,D,4", "B,2,E,4", 18),
        ("B,2,D,4\r", "B,2,D,4\r\nB,2,D,4\r", 19),
        ("C,6,N,3", "C,9,N,3", 21),
        ("0,D,2,100,1", "0,D,2,100,99999999999999999999", 24),
        ("0,D,2,100,1", "0,D,2,100", 24),
        ("6,N,1,50,2", "0,D,1,50,2", 25),
    ];
    for (good, bad, line) in broken {
        assert!(SMALL.contains(good), "{good}");
        let found = read_curtois("broken", &SMALL.replacen(good, bad, 1)).expect_err(bad);
        let subject = format!("line {line}");
        assert!(
            found.iter().any(|finding| finding.subject == subject),
            "{bad}: {found:?}"
        );
    }
    for text in ["", "#", "SECTION_HORIZON", "hello", "SECTION_\u{0}"] {
        assert!(read_curtois("empty", text).is_err(), "{text}");
    }
}

#[test]
fn every_published_file_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/curtois");
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: {} is not here", folder.display());
        return;
    };
    for file in files {
        let path = file.expect("the entry is readable").path();
        let bytes = fs::read(&path).expect("the file is readable");
        let instance: Instance = read_file("published", &bytes)
            .unwrap_or_else(|found| panic!("{}: {found:?}", path.display()));
        assert!(instance.horizon.day_count.is_multiple_of(7));
        assert!(!instance.shift_cover.is_empty());
    }
}
