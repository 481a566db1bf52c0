//! One more shift for a person whose shifts are judged already.
//!
//! [`Standing`] keeps what a full evaluation found. A claim then looks again only at the days, weeks,
//! months, runs and gaps that the new shift touches; rules that look further are judged as a whole.

use super::days::Day;
use super::judge::Judge;
use super::kinds::max_overtime_per::OvertimePer;
use super::kinds::min_rest_per_window::RestAttribution;
use super::params::{DayAttribution, Window};
use super::primitives::windows::{month_of, months_later, week_of};
use super::timeline::{Timeline, Worked};
use super::{Case, DayTable, Evaluation, Fault, Finding, RuleKind, RuleRecord, WorkShift};

/// Days before and after a shift that the near view holds: the longest near window and the longest
/// shift, a week, that may reach into it.
const NEAR_DAYS: i64 = 24;

/// Longest window, in days, that the near view holds whole on either side.
const NEAR_WINDOW_DAYS: i64 = 14;

/// What a claim changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimFindings {
    /// Findings that the new shift brings.
    pub added: Vec<Finding>,
    /// Findings that no longer stand as they were; a longer run, say, takes the place of a shorter.
    pub gone: Vec<Finding>,
    /// Why the shift cannot be judged.
    pub faults: Vec<Fault>,
}

/// A person's shifts, judged, ready for claims.
#[derive(Debug)]
pub struct Standing<'a> {
    rules: &'a [RuleRecord],
    case: &'a Case<'a>,
    time: Timeline<'a>,
    /// Rules that may find something about this person when a shift is added, with their findings.
    watched: Vec<(usize, Vec<Finding>)>,
    evaluation: Evaluation,
}

/// How far a rule looks from a new shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// A shift more changes none of its findings.
    Nothing,
    /// At the shift alone.
    Shift,
    /// At these days of the horizon, and at no shift beyond the near days.
    Near(Day, Day),
    /// At these days, which lie in one month, and at the shifts of that month's weeks.
    Month(Day, Day),
    /// At everything.
    Whole,
}

impl<'a> Standing<'a> {
    /// Judges the case once.
    pub fn of(rules: &'a [RuleRecord], case: &'a Case<'a>) -> Standing<'a> {
        let evaluation = super::evaluate(rules, case);
        let time = Timeline::of(case, &mut Vec::new());
        let mut scratch = Evaluation::default();
        let watched = (rules.iter().enumerate())
            .filter(|(index, rule)| {
                Judge::new(*index, rule, &time, &mut scratch).is_some()
                    && reach(&rule.kind, Day(0), Day(1)) != Reach::Nothing
            })
            .map(|(index, _)| {
                let own = evaluation.findings.iter().filter(|f| f.rule_index == index);
                (index, own.cloned().collect())
            })
            .collect();
        Standing {
            rules,
            case,
            time,
            watched,
            evaluation,
        }
    }

    /// What stands without any claim.
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// What one more shift changes: a full evaluation that includes it finds what stands now, less
    /// what is gone, and what is added.
    pub fn claim(&self, shift: &WorkShift) -> ClaimFindings {
        let mut answer = ClaimFindings::default();
        let Some(new) = Worked::of(shift, self.case, &mut answer.faults) else {
            return answer;
        };
        let (from, to) = (new.day, new.last_day.next());
        let mut views = Views::new(self, &new);
        for (index, stands) in &self.watched {
            let rule = &self.rules[*index];
            let reach = match reach(&rule.kind, from, to) {
                Reach::Near(_, _) if !views.near_is_enough(&rule.kind) => Reach::Whole,
                reach => reach,
            };
            let after = views.findings(*index, rule, reach, true);
            let before = match reach {
                Reach::Nothing | Reach::Shift => Vec::new(),
                Reach::Whole => stands.clone(),
                // What the whole case did not find, a part of it does not find either.
                Reach::Near(_, _) | Reach::Month(_, _) if stands.is_empty() => Vec::new(),
                Reach::Near(_, _) | Reach::Month(_, _) => {
                    views.findings(*index, rule, reach, false)
                }
            };
            differ(before, after, &mut answer);
        }
        answer
    }
}

/// Puts down what only one of two lists holds.
fn differ(mut before: Vec<Finding>, after: Vec<Finding>, answer: &mut ClaimFindings) {
    for finding in after {
        match before.iter().position(|known| *known == finding) {
            Some(at) => {
                before.swap_remove(at);
            }
            None => answer.added.push(finding),
        }
    }
    answer.gone.extend(before);
}

/// The parts of the case that rules look at, each made when first asked for.
struct Views<'s, 'a> {
    standing: &'s Standing<'a>,
    new: &'s Worked<'s>,
    near: Option<Vec<Worked<'s>>>,
    month: Option<Vec<Worked<'s>>>,
    whole: Option<Vec<Worked<'s>>>,
}

impl<'s, 'a> Views<'s, 'a> {
    fn new(standing: &'s Standing<'a>, new: &'s Worked<'s>) -> Views<'s, 'a> {
        Views {
            standing,
            new,
            near: None,
            month: None,
            whole: None,
        }
    }

