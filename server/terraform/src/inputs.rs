//! Values of root variables: environment, files of values, command line; later ones win
//! (developer.hashicorp.com/terraform/language/values/variables, "Variable Definition Precedence").

use std::collections::HashMap;
use std::sync::Arc;

use ir::{Place, SetVar, Severity};
use text::{FileId, TextRange};

use crate::expr;
use crate::instance::Given;
use crate::session::Session;

type Values = HashMap<Arc<str>, Given>;

/// The values given for the root module's variables.
pub(crate) fn given(session: &Session<'_>) -> Values {
    let mut values = Values::new();
    for (name, text) in &session.inputs.env_vars {
        values.insert(name.as_str().into(), Given::Text(text.clone()));
    }
    let root = &session.root;
    for name in ["terraform.tfvars", "terraform.tfvars.json"] {
        read_file(session, &FileId::new(&format!("{root}/{name}")), &mut values);
    }
    let mut names: Vec<String> = session
        .files
        .list(root)
        .unwrap_or_default()
        .into_iter()
        .filter(|it| !it.is_dir)
        .map(|it| it.name)
        .collect();
    names.sort();
    for name in names.iter().filter(|it| it.ends_with(".auto.tfvars") || it.ends_with(".auto.tfvars.json")) {
        read_file(session, &FileId::new(&format!("{root}/{name}")), &mut values);
    }
    for set in &session.inputs.vars {
        match set {
            SetVar::Var(name, text) => drop(values.insert(name.as_str().into(), Given::Text(text.clone()))),
            SetVar::File(file) => {
                if !read_file(session, file, &mut values) {
                    let place = Place { file: file.clone(), range: TextRange::empty(0) };
                    session.note(place, Severity::Error, "no such file of variable values");
                }
            }
        }
    }
    values
}

/// Reads a file of values; `false` when there is none.
fn read_file(session: &Session<'_>, file: &FileId, values: &mut Values) -> bool {
    if file.name().ends_with(".json") {
        return read_json(session, file, values);
    }
    let Some(source) = session.source(file) else { return false };
    for attribute in source.pieces.iter().flat_map(|it| &it.piece.attributes) {
        if let Ok(expr) = &attribute.expr {
            values.insert(attribute.name.clone(), Given::Value(expr::eval(expr, &Nothing)));
        }
    }
    true
}

fn read_json(session: &Session<'_>, file: &FileId, values: &mut Values) -> bool {
    let Ok(text) = session.read(file) else { return false };
    // A JSON document is an object of HCL too.
    match expr::parse(text.trim()) {
        Ok(object) => {
            let object = expr::eval(&object, &Nothing);
            for (name, value) in object.as_map().into_iter().flatten() {
                values.insert(name.clone(), Given::Value(value.clone()));
            }
        }
        Err(error) => {
            let place = Place { file: file.clone(), range: TextRange::empty(error.offset as u32) };
            session.note(place, Severity::Error, error.message);
        }
    }
    true
}

/// Files of values refer to nothing.
struct Nothing;

impl expr::Scope for Nothing {
    fn traverse(&self, _root: &str, _steps: &[expr::Step]) -> Option<(ir::Value, usize)> {
        None
    }

    fn read_file(&self, path: &str) -> Result<Arc<str>, String> {
        Err(format!("{path} cannot be read in a file of values"))
    }

    fn list_dir(&self, path: &str) -> Result<Vec<String>, String> {
        Err(format!("{path} cannot be listed in a file of values"))
    }
}
