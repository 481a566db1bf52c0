//! Two languages on one page, and text made safe for it.

/// The language a page shows first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

/// A few words for the terminal: in one language, or in both, English first.
pub fn worded(language: Option<Language>, en: &str, zh: &str) -> String {
    match language {
        Some(Language::English) => en.to_owned(),
        Some(Language::Chinese) => zh.to_owned(),
        None => format!("{en} {zh}"),
    }
}

/// Text as HTML and SVG show it, whatever it holds; control characters become spaces.
pub(in crate::report) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// A text in both languages, of which the page shows one.
pub(super) fn both(en: &str, zh: &str) -> String {
    both_marked(&escape(en), &escape(zh))
}

/// As [`both`], for texts that are HTML already.
pub(super) fn both_marked(en: &str, zh: &str) -> String {
    format!("<span lang=\"zh\">{zh}</span><span lang=\"en\">{en}</span>")
}

/// An entry of a legend: a sample in the style of `class`, and what it stands for.
pub(super) fn key(class: &str, words: &str) -> String {
    format!("<span class=\"entry\"><i class=\"key {class}\"></i>{words}</span> ")
}

/// The line under a list that shows no more than `shown` of its entries; nothing under a whole one.
pub(super) fn more(entries: usize, shown: usize) -> String {
    match entries.saturating_sub(shown) {
        0 => String::new(),
        more => format!(
            "<p class=\"small\">{}</p>",
            both(
                &format!("... and {more} more"),
                &format!("…… 另有 {more} 条")
            )
        ),
    }
}

/// A table's or section's words: English, Chinese.
pub(super) type Words = (&'static str, &'static str);

/// A row of headings.
pub(super) fn headings(words: &[Words]) -> String {
    let cells = words
        .iter()
        .map(|(en, zh)| format!("<th>{}</th>", both(en, zh)));
    format!("<tr>{}</tr>", cells.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{escape, more};

    #[test]
    fn nothing_that_is_written_can_become_markup() {
        assert_eq!(
            escape("<script>\"a\" & 'b'</script>\u{0}"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt; "
        );
        assert_eq!(escape("王芳"), "王芳");
    }

    #[test]
    fn a_list_that_is_cut_says_how_much_is_left_out() {
        assert_eq!(more(200, 200), "");
        assert!(more(207, 200).contains("... and 7 more"));
    }
}
