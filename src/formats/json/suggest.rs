//! "Did you mean": the nearest of some names.

/// The nearest name, if it is near enough to be a slip of the pen.
pub fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    // A name as long as a paragraph is no slip, and comparing it would take long.
    if length > 64 {
        return None;
    }
    let allowed = (length / 3).clamp(1, 3);
    names
        .map(|name| (distance(word, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// Letters to insert, delete or replace to turn one word into the other, capitals aside.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, letter) in left.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_none() {
        let names = ["start_date", "day_count", "time_zone"];
        let find = |word| nearest(word, names.into_iter());
        assert_eq!(find("start_dat"), Some("start_date"));
        assert_eq!(find("Day_Count"), Some("day_count"));
        assert_eq!(find("timezone"), Some("time_zone"));
        assert_eq!(find("colour"), None);
    }
}
