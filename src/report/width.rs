//! Columns on a terminal: a Chinese character takes two.

/// Characters that terminals draw two columns wide.
const WIDE: [(u32, u32); 13] = [
    (0x1100, 0x115F),   // Hangul initials
    (0x2E80, 0x303E),   // radicals, CJK punctuation
    (0x3041, 0x33FF),   // kana, CJK compatibility
    (0x3400, 0x4DBF),   // CJK extension A
    (0x4E00, 0x9FFF),   // CJK
    (0xA000, 0xA4CF),   // Yi
    (0xAC00, 0xD7A3),   // Hangul
    (0xF900, 0xFAFF),   // CJK compatibility ideographs
    (0xFE30, 0xFE6F),   // CJK compatibility forms
    (0xFF00, 0xFF60),   // full-width forms
    (0xFFE0, 0xFFE6),   // full-width signs
    (0x1F300, 0x1FAFF), // pictographs
    (0x20000, 0x3FFFD), // CJK extensions B and on
];

/// Characters that take no column: combining marks, joiners, variation selectors.
const NONE: [(u32, u32); 3] = [(0x0300, 0x036F), (0x200B, 0x200F), (0xFE00, 0xFE0F)];

fn columns(character: char) -> usize {
    let code = character as u32;
    let within = |ranges: &[(u32, u32)]| {
        ranges
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&code))
    };
    if within(&NONE) {
        0
    } else if within(&WIDE) {
        2
    } else {
        1
    }
}

/// Columns that a text takes on a terminal.
pub fn display_width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The text filled up with spaces to at least so many columns.
pub fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(display_width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// The text cut to at most so many columns; a cut text ends in `~`.
pub fn clip(text: &str, most: usize) -> String {
    if display_width(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 0;
    for character in text.chars() {
        taken += columns(character);
        // One column stays free for the mark.
        if taken >= most {
            break;
        }
        kept.push(character);
    }
    if most > 0 {
        kept.push('~');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{clip, display_width, pad};

    #[test]
    fn chinese_characters_take_two_columns() {
        assert_eq!(display_width("abc"), 3);
        assert_eq!(display_width("班表"), 4);
        assert_eq!(display_width("王芳 (E01)，"), 12);
        assert_eq!(display_width("e\u{301}"), 1);
    }

    #[test]
    fn padded_texts_line_up() {
        assert_eq!(display_width(&pad("休", 6)), 6);
        assert_eq!(pad("too long", 3), "too long");
    }

    #[test]
    fn cut_texts_keep_to_their_columns() {
        assert_eq!(clip("王芳芳", 6), "王芳芳");
        assert_eq!(clip("王芳芳芳", 6), "王芳~");
        assert_eq!(clip("abcdef", 4), "abc~");
        assert_eq!(clip("王", 0), "");
        for most in 1..8 {
            assert!(display_width(&clip("a王b芳c班d", most)) <= most);
        }
    }
}
