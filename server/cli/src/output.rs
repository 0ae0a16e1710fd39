//! Writing out: to standard output or a file. A reader that closes its end early is no error.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;

/// Prints a text, with a line end.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") })
        .and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write the output")
        }
        _ => Ok(()),
    }
}

/// Writes to a file, or prints.
pub fn write(file: Option<&Path>, text: &str) -> anyhow::Result<()> {
    match file {
        None => print(text),
        Some(path) => fs::write(path, text).with_context(|| format!("cannot write {}", path.display())),
    }
}
