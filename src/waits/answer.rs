//! A forecast told: as JSON for programs, as a table for people.

use serde_json::{Map, Value, json};

use super::forecast::{ClassForecast, Figure, Forecast};
use super::profile::{Leavers, Profile};

/// What the discipline is, in the answer itself: in English and in Chinese.
fn discipline(profile: &Profile) -> [String; 2] {
    let leavers = match profile.leavers {
        Leavers::FirstFree => ["the first free server leaves", "减员时先空闲者先离岗"],
        Leavers::Named => ["leavers have names", "到点者做完手上一位即离岗"],
    };
    [
        format!(
            "class 1 first, then order of arrival, nobody interrupted; {}; the last period's servers stay until the \
             hall is empty",
            leavers[0]
        ),
        format!(
            "类别 1 优先，同类先到先服务，不打断服务；{}；末时段在岗者留到清空",
            leavers[1]
        ),
    ]
}

/// `08:30` plus so many minutes.
fn clock(profile: &Profile, period: usize) -> String {
    let minutes = profile.start_minutes + (period as f64 * profile.period_minutes) as u32;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The forecast as one JSON object. Waits are minutes, shares lie between 0 and 1.
///
/// Simulated figures have the half width of their 99.9 % interval under the same name in `half_width`.
pub fn to_json(profile: &Profile, forecast: &Forecast) -> Value {
    let periods = forecast.periods.iter().enumerate().map(|(index, period)| {
        let mut object = json!({
            "period": index, "start": clock(profile, index), "servers": period.servers,
        });
        for (place, class) in profile.classes.iter().enumerate() {
            let rate = class.arrivals_per_hour[index];
            object[format!("lambda{}_per_hour", place + 1)] = json!(rate);
        }
        object["load"] = json!(period.load);
        if let Some(busy) = period.mean_busy {
            object["mean_busy"] = json!(busy);
        }
        for (place, class) in period.classes.iter().enumerate() {
            object[format!("class{}", place + 1)] = class_json(forecast, class, false);
        }
        object
    });
    let mut day = Map::new();
    let mut closing = Tree::default();
    for (place, class) in forecast.day.iter().enumerate() {
        day.insert(
            format!("class{}", place + 1),
            class_json(forecast, class, true),
        );
        if let Some(queue) = class.queue_at_end {
            closing
                .values
                .insert(format!("mean_queue{}_at_close", place + 1), json!(queue));
        }
    }
    closing.put("p_not_empty_at_close", forecast.p_not_empty_at_close);
    if let Some(busy) = forecast.mean_in_service_at_close {
        closing
            .values
            .insert("mean_in_service_at_close".into(), json!(busy));
    }
    closing.put(
        "mean_minutes_from_close_to_empty",
        forecast.mean_minutes_to_empty,
    );
    let mut object = json!({
        "name": profile.name, "engine": forecast.engine, "discipline": discipline(profile)[0],
        "periods": periods.collect::<Vec<_>>(), "day": day, "closing": closing.object(),
    });
    if let Some(days) = forecast.days {
        object["days"] = json!(days);
    }
    if let Some(arrivals) = forecast.arrivals_left_out {
        object["truncated_arrivals"] = json!(arrivals);
    }
    object
}

/// An object and the half widths of what is in it.
#[derive(Default)]
struct Tree {
    values: Map<String, Value>,
    widths: Map<String, Value>,
}

impl Tree {
    fn put(&mut self, name: &str, figure: Figure) {
        self.values.insert(name.into(), json!(figure.value));
        if let Some(width) = figure.half_width {
            self.widths.insert(name.into(), json!(width));
        }
    }

    fn put_curve(&mut self, name: &str, keys: &[f64], figures: &[Figure]) {
        let mut curve = Tree::default();
        for (key, figure) in keys.iter().zip(figures) {
            curve.put(&key.to_string(), *figure);
        }
        if !curve.values.is_empty() {
            self.values.insert(name.into(), Value::Object(curve.values));
        }
        if !curve.widths.is_empty() {
            self.widths.insert(name.into(), Value::Object(curve.widths));
        }
    }

    fn object(mut self) -> Value {
        if !self.widths.is_empty() {
            self.values
                .insert("half_width".into(), Value::Object(self.widths));
        }
        Value::Object(self.values)
    }
}

fn class_json(forecast: &Forecast, class: &ClassForecast, over_day: bool) -> Value {
    let mut tree = Tree::default();
    if over_day {
        tree.values
            .insert("expected_arrivals".into(), json!(class.arrivals));
    }
    if let Some(queue) = class.mean_queue {
        tree.put("mean_queue", queue);
    }
    if let (Some(queue), false) = (class.queue_at_end, over_day) {
        tree.values.insert("queue_at_end".into(), json!(queue));
    }
    tree.put("mean_virtual_wait_min", class.mean_virtual_wait_minutes);
    let keys = &forecast.thresholds_minutes;
    tree.put_curve("p_virtual_wait_le", keys, &class.p_virtual_wait_within);
    if let Some(wait) = class.mean_wait_minutes {
        tree.put("mean_actual_wait_min", wait);
    }
    if let Some(share) = class.p_abandon {
        tree.put("p_abandon", share);
    }
    tree.put_curve("p_served_within", keys, &class.p_served_within);
    let quantiles = forecast.quantiles.iter().zip(&class.quantiles_minutes);
    let quantiles: Map<String, Value> = quantiles
        .map(|(share, minutes)| (share.to_string(), json!(minutes)))
        .collect();
    if !quantiles.is_empty() {
        let name = "virtual_wait_quantile_min".into();
        tree.values.insert(name, Value::Object(quantiles));
    }
    if let Some(check) = class.little_check {
        tree.values.insert("little_check_rel".into(), json!(check));
    }
    if let Some(wait) = class.opening_wait_minutes {
        tree.values
            .insert("opening_queue_mean_wait_min".into(), json!(wait));
    }
    tree.object()
}

/// One column of the table: its two headings and its width.
type Column = (String, usize);

/// The forecast as a table; `pad` fills a text up to so many columns of a terminal.
pub fn to_text(profile: &Profile, forecast: &Forecast, pad: fn(&str, usize) -> String) -> String {
    let how = match forecast.days {
        None => "exact 精确".to_owned(),
        Some(days) => format!("simulated, {days} days 仿真 {days} 天, ± 99.9 %"),
    };
    let mut text = format!(
        "Waits 等待: {}  |  {how}\n{}\n\n",
        profile.name,
        discipline(profile).join("\n")
    );
    let impatient = profile
        .classes
        .iter()
        .any(|class| class.patience_minutes.is_some());
    let mut columns: Vec<Column> = vec![
        ("Time 时间".into(), 11),
        ("Heads 人数".into(), 12),
        ("Load 负荷".into(), 11),
        ("Class 类别".into(), 12),
        ("Arrivals 到达".into(), 15),
        ("Queue 队长".into(), 12),
        ("Mean wait 平均等待".into(), 21),
    ];
    let thresholds = &forecast.thresholds_minutes;
    columns.extend(thresholds.iter().map(|t| (format!("<={t} min"), 10)));
    columns.extend(
        forecast
            .quantiles
            .iter()
            .map(|q| (format!("{}th %", 100.0 * q), 9)),
    );
    if impatient {
        columns.push(("Gave up 弃号".into(), 14));
    }
    let line = |cells: Vec<String>| {
        let cells = cells.iter().zip(&columns);
        let line: String = cells
            .map(|(cell, (_, width))| pad(&format!("{cell} "), *width))
            .collect();
        format!("{}\n", line.trim_end())
    };
    text += &line(columns.iter().map(|(heading, _)| heading.clone()).collect());
    let row = |head: [String; 3], place: usize, class: &ClassForecast| {
        let mut cells = head.to_vec();
        cells.push((place + 1).to_string());
        cells.push(format!("{:.1}", class.arrivals));
        cells.push(
            class
                .mean_queue
                .map_or(String::new(), |queue| format!("{:.2}", queue.value)),
        );
        let wait = class.mean_virtual_wait_minutes;
        let width = wait
            .half_width
            .map_or(String::new(), |width| format!(" ± {width:.2}"));
        cells.push(format!("{:.2}{width} min", wait.value));
        let share = |figure: &Figure| format!("{:.1} %", 100.0 * figure.value);
        let mut shares: Vec<String> = class.p_virtual_wait_within.iter().map(share).collect();
        shares.resize(forecast.thresholds_minutes.len(), "-".into());
        cells.extend(shares);
        let quantiles = class
            .quantiles_minutes
            .iter()
            .map(|minutes| minutes.map_or("-".to_owned(), |minutes| format!("{minutes:.1}")));
        let mut quantiles: Vec<String> = quantiles.collect();
        quantiles.resize(forecast.quantiles.len(), String::new());
        cells.extend(quantiles);
        if impatient {
            cells.push(class.p_abandon.as_ref().map_or(String::new(), share));
        }
        cells
    };
    for (index, period) in forecast.periods.iter().enumerate() {
        for (place, class) in period.classes.iter().enumerate() {
            let load = period
                .load
                .map_or("-".to_owned(), |load| format!("{load:.2}"));
            let head = match place {
                0 => [clock(profile, index), period.servers.to_string(), load],
                _ => [const { String::new() }; 3],
            };
            text += &line(row(head, place, class));
        }
    }
    for (place, class) in forecast.day.iter().enumerate() {
        let day = if place == 0 { "day 全天" } else { "" };
        text += &line(row(
            [day.into(), String::new(), String::new()],
            place,
            class,
        ));
    }
    text += &format!(
        "\nAt closing 关门时: somebody is still there 仍有顾客 {:.1} %, empty after 清空需 {:.1} min\n",
        100.0 * forecast.p_not_empty_at_close.value,
        forecast.mean_minutes_to_empty.value
    );
    for (place, class) in forecast.day.iter().enumerate() {
        if let Some(wait) = class.opening_wait_minutes {
            text += &format!(
                "Class 类别 {}: at the door 开门前排队 {}, they wait 平均等待 {wait:.1} min\n",
                place + 1,
                profile.classes[place].opening_queue
            );
        }
    }
    text
}
