//! A reading in, the ledger's statements out: names become actors and places, dates become stretches of days.
//! Decides nothing that the reading left open.

use std::collections::{BTreeMap, BTreeSet};

use truce_lexicon::Lexicon;
use truce_lexicon::load::places::PlaceKind;
use truce_read::Reading;
use truce_read::span::{Bytes, Characters};
use truce_read::statement as read;

use super::{
    Actor, Agreement, Anchor, Attribution, Claim, Content, Control, Event, Figure, Place, Point, Reference,
    Response, Statement, Status, Talks, Term, Thread, When, Zone,
};
use crate::id::DocumentId;

/// Draws the statements of a document from its reading, in order of the text, each once.
pub fn draw(reading: &Reading, document: &DocumentId, lexicon: &Lexicon) -> Vec<Statement> {
    let drawer = Drawer::new(reading, lexicon);
    let mut seen = BTreeSet::new();
    let mut drawn = Vec::new();
    for (index, statement) in reading.statements.iter().enumerate() {
        let anchor = drawer.anchor(statement.anchor);
        let content = drawer.content(statement);
        let mut made = Statement::new(document.clone(), anchor, content);
        made.attribution = drawer.attribution(statement);
        made.threads = drawer.threads(index);
        made.rules.clone_from(&statement.rules);
        if seen.insert(made.id.clone()) {
            drawn.push(made);
        }
    }
    drawn
}

struct Drawer<'a> {
    reading: &'a Reading,
    characters: Characters,
    actors: BTreeMap<&'a str, Actor>,
    /// Places by the name as written, with where each stands.
    places: BTreeMap<&'a str, Vec<(u32, Place)>>,
}

impl<'a> Drawer<'a> {
    fn new(reading: &'a Reading, lexicon: &Lexicon) -> Self {
        Self {
            reading,
            characters: Characters::new(&reading.document.text),
            actors: actors(reading, lexicon),
            places: places(reading, lexicon),
        }
    }

    fn anchor(&self, run: Bytes) -> Anchor {
        let text = &self.reading.document.text;
        Anchor { span: self.characters.span(text, run), quote: run.of(text).to_owned() }
    }

    fn actor(&self, name: &read::Name) -> Actor {
        let known = self.actors.get(name.name.as_str()).cloned().unwrap_or_default();
        // Forms that only the lexicon knows are found by the id; the ledger keeps what the document says.
        let text = &self.reading.document.text;
        let also = forms(name).into_iter().filter(|form| text.contains(form.as_str())).collect();
        Actor { name: name.name.clone(), also, ..known }
    }

    fn actors(&self, names: &[read::Name]) -> Vec<Actor> {
        names.iter().map(|name| self.actor(name)).collect()
    }

    /// Of several mentions of one name, the one nearest to the words is meant.
    fn places(&self, names: &[read::Name], near: Bytes) -> Vec<Place> {
        let distance = |at: u32| if at < near.start { near.start - at } else { at.saturating_sub(near.end) };
        names
            .iter()
            .map(|name| {
                let mentions = self.places.get(name.name.as_str()).map(Vec::as_slice).unwrap_or_default();
                let known =
                    mentions.iter().min_by_key(|(at, _)| distance(*at)).map(|(_, place)| place.clone());
                let mut place = known.unwrap_or_default();
                let main = std::mem::replace(&mut place.name, name.name.clone());
                place.also = forms(name);
                if !main.is_empty() && main != place.name && !place.also.contains(&main) {
                    place.also.push(main);
                }
                place
            })
            .collect()
    }

    /// Follows the claims that carry a statement, and puts the outermost first.
    fn attribution(&self, statement: &read::Statement) -> Vec<Attribution> {
        let mut chain = Vec::new();
        let mut next = statement.voice;
        while let Some(at) = next
            && chain.len() < 8
            && let Some(outer) = self.reading.statements.get(at)
            && let read::Content::Claim(claim) = &outer.content
        {
            chain.push(Attribution {
                speaker: claim.speaker.as_ref().map(|name| self.actor(name)),
                stance: claim.stance.clone(),
            });
            next = outer.voice;
        }
        chain.reverse();
        chain
    }

    /// Returns the happenings that a statement speaks of.
    fn threads(&self, index: usize) -> Vec<Thread> {
        let threads = self.reading.threads.iter().enumerate();
        threads
            .filter(|(_, thread)| thread.statements.binary_search(&index).is_ok())
            .map(|(number, thread)| {
                let first = thread.statements.first().and_then(|&at| self.reading.statements.get(at));
                let near = first.map_or(Bytes::default(), |statement| statement.anchor);
                Thread {
                    number: number as u32,
                    act: thread.act.clone(),
                    when: when(thread.when.as_deref()),
                    place: self.places(&thread.place, near),
                    several: thread.several.and_then(|count| u8::try_from(count).ok()),
                }
            })
            .collect()
    }

