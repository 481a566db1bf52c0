//! The part of a plan that a completion can reach: halls that hang together by the people who work in them.
//!
//! Nobody outside it works in any of its halls, so what changes inside changes nothing outside.

use std::collections::BTreeSet;

use super::desk::Desk;
use crate::domain::{CoverageRequirement, EmployeeIx, HallIx, Pin, Problem};
use crate::roster::Roster;
use crate::units::Money;

/// Halls, and everybody who may work in one of them.
pub(super) struct Part {
    pub halls: BTreeSet<HallIx>,
    /// In the order of the plan's instance; their positions here are those of the part's own instance.
    pub people: Vec<EmployeeIx>,
}

impl Part {
    /// Around somebody's halls.
    pub fn around(desk: &Desk<'_>, employee: EmployeeIx) -> Part {
        let instance = desk.instance();
        let mut halls: BTreeSet<HallIx> = instance.employees[employee.0]
            .halls
            .iter()
            .copied()
            .collect();
        loop {
            let mut people = Vec::new();
            let before = halls.len();
            for (who, person) in instance.staff() {
                if person.halls.iter().any(|hall| halls.contains(hall)) {
                    people.push(who);
                    halls.extend(person.halls.iter().copied());
                }
            }
            if halls.len() == before {
                return Part { halls, people };
            }
        }
    }

    /// The instance with these people alone; shift cover is left to the caller.
    pub fn problem(&self, desk: &Desk<'_>) -> Problem {
        let whole = desk.instance();
        let pins = whole.pins.iter().filter_map(|pin| {
            let employee = self.position(pin.employee)?;
            Some(Pin {
                employee,
                ..pin.clone()
            })
        });
        Problem {
            employees: (self.people.iter())
                .map(|who| whole.employees[who.0].clone())
                .collect(),
            pins: pins.collect(),
            ..(**whole).clone()
        }
    }

    /// Where somebody stands in the part's own instance.
    pub fn position(&self, who: EmployeeIx) -> Option<EmployeeIx> {
        self.people.binary_search(&who).ok().map(EmployeeIx)
    }

    /// Who stands at a position of the part's own instance.
    pub fn person(&self, position: EmployeeIx) -> EmployeeIx {
        self.people[position.0]
    }

    /// The witness with the days of a roster of the part.
    pub fn inside(&self, desk: &Desk<'_>, roster: Roster) -> Roster {
        let mut whole = desk.plan.witness.clone();
        for (who, days) in self.people.iter().zip(roster.days) {
            whole.days[who.0] = days;
        }
        whole
    }

    /// The heads promised in its halls.
    pub fn promise(&self, desk: &Desk<'_>) -> Vec<CoverageRequirement> {
        let halls = self
            .halls
            .iter()
            .filter_map(|hall| desk.promise().get(hall));
        halls.flatten().cloned().collect()
    }

    /// What the rest of the plan costs.
    pub fn cost_of_rest(&self, desk: &Desk<'_>) -> Money {
        let (instance, bench) = (desk.instance(), &desk.ground.bench);
        let (witness, people) = (&desk.plan.witness, self.people.iter().copied().collect());
        let asked = (self.halls.iter()).filter_map(|hall| desk.ground.needs_by_hall.get(hall));
        let needs: Vec<CoverageRequirement> = asked.flatten().cloned().collect();
        let own = bench.people(instance, witness, &desk.agreed, &people).cost
            + bench.cost_of_halls(instance, &needs, witness, &self.halls);
        desk.plan.cost - own
    }
}
