//! The parts of a case that rules look at when a shift is added.

use std::cell::OnceCell;

use super::reach::{NEAR_DAYS, NEAR_WINDOW_DAYS, Part, Reach, margins, reach};
use super::{ClaimFindings, Standing, Watched};
use crate::law::days::Day;
use crate::law::judge::Judge;
use crate::law::primitives::windows::{month_of, months_later};
use crate::law::timeline::{Timeline, Worked};
use crate::law::{Case, Evaluation, RuleKind, RuleRecord};

/// The parts of the case that rules look at, each made when first asked for.
pub(super) struct Views<'s, 'a> {
    standing: &'s Standing<'a>,
    new: &'s Worked<'s>,
    near: OnceCell<Vec<Worked<'s>>>,
    month: OnceCell<Vec<Worked<'s>>>,
    whole: OnceCell<Vec<Worked<'s>>>,
}

impl<'s, 'a> Views<'s, 'a> {
    pub fn new(standing: &'s Standing<'a>, new: &'s Worked<'s>) -> Views<'s, 'a> {
        Views {
            standing,
            new,
            near: OnceCell::new(),
            month: OnceCell::new(),
            whole: OnceCell::new(),
        }
    }

    /// The part that a rule looks at: all of it, where the run of worked days around the new shift leaves the near days.
    pub fn part(&self, kind: &RuleKind) -> Part {
        let (first, last) = (self.new.day, self.new.last_day);
        let runs = matches!(kind, RuleKind::MaxConsecutiveWorkDays(_));
        let reach = if runs && !self.run_ends_near() {
            Reach::Whole
        } else {
            reach(kind, first, last.next())
        };
        let margins = margins(kind, self.shift_days());
        Part { reach, margins }
    }

    /// The most local days that a shift touches.
    fn shift_days(&self) -> i64 {
        self.standing.shift_days.max(self.new.touched_days())
    }

    fn run_ends_near(&self) -> bool {
        let (first, last) = (self.new.day, self.new.last_day);
        let (lowest, highest) = (first.plus(-NEAR_WINDOW_DAYS), last.plus(NEAR_WINDOW_DAYS));
        let items = self.near();
        let touched = |day: Day| {
            items
                .iter()
                .any(|item| item.day <= day && day <= item.last_day)
        };
        lowest.until(first).any(|day| !touched(day))
            && last.next().until(highest).any(|day| !touched(day))
    }

    /// The shifts around the new one, and the new one.
    fn near(&self) -> &[Worked<'s>] {
        let (from, to) = (
            self.new.day.plus(-NEAR_DAYS),
            self.new.last_day.plus(NEAR_DAYS),
        );
        self.near
            .get_or_init(|| with(self.standing, self.new, from, to))
    }

    fn month(&self) -> &[Worked<'s>] {
        self.month.get_or_init(|| {
            let first = month_of(self.new.day, 1);
            // The week in which the month begins, and what reaches into it.
            let from = first.plus(-6 - self.shift_days());
            let to = months_later(first, 1);
            with(self.standing, self.new, from, to)
        })
    }

    fn whole(&self) -> &[Worked<'s>] {
        let (from, to) = (Day(i32::MIN / 4), Day(i32::MAX / 4));
        self.whole
            .get_or_init(|| with(self.standing, self.new, from, to))
    }

    /// Notes what rules that look at the same part of the case say with the new shift, and said without it.
    pub fn look(&self, part: Part, rules: &[(Part, &Watched)], answer: &mut ClaimFindings) {
        let (standing, new) = (self.standing, self.new);
        let known_days = standing.case.days;
        let narrowed;
        let (days, items) = match part.reach {
            Reach::Nothing => return,
            Reach::Shift => (known_days, std::slice::from_ref(new)),
            Reach::Near(from, to) => {
                let items = self.near();
                let (back, ahead) = part.margins;
                let start = items.partition_point(|item| item.day < from.plus(-back));
                let end = items.partition_point(|item| item.day < to.plus(ahead));
                narrowed = known_days.narrowed(from, to);
                (&narrowed, &items[start..end.max(start)])
            }
            Reach::Month(from, to) => {
                narrowed = known_days.narrowed(from, to);
                (&narrowed, self.month())
            }
            Reach::Whole => (known_days, self.whole()),
        };
        let case = Case {
            days,
            ..*standing.case
        };
        let time = Timeline::part(&case, items);
        let (mut before, mut after) = (Evaluation::default(), Evaluation::default());
        for (_, known) in rules {
            let rule = &standing.rules[known.index];
            judge(known.index, rule, &time, &mut after);
            let nothing = known.findings.is_empty() && known.premiums.is_empty();
            match part.reach {
                Reach::Nothing | Reach::Shift => {}
                // What the whole case did not find, a part of it does not find either.
                _ if nothing => {}
                Reach::Whole => {
                    before.findings.extend_from_slice(&known.findings);
                    before.premiums.extend_from_slice(&known.premiums);
                }
                Reach::Near(_, _) | Reach::Month(_, _) => {
                    let others = items.iter().copied();
                    let others: Vec<Worked<'_>> = others
                        .filter(|item| !std::ptr::eq(item.shift, new.shift))
                        .collect();
                    let time = Timeline::part(&case, &others);
                    judge(known.index, rule, &time, &mut before);
                }
            }
            answer.note(&mut before, &mut after);
        }
    }
}

/// The breaches of one rule, and what it makes due.
fn judge(index: usize, rule: &RuleRecord, time: &Timeline<'_>, out: &mut Evaluation) {
    if let Some(mut judge) = Judge::new(index, rule, time, out) {
        judge.ask_for_findings_only();
        rule.kind.evaluate(&mut judge);
    }
}

/// The items that start in `[from, to)`, and the new one.
fn with<'s>(
    standing: &'s Standing<'_>,
    new: &'s Worked<'s>,
    from: Day,
    to: Day,
) -> Vec<Worked<'s>> {
    let items = &standing.time.items;
    let start = items.partition_point(|item| item.day < from);
    let end = items.partition_point(|item| item.day < to);
    let near = &items[start..end];
    let key = |item: &Worked<'s>| (item.span, item.shift.id.as_str());
    let at = near.partition_point(|item| key(item) <= key(new));
    let mut all = Vec::with_capacity(near.len() + 1);
    all.extend_from_slice(&near[..at]);
    all.push(*new);
    all.extend_from_slice(&near[at..]);
    all
}
