//! Source files in, rooms that lean on rooms below them out.
//! A room is a module folder or file directly under a crate's `src`; order inside a room is its own affair.

use std::collections::BTreeSet;
use std::path::Path;

use super::source::{Word, words};
use super::{Exceptions, Offence, crate_folders, text_of};

/// Names that say nothing of what is inside.
const NAMELESS: [&str; 12] = [
    "util", "utils", "common", "type", "types", "helper", "helpers", "misc", "shared", "stuff", "tools",
    "core",
];

/// Checks names and directions of all rooms.
pub(super) fn check(
    root: &Path,
    tracked: &[String],
    exceptions: &Exceptions,
) -> anyhow::Result<Vec<Offence>> {
    let mut offences = Vec::new();
    for folder in crate_folders(tracked) {
        let source = format!("{folder}/src/");
        let files: Vec<&String> =
            tracked.iter().filter(|path| path.starts_with(&source) && path.ends_with(".rs")).collect();
        for path in &files {
            let inside = path[source.len()..].trim_end_matches(".rs");
            if let Some(name) = inside.split('/').find(|name| NAMELESS.contains(name)) {
                offences.push(Offence {
                    place: (*path).clone(),
                    what: format!("a room named `{name}`"),
                    help: "name it by its subject and keep it beside its first caller",
                });
            }
        }
        let crate_name = folder.rsplit('/').next().unwrap_or(&folder);
        let rooms: BTreeSet<&str> =
            files.iter().map(|path| room(&path[source.len()..])).filter(|room| !is_door(room)).collect();
        let ground = exceptions.ground.get(crate_name);
        let roof = exceptions.roof.get(crate_name);
        for path in &files {
            let inside = &path[source.len()..];
            let user = room(inside);
            if is_door(user) || inside.ends_with("tests.rs") {
                continue;
            }
            let Some(text) = text_of(root, path)? else { continue };
            for (used, line) in uses(&words(&text), &module(inside), &rooms) {
                if used == user || ground.is_some_and(|ground| ground.contains_key(&used)) {
                    continue;
                }
                let on_roof = roof.is_some_and(|roof| roof.contains_key(&used));
                let from_roof = roof.is_some_and(|roof| roof.contains_key(user));
                if on_roof || (!from_roof && used.as_str() > user) {
                    offences.push(Offence {
                        place: format!("{path}:{line}"),
                        what: format!("room `{user}` uses room `{used}`, which stands below it"),
                        help: "let the later room ask the earlier one, or name the exception and its reason in xtask/house.toml",
                    });
                }
            }
        }
        for (table, listed) in [("ground", ground), ("roof", roof)] {
            for gone in listed
                .into_iter()
                .flatten()
                .map(|(name, _)| name)
                .filter(|name| !rooms.contains(name.as_str()))
            {
                offences.push(Offence {
                    place: "xtask/house.toml".to_owned(),
                    what: format!("`{table}.{crate_name}` names the room `{gone}`, which is not there"),
                    help: "remove the line",
                });
            }
        }
    }
    Ok(offences)
}

/// The files that open a crate belong to no room.
fn is_door(room: &str) -> bool {
    matches!(room, "lib" | "main")
}

/// Returns the room of a file, by its path under `src`.
fn room(inside: &str) -> &str {
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// Returns the module path of a file, by its path under `src`.
fn module(inside: &str) -> Vec<String> {
    let mut path: Vec<String> = inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(path.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        path.pop();
    }
    path
}

/// Lists the rooms that source names by `crate::` or by enough `super::`, with the line.
fn uses(words: &[Word], module: &[String], rooms: &BTreeSet<&str>) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let text = |index: usize| words.get(index).map_or("", |word: &Word| word.text.as_str());
    let mut index = 0;
    while index < words.len() {
        let mut after = index;
        if text(index) == "crate" && text(index + 1) == "::" && text(index.wrapping_sub(1)) != "$" {
            after = index + 2;
        } else if text(index) == "super" && text(index.wrapping_sub(1)) != "::" {
            let mut count = 0;
            while text(after) == "super" && text(after + 1) == "::" {
                count += 1;
                after += 2;
            }
            if count != module.len() {
                index = after.max(index + 1);
                continue;
            }
        }
        if after == index {
            index += 1;
            continue;
        }
        for at in firsts(words, after) {
            if rooms.contains(text(at)) {
                found.push((text(at).to_owned(), words[at].line));
            }
        }
        index = after;
    }
    found
}

/// Returns where the first names of the paths at `at` stand: one, or those of a `{a, b::c}` group.
fn firsts(words: &[Word], at: usize) -> Vec<usize> {
    if words.get(at).is_none_or(|word| word.text != "{") {
        return vec![at];
    }
    let mut found = vec![at + 1];
    let mut depth = 0;
    for (index, word) in words.iter().enumerate().skip(at) {
        match word.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => found.push(index + 1),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found.retain(|&index| index < words.len());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_rooms_that_a_file_uses() {
        let rooms: BTreeSet<&str> = ["capture", "grammar", "span"].into();
        for (source, path, expected) in [
            ("use crate::span::Span;", "grammar/mod.rs", vec!["span"]),
            ("use crate::{span::Bytes, capture};", "grammar/mod.rs", vec!["span", "capture"]),
            ("use super::span;", "grammar.rs", vec!["span"]),
            ("use super::span;", "grammar/view.rs", vec![]),
            ("use super::super::span;", "grammar/view.rs", vec!["span"]),
            ("fn f() -> crate::capture::Capture {}", "span.rs", vec!["capture"]),
            ("use other::span;", "grammar.rs", vec![]),
        ] {
            let found: Vec<String> =
                uses(&words(source), &module(path), &rooms).into_iter().map(|(room, _)| room).collect();
            assert_eq!(found, expected, "{source} in {path}");
        }
    }
}
