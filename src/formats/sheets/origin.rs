//! From a finding about an instance back to the cell that caused it.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value};

use super::catalogue::{SETTINGS, VALUES, sheets};
use super::finding::{Place, SheetFinding};
use super::head::Table;
use super::value::WEEKDAYS;
use crate::domain::Finding;

/// A table's position and a row in it.
type Spot = (usize, u32);

/// Where each entry came from.
#[derive(Default)]
pub struct Origins {
    /// By path in the file: `employees[3].leave[0]`.
    paths: HashMap<String, Spot>,
    /// By what findings call it: `employee "E4" leave from 2026-03-05`; several when it was given twice.
    subjects: HashMap<String, Vec<Spot>>,
    settings: HashMap<&'static str, Spot>,
    /// Windows of heads asked for, which findings name by one of the days on which they hold.
    coverage: Vec<(Map<String, Value>, Spot)>,
}

impl Origins {
    /// Remembers the row of an entry.
    pub fn add(
        &mut self,
        path: String,
        spot: Spot,
        sheet: &str,
        parents: &[&str],
        fields: &Map<String, Value>,
    ) {
        if let Some(subject) = subject(sheet, parents, fields) {
            self.subjects.entry(subject).or_default().push(spot);
        }
        if sheet == "coverage" {
            self.coverage.push((fields.clone(), spot));
        }
        self.paths.insert(path, spot);
    }

    /// Remembers the row of a setting; false when there was one already.
    pub fn add_setting(&mut self, field: &'static str, spot: Spot) -> bool {
        self.settings.insert(field, spot).is_none()
    }

    /// The cells to blame for findings, as well as can be known.
    pub fn place(&self, tables: &[Table], findings: Vec<Finding>) -> Vec<SheetFinding> {
        // Rows that could not be read are not counted by those who count rows.
        let unread = findings
            .iter()
            .filter_map(|finding| self.path(&finding.subject));
        let unread: HashSet<Spot> = unread.map(|(spot, _)| spot).collect();
        let place = |finding: Finding| {
            let place = self
                .setting(tables, &finding)
                .or_else(|| self.by_path(tables, &finding))
                .or_else(|| self.by_subject(tables, &unread, &finding))
                .or_else(|| whole_sheet(tables, &finding))
                .unwrap_or_default();
            SheetFinding { place, finding }
        };
        findings.into_iter().map(place).collect()
    }

