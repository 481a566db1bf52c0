//! `paiban report`: a roster to look at.

use std::path::PathBuf;

use crate::report;

use super::claimed::Files;
use super::outputs::Tongue;
use super::{BAD_INPUT, DONE, FOUND, input};

/// Which roster, and where to write the page.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    files: Files,
    /// Write the page to this file.
    #[arg(long, value_name = "OUT.html")]
    out: PathBuf,
    /// Language that the page opens in; both are inside.
    #[arg(long, value_enum, default_value_t = Tongue::Zh)]
    lang: Tongue,
}

/// Audits and writes the page; a roster that the checker refuses gives a page with the reasons.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    input::writable(arguments.files.paths(), [&arguments.out])?;
    let Some(claimed) = arguments.files.read()? else {
        return Ok(BAD_INPUT);
    };
    let sheet = claimed.sheet();
    input::write(
        &arguments.out,
        report::html(
            &sheet,
            &report::seen_waits(&sheet),
            arguments.lang.language(),
        ),
    )?;
    Ok(if sheet.audit.is_clean() { DONE } else { FOUND })
}
