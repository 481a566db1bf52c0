//! The report, the sheets for the wall and the workbook as people open them: in a browser, on paper, in a spreadsheet.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use paiban::formats::digest;
use serde_json::Value;
use tempfile::TempDir;

use super::calendars::{python, rostered, text};
use super::planning::{paiban, said};
use super::sheets::made;
use super::tools::{self, answer};

/// Longer than a browser needs on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Puts the page into frames of some widths and tells, for both languages, what sticks out of them.
const MEASURE: &str = r#"<!DOCTYPE html><meta charset="utf-8"><body><script>
addEventListener('load', () => {
  const told = [];
  for (const frame of document.querySelectorAll('iframe')) {
    const page = frame.contentDocument, wide = page.documentElement;
    for (const language of ['zh', 'en']) {
      page.getElementById(language).checked = true;
      const cells = [...page.querySelectorAll('td, th, .tile')];
      told.push({
        width: frame.clientWidth, language, over: wide.scrollWidth - wide.clientWidth,
        cells: cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent).slice(0, 5),
        hidden: getComputedStyle(page.querySelector(language == 'zh' ? 'main [lang=en]' : 'main [lang=zh]')).display,
        drawings: page.querySelectorAll('svg').length,
      });
    }
  }
  document.body.textContent = 'MEASURED' + JSON.stringify(told) + 'DONE';
});
</script>"#;

/// Runs Chromium without a window; nothing where there is none.
fn chromium(arguments: &[&str]) -> Option<Output> {
    let profile = TempDir::new().expect("a folder");
    let quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    let out = profile.path().join("stdout");
    let started = Command::new("chromium")
        .args(quiet)
        .arg(format!("--user-data-dir={}", text(profile.path())))
        .args(arguments)
        .stdout(std::fs::File::create(&out).expect("a file"))
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else {
        tools::skip("chromium is not here");
        return None;
    };
    let since = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be asked") {
            break status;
        }
        if since.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("chromium took longer than {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    Some(Output {
        status,
        stdout: std::fs::read(&out).expect("what it said"),
        stderr: Vec::new(),
    })
}

