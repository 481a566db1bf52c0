//! Rooms point one way, and each foreign library is named in its own room only.

mod examples;
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use source::{Named, Source, read};

/// A room and the rooms it may use. A room stands below all it uses, so the table cannot hold a ring.
///
/// An instance carries its rules typed: that is why `law` stands above `domain`.
const ROOMS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("law", &["units"]),
    ("queueing", &["units"]),
    ("simulation", &["units"]),
    ("milp", &["units"]),
    ("domain", &["units", "law"]),
    ("roster", &["units", "law", "domain"]),
    ("demand", &["units", "domain", "queueing", "law"]),
    ("paths", &["units", "milp"]),
    (
        "model",
        &[
            "units", "law", "domain", "roster", "demand", "paths", "milp",
        ],
    ),
    (
        "checker",
        &[
            "units",
            "law",
            "domain",
            "roster",
            "demand",
            "queueing",
            "simulation",
        ],
    ),
    (
        "waits",
        &["units", "law", "domain", "queueing", "simulation"],
    ),
    (
        "report",
        &["units", "law", "domain", "roster", "demand", "checker"],
    ),
    (
        "generate",
        &["units", "law", "domain", "queueing", "demand"],
    ),
    (
        "planner",
        &[
            "units", "law", "domain", "roster", "queueing", "demand", "model", "paths", "milp",
            "checker", "report",
        ],
    ),
    (
        "claims",
        &[
            "units", "law", "domain", "roster", "queueing", "demand", "model", "paths", "milp",
            "checker",
        ],
    ),
    (
        "formats",
        &["units", "law", "domain", "roster", "report", "checker"],
    ),
    ("jobs", &["units"]),
    ("storage", &["units", "jobs", "claims"]),
    (
        "worker",
        &[
            "units", "law", "domain", "milp", "planner", "report", "formats", "jobs", "storage",
        ],
    ),
    ("scenario", &["domain", "formats"]),
    (
        "service",
        &[
            "units", "law", "domain", "roster", "demand", "milp", "checker", "report", "planner",
            "claims", "formats", "jobs", "scenario", "storage", "worker",
        ],
    ),
    (
        "api",
        &[
            "units", "domain", "checker", "claims", "formats", "jobs", "service",
        ],
    ),
    (
        "cli",
        &[
            "units",
            "law",
            "domain",
            "roster",
            "queueing",
            "demand",
            "model",
            "paths",
            "milp",
            "checker",
            "report",
            "generate",
            "planner",
            "formats",
            "simulation",
            "waits",
            "claims",
            "jobs",
            "storage",
            "worker",
            "service",
            "api",
            "scenario",
        ],
    ),
    ("main", &["cli"]),
    // Declares the rooms and uses none.
    ("lib", &[]),
];

/// A foreign library and the rooms that may name it. One that is not listed may be named anywhere.
const FOREIGN: &[(&str, &[&str])] = &[
    ("good_lp", &["milp"]),
    ("highs", &["milp"]),
    ("highs_sys", &["milp"]),
    ("prost", &["formats", "api", "cli"]),
    ("prost_reflect", &["formats", "api", "cli"]),
    ("sqlx", &["storage"]),
    ("tokio", &["storage", "worker", "service", "api", "cli"]),
    ("tokio_stream", &["api"]),
    ("tonic", &["api", "cli"]),
    ("tonic_health", &["api"]),
    ("tonic_reflection", &["api"]),
    ("tonic_types", &["api", "cli"]),
    ("tracing", &["service", "api", "cli"]),
    ("tracing_subscriber", &["cli"]),
    ("toml", &["cli"]),
    ("uuid", &["service", "api", "cli"]),
    ("prost", &["formats"]),
    ("prost_reflect", &["formats"]),
    ("calamine", &["formats"]),
    ("csv", &["formats"]),
    ("encoding_rs", &["formats"]),
    ("rust_xlsxwriter", &["formats"]),
    ("zip", &["formats"]),
    ("clap", &["cli", "main"]),
    ("ctrlc", &["cli", "main"]),
    ("rust_xlsxwriter", &["formats"]),
    ("icalendar", &["formats"]),
    ("anyhow", &["cli", "main"]),
    ("pathfinding", &["model"]),
    ("async_trait", &["storage", "worker", "service"]),
    ("sha2", &["formats"]),
    ("rand", &["generate", "paths"]),
    ("rand_chacha", &["generate", "paths"]),
    ("chrono_tz", &["law", "domain", "formats", "generate"]),
];

/// Unit tests make up their input: they may also use these rooms and libraries, except that `checker` stays blind.
const ROOMS_FOR_TESTS: &[&str] = &["generate", "formats"];
const FOREIGN_FOR_TESTS: &[&str] = &["rand", "rand_chacha", "chrono_tz"];

/// The checker must not learn how a roster was made, not even in its tests.
const CHECKER_NEVER_SEES: &[&str] = &["model", "paths", "milp", "planner"];

/// All that `model` may name of `law`: what a rule says, not how it is judged. `checker` and `model` each do their own
/// arithmetic, so that a mistake in one shows in the other.
const LAW_FOR_MODEL: &[&str] = &[
    "RuleKind",
    "RuleRecord",
    "Outcome",
    "Severity",
    "DayOfWeek",
    "kinds",
    "params",
];

#[test]
fn rooms_point_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&src);
    assert!(!files.is_empty(), "no source found in {}", src.display());
    let findings = judge(&files);
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn a_room_stands_below_all_it_uses() {
    let mut above = BTreeSet::new();
    for (room, uses) in ROOMS {
        for used in *uses {
            assert!(
                above.contains(used),
                "{room} uses {used}, which is not above it in the table"
            );
        }
        above.insert(room);
    }
    for (library, rooms) in FOREIGN {
        for room in *rooms {
            assert!(
                above.contains(room),
                "{library} lives in {room}, which is no room"
            );
        }
    }
}

