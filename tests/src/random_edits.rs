//! What was typed before must not matter: after every edit an engine that saw all of them says what a fresh one
//! says. Edits tear quotes, braces, heredocs and lines apart; 1,000 of each file with CLOUDOPTIMA_FULL, else 50.

use std::collections::BTreeSet;
use std::sync::Arc;

use findings::{Budget, BudgetSeverity, Scope};
use ide::{Analysis, Engine, Root, Settings};
use ir::Files;
use pricing::Pricer;
use rust_decimal::Decimal;
use terraform::Terraform;
use testkit::MemoryFiles;
use testkit::generate::{Random, edit, small_workspace};
use text::{FileId, TextRange};

use crate::fixtures::pricer;

const N_FILES: u64 = 20;
/// Hovers are compared at so many places of each file.
const N_HOVERS: usize = 6;

/// An engine that remembers nothing.
fn engine(pricer: &Pricer) -> Engine {
    let pricer = Pricer::new(Arc::clone(pricer.book()), Arc::clone(pricer.mappings()));
    Engine::new(vec![Arc::new(Terraform::default())], pricer)
}

fn settings() -> Settings {
    let budget = Budget {
        name: "all".into(),
        monthly: Decimal::from(900),
        scope: Scope::Workspace,
        severity: BudgetSeverity::Warning,
    };
    Settings { budgets: vec![budget], ..Settings::default() }
}

fn analyze(engine: &Engine, files: &MemoryFiles) -> Analysis {
    let root = Arc::new(Root::default());
    engine.analyze(Arc::new(files.clone()), &[root], Arc::new(settings()), &|| false).unwrap()
}

/// All that an editor is shown of a file.
fn surfaces(analysis: &Analysis, file: &FileId, places: &[u32]) -> String {
    let all = TextRange::new(0, u32::MAX);
    let hovers: Vec<_> = places.iter().map(|at| analysis.hover(file, *at)).collect();
    let diagnostics = analysis.diagnostics(&BTreeSet::from([file.clone()]), &|| false).unwrap();
    format!("{:#?}\n{hovers:#?}\n{diagnostics:#?}\n{:#?}", analysis.hints(file, all), analysis.status())
}

/// Compares two analyses; the first difference.
fn difference(warm: &Analysis, fresh: &Analysis, file: &FileId, places: &[u32]) -> Option<String> {
    for (warm, fresh) in warm.roots().iter().zip(fresh.roots()) {
        let (left, right) = (&warm.evaluation, &fresh.evaluation);
        for (left, right) in left.resources.iter().zip(&right.resources) {
            if left != right {
                return Some(format!("{left:#?}\n--- fresh:\n{right:#?}"));
            }
        }
        let addresses =
            |it: &ir::Evaluation| -> Vec<_> { it.resources.iter().map(|it| it.address.clone()).collect() };
        if addresses(left) != addresses(right) || left.notes != right.notes || left.outputs != right.outputs {
            return Some(format!(
                "{:?} {:?}\n--- fresh:\n{:?} {:?}",
                addresses(left),
                left.notes,
                addresses(right),
                right.notes
            ));
        }
        if let Some((left, right)) =
            warm.estimates.iter().zip(&fresh.estimates).find(|(left, right)| left != right)
        {
            return Some(format!("{left:#?}\n--- fresh:\n{right:#?}"));
        }
    }
    let (left, right) = (surfaces(warm, file, places), surfaces(fresh, file, places));
    let line = left.lines().zip(right.lines()).find(|(left, right)| left != right);
    (left != right).then(|| format!("{line:?}"))
}

/// Now and then the text is whole again, so that sound and damaged texts alternate.
fn check(seed: u64, n_edits: usize, pricer: &Pricer) {
    let mut random = Random::new(seed);
    let whole = small_workspace(&mut random);
    let mut files = whole.clone();
    let warm = engine(pricer);
    let names: Vec<FileId> = whole.ids().cloned().collect();
    let main = FileId::new("main.tf");
    for step in 0..n_edits {
        if random.below(25) == 0 {
            files = whole.clone();
        }
        let file = if random.below(4) == 0 { random.pick(&names).unwrap() } else { &main };
        let text = files.read(file).unwrap();
        let change = edit(&text, &mut random);
        let next = files.edited(&[(file.clone(), change)]).unwrap();
        let length = next.read(file).unwrap().len();
        let places: Vec<u32> = (0..N_HOVERS).map(|_| random.below(length + 1) as u32).collect();
        let different = difference(&analyze(&warm, &next), &analyze(&engine(pricer), &next), file, &places);
        if let Some(different) = different {
            panic!("seed {seed}, step {step}, {file:?}:\n{}\n{different}", next.read(file).unwrap());
        }
        // One in four is taken back, as by undo.
        if random.below(4) != 0 {
            files = next;
        }
    }
}

#[test]
fn incremental_is_from_scratch() {
    let n_edits = if std::env::var_os("CLOUDOPTIMA_FULL").is_some() { 1_000 } else { 50 };
    let pricer = pricer();
    for seed in 0..N_FILES {
        check(seed, n_edits, &pricer);
    }
}
