//! The printable page of evidence: whether standard hours cover a demand, in Chinese and English.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Sheet;
use super::day_plan::served_id;
use super::html::{escape, file};
use super::roster::weekday;
use crate::roster::{Activity, week_starts};
use crate::units::Minutes;

/// What the page says besides the roster.
#[derive(Clone, Debug)]
pub struct EvidencePage<'a> {
    /// The roster under standard hours; none when there is none.
    pub sheet: Option<Sheet<'a>>,
    /// The instance that was asked about, for its heading.
    pub title: &'a str,
    /// SHA-256 of that instance.
    pub input_sha256: &'a str,
    /// Contracts that were put under standard hours.
    pub converted: &'a [String],
    /// The answer in English and Chinese.
    pub answer: (String, String),
    /// Why there is no roster, one line each.
    pub why: &'a [String],
}

const TITLE: &str = "标准工时能否满足需求 Can standard hours cover this demand?";
const STYLE: &str = "body{font:14px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}\
    table{border-collapse:collapse;margin:1em 0;font-size:12px}\
    td,th{border:1px solid #999;padding:2px 6px;text-align:left}\
    .answer{border:2px solid #333;padding:.5em 1em;margin:1em 0}\
    .sign{margin-top:3em;display:flex;gap:4em}\
    @media print{body{margin:0;max-width:none}tr{break-inside:avoid}}";

/// Gaps of one day at one place: from, to, head-minutes.
type DayGaps<'a> = BTreeMap<(NaiveDate, &'a str, &'a str), (i64, i64, i64)>;

/// The page as one self-contained HTML file.
pub fn evidence_html(page: &EvidencePage<'_>) -> String {
    let mut html =
        String::from("<h1>标准工时能否满足需求<br>Can standard hours cover this demand?</h1>\n");
    let mut put = |text: String| {
        html.push_str(&text);
        html.push('\n');
    };
    put(format!(
        "<p>{}<br>SHA-256: <code>{}</code></p>",
        escape(page.title),
        escape(page.input_sha256)
    ));
    put(format!(
        "<div class=\"answer\"><p><b>{}</b></p><p><b>{}</b></p></div>",
        escape(&page.answer.1),
        escape(&page.answer.0)
    ));
    put(method(page.converted));
    for line in page.why {
        put(format!("<p>{}</p>", escape(line)));
    }
    if let Some(sheet) = &page.sheet {
        put(gaps(sheet));
        put(roster(sheet));
    }
    put("<div class=\"sign\"><p>用人单位（盖章） Employer<br><br>________________</p><p>工会或职工代表 Union or staff representatives<br><br>________________</p><p>日期 Date<br><br>________________</p></div>".to_owned());
    file(TITLE, STYLE, &html)
}

fn method(converted: &[String]) -> String {
    let listed = if converted.is_empty() {
        ("无".to_owned(), "none".to_owned())
    } else {
        let names = escape(&converted.join(", "));
        (names.clone(), names)
    };
    format!(
        "<p>方法：所有人按标准工时（每日 8 小时、每周 40 小时，加班须本人同意且不超过法定上限）排班，以缺口人时最少为唯一目标；\
         改按标准工时计算的合同：{}。下界由优化程序证明：任何合法班表的缺口都不少于该数；班表由独立的核查程序逐条审核。</p>\n\
         <p>Method: everybody is rostered under standard hours (8 hours a day, 40 a week, overtime only with consent and within the \
         legal limits), for the fewest missing head-hours and nothing else. Contracts put under standard hours: {}. The bound is \
         proven by the optimiser: no legal roster lacks less. The roster was held to every rule by a checker of its own.</p>",
        listed.0, listed.1
    )
}

fn gaps(sheet: &Sheet<'_>) -> String {
    let horizon = &sheet.instance.horizon;
    let mut days: DayGaps<'_> = BTreeMap::new();
    for gap in &sheet.audit.gaps {
        let (date, _) = horizon.local(gap.start);
        let hall = sheet.instance.halls[gap.hall.0].id.as_str();
        let served = served_id(sheet.instance, gap.hall, gap.served);
        let known = days
            .entry((date, hall, served))
            .or_insert((gap.start, gap.end, 0));
        known.0 = known.0.min(gap.start);
        known.1 = known.1.max(gap.end);
        known.2 += gap.head_minutes().0;
    }
    if days.is_empty() {
        return "<h2>缺口 Gaps</h2><p>无 none</p>".to_owned();
    }
    let mut table = String::from(
        "<h2>所得班表的缺口 Gaps of the roster found</h2><table><tr><th>日期 date</th><th>营业厅 hall</th><th>队列或岗位 queue or post</th><th>时段 between</th><th>缺口人时 head-hours</th></tr>",
    );
    for ((date, hall, served), (start, end, minutes)) in days {
        let (en, zh) = weekday(date);
        table.push_str(&format!(
            "<tr><td>{date} {zh} {en}</td><td>{}</td><td>{}</td><td>{}–{}</td><td>{}</td></tr>",
            escape(hall),
            escape(served),
            horizon.clock(start, date),
            horizon.clock(end, date),
            Minutes(minutes)
        ));
    }
    table + "</table>"
}

/// One table a week: people down, days across, and the hours of the week.
fn roster(sheet: &Sheet<'_>) -> String {
    let horizon = &sheet.instance.horizon;
    let mut text = String::from("<h2>班表 Roster</h2>");
    for monday in week_starts(sheet.instance) {
        let inside = |date: NaiveDate| (0..7).contains(&(date - monday).num_days());
        let days: Vec<(usize, NaiveDate)> =
            horizon.days().filter(|(_, date)| inside(*date)).collect();
        text.push_str("<table><tr><th>姓名 name</th>");
        for (_, date) in &days {
            let (en, zh) = weekday(*date);
            text.push_str(&format!("<th>{}<br>{zh} {en}</th>", date.format("%m-%d")));
        }
        text.push_str("<th>工时 hours</th></tr>");
        for (employee, person) in sheet.instance.staff() {
            let name = [&person.name, &person.id]
                .into_iter()
                .find(|name| !name.is_empty());
            text.push_str(&format!(
                "<tr><td>{}</td>",
                escape(name.map_or("", |name| name.as_str()))
            ));
            let mut worked = Minutes(0);
            for (day, _) in &days {
                let activity = sheet.roster.activity(employee, *day);
                if let Some(duty) = activity.duty() {
                    worked = Minutes(worked.0 + duty.work_minutes().0);
                }
                text.push_str(&format!("<td>{}</td>", cell(sheet, activity)));
            }
            text.push_str(&format!("<td>{worked}</td></tr>"));
        }
        text.push_str("</table>");
    }
    text
}

fn cell(sheet: &Sheet<'_>, activity: &Activity) -> String {
    match activity {
        Activity::Duty(duty) => escape(&sheet.instance.templates[duty.template.0].id),
        Activity::Rest => "休".to_owned(),
        Activity::Leave => "假".to_owned(),
        Activity::Training(_) => "训".to_owned(),
        Activity::CompDay(_) => "补".to_owned(),
    }
}
