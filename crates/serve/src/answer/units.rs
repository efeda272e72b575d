//! Places in a text: characters and bytes in, UTF-16 code units out, which is what browsers slice by; and back.

/// Every so many characters a place is remembered.
const STEP: usize = 64;

/// The places of a text.
#[derive(Debug)]
pub struct Units<'t> {
    text: &'t str,
    /// Byte and code unit of every 64th character.
    steps: Vec<(u32, u32)>,
    characters: u32,
    units: u32,
}

impl<'t> Units<'t> {
    /// Counts a text once.
    pub fn new(text: &'t str) -> Self {
        let (mut steps, mut characters, mut units) = (Vec::new(), 0, 0);
        for (at, (byte, sign)) in text.char_indices().enumerate() {
            if at % STEP == 0 {
                steps.push((byte as u32, units));
            }
            characters += 1;
            units += sign.len_utf16() as u32;
        }
        Self { text, steps, characters, units }
    }

    /// Walks from the remembered place before number `step` until `enough` says so. Returns character and code unit.
    fn walk(&self, step: usize, enough: impl Fn(u32, u32, u32) -> bool) -> (u32, u32) {
        let Some(&(byte, unit)) = self.steps.get(step) else { return (self.characters, self.units) };
        let (mut character, mut unit) = ((step * STEP) as u32, unit);
        for (at, sign) in self.text[byte as usize..].char_indices() {
            if enough(character, byte + at as u32, unit) {
                break;
            }
            character += 1;
            unit += sign.len_utf16() as u32;
        }
        (character, unit)
    }

    /// Returns the code unit of a character.
    pub fn of_character(&self, character: u32) -> u32 {
        self.walk(character as usize / STEP, |at, _, _| at >= character).1
    }

    /// Returns the code unit of a byte; of a byte inside a character, that of the next.
    pub fn of_byte(&self, byte: u32) -> u32 {
        let step = self.steps.partition_point(|&(start, _)| start <= byte).saturating_sub(1);
        self.walk(step, |_, at, _| at >= byte).1
    }

    /// Returns the character of a code unit; of a unit inside a character, the next.
    pub fn to_character(&self, unit: u32) -> u32 {
        let step = self.steps.partition_point(|&(_, start)| start <= unit).saturating_sub(1);
        self.walk(step, |_, _, at| at >= unit).0
    }

    /// Returns the number of characters.
    pub fn characters(&self) -> u32 {
        self.characters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_bytes_and_units_meet() {
        let text = "a𐍈é🕊b ".repeat(70);
        let units = Units::new(&text);
        let mut unit = 0;
        for (character, (byte, sign)) in text.char_indices().enumerate() {
            assert_eq!(units.of_character(character as u32), unit);
            assert_eq!(units.of_byte(byte as u32), unit);
            assert_eq!(units.to_character(unit), character as u32);
            unit += sign.len_utf16() as u32;
        }
        let end = text.chars().count() as u32;
        assert_eq!((units.of_character(end), units.to_character(unit)), (unit, end));
        assert_eq!((units.of_character(end + 999), units.to_character(unit + 999)), (unit, end));
        assert_eq!(Units::new("").of_character(3), 0);
    }
}
