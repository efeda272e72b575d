//! The form of each type of a state in a snapshot: its fields in order. A field that is added to a type is missed here
//! by the compiler; a type whose form changes needs another [`super::FORM`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::pack::{Damaged, Packed, Packing, Reading};
use crate::entry::{
    Author, Body, Change, DocumentAdded, Finding, Head, InformationGrade, Linked, Obtained, Overlap,
    ReadingAdded, SourceGrade, Thousandths,
};
use crate::fold::linkage::{Grade, Held, Link, Note, Origin, Question, Record, Review};
use crate::fold::{Document, Known, Step};
use crate::id::{CandidateId, ChainHash, DocumentId, RecordId, Sha256Hash, StatementId, Target};
use crate::statement::{
    Actor, Agreement, Anchor, Attribution, Claim, Content, Control, Event, Fields, Figure, Foreign, Grain,
    Place, Point, Reference, Response, Span, Statement, Status, Talks, Term, Thread, When, Zone,
};

/// Types that are their fields.
macro_rules! fields {
    ($($type:ident { $($field:ident),* $(,)? })*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Packing) {
                let Self { $($field),* } = self;
                $($field.pack(to);)*
            }

            fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
                Ok(Self { $($field: Packed::unpack(from)?),* })
            }
        }
    )*};
}

fields! {
    Head { seq, hash }
    Span { start, end }
    Point { lat, lon }
    When { earliest, latest, grain }
    Place { name, also, point, radius_m, precision, country, geonames, division, kind }
    Actor { name, also, id, country, kind, acts_for }
    Anchor { span, quote }
    Attribution { speaker, stance }
    Foreign { scheme, id, fields }
    Thread { number, act, when, place, several }
    Statement { id, document, anchor, content, attribution, threads, rules, foreign }
    Event { kind, mode, act, who, whom, place, when, status }
    Claim { speaker, stance, target, about }
    Agreement { kind, name, parties, brokers, place, when, until, stage }
    Term { agreement, duty, on, due }
    Talks { series, round, place, when, attending, absent, mediators, status }
    Zone { kind, name, place, rule, outline }
    Control { holder, place, extent }
    Figure { measure, low, best, high, approximate, of, place, when, speaker, scope }
    Response { cause, effect, speaker }
    Reference { act, place, when, back }
    Obtained { how, when, from }
    DocumentAdded { document, sha256, length, media, name, obtained, source, url, published }
    ReadingAdded {
        document, reader, lexicon, text, title, date, agency, publisher, issuer, genre, notices, statements
    }
    Document { added, entry, reading, statements, earlier }
    Known { statement, entry, at, current, by_person }
    Step { seq, at, by, body }
    Linked { statement, record, score, reason }
    Overlap { here, there }
    Link { score, reason, by_person, entry }
    Origin { of, containment, spans, evidence, entry }
    Question { subject, record, score, reason, entry, answer }
    Review { accepted, by, reason, entry }
    Grade { source, information }
    Note { text, by, entry }
    Held { finding, body, entry }
}

/// Types that are one of some words.
macro_rules! words {
    ($($type:ident { $($word:ident),* $(,)? })*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Packing) {
                let place = [$(Self::$word),*].iter().position(|word| word == self);
                place.map_or(u8::MAX, |place| place as u8).pack(to);
            }

            fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
                [$(Self::$word),*].get(usize::from(u8::unpack(from)?)).copied().ok_or(Damaged)
            }
        }
    )*};
}

words! {
    Grain { Day, Month, Year, Range }
    Status { Reported, Claimed, Alleged, Denied, Planned, Threatened, NotDone, Unknown }
    SourceGrade { A, B, C, D, E, F }
    Finding { UnderInquiry, Substantiated, Unsubstantiated, Inconclusive }
}

/// Types that are one of several others.
macro_rules! kinds {
    ($($type:ident { $($kind:ident = $number:literal),* $(,)? })*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Packing) {
                match self {
                    $(Self::$kind(kind) => {
                        to.number($number);
                        kind.pack(to);
                    })*
                }
            }

            fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
                Ok(match from.number()? {
                    $($number => Self::$kind(Packed::unpack(from)?),)*
                    _ => return Err(Damaged),
                })
            }
        }
    )*};
}

