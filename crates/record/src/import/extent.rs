//! The places, agreements and zones of rows: what `draw` needs beside events and figures.

use truce_read::span::Bytes;

use super::draw::{Drawer, Faults};
use super::geometry;
use super::table::Row;
use super::{ZONE_TYPES, value};
use crate::statement::{Agreement, Content, Place, Point, Zone};

/// How far from its point a thing may have been, in metres, by UCDP's `where_prec` from 1 to 7.
const RADII: [u32; 7] = [5_000, 25_000, 50_000, 100_000, 100_000, 500_000, 500_000];

/// Exactness of a point where nothing tells it: near the place.
const NEAR: u8 = 2;

impl Drawer<'_, '_> {
    /// Reads where a thing was.
    pub(super) fn places(&mut self, row: &Row, faults: &mut Faults) -> Vec<Place> {
        let mapping = self.mapping;
        let columns = mapping.place.as_ref();
        let said = |column| self.cell(row, column).map(|cell| cell.text.clone());
        let name = said(columns.and_then(|columns| columns.name.as_ref()));
        let division = said(columns.and_then(|columns| columns.division.as_ref()));
        let country = said(columns.and_then(|columns| columns.country.as_ref()));
        let geonames = said(columns.and_then(|columns| columns.geonames.as_ref()));
        let (point, precision, radius_m) = self.point(row, faults);
        let Some(name) = name.or_else(|| division.clone()).or_else(|| country.clone()).or_else(|| {
            let (lat, lon) = point?.degrees();
            Some(format!("{lat} {lon}"))
        }) else {
            return Vec::new();
        };
        vec![Place {
            name,
            also: Vec::new(),
            point,
            radius_m,
            precision,
            country: country.and_then(|country| self.names.country(&country)),
            geonames: geonames.and_then(|id| id.parse().ok()).filter(|&id| id > 0),
            division,
            kind: None,
        }]
    }

    /// Reads the point, its exactness, and how far around it the thing may have been.
    fn point(&self, row: &Row, faults: &mut Faults) -> (Option<Point>, u8, Option<u32>) {
        const NONE: (Option<Point>, u8, Option<u32>) = (None, 0, None);
        let Some(columns) = &self.mapping.place else { return NONE };
        let told = self.cell(row, columns.lat.as_ref()).zip(self.cell(row, columns.lon.as_ref()));
        let (point, reach) = match (told, &columns.lat, &columns.lon, &row.shape) {
            (Some((lat, lon)), Some(lat_column), Some(lon_column), _) => {
                let north = faults.take(&lat_column.told, &lat.text, value::degrees(&lat.text, 90.0));
                let east = faults.take(&lon_column.told, &lon.text, value::degrees(&lon.text, 180.0));
                let (Some(north), Some(east)) = (north, east) else { return NONE };
                (Point::from_degrees(north, east), 0)
            }
            (_, _, _, Some(shape)) => match geometry::middle(shape) {
                Some((point, reach)) => (Some(point), reach),
                None => return NONE,
            },
            _ => return NONE,
        };
        let mut exactness = columns.exactness.unwrap_or(NEAR);
        if let (Some(cell), Some(column)) = (self.cell(row, columns.precision.as_ref()), &columns.precision) {
            match columns.precisions.get(cell.text.as_str()) {
                Some(known) => exactness = *known,
                None if columns.exactness.is_some() => {}
                None => faults.add(
                    &column.told,
                    &cell.text,
                    (
                        "means nothing here as an exactness of place".to_owned(),
                        "add the value under `precisions` in the mapping, or give `exactness`",
                    ),
                ),
            }
        }
        let mut radius = RADII[usize::from(exactness.clamp(1, 7)) - 1].max(reach);
        if let (Some(cell), Some(column)) = (self.cell(row, columns.radius_km.as_ref()), &columns.radius_km)
            && let Some(km) = faults.take(&column.told, &cell.text, value::degrees(&cell.text, 20_000.0))
        {
            radius = (km.abs() * 1000.0).round() as u32;
        }
        (point, exactness, Some(radius))
    }

    /// Reads an agreement.
    pub(super) fn agreement(&mut self, row: &Row, faults: &mut Faults) -> Vec<(Content, Bytes)> {
        let mapping = self.mapping;
        let Some(columns) = &mapping.agreement else { return Vec::new() };
        let when = self.when(row, mapping.when.as_ref(), faults);
        let until = self.when(row, columns.until.as_ref(), faults);
        let place = self.places(row, faults);
        let year = when.map(|when| when.earliest.year());
        let country = place.first().and_then(|place| place.country.clone());
        let split = columns.split.as_deref();
        let meant = |cell: Option<&super::table::Cell>,
                     known: &std::collections::BTreeMap<String, String>| {
            let text = &cell?.text;
            known
                .iter()
                .find(|(value, _)| value.eq_ignore_ascii_case(text))
                .map(|(_, meaning)| meaning.clone())
        };
        let kind = meant(self.cell(row, columns.kind.as_ref()), &columns.types);
        let stage = meant(self.cell(row, columns.stage.as_ref()), &columns.stages);
        let agreement = Agreement {
            kind: kind.unwrap_or_else(|| columns.default_type.clone()),
            name: self.cell(row, columns.name.as_ref()).map(|cell| cell.text.clone()),
            parties: self.actors(row, &columns.parties, split, country.as_deref(), year),
            brokers: self.actors(row, &columns.brokers, split, country.as_deref(), year),
            place,
            when,
            until,
            stage: stage.unwrap_or_else(|| columns.default_stage.clone()),
        };
        vec![(Content::Agreement(agreement), row.run)]
    }

    /// Reads an area.
    pub(super) fn zone(&mut self, row: &Row, faults: &mut Faults) -> Vec<(Content, Bytes)> {
        let mapping = self.mapping;
        let Some(columns) = &mapping.zone else { return Vec::new() };
        let shape = match (&row.shape, columns.buffer_km) {
            (Some(shape), Some(km)) => geometry::buffered(shape, km),
            (shape, _) => shape.clone(),
        };
        let Some(shape) = shape else {
            faults.add("", "", ("the row has no shape".to_owned(), "draw it, or leave the row out"));
            return Vec::new();
        };
        let name = self.cell(row, columns.name.as_ref()).map(|cell| cell.text.clone());
        let told = self.cell(row, columns.kind.as_ref()).map(|cell| cell.text.to_lowercase());
        let place = geometry::middle(&shape).map(|(point, radius)| Place {
            name: name.clone().unwrap_or_else(|| {
                let (lat, lon) = point.degrees();
                format!("{lat:.4} {lon:.4}")
            }),
            point: Some(point),
            radius_m: Some(radius),
            precision: match radius {
                0..=10_000 => 1,
                10_001..=25_000 => 2,
                25_001..=50_000 => 3,
                _ => 4,
            },
            ..Place::default()
        });
        let zone = Zone {
            kind: told
                .filter(|told| ZONE_TYPES.contains(&told.as_str()))
                .unwrap_or_else(|| columns.default_type.clone()),
            name,
            place: place.into_iter().collect(),
            rule: self.cell(row, columns.rule.as_ref()).map(|cell| cell.text.clone()),
            outline: Some(geometry::outline(&shape)),
        };
        vec![(Content::Zone(zone), row.run)]
    }
}
