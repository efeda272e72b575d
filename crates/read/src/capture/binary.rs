//! Files that hold no plain text: told by their first bytes, or by bytes that no text has.
//! Opens none of them.

use crate::notice::Notice;

/// First bytes of formats, what they are, and what to do.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF file", "convert it to text first, for example with `pdftotext -layout`"),
    (b"PK\x03\x04", "a zip archive or an office document", "unpack it, or save the document as plain text"),
    (b"PK\x05\x06", "an empty zip archive", "give the report itself"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document", "save it as plain text"),
    (b"\x7FELF", "a program", "give the report itself"),
    (b"\x89PNG\r\n", "a picture (PNG)", "run text recognition on it first"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)", "run text recognition on it first"),
    (b"GIF87a", "a picture (GIF)", "run text recognition on it first"),
    (b"GIF89a", "a picture (GIF)", "run text recognition on it first"),
    (b"II*\0", "a picture (TIFF)", "run text recognition on it first"),
    (b"MM\0*", "a picture (TIFF)", "run text recognition on it first"),
    (b"RIFF", "a sound, film or picture (RIFF)", "give a transcript or the text itself"),
    (b"OggS", "a sound or film (Ogg)", "give a transcript"),
    (b"ID3\x02", "a sound (MP3)", "give a transcript"),
    (b"ID3\x03", "a sound (MP3)", "give a transcript"),
    (b"ID3\x04", "a sound (MP3)", "give a transcript"),
    (b"\x1F\x8B", "a compressed file (gzip)", "unpack it first"),
    (b"BZh91AY&SY", "a compressed file (bzip2)", "unpack it first"),
    (b"\xFD7zXZ\0", "a compressed file (xz)", "unpack it first"),
    (b"\x28\xB5\x2F\xFD", "a compressed file (zstd)", "unpack it first"),
    (b"7z\xBC\xAF\x27\x1C", "an archive (7z)", "unpack it first"),
    (b"Rar!\x1A\x07", "an archive (RAR)", "unpack it first"),
    (b"SQLite format 3\0", "a database (SQLite)", "export the reports as text"),
    (b"PAR1", "a table (Parquet)", "export the reports as text"),
];

/// Bytes looked at for signs of a binary file.
const SAMPLE: usize = 1 << 16;

/// Says why `bytes` cannot be read as text, if they cannot.
pub(super) fn refuse(bytes: &[u8]) -> Option<Notice> {
    for &(magic, what, help) in MAGIC {
        // A report may begin with the letters "RIFF" or "PAR1": then no byte of it is foreign to text.
        if bytes.starts_with(magic)
            && (magic.iter().any(|byte| !is_text(*byte)) || magic == b"%PDF-" || foreign(bytes) > 0)
        {
            return Some(notice(format!("the file is {what}, not text"), help));
        }
    }
    // A stray control character is damage, not a sign of a binary file.
    let count = foreign(bytes);
    if super::encoding::wide(bytes).is_none() && count > 3 && count * 64 > bytes.len().min(SAMPLE) {
        let help = "give plain text; UTF-8 is safest";
        return Some(notice("the file holds bytes that no text has".to_owned(), help));
    }
    None
}

fn notice(message: String, help: &'static str) -> Notice {
    Notice { id: "format/binary", message, help, span: None }
}

fn is_text(byte: u8) -> bool {
    !matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127..)
}

/// Counts the bytes of the sample that stand in no text of any one-byte encoding or UTF-8.
fn foreign(bytes: &[u8]) -> usize {
    bytes.iter().take(SAMPLE).filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count()
}
