//! A log held against the exact day, told.

use serde_json::{Value, json};

use super::fit::{HourFit, LINES_MAX, LineFit, lines_left_out};
use super::log::TicketLog;

fn hour_json(hour: &HourFit) -> Value {
    json!({
        "tickets": hour.tickets, "mean_service_min": hour.service_minutes,
        "mean_patience_min": hour.patience_minutes, "mean_heads": hour.heads,
        "observed_mean_wait_min": hour.seen_wait_minutes,
        "predicted_mean_wait_min": hour.expected_wait_minutes,
        "observed_p_abandon": hour.seen_left, "predicted_p_abandon": hour.expected_left,
    })
}

/// The comparison as one JSON object.
pub fn tickets_to_json(log: &TicketLog, lines: &[LineFit]) -> Value {
    let told = lines.iter().map(|line| {
        let hours = line.hours.iter().map(|hour| {
            let mut object = hour_json(hour);
            object["hour"] = json!(hour.hour);
            object
        });
        json!({
            "queue": line.queue, "days": line.days, "days_left_out": line.days_left_out,
            "mean_service_min": line.service_minutes, "service_cv": line.service_cv,
            "availability": line.availability, "services_unstamped": line.unstamped,
            "mean_patience_min": line.patience_minutes,
            "hours": hours.collect::<Vec<_>>(), "whole": hour_json(&line.whole),
        })
    });
    let left_out = log.left_out.iter();
    let left_out = left_out.map(|(reason, rows)| json!({"reason": reason, "rows": rows}));
    json!({
        "convention": log.convention, "columns_not_read": log.unread, "tickets": log.tickets.len(),
        "left_out": left_out.collect::<Vec<_>>(), "queues": told.collect::<Vec<_>>(),
        "queues_left_out": lines_left_out(&log.tickets, lines),
    })
}

/// The comparison as a table; `pad` fills a text up to so many columns of a terminal.
pub fn tickets_to_text(
    log: &TicketLog,
    lines: &[LineFit],
    pad: fn(&str, usize) -> String,
) -> String {
    let mut text = format!(
        "Tickets 排队记录: {} ({})\n",
        log.tickets.len(),
        log.convention
    );
    if !log.unread.is_empty() {
        text += &format!("  columns not read 未读取的列: {}\n", log.unread.join(", "));
    }
    for (reason, rows) in &log.left_out {
        text += &format!("  {rows} rows left out 行未采用: {reason}\n");
    }
    let without = lines_left_out(&log.tickets, lines);
    if without > 0 {
        text += &format!(
            "  {without} queues left out: no service whose `ended` is known, or beyond the first {LINES_MAX} \
             个队列未采用：没有已知结束时间的服务，或超出前 {LINES_MAX} 个\n"
        );
    }
    if log.tickets.is_empty() {
        text += "  nothing to hold against the model: the log needs rows that were called or left \
                 没有可比较的记录，请提供已叫号或已离开的记录\n";
    }
    for line in lines {
        text += &told(line, pad);
    }
    text
}

fn told(line: &LineFit, pad: fn(&str, usize) -> String) -> String {
    let patience = |minutes: Option<f64>| minutes.map_or("-".into(), |m| format!("{m:.1}"));
    let mut text = format!(
        "\n{}: {} days 天, service 服务 {:.2} min (cv {:.2}), available 可用 {:.0} %, patience 耐心 {} min\n",
        if line.queue.is_empty() {
            "queue 队列"
        } else {
            &line.queue
        },
        line.days,
        line.service_minutes,
        line.service_cv,
        100.0 * line.availability,
        patience(line.patience_minutes),
    );
    if line.unstamped > 0 {
        let unstamped = line.unstamped;
        text += &format!("  {unstamped} services without a stamped end 次服务未记录结束\n");
    }
    if line.days_left_out > 0 {
        text += &format!(
            "  {} days left out: nobody seen serving at a counter for long enough, or too large for the chain \
             天未采用：看不出有台席在服务，或规模过大\n",
            line.days_left_out
        );
    }
    let headings = [
        "Hour 时段",
        "Tickets 人次",
        "Heads 人数",
        "Service 服务",
        "Patience 耐心",
        "Observed 实测",
        "Predicted 预测",
        "Error 误差",
        "Left 弃号",
        "Predicted 预测",
    ];
    let row = |cells: &[String]| {
        let line: String = cells
            .iter()
            .map(|cell| pad(&format!("{cell} "), 16))
            .collect();
        format!("{}\n", line.trim_end())
    };
    text += &row(&headings.map(str::to_owned));
    let figures = |name: String, hour: &HourFit| {
        let error = if hour.seen_wait_minutes > 0.0 {
            let ratio = hour.expected_wait_minutes / hour.seen_wait_minutes;
            format!("{:+.0} %", 100.0 * (ratio - 1.0))
        } else {
            "-".into()
        };
        [
            name,
            format!("{:.0}", hour.tickets),
            format!("{:.1}", hour.heads),
            format!("{:.2}", hour.service_minutes),
            patience(hour.patience_minutes),
            format!("{:.2} min", hour.seen_wait_minutes),
            format!("{:.2} min", hour.expected_wait_minutes),
            error,
            format!("{:.1} %", 100.0 * hour.seen_left),
            format!("{:.1} %", 100.0 * hour.expected_left),
        ]
    };
    for hour in &line.hours {
        text += &row(&figures(format!("{:02}:00", hour.hour), hour));
    }
    text += &row(&figures("all 合计".into(), &line.whole));
    text
}