/// A source file: its path below the repository, with `/`, and its text.
struct File {
    path: String,
    text: String,
}

fn rust_files(folder: &Path) -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is readable") {
            let path = entry.expect("the entry is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let below = path
                    .strip_prefix(env!("CARGO_MANIFEST_DIR"))
                    .expect("below the repository");
                let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                let text = fs::read_to_string(&path).expect("source is UTF-8");
                files.push(File {
                    path: parts.join("/"),
                    text,
                });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Everything that is wrong, as `file:line: what`.
fn judge(files: &[File]) -> Vec<String> {
    let sources: Vec<(&str, Vec<&str>, Source)> = files
        .iter()
        .map(|file| {
            let module = module_of(&file.path);
            let source = read(&file.text, &module);
            (file.path.as_str(), module, source)
        })
        .collect();
    let only_tests: BTreeSet<Vec<String>> = sources
        .iter()
        .flat_map(|(_, module, source)| {
            let test_modules = source.declared.iter().filter(|(_, in_test)| *in_test);
            test_modules.map(|(name, _)| {
                module
                    .iter()
                    .map(|s| s.to_string())
                    .chain([name.clone()])
                    .collect()
            })
        })
        .collect();

    let mut findings = Vec::new();
    for (path, module, source) in &sources {
        let room = room_of(path);
        let Some((_, may_use)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            findings.push(format!("{path}:1: `{room}` is no room of the table"));
            continue;
        };
        if room == "lib" {
            let strangers = source
                .declared
                .iter()
                .filter(|(name, _)| !ROOMS.iter().any(|(room, _)| room == name));
            findings.extend(
                strangers.map(|(name, _)| format!("{path}:1: `{name}` is no room of the table")),
            );
        }
        let all_test = (1..=module.len()).any(|n| only_tests.contains(&owned(&module[..n])));
        for named in &source.named {
            let in_test = named.in_test || all_test;
            if let Some(what) = fault(room, may_use, named, in_test) {
                findings.push(format!("{path}:{}: {what}", named.line));
            }
        }
    }
    findings.extend(unsafe_faults(&sources));
    findings
}

fn owned(module: &[&str]) -> Vec<String> {
    module.iter().map(|s| s.to_string()).collect()
}

/// `src/domain/hall.rs` is the module `domain::hall`; `mod.rs`, `lib.rs` and `main.rs` name none of their own.
fn module_of(path: &str) -> Vec<&str> {
    let below = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<&str> = below.split('/').collect();
    if ["mod", "lib", "main"].contains(module.last().unwrap_or(&"")) {
        module.pop();
    }
    module
}

fn room_of(path: &str) -> &str {
    let below = path.trim_start_matches("src/").trim_end_matches(".rs");
    below.split('/').next().unwrap_or(below)
}

/// What is wrong with one path named in `room`, if anything.
fn fault(room: &str, may_use: &[&str], named: &Named, in_test: bool) -> Option<String> {
    let first = named.path[0].as_str();
    // The binary knows the library by the package's name.
    if first == "crate" || (room == "main" && first == "paiban") {
        return arrow_fault(room, may_use, &named.path[1..], in_test);
    }
    let (_, homes) = FOREIGN.iter().find(|(library, _)| *library == first)?;
    if homes.contains(&room) || (in_test && FOREIGN_FOR_TESTS.contains(&first)) {
        return None;
    }
    Some(format!(
        "`{room}` names {first}; only {} may",
        homes.join(", ")
    ))
}

fn arrow_fault(room: &str, may_use: &[&str], path: &[String], in_test: bool) -> Option<String> {
    let Some(target) = path.first().filter(|name| *name != "*") else {
        return Some(format!(
            "`{room}` takes the crate root as a whole; name the room"
        ));
    };
    let target = target.as_str();
    if target == room {
        return None;
    }
    if !ROOMS.iter().any(|(name, _)| *name == target) {
        return Some(format!(
            "{room} -> {target}: `{target}` is no room of the table"
        ));
    }
    if room == "checker" && CHECKER_NEVER_SEES.contains(&target) {
        return Some(format!(
            "{room} -> {target}: the checker must not see how a roster was made"
        ));
    }
    let allowed = may_use.contains(&target) || (in_test && ROOMS_FOR_TESTS.contains(&target));
    if !allowed {
        let allowed = if may_use.is_empty() {
            "no room".to_string()
        } else {
            may_use.join(", ")
        };
        return Some(format!("{room} -> {target}: `{room}` may use {allowed}"));
    }
    // A test of the model may hold it against the judge; the model itself may not ask the judge.
    if room == "model" && target == "law" && !in_test {
        let name = path.get(1).map_or("law as a whole", String::as_str);
        if !LAW_FOR_MODEL.contains(&name) {
            let allowed = LAW_FOR_MODEL.join(", ");
            return Some(format!(
                "{room} -> law: names {name}; `model` may name {allowed}"
            ));
        }
    }
    None
}

/// `unsafe` is for talking to the solver, in one file.
fn unsafe_faults(sources: &[(&str, Vec<&str>, Source)]) -> Vec<String> {
    let mut home = None;
    let mut findings = Vec::new();
    for (path, _, source) in sources {
        let Some(line) = source.unsafe_lines.first() else {
            continue;
        };
        if !path.starts_with("src/milp/") {
            findings.push(format!("{path}:{line}: `unsafe` outside src/milp"));
        } else if let Some(home) = home {
            findings.push(format!(
                "{path}:{line}: `unsafe` in a second file beside {home}"
            ));
        } else {
            home = Some(path);
        }
    }
    findings
}
