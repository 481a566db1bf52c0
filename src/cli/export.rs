//! `paiban export`: an instance as spreadsheets.

use std::path::PathBuf;

use crate::formats::{self, sheets};

use super::{BAD_INPUT, DONE, input};

/// Which instance, and where its sheets go.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The instance file. 算例文件
    instance: PathBuf,
    /// Folder for the sheets, one CSV file each. 表格写入此文件夹
    folder: PathBuf,
    /// One .xlsx workbook instead of CSV files. 写成一个工作簿
    #[arg(long)]
    xlsx: bool,
}

/// Reads and writes.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Some((_, value)) = input::read(&arguments.instance, formats::read_file_value)? else {
        return Ok(BAD_INPUT);
    };
    super::import::without_sheets(&arguments.folder)?;
    if arguments.xlsx {
        let book = sheets::sheets_as_xlsx(&value).map_err(anyhow::Error::msg)?;
        input::write(&arguments.folder.join("paiban.xlsx"), book)?;
        return Ok(DONE);
    }
    for (name, bytes) in sheets::sheets_as_csv(&value) {
        input::write(&arguments.folder.join(name), bytes)?;
    }
    Ok(DONE)
}
