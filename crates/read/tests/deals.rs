//! Every entry about agreements, talks, zones, control and answers proves its own examples, through the whole
//! reader.

mod proof;

use proof::check;
use truce_lexicon::Lexicon;
use truce_read::Reader;
use truce_read::statement::Content;

// FIXME: what the reader gets wrong today. A line that is read right must leave this list.
const KNOWN_WRONG: &[&str] = &[
    "Talks chaired by Envoy Lutz opened.",
    "He found a safe haven in exile.",
    "The front took control of Latakia.",
    "The cessation of exports hurt farmers.",
    "The two armies signed a protocol.",
    "An Olmen-brokered truce took hold.",
    "The accord obliges the front to free its captives.",
    "Under the pact the clans undertook to rebuild the mill.",
    "Under the pact every patrol must leave the ridge.",
];

/// Collects the lines of an entry that do not do what they must.
fn prove(
    reader: &Reader<'_>,
    id: &str,
    examples: &[String],
    not: &[String],
    has: impl Fn(&Content) -> bool,
    wrong: &mut Vec<String>,
) {
    for (texts, wanted) in [(examples, true), (not, false)] {
        for text in texts {
            let right = check(reader, text).iter().any(&has) == wanted;
            let known = KNOWN_WRONG.contains(&text.as_str());
            if right == known {
                wrong.push(format!(
                    "{id}: {} `{text}`",
                    if right { "is read right now, take it off the list:" } else { "reads wrong:" }
                ));
            }
        }
    }
}

#[test]
fn agreements_are_read_from_their_examples() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let deals = &lexicon.tables.deals;
    let mut wrong = Vec::new();
    for noun in &deals.nouns {
        prove(
            &reader,
            &noun.id,
            &noun.examples,
            &noun.not,
            |content| matches!(content, Content::Agreement(found) if noun.kind.is_empty() || found.kind == noun.kind),
            &mut wrong,
        );
    }
    for verbal in &deals.verbals {
        prove(
            &reader,
            &verbal.kind,
            &verbal.examples,
            &verbal.not,
            |content| matches!(content, Content::Agreement(found) if found.kind == verbal.kind),
            &mut wrong,
        );
    }
    for stage in &deals.stages {
        prove(
            &reader,
            &stage.id,
            &stage.examples,
            &stage.not,
            |content| matches!(content, Content::Agreement(found) if found.stage == stage.stage),
            &mut wrong,
        );
    }
    for broker in &deals.brokers {
        prove(
            &reader,
            &broker.id,
            &broker.examples,
            &broker.not,
            |content| matches!(content, Content::Agreement(found) if !found.brokers.is_empty()),
            &mut wrong,
        );
    }
    for duty in &deals.duties {
        prove(
            &reader,
            &duty.id,
            &duty.examples,
            &duty.not,
            |content| matches!(content, Content::Term(_)),
            &mut wrong,
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn talks_zones_control_and_answers_are_read_from_their_examples() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let deals = &lexicon.tables.deals;
    let mut wrong = Vec::new();
    for cue in &deals.talks {
        let has = |content: &Content| match content {
            Content::Talks(talks) => match cue.id.as_str() {
                "absent" => !talks.absent.is_empty(),
                "mediator" => !talks.mediators.is_empty(),
                _ => cue.gives.is_empty() || talks.status == cue.gives,
            },
            _ => false,
        };
        prove(&reader, &cue.id, &cue.examples, &cue.not, has, &mut wrong);
    }
    for cue in &deals.zones {
        prove(
            &reader,
            &cue.id,
            &cue.examples,
            &cue.not,
            |content| matches!(content, Content::Zone(zone) if zone.kind == cue.gives),
            &mut wrong,
        );
    }
    for cue in &deals.control {
        prove(
            &reader,
            &cue.id,
            &cue.examples,
            &cue.not,
            |content| matches!(content, Content::Control(_)),
            &mut wrong,
        );
    }
    for cue in &deals.responses {
        prove(
            &reader,
            &cue.id,
            &cue.examples,
            &cue.not,
            |content| matches!(content, Content::Response(_)),
            &mut wrong,
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
