use proptest::prelude::*;
use truce_lexicon::Lexicon;

use super::*;
use crate::{capture, document, grammar, mention::names};

thread_local! {
    static LEXICON: &'static Lexicon = Box::leak(Box::new(Lexicon::embedded()));
}

fn read(text: &str) -> (Vec<PlaceMention>, Vec<PlaceReading>) {
    LEXICON.with(|lexicon| {
        let document = document::extract(&capture::decode(text.as_bytes()), &lexicon.tables.sources);
        let grammar = grammar::tokenise(&document);
        let runs = names::find(&grammar, lexicon);
        let mentions = find(&grammar, &runs, lexicon);
        let readings = resolve(&mentions, &countries(&runs, lexicon), lexicon);
        for mention in &mentions {
            assert!(
                mention.from <= mention.start && mention.start < mention.end && mention.end <= mention.until,
                "{mention:?}"
            );
            assert!(!mention.span.of(&document.text).is_empty());
        }
        (mentions, readings)
    })
}

/// Checks the names of places read from `text`, those that only lend their name left out.
fn check(text: &str, names: &[&str]) {
    let (mentions, _) = read(text);
    let found: Vec<&str> =
        mentions.iter().filter(|mention| !mention.associated).map(|mention| mention.name.as_str()).collect();
    assert_eq!(found, names, "{text}");
}

/// Checks the one place read from `text`: country and precision.
fn check_one(text: &str, name: &str, country: &str, precision: u8) {
    let (mentions, readings) = read(text);
    let found = readings.iter().find(|reading| mentions[reading.mention].name == name);
    let told = found.map(|reading| (reading.country.as_str(), reading.precision));
    assert_eq!(told, Some((country, precision)), "{text}");
}

#[test]
fn names_of_the_gazetteer_are_found() {
    for (text, names) in [
        (
            "Shells fell on Khan Sheikhoun and on Maarat al-Numan in Syria on Monday, residents said.",
            &["Khan Sheikhoun", "Maarat al-Numan", "Syria"][..],
        ),
        ("The army shelled Deir ez-Zor after rebels left al-Bab.", &["Deir ez-Zor", "al-Bab"]),
        ("In March the bakers and the dockers met in Geneva.", &["Geneva"]),
        ("Fighting went on in southern Lebanon and near Tyre.", &["southern Lebanon", "Tyre"]),
        ("General Hassan Douma said the truce would hold.", &[]),
        ("Mobile phones were taken. Man was not there. Reading took an hour.", &[]),
        ("The US army said two were killed in Idlib Governorate.", &["Idlib Governorate"]),
        ("The Minsk agreements were broken.", &[]),
    ] {
        check(text, names);
    }
}

#[test]
fn names_that_nobody_knows_are_shown_by_their_company() {
    for (text, names) in [
        ("Two died in the village of Arrundel-Sett on Friday.", &["Arrundel-Sett"][..]),
        ("A convoy crossed the Zharkhat bridge at noon.", &["Zharkhat"]),
        ("Rockets hit the Ouzzara Bridge at noon.", &["Ouzzara Bridge"]),
        ("Mortar fire was heard near Zharkhat on Sunday.", &["Zharkhat"]),
        ("They took the villages of Zharkhat, Ouzzara and Brelnitz.", &["Zharkhat", "Ouzzara", "Brelnitz"]),
        ("Mines lay on the Zharkhat-Brelnitz road.", &["Zharkhat-Brelnitz"]),
        ("The Zharkhat Brigade said in Operation Stone Wall that it held.", &[]),
    ] {
        check(text, names);
    }
}

#[test]
fn distances_move_the_point() {
    let (mentions, readings) =
        read("Flares were seen 20km SW of Donetsk, in Ukraine, and 3-5km NW of Horlivka.");
    assert_eq!(
        mentions[0].relation,
        Relation::Offset { least_km: 20.0, most_km: 20.0, bearing: Some(225.0) }
    );
    let (lat, lon) = readings[0].point.expect("Donetsk is known");
    assert!((47.8..47.95).contains(&lat) && (37.5..37.7).contains(&lon), "{lat} {lon}");
    let last = mentions.iter().find(|mention| mention.name == "Horlivka").expect("Horlivka is known");
    assert_eq!(last.relation, Relation::Offset { least_km: 3.0, most_km: 5.0, bearing: Some(315.0) });
}

#[test]
fn places_of_one_name_are_told_apart() {
    for (text, name, country, precision) in [
        ("Syrian troops shelled Ghouta and Douma.", "Douma", "SY", 1),
        ("Lebanese soldiers entered Tripoli, the army in Beirut said.", "Tripoli", "LB", 1),
        ("Libyan militias fought in Tripoli and Misrata.", "Tripoli", "LY", 1),
        ("Ukrainian forces left Donetsk, Kyiv said.", "Donetsk", "UA", 1),
        ("Talks were held in Sudan.", "Sudan", "SD", 6),
        ("There was fighting across Idlib province in Syria.", "Idlib", "SY", 4),
        ("Ships were hit in the Black Sea.", "Black Sea", "", 7),
    ] {
        check_one(text, name, country, precision);
    }
}

#[test]
fn every_noun_makes_places_of_its_examples() {
    LEXICON.with(|lexicon| {
        for noun in &lexicon.tables.places.nouns {
            for example in noun.examples.iter().filter(|_| noun.unknown) {
                let text = format!("They met yesterday at {example} again.");
                let (mentions, _) = read(&text);
                assert!(mentions.iter().any(|mention| mention.noun.is_some()), "{example}: {mentions:?}");
            }
            for not in &noun.not {
                let text = format!("They met yesterday at {not} again.");
                let (mentions, _) = read(&text);
                assert!(
                    mentions.iter().all(|mention| mention.noun != Some(noun.kind)),
                    "{not}: {mentions:?}"
                );
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_panics(text in "(\\PC|[A-Za-z ,.'\n-]|Idlib|al-| km | of |Syria|the | in |3-5|’s|New York){0,60}") {
        let (mentions, readings) = read(&text);
        prop_assert_eq!(mentions.len(), readings.len());
    }
}
