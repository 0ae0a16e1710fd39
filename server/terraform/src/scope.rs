//! What an expression can look at, and the evaluation of attributes and bodies in it.

use std::sync::Arc;

use ir::{Data, Link, Place, Severity, Unknown, Value, Why};
use text::FileId;

use crate::expr::{self, Step};
use crate::instance::Instance;
use crate::module::{Decl, Mode};
use crate::repetition::Iteration;
use crate::source::{Attribute, Block};

/// How many instances one `dynamic` block may give.
const MAX_DYNAMIC: usize = 1_024;

/// Arguments that Terraform itself reads.
const META: &[&str] =
    &["count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner"];

/// Where an expression stands.
#[derive(Clone)]
pub(crate) struct Scope<'a, 's> {
    pub(crate) instance: &'a Instance<'s>,
    iteration: Option<&'a Iteration>,
    /// Iterators of the `dynamic` blocks around it, innermost last.
    iterators: Vec<(Arc<str>, Value)>,
}

impl<'a, 's> Scope<'a, 's> {
    /// The scope of a module, outside all repetition.
    pub(crate) fn new(instance: &'a Instance<'s>) -> Self {
        Self { instance, iteration: None, iterators: Vec::new() }
    }

    /// The scope of an instance of a block.
    pub(crate) fn with(instance: &'a Instance<'s>, iteration: &'a Iteration) -> Self {
        Self { instance, iteration: Some(iteration), iterators: Vec::new() }
    }

    /// The value of an attribute. An unknown says where it became unknown; an error is noted.
    pub(crate) fn attribute(&self, decl: &Decl, attribute: &Attribute) -> Value {
        let place = decl.value_place(attribute);
        match &attribute.expr {
            Ok(expr) => {
                if let Some(literal) = expr.as_literal() {
                    return literal.clone();
                }
                let outcome = expr::evaluate(expr, self);
                for failure in outcome.failures {
                    self.instance.session.note(place.clone(), Severity::Error, failure.message);
                }
                placed(outcome.value, &place)
            }
            Err(error) => placed(Value::unknown(Why::Error(error.message.as_str().into())), &place),
        }
    }

    /// All attributes and nested blocks of a provider configuration, an object. Its alias is a name, no setting.
    pub(crate) fn body(&self, decl: &Decl, block: &Block) -> Value {
        let names = names(block).into_iter().filter(|name| &**name != "alias").collect();
        self.object(decl, block, names, &mut Vec::new(), "")
    }

    /// The attribute, or the list of nested blocks, of a name. `None` when the body has neither.
    pub(crate) fn member(
        &self,
        decl: &Decl,
        block: &Block,
        name: &str,
        links: &mut Vec<Link>,
        prefix: &str,
    ) -> Option<Value> {
        if let Some(attribute) = block.attribute(name) {
            let session = self.instance.session;
            let (value, reads) = session.recording(|| self.attribute(decl, attribute));
            reads.iter().for_each(|address| session.record(address));
            if !reads.is_empty() {
                let path: Arc<str> = format!("{prefix}{name}").into();
                links.extend(reads.into_iter().map(|target| Link { path: path.clone(), target }));
            }
            return Some(value);
        }
        self.nested(decl, block, name, links, prefix)
    }

    fn nested(
        &self,
        decl: &Decl,
        block: &Block,
        name: &str,
        links: &mut Vec<Link>,
        prefix: &str,
    ) -> Option<Value> {
        let mut items: Option<Vec<Value>> = None;
        let mut unknown = None;
        for nested in &block.blocks {
            if &*nested.kind == name {
                let items = items.get_or_insert_default();
                let inner = format!("{prefix}{name}.{}.", items.len());
                items.push(self.inner(decl, nested, links, &inner));
            } else if is_dynamic(nested, name) {
                let items = items.get_or_insert_default();
                if let Err(why) = self.dynamic(decl, nested, name, links, prefix, items) {
                    unknown = unknown.or(Some(why));
                }
            }
        }
        match unknown {
            Some(unknown) => Some(Data::Unknown(unknown).into()),
            None => items.map(Value::tuple),
        }
    }

    fn inner(&self, decl: &Decl, block: &Block, links: &mut Vec<Link>, prefix: &str) -> Value {
        self.object(decl, block, all_names(block), links, prefix)
    }

    fn object(
        &self,
        decl: &Decl,
        block: &Block,
        names: Vec<Arc<str>>,
        links: &mut Vec<Link>,
        prefix: &str,
    ) -> Value {
        let items = names.into_iter().map(|name| {
            let member = self.member(decl, block, &name, links, prefix);
            (name, member.unwrap_or_else(Value::null))
        });
        Value::object(items.collect::<Vec<_>>())
    }

