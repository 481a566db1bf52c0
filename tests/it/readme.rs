//! What README.md tells a reader to type works as written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Longer than any example may take; a command that hangs shall not take the whole run with it.
const PATIENCE: Duration = Duration::from_secs(300);

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(name: &str) -> String {
    let path = repository().join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A line of a `sh` block.
#[derive(Debug, PartialEq, Eq)]
struct Example {
    line: usize,
    command: String,
    /// From a trailing `# exit 2`; 0 without.
    exit: i32,
}

impl Example {
    fn program(&self) -> &str {
        self.command.split_whitespace().next().unwrap_or("")
    }
}

/// The commands in the ```` ```sh ```` blocks of a page, continued lines joined, comments and prompts taken off.
fn examples(page: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let (mut inside, mut in_sh, mut continued) = (false, false, false);
    for (number, line) in page.lines().enumerate() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            inside = !inside;
            in_sh = inside && language.trim() == "sh";
            continued = false;
        } else if in_sh {
            let (command, exit) = split_comment(line);
            let command = command.strip_prefix("$ ").unwrap_or(command);
            let more = command.strip_suffix('\\');
            let part = more.unwrap_or(command).trim();
            if continued {
                let last = found.last_mut().expect("a line was begun");
                last.command = format!("{} {part}", last.command);
                last.exit = exit;
            } else if !part.is_empty() {
                found.push(Example {
                    line: number + 1,
                    command: part.to_string(),
                    exit,
                });
            }
            continued = more.is_some();
        }
    }
    found
}

/// The command without its trailing comment, and the exit code the comment states.
fn split_comment(line: &str) -> (&str, i32) {
    let line = line.trim();
    let at = if line.starts_with('#') {
        Some(0)
    } else {
        line.find(" # ")
    };
    let Some(at) = at else { return (line, 0) };
    let comment = line[at..].trim_matches([' ', '#']);
    let code = comment.strip_prefix("exit ").unwrap_or("");
    let digits = code.split(|c: char| !c.is_ascii_digit()).next();
    let exit = digits.and_then(|digits| digits.parse().ok()).unwrap_or(0);
    (line[..at].trim(), exit)
}

/// Runs one example as a shell would, with `paiban` on the path; says what went wrong.
fn run(example: &Example, folder: &Path) -> Result<(), String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_paiban"));
    let old_path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [binary.parent().expect("it lies in a folder").to_path_buf()];
    let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&old_path)));
    // Into a file: a full pipe would stop the command.
    let said = folder.join(".said");
    let output = fs::File::create(&said).map_err(|e| e.to_string())?;
    let mut child = Command::new("sh")
        .args(["-c", &example.command])
        .current_dir(folder)
        .env("PATH", path.map_err(|e| e.to_string())?)
        .stdin(Stdio::null())
        .stdout(output.try_clone().map_err(|e| e.to_string())?)
        .stderr(output)
        .spawn()
        .map_err(|e| e.to_string())?;
    let start = Instant::now();
    let code = loop {
        match child.try_wait().map_err(|e| e.to_string())? {
            Some(status) => break status.code(),
            None if start.elapsed() > PATIENCE => {
                let _ = child.kill();
                break None;
            }
            None => sleep(Duration::from_millis(20)),
        }
    };
    if code == Some(example.exit) {
        return Ok(());
    }
    let ended = code.map_or(format!("was stopped after {:?}", start.elapsed()), |code| {
        format!("exit {code}")
    });
    let said = fs::read_to_string(&said).unwrap_or_default();
    Err(format!("{ended}, expected exit {}\n{said}", example.exit))
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy can be made");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let path = entry.expect("the entry is readable").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

/// Targets named on the left of a `:` in a Makefile.
fn targets(makefile: &str) -> Vec<&str> {
    let rules = makefile
        .lines()
        .filter(|line| !line.starts_with(['\t', ' ', '#', '.']));
    let heads = rules
        .filter_map(|line| line.split_once(':'))
        .filter(|(_, rest)| !rest.starts_with('='));
    heads
        .flat_map(|(head, _)| head.split_whitespace())
        .collect()
}

