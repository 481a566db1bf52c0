//! What would be otherwise: a change applied to an instance's message, which is then read and validated like any other.

use crate::domain::Finding;
use crate::formats::proto::{
    DemandChange, Employee, HeldSkill, Instance, MoreStaff, OpeningChange, RuleChange, Scenario,
    TrainedPerson,
};

/// Most people that one scenario adds.
const PEOPLE_MAX: i32 = 200;

/// The instance with a scenario's changes; every change that cannot be made is a finding with its place.
pub fn apply(base: &Instance, scenario: &Scenario) -> Result<Instance, Vec<Finding>> {
    let mut changed = Changed {
        instance: base.clone(),
        found: Vec::new(),
    };
    changed.instance.id = format!("{}+{}", base.id, scenario.id);
    for (at, more) in scenario.more_staff.iter().enumerate() {
        changed.more_staff(more, &format!("more_staff[{at}]"));
    }
    for (at, trained) in scenario.trained.iter().enumerate() {
        changed.trained(trained, &format!("trained[{at}]"));
    }
    for (at, demand) in scenario.demand.iter().enumerate() {
        changed.demand(demand, &format!("demand[{at}]"));
    }
    for (at, opening) in scenario.opening.iter().enumerate() {
        changed.opening(opening, &format!("opening[{at}]"));
    }
    for (at, rule) in scenario.rules.iter().enumerate() {
        changed.rule(rule, &format!("rules[{at}]"));
    }
    match changed.found.is_empty() {
        true => Ok(changed.instance),
        false => Err(changed.found),
    }
}

/// An instance under change, with what could not be done.
struct Changed {
    instance: Instance,
    found: Vec<Finding>,
}

impl Changed {
    fn fault(&mut self, code: &'static str, subject: &str, remedy: impl Into<String>) {
        self.found.push(Finding::new(code, subject, remedy));
    }

    fn unknown(&mut self, code: &'static str, subject: &str, id: &str) {
        self.fault(
            code,
            subject,
            format!("the instance has no \"{id}\" of that kind; correct the id"),
        );
    }

    fn more_staff(&mut self, more: &MoreStaff, subject: &str) {
        let like = self
            .instance
            .employees
            .iter()
            .find(|person| person.id == more.like);
        let Some(like) = like.cloned() else {
            return self.unknown("unknown_employee", subject, &more.like);
        };
        let count = if more.count == 0 { 1 } else { more.count };
        if !(1..=PEOPLE_MAX).contains(&count) {
            return self.fault(
                "number_out_of_range",
                subject,
                format!("{count} people cannot be added; give 1 to {PEOPLE_MAX}"),
            );
        }
        let people = &self.instance.employees;
        let named = |number: i32| format!("{}+{number}", like.id);
        let free = |number: &i32| !people.iter().any(|person| person.id == named(*number));
        let numbers = (1..).filter(free).take(count as usize);
        let new: Vec<Employee> = numbers
            .map(|number| Employee {
                id: named(number),
                name: format!("{}+{number}", like.name),
                leave: Vec::new(),
                training: Vec::new(),
                wishes: Vec::new(),
                history: None,
                attributes: Vec::new(),
                ..like.clone()
            })
            .collect();
        self.instance.employees.extend(new);
    }

    fn trained(&mut self, trained: &TrainedPerson, subject: &str) {
        let skills = &self.instance.skills;
        if !skills.iter().any(|skill| skill.id == trained.skill) {
            self.unknown("unknown_skill", subject, &trained.skill);
        }
        let people = &mut self.instance.employees;
        let Some(person) = people
            .iter_mut()
            .find(|person| person.id == trained.employee)
        else {
            return self.unknown("unknown_employee", subject, &trained.employee);
        };
        if person.skills.iter().any(|held| held.skill == trained.skill) {
            return self.fault(
                "duplicate_skill",
                subject,
                format!(
                    "\"{}\" holds \"{}\" already; name another skill",
                    trained.employee, trained.skill
                ),
            );
        }
        person.skills.push(HeldSkill {
            skill: trained.skill.clone(),
            ..HeldSkill::default()
        });
    }

    fn demand(&mut self, change: &DemandChange, subject: &str) {
        if !(change.percent >= -100.0 && change.percent <= 1_000.0) {
            return self.fault(
                "number_out_of_range",
                subject,
                format!("{} percent; give -100 to 1000", change.percent),
            );
        }
        let (hall, class) = (&change.hall, &change.customer_class);
        let meant = |id: &String, wanted: &String| wanted.is_empty() || id == wanted;
        let mut named = false;
        for site in self
            .instance
            .halls
            .iter_mut()
            .filter(|site| meant(&site.id, hall))
        {
            for known in site
                .customer_classes
                .iter_mut()
                .filter(|known| meant(&known.id, class))
            {
                named = true;
                if change.service_minutes != 0.0 {
                    known.service_minutes = change.service_minutes;
                }
            }
        }
        if !named {
            return self.unknown("unknown_class", subject, &format!("{hall} {class}"));
        }
        let factor = 1.0 + change.percent / 100.0;
        for interval in &mut self.instance.demand {
            if meant(&interval.hall, hall) && meant(&interval.customer_class, class) {
                interval.expected_arrivals *= factor;
            }
        }
    }

    fn opening(&mut self, change: &OpeningChange, subject: &str) {
        let mut halls = self.instance.halls.iter_mut();
        match halls.find(|hall| hall.id == change.hall) {
            Some(hall) => hall.opening_hours = change.hours.clone(),
            None => self.unknown("unknown_hall", subject, &change.hall),
        }
    }

    fn rule(&mut self, change: &RuleChange, subject: &str) {
        let Some(record) = &change.record else {
            return self.fault("bad_rule", subject, "give the rule as `record`");
        };
        let meant = |id: &String| change.contract.is_empty() || *id == change.contract;
        let mut named = false;
        for contract in self
            .instance
            .contracts
            .iter_mut()
            .filter(|own| meant(&own.id))
        {
            contract.rules.push(record.clone());
            named = true;
        }
        if !named {
            self.unknown("unknown_contract", subject, &change.contract);
        }
    }
}

#[cfg(test)]
mod tests;
