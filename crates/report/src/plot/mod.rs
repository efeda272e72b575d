//! A time and an area in, drawings out: when it was, where it was, who says what. SVG, readable in print, in grey and by
//! colour-blind readers: every distinction is made by shape or words as well as by colour.

mod map;
mod matrix;
mod png;
mod svg;
mod timeline;

pub use map::map;
pub use matrix::matrix;
pub use png::{PngError, png};
pub use timeline::timeline;

use truce_record::fold::Standing;

/// Colours that colour-blind readers tell apart. Source: Okabe and Ito 2008, Color Universal Design.
const INK: &str = "#1b1b1b";
const BLUE: &str = "#0072b2";
const VERMILION: &str = "#d55e00";
const GREY: &str = "#767676";

/// Returns the colour of a standing; its shape says the same.
fn colour(standing: Standing) -> &'static str {
    match standing {
        Standing::Corroborated => VERMILION,
        Standing::SingleSource => BLUE,
        Standing::Disputed => INK,
        Standing::Denied | Standing::Retracted => GREY,
    }
}

/// Draws the mark of a standing: corroborated a full circle, single source a ring, disputed a half-filled diamond,
/// denied a cross, retracted a struck ring.
fn mark(standing: Standing, x: f64, y: f64) -> String {
    let colour = colour(standing);
    match standing {
        Standing::Corroborated => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"{colour}\"/>"),
        Standing::SingleSource => {
            format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.2\" fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"1.8\"/>"
            )
        }
        Standing::Disputed => format!(
            "<path d=\"M{x:.1} {:.1}l5.6 5.6l-5.6 5.6l-5.6 -5.6z\" fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"1.6\"/>\
             <path d=\"M{x:.1} {:.1}v11.2l-5.6 -5.6z\" fill=\"{colour}\"/>",
            y - 5.6,
            y - 5.6
        ),
        Standing::Denied => format!(
            "<path d=\"M{:.1} {:.1}l9 9m0 -9l-9 9\" stroke=\"{colour}\" stroke-width=\"2\" fill=\"none\"/>",
            x - 4.5,
            y - 4.5
        ),
        Standing::Retracted => format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.2\" fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"1.4\"/>\
             <path d=\"M{:.1} {y:.1}h12\" stroke=\"{colour}\" stroke-width=\"1.6\"/>",
            x - 6.0
        ),
    }
}

/// Draws what the marks mean, in one line from the left.
fn legend(drawing: &mut svg::Drawing, mut x: f64, y: f64) {
    for standing in Standing::ALL {
        drawing.raw(&mark(standing, x, y));
        drawing.text(x + 9.0, y + 4.0, standing.as_str(), svg::Align::Start, 12.0);
        x += 24.0 + 7.2 * standing.as_str().len() as f64;
    }
}
