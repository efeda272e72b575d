//! The tables of a ledger's file: what is kept for good, and what is built from it.
//! Forms go up only: a program that knows form N opens files of form 1 to N.

/// "Truc" in the header of the file, as `file` and others may show it.
pub(super) const APPLICATION_ID: i32 = 0x5472_7563;

/// Form of the tables that are kept for good.
pub(super) const FORM: i32 = 1;

/// Form of the tables that are built: those of another form are built anew.
pub(super) const BUILT_FORM: i64 = 4;

/// Entries and documents. The file itself refuses to change or drop them.
///
/// `at` is in milliseconds since 1970. The hash before an entry is that of the row before. Bodies are packed by zstd
/// with `words` as its dictionary, documents without one.
pub(super) const KEPT: &str = "
CREATE TABLE words (words BLOB NOT NULL) STRICT;
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    form INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    body BLOB NOT NULL
) STRICT;
CREATE TABLE originals (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    length INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;
CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER originals_once BEFORE INSERT ON originals
WHEN EXISTS (SELECT 1 FROM originals WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'the bytes of documents are kept once'); END;
CREATE TRIGGER originals_stay BEFORE UPDATE ON originals
BEGIN SELECT RAISE(ABORT, 'the bytes of documents are never changed'); END;
CREATE TRIGGER originals_remain BEFORE DELETE ON originals
BEGIN SELECT RAISE(ABORT, 'the bytes of documents are never deleted'); END;
CREATE TRIGGER words_once BEFORE INSERT ON words WHEN EXISTS (SELECT 1 FROM words)
BEGIN SELECT RAISE(ABORT, 'the words of a ledger are kept once'); END;
CREATE TRIGGER words_stay BEFORE UPDATE ON words
BEGIN SELECT RAISE(ABORT, 'the words of a ledger are never changed'); END;
CREATE TRIGGER words_remain BEFORE DELETE ON words
BEGIN SELECT RAISE(ABORT, 'the words of a ledger are never deleted'); END;
";

/// Everything that can be deleted and built again. Days are numbers from 1970-01-01, coordinates microdegrees.
///
/// `num` of a statement is the entry that brought it and its place there; of a record and a document, the bits of
/// its id: so the numbers are the same whenever the tables are built.
///
/// `record_order` holds all that records are asked for, so that those which are not asked for are passed over, and those
/// that are counted, without their rows.
pub(super) const BUILT: &str = "
CREATE TABLE built (form INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT;
CREATE TABLE document (
    num INTEGER PRIMARY KEY, id TEXT NOT NULL, entry INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL,
    media TEXT NOT NULL, length INTEGER NOT NULL, source TEXT, url TEXT, published TEXT, day INTEGER, title TEXT,
    agency TEXT, statements INTEGER NOT NULL, origin TEXT NOT NULL, grade TEXT NOT NULL
) STRICT;
CREATE INDEX document_day ON document (day);
CREATE TABLE statement (
    num INTEGER PRIMARY KEY, id TEXT NOT NULL, document INTEGER NOT NULL, kind TEXT NOT NULL, act TEXT NOT NULL,
    status TEXT, day_from INTEGER, day_to INTEGER, lat INTEGER, lon INTEGER, radius INTEGER,
    first INTEGER NOT NULL, last INTEGER NOT NULL, counts INTEGER NOT NULL, quote TEXT NOT NULL, names TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX statement_id ON statement (id);
CREATE INDEX statement_day ON statement (kind, act, day_from);
CREATE INDEX statement_document ON statement (document);
CREATE INDEX statement_order ON statement (kind, counts, day_from IS NULL, day_from, day_to);
CREATE VIRTUAL TABLE statement_box USING rtree (num, day_from, day_to, lat_from, lat_to, lon_from, lon_to);
CREATE VIRTUAL TABLE statement_words USING fts5 (
    quote, names, content = 'statement', content_rowid = 'num', prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE claim (
    statement INTEGER PRIMARY KEY, speaker TEXT, speaker_id TEXT, stance TEXT NOT NULL, target TEXT NOT NULL, about TEXT
) STRICT;
CREATE TABLE figure (
    statement INTEGER PRIMARY KEY, measure TEXT NOT NULL, low INTEGER, best INTEGER, high INTEGER,
    approximate INTEGER NOT NULL, of TEXT, speaker TEXT, scope TEXT NOT NULL
) STRICT;
CREATE TABLE record (
    num INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, act TEXT NOT NULL, name TEXT, moment TEXT,
    day_from INTEGER, day_to INTEGER, places TEXT NOT NULL, lat INTEGER, lon INTEGER, radius INTEGER,
    precision INTEGER NOT NULL, actors TEXT NOT NULL, actor_ids TEXT NOT NULL, standing TEXT NOT NULL,
    statements INTEGER NOT NULL, documents INTEGER NOT NULL, origins INTEGER NOT NULL, finding TEXT,
    violations INTEGER NOT NULL, review TEXT
) STRICT;
CREATE INDEX record_order ON record (
    kind, day_from IS NULL, day_from, day_to, id, review, act, standing, lat, lon, places, actors, actor_ids
);
CREATE TABLE link (
    record INTEGER NOT NULL, statement INTEGER NOT NULL, score INTEGER NOT NULL, by_person INTEGER NOT NULL,
    entry INTEGER NOT NULL, PRIMARY KEY (record, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_statement ON link (statement);
CREATE TABLE occurrence (
    record INTEGER NOT NULL, at INTEGER NOT NULL, statement TEXT, data_set TEXT NOT NULL, data_row TEXT NOT NULL,
    acts TEXT NOT NULL, day INTEGER, date_precision INTEGER NOT NULL, lat INTEGER, lon INTEGER, radius INTEGER,
    precision INTEGER NOT NULL, country TEXT, division TEXT, dyad TEXT, who TEXT NOT NULL, whom TEXT NOT NULL,
    clarity INTEGER NOT NULL, violence INTEGER NOT NULL, low INTEGER, best INTEGER, high INTEGER, civilians INTEGER,
    sources TEXT NOT NULL, accepted INTEGER, PRIMARY KEY (record, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE question (
    num INTEGER PRIMARY KEY, id TEXT NOT NULL, subject TEXT NOT NULL, record TEXT NOT NULL, score INTEGER NOT NULL,
    reason TEXT NOT NULL, answer INTEGER
) STRICT;
CREATE TABLE origin (
    document INTEGER PRIMARY KEY, copy TEXT NOT NULL, of TEXT NOT NULL, containment INTEGER NOT NULL,
    evidence TEXT NOT NULL
) STRICT;
";

/// The built tables, in the order in which they can be dropped.
pub(super) const TABLES: [&str; 12] = [
    "built",
    "statement_words",
    "statement_box",
    "claim",
    "figure",
    "link",
    "occurrence",
    "question",
    "origin",
    "record",
    "statement",
    "document",
];
