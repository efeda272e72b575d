use super::*;
use crate::Lexicon;

fn check(name: &str, country: &str, exact: bool) {
    let lexicon = Lexicon::embedded();
    let found = lexicon.places.lookup(name).find(|place| place.country == country);
    assert!(found.is_some_and(|place| !exact || place.exact), "{name} in {country}: {found:?}");
}

#[test]
fn names_and_variants_are_found() {
    for (name, country) in [
        ("Khan Sheikhoun", "SY"),
        ("Maarat al-Numan", "SY"),
        ("Maaret al-Numan", "SY"),
        ("Jisr al-Shughur", "SY"),
        ("Jisr ash-Shugur", "SY"),
        ("Deir ez-Zor", "SY"),
        ("Deir al-Zor", "SY"),
        ("Deir Ezzor", "SY"),
        ("Bab al-Hawa", "SY"),
        ("al-Bab", "SY"),
        ("Raqqa", "SY"),
        ("Hasakeh", "SY"),
        ("Kyiv", "UA"),
        ("Kiev", "UA"),
        ("Kharkov", "UA"),
        ("Donbass", "UA"),
        ("Donetsk region", "UA"),
        ("North Kivu", "CD"),
        ("Nagorno-Karabakh", "AZ"),
        ("Eastern Ghouta", "SY"),
        ("Gaza Strip", "PS"),
        ("West Bank", "PS"),
        ("Khartoum", "SD"),
        ("El Fasher", "SD"),
        ("al-Fashir", "SD"),
        ("Goma", "CD"),
        ("Stepanakert", "AZ"),
        ("إدلب", "SY"),
        ("Донецк", "UA"),
    ] {
        check(name, country, false);
    }
}

#[test]
fn exact_names_come_first() {
    let lexicon = Lexicon::embedded();
    for name in ["Idlib", "Douma", "Goma", "Gori", "Mari"] {
        let places: Vec<bool> = lexicon.places.lookup(name).map(|place| place.exact).collect();
        assert!(places.is_sorted_by(|first, second| first >= second), "{name}");
    }
}

#[test]
fn the_longest_name_is_met() {
    let lexicon = Lexicon::embedded();
    for (words, count) in [
        (&["Deir", "ez-Zor", "province"][..], 2),
        (&["Khan", "Sheikhoun", ",", "a"], 2),
        (&["San", "Salvador", "on"], 2),
        (&["Idlib", "today"], 1),
        (&["Qwxyz"], 0),
        (&[], 0),
        (&["-"], 0),
        (&["'"], 0),
    ] {
        assert_eq!(lexicon.places.longest_match(words).unwrap_or(0), count, "{words:?}");
    }
}

#[test]
fn every_record_can_be_read() {
    let lexicon = Lexicon::embedded();
    assert!(lexicon.places.len() > 50_000);
    let mut ids = std::collections::BTreeSet::new();
    for index in 0..lexicon.places.len() as u32 {
        let place = lexicon.places.place(index).expect("every record is whole");
        assert!(ids.insert(place.id), "{} is there twice", place.name);
        assert!(!place.name.is_empty());
        if let Some(first) = place.first {
            let first = lexicon.places.place(first).expect("divisions are records");
            assert_eq!((first.kind, first.country), (PlaceKind::First, place.country), "{}", place.name);
        }
    }
    assert_eq!(lexicon.places.place(u32::MAX / 64), None);
}

#[test]
fn foreign_bytes_make_an_empty_gazetteer() {
    for bytes in [
        &b""[..],
        b"TPL1",
        b"TPL1\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        &[7; 99],
    ] {
        let gazetteer = Gazetteer::from_static(bytes);
        assert_eq!(gazetteer.lookup("Idlib").count(), 0);
        assert_eq!(gazetteer.longest_match(&["Idlib"]), None);
        assert!(gazetteer.is_empty());
    }
}
