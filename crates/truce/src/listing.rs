//! What is known of reports before they are read: a list of files with their sources, addresses and days.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use truce_record::statement::leading_day;

/// A report to add, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// The name it goes by.
    pub name: String,
    /// Who published it.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<String>,
}

impl Report {
    /// Returns the media type that the name tells.
    pub fn media(&self) -> &'static str {
        let extension = self.path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension.to_lowercase().as_str() {
            "html" | "htm" | "xhtml" => "text/html",
            _ => "text/plain",
        }
    }
}

/// Reports that were found, with what was not.
#[derive(Debug, Default)]
pub struct Collected {
    /// The reports.
    pub reports: Vec<Report>,
    /// What could not be listed, and lines of the list that name nothing.
    pub failures: Vec<anyhow::Error>,
    /// Files that look like reports and that the list does not name.
    pub unlisted: Vec<PathBuf>,
}

impl Collected {
    /// Tells which files the list does not name.
    pub fn note(unlisted: &[PathBuf]) -> Option<String> {
        const NAMED: usize = 10;
        let names: Vec<String> = unlisted.iter().take(NAMED).map(|path| path.display().to_string()).collect();
        let more = unlisted.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!unlisted.is_empty()).then(|| {
            format!(
                "note: left out, for --meta has no line about them: {}{more}\nhelp: add a line for each, or add them without --meta",
                names.join(", ")
            )
        })
    }
}

/// Lists the files in a folder and in those inside it, sorted. A folder that links lead to again is listed once.
pub fn walk(folder: &Path, failures: &mut Vec<anyhow::Error>) -> Vec<PathBuf> {
    let (mut files, mut seen) = (Vec::new(), BTreeSet::new());
    inside(folder, &mut seen, &mut files, failures);
    files
}

fn inside(
    folder: &Path,
    seen: &mut BTreeSet<PathBuf>,
    files: &mut Vec<PathBuf>,
    failures: &mut Vec<anyhow::Error>,
) {
    let listed = folder.canonicalize().and_then(|real| Ok((real, std::fs::read_dir(folder)?)));
    let (real, entries) = match listed {
        Ok(listed) => listed,
        Err(error) => {
            failures.push(anyhow::anyhow!(
                "{}: {error}\nhelp: check that you may list this folder",
                folder.display()
            ));
            return;
        }
    };
    if !seen.insert(real) {
        return;
    }
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        if is_attached(&path) {
            continue;
        }
        if path.is_dir() {
            inside(&path, seen, files, failures);
        } else {
            files.push(path);
        }
    }
}

/// One line of a list.
#[derive(Debug, Clone, serde::Deserialize)]
struct Line {
    /// Its number in the list.
    #[serde(skip)]
    number: usize,
    file: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    published: Option<String>,
}

/// A list of reports.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    path: PathBuf,
    folder: PathBuf,
    lines: Vec<Line>,
    given: bool,
    source: Option<String>,
    published: Option<String>,
}

