//! The path problem while it is being put together.

use chrono::NaiveDate;

use crate::domain::{Employee, EmployeeIx, Instance};
use crate::paths::{Automaton, Choice, ColumnIx, Graph, PathProblem, RowIx, SideColumn, Walker};

use super::options::DayOption;
use super::week::OvertimeNorm;

/// A person, or a rule, that leaves no legal roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsolvable {
    /// Who.
    pub employee: String,
    /// Ids of the rules without which there would be a legal path, or of the rule that cannot be obeyed.
    pub rules: Vec<String>,
    /// In plain words.
    pub why: String,
}

/// The problem under construction, with every person's choices open for more uses and costs.
pub struct ProblemDraft<'a> {
    /// What it is built from.
    pub instance: &'a Instance,
    /// What each choice stands for, by employee and day.
    pub options: &'a [Vec<Vec<DayOption>>],
    /// Rows and side columns so far.
    pub problem: PathProblem,
}

impl<'a> ProblemDraft<'a> {
    /// Everybody's own part, one after another.
    pub fn new(
        instance: &'a Instance,
        options: &'a [Vec<Vec<DayOption>>],
        parts: Vec<PersonPart>,
    ) -> ProblemDraft<'a> {
        let mut problem = PathProblem::default();
        parts.into_iter().for_each(|part| part.join(&mut problem));
        ProblemDraft {
            instance,
            options,
            problem,
        }
    }

    /// A choice of an employee on a day.
    pub fn choice(&mut self, employee: EmployeeIx, day: usize, choice: usize) -> &mut Choice {
        &mut self.problem.walkers[employee.0].choices[day][choice]
    }

    /// Adds `by(day, option)` of every choice of an employee to a row, where it is not zero.
    pub fn add_to_row(
        &mut self,
        employee: EmployeeIx,
        row: RowIx,
        by: impl Fn(usize, &DayOption) -> f64,
    ) {
        let choices = &mut self.problem.walkers[employee.0].choices;
        add_to_row(choices, &self.options[employee.0], row, by);
    }
}

fn add_to_row(
    choices: &mut [Vec<Choice>],
    options: &[Vec<DayOption>],
    row: RowIx,
    by: impl Fn(usize, &DayOption) -> f64,
) {
    for (day, (choices, options)) in choices.iter_mut().zip(options).enumerate() {
        for (choice, option) in choices.iter_mut().zip(options) {
            let by = by(day, option);
            if by != 0.0 {
                choice.uses.push((row, by));
            }
        }
    }
}

/// One person's part of the draft, handed to every rule in turn; it knows of nobody else, so that people are built side by side.
pub struct PersonDraft<'a> {
    instance: &'a Instance,
    options: &'a [Vec<DayOption>],
    choices: Vec<Vec<Choice>>,
    /// Who.
    pub employee: EmployeeIx,
    /// Rows and side columns of this person so far.
    pub problem: PathProblem,
    /// Watchers of the person's days, each with the id of its rule.
    pub automata: Vec<(String, Box<dyn Automaton>)>,
    /// Weekly overtime columns by the week's first day.
    pub week_overtime: Vec<(NaiveDate, ColumnIx)>,
    /// What these columns count as overtime.
    pub overtime_norm: Option<OvertimeNorm>,
}

impl<'a> PersonDraft<'a> {
    /// Choices without cost or use.
    pub fn new(
        instance: &'a Instance,
        employee: EmployeeIx,
        options: &'a [Vec<DayOption>],
    ) -> PersonDraft<'a> {
        let bare = Choice {
            class: 0,
            cost: 0,
            uses: Vec::new(),
        };
        let choices = options.iter().map(|day| vec![bare.clone(); day.len()]);
        PersonDraft {
            instance,
            options,
            choices: choices.collect(),
            employee,
            problem: PathProblem::default(),
            automata: Vec::new(),
            week_overtime: Vec::new(),
            overtime_norm: None,
        }
    }

    /// The instance.
    pub fn instance(&self) -> &'a Instance {
        self.instance
    }

    /// The employee's data.
    pub fn person(&self) -> &'a Employee {
        &self.instance.employees[self.employee.0]
    }

    /// What the employee may do, by day.
    pub fn options(&self) -> &'a [Vec<DayOption>] {
        self.options
    }

    /// A choice of this person on a day.
    pub fn choice(&mut self, day: usize, choice: usize) -> &mut Choice {
        &mut self.choices[day][choice]
    }

    /// Adds a row over this person's choices.
    pub fn row(
        &mut self,
        tag: String,
        (lower, upper): (f64, f64),
        by: impl Fn(usize, &DayOption) -> f64,
    ) -> RowIx {
        let row = self.problem.row(tag, lower, upper);
        add_to_row(&mut self.choices, self.options, row, by);
        row
    }

    /// A side column from 0 up, priced, in one row.
    pub fn slack(&mut self, row: RowIx, by: f64, upper: f64, cost: f64) -> ColumnIx {
        self.problem.column(SideColumn {
            lower: 0.0,
            upper,
            cost,
            integer: false,
            uses: vec![(row, by)],
        })
    }

    /// Adds to the cost of every choice of this person.
    pub fn add_cost(&mut self, cost: impl Fn(usize, &DayOption) -> i64) {
        for (day, (choices, options)) in self.choices.iter_mut().zip(self.options).enumerate() {
            for (choice, option) in choices.iter_mut().zip(options) {
                choice.cost += cost(day, option);
            }
        }
    }

    /// Adds a watcher of the person's days.
    pub fn watch(&mut self, rule: &str, automaton: impl Automaton + 'static) {
        self.automata.push((rule.to_string(), Box::new(automaton)));
    }

    /// The finished part: a graph and the classes of the choices on top of the rest.
    pub fn finish(self, graph: Graph, classes: Vec<Vec<usize>>) -> PersonPart {
        let mut choices = self.choices;
        for (choices, classes) in choices.iter_mut().zip(classes) {
            for (choice, class) in choices.iter_mut().zip(classes) {
                choice.class = class;
            }
        }
        PersonPart {
            walker: Walker { choices, graph },
            problem: self.problem,
        }
    }
}

/// What one person brings to the problem; rows and side columns are counted from zero.
pub struct PersonPart {
    walker: Walker,
    problem: PathProblem,
}

impl PersonPart {
    /// Adds it to what others brought.
    fn join(mut self, to: &mut PathProblem) {
        let before = to.rows.len();
        let shift = |uses: &mut Vec<(RowIx, f64)>| {
            uses.iter_mut().for_each(|(row, _)| row.0 += before);
        };
        let choices = self.walker.choices.iter_mut().flatten();
        choices.for_each(|choice| shift(&mut choice.uses));
        let arcs = self.walker.graph.layers.iter_mut().flatten();
        arcs.for_each(|arc| shift(&mut arc.uses));
        let columns = self.problem.columns.iter_mut();
        columns.for_each(|column| shift(&mut column.uses));
        to.rows.append(&mut self.problem.rows);
        to.columns.append(&mut self.problem.columns);
        to.constant += self.problem.constant;
        to.walkers.push(self.walker);
    }
}
