//! The parts of a case that rules look at when a shift is added.

use super::Standing;
use super::reach::{NEAR_DAYS, NEAR_WINDOW_DAYS, Reach, margins};
use crate::law::days::{Day, DayTable};
use crate::law::judge::Judge;
use crate::law::primitives::windows::{month_of, months_later};
use crate::law::timeline::{Timeline, Worked};
use crate::law::{Case, Evaluation, RuleKind, RuleRecord};

/// The parts of the case that rules look at, each made when first asked for.
pub(super) struct Views<'s, 'a> {
    standing: &'s Standing<'a>,
    new: &'s Worked<'s>,
    near: Option<Vec<Worked<'s>>>,
    month: Option<Vec<Worked<'s>>>,
    whole: Option<Vec<Worked<'s>>>,
    /// The days last looked at: rules that look at the same ones follow one another.
    narrowed: Option<DayTable>,
}

impl<'s, 'a> Views<'s, 'a> {
    pub fn new(standing: &'s Standing<'a>, new: &'s Worked<'s>) -> Views<'s, 'a> {
        Views {
            standing,
            new,
            near: None,
            month: None,
            whole: None,
            narrowed: None,
        }
    }

    /// Whether the run of worked days around the new shift ends within the near days.
    pub fn near_is_enough(&mut self, kind: &RuleKind) -> bool {
        if !matches!(kind, RuleKind::MaxConsecutiveWorkDays(_)) {
            return true;
        }
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
    fn near(&mut self) -> &[Worked<'s>] {
        let (from, to) = (
            self.new.day.plus(-NEAR_DAYS),
            self.new.last_day.plus(NEAR_DAYS),
        );
        let (standing, new) = (self.standing, self.new);
        self.near
            .get_or_insert_with(|| with(standing, new, from, to))
    }

    fn month(&mut self) -> &[Worked<'s>] {
        let first = month_of(self.new.day, 1);
        let (from, to) = (first.plus(-14), months_later(first, 1).plus(14));
        let (standing, new) = (self.standing, self.new);
        self.month
            .get_or_insert_with(|| with(standing, new, from, to))
    }

    fn whole(&mut self) -> &[Worked<'s>] {
        let (standing, new) = (self.standing, self.new);
        let (from, to) = (Day(i32::MIN / 4), Day(i32::MAX / 4));
        self.whole
            .get_or_insert_with(|| with(standing, new, from, to))
    }

    /// Adds what a rule says of the part that it looks at, with the new shift or without.
    pub fn look(
        &mut self,
        index: usize,
        rule: &RuleRecord,
        reach: Reach,
        with_new: bool,
        out: &mut Evaluation,
    ) {
        let (case, new) = (self.standing.case, self.new);
        match reach {
            Reach::Near(from, to) | Reach::Month(from, to) => self.narrow(from, to),
            Reach::Nothing | Reach::Shift | Reach::Whole => {}
        }
        let mut days = case.days;
        let items: &[Worked<'s>] = match reach {
            Reach::Nothing => return,
            Reach::Shift => std::slice::from_ref(new),
            Reach::Near(from, to) => {
                let (back, ahead) = margins(&rule.kind);
                self.near();
                let items = self.near.as_deref().unwrap_or_default();
                days = self.narrowed.as_ref().unwrap_or(days);
                let start = items.partition_point(|item| item.day < from.plus(-back));
                let end = items.partition_point(|item| item.day < to.plus(ahead));
                &items[start..end.max(start)]
            }
            Reach::Month(_, _) => {
                self.month();
                days = self.narrowed.as_ref().unwrap_or(days);
                self.month.as_deref().unwrap_or_default()
            }
            Reach::Whole => self.whole(),
        };
        let case = Case { days, ..*case };
        let others: Vec<Worked<'_>>;
        let items = if with_new {
            items
        } else {
            others = (items.iter().copied())
                .filter(|item| !std::ptr::eq(item.shift, new.shift))
                .collect();
            &others
        };
        let time = Timeline::part(&case, items);
        if let Some(mut judge) = Judge::new(index, rule, &time, out) {
            judge.ask_for_findings_only();
            rule.kind.evaluate(&mut judge);
        }
    }

    /// Holds the days `[from, to)` ready.
    fn narrow(&mut self, from: Day, to: Day) {
        let days = self.standing.case.days;
        if !(self.narrowed.as_ref()).is_some_and(|known| days.narrows_to(from, to, known)) {
            self.narrowed = Some(days.narrowed(from, to));
        }
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
