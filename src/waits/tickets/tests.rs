use super::*;

const LOG: &str = "day,queue,issued,called,ended,counter,outcome\n\
    2026-03-09,hall,9:00:00,9:00:00,9:08:00,1,served\n\
    2026-03-09,hall,9:02,9:08:00,9:16:00,1,served\n\
    2026-03-09,hall,9:05,,9:10,,left\n\
    2026-03-09,hall,9:06,9:16,9:20,1,\n\
    2026-03-09,hall,9:07,,,,void\n\
    2026-03-09,hall,9:30,,,,\n\
    2026-03-09,hall,9:40,9:20,9:25,1,served\n";

#[test]
fn the_own_columns_tell_arrivals_service_patience_and_what_was_left_out() {
    let log = read_tickets(LOG.as_bytes()).unwrap();
    assert_eq!((log.convention, log.tickets.len()), ("tickets", 4));
    let rows: usize = log.left_out.iter().map(|(_, rows)| rows).sum();
    assert_eq!(rows, 3);
    let lines = fit(&log.tickets);
    let line = &lines[0];
    // Services of 8, 8 and 4 minutes; waits of 0, 6, 5 and 10 with one who left.
    assert!((line.service_minutes - 20.0 / 3.0).abs() < 1e-12);
    assert_eq!(line.patience_minutes, Some(21.0));
    assert_eq!(line.whole.tickets, 4.0);
    assert!((line.whole.seen_wait_minutes - 21.0 / 4.0).abs() < 1e-12);
    assert!((line.whole.seen_left - 0.25).abs() < 1e-12);
    assert!(line.whole.expected_wait_minutes > 0.0);
}

#[test]
fn semicolons_of_quotes_and_a_byte_order_mark_do_not_disturb() {
    let text = "\u{feff}day,queue,issued,called\r\n\"9, March\",\"a, b\",8:00,8:01\r\n";
    let log = read_tickets(text.as_bytes()).unwrap();
    assert_eq!(
        (&*log.tickets[0].day, &*log.tickets[0].queue),
        ("9, March", "a, b")
    );
}

#[test]
fn what_cannot_be_read_is_told_with_its_row() {
    let check = |text: &str, code: &str, subject: &str| {
        let findings = read_tickets(text.as_bytes()).unwrap_err();
        assert_eq!((findings[0].code, &*findings[0].subject), (code, subject));
    };
    check("when,who\n1,2\n", "unknown_columns", "header");
    check("", "unknown_columns", "header");
    check("day,issued,called,issued\n", "duplicate_column", "header");
    check(
        "day,issued,called\nx,25:61,9:00\n",
        "bad_time",
        "row 2, issued",
    );
    check(
        "day,issued,called\nx,,9:00\n",
        "missing_field",
        "row 2, issued",
    );
    check(
        "day,issued,called,outcome\nx,8:00,9:00,asleep\n",
        "unknown_value",
        "row 2, outcome",
    );
    assert_eq!(read_tickets(&[0xff, 0xfe]).unwrap_err()[0].code, "not_utf8");
    let many = format!("day,issued,called\n{}", "x,?,?\n".repeat(100));
    assert_eq!(read_tickets(many.as_bytes()).unwrap_err().len(), 20);
}

#[test]
fn a_log_without_a_single_service_gives_no_line_and_no_panic() {
    let text = "day,issued,called\nx,8:00,\n";
    let log = read_tickets(text.as_bytes()).unwrap();
    assert!(log.tickets.is_empty() && fit(&log.tickets).is_empty());
}

#[test]
fn columns_that_are_passed_over_are_named() {
    let text = "day,class,issued,called,ended\nx,gold,9:00,9:05,9:10\n";
    let log = read_tickets(text.as_bytes()).unwrap();
    assert_eq!(log.unread, ["class"]);
    let told = tickets_to_text(&log, &fit(&log.tickets), |text, _| text.to_owned());
    assert!(
        told.contains("columns not read 未读取的列: class"),
        "{told}"
    );
}

#[test]
fn a_line_without_a_known_end_of_service_is_told_as_left_out() {
    let text = "day,queue,issued,called,ended\nx,a,9:00,9:05,\nx,b,9:00,9:05,9:10\n";
    let log = read_tickets(text.as_bytes()).unwrap();
    let lines = fit(&log.tickets);
    assert_eq!((lines.len(), &*lines[0].queue), (1, "b"));
    assert_eq!(tickets_to_json(&log, &lines)["queues_left_out"], 1);
    let text = tickets_to_text(&log, &lines, |text, _| text.to_owned());
    assert!(text.contains("1 queues left out"), "{text}");
}
