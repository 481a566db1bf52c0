//! Ticket logs: what machines at the door, or telephone switches, have written down.

use crate::domain::Finding;

/// Most bytes of a ticket log.
const BYTES_MAX: usize = 64 << 20;
/// Most rows of a ticket log.
const ROWS_MAX: usize = 1_000_000;
/// Most findings that are told.
const FINDINGS_MAX: usize = 20;

/// How a visit ended; times in minutes from midnight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ending {
    /// Called at one instant and served; the end of service where it is known.
    Served {
        /// When called.
        called: f64,
        /// When the service ended.
        ended: Option<f64>,
    },
    /// Gave up after some time, or was called in vain.
    Left {
        /// When gone, or when called in vain.
        at: f64,
    },
}

/// One visit to one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// The date as written.
    pub day: String,
    /// The line it waited in.
    pub queue: String,
    /// The counter or person that served it; empty when unknown.
    pub counter: String,
    /// When it joined the line, in minutes from midnight.
    pub issued: f64,
    /// How it ended.
    pub ending: Ending,
}

/// A log that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketLog {
    /// The name of the column convention.
    pub convention: &'static str,
    /// Columns that are passed over.
    pub unread: Vec<String>,
    /// Visits that can be used.
    pub tickets: Vec<Ticket>,
    /// Rows that are no visit to a line, by reason.
    pub left_out: Vec<(&'static str, usize)>,
}

/// Columns of the three conventions; the first that all stand in the header holds.
const CONVENTIONS: [(&str, &[&str]); 3] = [
    ("tickets", &["day", "issued", "called"]),
    (
        "telephone bank",
        &[
            "date",
            "vru_exit",
            "q_start",
            "q_exit",
            "outcome",
            "ser_start",
            "ser_exit",
            "server",
        ],
    ),
    (
        "clinic tickets",
        &["QDate", "QTime", "Start", "End", "Counter", "Valid"],
    ),
];

/// Columns of the project's own convention.
const READ: [&str; 7] = [
    "day", "queue", "issued", "called", "ended", "counter", "outcome",
];

const VOID: &str = "marked as void 作废";
const NO_END: &str = "not called, and not said when they left 未叫号且离开时间不明";
const NO_COUNTER: &str = "no counter named 未记录台席";
const NOT_JOINED: &str = "hung up before they joined the line 未进入排队";
const BACKWARDS: &str = "times in the wrong order 时间先后颠倒";

/// Reads a log of any known convention; see docs/waits.md for the columns.
pub fn read_tickets(bytes: &[u8]) -> Result<TicketLog, Vec<Finding>> {
    let refuse =
        |code, subject: &str, remedy: String| Err(vec![Finding::new(code, subject, remedy)]);
    if bytes.len() > BYTES_MAX {
        let remedy = format!("a log has at most {BYTES_MAX} bytes; split it by month");
        return refuse("file_too_large", "file", remedy);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        let remedy = "save the log as UTF-8 text".to_owned();
        return refuse("not_utf8", "file", remedy);
    };
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header = lines.next().unwrap_or_default();
    let separator = if header.contains('\t') { '\t' } else { ',' };
    let names = split(header, separator);
    let holds = |columns: &[&str]| columns.iter().all(|c| names.iter().any(|name| name == c));
    let Some((convention, _)) = CONVENTIONS.iter().find(|(_, columns)| holds(columns)) else {
        let remedy = "name the columns day, queue, issued, called, ended, counter, outcome \
                      (at least day, issued, called)";
        return refuse("unknown_columns", "header", remedy.to_owned());
    };
    let twice = |(at, name): &(usize, &String)| !name.is_empty() && names[..*at].contains(name);
    if let Some((_, name)) = names.iter().enumerate().find(twice) {
        let remedy = format!("`{name}` stands there twice; keep one");
        return refuse("duplicate_column", "header", remedy);
    }
    let unread = names.iter().filter(|name| !READ.contains(&name.as_str()));
    let mut log = TicketLog {
        convention,
        unread: match *convention {
            "tickets" => unread.cloned().collect(),
            _ => Vec::new(),
        },
        tickets: Vec::new(),
        left_out: Vec::new(),
    };
    let mut findings = Vec::new();
    for (place, line) in lines.enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        if place >= ROWS_MAX {
            let remedy = format!("at most {ROWS_MAX} rows are read; split the log by month");
            findings.push(Finding::new("too_many_entries", "file", remedy));
            break;
        }
        let row = Row {
            number: place + 2,
            names: &names,
            cells: split(line, separator),
        };
        let read = match *convention {
            "tickets" => own(&row),
            "telephone bank" => telephone(&row),
            _ => clinic(&row),
        };
        match read {
            Ok(Ok(ticket)) => log.tickets.push(ticket),
            Ok(Err(reason)) => match log.left_out.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += 1,
                None => log.left_out.push((reason, 1)),
            },
            Err(finding) => findings.push(finding),
        }
        if findings.len() >= FINDINGS_MAX {
            break;
        }
    }
    if findings.is_empty() {
        Ok(log)
    } else {
        Err(findings)
    }
}

/// The cells of a line; a cell in double quotes may hold the separator.
fn split(line: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.trim_end_matches('\r').chars() {
        match character {
            '"' => quoted = !quoted,
            _ if character == separator && !quoted => cells.push(String::new()),
            _ => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(character);
                }
            }
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

struct Row<'a> {
    number: usize,
    names: &'a [String],
    cells: Vec<String>,
}

