//! Incidents and zones on a plain map: degrees, a scale, and around each point how far away it may have been. No base
//! map and no borders: none that is free of claims comes with the program.

use truce_record::fold::Area;
use truce_record::statement::Point;

use super::svg::{Align, Drawing, cut};
use super::{GREY, INK, legend, mark};
use crate::area::outline;
use crate::scene::{Class, Period, Seen};

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 640.0;
const FRAME: f64 = 48.0;

/// How many places bear their names.
const NAMES: usize = 24;

/// The plane of the map.
struct Plane {
    west: f64,
    north: f64,
    scale: f64,
    wide: f64,
}

impl Plane {
    /// Makes a plane in which all points lie.
    fn around(points: &[(f64, f64)]) -> Option<Self> {
        let least = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).fold(f64::INFINITY, f64::min);
        let most = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
        let (south, north, west, east) =
            (least(|at| at.0), most(|at| at.0), least(|at| at.1), most(|at| at.1));
        if !south.is_finite() {
            return None;
        }
        let wide = f64::midpoint(south, north).to_radians().cos().max(0.05);
        // At least a tenth of a degree, so that one village does not fill the sheet.
        let (tall, broad) = ((north - south).max(0.1) * 1.15, (east - west).max(0.1) * 1.15);
        let scale = ((WIDTH - 2.0 * FRAME) / (broad * wide)).min((HEIGHT - 2.0 * FRAME - 40.0) / tall);
        let (middle_lat, middle_lon) = (f64::midpoint(south, north), f64::midpoint(west, east));
        Some(Self {
            west: middle_lon - (WIDTH / 2.0) / (scale * wide),
            north: middle_lat + ((HEIGHT - 40.0) / 2.0) / scale,
            scale,
            wide,
        })
    }

    fn at(&self, lat: f64, lon: f64) -> (f64, f64) {
        ((lon - self.west) * self.scale * self.wide, (self.north - lat) * self.scale)
    }

    fn metres(&self, metres: f64) -> f64 {
        metres / 111_195.0 * self.scale
    }
}

/// Draws a map.
pub fn map(period: &Period<'_>, zones: &[Area]) -> String {
    let seen: Vec<(&Seen, Point)> = period
        .incidents
        .iter()
        .filter(|seen| seen.class != Class::Other)
        .filter_map(|seen| Some((seen, seen.incident.places.iter().find_map(|place| place.point)?)))
        .collect();
    let shapes: Vec<_> =
        zones.iter().filter_map(|zone| Some((zone, zone.outline.as_deref().and_then(outline)?))).collect();
    let mut points: Vec<(f64, f64)> = seen.iter().map(|(_, point)| point.degrees()).collect();
    for (_, shape) in &shapes {
        points.extend(shape.iter().flat_map(|polygon| polygon.exterior().0.iter().map(|at| (at.y, at.x))));
    }
    let missing = period.incidents.len() - seen.len();
    let Some(plane) = Plane::around(&points) else {
        let mut empty = Drawing::new(WIDTH, 60.0, "Map", "No incident has a point.");
        empty.text(WIDTH / 2.0, 34.0, "No incident has a place with a point.", Align::Middle, 14.0);
        return empty.finish();
    };
    let mut drawing = Drawing::new(
        WIDTH,
        HEIGHT,
        "Map of incidents",
        &format!("{} incidents with their uncertainty; {missing} without a point are not drawn.", seen.len()),
    );
    grid(&mut drawing, &plane);
    for (zone, shape) in &shapes {
        for polygon in shape.iter() {
            let corners: Vec<String> = polygon
                .exterior()
                .0
                .iter()
                .map(|at| {
                    let (x, y) = plane.at(at.y, at.x);
                    format!("{x:.1},{y:.1}")
                })
                .collect();
            drawing.raw(&format!(
                "<polygon points=\"{}\" fill=\"#56b4e9\" fill-opacity=\"0.15\" stroke=\"{INK}\" stroke-dasharray=\"6 4\"><title>{}</title></polygon>",
                corners.join(" "),
                crate::export::xml(zone.name.as_deref().unwrap_or(&zone.kind))
            ));
        }
    }
    for (one, point) in &seen {
        let (lat, lon) = point.degrees();
        let (x, y) = plane.at(lat, lon);
        let radius =
            one.incident.places.iter().find(|place| place.point.is_some()).and_then(|place| place.radius_m);
        let around = plane.metres(f64::from(radius.unwrap_or(0)));
        if around > 7.0 {
            drawing.raw(&format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\" fill=\"none\" stroke=\"{GREY}\" stroke-opacity=\"0.5\"/>",
                around.min(WIDTH)
            ));
        }
    }
    let mut named: Vec<(&str, f64, f64, usize)> = Vec::new();
    for (one, point) in &seen {
        let (lat, lon) = point.degrees();
        let (x, y) = plane.at(lat, lon);
        let place = one.incident.places.iter().find(|place| place.point.is_some());
        let name = place.map_or("", |place| place.name.as_str());
        let when = one.incident.when.map_or_else(|| "no day".to_owned(), |when| when.to_string());
        let told = crate::export::xml(&format!(
            "{when} {}, {name}, {}",
            one.incident.act,
            one.incident.standing.as_str()
        ));
        drawing.raw(&format!("<g><title>{told}</title>{}</g>", mark(one.incident.standing, x, y)));
        match named.iter_mut().find(|(known, ..)| *known == name) {
            Some((.., count)) => *count += 1,
            None => named.push((name, x, y, 1)),
        }
    }
    named.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    let mut placed: Vec<(f64, f64)> = Vec::new();
    for (name, x, y, count) in named.into_iter().take(NAMES) {
        // A name that would stand on another is left out; the mark keeps it as its title.
        if placed.iter().any(|(other_x, other_y)| (other_x - x).abs() < 90.0 && (other_y - y).abs() < 13.0) {
            continue;
        }
        placed.push((x, y));
        let words = if count > 1 { format!("{} ({count})", cut(name, 22)) } else { cut(name, 22) };
        drawing.text(x + 8.0, y - 6.0, &words, Align::Start, 12.0);
    }
    scale_bar(&mut drawing, &plane);
    legend(&mut drawing, FRAME, HEIGHT - 18.0);
    drawing.finish()
}

