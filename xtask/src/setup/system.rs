//! System packages: which are missing, and the command that installs them. Asks the system's own package
//! database. Installs by itself only on Debian and its kin, as root or where sudo asks for no password.

use anyhow::{Result, bail};
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// What packages are needed for.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    /// Compiling and running the desktop app.
    Build,
    /// Driving the desktop app on a display of its own.
    DesktopTest,
}

/// One family of Linux distributions, known by its package manager.
struct Distribution {
    manager: &'static str,
    install: &'static str,
    /// Asks for one package: succeeds, and where `installed` is given prints it, when the package is there.
    query: (&'static str, &'static [&'static str]),
    installed: &'static str,
    build: &'static [&'static str],
    desktop_test: &'static [&'static str],
}

const RPM_QUERY: (&str, &[&str]) = ("rpm", &["--query", "--whatprovides"]);
const RPM_BUILD: &[&str] = &["gcc", "pkgconf", "pkgconfig(webkit2gtk-4.1)"];
// Fedora and openSUSE name these differently; both install the package that holds a path.
const RPM_DESKTOP_TEST: &[&str] = &[
    "/usr/bin/Xvfb",
    "/usr/bin/dbus-daemon",
    "/usr/bin/WebKitWebDriver",
    "/usr/bin/xdotool",
    "python3-gobject",
];

const DISTRIBUTIONS: &[Distribution] = &[
    Distribution {
        manager: "apt-get",
        install: "apt-get install --yes --no-install-recommends",
        query: ("dpkg-query", &["--show", "--showformat=${db:Status-Status}"]),
        installed: "installed",
        build: &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"],
        desktop_test: &[
            "xvfb",
            "dbus",
            "webkit2gtk-driver",
            "xdotool",
            "python3-gi",
            "gir1.2-gtk-3.0",
        ],
    },
    Distribution {
        manager: "dnf",
        install: "dnf install",
        query: RPM_QUERY,
        installed: "",
        build: RPM_BUILD,
        desktop_test: RPM_DESKTOP_TEST,
    },
    Distribution {
        manager: "zypper",
        install: "zypper install",
        query: RPM_QUERY,
        installed: "",
        build: RPM_BUILD,
        desktop_test: RPM_DESKTOP_TEST,
    },
    Distribution {
        manager: "pacman",
        install: "pacman --sync --needed",
        query: ("pacman", &["--query"]),
        installed: "",
        build: &["base-devel", "webkit2gtk-4.1"],
        desktop_test: &[
            "xorg-server-xvfb",
            "dbus",
            "webkitgtk-6.0",
            "xdotool",
            "python-gobject",
        ],
    },
];

/// Makes sure the system packages for `purpose` are installed, or says what to type.
pub(crate) fn ensure(sh: &Shell, purpose: Purpose) -> Result<()> {
    match std::env::consts::OS {
        "linux" => ensure_on_linux(sh, purpose),
        "macos" if cmd!(sh, "xcode-select -p").quiet().ignore_stdout().run().is_err() => {
            bail!("the Xcode command line tools are missing; run: xcode-select --install")
        }
        // Windows brings WebView2, and this program was linked, so the Visual C++ build tools are there.
        _ => Ok(()),
    }
}

fn ensure_on_linux(sh: &Shell, purpose: Purpose) -> Result<()> {
    let Some(distribution) = DISTRIBUTIONS.iter().find(|d| program(d.manager).is_some()) else {
        eprintln!(
            "xtask: unknown package manager; needed are WebKitGTK 4.1 with headers, a C compiler, pkg-config"
        );
        return Ok(());
    };
    let missing = distribution.missing(sh, purpose);
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing system packages: {}", missing.join(" "));
    distribution.install(sh, &missing)
}

impl Distribution {
    fn missing(&self, sh: &Shell, purpose: Purpose) -> Vec<&'static str> {
        let wanted = match purpose {
            Purpose::Build => self.build,
            Purpose::DesktopTest => self.desktop_test,
        };
        wanted
            .iter()
            .copied()
            .filter(|package| !self.has(sh, package))
            .collect()
    }

    fn has(&self, sh: &Shell, package: &str) -> bool {
        let (program, arguments) = self.query;
        let answer = cmd!(sh, "{program} {arguments...} {package}")
            .quiet()
            .ignore_stderr()
            .read();
        answer.is_ok_and(|text| self.installed.is_empty() || text == self.installed)
    }

    fn install(&self, sh: &Shell, missing: &[&str]) -> Result<()> {
        let (Some(administrator), "apt-get") = (administrator(sh), self.manager) else {
            bail!(
                "install them, then start again:\n\n    sudo {} {}\n",
                self.install,
                missing.join(" ")
            );
        };
        // Packages may already be cached where the index cannot be fetched, so a failed update is not the end.
        if let Err(error) = cmd!(sh, "{administrator} apt-get update").run() {
            eprintln!("xtask: {error}; trying with the package lists at hand");
        }
        let install = self.install.split(' ');
        cmd!(
            sh,
            "{administrator} env DEBIAN_FRONTEND=noninteractive {install...} {missing...}"
        )
        .run()?;
        Ok(())
    }
}

/// The program that starts another one with the right to install packages, if there is one without a password.
fn administrator(sh: &Shell) -> Option<&'static str> {
    if cmd!(sh, "id -u").quiet().read().is_ok_and(|id| id == "0") {
        return Some("env");
    }
    cmd!(sh, "sudo -n true")
        .quiet()
        .ignore_stderr()
        .run()
        .is_ok()
        .then_some("sudo")
}

/// Where a program stands in the search path.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
