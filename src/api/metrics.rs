//! Counters in the text form that Prometheus reads, on a port of their own.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Upper ends of the classes of answering times, in seconds.
const SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 60.0,
];

/// Most bytes of a request for figures.
const REQUEST_MAX: usize = 8_192;

/// Longest time for one.
const TIME_MAX: Duration = Duration::from_secs(5);

/// What is counted.
#[derive(Default)]
pub struct Metrics {
    calls: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    times: Mutex<BTreeMap<&'static str, Times>>,
}

/// Answering times of one method.
#[derive(Default)]
struct Times {
    classes: [u64; SECONDS.len()],
    count: u64,
    sum: f64,
}

impl Metrics {
    /// One call answered.
    pub fn count(&self, method: &'static str, reason: &'static str, time: Duration) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        *calls.entry((method, reason)).or_default() += 1;
        drop(calls);
        let seconds = time.as_secs_f64();
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let times = times.entry(method).or_default();
        times.count += 1;
        times.sum += seconds;
        for (class, end) in times.classes.iter_mut().zip(SECONDS) {
            *class += u64::from(seconds <= end);
        }
    }

    /// All figures as text.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "# HELP paiban_calls_total Calls answered, by method and reason.\n# TYPE paiban_calls_total counter\n",
        );
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        for ((method, reason), count) in calls.iter() {
            let _ = writeln!(
                text,
                "paiban_calls_total{{method=\"{method}\",reason=\"{reason}\"}} {count}"
            );
        }
        drop(calls);
        text.push_str(
            "# HELP paiban_call_seconds Time from request to answer.\n# TYPE paiban_call_seconds histogram\n",
        );
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        for (method, times) in times.iter() {
            for (class, end) in times.classes.iter().zip(SECONDS) {
                let _ = writeln!(
                    text,
                    "paiban_call_seconds_bucket{{method=\"{method}\",le=\"{end}\"}} {class}"
                );
            }
            let _ = write!(
                text,
                "paiban_call_seconds_bucket{{method=\"{method}\",le=\"+Inf\"}} {count}\n\
                 paiban_call_seconds_sum{{method=\"{method}\"}} {sum}\n\
                 paiban_call_seconds_count{{method=\"{method}\"}} {count}\n",
                count = times.count,
                sum = times.sum
            );
        }
        text
    }
}

/// Answers every request on the listener with the figures, until it is dropped.
pub async fn serve(listener: TcpListener, metrics: Arc<Metrics>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let metrics = metrics.clone();
                tokio::spawn(async move {
                    let told = tokio::time::timeout(TIME_MAX, tell(stream, &metrics)).await;
                    if let Ok(Err(error)) = told {
                        tracing::debug!(%error, "figures were not read");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "the port of figures");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn tell(mut stream: TcpStream, metrics: &Metrics) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut part).await?;
        if read == 0 || head.len() + read > REQUEST_MAX {
            return Ok(());
        }
        head.extend_from_slice(&part[..read]);
    }
    let (line, body) = if head.starts_with(b"GET /metrics ") || head.starts_with(b"GET / ") {
        ("200 OK", metrics.text())
    } else {
        ("404 Not Found", "ask for /metrics\n".to_string())
    };
    let head = format!(
        "HTTP/1.1 {line}\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_method_and_reason() {
        let metrics = Metrics::default();
        metrics.count("GetRoster", "OK", Duration::from_millis(2));
        metrics.count("GetRoster", "OK", Duration::from_millis(200));
        let text = metrics.text();
        let expected = "paiban_calls_total{method=\"GetRoster\",reason=\"OK\"} 2";
        assert!(text.contains(expected), "{text}");
        let expected = "paiban_call_seconds_bucket{method=\"GetRoster\",le=\"0.0025\"} 1";
        assert!(text.contains(expected), "{text}");
    }
}
