//! Streams for those who watch.

use std::collections::HashMap;
use std::pin::Pin;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::convert::{claim, operation, roster, timestamp};
use super::edge::Edge;
use super::status::{Language, status};
use crate::claims::ClaimState;
use crate::formats::proto::{self, open_shift_event, roster_event};
use crate::service::{Caller, Claim, Event, EventKind, Fault, OpenShift, Reason, Role};
use crate::units::{ClaimId, EmployeeId, RosterId, ShiftId};

/// How often a running solve is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Events kept for a slow reader; the watch waits for it then.
const KEPT: usize = 64;

type Events<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// What happens to a roster: what it is now, then every change and the progress of its solves.
///
/// # Errors
/// Whoever may not see it hears so at once.
pub async fn roster(
    edge: Edge,
    caller: Caller,
    id: RosterId,
    language: Language,
) -> Result<Events<proto::RosterEvent>, Fault> {
    let (send, receive) = mpsc::channel(KEPT);
    let mut heard = edge.service.listen();
    let mut closed = edge.closed.clone();
    let mut seen = Seen::default();
    // Claims that are there when the watch begins are no change.
    let there = changed_claims(&edge, &caller, &id, &Look::All, &seen).await?;
    seen.claims.extend(there);
    let mut look = Look::Roster;
    tokio::spawn(async move {
        loop {
            let told = roster_event(&edge, &caller, &id, &look, &mut seen).await;
            let over = told.is_err();
            let told = match told {
                Ok(told) => told.into_iter().map(Ok).collect(),
                Err(fault) => vec![gone(fault, language)],
            };
            for item in told {
                if send.send(item).await.is_err() {
                    return;
                }
            }
            if over {
                return;
            }
            look = tokio::select! {
                () = send.closed() => return,
                _ = closed.changed() => {
                    let fault = Fault::new(Reason::ShuttingDown, "");
                    let _ = send.send(Err(status(&fault, language))).await;
                    return;
                }
                next = heard.recv() => match next {
                    Ok(next) if next.roster != id => Look::Roster,
                    Ok(Event { kind: EventKind::Claim { claim, .. }, .. }) => Look::Claim(claim),
                    // With the roster its claims may have ended; what was missed is made up for by what there is now.
                    Ok(_) | Err(RecvError::Lagged(_)) => Look::All,
                    Err(RecvError::Closed) => return,
                },
                () = tokio::time::sleep(LOOK) => Look::Roster,
            };
        }
    });
    Ok(Box::pin(ReceiverStream::new(receive)))
}

/// The last item: a deleted roster is an event, anything else an error.
fn gone(fault: Fault, language: Language) -> Result<proto::RosterEvent, Status> {
    if fault.reason != Reason::RosterNotFound {
        return Err(status(&fault, language));
    }
    Ok(proto::RosterEvent {
        event: Some(roster_event::Event::Deleted(())),
        ..proto::RosterEvent::default()
    })
}

/// What somebody who watches a roster was told last.
#[derive(Default)]
struct Seen {
    etag: Option<String>,
    progress: Option<proto::SolveMetadata>,
    claims: HashMap<ClaimId, ClaimState>,
}

/// What may have changed.
enum Look {
    Roster,
    /// And this claim.
    Claim(ClaimId),
    /// And any claim.
    All,
}

async fn roster_event(
    edge: &Edge,
    caller: &Caller,
    id: &RosterId,
    look: &Look,
    seen: &mut Seen,
) -> Result<Vec<proto::RosterEvent>, Fault> {
    let shown = edge.service.get_roster(caller, id).await?;
    let told = roster::roster(&shown, roster::View::Basic)?;
    let at = timestamp(edge.service.now());
    let version = told.plan_version;
    let item = |event| proto::RosterEvent {
        event_time: Some(at),
        plan_version: version,
        event: Some(event),
    };
    let mut items = Vec::new();
    for (claim, _) in changed_claims(edge, caller, id, look, seen).await? {
        match edge.service.get_claim(caller, &claim).await {
            Ok(told) => {
                seen.claims.insert(claim, told.state);
                items.push(item(roster_event::Event::Claim(claim::claim(&told))));
            }
            // With a roster taken back its claims have ended; that is told once it is published again.
            Err(fault) if fault.reason == Reason::WrongState => {}
            Err(fault) => return Err(fault),
        }
    }
    let progress = shown.operation.as_ref().map(operation::metadata);
    if progress != seen.progress {
        seen.progress.clone_from(&progress);
        items.extend(progress.map(|progress| item(roster_event::Event::Progress(progress))));
    }
    if seen.etag.as_ref() != Some(&told.etag) {
        seen.etag = Some(told.etag.clone());
        items.push(item(roster_event::Event::Roster(told)));
    }
    Ok(items)
}

/// Claims whose state differs from what was told of them; none for whoever may not see claims.
async fn changed_claims(
    edge: &Edge,
    caller: &Caller,
    id: &RosterId,
    look: &Look,
    seen: &Seen,
) -> Result<Vec<(ClaimId, ClaimState)>, Fault> {
    let now = match look {
        _ if caller.role != Role::Hr => Vec::new(),
        Look::Roster => Vec::new(),
        Look::Claim(claim) => vec![edge.service.claim_state(caller, claim).await?],
        Look::All => edge.service.claim_states(caller, id).await?,
    };
    let differs = |(id, state): &(ClaimId, ClaimState)| seen.claims.get(id) != Some(state);
    Ok(now.into_iter().filter(differs).collect())
}

