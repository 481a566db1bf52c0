//! Nobody is in two published rosters on the same day: each would award work that the other knows nothing of.

use std::collections::HashSet;

use super::Service;
use super::fault::{BrokenRule, Fault, Reason};
use super::pages::all;
use crate::claims::RosterState;
use crate::domain::Instance;
use crate::storage::{RosterFilter, RosterRow, Subject, Touch};

/// Most people named of one other roster.
const NAMED_MAX: usize = 20;

impl Service {
    /// Refuses while another published roster that is not yet history has people of `instance` on days of `row`.
    ///
    /// What comes back is to be touched by the publication: of two at once, one is then refused.
    ///
    /// # Errors
    /// [`Reason::PeopleElsewhere`] with one violation a roster, naming people and days.
    pub(super) async fn nobody_elsewhere(
        &self,
        row: &RosterRow,
        instance: &Instance,
    ) -> Result<Vec<Touch>, Fault> {
        let people = instance.employees.iter();
        let people = people.map(|person| Subject::Person(person.id.as_str().into()));
        let touches = self.touches(people.collect()).await?;
        let own: HashSet<&str> = (instance.employees.iter())
            .map(|person| person.id.as_str())
            .collect();
        let filter = &RosterFilter {
            states: vec![RosterState::Published, RosterState::Closed],
            days: Some((row.first_date, row.last_date)),
            ..RosterFilter::default()
        };
        let others = all(|page| async move { self.store.rosters(filter, &page).await }).await?;
        let mut rules = Vec::new();
        for other in others.into_iter().filter(|other| other.id != row.id) {
            let theirs = self.instance(&other.instance_sha256).await?;
            let people = theirs.employees.iter().map(|person| person.id.as_str());
            let shared: Vec<&str> = people.filter(|id| own.contains(id)).collect();
            if !shared.is_empty() {
                rules.push(told(row, &other, &shared));
            }
        }
        if rules.is_empty() {
            return Ok(touches);
        }
        Err(Fault {
            rules,
            ..Fault::new(Reason::PeopleElsewhere, row.id.as_str())
        })
    }
}

fn told(row: &RosterRow, other: &RosterRow, shared: &[&str]) -> BrokenRule {
    let first = row.first_date.max(other.first_date);
    let last = row.last_date.min(other.last_date);
    let named = shared[..shared.len().min(NAMED_MAX)].join(", ");
    let (more, more_zh) = match shared.len() - shared.len().min(NAMED_MAX) {
        0 => (String::new(), String::new()),
        left => (format!(" and {left} more"), format!(" 等另外 {left} 人")),
    };
    BrokenRule {
        rule: "one_roster_a_day".to_string(),
        article: format!("rosters/{}", other.id),
        en: format!(
            "rosters/{} has {named}{more} from {first} to {last}: plan them in one roster, or archive or unpublish the other.",
            other.id
        ),
        zh: format!(
            "rosters/{} 在 {first} 至 {last} 已列入 {named}{more_zh}：请将其排入同一班表，或归档、撤回另一班表。",
            other.id
        ),
    }
}