/// What a line asks of `make`; options and variables are not targets.
fn goals(command: &str) -> impl Iterator<Item = &str> {
    let words = command.split_whitespace().skip(1);
    words.filter(|word| !word.starts_with('-') && !word.contains('='))
}

#[test]
fn paiban_commands_in_the_readme_work_as_written() {
    commands_work("README.md");
}

#[test]
fn paiban_commands_in_the_guides_work_as_written() {
    commands_work("docs/law-packs.md");
    commands_work("docs/law-packs.zh-CN.md");
    commands_work("docs/guide.md");
    commands_work("docs/report.md");
    commands_work("docs/report.zh-CN.md");
}

/// So the commands of the Chinese pages work too.
#[test]
fn chinese_pages_show_the_commands_of_the_english_ones() {
    for (english, chinese) in [
        ("README.md", "README.zh-CN.md"),
        ("docs/guide.md", "docs/guide.zh-CN.md"),
    ] {
        let commands = |name: &str| -> Vec<(String, i32)> {
            let found = examples(&text_of(name)).into_iter();
            found
                .map(|example| (example.command, example.exit))
                .collect()
        };
        assert_eq!(commands(chinese), commands(english), "{chinese}");
    }
}

fn commands_work(name: &str) {
    let page = text_of(name);
    let found: Vec<Example> = examples(&page)
        .into_iter()
        .filter(|e| e.program() == "paiban")
        .collect();
    assert!(
        !found.is_empty(),
        "{name} shows no `paiban` command in a ```sh block"
    );

    let folder = tempfile::tempdir().expect("a temporary folder");
    for needed in ["instances", "docs"] {
        copy_folder(&repository().join(needed), &folder.path().join(needed));
    }
    // In order and in one folder: a later command may read what an earlier one wrote.
    let broken: Vec<String> = found
        .iter()
        .filter_map(|e| {
            run(e, folder.path())
                .err()
                .map(|error| format!("{name}:{}: {}\n{error}", e.line, e.command))
        })
        .collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn make_targets_in_the_readme_exist() {
    let (page, makefile) = (text_of("README.md"), text_of("Makefile"));
    let known = targets(&makefile);
    let found: Vec<Example> = examples(&page)
        .into_iter()
        .filter(|e| e.program() == "make")
        .collect();
    assert!(
        !found.is_empty(),
        "README.md shows no `make` command in a ```sh block"
    );
    for example in &found {
        for goal in goals(&example.command) {
            assert!(
                known.contains(&goal),
                "README.md:{}: the Makefile has no target {goal}",
                example.line
            );
        }
    }
}

/// The commands that a page or script shows, in blocks or within a sentence.
fn shown(text: &str) -> Vec<String> {
    let mut inside = false;
    let (mut found, mut prose) = (Vec::new(), String::new());
    for line in text.lines().map(str::trim) {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside || line.starts_with("\"$paiban\"") {
            found.push(line.replace("\"$paiban\"", "paiban"));
        } else {
            prose.push_str(line);
            prose.push(' ');
        }
    }
    found.extend(prose.split('`').skip(1).step_by(2).map(str::to_owned));
    found.retain(|command| command.starts_with("paiban "));
    found
}

/// What is wrong with a shown command: a subcommand or an option that the program's own help does not know.
pub fn unknown(command: &str) -> Option<String> {
    let help = |path: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_paiban"))
            .arg("help")
            .args(path)
            .output()
            .expect("it runs");
        let told = String::from_utf8_lossy(&run.stdout).into_owned();
        run.status.success().then_some(told)
    };
    let is_name = |word: &&str| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let command = command.split(" # ").next().unwrap_or_default();
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    let names: Vec<&str> = (words.iter().copied())
        .take_while(|word| is_name(word) && !word.starts_with('-'))
        .collect();
    let mut path = Vec::new();
    let mut told = help(&path)?;
    for name in names {
        if !told.contains("\nCommands:") {
            break;
        }
        path.push(name);
        match help(&path) {
            Some(more) => told = more,
            None => return Some(format!("there is no `{}`", path.join(" "))),
        }
    }
    let options = words.iter().filter(|word| word.starts_with("--"));
    let known: Vec<&str> = told
        .split(|c: char| c != '-' && !c.is_ascii_alphanumeric())
        .collect();
    let strange = options
        .map(|option| option.split('=').next().unwrap_or_default())
        .find(|option| !known.contains(option));
    strange.map(|option| format!("`{}` has no {option}", path.join(" ")))
}

