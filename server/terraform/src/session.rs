//! One evaluation: what it reads, what it has to say, how deep it is.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use ir::{Files, Inputs, Note, Place, ReadError, Severity, Value, Why};
use text::FileId;

use crate::module::Module;
use crate::source::{SourceFile, Sources};

/// How many references deep a value may lie.
const MAX_DEPTH: u32 = 400;

/// How many instances one block may have: blocks that refer to all instances of each other cost the product.
pub(crate) const MAX_COUNT: i64 = 1_024;

/// How many resource instances one evaluation gives.
const MAX_INSTANCES: u32 = 50_000;

/// How many notes are kept.
const MAX_NOTES: usize = 1_000;

/// The state of one evaluation. Only caches and lists change behind the shared reference.
pub(crate) struct Session<'s> {
    pub(crate) files: &'s dyn Files,
    pub(crate) inputs: &'s Inputs,
    sources: &'s Sources,
    /// The root module's folder.
    pub(crate) root: String,
    /// The one file read, when the root is a file.
    only: Option<FileId>,
    notes: RefCell<Vec<Note>>,
    noted: RefCell<HashSet<(Place, String)>>,
    depends_on: RefCell<BTreeSet<FileId>>,
    reads: RefCell<Vec<Arc<str>>>,
    depth: Cell<u32>,
    n_instances: Cell<u32>,
    modules: RefCell<HashMap<String, Option<Rc<Module>>>>,
}

impl<'s> Session<'s> {
    pub(crate) fn new(files: &'s dyn Files, inputs: &'s Inputs, sources: &'s Sources, root: &str) -> Self {
        let file = FileId::new(root);
        let is_file = crate::is_source(file.name());
        Self {
            files,
            inputs,
            sources,
            root: if is_file { file.parent().to_owned() } else { file.as_str().to_owned() },
            only: is_file.then_some(file),
            notes: RefCell::default(),
            noted: RefCell::default(),
            depends_on: RefCell::default(),
            reads: RefCell::default(),
            depth: Cell::new(0),
            n_instances: Cell::new(0),
            modules: RefCell::default(),
        }
    }

    /// Says something once.
    pub(crate) fn note(&self, place: Place, severity: Severity, message: impl Into<String>) {
        let message = message.into();
        let mut notes = self.notes.borrow_mut();
        if notes.len() < MAX_NOTES && self.noted.borrow_mut().insert((place.clone(), message.clone())) {
            notes.push(Note { place, severity, message });
        }
    }

    pub(crate) fn finish(self) -> (Vec<Note>, Vec<FileId>) {
        (self.notes.into_inner(), self.depends_on.into_inner().into_iter().collect())
    }

    /// The text of a file; the result then depends on it.
    pub(crate) fn read(&self, file: &FileId) -> Result<Arc<str>, ReadError> {
        self.depends_on.borrow_mut().insert(file.clone());
        self.files.read(file)
    }

    /// A file of the workspace, parsed. What is wrong in it is noted.
    pub(crate) fn source(&self, file: &FileId) -> Option<Arc<SourceFile>> {
        match self.read(file) {
            Ok(text) => {
                let source = self.sources.file(file, text);
                self.note_errors(&source);
                Some(source)
            }
            Err(ReadError::Missing) => None,
            Err(error) => {
                let place = Place { file: file.clone(), range: text::TextRange::empty(0) };
                self.note(place, Severity::Error, error.to_string());
                None
            }
        }
    }

    fn note_errors(&self, source: &SourceFile) {
        for placed in &source.pieces {
            for error in &placed.piece.errors {
                let place = Place { file: source.id.clone(), range: error.range.shift(placed.offset) };
                self.note(place, Severity::Error, error.message.clone());
            }
        }
    }

    /// The module in a folder; `None` when the folder cannot be read.
    pub(crate) fn module(&self, dir: &str) -> Option<Rc<Module>> {
        if let Some(known) = self.modules.borrow().get(dir) {
            return known.clone();
        }
        let module = self.load(dir);
        self.modules.borrow_mut().insert(dir.to_owned(), module.clone());
        module
    }

