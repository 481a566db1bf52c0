//! `paiban import`: spreadsheets to an instance, or empty sheets to fill in.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::formats::sheets::{self, NamedFile, SheetFinding};

use super::{BAD_INPUT, DONE, input};

/// What to read, and where the instance goes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A folder of CSV files or .xlsx workbooks, or one workbook. 表格文件夹，或一个工作簿
    #[arg(required_unless_present = "template")]
    from: Option<PathBuf>,
    /// Write the instance to this file. 算例写入此文件
    #[arg(long, required_unless_present = "template")]
    out: Option<PathBuf>,
    /// Write empty sheets to fill in to this folder, as CSV and as a workbook. 把空白表格写入此文件夹
    #[arg(long, value_name = "DIR", conflicts_with_all = ["from", "out"])]
    template: Option<PathBuf>,
}

/// Reads and writes.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    if let Some(folder) = &arguments.template {
        return template(folder);
    }
    let (Some(from), Some(out)) = (&arguments.from, &arguments.out) else {
        return Ok(BAD_INPUT);
    };
    let paths = spreadsheets(from)?;
    input::writable(&paths, [out])?;
    let named = |path: &PathBuf| Ok((name(path), start_of(path)?));
    let files: Vec<NamedFile> = paths.iter().map(named).collect::<anyhow::Result<_>>()?;
    match sheets::read_sheets(&files) {
        Ok(imported) => {
            input::write(out, imported.text)?;
            let instance = &imported.instance;
            input::print(&format!(
                "{}: {} halls, {} people, {} days from {} 营业厅 {} 个，员工 {} 人，自 {} 起 {} 天\n",
                out.display(),
                instance.halls.len(),
                instance.employees.len(),
                instance.horizon.day_count,
                instance.horizon.start,
                instance.halls.len(),
                instance.employees.len(),
                instance.horizon.start,
                instance.horizon.day_count,
            ));
            Ok(DONE)
        }
        Err(findings) => {
            refuse(from, &findings);
            Ok(BAD_INPUT)
        }
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The spreadsheets of a folder in the order of their names, or the one file.
fn spreadsheets(from: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !from.is_dir() {
        return Ok(vec![from.to_owned()]);
    }
    let unreadable = || format!("{} cannot be read", from.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(from).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.is_file() && sheets::is_spreadsheet(&name(&path)) {
            paths.push(path);
        }
    }
    anyhow::ensure!(
        paths.len() <= sheets::FILES_MAX,
        "{} holds more than {} spreadsheets",
        from.display(),
        sheets::FILES_MAX
    );
    paths.sort();
    Ok(paths)
}

/// Fails where a folder holds spreadsheets: they would be written over, or read beside the new ones.
pub(super) fn without_sheets(folder: &Path) -> anyhow::Result<()> {
    let found = match folder.is_dir() {
        true => spreadsheets(folder)?,
        false => Vec::new(),
    };
    match found.first() {
        None => Ok(()),
        Some(first) => anyhow::bail!(
            "{} is there already: choose a folder without spreadsheets 已存在，请选择没有表格的文件夹",
            first.display()
        ),
    }
}

/// The bytes of a file; of one that is too large only so many that this can be told.
fn start_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read;
    let unreadable = || format!("{} cannot be read", path.display());
    let file = std::fs::File::open(path).with_context(unreadable)?;
    let mut bytes = Vec::new();
    file.take(sheets::BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(unreadable)?;
    Ok(bytes)
}

fn template(folder: &Path) -> anyhow::Result<u8> {
    without_sheets(folder)?;
    without_sheets(&folder.join("csv"))?;
    for (name, bytes) in sheets::template_as_csv() {
        input::write(&folder.join("csv").join(name), bytes)?;
    }
    let book = sheets::template_as_xlsx().map_err(anyhow::Error::msg)?;
    input::write(&folder.join("paiban.xlsx"), book)?;
    input::print(&format!(
        "{0}: paiban.xlsx, and csv/ with one file for each sheet; use one of the two\n\
         {0}：paiban.xlsx，以及 csv/ 中每表一个文件；两者任选其一\n",
        folder.display()
    ));
    Ok(DONE)
}

fn refuse(from: &Path, findings: &[SheetFinding]) {
    tell!(
        "{}: {} finding(s); nothing was written 共 {} 处问题，未写文件",
        from.display(),
        findings.len(),
        findings.len()
    );
    for finding in findings {
        tell!("  {finding}");
    }
}
