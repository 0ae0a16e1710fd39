//! From settings, environment and choices to the inputs of evaluation and pricing.
//! Both the command line and the language server come through here.

use std::collections::BTreeSet;
use std::sync::Arc;

use catalog::Provider;
use ir::{Files, Inputs, Note, Place, ReadError, SetVar, Severity};
use pricing::{Context, DefaultRegion, RegionOrigin, Usage};
use text::{FileId, TextRange};

use crate::config::CONFIG_NAMES;
use crate::{BudgetEntry, Config, Environment, ProcessEnv, RegionChoice, Snapshot, parse_usage, usage};

/// The regions that are assumed when nothing names one.
const LAST_RESORT: &[(Provider, &str)] =
    &[(Provider::Aws, "us-east-1"), (Provider::Azure, "eastus"), (Provider::Gcp, "us-central1")];

/// The currency of amounts, when nothing names one.
pub const PRICE_CURRENCY: &str = "USD";

/// The currencies that providers publish prices of the book in.
pub const PUBLISHED_CURRENCIES: [&str; 2] = ["USD", "CNY"];

/// What the user chose for this run or this session, before anything the files say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// Variables of the command line, in the order given. With any of them the environment's var files stay.
    pub vars: Vec<SetVar>,
    /// Terraform workspace.
    pub workspace: Option<String>,
    /// Usage file.
    pub usage_file: Option<FileId>,
    /// Currency of amounts, before that of the settings file.
    pub currency: Option<String>,
    /// Environment of the settings file.
    pub environment: Option<String>,
    /// Regions of the machine's settings; those of the settings file come first.
    pub regions: Vec<RegionChoice>,
    /// Rules switched off on this machine, besides those of the settings file.
    pub rules_off: Vec<String>,
}

/// Everything that evaluation, pricing and findings of one root module need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setup {
    /// For the front end.
    pub inputs: Inputs,
    /// For pricing.
    pub context: Context,
    /// Currency of the amounts shown.
    pub currency: Arc<str>,
    /// Budgets and where they are written; globs over files are relative to the workspace.
    pub budgets: Vec<BudgetEntry>,
    /// Rules that are off.
    pub rules_off: BTreeSet<Arc<str>>,
    /// What is wrong with the settings or the usage file.
    pub notes: Vec<Note>,
    /// Files that were read, or looked for in vain: the result depends on them.
    pub depends_on: Vec<FileId>,
}

/// The settings file that holds for a folder: the nearest one at or above it, inside the workspace.
pub fn config_for(files: &dyn Files, folder: &str) -> Option<(FileId, Result<Arc<str>, ReadError>)> {
    let mut at = FileId::new(folder).as_str().to_owned();
    loop {
        for name in CONFIG_NAMES {
            let file = FileId::new(&format!("{at}/{name}"));
            match files.read(&file) {
                Err(ReadError::Missing) => {}
                text => return Some((file, text)),
            }
        }
        if at.is_empty() {
            return None;
        }
        at = FileId::new(&at).parent().to_owned();
    }
}

/// What to say when the settings of a folder declare no environment of this name.
pub fn missing_environment(files: &dyn Files, folder: &str, name: &str) -> Option<String> {
    let settings =
        config_for(files, folder).and_then(|(file, text)| Some(Config::parse(&file, &text.ok()?).0));
    let declared = settings.unwrap_or_default().environments;
    let names: Vec<&str> = declared.keys().map(|it| &**it).collect();
    (!declared.contains_key(name)).then(|| crate::config::unknown_name("environment", name, &names))
}

/// Gathers the inputs of the root module in `folder`.
pub fn setup(files: &Snapshot, folder: &str, env: &ProcessEnv, choices: &Choices) -> Setup {
    let mut setup = Setup::default();
    let (config, base) = setup.read_config(files, folder);
    let environment = setup.environment(&config, choices, &base);
    setup.inputs = inputs(files, folder, env, choices, &environment, &base);
    setup.context.regions = LAST_RESORT
        .iter()
        .map(|(provider, last)| {
            (*provider, default_region(*provider, last, env, &environment, &config, choices))
        })
        .collect();
    setup.context.usage = Arc::new(setup.read_usage(files, &config, &environment, choices, &base));
    setup.set_currency(&config, choices);
    setup.budgets = config.budgets;
    setup.budgets.iter_mut().for_each(|entry| rebase(&mut entry.budget.scope, &base));
    setup.rules_off = config.rules_off;
    setup.rules_off.extend(choices.rules_off.iter().map(|it| Arc::from(it.as_str())));
    setup
}

impl Setup {
    /// The settings, and the folder their paths are relative to.
    fn read_config(&mut self, files: &Snapshot, folder: &str) -> (Config, String) {
        let Some((file, text)) = config_for(files, folder) else {
            self.depends_on.extend(CONFIG_NAMES.iter().map(|name| FileId::new(name)));
            return (Config::default(), String::new());
        };
        self.depends_on.push(file.clone());
        let base = file.parent().to_owned();
        match text {
            Ok(text) => {
                let (config, notes) = Config::parse(&file, &text);
                self.notes.extend(notes);
                (config, base)
            }
            Err(error) => {
                let place = Place { file, range: TextRange::default() };
                self.notes.push(Note { place, severity: Severity::Error, message: error.to_string() });
                (Config::default(), base)
            }
        }
    }

