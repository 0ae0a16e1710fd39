//! `inspect`: the evaluated resources, before prices.

use std::fmt::Write;

use ir::{Note, Resource, Severity};
use serde_json::{Value as Json, json};
use text::{FileId, TextRange};

use crate::args::{DataFormat, InspectArgs};
use crate::positions::Positions;
use crate::target::Target;
use crate::{Ending, output};

/// Runs the command.
pub fn run(args: &InspectArgs) -> anyhow::Result<Ending> {
    let target = Target::open(&args.path, &args.values, None)?.with_code(&args.path)?;
    let positions = Positions::new(target.files.clone(), &target.base);
    let (mut resources, mut notes) = (Vec::new(), Vec::new());
    for root in &target.roots {
        let setup = target.setup(root);
        let evaluation = target.evaluate(root, &setup.inputs);
        resources.extend(evaluation.resources);
        notes.extend(setup.notes.into_iter().chain(evaluation.notes));
    }
    let text = match args.format {
        DataFormat::Json => {
            let resources: Vec<Json> = resources.iter().map(|it| resource_json(it, &positions)).collect();
            let notes: Vec<Json> = notes.iter().map(|it| note_json(it, &positions)).collect();
            serde_json::to_string_pretty(&json!({ "resources": resources, "notes": notes }))?
        }
        DataFormat::Table => {
            let mut out = String::new();
            resources.iter().for_each(|it| listed(it, &positions, &mut out));
            for note in &notes {
                let _ = writeln!(out, "{}: {}", positions.shown(&note.place), note.message);
            }
            out
        }
    };
    output::print(&text)?;
    let has_errors = notes.iter().any(|it| it.severity == Severity::Error);
    Ok(if has_errors { Ending::WithErrors } else { Ending::Done })
}

fn listed(resource: &Resource, positions: &Positions, out: &mut String) {
    let place = positions.shown(&resource.place());
    let state = match (resource.existing, resource.condition) {
        (true, _) => "  (read, not created)",
        (_, Some(false)) => "  (not created)",
        (_, None) => "  (created on a condition that is not known)",
        _ => "",
    };
    let _ = writeln!(out, "{}  {place}{state}", resource.address);
}

fn resource_json(resource: &Resource, positions: &Positions) -> Json {
    json!({
        "address": &*resource.address,
        "type": &*resource.kind,
        "name": &*resource.name,
        "language": resource.language.as_str(),
        "file": positions.path(&resource.file),
        "range": range_json(&resource.file, resource.range, positions),
        "existing": resource.existing,
        "condition": resource.condition,
        "apiVersion": resource.api_version.as_deref(),
        "unknownCount": resource.unknown_count.as_ref().map(ToString::to_string),
        "attributes": terraform::expr::to_json(&resource.attributes),
    })
}

fn note_json(note: &Note, positions: &Positions) -> Json {
    json!({
        "file": positions.path(&note.place.file),
        "range": range_json(&note.place.file, note.place.range, positions),
        "severity": severity(note.severity),
        "message": note.message,
    })
}

/// The name of a severity in JSON.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn range_json(file: &FileId, range: TextRange, positions: &Positions) -> Json {
    let position = |offset| {
        let at = positions.line_col(file, offset);
        json!({ "line": at.line, "character": at.col })
    };
    json!({ "start": position(range.start), "end": position(range.end) })
}
