//! Reading files the way every command does.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::domain::{Finding, Instance};
use crate::formats;

/// Reads and validates an instance; prints every finding when it is refused.
pub fn instance(path: &Path, format: Option<formats::Format>) -> anyhow::Result<Option<Instance>> {
    read(path, |name, bytes| match format {
        None => formats::read_file(name, bytes),
        Some(format) => formats::read_as(format, name, bytes),
    })
}

/// Reads a file from its name and its bytes; prints every finding when it is refused.
pub fn read<T>(
    path: &Path,
    read: impl FnOnce(&str, &[u8]) -> Result<T, Vec<Finding>>,
) -> anyhow::Result<Option<T>> {
    let name = path
        .file_stem()
        .map_or("instance".into(), |stem| stem.to_string_lossy());
    match read(&name, &bytes(path)?) {
        Ok(found) => Ok(Some(found)),
        Err(findings) => {
            refuse(path, &findings);
            Ok(None)
        }
    }
}

/// Reads a message of the program's own JSON; prints every finding when it is refused.
pub fn message<T>(
    path: &Path,
    reader: fn(&str) -> Result<T, Vec<Finding>>,
) -> anyhow::Result<Option<T>> {
    read(path, |_, bytes| {
        formats::utf8(bytes)
            .map_err(|finding| vec![finding])
            .and_then(reader)
    })
}

/// The bytes of a file, with its name in the error.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| {
        let path = path.display();
        format!("{path} cannot be read: check path and permissions 无法读取，请检查路径和权限")
    })
}

/// Writes a file, with its name in the error.
pub fn write(path: &Path, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
    folder_of(path)?;
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

/// Fails where [`write`] would not be able to write all these files, or would write over one that is read or over another
/// of them.
pub fn writable<'a>(
    read: impl IntoIterator<Item = &'a PathBuf>,
    written: impl IntoIterator<Item = &'a PathBuf>,
) -> anyhow::Result<()> {
    let mut taken: Vec<PathBuf> = read.into_iter().map(|path| place(path)).collect();
    for path in written {
        try_to_write(path)?;
        let place = place(path);
        // A terminal or pipe may be named twice, and read besides.
        let keeps = std::fs::metadata(&place).map_or(true, |it| it.is_file());
        if keeps && taken.contains(&place) {
            bail!(
                "{} would be written over a file that is read or written too: choose another name \
                 会覆盖同时读取或写入的另一个文件，请换一个文件名",
                path.display()
            );
        }
        taken.push(place);
    }
    Ok(())
}

/// Where a path leads, as far as it is there.
fn place(path: &Path) -> PathBuf {
    let whole = std::fs::canonicalize(path);
    whole.unwrap_or_else(|_| {
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let folder = std::fs::canonicalize(folder.unwrap_or(Path::new(".")));
        let name = path.file_name().unwrap_or_default();
        folder.map_or(path.to_owned(), |folder| folder.join(name))
    })
}

/// Fails where a folder could not be written to.
pub fn writable_folder(folder: &Path) -> anyhow::Result<()> {
    try_to_write(&folder.join(".paiban"))
}

/// Opens a file for writing. One that was not there is gone again afterwards, its folder stays.
fn try_to_write(path: &Path) -> anyhow::Result<()> {
    folder_of(path)?;
    let found = std::fs::metadata(path);
    // A pipe would take the opening for the text.
    if found.as_ref().is_ok_and(|it| !it.is_file() && !it.is_dir()) {
        return Ok(());
    }
    let opened = OpenOptions::new().append(true).create(true).open(path);
    let tried = match found {
        Ok(_) => opened.map(drop),
        Err(_) => opened.and_then(|_| std::fs::remove_file(path)),
    };
    tried.with_context(|| format!("{} cannot be written", path.display()))
}

fn folder_of(path: &Path) -> anyhow::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display())),
        _ => Ok(()),
    }
}

/// Prints text to standard output; a reader that closed early is no error, a full disk is.
pub fn print(text: &str) {
    use std::io::{ErrorKind, Write};
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        tell!("paiban: standard output cannot be written: {error}");
        std::process::exit(i32::from(super::BAD_INPUT));
    }
}

/// Prints why a file is refused.
pub fn refuse(path: &Path, findings: &[Finding]) {
    tell!(
        "{}: {} finding(s); nothing was done 共 {} 处问题，未执行",
        path.display(),
        findings.len(),
        findings.len()
    );
    for finding in findings {
        tell!("  {finding}");
    }
}
