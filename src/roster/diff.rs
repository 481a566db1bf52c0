//! What changed between two rosters of one instance, and for whom.

use super::duty::{Activity, Duty};
use super::plan::Roster;
use crate::domain::EmployeeIx;

/// A day of one person that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whose day.
    pub employee: EmployeeIx,
    /// Day of the horizon.
    pub day: usize,
    /// What kind of change it is to that person.
    pub kind: ChangeKind,
    /// In the older roster.
    pub before: Activity,
    /// In the newer one.
    pub after: Activity,
}

impl Change {
    /// Whether more differs than the queues and posts served.
    pub fn is_other_work(&self) -> bool {
        self.kind != ChangeKind::Serving
    }

    /// Whether the person works at other times or places.
    pub fn is_move(&self) -> bool {
        matches!(
            self.kind,
            ChangeKind::Added | ChangeKind::Cancelled | ChangeKind::Moved
        )
    }
}

/// What a change means to the person concerned, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Works on a day without a duty before.
    Added,
    /// No longer works on a day with a duty before.
    Cancelled,
    /// Works on both, but in another hall, at other times or on another shift.
    Moved,
    /// The same shift with breaks elsewhere.
    Breaks,
    /// The same shift and breaks at another queue or post.
    Serving,
    /// No duty in either: rest, leave, training and comp days changed places.
    Absence,
}

impl ChangeKind {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            ChangeKind::Added => "added",
            ChangeKind::Cancelled => "cancelled",
            ChangeKind::Moved => "moved",
            ChangeKind::Breaks => "breaks",
            ChangeKind::Serving => "serving",
            ChangeKind::Absence => "absence",
        }
    }
}

/// Every person's day that differs between two rosters, by employee, then by day.
///
/// Both rosters are of the same people and days; a day that only one of them has counts as rest in the other.
pub fn diff(old: &Roster, new: &Roster) -> Vec<Change> {
    let mut changes = Vec::new();
    for employee in 0..old.days.len().max(new.days.len()) {
        let days = |roster: &Roster| roster.days.get(employee).map_or(0, Vec::len);
        for day in 0..days(old).max(days(new)) {
            let (before, after) = (activity(old, employee, day), activity(new, employee, day));
            if let Some(kind) = kind(before, after) {
                changes.push(Change {
                    employee: EmployeeIx(employee),
                    day,
                    kind,
                    before: before.clone(),
                    after: after.clone(),
                });
            }
        }
    }
    changes
}

fn activity(roster: &Roster, employee: usize, day: usize) -> &Activity {
    let days = roster.days.get(employee);
    days.and_then(|days| days.get(day))
        .unwrap_or(&Activity::Rest)
}

/// What kind of change it is, if any.
fn kind(before: &Activity, after: &Activity) -> Option<ChangeKind> {
    match (before.duty(), after.duty()) {
        _ if before == after => None,
        (None, Some(_)) => Some(ChangeKind::Added),
        (Some(_), None) => Some(ChangeKind::Cancelled),
        (Some(before), Some(after)) => Some(between_duties(before, after)),
        (None, None) => Some(ChangeKind::Absence),
    }
}

fn between_duties(before: &Duty, after: &Duty) -> ChangeKind {
    let shift = |duty: &Duty| (duty.hall, duty.template, duty.start, duty.end);
    if shift(before) != shift(after) {
        ChangeKind::Moved
    } else if before.breaks != after.breaks {
        ChangeKind::Breaks
    } else {
        ChangeKind::Serving
    }
}

#[cfg(test)]
mod tests {
    use super::{ChangeKind, diff};
    use crate::domain::{EmployeeIx, HallIx, QueueIx, Served, TemplateIx};
    use crate::roster::{Activity, Duty, PlacedBreak, Roster, Serving};
    use crate::units::Minutes;

    fn duty() -> Duty {
        Duty {
            hall: HallIx(0),
            template: TemplateIx(0),
            start: 480,
            end: 1020,
            breaks: vec![PlacedBreak {
                start: 720,
                end: 780,
                paid: false,
                purpose: "meal".into(),
            }],
            serving: vec![Serving {
                start: 480,
                end: 720,
                served: Served::Queue(QueueIx(0)),
            }],
        }
    }

    fn with(change: impl FnOnce(&mut Duty)) -> Activity {
        let mut changed = duty();
        change(&mut changed);
        Activity::Duty(changed)
    }

    fn check(before: Activity, after: Activity, expected: &[ChangeKind]) {
        let one = |activity| Roster {
            days: vec![vec![Activity::Rest], vec![Activity::Rest, activity]],
        };
        let changes = diff(&one(before), &one(after));
        let kinds: Vec<ChangeKind> = changes.iter().map(|change| change.kind).collect();
        assert_eq!(kinds, expected);
        let places: Vec<_> = changes.iter().map(|c| (c.employee, c.day)).collect();
        assert!(places.iter().all(|place| *place == (EmployeeIx(1), 1)));
    }

    #[test]
    fn equal_days_are_no_change() {
        check(with(|_| ()), with(|_| ()), &[]);
    }

    #[test]
    fn duties_come_and_go() {
        check(Activity::Rest, with(|_| ()), &[ChangeKind::Added]);
        check(with(|_| ()), Activity::Leave, &[ChangeKind::Cancelled]);
    }

    #[test]
    fn another_time_hall_or_shift_is_a_move_whatever_else_changed() {
        let moved = &[ChangeKind::Moved];
        check(with(|_| ()), with(|duty| duty.end += 30), moved);
        check(with(|_| ()), with(|duty| duty.hall = HallIx(1)), moved);
        check(
            with(|_| ()),
            with(|duty| duty.template = TemplateIx(1)),
            moved,
        );
    }

    #[test]
    fn breaks_and_serving_change_inside_a_shift() {
        let later = |duty: &mut Duty| duty.breaks[0].start += 30;
        check(with(|_| ()), with(later), &[ChangeKind::Breaks]);
        check(
            with(|_| ()),
            with(|duty| duty.serving.clear()),
            &[ChangeKind::Serving],
        );
    }

    #[test]
    fn days_off_differ_by_what_they_are_for() {
        let comp = Activity::CompDay(Minutes(480));
        check(Activity::Rest, comp, &[ChangeKind::Absence]);
    }

    #[test]
    fn a_day_that_one_roster_lacks_counts_as_rest() {
        let short = Roster { days: vec![vec![]] };
        let long = Roster {
            days: vec![vec![Activity::Rest, with(|_| ())]],
        };
        let changes = diff(&short, &long);
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].day, changes[0].kind), (1, ChangeKind::Added));
    }
}
