//! What a folder consists of: its root modules, each with its inputs, and the settings that hold for it.
//! Made again when files come and go or settings change, not on a keystroke.

use std::sync::Arc;

use project::{Choices, Setup, parse_regions, setup};

use crate::config::Config;
use crate::view::View;

/// Roots and settings of a folder.
#[derive(Clone, PartialEq)]
pub(crate) struct Plan {
    pub(crate) roots: Vec<Arc<ide::Root>>,
    pub(crate) settings: Arc<ide::Settings>,
}

impl Plan {
    /// Reads the folder's structure and settings.
    pub(crate) fn make(view: &View) -> Self {
        let choices = choices(&view.ground.config);
        let mut settings = ide::Settings {
            hints_enabled: view.ground.config.hints_enabled,
            hints_minimum_monthly: view.ground.config.hints_minimum_monthly,
            ..ide::Settings::default()
        };
        let mut roots = Vec::new();
        let folders = view.files.root_modules(&view.ground.places.base);
        for folder in folders {
            let setup = setup(&view.files, &folder, &view.ground.env, &choices);
            join(&mut settings, &setup, &view.ground.config);
            roots.push(Arc::new(root(folder, setup)));
        }
        if roots.is_empty() {
            // The settings of a folder without code are checked all the same.
            let setup = setup(&view.files, &view.ground.places.base, &view.ground.env, &choices);
            join(&mut settings, &setup, &view.ground.config);
        }
        Self { roots, settings: Arc::new(settings) }
    }

    /// A further folder as a root.
    pub(crate) fn root(&self, view: &View, folder: &str) -> ide::Root {
        root(folder.to_owned(), setup(&view.files, folder, &view.ground.env, &choices(&view.ground.config)))
    }
}

fn root(folder: String, setup: Setup) -> ide::Root {
    ide::Root { folder, inputs: setup.inputs, context: setup.context }
}

fn choices(config: &Config) -> Choices {
    let regions = parse_regions(&config.region_default).unwrap_or_else(|message| {
        tracing::warn!("the setting cloudoptima.region.default: {message}");
        Vec::new()
    });
    Choices { regions, rules_off: config.rules_disabled.clone(), ..Choices::default() }
}

/// Adds what one root's settings file says. Roots that share a file say the same things.
fn join(settings: &mut ide::Settings, setup: &Setup, config: &Config) {
    settings.currency = Arc::clone(&setup.currency);
    settings.wanted_currency =
        config.currency.as_deref().map_or_else(|| Arc::clone(&setup.currency), Arc::from);
    for note in &setup.notes {
        if !settings.notes.contains(note) {
            settings.notes.push(note.clone());
        }
    }
    for rule in &setup.rules_off {
        if !settings.rules_disabled.iter().any(|it| **it == **rule) {
            settings.rules_disabled.push(rule.to_string());
        }
    }
    for entry in setup.budgets.iter().filter(|_| config.budgets_enabled) {
        if !settings.budgets.contains(&entry.budget) {
            settings.budgets.push(entry.budget.clone());
        }
    }
}