/// A visit, or why the row is none; a finding when it cannot be read.
type Read = Result<Result<Ticket, &'static str>, Finding>;

impl Row<'_> {
    fn cell(&self, name: &str) -> &str {
        let place = self.names.iter().position(|known| known == name);
        let cell = place.and_then(|place| self.cells.get(place));
        cell.map_or("", String::as_str)
    }

    /// Minutes from midnight, `None` for an empty cell; `H:MM` or `H:MM:SS`.
    fn time(&self, name: &str) -> Result<Option<f64>, Finding> {
        let text = self.cell(name);
        if text.is_empty() {
            return Ok(None);
        }
        let parts: Option<Vec<u32>> = text.split(':').map(|part| part.parse().ok()).collect();
        let minutes = match parts.as_deref() {
            Some([h, m]) if *h < 30 && *m < 60 => Some(f64::from(h * 60 + m)),
            Some([h, m, s]) if *h < 30 && *m < 60 && *s < 60 => {
                Some(f64::from(h * 60 + m) + f64::from(*s) / 60.0)
            }
            _ => None,
        };
        match minutes {
            Some(_) => Ok(minutes),
            None => Err(Finding::new(
                "bad_time",
                format!("row {}, {name}", self.number),
                format!("`{text}` is no time of day; write it as 9:05 or 9:05:30"),
            )),
        }
    }

    fn needed_time(&self, name: &str) -> Result<f64, Finding> {
        self.time(name)?.ok_or_else(|| {
            Finding::new(
                "missing_field",
                format!("row {}, {name}", self.number),
                "a ticket without this time says nothing; fill it in or leave the row out",
            )
        })
    }

    fn ticket(&self, day: &str, queue: &str, counter: &str, issued: f64, ending: Ending) -> Read {
        // Clocks of one system may differ by seconds; a minute is no rounding any more.
        let slack = 1.0;
        let in_order = match ending {
            Ending::Served { called, ended } => {
                called + slack >= issued && ended.is_none_or(|ended| ended + slack >= called)
            }
            Ending::Left { at } => at + slack >= issued,
        };
        if !in_order {
            return Ok(Err(BACKWARDS));
        }
        let ending = match ending {
            Ending::Served { called, ended } => {
                let called = called.max(issued);
                Ending::Served {
                    called,
                    ended: ended.map(|ended| ended.max(called)),
                }
            }
            Ending::Left { at } => Ending::Left { at: at.max(issued) },
        };
        Ok(Ok(Ticket {
            day: day.to_owned(),
            queue: queue.to_owned(),
            counter: counter.to_owned(),
            issued,
            ending,
        }))
    }
}

/// The project's own columns.
fn own(row: &Row) -> Read {
    let issued = row.needed_time("issued")?;
    let (called, ended) = (row.time("called")?, row.time("ended")?);
    let ending = match (row.cell("outcome"), called) {
        ("void", _) => return Ok(Err(VOID)),
        ("left", _) => match ended.or(called) {
            Some(at) => Ending::Left { at },
            None => return Ok(Err(NO_END)),
        },
        ("served" | "", Some(called)) => Ending::Served { called, ended },
        ("served" | "", None) => return Ok(Err(NO_END)),
        (other, _) => {
            return Err(Finding::new(
                "unknown_value",
                format!("row {}, outcome", row.number),
                format!("`{other}` is none of served, left, void"),
            ));
        }
    };
    let queue = row.cell("queue");
    row.ticket(row.cell("day"), queue, row.cell("counter"), issued, ending)
}

/// Technion's "Anonymous Bank" telephone log: one line, joined when the voice unit is left.
fn telephone(row: &Row) -> Read {
    if row.cell("outcome") == "PHANTOM" {
        return Ok(Err(VOID));
    }
    let issued = row.needed_time("vru_exit")?;
    let (queued, left_queue) = (row.needed_time("q_start")?, row.needed_time("q_exit")?);
    // Midnight stands for "never": nobody was in the line.
    let waited = queued > 0.0;
    let ending = if row.cell("outcome") == "HANG" {
        if !waited {
            return Ok(Err(NOT_JOINED));
        }
        Ending::Left { at: left_queue }
    } else {
        let ended = Some(row.needed_time("ser_exit")?).filter(|ended| *ended > 0.0);
        Ending::Served {
            called: if waited { left_queue } else { issued },
            ended,
        }
    };
    let server = row.cell("server");
    let counter = if server == "NO_SERVER" { "" } else { server };
    row.ticket(row.cell("date"), "all calls", counter, issued, ending)
}

/// A clinic's ticket machine: every room is a line of its own, a transferred ticket joins the next.
fn clinic(row: &Row) -> Read {
    if row.cell("Valid") == "N" {
        return Ok(Err(VOID));
    }
    let room = row.cell("Counter");
    if room.is_empty() {
        return Ok(Err(NO_COUNTER));
    }
    let issued = row.needed_time("QTime")?;
    let Some(called) = row.time("Start")? else {
        return Ok(Err(NO_END));
    };
    let ended = row.time("End")?;
    row.ticket(
        row.cell("QDate"),
        room,
        room,
        issued,
        Ending::Served { called, ended },
    )
}