    /// The row that a subject such as `employees[3].leave[0].from_date` names, and what is left of the subject.
    fn path<'a>(&self, subject: &'a str) -> Option<(Spot, &'a str)> {
        let known = |(head, rest)| self.paths.get(head).map(|spot| (*spot, rest));
        prefixes(subject).find_map(known)
    }

    fn setting(&self, tables: &[Table], finding: &Finding) -> Option<Place> {
        let known = VALUES.iter().any(|value| value.field == finding.subject);
        let contradiction = (finding.subject == "prices").then_some("prices.free_start_changes");
        let field = contradiction.unwrap_or(&finding.subject);
        if let Some((table, row)) = self.settings.get(field) {
            return tables.get(*table).map(|table| table.place(*row, 1));
        }
        let settings = known || finding.subject == "horizon";
        settings
            .then(|| super::collect::settings_place(tables))
            .flatten()
    }

    fn by_path(&self, tables: &[Table], finding: &Finding) -> Option<Place> {
        let (spot, rest) = self.path(&finding.subject)?;
        let field: String = without_indices(rest.trim_start_matches('.'));
        cell_of(tables, spot, &field, finding)
    }

    fn by_subject(
        &self,
        tables: &[Table],
        unread: &HashSet<Spot>,
        finding: &Finding,
    ) -> Option<Place> {
        if let Some(spot) = self.window_of_heads(finding) {
            return cell_of(tables, spot, "", finding);
        }
        let (head, rest, spots) = prefixes(&finding.subject)
            .find_map(|(head, rest)| self.subjects.get(head).map(|spots| (head, rest, spots)))?;
        if let Some(spot) = self.inside((head, rest), spots, unread, finding) {
            return cell_of(tables, spot, "", finding);
        }
        let spot = one_of(spots, finding)?;
        cell_of(tables, spot, rest.trim(), finding)
    }

    /// An entry of a list that belongs to what the finding names: ` breaks[1]`, ` training[0] "T1"`.
    fn inside(
        &self,
        (head, rest): (&str, &str),
        spots: &[Spot],
        unread: &HashSet<Spot>,
        finding: &Finding,
    ) -> Option<Spot> {
        let (list, rest) = rest.trim_start().split_once('[')?;
        let (index, rest) = rest.split_once(']')?;
        if let Some(id) = rest.trim().strip_prefix('"') {
            let kinds: &[&str] = match list {
                "queues and posts" => &["queue", "post"],
                "customer_classes" => &["customer_class"],
                "comp_lots" => &["comp_lot"],
                other => &[other],
            };
            let named: Vec<Spot> = (kinds.iter())
                .filter_map(|kind| self.subjects.get(&format!("{head} {kind} \"{id}")))
                .flatten()
                .copied()
                .collect();
            return one_of(&named, finding);
        }
        let index: usize = index.parse().ok()?;
        let owner = one_of(spots, finding)?;
        let path = self.paths.iter().find(|(_, spot)| **spot == owner)?.0;
        let entries = (0..).map_while(|at| self.paths.get(&format!("{path}.{list}[{at}]")));
        entries
            .filter(|spot| !unread.contains(spot))
            .nth(index)
            .copied()
    }

    /// The row of heads asked for: `coverage of hall "WX" "personal" on 2026-03-09 at 09:00`.
    fn window_of_heads(&self, finding: &Finding) -> Option<Spot> {
        let rest = finding.subject.strip_prefix("coverage of hall \"")?;
        let (names, moment) = rest.rsplit_once("\" on ")?;
        let (hall, queue) = names.split_once("\" \"")?;
        let (date, time) = moment.split_once(" at ")?;
        let date: NaiveDate = date.parse().ok()?;
        let text = |map: &Map<String, Value>, key: &str| {
            map.get(key).and_then(Value::as_str).map(str::to_owned)
        };
        let fits = |entry: &Map<String, Value>| {
            let Some(Value::Object(window)) = entry.get("window") else {
                return false;
            };
            text(entry, "hall").as_deref() == Some(hall)
                && text(entry, "queue").as_deref() == Some(queue)
                && text(window, "start").as_deref() == Some(time)
                && holds(window.get("days"), date)
        };
        let spots: Vec<Spot> = (self.coverage.iter())
            .filter(|(entry, _)| fits(entry))
            .map(|(_, spot)| *spot)
            .collect();
        one_of(&spots, finding)
    }
}

/// Whether a filter of days holds on a date.
fn holds(days: Option<&Value>, date: NaiveDate) -> bool {
    let list = |key: &str| {
        let values = days
            .and_then(|days| days.get(key))
            .and_then(Value::as_array);
        values.filter(|values| !values.is_empty())
    };
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize].0;
    match (list("dates"), list("weekdays")) {
        (Some(dates), _) => dates.iter().any(|day| *day == date.to_string()),
        (None, Some(weekdays)) => weekdays.iter().any(|day| day == weekday),
        (None, None) => true,
    }
}

/// Of rows that were given twice the second is one too many; for anything else the first is named.
fn one_of(spots: &[Spot], finding: &Finding) -> Option<Spot> {
    let again = ["duplicate", "overlapping"]
        .iter()
        .any(|start| finding.code.starts_with(start));
    let second = spots.get(1).filter(|_| again);
    second.or(spots.first()).copied()
}

