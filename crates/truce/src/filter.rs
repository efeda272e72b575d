//! What of the ledger is meant: the filters that several commands share.

use truce_record::fold::Standing;
use truce_record::id::{RecordId, RecordKind};
use truce_record::log::{Filter, Near};
use truce_record::statement::{Point, When};
use truce_report::brief::Only;

use crate::ledger::{self, LedgerArgument, told};

/// What is meant.
#[derive(Debug, Clone, clap::Args)]
pub struct FilterArguments {
    #[command(flatten)]
    narrow: NarrowArguments,
    /// Only what can have been on this day, month or year, or later.
    #[arg(long, value_name = "DAY", value_parser = time)]
    since: Option<When>,
    /// Only what can have been on this day, month or year, or earlier.
    #[arg(long, value_name = "DAY", value_parser = time)]
    until: Option<When>,
    /// Only what lies around the places of this zone.
    #[arg(long, value_name = "ID")]
    zone: Option<RecordId>,
    /// Those that a person rejected too.
    #[arg(long)]
    rejected: bool,
    /// At most so many.
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

/// Which records are meant of those of a time and an area.
#[derive(Debug, Clone, clap::Args)]
pub struct NarrowArguments {
    /// Only what names a place with these letters.
    #[arg(long = "where", value_name = "PLACE")]
    place: Option<String>,
    /// Only what lies in this circle: degrees north, degrees east, kilometres.
    #[arg(long, value_name = "LAT,LON,KM", value_parser = circle, allow_hyphen_values = true)]
    near: Option<Near>,
    /// Only what names an actor with these letters, or with this id of the lexicon.
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Only these acts; of claims stances, of figures measures, of agreements and talks stages.
    #[arg(long, value_name = "ACT", value_delimiter = ',')]
    act: Vec<String>,
    /// Only incidents that stand so.
    #[arg(long, value_name = "STANDING", value_delimiter = ',', value_parser = standing)]
    standing: Vec<Standing>,
}

impl NarrowArguments {
    /// Returns the filter.
    fn filter(&self, kind: Option<RecordKind>) -> Filter {
        Filter {
            kind,
            near: self.near.into_iter().collect(),
            place: self.place.clone(),
            actor: self.actor.clone(),
            act: self.act.clone(),
            standing: self.standing.clone(),
            ..Filter::default()
        }
    }

    /// Returns the incidents that are meant, with what narrows them in words; none where nothing narrows them.
    pub fn incidents(&self, ledger: &LedgerArgument) -> anyhow::Result<Option<Only>> {
        let standing =
            self.standing.iter().map(|standing| standing.as_str()).collect::<Vec<_>>().join(" or ");
        let words: Vec<String> = [
            self.place.as_ref().map(|name| format!("at places named \"{name}\"")),
            self.near.map(|near| {
                let (lat, lon) = near.point.degrees();
                format!("within {} km of {lat}, {lon}", f64::from(near.metres) / 1000.0)
            }),
            self.actor.as_ref().map(|name| format!("naming \"{name}\"")),
            (!self.act.is_empty()).then(|| format!("of {}", self.act.join(" or "))),
            (!standing.is_empty()).then(|| format!("standing {standing}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        if words.is_empty() {
            return Ok(None);
        }
        let rows =
            ledger::tables(&ledger.path)?.records(&self.filter(Some(RecordKind::Incident))).map_err(told)?;
        let ids =
            rows.iter().map(|row| row.id.parse().map_err(|error| anyhow::anyhow!("{}: {error}", row.id)));
        Ok(Some(Only { incidents: ids.collect::<anyhow::Result<_>>()?, words: words.join(", ") }))
    }
}

fn time(text: &str) -> Result<When, String> {
    When::parse(text)
        .ok_or_else(|| "a day (2018-11-24), a month (2018-11) or a year (2018) is needed".to_owned())
}

fn standing(word: &str) -> Result<Standing, String> {
    let words: Vec<&str> = Standing::ALL.iter().map(|standing| standing.as_str()).collect();
    Standing::ALL
        .into_iter()
        .find(|standing| standing.as_str() == word)
        .ok_or_else(|| format!("a standing is one of {}", words.join(", ")))
}

fn circle(text: &str) -> Result<Near, String> {
    let wrong = || "three numbers are needed: degrees north, degrees east, kilometres".to_owned();
    let numbers: Vec<f64> =
        text.split(',').map(|number| number.trim().parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let [lat, lon, km] = numbers[..] else { return Err(wrong()) };
    let point = Point::from_degrees(lat, lon).ok_or_else(wrong)?;
    if !(0.0..=20_100.0).contains(&km) {
        return Err("the radius lies between 0 and 20,100 kilometres".to_owned());
    }
    Ok(Near { point, metres: (km * 1000.0).round() as u32 })
}

impl FilterArguments {
    /// Returns the names of the filters that were given, but for `limit`.
    pub fn given(&self) -> Vec<&'static str> {
        [
            ("where", self.narrow.place.is_some()),
            ("since", self.since.is_some()),
            ("until", self.until.is_some()),
            ("near", self.narrow.near.is_some()),
            ("zone", self.zone.is_some()),
            ("actor", self.narrow.actor.is_some()),
            ("act", !self.narrow.act.is_empty()),
            ("standing", !self.narrow.standing.is_empty()),
            ("rejected", self.rejected),
        ]
        .into_iter()
        .filter_map(|(name, given)| given.then_some(name))
        .collect()
    }

    /// Returns the filter over records of a kind, or over statements.
    pub fn filter(&self, kind: Option<RecordKind>, ledger: &LedgerArgument) -> anyhow::Result<Filter> {
        Ok(Filter {
            since: self.since.map(|when| when.earliest),
            until: self.until.map(|when| when.latest),
            near: self.near(ledger)?,
            rejected: self.rejected,
            limit: self.limit,
            ..self.narrow.filter(kind)
        })
    }

    /// The circles asked for: one given, or those around the places of a zone.
    fn near(&self, ledger: &LedgerArgument) -> anyhow::Result<Vec<Near>> {
        let mut circles: Vec<Near> = self.narrow.near.into_iter().collect();
        if let Some(id) = &self.zone {
            let state = ledger::state(&ledger.path)?;
            let places = match state.zone(id) {
                Some(area) => area.places,
                None => state.agreement(id).map(|accord| accord.places).unwrap_or_default(),
            };
            let around: Vec<Near> = places
                .iter()
                .filter_map(|place| Some(Near { point: place.point?, metres: place.radius_m?.max(1000) }))
                .collect();
            if around.is_empty() {
                anyhow::bail!(
                    "{id} has no place with a point\nhelp: `truce list zones` shows the zones; `truce correct {id} place NAME` places one"
                );
            }
            circles.extend(around);
        }
        Ok(circles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_three_numbers() {
        assert_eq!(circle("14.8, 42.95, 20").map(|near| near.metres), Ok(20_000));
        for text in ["", "1,2", "91,0,1", "1,2,3,4", "a,b,c", "1,2,-3", "NaN,0,1"] {
            assert!(circle(text).is_err(), "{text}");
        }
    }
}
