//! Streams for those who watch.

use std::pin::Pin;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use tonic::Status;

use super::convert::{claim, operation, roster, timestamp};
use super::edge::Edge;
use super::status::{Language, status};
use crate::formats::proto::{self, open_shift_event, roster_event};
use crate::service::{Caller, Event, EventKind, Fault, Reason, Role};
use crate::units::RosterId;

/// How often a running solve is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Events kept for a slow reader; the watch waits for it then.
const KEPT: usize = 64;

type Events<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// What happens to a roster: what it is now, then every change and the progress of its solves.
pub fn roster(
    edge: Edge,
    caller: Caller,
    id: RosterId,
    language: Language,
) -> Events<proto::RosterEvent> {
    let (send, receive) = mpsc::channel(KEPT);
    let mut heard = edge.service.listen();
    let mut closed = edge.closed.clone();
    tokio::spawn(async move {
        let mut last = None;
        let mut event = None;
        loop {
            let told = roster_event(&edge, &caller, &id, event.as_ref(), &mut last).await;
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
            event = tokio::select! {
                () = send.closed() => return,
                _ = closed.changed() => {
                    let fault = Fault::new(Reason::ShuttingDown, "");
                    let _ = send.send(Err(status(&fault, language))).await;
                    return;
                }
                next = heard.recv() => match next {
                    Ok(next) if next.roster == id => Some(next),
                    Ok(_) => None,
                    // What was missed is made up for by what the roster is now.
                    Err(RecvError::Lagged(_)) => None,
                    Err(RecvError::Closed) => return,
                },
                () = tokio::time::sleep(LOOK) => None,
            };
        }
    });
    Box::pin(ReceiverStream::new(receive))
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

/// What was seen last: etag and progress.
type Seen = (String, Option<proto::SolveMetadata>);

async fn roster_event(
    edge: &Edge,
    caller: &Caller,
    id: &RosterId,
    event: Option<&Event>,
    last: &mut Option<Seen>,
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
    if let Some(EventKind::Claim { claim: id, .. }) = event.map(|event| &event.kind)
        && let Ok(told) = edge.service.get_claim(caller, id).await
    {
        items.push(item(roster_event::Event::Claim(claim::claim(&told))));
    }
    let progress = shown.operation.as_ref().map(operation::metadata);
    let (etag, before) = match last.take() {
        Some((etag, before)) => (Some(etag), before),
        None => (None, None),
    };
    if let Some(progress) = progress
        .as_ref()
        .filter(|now| Some(*now) != before.as_ref())
    {
        items.push(item(roster_event::Event::Progress(progress.clone())));
    }
    if etag.as_ref() != Some(&told.etag) {
        items.push(item(roster_event::Event::Roster(told.clone())));
    }
    *last = Some((told.etag, progress));
    Ok(items)
}

/// Open shifts and the caller's own claims as they change.
pub fn open_shifts(edge: Edge, caller: Caller, id: RosterId) -> Events<proto::OpenShiftEvent> {
    let closed = edge.closed.clone();
    let heard = tokio_stream::wrappers::BroadcastStream::new(edge.service.listen());
    let told = heard.then(move |event| {
        let (edge, caller, id) = (edge.clone(), caller.clone(), id.clone());
        async move {
            match event {
                Ok(event) if event.roster == id => staff_events(&edge, &caller, &event).await,
                _ => Vec::new(),
            }
        }
    });
    Box::pin(flat(told, closed))
}

fn flat<T: Send + 'static>(
    lists: impl Stream<Item = Vec<T>> + Send + 'static,
    mut closed: watch::Receiver<bool>,
) -> impl Stream<Item = Result<T, Status>> + Send {
    let (send, receive) = mpsc::channel(KEPT);
    tokio::spawn(async move {
        tokio::pin!(lists);
        loop {
            let list = tokio::select! {
                () = send.closed() => return,
                _ = closed.changed() => return,
                list = lists.next() => list,
            };
            let Some(list) = list else { return };
            for item in list {
                if send.send(Ok(item)).await.is_err() {
                    return;
                }
            }
        }
    });
    ReceiverStream::new(receive)
}

async fn staff_events(edge: &Edge, caller: &Caller, event: &Event) -> Vec<proto::OpenShiftEvent> {
    let EventKind::Claim {
        claim: id,
        shift,
        employee,
    } = &event.kind
    else {
        return Vec::new();
    };
    let at = Some(timestamp(event.at));
    let mut items = Vec::new();
    let own = caller.employee.as_ref() == Some(employee) || caller.role == Role::Hr;
    if own && let Ok(told) = edge.service.get_claim(caller, id).await {
        items.push(proto::OpenShiftEvent {
            event_time: at,
            event: Some(open_shift_event::Event::Claim(claim::claim(&told))),
        });
    }
    let who = caller.employee.as_ref().or(Some(employee));
    let shown = edge
        .service
        .get_open_shift(caller, &event.roster, shift, who);
    if let Ok(shown) = shown.await {
        items.push(proto::OpenShiftEvent {
            event_time: at,
            event: Some(open_shift_event::Event::OpenShift(claim::open_shift(
                &shown,
            ))),
        });
    }
    items
}
