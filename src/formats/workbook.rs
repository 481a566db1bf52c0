//! A roster as a workbook for Excel: the week, every duty, coverage, comp days, cost.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use crate::checker::Audit;
use crate::domain::{Instance, Served};
use crate::report::Sheet;
use crate::roster::{Activity, CompDayState};
use crate::units::Minutes;

/// The workbook's bytes; equal for equal rosters.
///
/// Sheets: people by days, a line for each person and day, heads there and needed, comp days, cost. Dates and hours are
/// Excel's own, so that they can be filtered and added up. Errors: more rows than a sheet can hold.
pub fn write_xlsx(sheet: &Sheet<'_>) -> Result<Vec<u8>, String> {
    workbook(sheet).map_err(|error| error.to_string())
}

fn workbook(sheet: &Sheet<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let start = sheet.instance.horizon.start;
    // The clock would make equal rosters unequal files.
    let made = excel_date(start)?;
    let title = text(&sheet.instance.title);
    book.set_properties(
        &DocProperties::new()
            .set_title(&title)
            .set_creation_datetime(&made),
    );
    let looks = Looks::new();
    week(book.add_worksheet().set_name("班表 Roster")?, sheet, &looks)?;
    duties(book.add_worksheet().set_name("明细 Days")?, sheet, &looks)?;
    coverage(
        book.add_worksheet().set_name("覆盖 Coverage")?,
        sheet,
        &looks,
    )?;
    comp_days(
        book.add_worksheet().set_name("补休 Comp days")?,
        sheet,
        &looks,
    )?;
    cost(book.add_worksheet().set_name("成本 Cost")?, sheet, &looks)?;
    book.save_to_buffer()
}

/// How cells look.
struct Looks {
    head: Format,
    date: Format,
    hours: Format,
    money: Format,
    duty: Format,
    extra: Format,
    off: Format,
    other: Format,
}

impl Looks {
    fn new() -> Looks {
        let day = || {
            Format::new()
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Hair)
        };
        Looks {
            head: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0xE4EAF1))
                .set_text_wrap(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            hours: Format::new().set_num_format("0.00"),
            money: Format::new().set_num_format("#,##0.00"),
            duty: day().set_background_color(Color::RGB(0xDDE8F6)),
            extra: day().set_background_color(Color::RGB(0xF6D9B8)).set_bold(),
            off: day().set_font_color(Color::RGB(0x8A94A0)),
            other: day().set_background_color(Color::RGB(0xECE7F3)),
        }
    }
}

fn head(page: &mut Worksheet, looks: &Looks, words: &[&str]) -> Result<(), XlsxError> {
    for (column, word) in words.iter().enumerate() {
        page.write_string_with_format(0, column as u16, *word, &looks.head)?;
    }
    page.set_freeze_panes(1, 0)?;
    Ok(())
}