/// Draws lines of latitude and longitude with their degrees.
fn grid(drawing: &mut Drawing, plane: &Plane) {
    let step = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0]
        .into_iter()
        .find(|step| step * plane.scale >= 70.0)
        .unwrap_or(60.0);
    let south = plane.north - (HEIGHT - 40.0) / plane.scale;
    let east = plane.west + WIDTH / (plane.scale * plane.wide);
    let mut lat = (south / step).ceil() * step;
    while lat <= plane.north && lat <= 90.0 {
        let (_, y) = plane.at(lat, plane.west);
        drawing.line((0.0, y), (WIDTH, y), "#e4e4e4", 1.0);
        drawing.text(6.0, y - 3.0, &degrees(lat, 'N', 'S'), Align::Start, 10.5);
        lat += step;
    }
    let mut lon = (plane.west / step).ceil() * step;
    while lon <= east {
        let (x, _) = plane.at(plane.north, lon);
        drawing.line((x, 0.0), (x, HEIGHT - 40.0), "#e4e4e4", 1.0);
        drawing.text(x + 3.0, 12.0, &degrees(lon, 'E', 'W'), Align::Start, 10.5);
        lon += step;
    }
}

fn degrees(value: f64, plus: char, minus: char) -> String {
    let letter = if value < 0.0 { minus } else { plus };
    let text = format!("{:.2}", value.abs());
    format!("{}\u{b0}{letter}", text.trim_end_matches('0').trim_end_matches('.'))
}

fn scale_bar(drawing: &mut Drawing, plane: &Plane) {
    let kilometres = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0]
        .into_iter()
        .rfind(|kilometres| plane.metres(kilometres * 1000.0) <= 180.0)
        .unwrap_or(1.0);
    let long = plane.metres(kilometres * 1000.0);
    let (x, y) = (WIDTH - FRAME - long, HEIGHT - 52.0);
    drawing.line((x, y), (x + long, y), INK, 2.0);
    drawing.text(x + long / 2.0, y - 5.0, &format!("{kilometres} km"), Align::Middle, 11.5);
}