    fn dynamic(
        &self,
        decl: &Decl,
        block: &Block,
        name: &str,
        links: &mut Vec<Link>,
        prefix: &str,
        items: &mut Vec<Value>,
    ) -> Result<(), Arc<Unknown>> {
        let Some(for_each) = block.attribute("for_each") else { return Ok(()) };
        let Some(content) = block.blocks.iter().find(|it| &*it.kind == "content") else { return Ok(()) };
        let collection = self.attribute(decl, for_each);
        let pairs = pairs(&collection)?;
        if pairs.len() > MAX_DYNAMIC {
            let message =
                format!("{} dynamic blocks are more than the {MAX_DYNAMIC} that are evaluated", pairs.len());
            let place = decl.value_place(for_each);
            self.instance.session.note(place.clone(), Severity::Warning, message.clone());
            return Err(Arc::new(Unknown { place: Some(place), ..Unknown::new(Why::Limit(message.into())) }));
        }
        let iterator = block.attribute("iterator").map_or_else(|| name.into(), |it| it.text.clone());
        for (key, value) in pairs {
            let mut scope = self.clone();
            scope.iterators.push((iterator.clone(), Value::object([("key", key), ("value", value)])));
            let inner = format!("{prefix}{name}.{}.", items.len());
            items.push(scope.inner(decl, content, links, &inner));
        }
        Ok(())
    }

    fn each(&self, name: &str) -> Option<Value> {
        let (key, value) = self.iteration?.each.as_ref()?;
        match name {
            "key" => Some(key.clone()),
            "value" => Some(value.clone()),
            _ => None,
        }
    }

    fn path(&self, name: &str) -> Option<Value> {
        let dir = &self.instance.module.dir;
        match name {
            "module" => Some(Value::string(relative(&self.instance.session.root, dir))),
            "root" | "cwd" => Some(Value::string(".")),
            _ => None,
        }
    }

    fn terraform(&self, name: &str) -> Option<Value> {
        let workspace = self.instance.session.inputs.workspace.as_deref().unwrap_or("default");
        (name == "workspace").then(|| Value::string(workspace))
    }

    fn resource(&self, mode: Mode, kind: &Arc<str>, steps: &[Step]) -> Option<(Value, usize)> {
        let Some(Step::Attr(name)) = steps.first() else { return None };
        if !self.instance.module.by_name.contains_key(&(mode, kind.clone(), name.clone())) {
            return None;
        }
        let Some(expanded) = self.instance.resource(mode, kind, name) else {
            let message = format!("{kind}.{name} refers to itself");
            return Some((Value::unknown(Why::Error(message.into())), steps.len()));
        };
        let (value, n) = expanded.read(self.instance, steps.get(1..).unwrap_or_default());
        Some((value, n + 1))
    }

    fn file_id(&self, path: &str) -> Result<FileId, String> {
        if path.starts_with('/') || path.starts_with('~') {
            return Err(format!("{path} lies outside the workspace, not read"));
        }
        Ok(FileId::new(&format!("{}/{path}", self.instance.session.root)))
    }

    fn list_into(&self, dir: &FileId, prefix: &str, found: &mut Vec<String>) {
        const MAX_FILES: usize = 10_000;
        const MAX_LEVELS: usize = 16;
        let levels = prefix.matches('/').count();
        for entry in self.instance.session.files.list(dir.as_str()).unwrap_or_default() {
            let name = format!("{prefix}{}", entry.name);
            if entry.is_dir && levels < MAX_LEVELS {
                let inner = FileId::new(&format!("{dir}/{}", entry.name));
                self.list_into(&inner, &format!("{name}/"), found);
            } else if !entry.is_dir && found.len() < MAX_FILES {
                found.push(name);
            }
        }
    }
}