/// The report and the sheets of the night hall.
fn written(folder: &TempDir) -> (std::path::PathBuf, std::path::PathBuf) {
    let (instance, roster) = rostered(folder);
    let page = folder.path().join("report.html");
    let run = |arguments: &[&str]| {
        let output = paiban(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    };
    run(&[
        "report",
        &text(&instance),
        &text(&roster),
        "--out",
        &text(&page),
    ]);
    let sheets = folder.path().join("sheets");
    run(&[
        "print",
        &text(&instance),
        &text(&roster),
        "--sheets",
        &text(&sheets),
    ]);
    (page, sheets.join("hall-2026-03-23.html"))
}

/// Measures a page in frames of 360 and 1280 pixels.
fn measured(folder: &TempDir, page: &Path) -> Option<Vec<Value>> {
    let html = std::fs::read_to_string(page).expect("the page");
    let inside = html.replace('&', "&amp;").replace('"', "&quot;");
    let frame = |width: u32| {
        format!(
            "<iframe style=\"width:{width}px;height:800px;border:0\" srcdoc=\"{inside}\"></iframe>"
        )
    };
    let wrapper = folder.path().join("measure.html");
    std::fs::write(&wrapper, format!("{MEASURE}{}{}", frame(360), frame(1280)))
        .expect("it is written");
    let output = chromium(&["--dump-dom", &format!("file://{}", text(&wrapper))])?;
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = dom
        .split("MEASURED")
        .last()
        .and_then(|rest| rest.split("DONE").next());
    let told = told
        .unwrap_or_else(|| panic!("nothing was measured: {dom}"))
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    Some(serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}")))
}

#[test]
fn nothing_sticks_out_of_a_phone_or_a_desk_in_either_language() {
    let folder = TempDir::new().expect("a folder");
    let (report, sheet) = written(&folder);
    for (page, drawings) in [(&report, 5), (&sheet, 0)] {
        let Some(told) = measured(&folder, page) else {
            return;
        };
        assert_eq!(told.len(), 4);
        for seen in told {
            assert_eq!(seen["over"], 0, "{}: {seen}", page.display());
            assert_eq!(
                seen["cells"],
                Value::Array(Vec::new()),
                "{}: {seen}",
                page.display()
            );
            assert_eq!(seen["hidden"], "none", "{}: {seen}", page.display());
            assert!(seen["drawings"].as_u64() >= Some(drawings), "{seen}");
        }
    }
}

#[test]
fn on_paper_a_sheet_is_one_page_and_chinese_can_be_read() {
    let folder = TempDir::new().expect("a folder");
    let (report, sheet) = written(&folder);
    match answer("fc-list", &[":lang=zh"]) {
        Some(fonts) if !fonts.trim().is_empty() => (),
        Some(_) => return tools::skip("no font for Chinese is here"),
        None => return,
    }
    for (page, pages, words) in [
        (&report, None, "等待与目标"),
        (&sheet, Some("1"), "班表版本"),
    ] {
        let pdf = page.with_extension("pdf");
        let print = format!("--print-to-pdf={}", text(&pdf));
        if chromium(&[
            &print,
            "--no-pdf-header-footer",
            &format!("file://{}", text(page)),
        ])
        .is_none()
        {
            return;
        }
        let (Some(said), Some(facts)) = (
            answer("pdftotext", &[&text(&pdf), "-"]),
            answer("pdfinfo", &[&text(&pdf)]),
        ) else {
            return;
        };
        assert!(said.contains(words), "{said}");
        // The language that is not chosen stays off the paper.
        assert!(
            !said.contains("Waits against target") && !said.contains("Plan "),
            "{said}"
        );
        let found = facts
            .lines()
            .find_map(|line| line.strip_prefix("Pages:"))
            .map(str::trim);
        assert!(pages.is_none() || found == pages, "{facts}");
        assert!(facts.contains("A4"), "{facts}");
    }
}

#[test]
fn a_refused_roster_has_a_page_with_the_reasons_only() {
    let folder = TempDir::new().expect("a folder");
    let (instance, roster) = rostered(&folder);
    let bytes = std::fs::read_to_string(&roster).expect("the roster");
    let mut file: Value = serde_json::from_str(&bytes).expect("JSON");
    file.as_object_mut()
        .expect("an object")
        .retain(|key, _| key == "witness");
    for day in file["witness"].as_array_mut().expect("days") {
        if day["employee"] == "N1" {
            *day = serde_json::json!({ "employee": "N1", "date": day["date"], "activity": "REST" });
        }
    }
    let (wrong, page) = (
        folder.path().join("wrong.json"),
        folder.path().join("wrong.html"),
    );
    std::fs::write(&wrong, file.to_string()).expect("it is written");
    let output = paiban(&[
        "report",
        &text(&instance),
        &text(&wrong),
        "--out",
        &text(&page),
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let html = std::fs::read_to_string(&page).expect("the page");
    assert!(html.contains("must not be used") && !html.contains("id=\"roster\""));
    let output = paiban(&[
        "print",
        &text(&instance),
        &text(&wrong),
        "--xlsx",
        &text(&folder.path().join("x.xlsx")),
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!folder.path().join("x.xlsx").exists());
}

#[test]
fn a_workbook_opens_and_holds_every_day_and_equal_rosters_give_equal_bytes() {
    let folder = TempDir::new().expect("a folder");
    let (instance, roster) = rostered(&folder);
    let book = |name: &str| {
        let path = folder.path().join(name);
        let output = paiban(&[
            "print",
            &text(&instance),
            &text(&roster),
            "--xlsx",
            &text(&path),
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        path
    };
    let (one, two) = (book("1.xlsx"), book("2.xlsx"));
    let bytes = std::fs::read(&one).expect("a workbook");
    assert!(bytes == std::fs::read(&two).expect("a workbook"));
    // The clock would make them unequal; two that are written in one second would not show it.
    assert_eq!(made(bytes), "2026-03-27T00:00:00Z");
    let script = "import sys, openpyxl; b = openpyxl.load_workbook(sys.argv[1]); \
        s = b.worksheets; print(len(s), s[1].max_row, s[0]['C2'].value, s[1]['B2'].value, s[1]['B2'].is_date)";
    if let Some(told) = python(&["-c", script, &text(&one)]) {
        assert_eq!(told.trim(), "5 13 22:00-30:00 2026-03-27 00:00:00 True");
    }
}

#[test]
fn a_sheet_for_the_wall_names_the_file_of_its_roster() {
    let folder = TempDir::new().expect("a folder");
    let (_, sheet) = written(&folder);
    let roster = std::fs::read(folder.path().join("roster.json")).expect("the roster");
    let sha256 = digest(&roster);
    let html = std::fs::read_to_string(&sheet).expect("the sheet");
    assert!(
        html.contains(&format!("</span> {} · ", &sha256[..12])),
        "{html}"
    );
}
