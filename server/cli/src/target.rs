//! From arguments to the modules they mean, with all their inputs.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use ir::{Evaluation, FrontEnd, Inputs, SetVar};
use project::{Choices, Located, ProcessEnv, Setup, Snapshot, Workspace};
use text::FileId;

use crate::args::ValueArgs;

/// What a command works on.
pub struct Target {
    /// The files.
    pub files: Arc<Snapshot>,
    /// The folder asked for, relative to the workspace: paths in the output are relative to it.
    pub base: String,
    /// Name of that folder.
    pub name: String,
    /// Root modules: folders, or the one file asked for.
    pub roots: Vec<String>,
    choices: Choices,
    env: ProcessEnv,
    languages: Vec<Arc<dyn FrontEnd>>,
}

impl Target {
    /// Finds the modules at a path. Fails when there is nothing to read, or an argument names no file.
    pub fn open(path: &Path, values: &ValueArgs, usage_file: Option<&Path>) -> anyhow::Result<Self> {
        let current = std::env::current_dir().context("the current folder is gone")?;
        let Located { mut workspace, folder, file } = project::locate(path, &current)?;
        let choices = choices(&mut workspace, values, usage_file)?;
        let name = workspace.path_of(&FileId::new(&folder));
        let name = name.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let files = workspace.snapshot();
        let roots = match file {
            Some(file) => vec![file.as_str().to_owned()],
            None => files.roots(&folder),
        };
        let languages = languages();
        let target =
            Self { files, base: folder, name, roots, choices, env: ProcessEnv::of_process(), languages };
        target.check_environment()?;
        Ok(target)
    }

    /// Refuses an environment that none of the modules has.
    fn check_environment(&self) -> anyhow::Result<()> {
        let Some(name) = self.choices.environment.as_deref() else { return Ok(()) };
        let missing: Vec<Option<String>> = (self.roots.iter())
            .map(|root| project::missing_environment(&*self.files, &self.folder_of(root), name))
            .collect();
        match missing.into_iter().collect::<Option<Vec<String>>>().and_then(|all| all.into_iter().next()) {
            Some(message) => bail!("--environment: {message}"),
            None => Ok(()),
        }
    }

    fn folder_of(&self, root: &str) -> String {
        if self.files.is_file(root) { FileId::new(root).parent().to_owned() } else { root.to_owned() }
    }

    /// Refuses a path without code.
    pub fn with_code(self, path: &Path) -> anyhow::Result<Self> {
        let is_code = |root: &String| self.languages.iter().any(|it| it.claims(&FileId::new(root)));
        match self.roots.first() {
            None => bail!("no Terraform files (.tf, .tofu) at or below {}", path.display()),
            Some(root) if self.files.is_file(root) && !is_code(root) => {
                bail!("{} is no file of a language that is read here (.tf, .tofu)", path.display())
            }
            Some(_) => Ok(self),
        }
    }

    /// With the currency of the command line.
    pub fn with_currency(mut self, currency: Option<&str>) -> Self {
        self.choices.currency = currency.map(str::to_owned);
        self
    }

    /// Settings, usage and inputs of a root.
    pub fn setup(&self, root: &str) -> Setup {
        project::setup(&self.files, &self.folder_of(root), &self.env, &self.choices)
    }

    /// Evaluates a root.
    pub fn evaluate(&self, root: &str, inputs: &Inputs) -> Evaluation {
        let mut all = Evaluation::default();
        for language in &self.languages {
            let found = language.evaluate(&*self.files, root, inputs);
            all.resources.extend(found.resources);
            all.notes.extend(found.notes);
            all.modules.extend(found.modules);
        }
        all
    }
}

fn languages() -> Vec<Arc<dyn FrontEnd>> {
    vec![Arc::new(terraform::Terraform::default())]
}

fn choices(
    workspace: &mut Workspace,
    values: &ValueArgs,
    usage_file: Option<&Path>,
) -> anyhow::Result<Choices> {
    let mut vars = Vec::new();
    for path in &values.var_file {
        vars.push(SetVar::File(workspace.grant(path).context("--var-file")?));
    }
    for (flag, text) in
        values.var.iter().map(|it| ("--var", it)).chain(values.parameter.iter().map(|it| ("--parameter", it)))
    {
        match text.split_once('=') {
            Some((name, value)) => vars.push(SetVar::Var(name.trim().to_owned(), value.to_owned())),
            None => bail!("{flag} {text}: write NAME=VALUE"),
        }
    }
    Ok(Choices {
        vars,
        workspace: values.workspace.clone(),
        usage_file: usage_file.map(|path| workspace.grant(path)).transpose().context("--usage-file")?,
        environment: values.environment.clone(),
        ..Choices::default()
    })
}
