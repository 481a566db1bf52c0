//! `make demo`, with less time for its two longest steps.

use std::process::Command;

use crate::planning::at;
use crate::readme::unknown;

#[test]
fn the_demo_tells_the_whole_story() {
    let folder = tempfile::tempdir().expect("a folder");
    let link = |name: &str| std::os::unix::fs::symlink(at(name), folder.path().join(name));
    link("instances").expect("it can be linked");
    let told = Command::new("sh")
        .arg(at("examples/demo.sh"))
        .current_dir(folder.path())
        .env("PAIBAN", env!("CARGO_BIN_EXE_paiban"))
        .env("PAIBAN_DEMO_SOLVE", "5")
        .env("PAIBAN_DEMO_FRONTIER", "2")
        .output()
        .expect("it runs");
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr)
    );
    for (word, times) in [
        ("SUCCEEDED", 2),
        ("PUBLISHED", 1),
        // One each of E06 and E10, six of E03.
        ("\nACCEPTED", 8),
        ("would be", 1),
        ("CLAIM_AGAINST_RULE", 1),
        ("PRC-LCL-68", 1),
        // Refused at once, or after a proof that took longer.
        ("could not be staffed on", 1),
        ("comp day 补休 480 min", 1),
        ("(ABSENT)", 1),
        ("WITHDRAWN E03 2026-03-11", 1),
        ("what the hall would need", 1),
        ("today's staff", 1),
        ("roster.reoptimize", 1),
    ] {
        let found = told.matches(word).count();
        assert!(found >= times, "{word}: {found} times in\n{told}");
    }
    let after = told.split("== Go on by hand").nth(1);
    let after = after.unwrap_or_else(|| panic!("it does not end: {told}"));
    let commands = after.lines().map(str::trim);
    let commands: Vec<&str> = commands
        .filter(|line| line.starts_with("paiban "))
        .collect();
    assert!(commands.len() > 5, "{commands:?}");
    for command in commands {
        assert_eq!(unknown(command), None, "{command}");
    }
}
