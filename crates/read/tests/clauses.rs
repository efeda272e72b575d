//! Who does what in sentences whose clauses stand apart: behind "which", around "he said", behind "after".

use truce_lexicon::Lexicon;
use truce_read::statement::{Content, Event};
use truce_read::{Options, Reader};

fn events(reader: &Reader<'_>, text: &str) -> Vec<Event> {
    let reading = reader.read(text.as_bytes(), &Options::default());
    let event = |content: &Content| match content {
        Content::Event(event) => Some(event.clone()),
        _ => None,
    };
    reading.statements.iter().filter_map(|statement| event(&statement.content)).collect()
}

#[test]
fn whoever_does_it_is_found_across_the_clause_between() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    for (text, act, who) in [
        ("Soldiers entered the suburb after shelling it for hours.", "shelling", "Soldiers"),
        ("Having taken the bridge, the Serbs turned their guns on the town.", "territory-seizure", "Serbia"),
        ("The rebels, he said, had fired on a school and then burned two vehicles.", "shooting", "rebels"),
        ("Soldiers were seen looting shops in Leva.", "looting", "Soldiers"),
        ("Israel, which occupied the strip in 1967, withdrew from it in 2005.", "withdrawal", "Israel"),
        ("The militia handed over its heavy weapons.", "disarmament", "militia"),
    ] {
        let found = events(&reader, text);
        let whose = |event: &Event| event.who.iter().any(|name| name.name.eq_ignore_ascii_case(who));
        assert!(found.iter().any(|event| event.act == act && whose(event)), "{text}: {found:?}");
    }
}

#[test]
fn a_description_or_a_toll_is_no_event_of_its_own() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    for (text, act) in [
        ("Shelling of the village by government forces left six dead.", "withdrawal"),
        ("Armed with machetes, the attackers robbed the mill.", "other"),
        ("Gunmen fired on a UN patrol.", "troop-movement"),
    ] {
        let found = events(&reader, text);
        assert!(found.iter().all(|event| event.act != act), "{text}: {found:?}");
    }
}