kinds! {
    Content {
        Event = 0, Claim = 1, Agreement = 2, Term = 3, Talks = 4, Zone = 5, Control = 6, Figure = 7, Response = 8,
        Reference = 9,
    }
    Author { Person = 0, Program = 1 }
    Target { Document = 0, Statement = 1, Record = 2, Candidate = 3 }
}

/// Ids and hashes, of one length each.
macro_rules! raw {
    ($($type:ident)*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Packing) {
                to.raw(self.bytes());
            }

            fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
                Self::of_bytes(from.raw()?).ok_or(Damaged)
            }
        }
    )*};
}

raw! { DocumentId StatementId RecordId CandidateId }

impl Packed for ChainHash {
    fn pack(&self, to: &mut Packing) {
        to.raw(&self.0);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        from.raw().map(Self)
    }
}

impl Packed for Sha256Hash {
    fn pack(&self, to: &mut Packing) {
        to.raw(&self.0);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        from.raw().map(Self)
    }
}

impl Packed for Thousandths {
    fn pack(&self, to: &mut Packing) {
        self.0.pack(to);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        u16::unpack(from).map(Self)
    }
}

impl Packed for InformationGrade {
    fn pack(&self, to: &mut Packing) {
        u8::from(*self).pack(to);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        u8::unpack(from)?.try_into().map_err(|_| Damaged)
    }
}

impl Packed for Date {
    fn pack(&self, to: &mut Packing) {
        i32::from(self.year()).pack(to);
        to.raw(&[self.month() as u8, self.day() as u8]);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        let year = i32::unpack(from)?.try_into().map_err(|_| Damaged)?;
        let [month, day] = from.raw()?;
        Self::new(year, month as i8, day as i8).map_err(|_| Damaged)
    }
}

impl Packed for Timestamp {
    fn pack(&self, to: &mut Packing) {
        self.as_second().pack(to);
        self.subsec_nanosecond().pack(to);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        Self::new(i64::unpack(from)?, i32::unpack(from)?).map_err(|_| Damaged)
    }
}

impl Packed for Fields {
    fn pack(&self, to: &mut Packing) {
        to.number(self.len() as u64);
        for (name, value) in self.iter() {
            to.text(name);
            to.text(value);
        }
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        let count = from.number()?;
        let mut fields = Vec::new();
        for _ in 0..count {
            fields.push((from.text()?, from.text()?));
        }
        let sorted = fields.is_sorted_by(|(one, _), (other, _)| one < other);
        if sorted { Ok(Self::of_sorted(fields)) } else { Err(Damaged) }
    }
}

/// Corrections are few: they are kept as entries keep them.
impl Packed for Change {
    fn pack(&self, to: &mut Packing) {
        to.text(&serde_json::to_string(self).unwrap_or_default());
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        serde_json::from_str(from.text()?).map_err(|_| Damaged)
    }
}

/// Links are many, and have a form; other steps are kept as entries keep them.
impl Packed for Body {
    fn pack(&self, to: &mut Packing) {
        match self {
            Self::Linked(linked) => {
                to.number(0);
                linked.pack(to);
            }
            other => {
                to.number(1);
                to.text(&String::from_utf8_lossy(&other.canonical()));
            }
        }
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        match from.number()? {
            0 => Linked::unpack(from).map(Self::Linked),
            1 => serde_json::from_str(from.text()?).map_err(|_| Damaged),
            _ => Err(Damaged),
        }
    }
}

impl Packed for Record {
    fn pack(&self, to: &mut Packing) {
        let Self { statements, merged, corrections, findings, violations, entry } = self;
        statements.pack(to);
        merged.pack(to);
        to.number(corrections.len() as u64);
        corrections.values().for_each(|correction| correction.pack(to));
        findings.pack(to);
        violations.pack(to);
        entry.pack(to);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        let (statements, merged) = (Packed::unpack(from)?, Packed::unpack(from)?);
        let corrections: Vec<(u64, Change)> = Packed::unpack(from)?;
        // A correction stands under the name of its own field.
        let corrections: BTreeMap<_, _> =
            corrections.into_iter().map(|(entry, change)| (change.field(), (entry, change))).collect();
        let (findings, violations) = (Packed::unpack(from)?, Packed::unpack(from)?);
        Ok(Self { statements, merged, corrections, findings, violations, entry: Packed::unpack(from)? })
    }
}
