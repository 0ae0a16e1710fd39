//! One snapshot: what is known of a workspace at one moment. Immutable; each surface has its own file.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use ir::{Evaluation, Files, FrontEnd};
use pricing::{Estimate, Totals};
use text::{FileId, TextRange};

use crate::trial::Trials;
use crate::{Engine, Root, Settings};

/// A root folder after evaluation and pricing.
#[derive(Debug)]
pub struct RootResult {
    /// The root it is the result of.
    pub root: Arc<Root>,
    /// Resources and notes.
    pub evaluation: Evaluation,
    /// Estimates, in the order of the resources.
    pub estimates: Vec<Arc<Estimate>>,
    /// Their sum.
    pub totals: Totals,
    pub(crate) front_end: usize,
    folders: HashSet<String>,
}

impl RootResult {
    pub(crate) fn new(
        root: Arc<Root>,
        front_end: usize,
        evaluation: Evaluation,
        estimates: Vec<Arc<Estimate>>,
    ) -> Self {
        let mut totals = Totals::default();
        estimates.iter().for_each(|it| totals.add(it.totals()));
        let folders = evaluation.depends_on.iter().map(|file| file.parent().to_owned()).collect();
        Self { root, evaluation, estimates, totals, front_end, folders }
    }
}

/// Everything an editor asks, answered from one moment's files.
pub struct Analysis {
    pub(crate) engine: Engine,
    pub(crate) files: Arc<dyn Files>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) roots: Vec<Arc<RootResult>>,
    by_file: HashMap<FileId, Vec<Entry>>,
    /// Savings computed so far. A std mutex: held for look-ups only.
    pub(crate) trials: Mutex<Trials>,
}

/// An estimate and the root it belongs to.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) root: usize,
    pub(crate) estimate: Arc<Estimate>,
}

/// The instances of one block.
pub(crate) struct Block<'a> {
    pub(crate) entries: Vec<&'a Entry>,
}

impl Analysis {
    pub(crate) fn new(
        engine: Engine,
        files: Arc<dyn Files>,
        settings: Arc<Settings>,
        roots: Vec<Arc<RootResult>>,
    ) -> Self {
        let mut by_file: HashMap<FileId, Vec<Entry>> = HashMap::new();
        for (root, result) in roots.iter().enumerate() {
            for estimate in &result.estimates {
                let entry = Entry { root, estimate: Arc::clone(estimate) };
                match by_file.get_mut(&estimate.resource.file) {
                    Some(entries) => entries.push(entry),
                    None => drop(by_file.insert(estimate.resource.file.clone(), vec![entry])),
                }
            }
        }
        Self { engine, files, settings, roots, by_file, trials: Mutex::default() }
    }

    /// The roots, in the order of their folders.
    pub fn roots(&self) -> &[Arc<RootResult>] {
        &self.roots
    }

    /// Whether files of that folder have a part in it.
    pub fn covers(&self, dir: &str) -> bool {
        self.roots.iter().any(|it| it.folders.contains(dir))
    }

    /// The settings it was made with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The text of a file at that moment.
    pub fn text(&self, file: &FileId) -> Option<Arc<str>> {
        self.files.read(file).ok()
    }

    /// Every estimate.
    pub(crate) fn estimates(&self) -> Vec<Arc<Estimate>> {
        self.roots.iter().flat_map(|it| it.estimates.iter().cloned()).collect()
    }

    /// The blocks of a file that touch a range, in the order of the text.
    pub(crate) fn blocks(&self, file: &FileId, range: TextRange) -> Vec<Block<'_>> {
        let mut blocks: BTreeMap<u32, Block<'_>> = BTreeMap::new();
        for entry in self.by_file.get(file).into_iter().flatten() {
            let of_block = entry.estimate.resource.range;
            if of_block.intersects(range) {
                let block = blocks.entry(of_block.start).or_insert_with(|| Block { entries: Vec::new() });
                block.entries.push(entry);
            }
        }
        blocks.into_values().collect()
    }

    pub(crate) fn front_end(&self, root: usize) -> Option<&Arc<dyn FrontEnd>> {
        self.engine.front_ends().get(self.roots.get(root)?.front_end)
    }
}

impl<'a> Block<'a> {
    /// The estimates of its instances.
    pub(crate) fn estimates(&self) -> impl Iterator<Item = &'a Arc<Estimate>> + '_ {
        self.entries.iter().map(|it| &it.estimate)
    }

    /// The first instance; a block has one.
    pub(crate) fn first(&self) -> Option<&'a Arc<Estimate>> {
        self.estimates().next()
    }
}
