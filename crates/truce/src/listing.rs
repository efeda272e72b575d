//! What is known of reports before they are read: a list of files with their sources, addresses and days.

use std::path::{Path, PathBuf};

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

/// One line of a list.
#[derive(Debug, Clone, serde::Deserialize)]
struct Line {
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
        let mut lines = Vec::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).map_err(|error| {
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
            lines.push(line);
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { folder, lines, given: true, source: None, published: None })
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

    /// Lists the reports at `paths`, those of folders sorted, with what could not be listed.
    pub fn collect(&self, paths: &[PathBuf]) -> (Vec<Report>, Vec<anyhow::Error>) {
        let (mut reports, mut failures) = (Vec::new(), Vec::new());
        for path in paths {
            if path.is_dir() {
                self.folder(path, &mut reports, &mut failures);
            } else {
                reports.push(self.report(path));
            }
        }
        (reports, failures)
    }

    fn folder(&self, folder: &Path, reports: &mut Vec<Report>, failures: &mut Vec<anyhow::Error>) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                failures.push(anyhow::anyhow!(
                    "{}: {error}\nhelp: check that you may list this folder",
                    folder.display()
                ));
                return;
            }
        };
        let mut inside: Vec<PathBuf> =
            entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        inside.sort();
        for path in inside {
            if !self.given && is_attached(&path) {
                continue;
            }
            if path.is_dir() {
                self.folder(&path, reports, failures);
            } else if self.given {
                if self.line(&path).is_some() {
                    reports.push(self.report(&path));
                }
            } else if is_report(&path) {
                reports.push(self.report(&path));
            }
        }
    }

    /// Returns the line about a file: by its path from the list's folder, else by its name alone.
    fn line(&self, path: &Path) -> Option<&Line> {
        let name = path.file_name().and_then(|name| name.to_str());
        self.lines
            .iter()
            .find(|line| self.folder.join(&line.file) == path)
            .or_else(|| self.lines.iter().find(|line| Some(line.file.as_str()) == name))
    }

    fn report(&self, path: &Path) -> Report {
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
    published.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok()).map(|_| ()).ok_or_else(|| {
        anyhow::anyhow!("`{published}` begins with no day\nhelp: write it as 2019-02-03 or 2019-02-03T14:05Z")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_path_before_name() {
        let line = |file: &str, source: &str| Line {
            file: file.to_owned(),
            source: Some(source.to_owned()),
            url: None,
            published: None,
        };
        let listing = Listing {
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
