//! Manifests in, dependencies that point the wrong way out.
//! Order inside a crate is `rooms`.

use std::path::Path;

use anyhow::Context as _;

use super::{Offence, crate_folders};

/// Checks that each crate depends only on crates before it in `ls crates` (and `xtask` on any).
pub(super) fn check(root: &Path, tracked: &[String]) -> anyhow::Result<Vec<Offence>> {
    let folders = crate_folders(tracked);
    let mut manifests = Vec::new();
    for folder in &folders {
        let path = format!("{folder}/Cargo.toml");
        let text =
            std::fs::read_to_string(root.join(&path)).with_context(|| format!("{path} could not be read"))?;
        manifests.push(toml::from_str::<toml::Table>(&text).with_context(|| path.clone())?);
    }
    let names: Vec<&str> = manifests.iter().map(package).collect();
    let mut offences = Vec::new();
    for (index, manifest) in manifests.iter().enumerate() {
        for (table, dependency) in dependencies(manifest) {
            if names.iter().position(|name| *name == dependency).is_some_and(|at| at >= index) {
                offences.push(Offence {
                    place: format!("{}/Cargo.toml", folders[index]),
                    what: format!("`{dependency}` in `{table}` stands after this crate in `ls crates`"),
                    help: "move the code to the crate where its data is at that moment; crates depend only on those above them",
                });
            }
        }
    }
    Ok(offences)
}

fn package(manifest: &toml::Table) -> &str {
    manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str)
        .unwrap_or_default()
}

/// Lists all dependencies with the table that names them, those under `[target]` too.
fn dependencies(manifest: &toml::Table) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (key, value) in manifest {
        let Some(table) = value.as_table() else { continue };
        if key.ends_with("dependencies") {
            found.extend(table.iter().map(|(name, value)| {
                let renamed = value.get("package").and_then(toml::Value::as_str);
                (key.clone(), renamed.unwrap_or(name).to_owned())
            }));
        } else if key == "target" {
            for (target, inner) in table {
                let inner = inner.as_table().map(dependencies).unwrap_or_default();
                found.extend(inner.into_iter().map(|(key, name)| (format!("target.{target}.{key}"), name)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_dependencies_of_every_sort() {
        let manifest = toml::from_str::<toml::Table>(
            "[dependencies]\na = \"1\"\nb = { package = \"c\", version = \"1\" }\n[dev-dependencies]\nd.workspace = true\n\
             [target.'cfg(unix)'.build-dependencies]\ne = \"1\"",
        )
        .unwrap();
        let names: Vec<String> = dependencies(&manifest).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["a", "c", "d", "e"]);
    }
}
