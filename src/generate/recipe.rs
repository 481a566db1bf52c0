//! The recipe in words, printed beside every figure that comes from a generated hall.

/// How a hall is generated, in English and Chinese.
pub fn recipe() -> &'static str {
    include_str!("recipe.txt")
}