    fn load(&self, dir: &str) -> Option<Rc<Module>> {
        let files = match &self.only {
            Some(file) if dir == self.root => vec![file.clone()],
            _ => self.list_sources(dir)?,
        };
        let sources: Vec<_> = files.iter().filter_map(|file| self.listed_source(file)).collect();
        Some(Rc::new(Module::new(dir, &sources)))
    }

    /// A file that its folder lists. One that is missing all the same is a link that leads nowhere.
    fn listed_source(&self, file: &FileId) -> Option<Arc<SourceFile>> {
        let source = self.source(file);
        if source.is_none() && self.files.read(file) == Err(ReadError::Missing) {
            let place = Place { file: file.clone(), range: text::TextRange::empty(0) };
            self.note(place, Severity::Error, ReadError::Missing.to_string());
        }
        source
    }

    fn list_sources(&self, dir: &str) -> Option<Vec<FileId>> {
        let entries = self.files.list(dir).ok()?;
        let names: Vec<&str> = entries.iter().filter(|it| !it.is_dir).map(|it| it.name.as_str()).collect();
        // OpenTofu reads x.tofu in place of x.tf.
        let is_shadowed = |name: &str| {
            name.strip_suffix(".tf").is_some_and(|stem| names.contains(&format!("{stem}.tofu").as_str()))
        };
        let sources = names.iter().filter(|name| crate::is_source(name) && !is_shadowed(name));
        Some(sources.map(|name| FileId::new(&format!("{dir}/{name}"))).collect())
    }

    /// Runs one step deeper; `None` when that is too deep.
    pub(crate) fn deeper<T>(&self, run: impl FnOnce() -> T) -> Option<T> {
        let depth = self.depth.get();
        if depth >= MAX_DEPTH {
            return None;
        }
        self.depth.set(depth + 1);
        let result = run();
        self.depth.set(depth);
        Some(result)
    }

    /// Takes one of the instances that an evaluation may give; `false` when there are no more.
    pub(crate) fn take_instance(&self) -> bool {
        let n = self.n_instances.get();
        self.n_instances.set(n.saturating_add(1));
        n < MAX_INSTANCES
    }

    /// Records that a resource instance was read.
    pub(crate) fn record(&self, address: &Arc<str>) {
        let mut reads = self.reads.borrow_mut();
        if !reads.contains(address) {
            reads.push(address.clone());
        }
    }

    /// Runs, and gives the resource instances that were read.
    pub(crate) fn recording<T>(&self, run: impl FnOnce() -> T) -> (T, Vec<Arc<str>>) {
        let outer = self.reads.take();
        let result = run();
        (result, self.reads.replace(outer))
    }
}

/// A value kept once it is made, with the resources that were read for it.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    Busy,
    Done(Value, Rc<[Arc<str>]>),
}

/// Values by name, each made once.
pub(crate) type Memo = RefCell<HashMap<Arc<str>, Slot>>;

impl Session<'_> {
    /// The value of a name, made at most once. One that needs itself, or lies too deep, is unknown and noted.
    pub(crate) fn once(
        &self,
        memo: &Memo,
        name: &Arc<str>,
        place: impl Fn() -> Place,
        label: impl Fn() -> String,
        make: impl FnOnce() -> Value,
    ) -> Value {
        let known = memo.borrow().get(name).cloned();
        match known {
            Some(Slot::Done(value, reads)) => {
                reads.iter().for_each(|address| self.record(address));
                return value;
            }
            Some(Slot::Busy) => {
                let message = format!("{} refers to itself", label());
                self.note(place(), Severity::Error, message.clone());
                return Value::unknown(Why::Error(message.into()));
            }
            None => {}
        }
        memo.borrow_mut().insert(name.clone(), Slot::Busy);
        let (value, reads) = self.recording(|| self.deeper(make));
        let value = value.unwrap_or_else(|| {
            let message = format!("{} lies more than {MAX_DEPTH} references deep", label());
            self.note(place(), Severity::Warning, message.clone());
            Value::unknown(Why::Limit(message.into()))
        });
        reads.iter().for_each(|address| self.record(address));
        memo.borrow_mut().insert(name.clone(), Slot::Done(value.clone(), reads.into()));
        value
    }
}
