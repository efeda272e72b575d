//! The sections of a page: what stands under each heading, by a name that an address can carry.

use super::{Block, Page};

/// A section of a page.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// Its name: the heading in small letters, with `-` between.
    pub id: String,
    /// Its heading; empty for what stands before the first.
    pub title: &'a str,
    /// Its blocks, the heading first.
    pub blocks: &'a [Block],
}

impl Page {
    /// Returns its sections in order.
    pub fn sections(&self) -> Vec<Section<'_>> {
        let heads = self.blocks.iter().enumerate().filter(|(_, block)| matches!(block, Block::Heading(_)));
        let mut starts: Vec<usize> = heads.map(|(at, _)| at).collect();
        if starts.first() != Some(&0) && !self.blocks.is_empty() {
            starts.insert(0, 0);
        }
        let ends = starts.iter().copied().skip(1).chain([self.blocks.len()]);
        starts
            .iter()
            .zip(ends)
            .map(|(&from, to)| {
                let title = match &self.blocks[from] {
                    Block::Heading(title) => title.as_str(),
                    _ => "",
                };
                Section { id: named(title), title, blocks: &self.blocks[from..to] }
            })
            .collect()
    }

    /// Returns the page with some of its sections only. Notes keep their numbers.
    #[must_use]
    pub fn only(&self, sections: &[&str]) -> Self {
        let kept = self.sections().into_iter().filter(|section| sections.contains(&section.id.as_str()));
        let blocks = kept.flat_map(|section| section.blocks.iter().cloned()).collect();
        Self { blocks, ..self.clone() }
    }
}

/// Makes a name of a heading. A day in it is no part of the name: "Changed since 2019-02-07" is `changed-since`.
fn named(title: &str) -> String {
    let words = title.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.filter(|word| !word.chars().all(|sign| sign.is_ascii_digit()));
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    if words.is_empty() { "beginning".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_what_stands_under_headings() {
        let mut page = Page::default();
        page.paragraph("before");
        page.heading("Terms and deadlines");
        page.paragraph("one");
        page.heading("Changed since 2019-02-07");
        let ids: Vec<String> = page.sections().into_iter().map(|section| section.id).collect();
        assert_eq!(ids, ["beginning", "terms-and-deadlines", "changed-since"]);
        assert_eq!(page.only(&["terms-and-deadlines"]).blocks.len(), 2);
        assert_eq!(page.only(&[]).blocks.len(), 0);
        assert!(Page::default().sections().is_empty());
    }
}
