//! The language server as an editor meets it: the real binary, generated code, one key after the other.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use ir::Files;
use serde_json::{Value, json};
use testkit::generate::{Random, workspace};
use text::FileId;

use super::client::Client;
use super::{Figure, Timings};

const N_RESOURCES: usize = 500;
const N_EDITS: usize = 200;
const N_STARTS: usize = 20;
/// A server that has said nothing for so long is at rest.
const QUIET: Duration = Duration::from_millis(1_500);
/// Where the keys are typed: the file with the most resources, and one that all others depend on.
const CODE: &str = "aws.tf";
const LOCALS: &str = "locals.tf";

/// Keystrokes and memory on a generated module of 500 resources.
pub(super) fn figures(binary: &Path, n_bytes_book: u64) -> anyhow::Result<Vec<Figure>> {
    let scratch = Scratch::new(N_RESOURCES)?;
    let mut client = Client::start(binary, &scratch.0)?;
    let mut document = Document::open(&mut client, &scratch.0, CODE)?;
    let code = keystrokes(&mut client, &mut document)?;
    let mut locals = Document::open(&mut client, &scratch.0, LOCALS)?;
    let family = locals.text.find("\"m5\"").context("the generated locals have no family")? + 3;
    let all = locals_keystrokes(&mut client, &mut locals, family)?;
    client.settle(QUIET)?;
    let resident = Memory::of(client.pid())?;
    Ok(vec![
        Figure::time("keystroke to hints, 500 resources", code, Duration::from_millis(25)),
        Figure::observed("keystroke in a local of all machines", all),
        Figure::Size {
            what: "resident at rest, without the book",
            n_bytes: resident.without(n_bytes_book),
            bound: 100_000_000,
        },
        Figure::Size { what: "resident at rest, with the book", n_bytes: resident.pss, bound: 110_000_000 },
    ])
}

/// From the start of the program to the first hints of a folder.
pub(super) fn start(binary: &Path, folder: &Path, file: &str) -> anyhow::Result<Timings> {
    let text = fs::read_to_string(folder.join(file))?;
    let mut times = Vec::new();
    for _ in 0..N_STARTS {
        let start = Instant::now();
        let mut client = Client::start(binary, folder)?;
        client.open(file, &text)?;
        let (hints, at) = client.hints(file)?;
        ensure!(hints.as_array().is_some_and(|hints| !hints.is_empty()), "{file} has no hints");
        times.push(at - start);
    }
    Ok(Timings::from_durations(times))
}

/// An open document and the text that the server should have.
struct Document {
    file: &'static str,
    text: String,
}

/// One key: what it replaces and what with.
struct Key {
    start: usize,
    end: usize,
    text: &'static str,
}

impl Document {
    fn open(client: &mut Client, folder: &Path, file: &'static str) -> anyhow::Result<Self> {
        let text = fs::read_to_string(folder.join(file))?;
        client.open(file, &text)?;
        let document = Self { file, text };
        client.hints(file)?;
        Ok(document)
    }

    /// Presses a key and waits for the hints.
    fn press(&mut self, client: &mut Client, key: &Key) -> anyhow::Result<Duration> {
        let range = json!({"start": self.position(key.start), "end": self.position(key.end)});
        let start = Instant::now();
        client.change(self.file, &range, key.text)?;
        let (hints, at) = client.hints(self.file)?;
        ensure!(hints.is_array(), "{} has no hints", self.file);
        self.text.replace_range(key.start..key.end, key.text);
        Ok(at - start)
    }

    /// Generated code is ASCII: bytes are UTF-16 units.
    fn position(&self, offset: usize) -> Value {
        let before = self.text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        json!({"line": before.matches('\n').count(), "character": offset - line_start})
    }

    /// A place chosen by chance where this text stands.
    fn find(&self, what: impl Fn(u8) -> bool, random: &mut Random) -> usize {
        let from = random.below(self.text.len());
        let found = self.text.bytes().enumerate().skip(from).find(|(_, byte)| what(*byte));
        found.map_or(from, |(at, _)| at)
    }
}

/// One key in five is a quote or a brace and is taken back by the next; the others type digits and letters where
/// such stand. Between keys lies what lies between those of a person, so that background work is met too.
fn keystrokes(client: &mut Client, document: &mut Document) -> anyhow::Result<Timings> {
    let mut random = Random::new(5);
    let mut times = Vec::new();
    let mut at = 0;
    for step in 0..N_EDITS {
        let key = match step % 5 {
            0 => {
                at = random.below(document.text.len());
                let text = random.pick(&["\"", "{", "}"]).copied().unwrap_or("\"");
                Key { start: at, end: at, text }
            }
            1 => Key { start: at, end: at + 1, text: "" },
            2 => {
                let at = document.find(|byte| byte.is_ascii_digit(), &mut random);
                Key { start: at, end: at, text: "1" }
            }
            3 => {
                at = document.find(|byte| byte.is_ascii_alphabetic(), &mut random);
                Key { start: at, end: at, text: "x" }
            }
            _ => Key { start: at, end: at + 1, text: "" },
        };
        times.push(document.press(client, &key)?);
        thread::sleep(Duration::from_millis(random.below(200) as u64));
    }
    Ok(Timings::from_durations(times))
}

/// `m5` becomes `m` and `m5` again: the type and the price of a tenth of all resources.
fn locals_keystrokes(client: &mut Client, document: &mut Document, end: usize) -> anyhow::Result<Timings> {
    let mut times = Vec::new();
    for step in 0..40 {
        let key = match step % 2 {
            0 => Key { start: end - 1, end, text: "" },
            _ => Key { start: end - 1, end: end - 1, text: "5" },
        };
        times.push(document.press(client, &key)?);
        thread::sleep(Duration::from_millis(50));
    }
    Ok(Timings::from_durations(times))
}

/// What a process holds, in bytes (Linux, Documentation/filesystems/proc.rst, smaps_rollup).
struct Memory {
    /// Proportional set: pages shared with others count in part.
    pss: u64,
    /// The part of it that comes from files: the program with the book in it, libraries.
    pss_file: u64,
}

impl Memory {
    fn of(pid: u32) -> anyhow::Result<Self> {
        let path = format!("/proc/{pid}/smaps_rollup");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let kib = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()
        };
        let bytes =
            |name: &str| kib(name).map(|it| it << 10).with_context(|| format!("{path} has no {name}"));
        Ok(Self { pss: bytes("Pss:")?, pss_file: bytes("Pss_File:")? })
    }

    /// Without the book: at most as much as is there of files at all, for pages nobody touched are not.
    fn without(&self, n_bytes_book: u64) -> u64 {
        self.pss - n_bytes_book.min(self.pss_file)
    }
}

/// A folder with a generated workspace, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(n_resources: usize) -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("cloudoptima-bench-{}", std::process::id()));
        let scratch = Self(path);
        let files = workspace(n_resources);
        for file in files.ids() {
            let path = scratch.0.join(file.as_str());
            fs::create_dir_all(path.parent().unwrap_or(&scratch.0))?;
            let text = files.read(&FileId::new(file.as_str()));
            fs::write(&path, text.map_err(|error| anyhow::anyhow!("{file:?}: {error}"))?.as_bytes())?;
        }
        Ok(scratch)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
