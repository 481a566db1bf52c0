//! `paiban print`: a roster as files for people: table, workbook, calendars, sheets for the wall.

use std::path::PathBuf;

use crate::formats;

use super::claimed::Files;
use super::outputs::Outputs;
use super::{BAD_INPUT, DONE, FOUND, input};

/// Which roster, and what to write.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    outputs: Outputs,
    /// The roster that the calendars in the folder were made from: changed days become updates, days gone are cancelled. 原班表
    #[arg(long, value_name = "OLD.json", requires = "ical")]
    since: Option<PathBuf>,
}

/// Audits and writes; a roster that the checker refuses is not written.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    if !arguments.outputs.any() {
        anyhow::bail!("name at least one of --csv, --xlsx, --ical, --sheets 请至少指定一种输出");
    }
    let read = arguments.files.paths().into_iter().chain(&arguments.since);
    arguments.outputs.ready(read, [])?;
    let Some(claimed) = arguments.files.read()? else {
        return Ok(BAD_INPUT);
    };
    let sheet = claimed.sheet();
    if !sheet.audit.is_clean() {
        for finding in sheet.audit.violations() {
            tell!("✗ {}: {}\n  {}", finding.code, finding.en, finding.zh);
        }
        return Ok(FOUND);
    }
    let old = match &arguments.since {
        None => None,
        Some(path) => {
            let read =
                |_: &str, bytes: &[u8]| formats::read_earlier_roster(&claimed.instance, bytes);
            match input::read(path, read)? {
                None => return Ok(BAD_INPUT),
                Some(old) => Some(old.roster),
            }
        }
    };
    arguments
        .outputs
        .write(&sheet, &claimed.sha256, old.as_ref())?;
    Ok(DONE)
}
