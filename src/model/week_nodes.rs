//! A week's norm, overtime and rest-day work carried in the nodes: days used, minutes credited, ordinary minutes.

use chrono::{Duration, NaiveDate};

use crate::domain::{Consent, Instance, PayBasis, WeekNorm};
use crate::paths::{Automaton, RowIx, SideColumn, Step};
use crate::roster::week_starts;
use crate::units::Minutes;

use super::draft::PersonDraft;
use super::options::Planned;
use super::week::{OvertimeNorm, WEEK_MINUTES, credited};

/// Adds the watcher of all weeks; weekly overtime also becomes a column that limits over longer stretches can use.
pub fn add(draft: &mut PersonDraft<'_>, owed: &[WeekNorm], norm: Option<OvertimeNorm>) {
    let instance = draft.instance();
    let person = draft.person();
    let contract = instance.contract_of(person);
    let horizon = &instance.horizon;
    let daily = norm.and_then(|norm| norm.daily);
    let within = |minutes: i64| daily.map_or(minutes, |daily| minutes.min(daily));
    let norms = owed.iter().map(|owed| Norm {
        left: (owed.minutes - owed.worked_before).0,
        days: owed.days,
        days_before: owed.days_before,
    });
    let norms = Weeks::of(instance, &week_starts(instance), norms.collect());
    let overtime = norm.and_then(|norm| Some((norm, norm.weekly?)));
    let overtime = overtime.map(|(norm, weekly)| {
        let firsts = norm.weeks(instance);
        let weeks = firsts.iter().map(|first| {
            let history = person.history.shifts.iter().filter(|shift| {
                let (date, _) = horizon.local(shift.span.start);
                *first <= date && date < horizon.start && !contract.is_statutory_holiday(date)
            });
            let before: i64 = history.map(|shift| within(shift.work_minutes().0)).sum();
            let tag = format!("weekly overtime {} {first}", person.id);
            let row = draft.problem.row(tag, 0.0, 0.0);
            let column = draft.problem.column(SideColumn {
                lower: 0.0,
                upper: WEEK_MINUTES as f64,
                cost: 0.0,
                integer: false,
                uses: vec![(row, -1.0)],
            });
            draft.week_overtime.push((*first, column));
            Overtime {
                left: weekly - before,
                paid: *first + Duration::days(7) <= horizon.end(),
                row,
            }
        });
        let weeks = weeks.collect();
        Weeks::of(instance, &firsts, weeks)
    });
    let letters = draft
        .options()
        .iter()
        .enumerate()
        .map(|(day, options)| {
            let holiday = contract.is_statutory_holiday(horizon.date(day as i64));
            options
                .iter()
                .map(|option| {
                    let kind = match option.planned {
                        Planned::Rest | Planned::Leave => Kind::Free,
                        Planned::Comp(_) => Kind::Comp,
                        Planned::Duty { rest_day: true, .. } => Kind::RestDay,
                        Planned::Duty { .. } | Planned::Training(_) => Kind::Works,
                    };
                    let ordinary = if kind == Kind::Works && !holiday {
                        within(option.work.map_or(0, |work| work.minutes))
                    } else {
                        0
                    };
                    Letter {
                        kind,
                        credited: credited(option),
                        ordinary,
                    }
                    .code()
                })
                .collect()
        })
        .collect();
    let wage = person.hourly_wage;
    let automaton = Book {
        letters,
        norms,
        overtime,
        repays_rest_days: contract.repays_rest_days(),
        consents: person.consents_to(Consent::Overtime) || norm.is_some_and(|norm| norm.by_day),
        idle_price: (contract.pay == PayBasis::Salaried && !contract.averages_weeks())
            .then_some((wage, instance.prices.idle_percent)),
        overtime_price: (wage, norm.map_or(0, |norm| norm.percent)),
    };
    draft.watch("rest_day_work", automaton);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Free,
    Works,
    Comp,
    RestDay,
}

/// What the book reads of a day.
struct Letter {
    kind: Kind,
    credited: i64,
    ordinary: i64,
}

/// Room for the minutes of a week in a packed number.
const BASE: i64 = 1 << 16;

impl Letter {
    fn code(&self) -> i64 {
        (self.kind as i64 * BASE + self.credited) * BASE + self.ordinary
    }

    fn of(code: i64) -> Letter {
        Letter {
            kind: match code / BASE / BASE {
                0 => Kind::Free,
                1 => Kind::Works,
                2 => Kind::Comp,
                _ => Kind::RestDay,
            },
            credited: code / BASE % BASE,
            ordinary: code % BASE,
        }
    }
}

/// Weekly overtime, and the row that counts it.
struct Overtime {
    /// Minutes left before it begins; less than none where history is beyond the norm already.
    left: i64,
    /// The law dates it to a Sunday of the horizon.
    paid: bool,
    row: RowIx,
}

/// What a week asks for.
struct Norm {
    /// Minutes of the norm left for the horizon.
    left: i64,
    days: i64,
    days_before: i64,
}

