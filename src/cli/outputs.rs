//! The files a roster can be written to, the same for every command that has one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::formats::{self, Handed};
use crate::report::{self, Language, Sheet};
use crate::roster::Roster;

use super::input;

/// Which files to write.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("pages").multiple(true)))]
pub struct Outputs {
    /// Write the roster as a table to this file.
    #[arg(long, value_name = "OUT.csv")]
    csv: Option<PathBuf>,
    /// Write the roster as a workbook to this file. 表格
    #[arg(long, value_name = "OUT.xlsx")]
    xlsx: Option<PathBuf>,
    /// Write a calendar for each person into this folder. 日历
    #[arg(long, value_name = "FOLDER")]
    ical: Option<PathBuf>,
    /// Write a sheet of paper for each hall and week, as HTML, into this folder. 上墙页
    #[arg(long, value_name = "FOLDER", group = "pages")]
    sheets: Option<PathBuf>,
    /// Language that report and sheets open in.
    #[arg(long, value_enum, default_value_t = Tongue::Zh, requires = "pages")]
    lang: Tongue,
}

/// Languages of pages.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Tongue {
    /// 中文
    Zh,
    /// English
    En,
}

impl Tongue {
    /// For the report.
    pub fn language(self) -> Language {
        match self {
            Tongue::Zh => Language::Chinese,
            Tongue::En => Language::English,
        }
    }
}

impl Outputs {
    /// The language of pages.
    pub fn language(&self) -> Language {
        self.lang.language()
    }

    /// Whether any file was asked for.
    pub fn any(&self) -> bool {
        [&self.csv, &self.xlsx, &self.ical, &self.sheets]
            .iter()
            .any(|path| path.is_some())
    }

    /// Fails where something that was asked for could not be written at the end, beside other files.
    pub fn ready<'a>(
        &'a self,
        read: impl IntoIterator<Item = &'a PathBuf>,
        others: impl IntoIterator<Item = &'a PathBuf>,
    ) -> anyhow::Result<()> {
        let own = [&self.csv, &self.xlsx].into_iter().flatten();
        input::writable(read, others.into_iter().chain(own))?;
        let folders = [&self.ical, &self.sheets].into_iter().flatten();
        folders
            .map(PathBuf::as_path)
            .try_for_each(input::writable_folder)
    }

    /// Fails where the folder for calendars holds some: the first that people get go into one that holds none.
    pub fn first_calendars(&self) -> anyhow::Result<()> {
        self.ical.as_deref().map_or(Ok(()), unused)
    }

    /// Writes what was asked for: the plan whose roster file has this SHA-256. Calendars are the first that people get, or
    /// updates of those in the folder, which were made from `old`.
    pub fn write(
        &self,
        sheet: &Sheet<'_>,
        sha256: &str,
        old: Option<&Roster>,
    ) -> anyhow::Result<()> {
        if let Some(folder) = &self.ical {
            calendars(sheet, folder, old)?;
        }
        if let Some(path) = &self.csv {
            input::write(path, formats::write_csv(sheet.instance, sheet.roster))?;
        }
        if let Some(path) = &self.xlsx {
            let bytes = formats::write_xlsx(sheet).map_err(anyhow::Error::msg)?;
            input::write(path, bytes)?;
        }
        if let Some(folder) = &self.sheets {
            let version = sha256.get(..12).unwrap_or_default();
            for (name, page) in report::wall_sheets(sheet, version, self.language()) {
                input::write(&folder.join(name), page)?;
            }
        }
        Ok(())
    }
}

fn calendars(sheet: &Sheet<'_>, folder: &Path, old: Option<&Roster>) -> anyhow::Result<()> {
    let handed = match old {
        None => unused(folder).map(|()| None),
        Some(roster) => handed_out(folder).map(|files| Some(Handed { roster, files })),
    }?;
    let now = std::time::SystemTime::now();
    let written =
        formats::write_calendars(sheet.instance, sheet.roster, now.into(), handed.as_ref());
    let written = written.map_err(|findings| {
        let findings: Vec<String> = findings.iter().map(|finding| finding.to_string()).collect();
        anyhow::anyhow!("{}", findings.join("; "))
    })?;
    for (name, text) in written {
        input::write(&folder.join(name), text)?;
    }
    Ok(())
}

/// Fails where a folder holds calendars: the first that people get go into one that holds none.
fn unused(folder: &Path) -> anyhow::Result<()> {
    if handed_out(folder)?.is_empty() {
        return Ok(());
    }
    bail!(
        "{} holds calendars already: update them with paiban print --since OLD.json, the roster they were made from, or \
         choose an empty folder 该文件夹中已有日历，请用 paiban print --since 指明其所依据的班表，或选择空文件夹",
        folder.display()
    )
}

/// The calendars in a folder by name; none in a folder that is not there.
fn handed_out(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    if !folder.exists() {
        return Ok(files);
    }
    let unreadable = || format!("{} cannot be read", folder.display());
    for entry in std::fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "ics") {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let text = String::from_utf8_lossy(&input::bytes(&path)?).into_owned();
            files.insert(name, text);
        }
    }
    Ok(files)
}
