//! HR changes or pins days of a draft, and hears at once what the law and the plan say.
//!
//! An edit is a plan in which everything else stands: all other days are fixed, so that only breaks, queues and what
//! follows from the edit are worked out anew, by the same planner and judged by the same checker.

use std::collections::HashSet;
use std::time::Duration;

use chrono::NaiveDate;

use super::Service;
use super::access::{self, Act};
use super::events::EventKind;
use super::fault::{BrokenRule, Fault, Reason, at_most};
use super::held;
use super::open_shifts::{StopWhenGone, blocking};
use super::request::{Call, Entry};
use super::rosters::stored;
use crate::domain::{EmployeeIx, Instance, Pin, Problem};
use crate::formats;
use crate::milp::StopSignal;
use crate::planner::{self, Plan, PlanOptions};
use crate::report::Sheet;
use crate::roster::{Activity, Roster};
use crate::storage::{Change, PlanRow};
use crate::units::{EmployeeId, Money, RosterId};
use crate::worker::blame;

/// What becomes of one day of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayEdit {
    /// Whose.
    pub employee: EmployeeId,
    /// Which day.
    pub date: NaiveDate,
    /// What is done on it.
    pub day: EditedDay,
    /// Whether no solve may move it from now on.
    pub pinned: bool,
}

/// What is done on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditedDay {
    /// Works this template in this hall.
    Duty {
        /// Id of the hall.
        hall: String,
        /// Id of the template.
        template: String,
    },
    /// Does not work.
    Rest,
    /// Stays as it is.
    Keep,
}

/// What the edits came to.
pub struct Edited {
    /// What people should know about the roster as it is now.
    pub notices: Vec<crate::checker::AuditFinding>,
    /// How much dearer it became.
    pub cost_change: Money,
}

impl Service {
    /// Changes days of a draft; nothing changes unless the whole is legal.
    ///
    /// # Errors
    /// [`Reason::RulesBroken`] with every rule that stands in the way.
    pub async fn edit(
        &self,
        call: &Call,
        id: &RosterId,
        edits: &[DayEdit],
    ) -> Result<Edited, Fault> {
        access::may(&call.caller, Act::ChangeRosters)?;
        if edits.is_empty() {
            return Err(Fault::field(
                "edits",
                "send at least one edit",
                "请至少提交一项变更",
            ));
        }
        at_most(edits.len(), self.limits.items_max, "edits")?;
        if let Some(first) = self.answered(call).await? {
            return Ok(Edited {
                notices: Vec::new(),
                cost_change: Money(first.parse().unwrap_or_default()),
            });
        }
        let mut row = self.idle_draft(call, id).await?;
        let before = self.store.plan(id, None).await?;
        let (instance, roster) = self.current_plan(&row).await?;
        let (kept, fixed) = with_edits(&instance, &roster, edits)?;
        let stop = StopSignal::new();
        let _gone = StopWhenGone(stop.clone());
        let limit = self.limits.edit_max;
        let planned = blocking(move || plan_fixed(&fixed, limit, &stop)).await?;
        let plan = planned.map_err(|why| broken(&instance, &why))?;
        let change = plan.audit.cost.total - before.cost;
        let edited = Edited {
            notices: plan.audit.notices().cloned().collect(),
            cost_change: change,
        };
        if call.validate_only {
            return Ok(edited);
        }
        let kept = renewed(kept)?;
        row.instance_sha256.clone_from(&kept.input_sha256);
        row.updated_at = self.clock.now();
        // The bound was proven without the new pins: it holds with them too.
        let bound = before.bound.min(plan.audit.cost.total);
        let plan_row = PlanRow {
            roster: id.clone(),
            number: row.plan + 1,
            instance_sha256: kept.input_sha256.clone(),
            job: None,
            cost: plan.audit.cost.total,
            bound,
            body: body(&kept, &plan, bound),
            created_at: self.clock.now(),
        };
        let changes = vec![
            Change::Instance(stored(&kept)),
            Change::Roster(row),
            Change::Plan(plan_row),
        ];
        let entry = Entry::new("roster.edit", format!("rosters/{id}"));
        let answer = change.0.to_string();
        self.commit(call, id, Vec::new(), changes, entry, answer)
            .await?;
        self.tell(id, EventKind::Roster);
        Ok(edited)
    }
}