#[test]
fn every_command_and_option_that_a_page_names_exists() {
    let mut pages: Vec<PathBuf> = [
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "ARCHITECTURE.md",
    ]
    .map(|name| repository().join(name))
    .to_vec();
    let mut folders = ["docs", "examples", "instances"]
        .map(|name| repository().join(name))
        .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "md" || ending == "sh")
            {
                pages.push(path);
            }
        }
    }
    let mut commands = BTreeMap::new();
    for page in &pages {
        let text = fs::read_to_string(page).expect("text");
        commands.extend(shown(&text).into_iter().map(|command| (command, page)));
    }
    assert!(commands.len() > 40, "{commands:?}");
    let wrong: Vec<String> = (commands.iter())
        .filter_map(|(command, page)| {
            unknown(command).map(|why| format!("{}: {command}: {why}", page.display()))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // In the list of commands each has its name in bold.
    for name in ["README.md", "README.zh-CN.md"] {
        let text = text_of(name);
        let list = text
            .split("\n## ")
            .find(|part| part.starts_with("Commands") || part.starts_with("命令"));
        let bold = list
            .expect("a list of commands")
            .split("**")
            .skip(1)
            .step_by(2);
        let wrong: Vec<String> = bold
            .filter_map(|bold| unknown(&format!("paiban {bold}")))
            .collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
}

#[test]
fn a_command_that_is_not_there_is_noticed() {
    let page = "Type `paiban nothing`, `paiban roster --since x`, or\n`paiban print a\nb --xlsx c`.\n```text\npaiban law shw x\n```\n";
    let told: Vec<Option<String>> = shown(page).iter().map(|command| unknown(command)).collect();
    assert_eq!(told.len(), 4);
    let wrong: Vec<bool> = told.iter().map(Option::is_some).collect();
    assert_eq!(wrong, [true, true, true, false], "{told:?}");
}

/// A program under another name would slip past the two tests above.
#[test]
fn the_readme_calls_paiban_by_its_name() {
    for example in examples(&text_of("README.md")) {
        let hidden =
            example.command.starts_with("cargo run") || example.program().ends_with("/paiban");
        assert!(
            !hidden,
            "README.md:{}: write `paiban …`, so that it is tried out",
            example.line
        );
    }
}

#[test]
fn examples_are_read_from_sh_blocks_only() {
    let page = "paiban no\n```sh\n# first\n$ paiban solve a.json  # the roster\n\nmake demo\npaiban solve b.json # exit 2\n```\n\
        ```text\npaiban no\n```\n  ```sh\npaiban solve \\\n  c.json \\\n  --json # exit 3: no roster\n```\n";
    let expected = [
        (4, "paiban solve a.json", 0),
        (6, "make demo", 0),
        (7, "paiban solve b.json", 2),
        (13, "paiban solve c.json --json", 3),
    ];
    let expected = expected.map(|(line, command, exit)| Example {
        line,
        command: command.to_string(),
        exit,
    });
    assert_eq!(examples(page), expected);
}

#[test]
fn make_targets_are_read_from_rules() {
    let makefile =
        ".PHONY: a\nX := 1\nexport PATH := b:c\na b: c ## text: more\n\techo d: e\n# f: g\n";
    let found = targets(makefile);
    assert!(found.contains(&"a") && found.contains(&"b"), "{found:?}");
    assert!(
        !found.iter().any(|t| ["c", "d", "f", "X"].contains(t)),
        "{found:?}"
    );
    assert_eq!(
        goals("make -j2 demo CARGO=x test").collect::<Vec<_>>(),
        ["demo", "test"]
    );
}
