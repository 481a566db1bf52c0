//! Programs that tests look through and that may not be here: Python with packages, a browser, tools for PDF.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use super::planning::at;

/// Where this is set to anything, every tool must be here: nothing is skipped.
const REQUIRED: &str = "PAIBAN_TOOLS";

/// Says why a test looks no further; fails where tools must be here.
pub fn skip(why: &str) {
    assert!(
        std::env::var_os(REQUIRED).is_none(),
        "{REQUIRED} is set, but {why}"
    );
    println!("skipped: {why}");
}

/// What a tool answers; `None`, and a line that says so, where there is no such tool. One that is here must work.
pub fn answer(name: &str, arguments: &[&str]) -> Option<String> {
    let Ok(output) = Command::new(name).args(arguments).output() else {
        skip(&format!("{name} is not here"));
        return None;
    };
    Some(said(name, &output))
}

/// What a program printed that must have ended well.
pub fn said(name: &str, output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{name}: {}\n{complaint}",
        output.status
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A Python with all packages, in a folder of its own under `target`; `None` where none can be had.
pub fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match PYTHON.get_or_init(installed) {
        Ok(python) => Some(python),
        Err(why) => {
            skip(why);
            None
        }
    }
}

fn installed() -> Result<PathBuf, String> {
    let made = Command::new("sh").arg(at(".ci/python")).output();
    let made = made.map_err(|error| error.to_string())?;
    let complaint = String::from_utf8_lossy(&made.stderr);
    match made.status.success() {
        true => Ok(PathBuf::from(String::from_utf8_lossy(&made.stdout).trim())),
        false => Err(format!(
            "Python with packages cannot be had: {}",
            complaint.lines().last().unwrap_or_default()
        )),
    }
}
