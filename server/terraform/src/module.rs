//! A module as it is written: the blocks of a folder's files by kind and name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use ir::Place;
use text::{FileId, TextRange};

use crate::source::{Attribute, Block, SourceFile};

/// A top-level block and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Decl {
    pub(crate) file: FileId,
    pub(crate) base: u32,
    pub(crate) block: Arc<Block>,
}

impl Decl {
    /// A range of the block as a place in its file.
    pub(crate) fn place(&self, range: TextRange) -> Place {
        Place { file: self.file.clone(), range: range.shift(self.base) }
    }

    /// The opening line.
    pub(crate) fn header(&self) -> Place {
        self.place(self.block.header)
    }

    /// The place of an attribute's value; the header for one that stands in an override file.
    pub(crate) fn value_place(&self, attribute: &Attribute) -> Place {
        if attribute.overridden { self.header() } else { self.place(attribute.value) }
    }
}

/// Managed, or read from the cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Mode {
    Managed,
    Data,
}

/// What names a resource block: mode, type, name.
pub(crate) type ResourceName = (Mode, Arc<str>, Arc<str>);

/// A local value: the block it stands in and its index there.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub(crate) decl: Decl,
    pub(crate) idx: usize,
}

impl Local {
    pub(crate) fn attribute(&self) -> Option<&Attribute> {
        self.decl.block.attributes.get(self.idx)
    }
}

/// The blocks of a folder.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The folder, relative to the workspace.
    pub(crate) dir: String,
    pub(crate) variables: BTreeMap<Arc<str>, Decl>,
    pub(crate) locals: HashMap<Arc<str>, Local>,
    pub(crate) outputs: BTreeMap<Arc<str>, Decl>,
    /// Resources and data sources in the order of files and positions.
    pub(crate) resources: Vec<(ResourceName, Rc<Decl>)>,
    pub(crate) by_name: HashMap<ResourceName, Rc<Decl>>,
    pub(crate) calls: Vec<(Arc<str>, Rc<Decl>)>,
    pub(crate) providers: Vec<Decl>,
    /// Names that follow a dot anywhere in the module.
    pub(crate) asked: BTreeSet<Arc<str>>,
}

impl Module {
    /// Gathers the blocks of files, override files last.
    pub(crate) fn new(dir: &str, files: &[Arc<SourceFile>]) -> Self {
        let mut module = Self { dir: dir.to_owned(), ..Self::default() };
        let (overrides, plain): (Vec<_>, Vec<_>) = files.iter().partition(|file| is_override(file.id.name()));
        for file in plain {
            for placed in &file.pieces {
                module.asked.extend(placed.piece.asked.iter().cloned());
                for block in &placed.piece.blocks {
                    module.declare(Decl { file: file.id.clone(), base: placed.offset, block: block.clone() });
                }
            }
        }
        for file in overrides {
            for block in file.pieces.iter().flat_map(|placed| &placed.piece.blocks) {
                module.override_with(block);
            }
        }
        module.by_name = module.resources.iter().cloned().rev().collect();
        module
    }

    /// Whether it declares nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.resources.is_empty()
            && self.calls.is_empty()
            && self.outputs.is_empty()
            && self.variables.is_empty()
            && self.locals.is_empty()
    }

    fn declare(&mut self, decl: Decl) {
        let block = decl.block.clone();
        let label = block.label(0).cloned();
        match (&*block.kind, label, block.label(1).cloned()) {
            ("variable", Some(name), _) => drop(self.variables.entry(name).or_insert(decl)),
            ("output", Some(name), _) => drop(self.outputs.entry(name).or_insert(decl)),
            ("module", Some(name), _) => self.calls.push((name, Rc::new(decl))),
            ("provider", Some(_), _) => self.providers.push(decl),
            ("resource", Some(kind), Some(name)) => {
                self.resources.push(((Mode::Managed, kind, name), Rc::new(decl)));
            }
            ("data", Some(kind), Some(name)) => {
                self.resources.push(((Mode::Data, kind, name), Rc::new(decl)))
            }
            ("locals", _, _) => self.declare_locals(&decl),
            _ => {}
        }
    }

    fn declare_locals(&mut self, decl: &Decl) {
        for (idx, attribute) in decl.block.attributes.iter().enumerate() {
            self.locals.entry(attribute.name.clone()).or_insert_with(|| Local { decl: decl.clone(), idx });
        }
    }

    /// Merges a block of an override file attribute by attribute; nested blocks of a kind replace those before.
    fn override_with(&mut self, block: &Arc<Block>) {
        let label = block.label(0).cloned().unwrap_or_default();
        let second = block.label(1).cloned().unwrap_or_default();
        match &*block.kind {
            "variable" => merge_into(self.variables.get_mut(&label), block),
            "output" => merge_into(self.outputs.get_mut(&label), block),
            "module" => merge_named(&mut self.calls, &label, block),
            "resource" => merge_named(&mut self.resources, &(Mode::Managed, label, second), block),
            "data" => merge_named(&mut self.resources, &(Mode::Data, label, second), block),
            "locals" => self.override_locals(block),
            _ => {}
        }
    }

    fn override_locals(&mut self, block: &Block) {
        for attribute in &block.attributes {
            if let Some(local) = self.locals.get_mut(&attribute.name) {
                let only = Block {
                    attributes: vec![overriding(attribute)],
                    blocks: Vec::new(),
                    ..(*local.decl.block).clone()
                };
                *local = Local { decl: Decl { block: Arc::new(only), ..local.decl.clone() }, idx: 0 };
            }
        }
    }
}

fn merge_named<N: PartialEq>(decls: &mut [(N, Rc<Decl>)], name: &N, block: &Block) {
    for (_, decl) in decls.iter_mut().filter(|(it, _)| it == name) {
        let mut merged = (**decl).clone();
        merge(&mut merged, block);
        *decl = Rc::new(merged);
    }
}

fn merge_into(decl: Option<&mut Decl>, block: &Block) {
    if let Some(decl) = decl {
        merge(decl, block);
    }
}

fn merge(decl: &mut Decl, block: &Block) {
    let mut merged = (*decl.block).clone();
    for attribute in &block.attributes {
        merged.attributes.retain(|it| it.name != attribute.name);
        merged.attributes.push(overriding(attribute));
    }
    let kinds: BTreeSet<&Arc<str>> = block.blocks.iter().map(|it| &it.kind).collect();
    merged.blocks.retain(|it| !kinds.contains(&it.kind));
    merged.blocks.extend(block.blocks.iter().map(overriding_block));
    decl.block = Arc::new(merged);
}

fn overriding(attribute: &Attribute) -> Attribute {
    Attribute { overridden: true, ..attribute.clone() }
}

fn overriding_block(block: &Block) -> Block {
    Block {
        attributes: block.attributes.iter().map(overriding).collect(),
        blocks: block.blocks.iter().map(overriding_block).collect(),
        ..block.clone()
    }
}

fn is_override(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    stem == "override" || stem.ends_with("_override")
}
