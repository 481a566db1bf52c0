//! The names HR gave, and the positions they stand for.

use std::collections::HashMap;

use super::Reading;
use crate::domain::{
    ClassIx, ContractIx, EmployeeIx, HallIx, PostIx, QueueIx, Served, SkillIx, TemplateIx,
};
use crate::formats::json::{Path, nearest};
use crate::formats::proto;

/// Positions by name; of two entries with one name the first counts, the validator reports the second.
type Positions<'a> = HashMap<&'a str, usize>;

/// Every name of an instance.
#[derive(Default)]
pub struct Names<'a> {
    skills: Positions<'a>,
    halls: Positions<'a>,
    templates: Positions<'a>,
    contracts: Positions<'a>,
    employees: Positions<'a>,
    inside: Vec<InsideHall<'a>>,
}

/// The names that only mean something inside one hall.
struct InsideHall<'a> {
    queues: Positions<'a>,
    posts: Positions<'a>,
    classes: Positions<'a>,
}

impl<'a> Names<'a> {
    /// Collects the names of a file.
    pub fn of(file: &'a proto::Instance) -> Names<'a> {
        Names {
            skills: positions(file.skills.iter().map(|skill| &skill.id)),
            halls: positions(file.halls.iter().map(|hall| &hall.id)),
            templates: positions(file.shift_templates.iter().map(|template| &template.id)),
            contracts: positions(file.contracts.iter().map(|contract| &contract.id)),
            employees: positions(file.employees.iter().map(|employee| &employee.id)),
            inside: file.halls.iter().map(InsideHall::of).collect(),
        }
    }
}

impl<'a> InsideHall<'a> {
    fn of(hall: &'a proto::Hall) -> InsideHall<'a> {
        InsideHall {
            queues: positions(hall.queues.iter().map(|queue| &queue.id)),
            posts: positions(hall.posts.iter().map(|post| &post.id)),
            classes: positions(hall.customer_classes.iter().map(|class| &class.id)),
        }
    }
}

fn positions<'a>(ids: impl Iterator<Item = &'a String>) -> Positions<'a> {
    let mut found = Positions::new();
    for (position, id) in ids.enumerate() {
        found.entry(id.as_str()).or_insert(position);
    }
    found
}

impl Reading<'_> {
    /// The skill of that name.
    pub fn skill(&mut self, id: &str, at: Path<'_>) -> Option<SkillIx> {
        let position = find(&self.names.skills, id);
        self.known(position, "unknown_skill", "skill", id, at)
            .map(SkillIx)
    }

    /// The hall of that name.
    pub fn hall(&mut self, id: &str, at: Path<'_>) -> Option<HallIx> {
        let position = find(&self.names.halls, id);
        self.known(position, "unknown_hall", "hall", id, at)
            .map(HallIx)
    }

    /// The shift template of that name.
    pub fn template(&mut self, id: &str, at: Path<'_>) -> Option<TemplateIx> {
        let position = find(&self.names.templates, id);
        self.known(position, "unknown_template", "shift template", id, at)
            .map(TemplateIx)
    }

    /// The contract of that name.
    pub fn contract(&mut self, id: &str, at: Path<'_>) -> Option<ContractIx> {
        let position = find(&self.names.contracts, id);
        self.known(position, "unknown_contract", "contract", id, at)
            .map(ContractIx)
    }

    /// The employee of that name.
    pub fn employee(&mut self, id: &str, at: Path<'_>) -> Option<EmployeeIx> {
        let position = find(&self.names.employees, id);
        self.known(position, "unknown_employee", "employee", id, at)
            .map(EmployeeIx)
    }

    /// The customer class of that name in a hall.
    pub fn class(&mut self, hall: HallIx, id: &str, at: Path<'_>) -> Option<ClassIx> {
        let position = self.inside(hall, |inside| find(&inside.classes, id));
        self.known(
            position,
            "unknown_class",
            "customer class of this hall",
            id,
            at,
        )
        .map(ClassIx)
    }

    /// The queue or post of that name in a hall.
    pub fn served(&mut self, hall: HallIx, id: &str, at: Path<'_>) -> Option<Served> {
        if let Ok(post) = self.inside(hall, |inside| find(&inside.posts, id)) {
            return Some(Served::Post(PostIx(post)));
        }
        let position = self.inside(hall, |inside| find(&inside.queues, id));
        self.known(
            position,
            "unknown_queue",
            "queue or post of this hall",
            id,
            at,
        )
        .map(|queue| Served::Queue(QueueIx(queue)))
    }

    fn inside(
        &self,
        hall: HallIx,
        look: impl Fn(&InsideHall<'_>) -> Result<usize, String>,
    ) -> Result<usize, String> {
        match self.names.inside.get(hall.0) {
            Some(inside) => look(inside),
            None => Err(String::new()),
        }
    }

    fn known(
        &mut self,
        position: Result<usize, String>,
        code: &'static str,
        what: &str,
        id: &str,
        at: Path<'_>,
    ) -> Option<usize> {
        match position {
            Ok(position) => Some(position),
            Err(hint) if id.is_empty() => {
                self.fault(code, at, format!("name a {what} here{hint}"));
                None
            }
            Err(hint) => {
                let id: String = id.chars().take(80).collect();
                self.fault(code, at, format!("there is no {what} \"{id}\"{hint}"));
                None
            }
        }
    }
}

/// Names compared for a "did you mean"; a file with more of them gets no such help.
const COMPARED_MAX: usize = 500;

/// The position of a name, else a hint which one could have been meant.
fn find(positions: &Positions<'_>, id: &str) -> Result<usize, String> {
    if let Some(position) = positions.get(id) {
        return Ok(*position);
    }
    let mut names: Vec<&str> = positions.keys().copied().take(COMPARED_MAX).collect();
    names.sort_unstable();
    Err(match nearest(id, names.iter().copied()) {
        Some(name) if positions.len() <= COMPARED_MAX => format!("; did you mean \"{name}\"?"),
        _ if names.is_empty() => "; none are listed".to_owned(),
        _ if names.len() <= 8 => format!("; there are: {}", names.join(", ")),
        _ => "; add it to its list or correct the name".to_owned(),
    })
}
