//! `paiban law`: rule packs and their vectors.

use std::path::{Path, PathBuf};

use crate::domain::Finding;
use crate::law::{self, LawError, RulePack, RuleRecord, words};

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
        /// Id of the pack, such as cn_standard, or a pack file.
        pack: String,
    },
    /// Say what the rules of a pack mean, with their sources. 用通俗语言说明规则
    Explain {
        /// Id of the pack, such as cn_standard, or a pack file.
        pack: String,
        /// Id of one rule; all rules without it.
        rule: Option<String>,
    },
    /// Say everything that is wrong with a pack file. 检查规则包文件
    Check {
        /// Pack file.
        pack: PathBuf,
    },
    /// Say whether standard hours cover the demand of an instance, with proof. 证明标准工时能否满足需求
    Evidence(super::evidence::Arguments),
    /// Hold the evaluator to worked vectors. 用算例检验规则
    Test {
        /// Vectors file.
        vectors: PathBuf,
        /// Pack file whose records the vectors may name; may be given several times.
        #[arg(long = "pack")]
        packs: Vec<PathBuf>,
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
        What::Show { pack } => told(&find(pack)?, shown),
        What::Explain { pack, rule } => {
            told(&find(pack)?, |pack| Ok(explained(pack, rule.as_deref())))
        }
        What::Check { pack } => told(&read(pack)?, |pack| {
            Ok(match pack.check().is_empty() {
                true => format!("{} rules, all sound 规则均有效\n", pack.records.len()),
                false => String::new(),
            })
        }),
        What::Evidence(arguments) => super::evidence::run(arguments),
        What::Test { vectors, packs } => {
            let bytes = input::bytes(vectors)?;
            let text = String::from_utf8_lossy(&bytes);
            let mut shelf = Vec::new();
            for path in packs {
                match read(path)? {
                    Ok(pack) => shelf.push(pack),
                    Err(error) => return Ok(refused(&error)),
                }
            }
            match law::vectors::run_with(&text, &shelf) {
                Ok(result) => {
                    input::print(&format!("{result}\n"));
                    Ok(if result.failed() == 0 { DONE } else { FOUND })
                }
                Err(error) => {
                    tell!("{}: {error}", vectors.display());
                    Ok(BAD_INPUT)
                }
            }
        }
    }
}

/// The pack of that id, or the one in that file.
fn find(name: &str) -> anyhow::Result<Result<RulePack, LawError>> {
    let path = Path::new(name);
    if path.extension().is_some_and(|ending| ending == "json") {
        return read(path);
    }
    Ok(RulePack::get(name))
}

fn read(path: &Path) -> anyhow::Result<Result<RulePack, LawError>> {
    let bytes = input::bytes(path)?;
    Ok(RulePack::from_json(&String::from_utf8_lossy(&bytes)))
}

fn refused(error: &LawError) -> u8 {
    tell!("{error}");
    BAD_INPUT
}

/// Prints what is to be told of a pack, or all that is wrong with it.
fn told(
    pack: &Result<RulePack, LawError>,
    tell: impl FnOnce(&RulePack) -> anyhow::Result<String>,
) -> anyhow::Result<u8> {
    let pack = match pack {
        Ok(pack) => pack,
        Err(error) => return Ok(refused(error)),
    };
    let text = tell(pack)?;
    let faults: Vec<Finding> = (pack.check().into_iter())
        .map(|fault| Finding::new(fault.code, fault.subject, fault.remedy))
        .collect();
    if text.is_empty() && faults.is_empty() {
        tell!("{}: no such rule 没有这条规则", pack.id);
    }
    input::print(&text);
    if faults.is_empty() {
        return Ok(if text.is_empty() { BAD_INPUT } else { DONE });
    }
    input::refuse(Path::new(&pack.id), &faults);
    Ok(BAD_INPUT)
}

/// The rules of a pack in plain words; nothing when there is no rule of that id.
fn explained(pack: &RulePack, rule: Option<&str>) -> String {
    let chosen = |record: &&RuleRecord| rule.is_none_or(|id| record.id == id);
    let records = pack.records.iter().filter(chosen);
    let rules: Vec<String> = records
        .map(|record| words::explained(pack, record))
        .collect();
    if rules.is_empty() || rule.is_some() {
        return rules.join("\n");
    }
    let mut text = format!(
        "{} — {} {}\n\n{}",
        pack.id,
        pack.title.zh,
        pack.title.en,
        rules.join("\n")
    );
    if !pack.left_out.is_empty() {
        text.push_str("\nnot held 未纳入:\n");
        for left in &pack.left_out {
            text.push_str(&format!("    {}\n    {}\n", left.en, left.zh));
        }
    }
    text
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
