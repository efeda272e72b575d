//! The names of classes, in the order that trained weights refer to.
//! Only names: which of them a language uses is settled by training.

use super::Upos;

/// Relations of Universal Dependencies as the training treebanks use them.
/// Source: <https://universaldependencies.org/en/dep/>.
pub const RELATIONS: &[&str] = &[
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

/// Penn Treebank tags as the training treebanks use them.
/// Source: <https://universaldependencies.org/en/#tagset>.
pub const XPOS: &[&str] = &[
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW", "HYPH",
    "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$",
    "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$",
    "WRB", "``",
];

/// Universal parts of speech with their names, in the order of [`Upos`].
pub const UPOS: &[(Upos, &str)] = &[
    (Upos::Adj, "ADJ"),
    (Upos::Adp, "ADP"),
    (Upos::Adv, "ADV"),
    (Upos::Aux, "AUX"),
    (Upos::Cconj, "CCONJ"),
    (Upos::Det, "DET"),
    (Upos::Intj, "INTJ"),
    (Upos::Noun, "NOUN"),
    (Upos::Num, "NUM"),
    (Upos::Part, "PART"),
    (Upos::Pron, "PRON"),
    (Upos::Propn, "PROPN"),
    (Upos::Punct, "PUNCT"),
    (Upos::Sconj, "SCONJ"),
    (Upos::Sym, "SYM"),
    (Upos::Verb, "VERB"),
    (Upos::X, "X"),
];

impl Upos {
    /// Returns the name used in treebanks ("NOUN").
    #[must_use]
    pub fn name(self) -> &'static str {
        UPOS[self as usize].1
    }

    /// Returns the class of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        UPOS.iter().find(|entry| entry.1 == name).map(|entry| entry.0)
    }
}

/// Returns the place of `name` in `names`.
#[must_use]
pub fn index_of(names: &[&str], name: &str) -> Option<u8> {
    names.iter().position(|found| *found == name).map(|index| index as u8)
}

#[cfg(test)]
mod tests {
    use super::UPOS;

    #[test]
    fn classes_are_in_order() {
        for (index, (upos, _)) in UPOS.iter().enumerate() {
            assert_eq!(*upos as usize, index);
        }
    }
}
