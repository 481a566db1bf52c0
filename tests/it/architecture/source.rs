//! Reads Rust source just far enough to list the paths it names.
//!
//! Comments and literals are passed over, `use` trees are flattened, `super` is followed as far as the crate root, and
//! code that exists only in tests is marked. Names brought in under another name (`use crate::law as l; l::evaluate`)
//! are seen where they are brought in.

/// A path as written from its first segment, `crate::` and `super::` already resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Line in the file, from 1.
    pub line: usize,
    /// `["crate", "law", "RuleKind"]`, `["rand", "Rng"]`; a glob ends in `*`.
    pub path: Vec<String>,
    /// Inside an item marked `#[cfg(test)]`.
    pub in_test: bool,
}

/// What the rules want to know about one file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Every path that may lead into another room or another package.
    pub named: Vec<Named>,
    /// Lines with the keyword `unsafe`.
    pub unsafe_lines: Vec<usize>,
    /// Modules declared with `mod name;`, and whether only tests have them.
    pub declared: Vec<(String, bool)>,
}

/// Reads `text`, the source of the module `module` (segments below the crate root).
pub fn read(text: &str, module: &[&str]) -> Source {
    let mut reader = Reader {
        tokens: tokens(text),
        at: 0,
        module: module.iter().map(|s| s.to_string()).collect(),
        source: Source::default(),
    };
    reader.items(false);
    reader.source
}

#[derive(Clone, Debug, PartialEq)]
struct Token {
    line: usize,
    /// An identifier, `::`, or a single other character.
    text: String,
}

impl Token {
    fn is_word(&self) -> bool {
        self.text
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// Splits into identifiers, `::` and single characters; comments, literals and lifetimes are gone.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let peek = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let (mut i, mut line, mut found) = (0, 1, Vec::new());
    while i < chars.len() {
        let end = match chars[i] {
            '/' if peek(i + 1) == '/' => end_of_line(&chars, i),
            '/' if peek(i + 1) == '*' => end_of_comment(&chars, i),
            '"' => end_of_string(&chars, i + 1),
            '\'' => end_of_quote(&chars, i),
            c if c.is_alphanumeric() || c == '_' => {
                let end = end_of_word(&chars, i);
                let word: String = chars[i..end].iter().collect();
                match raw_string(&chars, end, &word) {
                    Some(end) => end,
                    // `r#mod` is an identifier: its name follows as a word of its own.
                    None if word == "r" && peek(end) == '#' => end + 1,
                    None => {
                        found.push(Token { line, text: word });
                        end
                    }
                }
            }
            c if c.is_whitespace() => i + 1,
            ':' if peek(i + 1) == ':' => {
                let text = "::".to_string();
                found.push(Token { line, text });
                i + 2
            }
            c => {
                let text = c.to_string();
                found.push(Token { line, text });
                i + 1
            }
        };
        line += chars[i..end].iter().filter(|&&c| c == '\n').count();
        i = end;
    }
    found
}

fn end_of_line(chars: &[char], from: usize) -> usize {
    let length = chars[from..].iter().position(|&c| c == '\n');
    length.map_or(chars.len(), |n| from + n)
}

fn end_of_word(chars: &[char], from: usize) -> usize {
    let length = chars[from..]
        .iter()
        .position(|&c| !c.is_alphanumeric() && c != '_');
    length.map_or(chars.len(), |n| from + n)
}

/// Block comments nest.
fn end_of_comment(chars: &[char], from: usize) -> usize {
    let (mut i, mut depth) = (from, 0);
    while i < chars.len() {
        match chars[i..] {
            ['/', '*', ..] => (i, depth) = (i + 2, depth + 1),
            ['*', '/', ..] => (i, depth) = (i + 2, depth - 1),
            _ => i += 1,
        }
        if depth == 0 {
            break;
        }
    }
    i
}

fn end_of_string(chars: &[char], mut i: usize) -> usize {
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    (i + 1).min(chars.len())
}

/// `'a'` and `'\n'` are characters; `'a` alone is a lifetime.
fn end_of_quote(chars: &[char], from: usize) -> usize {
    match chars[from + 1..] {
        ['\\', ..] => {
            let length = chars[(from + 3).min(chars.len())..]
                .iter()
                .position(|&c| c == '\'');
            length.map_or(chars.len(), |n| from + 3 + n + 1)
        }
        [_, '\'', ..] => from + 3,
        _ => end_of_word(chars, from + 1),
    }
}

/// The end of `r"…"`, `r#"…"#`, `b"…"`, `br#"…"#`, `c"…"`, when `word` before `i` opens one.
fn raw_string(chars: &[char], i: usize, word: &str) -> Option<usize> {
    let hashes = chars[i..].iter().take_while(|&&c| c == '#').count();
    if chars.get(i + hashes) != Some(&'"') {
        return None;
    }
    match word {
        "b" | "c" if hashes == 0 => Some(end_of_string(chars, i + 1)),
        "r" | "br" | "cr" => {
            let close: Vec<char> = std::iter::once('"').chain(vec!['#'; hashes]).collect();
            let body = &chars[i + hashes + 1..];
            let length = body.windows(close.len()).position(|w| w == close);
            Some(length.map_or(chars.len(), |n| i + hashes + 1 + n + close.len()))
        }
        _ => None,
    }
}

/// Words that are no part of the path behind them, as in `return ::rand::rng()`.
const BEFORE_A_PATH: &[&str] = &[
    "as", "break", "const", "dyn", "else", "for", "if", "impl", "in", "match", "move", "mut",
    "ref", "return", "where", "while",
];

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    module: Vec<String>,
    source: Source,
}

