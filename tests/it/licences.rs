//! Every package that is built into paiban, or builds it, has a licence we may use.

use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than their notice.
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Zlib",
    "CC0-1.0",
    "Unlicense",
];

/// Asks for the source of changed files: fine as long as a package comes from the registry unchanged.
const ALLOWED_UNMODIFIED: &str = "MPL-2.0";

#[test]
fn every_dependency_has_an_allowed_licence() {
    let packages = packages();
    assert!(packages.len() > 1, "no dependency was listed");
    let wrong: Vec<String> = packages.iter().filter_map(fault).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What cargo knows of the packages in Cargo.lock that this machine's kind of build uses.
///
/// Only those: the packages for other systems are not downloaded by a build, and offline they cannot be read.
fn packages() -> Vec<Value> {
    let host =
        output(Command::new(std::env::var("RUSTC").unwrap_or("rustc".to_string())).arg("-vV"));
    let host = host
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host");
    let metadata = output(
        Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--locked",
                "--offline",
                "--format-version",
                "1",
                "--filter-platform",
                host,
            ])
            .current_dir(env!("CARGO_MANIFEST_DIR")),
    );
    let mut metadata: Value = serde_json::from_str(&metadata).expect("cargo writes JSON");
    match metadata["packages"].take() {
        Value::Array(packages) => packages,
        other => panic!("cargo lists no packages: {other}"),
    }
}

fn output(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("it writes UTF-8")
}

/// What is wrong with the licence of one package, if anything.
fn fault(package: &Value) -> Option<String> {
    let registry = package["source"]
        .as_str()
        .is_some_and(|source| source.starts_with("registry+"));
    let licence = package["license"].as_str();
    if licence.is_some_and(|licence| allows(licence, registry)) {
        return None;
    }
    let licence = licence.unwrap_or("no stated licence");
    Some(format!(
        "{} {} has {licence}; allowed: {}",
        package["name"],
        package["version"],
        ALLOWED.join(", ")
    ))
}

/// Whether a licence expression leaves us a choice that is allowed: `AND` binds stronger than `OR`; old packages write
/// `/` for `OR`.
fn allows(expression: &str, unmodified: bool) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let allowed = either(&words, &mut at, unmodified);
    allowed && at == words.len()
}

fn either(words: &[&str], at: &mut usize, unmodified: bool) -> bool {
    let mut allowed = both(words, at, unmodified);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        allowed |= both(words, at, unmodified);
    }
    allowed
}

fn both(words: &[&str], at: &mut usize, unmodified: bool) -> bool {
    let mut allowed = one(words, at, unmodified);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        allowed &= one(words, at, unmodified);
    }
    allowed
}

fn one(words: &[&str], at: &mut usize, unmodified: bool) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let allowed = either(words, at, unmodified);
        *at += 1;
        return allowed;
    }
    // An exception only adds rights.
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    ALLOWED.contains(word) || (unmodified && *word == ALLOWED_UNMODIFIED)
}

#[test]
fn licence_expressions_are_judged_by_what_we_may_choose() {
    for allowed in [
        "MIT",
        "MIT OR GPL-3.0",
        "GPL-3.0/MIT",
        "Apache-2.0 WITH LLVM-exception",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
        "GPL-3.0 AND ISC OR MIT",
    ] {
        assert!(allows(allowed, false), "{allowed}");
    }
    for refused in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT OR ISC) AND GPL-3.0",
        "MIT AND (",
        "",
        "MIT ISC",
    ] {
        assert!(!allows(refused, true), "{refused}");
    }
    assert!(allows("MPL-2.0", true) && !allows("MPL-2.0", false));
}
