//! `paiban serve`: the service, on this machine's own address.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::api::{self, Listening, ServerOptions};
use crate::jobs::{Clock, SystemClock};
use crate::service::{Limits, Service, works};
use crate::storage::{SqlStore, Store, StoreLimits};
use crate::worker::{Worker, WorkerSettings};

use super::{DONE, input};

/// Where to listen, and where to keep things.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Address for calls; loopback only, until callers sign. 监听地址，仅限本机
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Address for figures in Prometheus's form; none unless given.
    #[arg(long, value_name = "ADDR")]
    metrics: Option<SocketAddr>,
    /// Folder of the database; paiban-data unless given. 数据目录
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// TOML file with any of these and the limits. 配置文件
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Let the service's clock start at this moment, as 2026-03-02T08:00:00Z: for demonstrations of past weeks.
    #[arg(long, value_name = "TIME")]
    clock: Option<DateTime<Utc>>,
}

/// The configuration file; every field may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Config {
    listen: Option<SocketAddr>,
    metrics: Option<SocketAddr>,
    data: Option<PathBuf>,
    workers: Option<usize>,
    message_bytes_max: Option<usize>,
    streams_max: Option<u32>,
    page_max: Option<u32>,
    jobs_max: Option<u64>,
    solve_seconds_max: Option<u64>,
    grace_seconds: Option<u64>,
}

/// A clock that started at a moment somebody chose.
struct ShiftedClock(chrono::Duration);

impl Clock for ShiftedClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + self.0
    }
}

/// Serves until it is interrupted.
pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let config = config(arguments.config.as_deref())?;
    let listen = arguments.listen.or(config.listen);
    let listen = listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 50051)));
    let metrics = arguments.metrics.or(config.metrics);
    for address in [Some(listen), metrics].into_iter().flatten() {
        if !address.ip().is_loopback() {
            bail!(
                "{address} is no loopback address; callers are not authenticated yet, so only this machine may call \
                 尚无身份验证，只能监听本机地址"
            );
        }
    }
    let workers = config.workers.unwrap_or(1);
    if !(1..=64).contains(&workers) {
        bail!("workers: 1 to 64");
    }
    if let Some(0 | 1_001..) = config.page_max {
        bail!("page_max: 1 to 1000");
    }
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime cannot start")?;
    runtime.block_on(serve(arguments, &config, listen, metrics, workers))?;
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(DONE)
}

fn config(path: Option<&Path>) -> anyhow::Result<Config> {
    let Some(path) = path else {
        return Ok(Config::default());
    };
    let bytes = input::bytes(path)?;
    let text = std::str::from_utf8(&bytes)
        .with_context(|| format!("{} is no text in UTF-8", path.display()))?;
    toml::from_str(text).with_context(|| format!("{} cannot be used", path.display()))
}

async fn serve(
    arguments: &Arguments,
    config: &Config,
    listen: SocketAddr,
    metrics: Option<SocketAddr>,
    workers: usize,
) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = match arguments.clock {
        None => Arc::new(SystemClock),
        Some(start) => Arc::new(ShiftedClock(start - SystemClock.now())),
    };
    let data = arguments.data.as_ref().or(config.data.as_ref());
    let data = data.map_or(Path::new("paiban-data"), PathBuf::as_path);
    let store_limits = StoreLimits {
        jobs_max: config.jobs_max.unwrap_or(StoreLimits::default().jobs_max),
        ..StoreLimits::default()
    };
    let store = SqlStore::open(data, store_limits, clock.now())
        .await
        .with_context(|| format!("{} cannot be used", data.display()))?;
    let limits = Limits {
        page_max: config.page_max.unwrap_or(Limits::default().page_max),
        solve_max: config
            .solve_seconds_max
            .map_or(Limits::default().solve_max, Duration::from_secs),
        ..Limits::default()
    };
    let usual = ServerOptions::default();
    let options = ServerOptions {
        message_bytes_max: config.message_bytes_max.unwrap_or(usual.message_bytes_max),
        streams_max: config.streams_max.unwrap_or(usual.streams_max),
        grace: config
            .grace_seconds
            .map_or(usual.grace, Duration::from_secs),
    };
    let calls = bind(listen).await?;
    let figures = match metrics {
        None => None,
        Some(address) => Some(bind(address).await?),
    };
    let work = Arc::new(Notify::new());
    let store: Arc<dyn Store> = Arc::new(store);
    let service = Service::new(store.clone(), clock.clone(), limits, work.clone());
    let service = Arc::new(service);
    // Whoever started the program reads here where it listens, also when it chose the port itself.
    input::print(&format!("listening 监听 {}\n", calls.local_addr()?));
    if let Some(figures) = &figures {
        input::print(&format!(
            "metrics 指标 http://{}/metrics\n",
            figures.local_addr()?
        ));
    }
    let settings = WorkerSettings {
        name: format!("serve-{}", std::process::id()),
        slots: workers,
        patience: options.grace,
        ..WorkerSettings::default()
    };
    let worker = Worker::start(store, clock, works(&service), settings, work);
    let end = async {
        interrupted().await;
        tracing::info!("shutting down");
    };
    let listening = Listening {
        calls,
        metrics: figures,
    };
    let served = api::serve(service, listening, &options, end).await;
    // Solves under way keep their best roster: that takes a moment.
    worker.drain().await;
    served.map_err(|error| anyhow::anyhow!("{error}"))
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} cannot be listened on"))
}

/// Returns when the process is asked to end, by the terminal or by whoever runs it.
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
