//! How far a predicate is told as being so, from its clause and those above it.

use truce_read::statement::clause::{Clause, Tense};

use super::Read;

impl Read<'_> {
    /// Returns how far the thing told by the word at byte `at` is said to be so, from -1 (not so) to 1 (so);
    /// nothing if no word is there.
    // FIXME: asks the clauses alone; the reader's own judgement needs its whole context, which is not kept.
    pub fn factuality(&self, at: u32) -> Option<f64> {
        let token = self.token_at(at)?;
        let grammar = &self.reading.grammar;
        let Some(clause) = self.clauses.at(token) else {
            let head = grammar.tokens[token as usize].head;
            let above = self.clauses.around(grammar, head).map_or(1.0, of_clause);
            return Some(if above < 0.0 { above } else { 0.8 });
        };
        let mut value = of_clause(clause);
        let mut below = clause;
        for _ in 0..6 {
            let Some(above) = below.up.and_then(|up| self.clauses.at(up)) else { break };
            if !matches!(below.relation, "xcomp" | "ccomp" | "advcl" | "acl") {
                break;
            }
            value = value.min(self.of_complement(above, below)).min(match below.relation {
                "xcomp" => of_clause(above),
                _ => 1.0,
            });
            below = above;
        }
        Some(value)
    }

    /// Says what the predicate `above` makes of the clause that it governs.
    fn of_complement(&self, above: &Clause, below: &Clause) -> f64 {
        let word = &self.reading.grammar.tokens[above.predicate as usize];
        let cues = &self.lexicon.tables.cues;
        let table = if above.copular { &cues.predicates } else { &cues.verbs };
        let status =
            table.get(&word.lemma).into_iter().flatten().map(|frame| cues.entry(frame.entry).status.as_str());
        let infinitive = below.tense == Tense::None && below.relation != "ccomp";
        match status.into_iter().find(|status| !status.is_empty()) {
            Some("not-done") => -1.0,
            Some("wished") => -0.5,
            Some("threatened" | "planned") => -0.1,
            Some("alleged") => 0.5,
            _ if below.relation == "advcl" && infinitive && self.is_purpose(below) => -0.1,
            _ => 1.0,
        }
    }

    fn is_purpose(&self, clause: &Clause) -> bool {
        self.reading.grammar.tokens[clause.predicate as usize].xpos == "VB"
    }
}

fn of_clause(clause: &Clause) -> f64 {
    if clause.negated {
        return -1.0;
    }
    if clause.conditional {
        return -0.5;
    }
    match clause.modal {
        Some("will" | "shall") => 0.5,
        Some("would") => -0.2,
        Some("may" | "might" | "can" | "could") => 0.0,
        Some("must" | "should" | "ought") => -0.2,
        _ => 1.0,
    }
}