    /// There are no exchange rates yet: a currency that no price is published in is noted and not used.
    fn set_currency(&mut self, config: &Config, choices: &Choices) {
        self.currency = match (&choices.currency, &config.currency) {
            (Some(code), _) => code.as_str().into(),
            (None, Some((code, _))) if PUBLISHED_CURRENCIES.contains(&&**code) => code.clone(),
            (None, Some((code, place))) => {
                let message =
                    format!("no exchange rate for {code} yet: amounts are shown in {PRICE_CURRENCY}");
                self.notes.push(Note { place: place.clone(), severity: Severity::Warning, message });
                PRICE_CURRENCY.into()
            }
            (None, None) => PRICE_CURRENCY.into(),
        };
        self.context.currency = self.currency.clone();
    }

    fn environment(&mut self, config: &Config, choices: &Choices, base: &str) -> Environment {
        let chosen = choices.environment.as_deref().or(config.environment.as_deref());
        let Some(chosen) = chosen else { return Environment::default() };
        match config.environments.get(chosen) {
            Some(environment) => environment.clone(),
            None => {
                // A name in the settings file is checked where the file is read.
                if choices.environment.is_some() {
                    let names: Vec<&str> = config.environments.keys().map(|it| &**it).collect();
                    let message = crate::config::unknown_name("environment", chosen, &names);
                    let file = FileId::new(&format!("{base}/{}", CONFIG_NAMES.first().unwrap_or(&"")));
                    let place = Place { file, range: TextRange::default() };
                    self.notes.push(Note { place, severity: Severity::Error, message });
                }
                Environment::default()
            }
        }
    }

    fn read_usage(
        &mut self,
        files: &Snapshot,
        config: &Config,
        environment: &Environment,
        choices: &Choices,
        base: &str,
    ) -> Usage {
        let named = environment.usage_file.as_ref().or(config.usage_file.as_ref());
        let (file, place) = match (&choices.usage_file, named) {
            (Some(file), _) => (file.clone(), None),
            (None, Some((name, place))) => (FileId::new(&format!("{base}/{name}")), Some(place.clone())),
            (None, None) => return Usage::default(),
        };
        self.depends_on.push(file.clone());
        match files.read(&file) {
            Ok(text) => {
                let (usage, notes) = parse_usage(&file, &text);
                self.notes.extend(notes);
                usage
            }
            Err(error) => {
                let place = place.unwrap_or(Place { file: file.clone(), range: TextRange::default() });
                self.notes.push(usage::unreadable(place, file.as_str(), &error));
                Usage::default()
            }
        }
    }
}

fn inputs(
    files: &Snapshot,
    folder: &str,
    env: &ProcessEnv,
    choices: &Choices,
    environment: &Environment,
    base: &str,
) -> Inputs {
    let var_files =
        environment.var_files.iter().map(|name| SetVar::File(FileId::new(&format!("{base}/{name}"))));
    let environment_workspace = environment.workspace.as_deref().map(str::to_owned);
    let workspace = choices.workspace.clone().or(environment_workspace).or_else(|| env.terraform_workspace());
    Inputs {
        vars: var_files.chain(choices.vars.iter().cloned()).collect(),
        env_vars: env.terraform_vars(),
        workspace: workspace.or_else(|| selected_workspace(files, folder)),
    }
}

/// The workspace that `terraform workspace select` wrote down.
fn selected_workspace(files: &Snapshot, folder: &str) -> Option<String> {
    let text = files.read(&FileId::new(&format!("{folder}/.terraform/environment"))).ok()?;
    let name = text.trim();
    (!name.is_empty() && name != "default").then(|| name.to_owned())
}

/// Environment variables, then the chosen environment, the settings file, the machine's setting, the last resort.
fn default_region(
    provider: Provider,
    last_resort: &str,
    env: &ProcessEnv,
    environment: &Environment,
    config: &Config,
    choices: &Choices,
) -> DefaultRegion {
    let mut settings = environment.regions.iter().chain(&config.regions).chain(&choices.regions);
    let setting = || {
        let choice = settings.find(|it| it.provider == provider)?;
        Some(DefaultRegion { region: choice.region.clone(), origin: RegionOrigin::Setting })
    };
    let last = || DefaultRegion { region: last_resort.into(), origin: RegionOrigin::LastResort };
    env.region(provider).or_else(setting).unwrap_or_else(last)
}

/// Globs over files are written relative to the settings file.
fn rebase(scope: &mut findings::Scope, base: &str) {
    if let findings::Scope::File(glob) = scope
        && !base.is_empty()
    {
        *glob = format!("{base}/{glob}");
    }
}