impl Listing {
    /// Reads a list: one JSON object a line.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            anyhow::anyhow!(
                "{}: {error}\nhelp: --meta takes a file with one JSON object a line",
                path.display()
            )
        })?;
        Self::of(&text, path)
    }

    /// Reads the text of a list that is, or would be, at a path.
    pub fn of(text: &str, path: &Path) -> anyhow::Result<Self> {
        let mut lines = Vec::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let mut line: Line = serde_json::from_str(line).map_err(|error| {
                anyhow::anyhow!(
                    "{}:{}: {error}\nhelp: a line is like {{\"file\": \"01.txt\", \"source\": \"Example Wire\", \"published\": \"2019-02-03\"}}",
                    path.display(),
                    number + 1
                )
            })?;
            if let Some(published) = &line.published {
                day(published)
                    .map_err(|error| error.context(format!("{}:{}", path.display(), number + 1)))?;
            }
            line.number = number + 1;
            if let Some(before) = lines.iter().find(|before: &&Line| before.file == line.file) {
                anyhow::bail!(
                    "{}:{}: `{}` has a line already: line {}\nhelp: keep the one that is right",
                    path.display(),
                    line.number,
                    line.file,
                    before.number
                );
            }
            lines.push(line);
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { path: path.to_owned(), folder, lines, given: true, source: None, published: None })
    }

    /// Takes what holds for reports of which the list says nothing.
    pub fn fill(&mut self, source: Option<&str>, published: Option<&str>) -> anyhow::Result<()> {
        if let Some(published) = published {
            day(published)?;
        }
        self.source = source.map(str::to_owned);
        self.published = published.map(str::to_owned);
        Ok(())
    }

    /// Lists the reports at `paths`, those of folders sorted. Tells what could not be listed, which lines of the list
    /// name no file that is there, and which files have no line.
    pub fn collect(&self, paths: &[PathBuf]) -> Collected {
        let mut all = Collected::default();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for path in paths {
            let folder = path.is_dir();
            let files = if folder { walk(path, &mut all.failures) } else { vec![path.clone()] };
            for file in files {
                match self.line(&file) {
                    Some(line) => {
                        used.insert(line.number);
                        all.reports.push(self.report(&file));
                    }
                    None if !folder => all.reports.push(self.report(&file)),
                    None if !is_report(&file) => {}
                    None if self.given => all.unlisted.push(file),
                    None => all.reports.push(self.report(&file)),
                }
            }
        }
        let lost = self
            .lines
            .iter()
            .filter(|line| !used.contains(&line.number) && !self.folder.join(&line.file).exists());
        all.failures.extend(lost.map(|line| {
            anyhow::anyhow!(
                "{}:{}: there is no file `{}`\nhelp: `file` is a path from the folder of the list, or the name of a file",
                self.path.display(),
                line.number,
                line.file
            )
        }));
        all
    }

    /// Returns the line about a file: by its path from the list's folder, else by its name alone.
    fn line(&self, path: &Path) -> Option<&Line> {
        let name = path.file_name().and_then(|name| name.to_str());
        self.lines
            .iter()
            .find(|line| self.folder.join(&line.file) == path)
            .or_else(|| self.lines.iter().find(|line| Some(line.file.as_str()) == name))
    }

    /// Returns what is known of a report.
    pub fn report(&self, path: &Path) -> Report {
        let line = self.line(path);
        let name = if path == Path::new("-") {
            "standard-input".to_owned()
        } else {
            path.file_name().unwrap_or_default().to_string_lossy().into_owned()
        };
        Report {
            path: path.to_owned(),
            name: line.map_or(name, |line| line.file.clone()),
            source: line.and_then(|line| line.source.clone()).or_else(|| self.source.clone()),
            url: line.and_then(|line| line.url.clone()),
            published: line.and_then(|line| line.published.clone()).or_else(|| self.published.clone()),
        }
    }
}

/// Says whether a file of a folder is taken for a report, by its name.
pub fn is_report(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["txt", "text", "md", "html", "htm", "xhtml"].iter().any(|one| extension.eq_ignore_ascii_case(one))
}

/// Says whether a folder holds what a browser saved beside a page: its pictures, scripts and frames.
pub fn is_attached(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let page = ["_files", "-Dateien", "_fichiers", "_archivos", ".files"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    path.is_dir()
        && page.is_some_and(|page| {
            ["html", "htm"].iter().any(|end| path.with_file_name(format!("{page}.{end}")).is_file())
        })
}

/// Checks that a time begins with a day.
fn day(published: &str) -> anyhow::Result<()> {
    leading_day(published).map(|_| ()).ok_or_else(|| {
        anyhow::anyhow!("`{published}` begins with no day\nhelp: write it as 2019-02-03 or 2019-02-03T14:05Z")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_path_before_name() {
        let line = |file: &str, source: &str| Line {
            number: 0,
            file: file.to_owned(),
            source: Some(source.to_owned()),
            url: None,
            published: None,
        };
        let listing = Listing {
            path: PathBuf::from("a/reports.jsonl"),
            folder: PathBuf::from("a"),
            lines: vec![line("1.txt", "by name"), line("b/1.txt", "by path")],
            given: true,
            source: Some("by default".to_owned()),
            published: None,
        };
        for (path, source) in [
            ("a/b/1.txt", "by path"),
            ("c/1.txt", "by name"),
            ("a/1.txt", "by name"),
            ("a/2.txt", "by default"),
        ] {
            assert_eq!(listing.report(Path::new(path)).source.as_deref(), Some(source), "{path}");
        }
    }
}
