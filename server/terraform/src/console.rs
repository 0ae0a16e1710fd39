//! Expressions evaluated in the scope of a root module, one after the other.

use std::sync::Arc;

use ir::{Files, Inputs};

use crate::instance::Instance;
use crate::scope::Scope;
use crate::session::Session;
use crate::source::Sources;
use crate::{STACK, Terraform, expr, inputs};

impl Terraform {
    /// Answers each line with one line of JSON, as [`expr::console_line`] does, in the scope of the root module
    /// in a folder. A folder that cannot be read has no names to look at; functions work all the same.
    pub fn console(&self, files: &dyn Files, root: &str, inputs: &Inputs, lines: &[String]) -> Vec<String> {
        let run = || answers(&self.sources, files, root, inputs, lines);
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().name("terraform".to_owned()).stack_size(STACK);
            match thread.spawn_scoped(scope, run).map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(answers)) => answers,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(error) => {
                    let text = serde_json::json!({ "error": format!("no thread could be started: {error}") });
                    vec![text.to_string(); lines.len()]
                }
            }
        })
    }
}

fn answers(
    sources: &Sources,
    files: &dyn Files,
    root: &str,
    inputs: &Inputs,
    lines: &[String],
) -> Vec<String> {
    let session = Session::new(files, inputs, sources, root);
    let Some(module) = session.module(&session.root) else {
        return lines
            .iter()
            .map(|_| serde_json::json!({ "error": "there is no such folder" }).to_string())
            .collect();
    };
    let given = inputs::given(&session);
    let instance = Instance::new(&session, module, Arc::from(""), None, given);
    lines.iter().map(|line| expr::console_line(line, &Scope::new(&instance))).collect()
}
