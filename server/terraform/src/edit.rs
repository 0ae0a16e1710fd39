//! Edits that set or remove an attribute in the text.

use std::sync::Arc;

use ir::{AttrPath, Data, Files, Resource, Value};
use text::{FileId, TextEdit, TextRange};

use crate::expr::Step;
use crate::module::Decl;
use crate::source::{Attribute, Block, SourceFile, Sources};
use crate::spans::is_literal;

type Edits = Vec<(FileId, TextEdit)>;

/// Edits that set an attribute to a scalar; `None` when that cannot be done safely.
pub(crate) fn set(
    sources: &Sources,
    files: &dyn Files,
    resource: &Resource,
    path: &AttrPath,
    value: &Value,
) -> Option<Edits> {
    let written = literal(value)?;
    let target = Target::find(sources, files, resource)?;
    let (blocks, name) = split(path)?;
    let mut block: &Block = &target.decl.block;
    for (at, (kind, idx)) in blocks.iter().enumerate() {
        match nested(block, kind, *idx)? {
            Nested::Found(inner) => block = inner,
            Nested::Absent => {
                let missing = blocks.get(at..)?;
                return target.insert(
                    block,
                    |indent| new_blocks(missing, name, &written, indent),
                    Gap::Blank,
                );
            }
        }
    }
    match block.attribute(name) {
        Some(attribute) if attribute.overridden => None,
        Some(attribute) if is_literal(attribute) => target.replace(attribute.value, &written),
        Some(attribute) => follow(sources, files, &target, attribute, &written),
        None if block.blocks.iter().any(|it| &*it.kind == name || crate::scope::is_dynamic(it, name)) => None,
        None => {
            let width = equals_column(&target, block).max(name.len() + 1);
            target.insert(block, |indent| format!("{indent}{name:<pad$}= {written}", pad = width), Gap::None)
        }
    }
}

/// Edits that remove an attribute; none when it is absent.
pub(crate) fn remove(
    sources: &Sources,
    files: &dyn Files,
    resource: &Resource,
    path: &AttrPath,
) -> Option<Edits> {
    let target = Target::find(sources, files, resource)?;
    let (blocks, name) = split(path)?;
    let mut block: &Block = &target.decl.block;
    for (kind, idx) in &blocks {
        match nested(block, kind, *idx)? {
            Nested::Found(inner) => block = inner,
            Nested::Absent => return Some(Vec::new()),
        }
    }
    match block.attribute(name) {
        None => Some(Vec::new()),
        Some(attribute) if attribute.overridden => None,
        Some(attribute) => target.replace_range(target.whole_lines(attribute.range)?, String::new()),
    }
}

/// `a.0.b.1.name`: nested blocks with their indexes, and the attribute's name.
fn split(path: &str) -> Option<(Vec<(&str, usize)>, &str)> {
    let mut parts = path.split('.').peekable();
    let mut blocks = Vec::new();
    loop {
        let name = parts.next()?;
        if parts.peek().is_none() {
            return name.parse::<usize>().is_err().then_some((blocks, name));
        }
        blocks.push((name, parts.next()?.parse().ok()?));
    }
}

enum Nested<'b> {
    Found(&'b Block),
    /// It can be written: it would be the first of its kind.
    Absent,
}

fn nested<'b>(block: &'b Block, kind: &str, idx: usize) -> Option<Nested<'b>> {
    if block.attribute(kind).is_some() || block.blocks.iter().any(|it| crate::scope::is_dynamic(it, kind)) {
        return None;
    }
    match block.blocks.iter().filter(|it| &*it.kind == kind).nth(idx) {
        Some(found) => Some(Nested::Found(found)),
        None if idx == 0 => Some(Nested::Absent),
        None => None,
    }
}

fn new_blocks(blocks: &[(&str, usize)], name: &str, written: &str, indent: &str) -> String {
    match blocks {
        [] => format!("{indent}{name} = {written}"),
        [(kind, _), rest @ ..] => {
            let inner = new_blocks(rest, name, written, &format!("{indent}  "));
            format!("{indent}{kind} {{\n{inner}\n{indent}}}")
        }
    }
}

/// A scalar as it is written.
fn literal(value: &Value) -> Option<String> {
    match &value.data {
        Data::Bool(value) => Some(value.to_string()),
        Data::Number(number) => Some(number.to_string()),
        Data::String(text) => {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            Some(format!("\"{}\"", text.replace("${", "$${").replace("%{", "%%{")))
        }
        _ => None,
    }
}

/// The block of a resource in the text as it is now.
struct Target {
    decl: Decl,
    text: Arc<str>,
}

/// What stands before something that is inserted.
enum Gap {
    None,
    Blank,
}

impl Target {
    fn find(sources: &Sources, files: &dyn Files, resource: &Resource) -> Option<Self> {
        let text = files.read(&resource.file).ok()?;
        let source = sources.file(&resource.file, text.clone());
        let decl = decls(&source).find(|decl| {
            decl.block.range.shift(decl.base) == resource.range
                && decl.block.label(0) == Some(&resource.kind)
                && decl.block.label(1) == Some(&resource.name)
        })?;
        Some(Self { decl, text })
    }

    fn replace(&self, range: TextRange, written: &str) -> Option<Edits> {
        self.replace_range(range.shift(self.decl.base), written.to_owned())
    }

    fn replace_range(&self, range: TextRange, new_text: String) -> Option<Edits> {
        Some(vec![(self.decl.file.clone(), TextEdit { range, new_text })])
    }

