//! Values in, bytes out, and back: whole numbers short, every string once. Reading never panics, whatever the bytes.
//! Knows no type of the ledger; those are `forms`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Bytes are not what was packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

/// Bytes that are being packed.
#[derive(Default)]
pub(super) struct Packing {
    bytes: Vec<u8>,
    strings: Vec<u8>,
    ends: Vec<u8>,
    places: HashMap<String, u64>,
}

/// Bytes that are being read.
pub(super) struct Reading<'b> {
    bytes: &'b [u8],
    strings: Vec<&'b str>,
    /// The strings that are shared by whoever holds them, once one is asked for.
    shared: HashMap<usize, Arc<str>>,
}

/// What can be packed.
pub(super) trait Packed: Sized {
    fn pack(&self, to: &mut Packing);
    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged>;
}

impl Packing {
    /// Returns all that was packed: the strings with their lengths before what names them.
    pub fn finish(self) -> Vec<u8> {
        let mut whole = Self::default();
        whole.number(self.places.len() as u64);
        whole.number(self.ends.len() as u64);
        whole.number(self.strings.len() as u64);
        let mut bytes = whole.bytes;
        bytes.extend(self.ends);
        bytes.extend(self.strings);
        bytes.extend(self.bytes);
        bytes
    }

    /// Adds a whole number: seven bits to a byte, the lowest first.
    pub fn number(&mut self, number: u64) {
        put(&mut self.bytes, number);
    }

    /// Adds bytes of a length that the reader knows.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Adds a string, or where it stands already.
    pub fn text(&mut self, text: &str) {
        let place = if let Some(place) = self.places.get(text) {
            *place
        } else {
            let place = self.places.len() as u64;
            self.places.insert(text.to_owned(), place);
            put(&mut self.ends, text.len() as u64);
            self.strings.extend_from_slice(text.as_bytes());
            place
        };
        self.number(place);
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Result<u64, Damaged> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().ok_or(Damaged)?;
        *bytes = rest;
        number |= u64::from(first & 0x7F) << shift;
        if *first < 0x80 {
            return Ok(number);
        }
    }
    Err(Damaged)
}

fn split<'b>(bytes: &mut &'b [u8], length: u64) -> Result<&'b [u8], Damaged> {
    let (first, rest) =
        usize::try_from(length).ok().and_then(|at| bytes.split_at_checked(at)).ok_or(Damaged)?;
    *bytes = rest;
    Ok(first)
}

impl<'b> Reading<'b> {
    pub fn of(mut bytes: &'b [u8]) -> Result<Self, Damaged> {
        let count = take(&mut bytes)?;
        let (ends, strings) = (take(&mut bytes)?, take(&mut bytes)?);
        let mut ends = split(&mut bytes, ends)?;
        let mut rest = std::str::from_utf8(split(&mut bytes, strings)?).map_err(|_| Damaged)?;
        let mut strings = Vec::with_capacity(held(count, ends.len()));
        for _ in 0..count {
            let length = usize::try_from(take(&mut ends)?).map_err(|_| Damaged)?;
            let (text, after) = rest.split_at_checked(length).ok_or(Damaged)?;
            strings.push(text);
            rest = after;
        }
        if rest.is_empty() && ends.is_empty() {
            Ok(Self { bytes, strings, shared: HashMap::new() })
        } else {
            Err(Damaged)
        }
    }

    /// Says that all was read.
    pub fn end(&self) -> Result<(), Damaged> {
        if self.bytes.is_empty() { Ok(()) } else { Err(Damaged) }
    }

    pub fn number(&mut self) -> Result<u64, Damaged> {
        take(&mut self.bytes)
    }

    pub fn raw<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        let (first, rest) = self.bytes.split_first_chunk().ok_or(Damaged)?;
        self.bytes = rest;
        Ok(*first)
    }

    pub fn text(&mut self) -> Result<&'b str, Damaged> {
        let place = usize::try_from(self.number()?).map_err(|_| Damaged)?;
        self.strings.get(place).copied().ok_or(Damaged)
    }

    fn shared(&mut self) -> Result<Arc<str>, Damaged> {
        let place = usize::try_from(self.number()?).map_err(|_| Damaged)?;
        let text = self.strings.get(place).ok_or(Damaged)?;
        Ok(self.shared.entry(place).or_insert_with(|| (*text).into()).clone())
    }

    /// Reads how many values follow, each of a byte at least.
    fn count(&mut self) -> Result<usize, Damaged> {
        let count = usize::try_from(self.number()?).map_err(|_| Damaged)?;
        if count <= self.bytes.len() { Ok(count) } else { Err(Damaged) }
    }
}

/// Returns a count, or as many as bytes can hold: nobody asks for memory with a few bytes.
fn held(count: u64, bytes: usize) -> usize {
    usize::try_from(count).map_or(bytes, |count| count.min(bytes))
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Packing) {
                to.number(u64::from(*self));
            }

            fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
                from.number()?.try_into().map_err(|_| Damaged)
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64);