/// What findings call an entry.
fn subject(sheet: &str, parents: &[&str], fields: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
    let parent = parents.first().copied().unwrap_or_default();
    Some(match sheet {
        "halls" => format!("hall \"{}\"", text("id")),
        "queues" => format!("hall \"{parent}\" queue \"{}\"", text("id")),
        "customer_classes" => format!("hall \"{parent}\" customer_class \"{}\"", text("id")),
        "posts" => format!("hall \"{parent}\" post \"{}\"", text("id")),
        "shift_templates" => format!("shift_template \"{}\"", text("id")),
        "contracts" => format!("contract \"{}\"", text("id")),
        "rules" => format!("contract \"{parent}\" rule {}", text("id")),
        "permits" => format!("permit \"{}\"", text("name")),
        "employees" => format!("employee \"{}\"", text("id")),
        "employee_skills" => format!("employee \"{parent}\" skill \"{}\"", text("skill")),
        "attributes" => format!("employee \"{parent}\" attribute \"{}\"", text("name")),
        "leave" => format!("employee \"{parent}\" leave from {}", text("from_date")),
        "training" => format!("employee \"{parent}\" training \"{}\"", text("id")),
        "wishes" => format!("employee \"{parent}\" wish on {}", text("date")),
        "history" => format!("employee \"{parent}\" shift on {}", text("date")),
        "comp_lots" => format!("employee \"{parent}\" comp_lot \"{}\"", text("id")),
        "work_minutes" | "overtime_minutes" => {
            format!("employee \"{parent}\" {sheet} from {}", text("from_date"))
        }
        "demand" => format!(
            "demand of hall \"{}\" class \"{}\" on {} at {}",
            text("hall"),
            text("customer_class"),
            text("date"),
            text("start")
        ),
        "outlook" => format!("outlook of \"{}\" on {}", text("hall"), text("date")),
        "shift_cover" => {
            format!(
                "shift_cover of \"{}\" on {}",
                text("shift_template"),
                text("date")
            )
        }
        "pins" => format!("pin of \"{}\" on {}", text("employee"), text("date")),
        _ => return None,
    })
}

/// The beginnings of a subject, longest first, each with what follows.
fn prefixes(subject: &str) -> impl Iterator<Item = (&str, &str)> {
    let cuts = subject.char_indices().filter(|(_, c)| ".[ ".contains(*c));
    let mut cuts: Vec<usize> = cuts.map(|(at, _)| at).collect();
    cuts.push(subject.len());
    cuts.into_iter().rev().map(|at| subject.split_at(at))
}

/// `days.weekdays[2]` as `days.weekdays`.
fn without_indices(field: &str) -> String {
    let mut inside = false;
    field
        .chars()
        .filter(|c| {
            match c {
                '[' => inside = true,
                ']' => inside = false,
                _ => return !inside,
            }
            false
        })
        .collect()
}

