//! `textDocument/codeAction`.

use std::collections::{BTreeMap, HashMap};

use ide::Action;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Diagnostic,
    DocumentChanges, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};
use text::FileId;

use crate::from_proto;
use crate::requests::Ctx;
use crate::to_proto::Lines;
use crate::view::Abandoned;

/// How edits are written for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditForm {
    /// `documentChanges`, each with the version it refers to.
    Versioned,
    /// `changes`.
    Plain,
}

/// Quick fixes for a range.
pub(crate) fn code_action(
    ctx: &Ctx<'_>,
    file: &FileId,
    params: &CodeActionParams,
    form: EditForm,
) -> Result<Option<CodeActionResponse>, Abandoned> {
    if !wants_quick_fixes(params) {
        return Ok(None);
    }
    let analysis = ctx.analysis()?;
    let Some(text) = ctx.view.text(file) else { return Ok(None) };
    let lines = Lines::new(&text, ctx.view.ground.encoding);
    let range = from_proto::range(&text, &lines.index, params.range, lines.encoding);
    let actions = analysis.actions(file, range, &|| ctx.is_cancelled()).map_err(|_| Abandoned)?;
    let settled = |action: &Action| settled(action, &lines, &params.context.diagnostics);
    let actions = actions.iter().filter_map(|it| {
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: it.title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(settled(it)).filter(|it| !it.is_empty()),
            edit: Some(edit(ctx, it, form)?),
            is_preferred: Some(it.is_preferred),
            ..CodeAction::default()
        }))
    });
    Ok(Some(actions.collect()))
}

/// `only` names kinds or their parents: `quickfix` lies in the empty kind.
fn wants_quick_fixes(params: &CodeActionParams) -> bool {
    let is_wanted = |kind: &CodeActionKind| kind.as_str().is_empty() || *kind == CodeActionKind::QUICKFIX;
    params.context.only.as_ref().is_none_or(|only| only.iter().any(is_wanted))
}

/// The client's diagnostics that an action settles.
fn settled(action: &Action, lines: &Lines<'_>, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let range = lines.range(action.range);
    let is_ours = |it: &&Diagnostic| {
        it.range == range && it.code == Some(NumberOrString::String(action.rule.to_owned()))
    };
    diagnostics.iter().filter(is_ours).cloned().collect()
}

/// `None` when a text cannot be read any more.
fn edit(ctx: &Ctx<'_>, action: &Action, form: EditForm) -> Option<WorkspaceEdit> {
    let mut by_file: BTreeMap<&FileId, Vec<&text::TextEdit>> = BTreeMap::new();
    for (file, edit) in &action.edits {
        by_file.entry(file).or_default().push(edit);
    }
    let mut changes: Vec<(Uri, Option<i32>, Vec<TextEdit>)> = Vec::new();
    for (file, edits) in by_file {
        let text = ctx.view.text(file)?;
        let lines = Lines::new(&text, ctx.view.ground.encoding);
        let edits = edits.into_iter().map(|it| lines.text_edit(it)).collect();
        changes.push((ctx.view.uri(file)?, ctx.view.open.get(file).map(|it| it.version), edits));
    }
    Some(match form {
        EditForm::Versioned => WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(changes.into_iter().map(versioned).collect())),
            ..WorkspaceEdit::default()
        },
        EditForm::Plain => WorkspaceEdit {
            changes: Some(changes.into_iter().map(|(uri, _, edits)| (uri, edits)).collect::<HashMap<_, _>>()),
            ..WorkspaceEdit::default()
        },
    })
}

fn versioned((uri, version, edits): (Uri, Option<i32>, Vec<TextEdit>)) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}