/// Weeks one after another, by layer.
struct Weeks<T> {
    weeks: Vec<T>,
    /// By layer, which week.
    of_layer: Vec<usize>,
}

impl<T> Weeks<T> {
    /// Weeks by their first days, of which the first is not after the horizon's.
    fn of(instance: &Instance, firsts: &[NaiveDate], weeks: Vec<T>) -> Weeks<T> {
        let week = |date| firsts.iter().rposition(|first| *first <= date).unwrap_or(0);
        let days = instance.horizon.days();
        Weeks {
            weeks,
            of_layer: days.map(|(_, date)| week(date)).collect(),
        }
    }

    fn on(&self, layer: usize) -> &T {
        &self.weeks[self.of_layer[layer]]
    }

    fn opens(&self, layer: usize) -> bool {
        layer == 0 || self.of_layer[layer - 1] != self.of_layer[layer]
    }

    fn closes(&self, layer: usize) -> bool {
        self.of_layer.get(layer + 1) != Some(&self.of_layer[layer])
    }
}

/// How far a week's norm days are used up.
const SURPLUS: i64 = 20;
const PLAIN: i64 = 21;

/// The running weeks: norm days used (or surplus, or plain extra days), minutes credited, ordinary minutes.
///
/// The norm is one of weeks from Monday; weeks of overtime begin on the day that the rule names.
struct Book {
    letters: Vec<Vec<i64>>,
    norms: Weeks<Norm>,
    overtime: Option<Weeks<Overtime>>,
    repays_rest_days: bool,
    consents: bool,
    /// Wage and percent, for salaried people whose weeks stand for themselves.
    idle_price: Option<(crate::units::Money, i64)>,
    overtime_price: (crate::units::Money, i64),
}

impl Book {
    /// Days used after a day of this kind; `None` when it is not allowed.
    fn used(&self, week: &Norm, used: i64, kind: Kind) -> Option<i64> {
        if !self.repays_rest_days {
            return Some(0);
        }
        let full = used >= week.days;
        match kind {
            Kind::Free => Some(used),
            Kind::Comp => (!full).then_some(used + 1),
            Kind::Works if !full => Some(used + 1),
            Kind::Works if used == SURPLUS => None,
            Kind::Works => Some(PLAIN),
            Kind::RestDay if !full || used == PLAIN => None,
            Kind::RestDay => Some(SURPLUS),
        }
    }

    /// What the week of the norm costs when it ends; `None` when it may not end so.
    fn close(&self, week: &Norm, used: i64, credited: i64) -> Option<i64> {
        if (used == SURPLUS && credited <= week.left) || (used == PLAIN && credited > week.left) {
            return None;
        }
        Some(self.idle_price.map_or(0, |(wage, percent)| {
            let idle = Minutes((week.left - credited).max(0));
            wage.hourly_pay(idle, percent).0
        }))
    }

    /// Adds what a week's overtime costs when it ends; `None` when it may not end so.
    fn close_overtime(&self, week: &Overtime, ordinary: i64, step: &mut Step) -> Option<()> {
        let over = (ordinary - week.left).max(0);
        if over > 0 {
            // What history did alone needs no consent any more.
            if !self.consents && over > -week.left {
                return None;
            }
            let (wage, percent) = self.overtime_price;
            if week.paid {
                step.cost += wage.hourly_pay(Minutes(over), percent).0;
            }
            step.uses.push((week.row, over as f64));
        }
        Some(())
    }
}

impl Automaton for Book {
    fn start(&self) -> i64 {
        0
    }

    fn letter(&self, layer: usize, choice: usize) -> i64 {
        self.letters[layer][choice]
    }

    fn step(&self, layer: usize, state: i64, letter: i64) -> Option<Step> {
        let letter = Letter::of(letter);
        let (mut used, mut credited) = (state / BASE / BASE, state / BASE % BASE);
        let mut ordinary = state % BASE;
        let mut step = Step::default();
        let week = self.norms.on(layer);
        if self.norms.opens(layer) {
            (used, credited) = (week.days_before.min(week.days), 0);
        }
        used = self.used(week, used, letter.kind)?;
        credited += letter.credited;
        if let Some(weeks) = &self.overtime {
            if weeks.opens(layer) {
                ordinary = 0;
            }
            ordinary += letter.ordinary;
            let week = weeks.on(layer);
            if weeks.closes(layer) {
                self.close_overtime(week, ordinary, &mut step)?;
                ordinary = 0;
            } else if ordinary > week.left.max(0) && !self.consents {
                return None;
            }
        }
        if self.norms.closes(layer) {
            step.cost += self.close(week, used, credited)?;
            (used, credited) = (0, 0);
        }
        // Beyond the norm only "more" matters, except to tell a plain extra day.
        let asked = self.repays_rest_days || self.idle_price.is_some();
        let most = if asked { week.left.max(0) + 1 } else { 0 };
        step.state = (used * BASE + credited.min(most)) * BASE + ordinary;
        Some(step)
    }

    fn end(&self, _state: i64) -> Option<i64> {
        Some(0)
    }
}
