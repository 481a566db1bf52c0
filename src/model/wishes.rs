//! Wishes of people, trainings to be placed, heads wanted on whole shifts, patterns per hall and week.

use crate::domain::{EmployeeIx, TemplateIx, WishKind};
use crate::paths::SideColumn;

use super::draft::ProblemDraft;
use super::options::{DayOption, Planned};

/// Adds what single days and whole shifts are worth.
pub fn add(draft: &mut ProblemDraft<'_>) {
    for (employee, _) in draft.instance.staff() {
        wishes(draft, employee);
        trainings(draft, employee);
    }
}

fn works(option: &DayOption, wanted: Option<TemplateIx>) -> bool {
    match option.planned {
        Planned::Duty { template, .. } => wanted.is_none_or(|wanted| wanted == template),
        Planned::Training(_) => wanted.is_none(),
        Planned::Rest | Planned::Leave | Planned::Comp(_) => false,
    }
}

fn wishes(draft: &mut ProblemDraft<'_>, employee: EmployeeIx) {
    let instance = draft.instance;
    for wish in &instance.employees[employee.0].wishes {
        let Some(day) = instance.horizon.day_inside(wish.date) else {
            continue;
        };
        let options = &draft.options[employee.0][day];
        for (choice, option) in options.iter().enumerate() {
            let met = works(option, wish.template) == (wish.kind == WishKind::Work);
            if !met {
                draft.choice(employee, day, choice).cost += wish.price.0;
            }
        }
    }
}

/// Every training is placed once, or its price is paid.
fn trainings(draft: &mut ProblemDraft<'_>, employee: EmployeeIx) {
    let instance = draft.instance;
    let person = &instance.employees[employee.0];
    for (index, training) in person.training.iter().enumerate() {
        let tag = format!("training {} {}", person.id, training.id);
        let row = draft.problem.row(tag, 1.0, 1.0);
        draft.add_to_row(employee, row, |_, option| {
            f64::from(i8::from(option.planned == Planned::Training(index)))
        });
        draft.problem.column(SideColumn {
            lower: 0.0,
            upper: 1.0,
            cost: instance.prices.training.0 as f64,
            integer: false,
            uses: vec![(row, 1.0)],
        });
    }
}
