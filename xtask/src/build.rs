//! The one way the product is compiled. Running and testing share it, so that no crate is compiled twice.

use crate::binaries;
use anyhow::Result;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// Without it the window would look for a development server instead of the embedded interface.
pub(crate) const FEATURES: &str = "counterfoil-desktop/custom-protocol";

/// The product's two programs.
pub(crate) struct Product {
    /// `counterfoil`
    pub(crate) cli: PathBuf,
    /// `counterfoil-desktop`
    pub(crate) desktop: PathBuf,
}

/// Builds the desktop app, with the interface inside, and the command line.
pub(crate) fn product(sh: &Shell, is_release: bool) -> Result<Product> {
    let profile = if is_release { "release" } else { "dev" };
    cmd!(
        sh,
        "cargo build --profile {profile} --package counterfoil-desktop --package cli --features {FEATURES}"
    )
    .run()?;
    let folder = binaries(if is_release { "release" } else { "debug" })?;
    let program = |name: &str| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    Ok(Product {
        cli: program("counterfoil"),
        desktop: program("counterfoil-desktop"),
    })
}
