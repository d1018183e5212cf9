//! The dependency rules of docs/ARCHITECTURE.md, checked against `cargo metadata`. Tests may reach further.

use anyhow::{Result, bail};
use serde_json::Value;
use xshell::{Shell, cmd};

/// Each package of the workspace and the ones it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("ingest", &["model"]),
    ("store", &["model"]),
    ("metrics", &["model"]),
    ("charts", &["model", "metrics"]),
    ("reports", &["model", "metrics", "charts"]),
    (
        "app",
        &["model", "ingest", "store", "metrics", "charts", "reports"],
    ),
    ("cli", &["app"]),
    ("counterfoil-desktop", &["app"]),
    ("journeys", &["app"]),
    ("xtask", &[]),
];

/// Libraries that only one package may know, by how their names start.
const HOMES: &[(&str, &str)] = &[
    ("tauri", "counterfoil-desktop"),
    ("rusqlite", "store"),
    ("plotters", "charts"),
    ("typst", "reports"),
];

/// Fails with every dependency that the architecture does not allow.
pub(super) fn check(sh: &Shell) -> Result<()> {
    let metadata = cmd!(sh, "cargo metadata --no-deps --format-version 1")
        .quiet()
        .read()?;
    let breaches = breaches(&serde_json::from_str(&metadata)?);
    if !breaches.is_empty() {
        bail!("{}", breaches.join("; "));
    }
    Ok(())
}

fn breaches(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages.flat_map(breaches_of).collect()
}

fn breaches_of(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let Some((_, allowed)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
        return vec![format!("{name} has no line in xtask/src/check/layers.rs")];
    };
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    let breaches = dependencies
        .filter(|dependency| dependency["kind"] != "dev")
        .filter_map(|dependency| {
            let other = dependency["name"].as_str()?;
            let is_layer = dependency["path"].is_string();
            let home = HOMES
                .iter()
                .find(|(start, _)| other.starts_with(start))
                .map(|(_, home)| *home);
            let is_breach = if is_layer {
                !allowed.contains(&other)
            } else {
                home.is_some_and(|home| home != name)
            };
            is_breach.then(|| format!("{name} must not depend on {other}"))
        });
    breaches.collect()
}

#[cfg(test)]
mod tests {
    use super::breaches;
    use serde_json::{Value, json};

    fn package(name: &str, dependency: &Value) -> Value {
        json!({"packages": [{"name": name, "dependencies": [dependency]}]})
    }

    #[test]
    fn a_layer_may_use_the_layers_below_it_only() {
        let store = json!({"name": "store", "path": "/crates/store", "kind": null});
        assert_eq!(
            breaches(&package("metrics", &store)),
            ["metrics must not depend on store"]
        );
        assert_eq!(breaches(&package("app", &store)), [""; 0]);
    }

    #[test]
    fn a_library_stays_in_its_home_except_in_tests() {
        let library = |kind: Value| json!({"name": "rusqlite", "kind": kind});
        assert_eq!(
            breaches(&package("app", &library(Value::Null))),
            ["app must not depend on rusqlite"]
        );
        assert_eq!(breaches(&package("app", &library(json!("dev")))), [""; 0]);
    }

    #[test]
    fn a_new_package_must_state_its_layer() {
        let model = json!({"name": "model", "path": "/crates/model", "kind": null});
        assert_eq!(
            breaches(&package("new", &model)),
            ["new has no line in xtask/src/check/layers.rs"]
        );
    }
}
