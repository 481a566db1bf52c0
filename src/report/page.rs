//! Lines of text, kept clean of anything that a terminal would act on.

/// A text under way.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// A section's heading in both languages.
    pub fn section(&mut self, en: &str, zh: &str) {
        self.line("");
        self.line(&format!("== {en} {zh} =="));
    }

    /// A line; names come from outside, so control characters become spaces.
    pub fn line(&mut self, line: &str) {
        let clean: String = line
            .chars()
            .map(|character| {
                if character.is_control() {
                    ' '
                } else {
                    character
                }
            })
            .collect();
        self.text.push_str(clean.trim_end());
        self.text.push('\n');
    }

    /// The whole text.
    pub fn finish(self) -> String {
        self.text
    }
}
