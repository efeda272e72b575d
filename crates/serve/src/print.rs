//! HTML in, PDF out, through a browser of the Chromium family where there is one.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;

/// Names under which such a browser may be installed.
const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/// Prints a page.
///
/// # Errors
///
/// If there is no such browser, or it fails.
pub fn pdf(html: &str) -> anyhow::Result<Vec<u8>> {
    static PRINTED: AtomicU64 = AtomicU64::new(0);
    let number = PRINTED.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("truce-print-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    let printed = printed(html, &folder);
    // What is left behind in a folder for passing things does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    printed
}

fn printed(html: &str, folder: &Path) -> anyhow::Result<Vec<u8>> {
    let (page, pdf) = (folder.join("page.html"), folder.join("page.pdf"));
    std::fs::write(&page, html).with_context(|| format!("{} could not be written", page.display()))?;
    let mut tried = Vec::new();
    for browser in BROWSERS {
        let run = Command::new(browser)
            .args([
                "--headless",
                "--disable-gpu",
                "--no-pdf-header-footer",
                "--no-first-run",
                "--disable-background-networking",
            ])
            .args(if is_root() { &["--no-sandbox"][..] } else { &[] })
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .arg(format!("--print-to-pdf={}", pdf.display()))
            .arg(format!("file://{}", page.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        match run {
            Ok(status) if status.success() && pdf.exists() => {
                return std::fs::read(&pdf).with_context(|| format!("{} could not be read", pdf.display()));
            }
            Ok(status) => tried.push(format!("{browser} failed ({status})")),
            Err(_) => {}
        }
    }
    let tried = if tried.is_empty() {
        "no browser of the Chromium family was found".to_owned()
    } else {
        tried.join("; ")
    };
    anyhow::bail!(
        "the PDF could not be made: {tried}\nhelp: install chromium, or write --format html and print it from any browser"
    )
}

/// Browsers refuse to run their sandbox as root; the page holds no script and loads nothing.
fn is_root() -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        status.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(1) == Some("0"))
    })
}
