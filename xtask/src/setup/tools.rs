//! Cargo tools at pinned versions, installed into the target folder so that nothing is assumed about the machine.

use crate::root;
use anyhow::Result;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// A program from crates.io at one version.
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Licences, sources, bans and advisories of the dependencies.
pub(crate) const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};
/// Dependencies nobody uses.
pub(crate) const CARGO_MACHETE: Tool = Tool {
    name: "cargo-machete",
    version: "0.9.2",
};
/// The bridge between `WebDriver` clients and the desktop app.
pub(crate) const TAURI_DRIVER: Tool = Tool {
    name: "tauri-driver",
    version: "2.1.0",
};

/// Installs the tool unless this very version is there, and answers where its program is.
pub(crate) fn ensure(sh: &Shell, tool: &Tool) -> Result<PathBuf> {
    let Tool { name, version } = tool;
    let folder = root().join("target/tools");
    let installed = sh.read_file(folder.join(".crates.toml")).unwrap_or_default();
    if !installed.contains(&format!("\"{name} {version} ")) {
        println!("Installing {name} {version} into target/tools");
        // Compiling without optimisation is far quicker, and none of the tools has much to compute.
        cmd!(
            sh,
            "cargo install --locked --debug --root {folder} --version {version} {name}"
        )
        .run()?;
    }
    Ok(folder
        .join("bin")
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION))
}