/// People down, days across.
fn week(page: &mut Worksheet, sheet: &Sheet<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let instance = sheet.instance;
    head(page, looks, &["工号 Id", "姓名 Name"])?;
    for (day, date) in instance.horizon.days() {
        let label = date.format("%m-%d %a").to_string();
        page.write_string_with_format(0, column(day + 2)?, label, &looks.head)?;
    }
    let last = column(instance.horizon.day_count + 2)?;
    page.write_string_with_format(0, last, "工时 Hours", &looks.head)?;
    for (employee, person) in instance.staff() {
        let row = row(employee.0 + 1)?;
        page.write_string(row, 0, text(&person.id))?;
        page.write_string(row, 1, text(&person.name))?;
        let mut worked = Minutes::ZERO;
        for (day, date) in instance.horizon.days() {
            let (words, look) = match sheet.roster.activity(employee, day) {
                Activity::Duty(duty) => {
                    worked += duty.work_minutes();
                    let clock = |instant| instance.horizon.clock(instant, date);
                    let extra = sheet.audit.rest_day_work.get(employee.0);
                    let extra = extra.is_some_and(|days| days.contains(&day));
                    let look = if extra { &looks.extra } else { &looks.duty };
                    let mark = if extra { "*" } else { "" };
                    (
                        format!("{}-{}{mark}", clock(duty.start), clock(duty.end)),
                        look,
                    )
                }
                Activity::Rest => ("休".to_owned(), &looks.off),
                Activity::Leave => ("假".to_owned(), &looks.other),
                Activity::CompDay(_) => ("补".to_owned(), &looks.other),
                Activity::Training(index) => {
                    worked += person.training[*index].length;
                    ("训".to_owned(), &looks.other)
                }
            };
            page.write_string_with_format(row, column(day + 2)?, words, look)?;
        }
        page.write_number_with_format(row, last, worked.as_hours(), &looks.hours)?;
    }
    page.set_freeze_panes(1, 2)?;
    page.set_column_range_width(2, last, 12.5)?;
    page.set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A line for each person and day.
fn duties(page: &mut Worksheet, sheet: &Sheet<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let instance = sheet.instance;
    head(
        page,
        looks,
        &[
            "工号 employee",
            "日期 date",
            "活动 activity",
            "营业厅 hall",
            "班次 shift",
            "开始 start",
            "结束 end",
            "休息 breaks",
            "工时 hours",
            "休息日工作 rest_day_work",
        ],
    )?;
    let mut line = 0;
    for (employee, person) in instance.staff() {
        let extra = sheet.audit.rest_day_work.get(employee.0);
        for (day, date) in instance.horizon.days() {
            line += 1;
            let at = row(line)?;
            page.write_string(at, 0, text(&person.id))?;
            page.write_datetime_with_format(at, 1, &excel_date(date)?, &looks.date)?;
            let clock = |instant| instance.horizon.clock(instant, date);
            let (name, worked) = match sheet.roster.activity(employee, day) {
                Activity::Rest => ("rest", Minutes::ZERO),
                Activity::Leave => ("leave", Minutes::ZERO),
                Activity::CompDay(_) => ("comp_day", Minutes::ZERO),
                Activity::Training(index) => ("training", person.training[*index].length),
                Activity::Duty(duty) => {
                    page.write_string(at, 3, text(&instance.halls[duty.hall.0].id))?;
                    page.write_string(at, 4, text(&instance.templates[duty.template.0].id))?;
                    page.write_string(at, 5, clock(duty.start))?;
                    page.write_string(at, 6, clock(duty.end))?;
                    let breaks = duty.breaks.iter();
                    let breaks = breaks.map(|p| format!("{}-{}", clock(p.start), clock(p.end)));
                    page.write_string(at, 7, breaks.collect::<Vec<_>>().join(" "))?;
                    ("duty", duty.work_minutes())
                }
            };
            page.write_string(at, 2, name)?;
            page.write_number_with_format(at, 8, worked.as_hours(), &looks.hours)?;
            if extra.is_some_and(|days| days.contains(&day)) {
                page.write_string(at, 9, "yes")?;
            }
        }
    }
    page.autofilter(0, 0, row(line)?, 9)?;
    page.set_column_range_width(0, 9, 13)?;
    Ok(())
}

fn coverage(page: &mut Worksheet, sheet: &Sheet<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let instance = sheet.instance;
    let words = [
        "营业厅 hall",
        "队列 queue",
        "日期 date",
        "开始 start",
        "结束 end",
        "需求 needed",
        "在岗 there",
        "缺 missing",
    ];
    head(page, looks, &words)?;
    for (index, line) in sheet.audit.coverage.iter().enumerate() {
        let at = row(index + 1)?;
        let hall = &instance.halls[line.hall.0];
        let (date, _) = instance.horizon.local(line.start);
        let served = match line.served {
            Served::Queue(queue) => &hall.queues[queue.0].id,
            Served::Post(post) => &hall.posts[post.0].id,
        };
        page.write_string(at, 0, text(&hall.id))?;
        page.write_string(at, 1, text(served))?;
        page.write_datetime_with_format(at, 2, &excel_date(date)?, &looks.date)?;
        page.write_string(at, 3, instance.horizon.clock(line.start, date))?;
        page.write_string(at, 4, instance.horizon.clock(line.end, date))?;
        for (place, count) in [line.needed, line.heads, line.missing()]
            .into_iter()
            .enumerate()
        {
            page.write_number(at, place as u16 + 5, count)?;
        }
    }
    page.set_column_range_width(0, 7, 12)?;
    Ok(())
}

fn comp_days(page: &mut Worksheet, sheet: &Sheet<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let words = [
        "工号 employee",
        "产生 earned",
        "小时 hours",
        "到期 due",
        "归还 given_back",
        "状态 state",
    ];
    head(page, looks, &words)?;
    let Audit { comp_days, .. } = sheet.audit;
    for (index, own) in comp_days.iter().enumerate() {
        let at = row(index + 1)?;
        let person: &Instance = sheet.instance;
        page.write_string(at, 0, text(&person.employees[own.employee.0].id))?;
        page.write_datetime_with_format(at, 1, &excel_date(own.lot.earned)?, &looks.date)?;
        page.write_number_with_format(at, 2, own.lot.minutes.as_hours(), &looks.hours)?;
        page.write_datetime_with_format(at, 3, &excel_date(own.lot.due)?, &looks.date)?;
        let (date, state) = match own.state {
            CompDayState::Scheduled(date) => (Some(date), "本班表内 in this roster"),
            CompDayState::Planned(date) => (Some(date), "已预留 reserved"),
            CompDayState::Unplanned => (None, "未安排 no day"),
        };
        if let Some(date) = date {
            page.write_datetime_with_format(at, 4, &excel_date(date)?, &looks.date)?;
        }
        page.write_string(at, 5, state)?;
    }
    page.set_column_range_width(0, 5, 15)?;
    Ok(())
}

fn cost(page: &mut Worksheet, sheet: &Sheet<'_>, looks: &Looks) -> Result<(), XlsxError> {
    head(page, looks, &["项目 term", "金额 amount"])?;
    let cost = &sheet.audit.cost;
    let terms = cost
        .terms
        .iter()
        .map(|line| (line.term.name(), line.amount));
    let closing = [("total 合计", cost.total), ("bound 下界", sheet.bound)];
    for (index, (name, amount)) in terms.chain(closing).enumerate() {
        let at = row(index + 1)?;
        page.write_string(at, 0, name)?;
        page.write_number_with_format(at, 1, amount.as_units(), &looks.money)?;
    }
    page.set_column_range_width(0, 1, 18)?;
    Ok(())
}

fn row(number: usize) -> Result<u32, XlsxError> {
    u32::try_from(number).map_err(|_| XlsxError::RowColumnLimitError)
}

fn column(number: usize) -> Result<u16, XlsxError> {
    u16::try_from(number).map_err(|_| XlsxError::RowColumnLimitError)
}

fn excel_date(date: chrono::NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&date.to_string())
}

/// Without control characters and no longer than a cell: text is written as text, never as a formula.
fn text(text: &str) -> String {
    let safe = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().take(32_000).map(safe).collect()
}
