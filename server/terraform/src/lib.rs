//! The Terraform front end: the files of a module to resources.
//! Knows HCL and the rules of Terraform; knows no price and no disk: files come through `ir::Files`.

mod calls;
mod console;
mod edit;
pub mod expr;
mod inputs;
mod instance;
mod module;
mod repetition;
mod resources;
mod scope;
mod session;
mod source;
mod spans;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ir::{AttrPath, Evaluation, Files, FrontEnd, Inputs, Note, Place, Resource, Severity, Value};
use text::{FileId, TextEdit, TextRange};

use crate::instance::Instance;
use crate::session::Session;
use crate::source::Sources;

/// Stack of an evaluation, in bytes: references and nested expressions are followed by recursion, and both are
/// bounded. Only the part that is used takes memory.
const STACK: usize = 256 << 20;

/// Terraform and OpenTofu.
pub struct Terraform {
    sources: Sources,
}

impl Default for Terraform {
    fn default() -> Self {
        Self { sources: Sources::new() }
    }
}

impl FrontEnd for Terraform {
    fn claims(&self, file: &FileId) -> bool {
        is_source(file.name()) || file.name().ends_with(".tfvars")
    }

    fn evaluate(&self, files: &dyn Files, root: &str, inputs: &Inputs) -> Evaluation {
        std::thread::scope(|scope| {
            let run = || evaluate(&self.sources, files, root, inputs);
            let thread = std::thread::Builder::new().name("terraform".to_owned()).stack_size(STACK);
            match thread.spawn_scoped(scope, run).map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(evaluation)) => evaluation,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(error) => failed(root, &format!("not evaluated: no thread could be started: {error}")),
            }
        })
    }

    fn set_attribute(
        &self,
        files: &dyn Files,
        resource: &Resource,
        path: &AttrPath,
        value: &Value,
    ) -> Option<Vec<(FileId, TextEdit)>> {
        edit::set(&self.sources, files, resource, path, value)
    }

    fn remove_attribute(
        &self,
        files: &dyn Files,
        resource: &Resource,
        path: &AttrPath,
    ) -> Option<Vec<(FileId, TextEdit)>> {
        edit::remove(&self.sources, files, resource, path)
    }
}

/// Whether a file of this name is read as a part of a module: not hidden, no backup.
pub(crate) fn is_source(name: &str) -> bool {
    (name.ends_with(".tf") || name.ends_with(".tofu")) && !name.starts_with('.') && !name.starts_with('#')
}

fn evaluate(sources: &Sources, files: &dyn Files, root: &str, inputs: &Inputs) -> Evaluation {
    let session = Session::new(files, inputs, sources, root);
    let Some(module) = session.module(&session.root) else {
        return failed(root, "there is no such folder");
    };
    let given = inputs::given(&session);
    let instance = Instance::new(&session, module, Arc::from(""), None, given);
    let mut resources = Vec::new();
    instance.resources(&mut resources);
    let mut modules = Vec::new();
    instance.call_resources(&mut resources, &mut modules);
    let names = instance.module.outputs.keys();
    let outputs = names.filter_map(|name| Some((name.clone(), instance.output(name)?))).collect();
    drop(instance);
    let (notes, depends_on) = session.finish();
    Evaluation { resources, notes, modules, outputs, depends_on }
}

fn failed(root: &str, message: &str) -> Evaluation {
    let place = Place { file: FileId::new(root), range: TextRange::empty(0) };
    let note = Note { place, severity: Severity::Error, message: message.to_owned() };
    Evaluation { notes: vec![note], ..Evaluation::default() }
}
