//! The parts of a case that rules look at when a shift is added.

use std::cell::OnceCell;

use smallvec::SmallVec;

use super::reach::{AROUND_DAYS, NEAR_WINDOW_DAYS, Part, Reach, margins, reach};
use super::{ClaimFindings, Standing, Watched};
use crate::law::days::Day;
use crate::law::judge::Judge;
use crate::law::timeline::{Timeline, Worked};
use crate::law::{Case, Evaluation, RuleKind, RuleRecord};

/// Shifts in order; those of two months around a claim need no memory of their own.
pub(super) type Around<'s> = SmallVec<[Worked<'s>; 96]>;

/// The parts of the case that rules look at.
pub(super) struct Views<'v, 's, 'a> {
    standing: &'s Standing<'a>,
    new: &'s Worked<'s>,
    /// The shifts around the new one, and the new one.
    around: &'v [Worked<'s>],
    /// Where among them the new one is.
    at: usize,
    /// All shifts, and the new one; made when first asked for.
    whole: OnceCell<Vec<Worked<'s>>>,
}

impl<'v, 's, 'a> Views<'v, 's, 'a> {
    /// The parts of a case with one more shift; `around` is where its shifts are put.
    pub fn new(
        standing: &'s Standing<'a>,
        new: &'s Worked<'s>,
        around: &'v mut Around<'s>,
    ) -> Views<'v, 's, 'a> {
        let far = AROUND_DAYS + standing.shift_days.max(new.touched_days());
        let items = &standing.time.items;
        let start = items.partition_point(|item| item.day < new.day.plus(-far));
        let end = items.partition_point(|item| item.day < new.last_day.plus(far));
        let pieces = pieces(&items[start..end], new);
        pieces
            .iter()
            .for_each(|piece| around.extend_from_slice(piece));
        Views {
            standing,
            new,
            around,
            at: pieces[0].len(),
            whole: OnceCell::new(),
        }
    }

    /// The part that a rule looks at: all of it, where the run of worked days around the new shift is long.
    pub fn part(&self, kind: &RuleKind) -> Part {
        let touched = (self.new.day, self.new.last_day.next());
        let days = match kind {
            RuleKind::MaxConsecutiveWorkDays(_) => self.run(),
            _ => Some(touched),
        };
        let reach = days.map_or(Reach::Whole, |(from, to)| reach(kind, from, to));
        let margins = margins(kind, self.shift_days());
        Part { reach, margins }
    }

    /// The most local days that a shift touches.
    fn shift_days(&self) -> i64 {
        self.standing.shift_days.max(self.new.touched_days())
    }

    /// The run of touched days `[from, to)` that holds the new shift, unless it is longer than what is looked at by itself.
    fn run(&self) -> Option<(Day, Day)> {
        let (mut from, mut to) = (self.new.day, self.new.last_day.next());
        let lowest = from.plus(-NEAR_WINDOW_DAYS);
        let highest = to.plus(NEAR_WINDOW_DAYS);
        for item in self.around[..self.at].iter().rev() {
            if item.last_day.next() >= from {
                from = from.min(item.day);
            } else if item.day < from.plus(-self.shift_days()) || from <= lowest {
                break;
            }
        }
        for item in &self.around[self.at..] {
            if item.day > to || to >= highest {
                break;
            }
            to = to.max(item.last_day.next());
        }
        (from > lowest && to < highest).then_some((from, to))
    }

    /// The shifts that start in `[from, to)`, days that hold the start of the new one.
    fn starting(&self, from: Day, to: Day) -> &[Worked<'s>] {
        let before = self.around[..self.at].iter().rev();
        let before = before.take_while(|item| item.day >= from).count();
        let after = self.around[self.at..].iter();
        let after = after.take_while(|item| item.day < to).count();
        &self.around[self.at - before..self.at + after]
    }

    fn whole(&self) -> &[Worked<'s>] {
        self.whole
            .get_or_init(|| pieces(&self.standing.time.items, self.new).concat())
    }

    /// Notes what rules that look at the same part of the case say with the new shift, and said without it.
    pub fn look(&self, rules: &[(Part, &Watched)], heard: &mut Heard, answer: &mut ClaimFindings) {
        let Some((part, _)) = rules.first() else {
            return;
        };
        let (standing, new) = (self.standing, self.new);
        let known_days = standing.case.days;
        let narrowed;
        let (days, items) = match part.reach {
            Reach::Nothing => return,
            Reach::Shift => (known_days, std::slice::from_ref(new)),
            Reach::Near(from, to) => {
                let (back, ahead) = part.margins;
                narrowed = known_days.narrowed(from, to);
                (&narrowed, self.starting(from.plus(-back), to.plus(ahead)))
            }
            Reach::Month(from, to, (first, end)) => {
                narrowed = known_days.narrowed(from, to);
                // The week in which the month begins, and what reaches into it.
                let begin = first.plus(-6 - self.shift_days());
                (&narrowed, self.starting(begin, end))
            }
            Reach::Whole => (known_days, self.whole()),
        };
        let case = Case {
            days,
            ..*standing.case
        };
        let time = Timeline::part(&case, items);
        let Heard { before, after } = heard;
        for (_, known) in rules {
            let rule = &standing.rules[known.index];
            judge(known.index, rule, &time, after);
            let nothing = known.findings.is_empty() && known.premiums.is_empty();
            match part.reach {
                Reach::Nothing | Reach::Shift => {}
                // What the whole case did not find, a part of it does not find either.
                _ if nothing => {}
                Reach::Whole => {
                    before.findings.extend_from_slice(&known.findings);
                    before.premiums.extend_from_slice(&known.premiums);
                }
                Reach::Near(_, _) | Reach::Month(..) => {
                    let others = items.iter().copied();
                    let others: Vec<Worked<'_>> = others
                        .filter(|item| !std::ptr::eq(item.shift, new.shift))
                        .collect();
                    let time = Timeline::part(&case, &others);
                    judge(known.index, rule, &time, before);
                }
            }
            answer.note(before, after);
        }
    }
}

/// What one rule says without the new shift, and with it; empty between two rules.
#[derive(Default)]
pub(super) struct Heard {
    before: Evaluation,
    after: Evaluation,
}

/// The breaches of one rule, and what it makes due.
fn judge(index: usize, rule: &RuleRecord, time: &Timeline<'_>, out: &mut Evaluation) {
    if let Some(mut judge) = Judge::new(index, rule, time, out) {
        judge.ask_for_findings_only();
        rule.kind.evaluate(&mut judge);
    }
}

/// Items in order with the new one at its place: those before it, itself, those after it.
fn pieces<'p, 's>(items: &'p [Worked<'s>], new: &'p Worked<'s>) -> [&'p [Worked<'s>]; 3] {
    let key = |item: &Worked<'s>| (item.span, item.shift.id.as_str());
    let at = items.partition_point(|item| key(item) <= key(new));
    [&items[..at], std::slice::from_ref(new), &items[at..]]
}
