//! `paiban law`: rule packs and their vectors.

use std::path::PathBuf;

use crate::law::{self, RulePack};

use super::{BAD_INPUT, DONE, FOUND, input};

/// What to do with the law.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Name every pack. 列出规则包
    List,
    /// Show a pack, rule by rule with its source. 查看规则包
    Show {
        /// Id of the pack, such as cn_standard.
        pack: String,
    },
    /// Hold the evaluator to worked vectors. 用算例检验规则
    Test {
        /// Vectors file.
        vectors: PathBuf,
    },
}

/// Lists, shows or tests.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match &arguments.what {
        What::List => {
            let mut text = String::new();
            for id in RulePack::list() {
                if let Ok(pack) = RulePack::get(id) {
                    text.push_str(&format!(
                        "{id:<28} {} {}  (in force from {}, review by {}, {} rules)\n",
                        pack.title.zh,
                        pack.title.en,
                        pack.in_force_from,
                        pack.review_by,
                        pack.records.len()
                    ));
                }
            }
            input::print(&text);
            Ok(DONE)
        }
        What::Show { pack } => match RulePack::get(pack) {
            Ok(pack) => {
                input::print(&shown(&pack)?);
                Ok(DONE)
            }
            Err(error) => {
                eprintln!("{error}");
                Ok(BAD_INPUT)
            }
        },
        What::Test { vectors } => {
            let bytes = input::bytes(vectors)?;
            let text = String::from_utf8_lossy(&bytes);
            match law::vectors::run(&text) {
                Ok(result) => {
                    input::print(&format!("{result}\n"));
                    Ok(if result.failed() == 0 { DONE } else { FOUND })
                }
                Err(error) => {
                    eprintln!("{}: {error}", vectors.display());
                    Ok(BAD_INPUT)
                }
            }
        }
    }
}

/// A pack in words: what, outcome, basis, source, and the records themselves.
fn shown(pack: &RulePack) -> anyhow::Result<String> {
    let mut text = format!(
        "{} — {} {}\nin force from {}, review by {}, regime {}\n\n",
        pack.id, pack.title.zh, pack.title.en, pack.in_force_from, pack.review_by, pack.regime
    );
    for record in &pack.records {
        let json = serde_json::to_value(record)?;
        let word = |key: &str| json[key].as_str().unwrap_or_default().to_string();
        text.push_str(&format!(
            "{:<28} {:<28} {:<9} {:<10} {:<18} [{}]\n    {}\n",
            record.id,
            record.kind.name(),
            word("outcome"),
            word("basis"),
            record.source.law,
            json["source"]["verified"].as_str().unwrap_or_default(),
            json["params"]
        ));
    }
    let unverified = pack.needs_acknowledgement();
    if !unverified.is_empty() {
        text.push_str("\nsource from memory, needs acknowledgement before use as a hard gate:\n");
        for record in unverified {
            text.push_str(&format!("    {} ({})\n", record.id, record.source.law));
        }
    }
    Ok(text)
}
