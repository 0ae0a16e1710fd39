//! The seams of a front end: how it reads files, what it is given, what it gives back.

use std::sync::Arc;

use text::{FileId, TextEdit};

use crate::{AttrPath, Note, Place, Resource, Value};

/// Files of one workspace, with unsaved text on top. Paths are relative to the workspace's root;
/// a path that leaves the workspace (also through a symbolic link) is refused.
pub trait Files: Send + Sync {
    /// The text of a file.
    fn read(&self, file: &FileId) -> Result<Arc<str>, ReadError>;
    /// The entries of a folder (`""` is the root), sorted by name; hidden ones included.
    fn list(&self, dir: &str) -> Result<Vec<Entry>, ReadError>;
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: String,
    /// Whether it is a folder.
    pub is_dir: bool,
}

/// Why a file or folder could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is none.
    Missing,
    /// It lies outside the workspace.
    Outside,
    /// It is no valid UTF-8.
    NotUtf8,
    /// It is larger than the limit, in bytes.
    TooLarge(u64),
    /// The system refused: its message.
    Io(String),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("no such file or folder"),
            Self::Outside => f.write_str("outside the workspace, not read"),
            Self::NotUtf8 => f.write_str("not valid UTF-8, not read; save it as UTF-8"),
            Self::TooLarge(limit) => write!(f, "larger than {} MiB, not read", limit >> 20),
            Self::Io(message) => f.write_str(message),
        }
    }
}

/// What the user gives besides source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// `--var` and `--var-file` (or `--parameter`), in the order given.
    pub vars: Vec<SetVar>,
    /// `TF_VAR_…` of the environment: name without the prefix, raw text.
    pub env_vars: Vec<(String, String)>,
    /// The selected workspace (`terraform.workspace`); `default` when `None`.
    pub workspace: Option<String>,
}

/// One way in which the user sets variables.
#[derive(Clone, Debug, PartialEq)]
pub enum SetVar {
    /// `name=value` of the command line.
    Var(String, String),
    /// A file of values.
    File(FileId),
}

/// What a front end found in one root folder or file.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// Resource instances in the order of files and positions, modules after the root.
    pub resources: Vec<Arc<Resource>>,
    /// What it has to say.
    pub notes: Vec<Note>,
    /// Calls of modules, by address, at any depth: budgets of a module are reported there.
    pub modules: Vec<ModuleCall>,
    /// Outputs of the root, by name.
    pub outputs: Vec<(Arc<str>, Value)>,
    /// Every file that was read, or looked for in vain: the result depends on them.
    pub depends_on: Vec<FileId>,
}

/// Where a module is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleCall {
    /// Its address without instance keys: `module.web`, `module.web.module.disks`.
    pub address: Arc<str>,
    /// The opening line of the block that calls it.
    pub header: Place,
}

/// A language: text to resources, and edits back into the text.
///
/// Implementations keep what they parsed (by text) inside; the answer depends on the arguments alone.
pub trait FrontEnd: Send + Sync {
    /// Whether a file name may belong to this language.
    fn claims(&self, file: &FileId) -> bool;

    /// Evaluates the root module in a folder (`""` is the workspace's root), or a single file. Never fails.
    fn evaluate(&self, files: &dyn Files, root: &str, inputs: &Inputs) -> Evaluation;

    /// Edits that set an attribute of a resource to a scalar (replacing a literal, following a reference to a
    /// variable's default or a local where that changes this resource alone, adding a line where it is absent).
    /// `None` when the text cannot be edited safely.
    fn set_attribute(
        &self,
        files: &dyn Files,
        resource: &Resource,
        path: &AttrPath,
        value: &Value,
    ) -> Option<Vec<(FileId, TextEdit)>>;

    /// Edits that remove an attribute; empty when it is absent already.
    fn remove_attribute(
        &self,
        files: &dyn Files,
        resource: &Resource,
        path: &AttrPath,
    ) -> Option<Vec<(FileId, TextEdit)>>;
}
