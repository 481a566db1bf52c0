//! The server: services, health, reflection, limits, a quiet end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::Server;

use super::edge::Edge;
use super::grpc::operations_server::OperationsServer;
use super::grpc::planning_service_server::PlanningServiceServer;
use super::grpc::roster_service_server::RosterServiceServer;
use super::grpc::staff_service_server::StaffServiceServer;
use super::metrics::{self, Metrics};
use crate::formats::proto::DESCRIPTORS;
use crate::service::Service;

/// Services whose health is told, besides that of the whole.
const SERVICES: [&str; 5] = [
    "",
    "paiban.v1.RosterService",
    "paiban.v1.StaffService",
    "paiban.v1.PlanningService",
    "google.longrunning.Operations",
];

/// Limits of the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerOptions {
    /// Most bytes of one request.
    pub message_bytes_max: usize,
    /// Most calls at once on one connection.
    pub streams_max: u32,
    /// How long calls may go on after the end was asked for.
    pub grace: Duration,
}

impl Default for ServerOptions {
    /// 16 MiB, 256 calls, 10 s.
    fn default() -> ServerOptions {
        ServerOptions {
            message_bytes_max: 16 << 20,
            streams_max: 256,
            grace: Duration::from_secs(10),
        }
    }
}

/// Where the server listens.
pub struct Listening {
    /// For calls.
    pub calls: TcpListener,
    /// For figures.
    pub metrics: Option<TcpListener>,
}

/// Answers calls until `end`, then lets those under way finish.
///
/// # Errors
/// When the listener fails, or the descriptions of the services cannot be read.
pub async fn serve(
    service: Arc<Service>,
    listening: Listening,
    options: &ServerOptions,
    end: impl Future<Output = ()> + Send,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let (closing, closed) = watch::channel(false);
    let metrics = Arc::new(Metrics::default());
    let edge = Edge {
        service,
        metrics: metrics.clone(),
        closed: closed.clone(),
    };
    let (reporter, health) = tonic_health::server::health_reporter();
    for name in SERVICES {
        let serving = tonic_health::ServingStatus::Serving;
        reporter.set_service_status(name, serving).await;
    }
    let figures = listening
        .metrics
        .map(|listener| tokio::spawn(metrics::serve(listener, metrics)));
    let most = options.message_bytes_max;
    let mut over = closed;
    let server = Server::builder()
        .max_concurrent_streams(options.streams_max)
        .add_service(health)
        .add_service(
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
                .build_v1()?,
        )
        .add_service(
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
                .build_v1alpha()?,
        )
        .add_service(RosterServiceServer::new(edge.clone()).max_decoding_message_size(most))
        .add_service(StaffServiceServer::new(edge.clone()).max_decoding_message_size(most))
        .add_service(PlanningServiceServer::new(edge.clone()).max_decoding_message_size(most))
        .add_service(OperationsServer::new(edge).max_decoding_message_size(most))
        .serve_with_incoming_shutdown(TcpListenerStream::new(listening.calls), async move {
            let _ = over.changed().await;
        });
    tokio::pin!(server);
    let ended = tokio::select! {
        ended = &mut server => Some(ended),
        () = end => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            for name in SERVICES {
                let leaving = tonic_health::ServingStatus::NotServing;
                reporter.set_service_status(name, leaving).await;
            }
            let _ = closing.send(true);
            // Whoever is not done by then is cut off; what was decided is stored.
            tokio::time::timeout(options.grace, server)
                .await
                .unwrap_or(Ok(()))
        }
    };
    if let Some(figures) = figures {
        figures.abort();
    }
    Ok(ended?)
}
