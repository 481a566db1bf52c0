//! HR takes a roster and its log away as files.

use super::Service;
use super::access::{self, Act};
use super::caller::Caller;
use super::fault::{Fault, Reason};
use super::shown::PlanShown;
use crate::checker::{self, Audit};
use crate::demand;
use crate::domain::Instance;
use crate::formats;
use crate::report::{self, Sheet, Standing};
use crate::roster::Roster;
use crate::storage::{AuditFilter, AuditRow, Page};
use crate::units::{Money, RosterId};

/// As what a roster is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// The roster file that `paiban check` reads.
    Json,
    /// One row a day and person.
    Csv,
    /// The printed sheet.
    Text,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What it holds.
    pub text: String,
}

impl Service {
    /// A roster as a file, as it stands.
    pub async fn export(
        &self,
        caller: &Caller,
        id: &RosterId,
        format: ExportFormat,
    ) -> Result<Exported, Fault> {
        access::may(caller, Act::ReadRosters)?;
        let row = self.store.roster(id).await?;
        access::in_halls(caller, &row.halls)?;
        let (instance, roster) = self.current_plan(&row).await?;
        let bound = match self.shown(row).await?.plan {
            Some(PlanShown::Draft(plan)) => plan.bound,
            Some(PlanShown::Published(held)) => held.plan.bound,
            None => return Err(Fault::new(Reason::NoPlanYet, id.as_str())),
        };
        let (text, ending, media_type) = match format {
            ExportFormat::Csv => (formats::write_csv(&instance, &roster), "csv", "text/csv"),
            ExportFormat::Json => {
                let text = with_sheet(&instance, &roster, bound, formats::write_roster);
                (text, "json", "application/json")
            }
            ExportFormat::Text => {
                let text = with_sheet(&instance, &roster, bound, report::text);
                (text, "txt", "text/plain")
            }
        };
        Ok(Exported {
            name: format!("{id}.{ending}"),
            media_type,
            text,
        })
    }

    /// The log of a roster, oldest entry first.
    pub async fn list_log(
        &self,
        caller: &Caller,
        id: &RosterId,
        size: u32,
        token: &str,
    ) -> Result<Page<AuditRow>, Fault> {
        access::may(caller, Act::ReadLog)?;
        let row = self.store.roster(id).await?;
        access::in_halls(caller, &row.halls)?;
        let filter = AuditFilter {
            roster: Some(id.clone()),
            ..AuditFilter::default()
        };
        Ok(self.store.audit(&filter, &self.page(size, token)).await?)
    }
}

/// Judges a roster anew and prints it.
pub fn with_sheet<T>(
    instance: &Instance,
    roster: &Roster,
    bound: Money,
    print: impl FnOnce(&Sheet<'_>) -> T,
) -> T {
    let needs = demand::requirements(instance);
    let audit: Audit = checker::audit(instance, &needs.needs, roster);
    let proven = report::relative_distance(audit.cost.total, bound) <= 0.001;
    print(&Sheet {
        instance,
        needs: &needs,
        roster,
        audit: &audit,
        standing: if proven {
            Standing::Proven
        } else {
            Standing::Stopped
        },
        bound,
        seed: 0,
    })
}
