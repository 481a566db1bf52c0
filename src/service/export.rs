//! HR takes a roster and its log away as files.

use super::Service;
use super::access::{self, Act};
use super::caller::Caller;
use super::fault::{Fault, Reason};
use super::shown::PlanShown;
use crate::checker::{self, Audit};
use crate::demand::{self, Requirements};
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
        let (ending, media_type) = match format {
            ExportFormat::Json => ("json", "application/json"),
            ExportFormat::Csv => ("csv", "text/csv"),
            ExportFormat::Text => ("txt", "text/plain"),
        };
        let text = match self.shown(row).await?.plan {
            None => return Err(Fault::new(Reason::NoPlanYet, id.as_str())),
            Some(PlanShown::Published(held)) => printed(format, &held.sheet()),
            Some(PlanShown::Draft(plan)) => {
                let needs = demand::requirements(&instance);
                let audit = checker::audit(&instance, &needs.needs, &roster);
                printed(
                    format,
                    &sheet(&instance, &needs, &roster, &audit, plan.bound),
                )
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

fn printed(format: ExportFormat, sheet: &Sheet<'_>) -> String {
    match format {
        ExportFormat::Json => formats::write_roster(sheet),
        ExportFormat::Csv => formats::write_csv(sheet.instance, sheet.roster),
        ExportFormat::Text => report::text(sheet),
    }
}

/// A judged roster with what is printed beside it.
pub(super) fn sheet<'a>(
    instance: &'a Instance,
    needs: &'a Requirements,
    roster: &'a Roster,
    audit: &'a Audit,
    bound: Money,
) -> Sheet<'a> {
    let proven = report::relative_distance(audit.cost.total, bound) <= 0.001;
    Sheet {
        instance,
        needs,
        roster,
        audit,
        standing: if proven {
            Standing::Proven
        } else {
            Standing::Stopped
        },
        bound,
        seed: 0,
    }
}
