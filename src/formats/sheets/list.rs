//! Several values in one cell.

use super::cell::trim;

/// Signs that part them.
const SIGNS: [char; 7] = [';', '；', '、', ',', '，', '\n', '\r'];

/// The values, without the blanks around them; what stands in quotation marks is one value.
pub fn split(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                value.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if trim(&value).is_empty() => {
                value.clear();
                quoted = true;
            }
            _ if !quoted && SIGNS.contains(&sign) => values.push(std::mem::take(&mut value)),
            _ => value.push(sign),
        }
    }
    values.push(value);
    values
        .iter()
        .map(|value| trim(value).to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

/// The text of some values; [`split`] gives them back.
pub fn join<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let quoted = |value: &str| match value.contains('"') || value.contains(SIGNS) {
        true => format!("\"{}\"", value.replace('"', "\"\"")),
        false => value.to_owned(),
    };
    values.map(quoted).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::{join, split};

    #[test]
    fn lists_come_back_as_they_were() {
        for list in [
            &["a", "b c"][..],
            &["x;y", "say \"no\"", "一、二"],
            &["one"],
        ] {
            assert_eq!(split(&join(list.iter().copied())), list);
        }
        assert_eq!(split("周一、周二；，周三"), ["周一", "周二", "周三"]);
        assert!(split(" ; ").is_empty());
    }
}
