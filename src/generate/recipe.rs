//! The recipe in words, printed beside every figure that comes from a generated hall.

/// How a hall is generated, in English and Chinese.
pub fn recipe() -> &'static str {
    include_str!("recipe.txt")
}

/// How districts and cities are generated, in English and Chinese.
pub fn district_recipe() -> &'static str {
    include_str!("recipe-district.txt")
}