impl Packed for i64 {
    fn pack(&self, to: &mut Packing) {
        // The sign last, so that numbers near zero are short.
        to.number((*self << 1 ^ *self >> 63) as u64);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        let number = from.number()?;
        Ok((number >> 1) as Self ^ -((number & 1) as Self))
    }
}

impl Packed for i32 {
    fn pack(&self, to: &mut Packing) {
        i64::from(*self).pack(to);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        i64::unpack(from)?.try_into().map_err(|_| Damaged)
    }
}

impl Packed for bool {
    fn pack(&self, to: &mut Packing) {
        to.number(u64::from(*self));
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        match from.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Damaged),
        }
    }
}

impl Packed for String {
    fn pack(&self, to: &mut Packing) {
        to.text(self);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        from.text().map(str::to_owned)
    }
}

impl Packed for Arc<str> {
    fn pack(&self, to: &mut Packing) {
        to.text(self);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        from.shared()
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut Packing) {
        self.is_some().pack(to);
        if let Some(value) = self {
            value.pack(to);
        }
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        if bool::unpack(from)? { T::unpack(from).map(Some) } else { Ok(None) }
    }
}

impl<T: Packed> Packed for Arc<T> {
    fn pack(&self, to: &mut Packing) {
        (**self).pack(to);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        T::unpack(from).map(Self::new)
    }
}

impl<T: Packed> Packed for Box<T> {
    fn pack(&self, to: &mut Packing) {
        (**self).pack(to);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        T::unpack(from).map(Self::new)
    }
}

impl<T: Packed, U: Packed> Packed for (T, U) {
    fn pack(&self, to: &mut Packing) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        Ok((T::unpack(from)?, U::unpack(from)?))
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Packing) {
        to.number(self.len() as u64);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        let count = from.count()?;
        // Not more than a page at first: a value takes more memory than bytes.
        let mut values = Self::with_capacity(count.min(64));
        for _ in 0..count {
            values.push(T::unpack(from)?);
        }
        Ok(values)
    }
}

impl<K: Packed + Ord, V: Packed> Packed for BTreeMap<K, V> {
    fn pack(&self, to: &mut Packing) {
        to.number(self.len() as u64);
        for (key, value) in self {
            key.pack(to);
            value.pack(to);
        }
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        // One by one where they are few; in one go where they are many.
        Ok(match from.count()? {
            0 => Self::new(),
            count @ 1..8 => {
                let mut map = Self::new();
                for _ in 0..count {
                    map.insert(K::unpack(from)?, V::unpack(from)?);
                }
                map
            }
            count => {
                let mut pairs: Vec<(K, V)> = Vec::with_capacity(count.min(64));
                for _ in 0..count {
                    pairs.push((K::unpack(from)?, V::unpack(from)?));
                }
                pairs.into_iter().collect()
            }
        })
    }
}

impl<T: Packed + Ord> Packed for BTreeSet<T> {
    fn pack(&self, to: &mut Packing) {
        to.number(self.len() as u64);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        Ok(match from.count()? {
            0 => Self::new(),
            1 => Self::from([T::unpack(from)?]),
            count => {
                let mut values = Vec::with_capacity(count.min(64));
                for _ in 0..count {
                    values.push(T::unpack(from)?);
                }
                values.into_iter().collect()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: Packed + PartialEq + std::fmt::Debug>(value: &T) {
        let mut packing = Packing::default();
        value.pack(&mut packing);
        let bytes = packing.finish();
        let mut reading = Reading::of(&bytes).expect("bytes");
        assert_eq!(T::unpack(&mut reading).as_ref(), Ok(value));
        assert_eq!(reading.end(), Ok(()));
        // Whatever is cut off, nothing else is read for it.
        for length in 0..bytes.len() {
            let read = Reading::of(&bytes[..length])
                .and_then(|mut reading| T::unpack(&mut reading).and_then(|_| reading.end()));
            assert_eq!(read, Err(Damaged), "{length} of {}", bytes.len());
        }
    }

    #[test]
    fn what_is_packed_comes_back() {
        there_and_back(&vec![0u64, 1, 127, 128, u64::MAX]);
        there_and_back(&vec![0i64, -1, 1, i64::MIN, i64::MAX]);
        there_and_back(&(i32::MIN, u16::MAX));
        there_and_back(&vec![String::new(), "Tarsk".to_owned(), "é".to_owned(), "Tarsk".to_owned()]);
        there_and_back(&BTreeMap::from([("b".to_owned(), Some(true)), ("a".to_owned(), None)]));
        there_and_back(&(0..300u32).collect::<BTreeSet<_>>());
        there_and_back(&(0..300u32).map(|number| (number, Arc::new(number))).collect::<BTreeMap<_, _>>());
    }
}
