//! The command line: arguments in, files and text out, one exit code.
//!
//! Exit codes: 0 an audited roster, 1 the audit found something, 2 bad input, 3 no audited roster.

/// Writes a line to standard error; a reader that has closed it is no error.
macro_rules! tell {
    ($($said:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), $($said)*);
    }};
}

mod check;
mod claimed;
mod compare;
mod connection;
mod diff;
mod effort;
mod evidence;
mod export;
mod frontier;
mod generate;
mod import;
mod input;
mod law;
mod outputs;
mod print;
mod progress;
mod report;
mod roster;
mod serve;
mod shift;
mod solve;
mod verdict;
mod wait;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

/// An audited roster, or whatever else was asked for.
pub const DONE: u8 = 0;
/// The audit, or a law vector, found something.
pub const FOUND: u8 = 1;
/// The input cannot be used.
pub const BAD_INPUT: u8 = 2;
/// There is no audited roster.
pub const NO_ROSTER: u8 = 3;

/// Plans shifts for service halls: legal rosters with compensatory days off and a proven bound.
///
/// 排班：为营业厅制定合法班表，安排补休，并证明离最优还有多远。
#[derive(Debug, Parser)]
#[command(name = "paiban", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find a roster for an instance. 求解：为算例排班。
    Solve(solve::Arguments),
    /// Audit a roster of any origin. 核查：检查任意来源的班表。
    Check(check::Arguments),
    /// Read an instance from spreadsheets. 导入：由表格生成算例。
    Import(import::Arguments),
    /// Write an instance as spreadsheets. 导出：把算例写成表格。
    Export(export::Arguments),
    /// Write the report of a roster: one HTML page to look at. 报告：一份可离线查看的网页。
    Report(report::Arguments),
    /// Write a roster as spreadsheets, calendars or sheets for the wall. 打印：表格、日历、上墙页。
    Print(print::Arguments),
    /// Say what changed between two rosters, and for whom. 变化：两份班表之间谁的哪一天变了。
    Diff(diff::Arguments),
    /// Write an instance from a printed recipe. 生成：按公开的配方生成算例。
    Generate(generate::Arguments),
    /// Show rule packs, or test them against vectors. 劳动法规则包：列出、查看、检验。
    Law(law::Arguments),
    /// Plan what-ifs beside an instance. 比较：假设情形与现状并列求解。
    Compare(compare::Arguments),
    /// Plan a wait target at several thresholds: what a minute costs. 曲线：等待目标与成本。
    Frontier(frontier::Arguments),
    /// Tell what customers wait on a day. 等待：一天中各时段的等待。
    Wait(wait::Arguments),
    /// Run the service. 服务：在本机运行排班服务。
    Serve(serve::Arguments),
    /// Submit, watch, publish rosters. 班表：提交、查看、发布（人力资源）。
    Roster(roster::Arguments),
    /// Look for shifts, claim, give back. 班务：查看、认领、退回（员工）。
    Shift(shift::Arguments),
}

/// Runs the command named by the process's arguments.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    let outcome = match arguments.command {
        Command::Solve(arguments) => solve::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Print(arguments) => print::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Law(arguments) => law::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Frontier(arguments) => frontier::run(&arguments),
        Command::Wait(arguments) => wait::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Roster(arguments) => roster::run(&arguments),
        Command::Shift(arguments) => shift::run(&arguments),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            tell!("paiban: {error:#}");
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// Tells what is wrong with the command line, or shows the help or version that was asked for.
fn refused(error: &clap::Error) -> ExitCode {
    // Where nobody listens there is nobody to tell.
    let _ = error.print();
    if error.use_stderr() {
        tell!("{}", in_chinese(error.kind()));
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(BAD_INPUT))
}

fn in_chinese(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            "参数的值不可用，请按上面的提示改正。"
        }
        ErrorKind::UnknownArgument => "没有这个参数，请改正拼写，或用 --help 查看可用的参数。",
        ErrorKind::InvalidSubcommand => "没有这个命令，请改正拼写，或用 --help 查看可用的命令。",
        ErrorKind::ArgumentConflict => "这些参数不能同时使用，请去掉其中之一。",
        ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "缺少必需的参数或命令，请按上面的用法补上。"
        }
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => "参数值的个数或写法不对，请按上面的用法改正。",
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文本，请改正。",
        _ => "命令行有误，请按上面的提示改正。",
    }
}
