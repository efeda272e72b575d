//! One sentence seen as written: which of its words begin with a capital, and whether capitals tell anything.
//! Knows no names.

use crate::grammar::{Grammar, Sentence, Token};

/// What capitals tell in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// They mark names.
    Plain,
    /// Most words have one: a headline.
    Title,
    /// All letters are capitals: a headline, dateline or telegram.
    Shouted,
}

/// A sentence with its words.
#[derive(Debug, Clone, Copy)]
pub struct Line<'g> {
    /// All tokens of the report.
    pub tokens: &'g [Token],
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What capitals tell.
    pub style: Style,
}

impl<'g> Line<'g> {
    /// Looks at a sentence.
    pub fn new(grammar: &'g Grammar, sentence: Sentence) -> Self {
        let tokens = &grammar.tokens[..];
        let (start, end) = (sentence.start as usize, (sentence.end as usize).min(tokens.len()));
        let words = tokens.get(start..end).unwrap_or_default();
        let (mut upper, mut lower, mut capitals, mut small) = (0, 0, 0, 0);
        for token in words {
            let mut first = true;
            for c in token.form.chars() {
                upper += usize::from(c.is_uppercase());
                lower += usize::from(c.is_lowercase());
                if first && c.is_alphabetic() && token.form.len() > 3 {
                    capitals += usize::from(c.is_uppercase());
                    small += usize::from(c.is_lowercase());
                }
                first = false;
            }
        }
        let style = if upper > 6 && upper > 4 * lower {
            Style::Shouted
        } else if capitals >= 4 && capitals > 3 * small && !ends_sentence(words) {
            Style::Title
        } else {
            Style::Plain
        };
        Self { tokens, start, end, style }
    }

    /// Returns a token's words in lower case; nothing outside the sentence.
    pub fn lower(&self, at: usize) -> &'g str {
        if (self.start..self.end).contains(&at) { &self.tokens[at].lower } else { "" }
    }

    /// Returns a token's words; nothing outside the sentence.
    pub fn form(&self, at: usize) -> &'g str {
        if (self.start..self.end).contains(&at) { &self.tokens[at].form } else { "" }
    }

    /// Returns the word before `at`, in lower case.
    pub fn before(&self, at: usize) -> &'g str {
        at.checked_sub(1).map_or("", |at| self.lower(at))
    }

    /// Says whether a token may be part of the name of a place: a capital, "al-" before one, or a number after one.
    pub fn is_name_word(&self, at: usize) -> bool {
        let form = self.form(at);
        let Some(first) = form.chars().next() else { return false };
        if first.is_uppercase() || first == 'ʿ' || first == '‘' {
            return true;
        }
        if !first.is_alphabetic() {
            return false;
        }
        match form.split_once(['-', '\'', '’']) {
            Some((head, rest)) => {
                head.chars().count() <= 3
                    && rest.chars().next().is_some_and(|c| c.is_uppercase() || c == 'ʿ' || c == '\'')
            }
            None => !first.is_lowercase(),
        }
    }
}

fn ends_sentence(words: &[Token]) -> bool {
    words.last().is_some_and(|token| matches!(token.form.as_str(), "." | "!" | "?"))
}

/// Says whether a word is written in capitals only.
pub fn is_upper(form: &str) -> bool {
    form.chars().any(char::is_uppercase) && !form.chars().any(char::is_lowercase)
}
