//! `cargo xtask dist`: the extension with the server inside, as one `.vsix` per platform.
//!
//! The extension's folder gets copies of what only the package needs (the binary, the licence, the changelog);
//! git ignores them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, bail, ensure};

use crate::workspace;

/// Where links of the extension's README lead when it is read outside the repository.
const LINKS: [&str; 4] = [
    "--baseContentUrl",
    "https://github.com/cloudoptima/cloudoptima/blob/HEAD/extension",
    "--baseImagesUrl",
    "https://github.com/cloudoptima/cloudoptima/raw/HEAD/extension",
];

/// Which server goes into the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// What users get.
    Release,
    /// For tests: built faster.
    Debug,
}

impl Profile {
    fn folder(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Debug => "debug",
        }
    }

    fn cargo_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Release => &["build", "--quiet", "--release", "--bin", "cloudoptima"],
            Self::Debug => &["build", "--quiet", "--bin", "cloudoptima"],
        }
    }
}

/// Builds the package and prints its path.
pub fn run(profile: Profile) -> anyhow::Result<()> {
    let root = workspace::root();
    let extension = root.join("extension");
    let target = target_folder(&root);
    command(&root, &cargo(), profile.cargo_arguments())?;
    gather(&root, &extension, &target.join(profile.folder()).join("cloudoptima"))?;
    bundle(&extension)?;
    let package = package(&extension, &target.join("dist"))?;
    println!("{}", package.display());
    Ok(())
}

/// Copies what the package holds beside the extension's own files.
fn gather(root: &Path, extension: &Path, server: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(extension.join("server"))?;
    let copies = [
        (server.to_path_buf(), "server/cloudoptima"),
        (root.join("LICENSE"), "LICENSE"),
        (root.join("CHANGELOG.md"), "CHANGELOG.md"),
    ];
    for (from, to) in copies {
        fs::copy(&from, extension.join(to)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

/// Checks the types and writes the one script of the extension.
fn bundle(extension: &Path) -> anyhow::Result<()> {
    // npm writes this file when it has installed what the lock file names.
    let installed = extension.join("node_modules/.package-lock.json");
    if is_older(&installed, &extension.join("package-lock.json")) {
        command(extension, "npm", &["ci", "--silent", "--no-audit", "--no-fund"])?;
    }
    command(extension, "npx", &["--no-install", "tsc", "--noEmit"])?;
    command(extension, "node", &["esbuild.mjs"])
}

fn is_older(file: &Path, source: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
    changed(file).is_none_or(|file| changed(source).is_some_and(|source| file < source))
}

fn package(extension: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let platform = platform()?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let package = folder.join(format!("cloudoptima-{platform}.vsix"));
    let out = package.to_str().context("the target folder's name is not UTF-8")?;
    let arguments =
        ["--no-install", "vsce", "package", "--no-dependencies", "--target", platform, "--out", out];
    command(extension, "npx", &[&arguments[..], &LINKS[..]].concat())?;
    Ok(package)
}

/// The platform's name in the marketplace.
fn platform() -> anyhow::Result<&'static str> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Ok("linux-x64"),
        (os, arch) => bail!("no package is made for {os} on {arch} yet"),
    }
}

fn cargo() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

fn target_folder(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |it| root.join(it))
}

/// Runs a program and shows its output only when it fails.
fn command(folder: &Path, program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.with_context(|| format!("cannot start {program}"))?;
    ensure!(
        output.status.success(),
        "{program} {}\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
