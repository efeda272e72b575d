//! Tracked files in, what may not be committed out: long files, code without a heading, paths of somebody's
//! machine, ignored tests, dead links, binaries without an origin.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use super::{Exceptions, Offence, text_of};

/// Most lines of a Rust file.
const MOST: usize = 700;
/// Lines at which a Rust file should be split soon.
const SOON: usize = 600;

/// Lists the files under version control, or all files where there is none, sorted.
pub(super) fn tracked(root: &Path) -> anyhow::Result<Vec<String>> {
    let listed = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output();
    let mut files = match listed {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout)
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect(),
        _ => {
            let mut files = Vec::new();
            walk(root, root, &mut files)?;
            files
        }
    };
    files.retain(|path| root.join(path).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<String>) -> anyhow::Result<()> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("{} could not be read", folder.display()))?
    {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !matches!(name.as_ref(), "target" | ".git" | "node_modules") {
                walk(root, &path, files)?;
            }
        } else if let Ok(inside) = path.strip_prefix(root) {
            files.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}

/// Checks all tracked files.
pub(super) fn check(
    root: &Path,
    tracked: &[String],
    exceptions: &Exceptions,
) -> anyhow::Result<Vec<Offence>> {
    let mut offences = Vec::new();
    for path in tracked {
        let Some(text) = text_of(root, path)? else {
            if !has_origin(root, path) {
                offences.push(Offence {
                    place: path.clone(),
                    what: "a binary file whose origin is not told".to_owned(),
                    help: "name it in a SOURCES.md of its folder or one above: origin, licence, hash, command",
                });
            }
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            if let Some(found) = machine_path(line) {
                offences.push(Offence {
                    place: format!("{path}:{}", number + 1),
                    what: format!("a path of somebody's machine, `{found}`"),
                    help: "write a path from the root of the project, or take it as an argument",
                });
            }
        }
        if path.ends_with(".rs") {
            offences.extend(check_rust(path, &text, exceptions));
        } else if path.ends_with(".md") {
            offences.extend(check_links(root, path, &text));
        }
    }
    for path in exceptions.long.keys() {
        if std::fs::read_to_string(root.join(path)).map_or(0, |text| text.lines().count()) <= MOST {
            offences.push(Offence {
                place: "xtask/house.toml".to_owned(),
                what: format!("`long` names {path}, which is not long any more"),
                help: "remove the line",
            });
        }
    }
    Ok(offences)
}

fn check_rust(path: &str, text: &str, exceptions: &Exceptions) -> Vec<Offence> {
    let mut offences = Vec::new();
    let mut offend =
        |what: String, help: &'static str| offences.push(Offence { place: path.to_owned(), what, help });
    let lines = text.lines().count();
    if lines > MOST && !exceptions.long.contains_key(path) {
        offend(format!("{lines} lines, more than {MOST}"), "split it by subject into files beside it");
    } else if lines > SOON {
        eprintln!("warning: {path}: {lines} lines\nhelp: split it before it passes {MOST}");
    }
    if !text.starts_with("//!") && !path.ends_with("/tests.rs") {
        offend(
            "no module comment".to_owned(),
            "open with `//!`: what comes in, what goes out, and one thing left out on purpose",
        );
    }
    let ignored = concat!("#[", "ignore");
    if text.lines().any(|line| line.trim_start().starts_with(ignored)) {
        offend("an ignored test".to_owned(), "assert what it does today and write FIXME beside it");
    }
    offences
}

/// Returns the first absolute path of a home or work folder in `line`.
fn machine_path(line: &str) -> Option<&str> {
    for folder in ["home", "root", "work", "Users", "mnt"] {
        let lead = format!("/{folder}/");
        for (at, _) in line.match_indices(&lead) {
            let before = line[..at].chars().next_back();
            let after = line[at + lead.len()..].chars().next();
            // In an address or a longer path the folder stands after a name.
            if before.is_none_or(|sign| {
                !sign.is_alphanumeric() && !matches!(sign, '.' | '/' | '}' | '_' | '-' | '<' | ')' | '*')
            }) && after.is_some_and(|sign| sign.is_alphanumeric() || sign == '.')
            {
                return Some(line[at..].split_whitespace().next().unwrap_or_default());
            }
        }
    }
    None
}

/// Says whether a `SOURCES.md` in the folder of `path` or above names the file.
fn has_origin(root: &Path, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut folder = PathBuf::from(path);
    while folder.pop() {
        let listed = std::fs::read_to_string(root.join(&folder).join("SOURCES.md"));
        if listed.is_ok_and(|text| text.contains(name)) {
            return true;
        }
    }
    false
}

/// Checks that the links of a page lead to files that are there.
fn check_links(root: &Path, path: &str, text: &str) -> Vec<Offence> {
    let mut offences = Vec::new();
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut fenced = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for (at, _) in line.match_indices("](") {
            let rest = &line[at + 2..];
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains(':') {
                continue;
            }
            if !root.join(folder).join(target).exists() {
                offences.push(Offence {
                    place: format!("{path}:{}", number + 1),
                    what: format!("a link to `{target}`, which is not there"),
                    help: "mend the link",
                });
            }
        }
    }
    offences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_paths_of_machines() {
        for (line, found) in [
            (concat!("cd /ho", "me/anna/truce"), true),
            (concat!("(\"/wo", "rk/x\")"), true),
            ("https://example.org/home/page", false),
            (concat!("the state/wo", "rk/balance"), false),
            ("one / home / two", false),
        ] {
            assert_eq!(machine_path(line).is_some(), found, "{line}");
        }
    }
}