    /// Inserts lines behind the last attribute of a block, or behind all its members.
    fn insert(&self, block: &Block, lines: impl Fn(&str) -> String, gap: Gap) -> Option<Edits> {
        let ends = block.attributes.iter().map(|it| it.range);
        let last = match gap {
            Gap::None => ends.max_by_key(|it| it.end),
            Gap::Blank => ends.chain(block.blocks.iter().map(|it| it.range)).max_by_key(|it| it.end),
        };
        if let Some(last) = last {
            let indent = self.indent(last.shift(self.decl.base).start)?;
            let at = self.line_end(last.shift(self.decl.base).end)?;
            let blank = if matches!(gap, Gap::Blank) { "\n" } else { "" };
            return self.replace_range(TextRange::empty(at), format!("\n{blank}{}", lines(&indent)));
        }
        let (header, range) = (block.header.shift(self.decl.base), block.range.shift(self.decl.base));
        let outer = self.indent(header.start)?;
        let new = format!("\n{}", lines(&format!("{outer}  ")));
        let inside = TextRange::new(header.end, range.end.saturating_sub(1));
        match inside.slice(&self.text) {
            empty if !empty.contains('\n') && empty.trim().is_empty() => {
                self.replace_range(inside, format!("{new}\n{outer}"))
            }
            _ => self.replace_range(TextRange::empty(self.line_end(header.end)?), new),
        }
    }

    /// The blanks before an offset; `None` when anything else stands there.
    fn indent(&self, at: u32) -> Option<String> {
        let before = self.text.get(..at as usize)?;
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty().then(|| line.to_owned())
    }

    /// The end of the line of an offset behind which only a comment stands.
    fn line_end(&self, at: u32) -> Option<u32> {
        let rest = self.text.get(at as usize..)?;
        let line = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let tail = line.trim_start();
        let is_end = tail.is_empty() || tail.starts_with('#') || tail.starts_with("//");
        is_end.then_some(at + line.len() as u32)
    }

    /// The lines that an attribute takes, when nothing else stands on them.
    fn whole_lines(&self, range: TextRange) -> Option<TextRange> {
        let range = range.shift(self.decl.base);
        let start = range.start - self.indent(range.start)?.len() as u32;
        let end = self.line_end(range.end)?;
        let rest = self.text.get(end as usize..)?;
        let newline =
            rest.bytes().take_while(|it| matches!(it, b'\r')).count() + usize::from(rest.contains('\n'));
        Some(TextRange::new(start, end + newline as u32))
    }
}

fn decls(source: &Arc<SourceFile>) -> impl Iterator<Item = Decl> {
    source.pieces.iter().flat_map(|placed| {
        let decl =
            |block: &Arc<Block>| Decl { file: source.id.clone(), base: placed.offset, block: block.clone() };
        placed.piece.blocks.iter().map(decl)
    })
}

/// The column of `=` behind the start of the last attribute: new lines are aligned with it.
fn equals_column(target: &Target, block: &Block) -> usize {
    let last = block.attributes.iter().max_by_key(|it| it.range.end);
    let line = last.map_or("", |it| it.range.shift(target.decl.base).slice(&target.text));
    line.find('=').unwrap_or_default()
}

/// Follows `var.x` to its default and `local.x` to its value, where nothing else uses it.
fn follow(
    sources: &Sources,
    files: &dyn Files,
    target: &Target,
    attribute: &Attribute,
    written: &str,
) -> Option<Edits> {
    let (root, steps) = attribute.expr.as_ref().ok()?.as_reference()?;
    let [Step::Attr(name)] = steps.as_slice() else { return None };
    let dir = target.decl.file.parent();
    let entries = files.list(dir).ok()?;
    let ids = entries.iter().filter(|it| !it.is_dir).map(|it| FileId::new(&format!("{dir}/{}", it.name)));
    let (values, code): (Vec<FileId>, Vec<FileId>) = ids
        .filter(|it| crate::is_source(it.name()) || it.name().contains(".tfvars"))
        .partition(|it| !crate::is_source(it.name()));
    let is_given = |file: &FileId| files.read(file).is_ok_and(|text| text.contains(&**name));
    if root == "var" && values.iter().any(is_given) {
        return None;
    }
    let read = |file: &FileId| Some(sources.file(file, files.read(file).ok()?));
    let code: Vec<Arc<SourceFile>> = code.iter().map(read).collect::<Option<_>>()?;
    let all: Vec<Decl> = code.iter().flat_map(decls).collect();
    let n_uses: usize = all.iter().map(|decl| uses(&decl.block, root, name)).sum();
    if n_uses != 1 {
        return None;
    }
    let (decl, value) = all.iter().find_map(|decl| Some((decl, source_of(&decl.block, root, name)?)))?;
    let range = value.value.shift(decl.base);
    is_literal(value).then(|| vec![(decl.file.clone(), TextEdit { range, new_text: written.to_owned() })])
}

/// The attribute that gives `var.name` or `local.name` its value, when this block declares it.
fn source_of<'b>(block: &'b Block, root: &str, name: &str) -> Option<&'b Attribute> {
    match (root, &*block.kind) {
        ("local", "locals") => block.attribute(name),
        ("var", "variable") if block.label(0).is_some_and(|it| &**it == name) => block.attribute("default"),
        _ => None,
    }
}

/// How often a block refers to `root.name`; a wrong expression may refer to anything.
fn uses(block: &Block, root: &str, name: &str) -> usize {
    let own = block.attributes.iter().map(|attribute| match &attribute.expr {
        Ok(expr) => {
            let is_use = |it: &(Arc<str>, Vec<Arc<str>>)| {
                &*it.0 == root && it.1.first().is_none_or(|it| &**it == name)
            };
            expr.references().iter().filter(|it| is_use(it)).count()
        }
        Err(_) => 2,
    });
    own.sum::<usize>() + block.blocks.iter().map(|it| uses(it, root, name)).sum::<usize>()
}