impl Reader {
    fn text(&self, offset: usize) -> &str {
        self.tokens.get(self.at + offset).map_or("", |t| &t.text)
    }

    fn looking_at(&self, texts: &[&str]) -> bool {
        texts
            .iter()
            .enumerate()
            .all(|(i, text)| self.text(i) == *text)
    }

    /// Reads to the `}` that closes the block it stands in, or to the end of the file.
    fn items(&mut self, in_test: bool) {
        while self.at < self.tokens.len() && self.text(0) != "}" {
            self.step(in_test);
        }
        self.at += 1;
    }

    fn step(&mut self, in_test: bool) {
        if self.looking_at(&["#", "[", "cfg", "(", "test", ")", "]"]) {
            self.at += 7;
            self.test_item();
        } else if self.text(0) == "mod" && self.text(2) == "{" {
            self.module.push(self.text(1).to_string());
            self.at += 3;
            self.items(in_test);
            self.module.pop();
        } else if self.text(0) == "mod" && self.text(2) == ";" {
            self.source
                .declared
                .push((self.text(1).to_string(), in_test));
            self.at += 3;
        } else if self.text(0) == "{" {
            self.at += 1;
            self.items(in_test);
        } else if self.text(0) == "use" {
            self.at += 1;
            self.use_tree(Vec::new(), in_test);
        } else if self.looking_at(&["extern", "crate"]) {
            self.at += 2;
            self.use_tree(Vec::new(), in_test);
        } else if self.text(0) == "unsafe" {
            self.source.unsafe_lines.push(self.tokens[self.at].line);
            self.at += 1;
        } else if self.starts_a_path() {
            self.path(in_test);
        } else {
            self.at += 1;
        }
    }

    /// One item: up to its `;`, or to the end of its block.
    fn test_item(&mut self) {
        let mut brackets = 0;
        while self.at < self.tokens.len() {
            let (start, text) = (self.at, self.text(0).to_string());
            match text.as_str() {
                "(" | "[" => brackets += 1,
                ")" | "]" => brackets -= 1,
                "}" => return,
                _ => {}
            }
            self.step(true);
            let last = &self.tokens[self.at.min(self.tokens.len()) - 1].text;
            let block_read = last == "}" && self.at > start + 1;
            if brackets == 0 && (last == ";" || block_read) {
                return;
            }
        }
    }

    /// Behind a turbofish or a `<T as Trait>` a path goes on; there it does not start.
    fn starts_a_path(&self) -> bool {
        let before = |n: usize| self.at.checked_sub(n).map_or("", |i| &self.tokens[i].text);
        let goes_on = before(1) == "::" && before(2) == ">";
        let token = &self.tokens[self.at];
        let begins = token.is_word() && !BEFORE_A_PATH.contains(&token.text.as_str());
        begins && self.text(1) == "::" && !goes_on
    }

    /// `a::b::c` in code; what follows a turbofish is a method and does not matter.
    fn path(&mut self, in_test: bool) {
        let line = self.tokens[self.at].line;
        let mut path = vec![self.text(0).to_string()];
        self.at += 1;
        while self.text(0) == "::" && self.tokens.get(self.at + 1).is_some_and(Token::is_word) {
            path.push(self.text(1).to_string());
            self.at += 2;
        }
        self.note(line, path, in_test);
    }

    /// One branch of a `use`, up to the `,`, `}` or `;` behind it.
    fn use_tree(&mut self, mut path: Vec<String>, in_test: bool) {
        loop {
            let line = self.tokens.get(self.at).map_or(0, |t| t.line);
            match self.text(0) {
                "{" => {
                    self.at += 1;
                    while !["}", ""].contains(&self.text(0)) {
                        let start = self.at;
                        self.use_tree(path.clone(), in_test);
                        // In a macro a branch may be `$name`: pass over what is no path.
                        self.at += usize::from(self.text(0) == "," || self.at == start);
                    }
                    self.at += 1;
                    return;
                }
                "::" => {
                    self.at += 1;
                    continue;
                }
                "self" if !path.is_empty() => self.at += 1,
                word if word == "*" || self.tokens.get(self.at).is_some_and(Token::is_word) => {
                    path.push(word.to_string());
                    self.at += 1;
                }
                _ => return,
            }
            if self.text(0) != "::" {
                if self.text(0) == "as" {
                    self.at += 2;
                }
                self.note(line, path, in_test);
                return;
            }
        }
    }

    fn note(&mut self, line: usize, path: Vec<String>, in_test: bool) {
        let path = match path[0].as_str() {
            "self" | "Self" => return,
            "super" => {
                let ups = path.iter().take_while(|s| *s == "super").count();
                let keep = self.module.len().saturating_sub(ups);
                let stem =
                    std::iter::once("crate").chain(self.module[..keep].iter().map(String::as_str));
                stem.map(str::to_string)
                    .chain(path[ups..].iter().cloned())
                    .collect()
            }
            _ => path,
        };
        self.source.named.push(Named {
            line,
            path,
            in_test,
        });
    }
}