/// The problem with the pins that stay, and the same with everything fixed.
fn with_edits(
    instance: &Instance,
    roster: &Roster,
    edits: &[DayEdit],
) -> Result<(Problem, Instance), Fault> {
    let mut kept: Problem = (**instance).clone();
    let mut fixed: Vec<Pin> = Vec::new();
    let mut edited: HashSet<(EmployeeIx, NaiveDate)> = HashSet::new();
    for (at, edit) in edits.iter().enumerate() {
        let pin = asked_pin(instance, roster, at, edit)?;
        if !edited.insert((pin.employee, pin.date)) {
            return Err(twice(&format!("edits[{at}]")));
        }
        kept.pins
            .retain(|known| (known.employee, known.date) != (pin.employee, pin.date));
        if edit.pinned {
            kept.pins.push(pin.clone());
        }
        fixed.push(pin);
    }
    for (employee, _) in instance.staff() {
        for (day, date) in instance.horizon.days() {
            if edited.contains(&(employee, date)) {
                continue;
            }
            let duty = match roster.activity(employee, day) {
                Activity::Duty(duty) => Some((duty.template, duty.hall)),
                Activity::Rest => None,
                // Follow from the rest, or stand in the instance.
                Activity::Leave | Activity::Training(_) | Activity::CompDay(_) => continue,
            };
            fixed.push(Pin {
                employee,
                date,
                duty,
            });
        }
    }
    let fixed = Problem {
        pins: fixed,
        ..kept.clone()
    };
    let fixed = Instance::new(fixed).map_err(|findings| Fault::instance(&findings))?;
    Ok((kept, fixed))
}

fn asked_pin(
    instance: &Instance,
    roster: &Roster,
    at: usize,
    edit: &DayEdit,
) -> Result<Pin, Fault> {
    let duty = match &edit.day {
        EditedDay::Rest | EditedDay::Keep => None,
        EditedDay::Duty { hall, template } => Some((hall.as_str(), template.as_str())),
    };
    let mut pin = pin(
        instance,
        (&edit.employee, edit.date),
        duty,
        |part| match part {
            "date" => format!("edits[{at}].date"),
            of_duty => format!("edits[{at}].duty.{of_duty}"),
        },
    )?;
    if let (EditedDay::Keep, Some(day)) = (&edit.day, instance.horizon.day_inside(edit.date)) {
        let duty = roster.activity(pin.employee, day).duty();
        pin.duty = duty.map(|duty| (duty.template, duty.hall));
    }
    Ok(pin)
}

/// A day of one person with the hall and template to be worked, `None` for a day off; `field` says where its parts were asked.
pub(super) fn pin(
    instance: &Instance,
    (employee, date): (&EmployeeId, NaiveDate),
    duty: Option<(&str, &str)>,
    field: impl Fn(&str) -> String,
) -> Result<Pin, Fault> {
    let employee = held::employee(instance, employee)?;
    held::day(instance, date, &field("date"))?;
    let duty = duty.map(|(hall, template)| {
        let hall = held::hall(instance, hall, &field("hall"))?;
        let template = held::template(instance, template, &field("shift_template"))?;
        Ok::<_, Fault>((template, hall))
    });
    Ok(Pin {
        employee,
        date,
        duty: duty.transpose()?,
    })
}

/// One day of one person, asked for twice.
pub(super) fn twice(field: &str) -> Fault {
    Fault::field(
        field,
        "this day of this person is changed twice; keep one",
        "同一员工同一日期有两项变更，请保留一项",
    )
}

fn plan_fixed(
    instance: &Instance,
    limit: Duration,
    stop: &StopSignal,
) -> Result<Plan, planner::NoRoster> {
    let options = PlanOptions {
        time_limit: Some(limit),
        ..PlanOptions::default()
    };
    planner::plan(instance, &options, stop, |_| {})
}

/// The instance as it is stored, with its digest.
pub(super) fn renewed(problem: Problem) -> Result<Instance, Fault> {
    let file = formats::instance_to_proto(&problem);
    formats::instance_from_proto(&file).map_err(|findings| Fault::instance(&findings))
}

fn body(instance: &Instance, plan: &Plan, bound: Money) -> String {
    formats::write_roster(&Sheet {
        bound,
        ..plan.sheet(instance)
    })
}

/// The rules that stand in the way of an edit.
fn broken(instance: &Instance, why: &planner::NoRoster) -> Fault {
    let blamed = blame(instance, why);
    let rules = blamed.into_iter().map(|blamed| BrokenRule {
        rule: blamed.rule,
        article: blamed.article,
        en: blamed.en,
        zh: blamed.zh,
    });
    Fault {
        rules: rules.collect(),
        ..Fault::new(Reason::RulesBroken, "")
    }
}