    fn content(&self, statement: &read::Statement) -> Content {
        let here = statement.anchor;
        match &statement.content {
            read::Content::Event(event) => Content::Event(Event {
                kind: event.kind.clone(),
                mode: event.mode.clone(),
                act: event.act.clone(),
                who: self.actors(&event.who),
                whom: self.actors(&event.whom),
                place: self.places(&event.place, here),
                when: when(event.when.as_deref()),
                status: Status::from_word(event.status),
            }),
            read::Content::Claim(claim) => Content::Claim(Claim {
                speaker: claim.speaker.as_ref().map(|name| self.actor(name)),
                stance: claim.stance.clone(),
                target: self.actors(&claim.target),
                about: claim.about.clone(),
            }),
            read::Content::Agreement(agreement) => Content::Agreement(Agreement {
                kind: agreement.kind.to_owned(),
                name: agreement.name.clone(),
                parties: self.actors(&agreement.parties),
                brokers: self.actors(&agreement.brokers),
                place: self.places(&agreement.place, here),
                when: when(agreement.when.as_deref()),
                until: when(agreement.until.as_deref()),
                stage: agreement.stage.to_owned(),
            }),
            read::Content::Term(term) => Content::Term(Term {
                agreement: term.agreement.clone(),
                duty: term.duty.clone(),
                on: self.actors(&term.on),
                due: when(term.due.as_deref()),
            }),
            read::Content::Talks(talks) => Content::Talks(Talks {
                series: talks.series.clone(),
                round: talks.round,
                place: self.places(&talks.place, here),
                when: when(talks.when.as_deref()),
                attending: self.actors(&talks.attending),
                absent: self.actors(&talks.absent),
                mediators: self.actors(&talks.mediators),
                status: talks.status.to_owned(),
            }),
            read::Content::Zone(zone) => Content::Zone(Zone {
                kind: zone.kind.to_owned(),
                name: zone.name.clone(),
                place: self.places(&zone.place, here),
                rule: zone.rule.clone(),
                outline: None,
            }),
            read::Content::Control(control) => Content::Control(Control {
                holder: control.holder.as_ref().map(|name| self.actor(name)),
                place: self.places(&control.place, here),
                extent: control.extent.clone(),
            }),
            read::Content::Figure(figure) => Content::Figure(Figure {
                measure: figure.measure.to_owned(),
                low: figure.low.map(|low| low.floor() as i64),
                best: None,
                high: figure.high.map(|high| high.ceil() as i64),
                approximate: figure.approximate,
                of: figure.of.clone(),
                place: self.places(&figure.place, here),
                when: when(figure.when.as_deref()),
                speaker: figure.speaker.as_ref().map(|name| self.actor(name)),
                scope: figure.scope.to_owned(),
            }),
            read::Content::Reference(reference) => Content::Reference(Reference {
                act: reference.act.clone(),
                place: self.places(&reference.place, here),
                when: when(reference.when.as_deref()),
                back: reference.back,
            }),
            read::Content::Response(response) => Content::Response(Response {
                cause: self.anchor(response.cause),
                effect: self.anchor(response.effect),
                speaker: response.speaker.as_ref().map(|name| self.actor(name)),
            }),
        }
    }
}

fn when(edtf: Option<&str>) -> Option<When> {
    edtf.and_then(When::parse)
}

fn forms(name: &read::Name) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for form in &name.also {
        if *form != name.name && !forms.contains(form) {
            forms.push(form.clone());
        }
    }
    forms
}

/// Returns the word of a kind that the reader writes as a Rust name: `FormerCountry` is `former-country`.
fn word(kind: &impl std::fmt::Debug) -> String {
    let mut word = String::new();
    for letter in format!("{kind:?}").chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

fn actors<'a>(reading: &'a Reading, lexicon: &Lexicon) -> BTreeMap<&'a str, Actor> {
    let known = &lexicon.tables.actors.actors;
    let mut actors: BTreeMap<&str, Actor> = BTreeMap::new();
    for entity in &reading.cast.entities {
        let entry = entity.actor.or(entity.state).and_then(|at| known.get(at as usize));
        let acts_for = entity.body.map(|body| reading.cast.get(body));
        let actor = Actor {
            id: entity.lexicon_id.clone(),
            country: entry.and_then(|entry| entry.countries.first().cloned()),
            kind: Some(word(&entity.kind)),
            acts_for: acts_for.map(|body| body.lexicon_id.clone().unwrap_or_else(|| body.name.clone())),
            ..Actor::default()
        };
        // Of two with one name, the one the lexicon knows is meant.
        let better =
            actors.get(entity.name.as_str()).is_none_or(|before| before.id.is_none() && actor.id.is_some());
        if better {
            actors.insert(&entity.name, actor);
        }
    }
    actors
}

fn places<'a>(reading: &'a Reading, lexicon: &Lexicon) -> BTreeMap<&'a str, Vec<(u32, Place)>> {
    let mut places: BTreeMap<&str, Vec<(u32, Place)>> = BTreeMap::new();
    for found in &reading.place_readings {
        let Some(mention) = reading.places.get(found.mention).filter(|mention| !mention.associated) else {
            continue;
        };
        let division = found.first.and_then(|first| lexicon.places.place(first));
        let point = found.point.and_then(|(lat, lon)| Point::from_degrees(lat, lon));
        let place = Place {
            name: found.name.clone(),
            also: Vec::new(),
            point,
            radius_m: point.map(|_| (found.radius_km * 1000.0).round() as u32),
            precision: if point.is_some() { found.precision } else { 0 },
            country: Some(found.country.clone()).filter(|country| !country.is_empty()),
            geonames: found.id,
            division: division
                .filter(|_| found.kind != Some(PlaceKind::Country))
                .map(|division| division.name.to_owned()),
            kind: found.kind.as_ref().map(word),
        };
        places.entry(mention.name.as_str()).or_default().push((mention.span.start, place));
    }
    places
}
