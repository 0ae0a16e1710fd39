//! `cargo xtask tidy`: what the compiler does not check of how the house is built.

mod edges;
mod sources;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// Must be mended.
    Error(String),
    /// Should be.
    Warning(String),
}

/// Checks everything; prints what is wrong, and fails when anything must be mended.
pub fn run() -> anyhow::Result<()> {
    let root = crate::workspace::root();
    let mut complaints =
        edges::check(&output(&root, "cargo", &["metadata", "--no-deps", "--format-version", "1"])?)?;
    for path in output(&root, "git", &["ls-files", "-z"])?.split('\0').filter(|it| !it.is_empty()) {
        // A file that git still lists but that is gone, and what is no text, say nothing.
        if let Ok(text) = std::fs::read_to_string(root.join(path)) {
            complaints.extend(sources::check(path, &text));
        }
    }
    let mut n_errors = 0;
    for complaint in &complaints {
        match complaint {
            Complaint::Error(text) => {
                n_errors += 1;
                println!("error: {text}");
            }
            Complaint::Warning(text) => println!("warning: {text}"),
        }
    }
    ensure!(n_errors == 0, "{n_errors} things to mend");
    println!("tidy: {} warnings", complaints.len());
    Ok(())
}

fn output(root: &Path, program: &str, arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(program).args(arguments).current_dir(root).output();
    let output = output.with_context(|| format!("cannot start {program}"))?;
    ensure!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}
