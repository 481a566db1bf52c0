//! What the search found for a plan made to fit again: with known breaks where that costs nothing, judged, and held to the
//! law of changes.

use super::reoptimise::Task;
use crate::checker::{Agreed, Audit, StepJudged, Versions, audit_agreed, changing};
use crate::domain::{EmployeeIx, Finding};
use crate::model::share_out;
use crate::roster::{Activity, Roster};

impl Task<'_> {
    /// What the law says of changing the published roster now.
    pub(super) fn step(&self, roster: &Roster) -> StepJudged {
        let instance = &self.after.instance;
        // Who is absent or asked to be let go wants that change; nobody asked for another duty instead.
        let asked = |employee: EmployeeIx, day: usize| {
            let date = instance.horizon.date(day as i64);
            let away = instance.employees[employee.0].leave_on(date).is_some();
            let free = roster.activity(employee, day).duty().is_none();
            away || (free && self.asked_to_go(employee, date))
        };
        let versions = Versions {
            published: &self.desk.plan.first_published(),
            before: &self.desk.plan.witness,
            after: roster,
        };
        changing(instance, &versions, &asked, self.now)
    }

    /// The solved roster with the breaks that were published where that costs nothing, queues shared out anew, and judged.
    pub(super) fn settle(
        &self,
        before: &Roster,
        solved: &Roster,
    ) -> Result<(Roster, Audit, Agreed), Vec<Finding>> {
        let agreed = self.agreed();
        let keep_all = |_: EmployeeIx, _: usize| true;
        let keep_fixed = |who: EmployeeIx, day: usize| self.stays(who, day);
        let keeps: [&dyn Fn(EmployeeIx, usize) -> bool; 2] = [&keep_all, &keep_fixed];
        let (mut best, mut why) = (None::<(Roster, Audit)>, Vec::new());
        for keep in keeps {
            let mut roster = with_breaks(before, solved, keep);
            share_out(&self.after.instance, &self.after.asked.needs, &mut roster);
            let audit = audit_agreed(
                &self.after.instance,
                &self.after.asked.needs,
                &roster,
                &agreed,
            );
            if audit.is_clean() {
                let least = best.as_ref().map(|best| best.1.cost.total);
                if least.is_none_or(|least| audit.cost.total < least) {
                    best = Some((roster, audit));
                }
                continue;
            }
            why = audit
                .violations()
                .map(|finding| {
                    let told = format!("{} {}", finding.en, finding.zh);
                    Finding::new("no_plan", finding.code, told)
                })
                .collect();
        }
        let (roster, audit) = best.ok_or(why)?;
        Ok((roster, audit, agreed))
    }
}

/// The solved days with the breaks of duties that stay where they are, where `keep` says so.
fn with_breaks(
    before: &Roster,
    solved: &Roster,
    keep: &dyn Fn(EmployeeIx, usize) -> bool,
) -> Roster {
    let mut roster = solved.clone();
    for (employee, row) in roster.days.iter_mut().enumerate() {
        for (day, activity) in row.iter_mut().enumerate() {
            let Activity::Duty(duty) = activity else {
                continue;
            };
            duty.serving.clear();
            let old = before.days[employee][day].duty();
            let same = old.filter(|old| (old.hall, old.template) == (duty.hall, duty.template));
            if let (Some(old), true) = (same, keep(EmployeeIx(employee), day)) {
                duty.breaks.clone_from(&old.breaks);
            }
        }
    }
    roster
}
