//! Reading files the way every command does.

use std::path::Path;

use anyhow::Context;

use crate::domain::{Finding, Instance};
use crate::formats;

/// Reads and validates an instance; prints every finding when it is refused.
pub fn instance(path: &Path, format: Option<formats::Format>) -> anyhow::Result<Option<Instance>> {
    let bytes = bytes(path)?;
    let name = path
        .file_stem()
        .map_or("instance".into(), |stem| stem.to_string_lossy());
    let read = match format {
        None => formats::read_file(&name, &bytes),
        Some(format) => formats::read_as(format, &name, &bytes),
    };
    match read {
        Ok(instance) => Ok(Some(instance)),
        Err(findings) => {
            refuse(path, &findings);
            Ok(None)
        }
    }
}

/// The bytes of a file, with its name in the error.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Writes a file, with its name in the error.
pub fn write(path: &Path, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

/// Prints text to standard output; a reader that closed early is no error, a full disk is.
pub fn print(text: &str) {
    use std::io::{ErrorKind, Write};
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("paiban: standard output cannot be written: {error}");
        std::process::exit(i32::from(super::BAD_INPUT));
    }
}

/// Prints why a file is refused.
pub fn refuse(path: &Path, findings: &[Finding]) {
    eprintln!(
        "{}: {} finding(s); nothing was planned 共 {} 处问题，未排班",
        path.display(),
        findings.len(),
        findings.len()
    );
    for finding in findings {
        eprintln!("  {finding}");
    }
}
