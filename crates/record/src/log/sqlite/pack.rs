//! Bodies in, fewer bytes out, and back. A body is short, and much like the others: a run of words they share, kept
//! in the ledger's own file, makes it a third as long.

use std::cell::RefCell;
use std::fmt;
use std::io;

use zstd::bulk::{Compressor, Decompressor};

/// Words that bodies share, the most frequent last. What a ledger was made with stays in it, so this may change.
pub(super) const WORDS: &str = r#"{"judgement":{"reason":"","verdict":{"accepted":{"target":"rev-"},"rejected":{"target":"st-"},"corrected":{"record":"inc-","change":{"field":"when","value":{"earliest":"2019-01-31","latest":"2019-01-31","grain":"day"}}},"merged":{"into":"inc-","from":["inc-"]},"split":{"record":"inc-","statements":["st-"],"into":"inc-"},"linked-by-person":{"statement":"st-","record":"inc-"},"unlinked":{"statement":"st-","record":"inc-"},"graded":{"target":"doc-","source":"F","information":6},"finding-set":{"incident":"inc-","finding":"substantiated"},"violation-linked":{"incident":"inc-","term":"st-"},"noted":{"target":"inc-","text":""},"undone":{"entry":}}}}{"document-added":{"document":"doc-","sha256":"","length":,"media":"text/plain","name":".txt","obtained":{"how":"file","when":"2019-02-01T00:00:00Z","from":""},"source":"","url":"https://www.","published":"2019-02-01"}}{"origin-found":{"document":"doc-","of":"doc-","containment":1000,"spans":[{"here":{"start":,"end":},"there":{"start":,"end":}}],"evidence":["agency is credited by both"]}}{"reading-added":{"document":"doc-","reader":"truce-read 0.1.0","lexicon":"","text":"","title":"","date":"2019-02-01","agency":"","publisher":"","genre":"News","statements":[{"id":"st-","document":"doc-","anchor":{"span":{"start":,"end":},"quote":""},"content":{"agreement":{"type":"ceasefire","name":"","parties":[],"brokers":[],"where":[],"stage":"in-effect"},"term":{"agreement":"","duty":"","on":[]},"talks":{"series":"talks","where":[],"attending":[],"status":"concluded"},"figure":{"measure":"killed","low":1,"high":1,"of":"civilians","speaker":{"name":""},"scope":"incident"},"claim":{"speaker":{"name":"","also":[],"kind":"speakers","acts_for":""},"stance":"asserts","target":[{"name":"","kind":"armed"}],"about":""},"event":{"type":"ASSAULT","mode":"heavy-weapons","act":"shelling","who":[{"name":"","also":[""],"id":"","country":"","kind":"state"}],"whom":[{"name":"civilians","kind":"civilians"}],"where":[{"name":"","also":[""],"point":{"lat":,"lon":},"radius_m":5000,"precision":1,"country":"","geonames":,"division":"","kind":"settlement"}],"when":{"earliest":"2019-01-31","latest":"2019-01-31","grain":"day"},"status":"reported"}},"attribution":[{"speaker":{"name":"","kind":"speakers"},"stance":"asserts"}],"rules":["event/shelling/verb/","claim/say/say","figure/killed","figure/wording"]}]}}{"candidate":{"candidate":"rev-","subject":"st-","record":"inc-","score":500,"reason":""}}{"linked":{"statement":"st-","record":"zon-","score":1000,"reason":"the first report of it; same day, same place, same act, same actors, within km of "}}{"linked":{"statement":"st-","record":"inc-","score":"#;

/// Longest body that is unpacked: more is a damaged or hostile file.
pub(super) const LONGEST: u64 = 1 << 30;

/// Level of packing. Higher levels gain a tenth and cost twice the time.
const LEVEL: i32 = 3;

/// Packs and unpacks with the words of one ledger.
pub(super) struct Packer {
    pack: RefCell<Compressor<'static>>,
    unpack: RefCell<Decompressor<'static>>,
}

impl fmt::Debug for Packer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Packer")
    }
}

impl Packer {
    pub fn new(words: &[u8]) -> io::Result<Self> {
        Ok(Self {
            pack: RefCell::new(Compressor::with_dictionary(LEVEL, words)?),
            unpack: RefCell::new(Decompressor::with_dictionary(words)?),
        })
    }

    pub fn pack(&self, body: &[u8]) -> io::Result<Vec<u8>> {
        self.pack.borrow_mut().compress(body)
    }

    pub fn unpack(&self, packed: &[u8]) -> io::Result<Vec<u8>> {
        let length = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten();
        let length = length.filter(|&length| length <= LONGEST).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "its length is not told, or too long")
        })?;
        self.unpack.borrow_mut().decompress(packed, length as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let packer = Packer::new(WORDS.as_bytes()).expect("a packer");
        let link = br#"{"linked":{"statement":"st-72z7b2h9zf25mx87","record":"inc-0123456789","score":812,"reason":"same day, same place"}}"#;
        let packed = packer.pack(link).expect("packed");
        assert!(packed.len() * 10 < link.len() * 6, "{} of {}", packed.len(), link.len());
        for body in [&link[..], b"", b"{}"] {
            let packed = packer.pack(body).expect("packed");
            assert_eq!(packer.unpack(&packed).expect("unpacked"), body);
        }
        assert!(packer.unpack(b"").is_err());
        assert!(packer.unpack(&[0x28, 0xB5, 0x2F, 0xFD, 0]).is_err());
    }
}
