//! Modules in, resources and notes out.

mod bad_input;
mod edits;
mod incremental;
mod inputs;
mod language;
mod modules;

use std::collections::BTreeMap;
use std::sync::Arc;

use expect_test::Expect;
use ir::{Data, Entry, Evaluation, Files, FrontEnd, Inputs, Note, ReadError, SetVar, Value};
use text::{Encoding, FileId, LineIndex};

use crate::Terraform;

/// Files in memory.
#[derive(Clone, Default)]
pub(crate) struct Memory(pub(crate) BTreeMap<String, Arc<str>>);

impl Memory {
    /// Reads `#- path` markers; text before the first is `main.tf`.
    pub(crate) fn new(fixture: &str) -> Self {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        let mut name = "main.tf".to_owned();
        for line in fixture.lines() {
            match line.strip_prefix("#- ") {
                Some(next) => name = next.to_owned(),
                None => *files.entry(name.clone()).or_default() += &format!("{line}\n"),
            }
        }
        Self(files.into_iter().map(|(name, text)| (name, text.into())).collect())
    }
}

impl Files for Memory {
    fn read(&self, file: &FileId) -> Result<Arc<str>, ReadError> {
        if file.as_str().starts_with("..") {
            return Err(ReadError::Outside);
        }
        self.0.get(file.as_str()).cloned().ok_or(ReadError::Missing)
    }

    fn list(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        let prefix = if dir.is_empty() { String::new() } else { format!("{dir}/") };
        let mut entries = Vec::new();
        for rest in self.0.keys().filter_map(|path| path.strip_prefix(&prefix)) {
            entries.push(match rest.split_once('/') {
                Some((name, _)) => Entry { name: name.to_owned(), is_dir: true },
                None => Entry { name: rest.to_owned(), is_dir: false },
            });
        }
        entries.sort();
        entries.dedup();
        if entries.is_empty() { Err(ReadError::Missing) } else { Ok(entries) }
    }
}

pub(crate) fn evaluate(files: &Memory) -> Evaluation {
    Terraform::default().evaluate(files, "", &Inputs::default())
}

/// Evaluates files and prints resources with attributes, then outputs, then notes.
pub(crate) fn check(fixture: &str, expect: Expect) {
    let files = Memory::new(fixture);
    expect.assert_eq(&print(&files, &evaluate(&files)));
}

pub(crate) fn check_with(fixture: &str, vars: &[(&str, &str)], expect: Expect) {
    let files = Memory::new(fixture);
    let vars =
        vars.iter().map(|(name, value)| SetVar::Var((*name).to_owned(), (*value).to_owned())).collect();
    let inputs = Inputs { vars, ..Inputs::default() };
    expect.assert_eq(&print(&files, &Terraform::default().evaluate(&files, "", &inputs)));
}

pub(crate) fn print(files: &Memory, evaluation: &Evaluation) -> String {
    let mut out = String::new();
    for resource in &evaluation.resources {
        out += &resource.address;
        if resource.existing {
            out += " (existing)";
        }
        if let Some(why) = &resource.unknown_count {
            out += &format!(" × ? ({why})");
        }
        out += "\n";
        if let Some(provider) = resource.provider.attributes.as_ref().filter(|_| !resource.existing) {
            out += &format!("  provider = {}\n", show(provider));
        }
        for (name, value) in resource.attributes.as_map().unwrap() {
            out += &format!("  {name} = {}\n", show(value));
        }
        for link in resource.links.iter() {
            out += &format!("  {} -> {}\n", link.path, link.target);
        }
    }
    for (name, value) in &evaluation.outputs {
        out += &format!("output {name} = {}\n", show(value));
    }
    for note in &evaluation.notes {
        out += &show_note(files, note);
    }
    out
}

fn show_note(files: &Memory, note: &Note) -> String {
    let file = &note.place.file;
    let line = files.0.get(file.as_str()).map_or(0, |text| {
        LineIndex::new(text).line_col(text, note.place.range.start, Encoding::Utf8).line + 1
    });
    format!("{:?} {file}:{line}: {}\n", note.severity, note.message)
}

pub(crate) fn show(value: &Value) -> String {
    let all = |items: &[Value]| items.iter().map(show).collect::<Vec<_>>().join(", ");
    match &value.data {
        Data::Null(_) => "null".to_owned(),
        Data::Bool(value) => value.to_string(),
        Data::Number(number) => number.to_string(),
        Data::String(text) => format!("{text:?}"),
        Data::Tuple(items) | Data::List(_, items) => format!("[{}]", all(items)),
        Data::Set(_, items) => format!("set[{}]", all(items)),
        Data::Object(items) | Data::Map(_, items) => {
            let items: Vec<String> =
                items.iter().map(|(key, value)| format!("{key} = {}", show(value))).collect();
            format!("{{{}}}", items.join(", "))
        }
        Data::Unknown(unknown) => format!("?({})", unknown.why),
    }
}
