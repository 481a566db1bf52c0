//! Cost, bound and gap while planning runs: one line rewritten on a terminal, plain lines elsewhere.

use std::io::{IsTerminal, Write};

use crate::planner::{Stage, Step};

/// Seconds between two plain lines that tell nothing new.
const QUIET_SECONDS: f64 = 10.0;

/// Prints progress to standard error.
pub struct Progress {
    terminal: bool,
    last: Option<Step>,
    shown: f64,
}

impl Progress {
    /// Looks at whether standard error is a terminal.
    pub fn new() -> Progress {
        Progress {
            terminal: std::io::stderr().is_terminal(),
            last: None,
            shown: 0.0,
        }
    }

    /// Shows a step.
    pub fn step(&mut self, step: Step) {
        let news = self
            .last
            .is_none_or(|last| last.cost != step.cost || last.bound != step.bound);
        let mut err = std::io::stderr().lock();
        if self.terminal {
            let _ = write!(err, "\r\x1b[K{}", line(&step));
            let _ = err.flush();
        } else if news || step.seconds - self.shown >= QUIET_SECONDS {
            let _ = writeln!(err, "{}", line(&step));
            self.shown = step.seconds;
        }
        self.last = Some(step);
    }

    /// Leaves the line.
    pub fn end(&self) {
        if self.terminal && self.last.is_some() {
            tell!();
        }
    }
}

fn line(step: &Step) -> String {
    let money = |amount: Option<crate::units::Money>| {
        amount.map_or_else(|| "-".to_string(), |amount| amount.to_string())
    };
    let gap = step
        .relative_gap()
        .map_or_else(|| "-".to_string(), |gap| format!("{:.2} %", gap * 100.0));
    format!(
        "{:7.1} s  cost 成本 {:>14}  bound 下界 {:>14}  gap 差距 {gap:>8}  {}",
        step.seconds,
        money(step.cost),
        money(step.bound),
        doing(step.stage)
    )
}

fn doing(stage: Stage) -> &'static str {
    match stage {
        Stage::OneProgram => "all at once 整体求解",
        Stage::Start => "first roster 初始班表",
        Stage::Prices => "working out the bound 计算下界",
        Stage::Target => "closing the gap 缩小差距",
        Stage::Windows => "improving the roster 改进班表",
    }
}