impl expr::Scope for Scope<'_, '_> {
    fn traverse(&self, root: &str, steps: &[Step]) -> Option<(Value, usize)> {
        if let Some((_, value)) = self.iterators.iter().rev().find(|(name, _)| &**name == root) {
            return Some((value.clone(), 0));
        }
        let name = match steps.first() {
            Some(Step::Attr(name)) => name,
            _ => return None,
        };
        let one = |value: Value| (value, 1);
        match root {
            "var" => self.instance.variable(name).map(one),
            "local" => self.instance.local(name).map(one),
            "each" => self.each(name).map(one),
            "count" if &**name == "index" => self.iteration?.count.clone().map(one),
            "path" => self.path(name).map(one),
            "terraform" | "tofu" => self.terraform(name).map(one),
            "self" => Some((Value::unknown(Why::AfterApply(format!("self.{name}").into())), 1)),
            "module" => self
                .instance
                .read_module(name, steps.get(1..).unwrap_or_default())
                .map(|(value, n)| (value, n + 1)),
            "data" => self
                .resource(Mode::Data, name, steps.get(1..).unwrap_or_default())
                .map(|(value, n)| (value, n + 1)),
            "ephemeral" => {
                Some((Value::unknown(Why::AfterApply(format!("ephemeral.{name}").into())), steps.len()))
            }
            _ => self.resource(Mode::Managed, &root.into(), steps),
        }
    }

    fn read_file(&self, path: &str) -> Result<Arc<str>, String> {
        let file = self.file_id(path)?;
        self.instance.session.read(&file).map_err(|error| format!("{path}: {error}"))
    }

    fn list_dir(&self, path: &str) -> Result<Vec<String>, String> {
        let dir = self.file_id(path)?;
        let mut found = Vec::new();
        self.list_into(&dir, "", &mut found);
        found.sort();
        Ok(found)
    }
}

/// The names of what a resource or data source holds, without what Terraform itself reads.
pub(crate) fn names(block: &Block) -> Vec<Arc<str>> {
    all_names(block).into_iter().filter(|name| !META.contains(&&**name)).collect()
}

/// The names of what a body holds; nested blocks after attributes.
fn all_names(block: &Block) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    let kinds = block.blocks.iter().filter_map(|nested| match &*nested.kind {
        "dynamic" => nested.label(0),
        _ => Some(&nested.kind),
    });
    for name in block.attributes.iter().map(|it| &it.name).chain(kinds) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

pub(crate) fn is_dynamic(block: &Block, name: &str) -> bool {
    &*block.kind == "dynamic" && block.label(0).is_some_and(|label| &**label == name)
}

/// The elements that a `dynamic` block goes through, with their keys.
fn pairs(collection: &Value) -> Result<Vec<(Value, Value)>, Arc<Unknown>> {
    match &collection.data {
        Data::Unknown(unknown) => Err(unknown.clone()),
        Data::Object(items) | Data::Map(_, items) => {
            Ok(items.iter().map(|(key, value)| (Value::string(key.clone()), value.clone())).collect())
        }
        Data::Set(_, items) => Ok(items.iter().map(|it| (it.clone(), it.clone())).collect()),
        Data::Tuple(items) | Data::List(_, items) => {
            Ok(items.iter().enumerate().map(|(idx, it)| (Value::number(idx as i64), it.clone())).collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// Gives every unknown that has no place yet this one.
pub(crate) fn placed(value: Value, place: &Place) -> Value {
    if !lacks_place(&value) {
        return value;
    }
    let marks = value.marks;
    let all = |items: &[Value]| items.iter().map(|it| placed(it.clone(), place)).collect::<Arc<[Value]>>();
    let data = match value.data {
        Data::Unknown(unknown) => {
            Data::Unknown(Arc::new(Unknown { place: Some(place.clone()), ..(*unknown).clone() }))
        }
        Data::Tuple(items) => Data::Tuple(all(&items)),
        Data::List(ty, items) => Data::List(ty, all(&items)),
        Data::Set(ty, items) => Data::Set(ty, all(&items)),
        Data::Object(items) => {
            Data::Object(Arc::new(items.iter().map(|(k, v)| (k.clone(), placed(v.clone(), place))).collect()))
        }
        Data::Map(ty, items) => Data::Map(
            ty,
            Arc::new(items.iter().map(|(k, v)| (k.clone(), placed(v.clone(), place))).collect()),
        ),
        known => known,
    };
    Value { data, marks }
}

fn lacks_place(value: &Value) -> bool {
    match &value.data {
        Data::Unknown(unknown) => unknown.place.is_none(),
        Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => items.iter().any(lacks_place),
        Data::Object(items) | Data::Map(_, items) => items.values().any(lacks_place),
        _ => false,
    }
}

/// A folder as seen from the root module's: `modules/web`, `../shared`, `.`.
fn relative(root: &str, dir: &str) -> String {
    let split =
        |path: &str| path.split('/').filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (split(root), split(dir));
    let n_shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(n_shared).map(|_| "..".to_owned());
    let parts: Vec<String> = up.chain(to.into_iter().skip(n_shared)).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}