/// The cell of a row that holds a field, or that a code speaks of.
fn cell_of(tables: &[Table], (table, row): Spot, field: &str, finding: &Finding) -> Option<Place> {
    let table = tables.get(table)?;
    let columns = table.sheet.columns;
    let belongs = |position: &usize| {
        let own = columns[*position].field;
        let below = |long: &str, short: &str| {
            long.strip_prefix(short)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        !field.is_empty()
            && !own.is_empty()
            && (own == field || below(own, field) || below(field, own))
    };
    let spoken_of: Vec<usize> = (blamed(finding.code).iter())
        .filter_map(|key| table.sheet.column(key))
        .collect();
    let of_field: Vec<usize> = (0..columns.len()).filter(belongs).collect();
    // A field of several columns, such as a window: the code says which.
    let both: Vec<usize> = (spoken_of.iter().copied())
        .filter(|position| of_field.contains(position))
        .collect();
    let fitting = match (both.is_empty(), of_field.is_empty()) {
        (false, _) => both,
        (true, false) => of_field,
        (true, true) => spoken_of,
    };
    let filled = |position: &&usize| {
        let cells = table.rows().binary_search_by_key(&row, |row| row.number);
        let cell = cells.ok().zip(table.at[**position]);
        cell.is_some_and(|(at, column)| table.rows()[at].cell(column).is_some())
    };
    let chosen = fitting.iter().find(filled).or(fitting.first());
    let key = table.sheet.parents().min(columns.len() - 1);
    Some(table.place(row, chosen.copied().unwrap_or(key)))
}

/// The sheet of a list as a whole: that there is nothing in it.
fn whole_sheet(tables: &[Table], finding: &Finding) -> Option<Place> {
    let list = finding.subject.split(['[', '.', ' ']).next()?;
    let sheet = sheets()
        .chain([&SETTINGS])
        .find(|sheet| sheet.path.last() == Some(&list))?;
    let table = tables
        .iter()
        .find(|table| std::ptr::eq(table.sheet, sheet))?;
    Some(Place {
        cell: None,
        column: String::new(),
        ..table.place(table.header, 0)
    })
}

/// The columns that a code speaks of where its subject names a whole row; the first that is filled in.
fn blamed(code: &str) -> &'static [&'static str] {
    match code {
        "missing_id" | "bad_id" | "duplicate_id" | "class_queue" => &["id"],
        "wage_out_of_range" => &["hourly_wage"],
        "no_hall_of_employee" | "duplicate_hall" => &["halls"],
        "dates_reversed" => &["to_date", "due_date"],
        "date_out_of_range" | "date_outside_horizon" | "overlapping_leave" => {
            &["date", "from_date", "earned_date"]
        }
        "history_in_horizon" | "overlapping_history" => &["date", "from_date", "earned_date"],
        "outlook_inside_horizon"
        | "duplicate_outlook"
        | "duplicate_pin"
        | "pin_on_leave"
        | "duplicate_wish" => &["date"],
        "negative_price" | "price_out_of_range" => &["price", "under_price", "over_price"],
        "training_time"
        | "shift_start"
        | "interval_start"
        | "overlapping_demand"
        | "overlapping_coverage" => &["start"],
        "comp_lot_minutes" | "history_minutes" => &["minutes"],
        "service_minutes" => &["service_minutes"],
        "patience_minutes" => &["patience_minutes"],
        "opening_hours" => &["close"],
        "overlapping_opening_hours" => &["dates", "weekdays"],
        "negative_time" => &["before_open_minutes", "start"],
        "too_many_classes" => &["customer_classes"],
        "time_window" => &["end"],
        "heads_out_of_range" | "more_heads_than_counters" => &["heads"],
        "shift_length" | "history_shift" | "interval_length" => &["length_minutes"],
        "break_window" => &["earliest_after_minutes"],
        "contract_norm" => &["weekly_norm_minutes"],
        "date_outside_calendar" | "unverified_law" => &["rule_pack"],
        "unknown_rule" => &["acknowledged_rules"],
        "unknown_holidays" => &["holidays"],
        "arrivals_out_of_range" => &["expected_arrivals"],
        "load_out_of_range" => &["load_hours"],
        "cover_not_offered" | "pin_not_offered" => &["shift_template"],
        "attribute_value" => &["value"],
        "missing_name" | "empty_name" => &["name"],
        "duplicate_skill" => &["skill"],
        "permit_not_on_file" => &["post"],
        _ => &[],
    }
}

/// Findings that a person needs to see: each cell is told once for a reason, and none for what another cell caused.
pub fn told(mut own: Vec<SheetFinding>, placed: Vec<SheetFinding>) -> Vec<SheetFinding> {
    let cell =
        |finding: &SheetFinding| (finding.place.cell.is_some()).then(|| finding.place.clone());
    let faulty: HashSet<Place> = own.iter().filter_map(cell).collect();
    let holes = own
        .iter()
        .any(|finding| finding.finding.code == "missing_cell");
    let mut seen: HashSet<(Place, &'static str)> = HashSet::new();
    let follows = |finding: &SheetFinding| {
        faulty.contains(&finding.place) || (holes && finding.finding.code == "missing_id")
    };
    let once = (placed.into_iter()).filter(|finding| {
        let key = (finding.place.clone(), finding.finding.code);
        !follows(finding) && (finding.place.cell.is_none() || seen.insert(key))
    });
    own.extend(once);
    own.sort_by(|a, b| a.place.cmp(&b.place));
    own
}
