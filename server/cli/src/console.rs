//! `console`: one Terraform expression a line in, one JSON line each out.

use std::io::{self, BufRead, Write};
use std::path::Path;

use anyhow::Context;

use crate::Ending;
use crate::args::ConsoleArgs;
use crate::target::Target;

/// Lines answered together. A line from a terminal is answered at once.
const BATCH: usize = 512;

/// Runs the command.
pub fn run(args: &ConsoleArgs) -> anyhow::Result<Ending> {
    let target = Target::open(args.path.as_deref().unwrap_or(Path::new(".")), &args.values, None)?;
    let inputs = target.setup(&target.base).inputs;
    let terraform = terraform::Terraform::default();
    let mut out = io::stdout().lock();
    let mut input = io::BufReader::with_capacity(1 << 16, io::stdin().lock());
    loop {
        let lines = batch(&mut input).context("cannot read standard input")?;
        if lines.is_empty() {
            return Ok(Ending::Done);
        }
        for answer in terraform.console(&*target.files, &target.base, &inputs, &lines) {
            writeln!(out, "{answer}").context("cannot write the output")?;
        }
        out.flush().context("cannot write the output")?;
    }
}

/// The next line, and those that stand in the buffer behind it already.
fn batch(input: &mut io::BufReader<io::StdinLock<'_>>) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(lines);
        }
        let text = String::from_utf8_lossy(&line);
        lines.push(text.trim_end_matches(['\n', '\r']).to_owned());
        if lines.len() >= BATCH || !input.buffer().contains(&b'\n') {
            return Ok(lines);
        }
    }
}