/// What somebody who watches open shifts knows.
#[derive(Default)]
struct Known {
    shifts: HashMap<ShiftId, OpenShift>,
    claims: HashMap<ClaimId, ClaimState>,
}

/// Open shifts and the caller's own claims as they change.
///
/// # Errors
/// Whoever may not see them hears so at once.
pub async fn open_shifts(
    edge: Edge,
    caller: Caller,
    id: RosterId,
    language: Language,
) -> Result<Events<proto::OpenShiftEvent>, Fault> {
    let (send, receive) = mpsc::channel(KEPT);
    let mut heard = edge.service.listen();
    let mut closed = edge.closed.clone();
    let mut known = Known::default();
    // What is there when the watch begins is no change.
    changed(&edge, &caller, &id, &mut known).await?;
    tokio::spawn(async move {
        loop {
            let told = tokio::select! {
                () = send.closed() => return,
                _ = closed.changed() => Err(Fault::new(Reason::ShuttingDown, "")),
                next = heard.recv() => match next {
                    Ok(next) if next.roster != id => continue,
                    Ok(Event { kind: EventKind::Claim { claim, shift, employee }, .. }) => {
                        Ok(claimed(&edge, &caller, &id, (&claim, &shift, &employee), &mut known).await)
                    }
                    // What was missed is made up for by what there is now.
                    Ok(_) | Err(RecvError::Lagged(_)) => changes(&edge, &caller, &id, &mut known).await,
                    Err(RecvError::Closed) => return,
                },
            };
            let over = told.is_err();
            let told = match told {
                Ok(told) => told.into_iter().map(Ok).collect(),
                Err(fault) => vec![Err(status(&fault, language))],
            };
            for item in told {
                if send.send(item).await.is_err() {
                    return;
                }
            }
            if over {
                return;
            }
        }
    });
    Ok(Box::pin(ReceiverStream::new(receive)))
}

/// What differs from what is known, told.
async fn changes(
    edge: &Edge,
    caller: &Caller,
    id: &RosterId,
    known: &mut Known,
) -> Result<Vec<proto::OpenShiftEvent>, Fault> {
    let at = edge.service.now();
    let (claims, shifts) = changed(edge, caller, id, known).await?;
    let mut items: Vec<_> = claims.iter().map(|claim| claim_event(at, claim)).collect();
    for shift in shifts {
        items.push(shift_event(at, judged(edge, caller, shift, None).await));
    }
    Ok(items)
}

/// What differs from what is known: the caller's own claims, and shifts that could or can be claimed.
async fn changed(
    edge: &Edge,
    caller: &Caller,
    id: &RosterId,
    known: &mut Known,
) -> Result<(Vec<Claim>, Vec<OpenShift>), Fault> {
    let (mut claims, mut shifts) = (Vec::new(), Vec::new());
    for claim in edge.service.watched_claims(caller, id).await? {
        if known.claims.insert(claim.id.clone(), claim.state) != Some(claim.state) {
            claims.push(claim);
        }
    }
    for shift in edge.service.watched_shifts(caller, id).await? {
        let before = known.shifts.insert(shift.id.clone(), shift.clone());
        let open = |shift: &OpenShift| shift.spots > 0;
        if before.as_ref() != Some(&shift) && (open(&shift) || before.as_ref().is_some_and(open)) {
            shifts.push(shift);
        }
    }
    Ok((claims, shifts))
}

/// What a claim that changed its state means for somebody who watches.
async fn claimed(
    edge: &Edge,
    caller: &Caller,
    id: &RosterId,
    (claim, shift, employee): (&ClaimId, &ShiftId, &EmployeeId),
    known: &mut Known,
) -> Vec<proto::OpenShiftEvent> {
    let at = edge.service.now();
    let mut items = Vec::new();
    let own = caller.employee.as_ref() == Some(employee) || caller.role == Role::Hr;
    if own
        && let Ok(told) = edge.service.get_claim(caller, claim).await
        && known.claims.insert(claim.clone(), told.state) != Some(told.state)
    {
        items.push(claim_event(at, &told));
    }
    if let Ok(now) = edge.service.watched_shift(caller, id, shift).await {
        known.shifts.insert(now.id.clone(), now.clone());
        items.push(shift_event(
            at,
            judged(edge, caller, now, Some(employee)).await,
        ));
    }
    items
}

/// A shift with what a claim by the caller, or by whoever else, would be told, where there is something to tell.
async fn judged(
    edge: &Edge,
    caller: &Caller,
    shift: OpenShift,
    other: Option<&EmployeeId>,
) -> OpenShift {
    let who = caller.employee.as_ref().or(other);
    let service = &edge.service;
    let told = service.get_open_shift(caller, &shift.roster, &shift.id, who);
    told.await.unwrap_or(shift)
}

fn claim_event(at: DateTime<Utc>, told: &Claim) -> proto::OpenShiftEvent {
    proto::OpenShiftEvent {
        event_time: Some(timestamp(at)),
        event: Some(open_shift_event::Event::Claim(claim::claim(told))),
    }
}

fn shift_event(at: DateTime<Utc>, told: OpenShift) -> proto::OpenShiftEvent {
    let told = claim::open_shift(&told);
    proto::OpenShiftEvent {
        event_time: Some(timestamp(at)),
        event: Some(open_shift_event::Event::OpenShift(told)),
    }
}
