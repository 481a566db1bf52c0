//! Shapes of a drawing, in units of its own view box; colours stand in the page's style sheet.

use super::tongue::escape;

/// A drawing under way.
#[derive(Debug)]
pub(super) struct Svg {
    width: f64,
    height: f64,
    body: String,
}

/// Where a text's given point lies in it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    pub fn new(width: f64, height: f64) -> Svg {
        Svg {
            width,
            height,
            body: String::new(),
        }
    }

    /// A rectangle with what is told when somebody points at it; nothing when it has no extent.
    pub fn rect(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        class: &str,
        told: &str,
    ) {
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let title = match told {
            "" => String::new(),
            told => format!("<title>{}</title>", escape(told)),
        };
        self.body.push_str(&format!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{title}</rect>",
            short(x),
            short(y),
            short(width),
            short(height),
        ));
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        self.path(&[from, to], class);
    }

    /// Straight lines from point to point.
    pub fn path(&mut self, points: &[(f64, f64)], class: &str) {
        let Some(((x, y), rest)) = points.split_first() else {
            return;
        };
        let mut path = format!("M{} {}", short(*x), short(*y));
        for (x, y) in rest {
            path.push_str(&format!("L{} {}", short(*x), short(*y)));
        }
        self.body
            .push_str(&format!("<path class=\"{class}\" d=\"{path}\"/>"));
    }

    /// A dot with what is told when somebody points at it.
    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, class: &str, told: &str) {
        self.body.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"><title>{}</title></circle>",
            short(x),
            short(y),
            short(radius),
            escape(told),
        ));
    }

    /// A text.
    pub fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        self.body.push_str(&format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            short(x),
            short(y),
            escape(text),
        ));
    }

    /// The drawing, with what it shows for those who cannot see it.
    pub fn finish(self, label: &str) -> String {
        self.element(label, "")
    }

    /// As [`Svg::finish`], stretched to the room it is given: for bars.
    pub fn finish_stretched(self, label: &str) -> String {
        self.element(label, " preserveAspectRatio=\"none\"")
    }

    fn element(self, label: &str, more: &str) -> String {
        format!(
            "<svg{more} viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}</svg>",
            short(self.width),
            short(self.height),
            escape(label),
            self.body,
        )
    }
}

/// A number with at most one decimal; what is no number becomes 0, so that a drawing stays one.
fn short(number: f64) -> String {
    if !number.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Svg, short};

    #[test]
    fn numbers_are_short_and_always_numbers() {
        assert_eq!(short(12.0), "12");
        assert_eq!(short(0.25), "0.2");
        assert_eq!(short(f64::NAN), "0");
        assert_eq!(short(f64::INFINITY), "0");
    }

    #[test]
    fn texts_in_a_drawing_stay_texts() {
        let mut svg = Svg::new(10.0, 10.0);
        svg.text((0.0, 0.0), Anchor::Start, "t", "</text><script>");
        svg.rect((0.0, 0.0), (1.0, 1.0), "r", "a<b");
        let drawn = svg.finish("\"x\"");
        assert!(
            !drawn.contains("<script>") && !drawn.contains("a<b"),
            "{drawn}"
        );
    }
}