    /// Whether the run of worked days around the new shift ends within the near days.
    fn near_is_enough(&mut self, kind: &RuleKind) -> bool {
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

    /// What a rule finds in the part that it looks at, with the new shift or without.
    fn findings(
        &mut self,
        index: usize,
        rule: &RuleRecord,
        reach: Reach,
        with_new: bool,
    ) -> Vec<Finding> {
        let (case, new) = (self.standing.case, self.new);
        let (days, items): (DayTable, &[Worked<'s>]) = match reach {
            Reach::Nothing => return Vec::new(),
            Reach::Shift => (case.days.clone(), std::slice::from_ref(new)),
            Reach::Near(from, to) => {
                let (back, ahead) = margins(&rule.kind);
                let items = self.near();
                let start = items.partition_point(|item| item.day < from.plus(-back));
                let end = items.partition_point(|item| item.day < to.plus(ahead));
                (case.days.narrowed(from, to), &items[start..end.max(start)])
            }
            Reach::Month(from, to) => (case.days.narrowed(from, to), self.month()),
            Reach::Whole => (case.days.clone(), self.whole()),
        };
        let case = Case {
            days: &days,
            ..*case
        };
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
        let mut out = Evaluation::default();
        if let Some(mut judge) = Judge::new(index, rule, &time, &mut out) {
            judge.ask_for_findings_only();
            rule.kind.evaluate(&mut judge);
        }
        out.findings
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

/// Days before and after the days looked at whose shifts a rule of this kind may need: its windows,
/// its rest, and a week for a shift that reaches into them.
fn margins(kind: &RuleKind) -> (i64, i64) {
    match kind {
        RuleKind::MaxWorkPerDay(_) | RuleKind::MaxOvertimePer(_) => (8, 1),
        RuleKind::DayOff(_) | RuleKind::OneShiftPerDay(_) | RuleKind::NoOverlap(_) => (16, 8),
        RuleKind::MinRestBetweenShifts(_) => (16, 8),
        _ => (22, NEAR_WINDOW_DAYS + 1),
    }
}

/// How far a rule of this kind looks from a shift that touches the days `[from, to)`.
fn reach(kind: &RuleKind, from: Day, to: Day) -> Reach {
    let near = Reach::Near(from, to);
    match kind {
        RuleKind::MaxWorkPerDay(rule) => match rule.attribution {
            DayAttribution::StartDay | DayAttribution::SplitMidnight => near,
            DayAttribution::Rolling24h => Reach::Whole,
        },
        RuleKind::MaxWorkPerWindow(rule) => of_window(&rule.window, from, to),
        RuleKind::MinRestPerWindow(rule) => match rule.attribution {
            RestAttribution::Inside => match of_window(&rule.window, from, to) {
                Reach::Month(_, _) => Reach::Whole,
                reach => reach,
            },
            RestAttribution::StartsIn => Reach::Whole,
        },
        RuleKind::MaxOvertimePer(rule) => {
            // A week's extra is dated to its last day.
            let (first, last) = (
                week_of(from, rule.week_start),
                week_of(to.plus(-1), rule.week_start).plus(7),
            );
            match rule.per {
                OvertimePer::Day | OvertimePer::Week => Reach::Near(first, last),
                OvertimePer::Month => of_month(from, last),
                OvertimePer::Quarter | OvertimePer::Year => Reach::Whole,
            }
        }
        RuleKind::MinRestBetweenShifts(rule) if rule.min_minutes > 7 * 1440 => Reach::Whole,
        RuleKind::MinRestBetweenShifts(_) | RuleKind::NoOverlap(_) | RuleKind::DayOff(_) => near,
        RuleKind::OneShiftPerDay(_) => near,
        RuleKind::MaxConsecutiveWorkDays(_) => Reach::Near(from.plus(-1), to.next()),
        RuleKind::MinBreak(_)
        | RuleKind::MaxContinuousWork(_)
        | RuleKind::ForbiddenTime(_)
        | RuleKind::MinPaidBreak(_)
        | RuleKind::MaxNightShiftWork(_)
        | RuleKind::RequiredSkill(_) => Reach::Shift,
        RuleKind::PremiumClass(_)
        | RuleKind::CompRedemption(_)
        | RuleKind::SubstituteRestDay(_)
        | RuleKind::MinPublishNotice(_)
        | RuleKind::ChangeNotice(_)
        | RuleKind::ChangePremium(_)
        | RuleKind::MaxChangesAfterPublish(_)
        | RuleKind::OpenShiftOfferWindow(_)
        | RuleKind::Request(_)
        | RuleKind::Cover(_) => Reach::Nothing,
        RuleKind::MinWorkPerWindow(_)
        | RuleKind::MaxAverageWork(_)
        | RuleKind::MaxAverageOvertime(_)
        | RuleKind::MaxExceedCount(_)
        | RuleKind::MinDailyRest(_)
        | RuleKind::MinConsecutiveWorkDays(_)
        | RuleKind::MinConsecutiveDaysOff(_)
        | RuleKind::MaxConsecutiveDaysOff(_)
        | RuleKind::MaxConsecutiveSameType(_)
        | RuleKind::MinConsecutiveSameType(_)
        | RuleKind::MaxConsecutiveNights(_)
        | RuleKind::MinRestDaysPerWindow(_)
        | RuleKind::MinFreeWeekdaysPerWindow(_)
        | RuleKind::MaxShiftsOfType(_)
        | RuleKind::ForbiddenSuccession(_)
        | RuleKind::MaxWeekends(_)
        | RuleKind::CompleteWeekend(_) => Reach::Whole,
    }
}

fn of_window(window: &Window, from: Day, to: Day) -> Reach {
    match window {
        Window::CalendarWeek { .. } => Reach::Near(from, to),
        Window::Anchored { days, .. } if (1..=NEAR_WINDOW_DAYS).contains(days) => {
            Reach::Near(from, to)
        }
        // Every window that ends up to so many days later holds the shift.
        Window::RollingDays { days } if (1..=NEAR_WINDOW_DAYS).contains(days) => {
            Reach::Near(from, to.plus(days - 1))
        }
        Window::CalendarMonth {} => of_month(from, to),
        Window::CalendarQuarter {}
        | Window::CalendarYear {}
        | Window::Horizon {}
        | Window::Anchored { .. }
        | Window::RollingDays { .. } => Reach::Whole,
    }
}

fn of_month(from: Day, to: Day) -> Reach {
    if month_of(from, 1) == month_of(to.plus(-1), 1) {
        Reach::Month(from, to)
    } else {
        Reach::Whole
    }
}
