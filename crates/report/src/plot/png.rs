//! A drawing as SVG in, the same drawing in pixels out, in letters that the program carries: on every machine the same.
//! Letters of scripts that its font lacks are drawn as empty boxes; the SVG shows them in the fonts of its reader.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels for each unit of a drawing: 200 in an inch where a drawing is printed over ten centimetres of a page.
const SCALE: f32 = 2.0;

/// Why a drawing cannot be made into pixels.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The drawing cannot be read.
    #[error("the drawing could not be read: {0}")]
    Drawing(#[from] resvg::usvg::Error),
    /// It is too large.
    #[error("a picture of {0} by {1} pixels is too large")]
    Size(u32, u32),
    /// It cannot be written.
    #[error("the picture could not be written: {0}")]
    Written(String),
}

/// Draws an SVG as a PNG.
///
/// # Errors
///
/// If the drawing is no SVG, or too large for the machine.
pub fn png(svg: &str) -> Result<Vec<u8>, PngError> {
    let mut fonts = fontdb::Database::new();
    for font in [dejavu::sans::regular(), dejavu::sans::bold()] {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("DejaVu Sans");
    let options =
        Options { font_family: "DejaVu Sans".to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size();
    let (width, height) = ((size.width() * SCALE).ceil() as u32, (size.height() * SCALE).ceil() as u32);
    let mut pixels = Pixmap::new(width, height).ok_or(PngError::Size(width, height))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Written(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(words: &str) -> Pixmap {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 40\" width=\"200\" height=\"40\" font-family=\"system-ui, sans-serif\"><rect width=\"200\" height=\"40\" fill=\"#fff\"/><text x=\"5\" y=\"25\">{words}</text></svg>"
        );
        Pixmap::decode_png(&png(&svg).expect("drawn")).expect("a PNG")
    }

    #[test]
    fn words_are_drawn_in_letters_of_several_scripts() {
        let empty = drawn("");
        assert_eq!((empty.width(), empty.height()), (400, 80));
        let dark = |picture: &Pixmap| picture.pixels().iter().filter(|pixel| pixel.red() < 128).count();
        assert_eq!(dark(&empty), 0);
        let boxes = dark(&drawn("\u{10fffd}"));
        for words in ["Tarsk", "Тарск", "طرسك"] {
            assert!(dark(&drawn(words)) > boxes + 100, "{words}");
        }
        assert!(png("<svg").is_err());
    }
}
