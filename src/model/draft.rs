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
    choices: Vec<Vec<Vec<Choice>>>,
    graphs: Vec<Graph>,
}

impl<'a> ProblemDraft<'a> {
    /// Choices without cost or use.
    pub fn new(instance: &'a Instance, options: &'a [Vec<Vec<DayOption>>]) -> ProblemDraft<'a> {
        let bare = Choice {
            class: 0,
            cost: 0,
            uses: Vec::new(),
        };
        let choices = options
            .iter()
            .map(|days| {
                days.iter()
                    .map(|day| vec![bare.clone(); day.len()])
                    .collect()
            })
            .collect();
        ProblemDraft {
            instance,
            options,
            problem: PathProblem::default(),
            choices,
            graphs: vec![Graph::default(); options.len()],
        }
    }

    /// A choice of an employee on a day.
    pub fn choice(&mut self, employee: EmployeeIx, day: usize, choice: usize) -> &mut Choice {
        &mut self.choices[employee.0][day][choice]
    }

    /// Adds `by(day, option)` of every choice of an employee to a row, where it is not zero.
    pub fn add_to_row(
        &mut self,
        employee: EmployeeIx,
        row: RowIx,
        by: impl Fn(usize, &DayOption) -> f64,
    ) {
        for (day, options) in self.options[employee.0].iter().enumerate() {
            for (choice, option) in options.iter().enumerate() {
                let by = by(day, option);
                if by != 0.0 {
                    self.choices[employee.0][day][choice].uses.push((row, by));
                }
            }
        }
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

    /// Gives an employee a graph and the classes of the choices.
    pub fn set_graph(&mut self, employee: EmployeeIx, graph: Graph, classes: Vec<Vec<usize>>) {
        for (choices, classes) in self.choices[employee.0].iter_mut().zip(classes) {
            for (choice, class) in choices.iter_mut().zip(classes) {
                choice.class = class;
            }
        }
        self.graphs[employee.0] = graph;
    }

    /// The finished problem.
    pub fn finish(mut self) -> PathProblem {
        self.problem.walkers = self
            .choices
            .into_iter()
            .zip(self.graphs)
            .map(|(choices, graph)| Walker { choices, graph })
            .collect();
        self.problem
    }
}

/// One person's part of the draft, handed to every rule in turn.
pub struct PersonDraft<'d, 'a> {
    /// The whole draft.
    pub draft: &'d mut ProblemDraft<'a>,
    /// Who.
    pub employee: EmployeeIx,
    /// Watchers of the person's days, each with the id of its rule.
    pub automata: Vec<(String, Box<dyn Automaton>)>,
    /// Weekly overtime columns by the week's first day.
    pub week_overtime: Vec<(NaiveDate, ColumnIx)>,
    /// What these columns count as overtime.
    pub overtime_norm: Option<OvertimeNorm>,
}

impl<'a> PersonDraft<'_, 'a> {
    /// The instance.
    pub fn instance(&self) -> &'a Instance {
        self.draft.instance
    }

    /// The employee's data.
    pub fn person(&self) -> &'a Employee {
        &self.draft.instance.employees[self.employee.0]
    }

    /// What the employee may do, by day.
    pub fn options(&self) -> &'a [Vec<DayOption>] {
        &self.draft.options[self.employee.0]
    }

    /// Adds a row over this person's choices.
    pub fn row(
        &mut self,
        tag: String,
        (lower, upper): (f64, f64),
        by: impl Fn(usize, &DayOption) -> f64,
    ) -> RowIx {
        let row = self.draft.problem.row(tag, lower, upper);
        self.draft.add_to_row(self.employee, row, by);
        row
    }

    /// Adds to the cost of every choice of this person.
    pub fn add_cost(&mut self, cost: impl Fn(usize, &DayOption) -> i64) {
        for (day, options) in self.options().iter().enumerate() {
            for (choice, option) in options.iter().enumerate() {
                let cost = cost(day, option);
                self.draft.choice(self.employee, day, choice).cost += cost;
            }
        }
    }

    /// Adds a watcher of the person's days.
    pub fn watch(&mut self, rule: &str, automaton: impl Automaton + 'static) {
        self.automata.push((rule.to_string(), Box::new(automaton)));
    }
}
