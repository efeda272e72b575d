//! The bytes of a report with what is known of them in; the bodies that take it into a ledger out.
//! Compares it with no other report: origins and links follow from the state that has it.

use jiff::civil::Date;
use truce_lexicon::Lexicon;
use truce_read::{Options, Reader, Reading, capture};

use crate::entry::{Body, DocumentAdded, Obtained, ReadingAdded};
use crate::id::{DocumentId, Sha256Hash};
use crate::statement::{draw, leading_day};

/// A report as it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Media type.
    pub media: String,
    /// Name of its file.
    pub name: String,
    /// How it was obtained.
    pub obtained: Obtained,
    /// Who published it.
    pub source: Option<String>,
    /// Its address; of a page, the one it tells of itself if none is given.
    pub url: Option<String>,
    /// When it was published, as told; a day at its beginning becomes the reference date.
    pub published: Option<String>,
}

/// A report that was read, ready to be taken into a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its document.
    pub document: DocumentId,
    /// Hash of its bytes.
    pub sha256: Sha256Hash,
    /// The entry that adds it.
    pub added: DocumentAdded,
    /// The entry that holds its reading.
    pub reading: ReadingAdded,
}

impl Taken {
    /// Returns the bodies to append, in order.
    pub fn bodies(&self) -> [Body; 2] {
        [
            Body::DocumentAdded(Box::new(self.added.clone())),
            Body::ReadingAdded(Box::new(self.reading.clone())),
        ]
    }
}

/// Reads reports for a ledger: a reader with the name it goes by in entries.
pub struct Intake<'l> {
    lexicon: &'l Lexicon,
    reader: Reader<'l>,
    name: String,
    fingerprint: String,
}

impl<'l> Intake<'l> {
    /// Makes an intake. `name` is the reader's name and version, as entries keep it.
    pub fn new(lexicon: &'l Lexicon, name: impl Into<String>) -> Self {
        Self { lexicon, reader: Reader::new(lexicon), name: name.into(), fingerprint: fingerprint(lexicon) }
    }

    /// Says whether a reading was made by this reader, with this lexicon.
    pub fn made(&self, reading: &ReadingAdded) -> bool {
        reading.reader == self.name && reading.lexicon == self.fingerprint
    }

    /// Says whether a document is one that this reader reads: a report, and no row of another data set or a text that
    /// another reader reads. `reading` is its latest reading.
    pub fn reads(&self, added: &DocumentAdded, reading: Option<&ReadingAdded>) -> bool {
        let own = |reader: &str| reader.split(' ').next() == self.name.split(' ').next();
        !added.is_data_set() && reading.is_none_or(|reading| own(&reading.reader))
    }

    /// Reads a report.
    pub fn take(&self, arrival: &Arrival) -> Taken {
        let sha256 = Sha256Hash::of(&arrival.bytes);
        let document = DocumentId::of(&sha256);
        let date: Option<Date> = arrival.published.as_deref().and_then(leading_day);
        let options = Options { date, source: arrival.source.clone() };
        let capture = capture::decode(&arrival.bytes);
        let reading = self.reader.read_capture(&capture, &options);
        let (media, address) = match capture.page {
            Some(page) => ("text/html".to_owned(), page.address),
            None => (arrival.media.clone(), None),
        };
        let added = DocumentAdded {
            document: document.clone(),
            sha256,
            length: arrival.bytes.len() as u64,
            media,
            name: arrival.name.clone(),
            obtained: arrival.obtained.clone(),
            source: arrival.source.clone(),
            url: arrival.url.clone().or(address),
            published: arrival.published.clone(),
        };
        let reading = self.reading(&reading, &document);
        Taken { document, sha256, added, reading }
    }

    fn reading(&self, reading: &Reading, id: &DocumentId) -> ReadingAdded {
        let document = &reading.document;
        let words = |run: truce_read::span::Bytes| {
            run.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        ReadingAdded {
            document: id.clone(),
            reader: self.name.clone(),
            lexicon: self.fingerprint.clone(),
            text: Sha256Hash::of(document.text.as_bytes()),
            title: document.title.map(words).or_else(|| reading.page.as_ref()?.title.clone()),
            date: document.date.map(|date| date.day),
            agency: document.agency.as_ref().map(|(name, _)| name.clone()),
            publisher: reading.publisher().map(str::to_owned),
            issuer: document.issuer.map(words),
            genre: Some(format!("{:?}", document.genre)),
            notices: reading.notices.iter().map(|notice| notice.id.to_owned()).collect(),
            statements: draw(reading, id, self.lexicon),
        }
    }
}

/// Returns a short hash of all that a lexicon holds, so that it can be told which one read a report.
pub(crate) fn fingerprint(lexicon: &Lexicon) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&lexicon.tables.pack().unwrap_or_default());
    hasher.update(&lexicon.places.clone().into_bytes());
    hasher.update(lexicon.weights);
    hasher.finalize().to_hex().as_str()[..16].to_owned()
}
