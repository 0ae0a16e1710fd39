//! What names mean inside a table: attributes, lets, parameters, linked resources, usage.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use catalog::Book;
use ir::{AttrPath, Data, Resource, Value};

use crate::engine::Context;
use crate::estimate::Assumption;
use crate::expr::{Expr, Names, Val, eval};
use crate::table::{Attr, Body, Link, Table};
use crate::usage::usage_value;
use crate::world::{Relation, Seen, World};

/// What all scopes of one resource share.
pub(crate) struct Frame<'a> {
    pub(crate) world: &'a World,
    pub(crate) book: &'a Book,
    pub(crate) context: &'a Context,
    pub(crate) resource: &'a Arc<Resource>,
    pub(crate) region: RefCell<Val>,
    pub(crate) assumptions: RefCell<Vec<Assumption>>,
    /// Links that were followed and what they led to: the result depends on them.
    pub(crate) seen: RefCell<Vec<Seen>>,
}

/// The names of a table or a part.
pub(crate) struct Scope<'a> {
    pub(crate) frame: &'a Frame<'a>,
    pub(crate) table: &'a Table,
    pub(crate) body: &'a Body,
    pub(crate) parent: Option<&'a Scope<'a>>,
    /// What attribute paths start from: the resource, or an item of an `each` with its path.
    pub(crate) base: Base<'a>,
    /// Parameters of a shared table, evaluated in the parent.
    pub(crate) params: Option<&'a BTreeMap<Arc<str>, Expr>>,
    memo: RefCell<HashMap<Arc<str>, Val>>,
    busy: RefCell<HashSet<Arc<str>>>,
}

/// Where attribute paths start.
#[derive(Clone)]
pub(crate) struct Base<'a> {
    pub(crate) value: &'a Value,
    pub(crate) path: Arc<str>,
    pub(crate) index: Option<usize>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        frame: &'a Frame<'a>,
        table: &'a Table,
        body: &'a Body,
        base: Base<'a>,
        parent: Option<&'a Scope<'a>>,
    ) -> Self {
        Self {
            frame,
            table,
            body,
            parent,
            base,
            params: None,
            memo: RefCell::default(),
            busy: RefCell::default(),
        }
    }

    /// The same with parameters of a shared table.
    pub(crate) fn with_params(mut self, params: &'a BTreeMap<Arc<str>, Expr>) -> Self {
        self.params = Some(params);
        self
    }

    /// Where an attribute stands in the resource, when it is written there.
    pub(crate) fn attr_path(&self, name: &str) -> Option<AttrPath> {
        if let Some(attr) = self.body.attrs.get(name) {
            return match attr.via {
                Some(_) => None,
                None => self.find(attr).map(|(_, path)| path),
            };
        }
        if let Some(expr) = self.body.lets.get(name) {
            return self.expr_path(expr);
        }
        match (self.params, self.parent) {
            (Some(params), Some(parent)) => parent.expr_path(params.get(name)?),
            (None, Some(parent)) => parent.attr_path(name),
            (_, None) => None,
        }
    }

    /// The attribute an expression is about: the first name in it that is written in the resource.
    fn expr_path(&self, expr: &Expr) -> Option<AttrPath> {
        let mut found = None;
        expr.walk(&mut |it| {
            if let (None, Expr::Name(name)) = (&found, it) {
                found = self.attr_path(name);
            }
        });
        found
    }

    /// The usage key a quantity comes from, also through lets and parameters. A table that defines a name by
    /// itself ends at the limit.
    pub(crate) fn usage_key(&self, expr: &Expr, limit: u8) -> Option<Arc<str>> {
        let mut found = expr.usage_key();
        expr.walk(&mut |it| {
            if let (None, Expr::Name(name)) = (&found, it) {
                found = limit.checked_sub(1).and_then(|limit| self.usage_key_of_name(name, limit));
            }
        });
        found
    }

    fn usage_key_of_name(&self, name: &str, limit: u8) -> Option<Arc<str>> {
        if let Some(expr) = self.body.lets.get(name) {
            return self.usage_key(expr, limit);
        }
        match (self.params, self.parent) {
            (Some(params), Some(parent)) => parent.usage_key(params.get(name)?, limit),
            (None, Some(parent)) => parent.usage_key_of_name(name, limit),
            (_, None) => None,
        }
    }

    /// The items of a list attribute, each with its path.
    pub(crate) fn items(&self, name: &str) -> Result<Vec<(Arc<str>, Value)>, Arc<str>> {
        let list = self.body.attrs.get(name).map(|attr| self.list(attr)).transpose()?.flatten();
        let Some((value, path)) = list else {
            return match self.parent {
                Some(parent) if self.params.is_none() => parent.items(name),
                _ => Ok(Vec::new()),
            };
        };
        if let Some(unknown) = value.as_unknown() {
            return Err(unknown.why.to_string().into());
        }
        let items = match value.as_items() {
            Some(items) => items.to_vec(),
            None => vec![value.clone()],
        };
        let numbered = items.into_iter().enumerate();
        Ok(numbered.map(|(idx, item)| (format!("{path}.{idx}").into(), item)).collect())
    }

    /// The value of a list attribute and where it is written: that of a linked resource stands at the link.
    fn list(&self, attr: &Attr) -> Result<Option<(Value, AttrPath)>, Arc<str>> {
        let Some(link) = &attr.via else { return Ok(self.find(attr)) };
        let Some(other) = self.other_end(link) else {
            return match self.dangling(link) {
                Val::Unknown(why) => Err(why),
                _ => Ok(None),
            };
        };
        let paths = attr.paths.of(other.language);
        let value = paths.iter().find_map(|path| other.attr(path).filter(|value| !value.is_null()));
        Ok(value.map(|value| (value.clone(), link.clone())))
    }

    fn find(&self, attr: &Attr) -> Option<(Value, AttrPath)> {
        let paths = attr.paths.of(self.frame.resource.language);
        paths.iter().find_map(|path| {
            let (value, found) = walk(self.base.value, path)?;
            let whole = if self.base.path.is_empty() { found } else { format!("{}.{found}", self.base.path) };
            (!value.is_null()).then(|| (value.clone(), whole.into()))
        })
    }

    fn attribute(&self, attr: &Attr) -> Val {
        let found = match &attr.via {
            None => self.find(attr).map_or(Val::Null, |(value, _)| Val::from_value(&value)),
            Some(link) => self.linked(link, attr),
        };
        match (&found, &attr.default) {
            (Val::Null, Some(default)) => {
                if let Some(text) = &attr.assumption {
                    self.assume(text);
                }
                eval(default, self)
            }
            _ => found,
        }
    }

    fn assume(&self, text: &Arc<str>) {
        let mut assumptions = self.frame.assumptions.borrow_mut();
        if !assumptions.iter().any(|it| it.text == *text) {
            assumptions.push(Assumption { text: text.clone(), uncertain: true });
        }
    }

    fn linked(&self, link: &str, attr: &Attr) -> Val {
        let Some(other) = self.other_end(link) else {
            return self.dangling(link);
        };
        let paths = attr.paths.of(other.language);
        let value = paths.iter().find_map(|path| other.attr(path).filter(|value| !value.is_null()));
        value.map_or(Val::Null, Val::from_value)
    }

    /// A link that is written, but whose other end is not in this code.
    fn dangling(&self, name: &str) -> Val {
        let Some(link) = self.link(name).filter(|link| link.via.is_none()) else { return Val::Null };
        let paths = link.paths.of(self.frame.resource.language);
        let value = paths.iter().find_map(|path| self.frame.resource.attr(path).filter(|it| !it.is_null()));
        match value.map(Val::from_value) {
            None => Val::Null,
            Some(Val::Unknown(why)) => Val::Unknown(why),
            Some(_) => Val::Unknown(
                format!("the {} it refers to is not in this code", name.replace('_', " ")).into(),
            ),
        }
    }

    fn link(&self, name: &str) -> Option<&Arc<Link>> {
        self.body.links.get(name).or_else(|| self.parent.and_then(|parent| parent.link(name)))
    }

    fn child(&self, name: &str) -> Option<&Arc<Link>> {
        self.body.children.get(name).or_else(|| self.parent.and_then(|parent| parent.child(name)))
    }

    fn other_end(&self, name: &str) -> Option<Arc<Resource>> {
        match (self.link(name), self.child(name)) {
            (Some(link), _) => {
                let from = match &link.via {
                    Some(first) => self.other_end(first)?,
                    None => self.frame.resource.clone(),
                };
                self.look(from, Relation::Link(link.clone())).into_iter().next()
            }
            (None, Some(child)) => {
                self.look(self.frame.resource.clone(), Relation::Child(child.clone())).into_iter().next()
            }
            (None, None) => None,
        }
    }

    fn look(&self, from: Arc<Resource>, relation: Relation) -> Vec<Arc<Resource>> {
        let found = self.frame.world.related(&from, &relation);
        self.frame.seen.borrow_mut().push(Seen { from, relation, found: found.clone() });
        found
    }

    fn resolve(&self, name: &str) -> Val {
        if let Some(expr) = self.body.lets.get(name) {
            return eval(expr, self);
        }
        if let Some(attr) = self.body.attrs.get(name) {
            return self.attribute(attr);
        }
        if let Some(book) = self.body.book.get(name) {
            return crate::price::book_attribute(book, self);
        }
        match (self.params, self.parent) {
            (Some(params), Some(parent)) => params.get(name).map_or(Val::Null, |expr| eval(expr, parent)),
            (None, Some(parent)) => parent.name(name),
            (_, None) => self.relation(name),
        }
    }

    /// The name of a link or child: whether there is one, as the number of resources at the other end.
    fn relation(&self, name: &str) -> Val {
        if self.link(name).is_some() {
            return self.other_end(name).map_or(Val::Null, |_| Val::Num(1.into()));
        }
        match self.child(name) {
            Some(child) => {
                let found = self.look(self.frame.resource.clone(), Relation::Child(child.clone()));
                Val::Num(found.len().into())
            }
            None => Val::Unknown(format!("the mapping table names {name}, which it does not define").into()),
        }
    }
}

impl Names for Scope<'_> {
    fn name(&self, name: &str) -> Val {
        match name {
            "region" => return self.frame.region.borrow().clone(),
            "index" => {
                if let Some(index) = self.base.index {
                    return Val::Num(index.into());
                }
            }
            _ => {}
        }
        if let Some(known) = self.memo.borrow().get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        if !self.busy.borrow_mut().insert(name.clone()) {
            return Val::Unknown(format!("the mapping table defines {name} by itself").into());
        }
        let value = self.resolve(&name);
        self.busy.borrow_mut().remove(&name);
        self.memo.borrow_mut().insert(name, value.clone());
        value
    }

    fn usage(&self, key: &str) -> Val {
        let value = usage_value(&self.frame.context.usage, self.frame.resource, key);
        value.map_or_else(|| Val::NeedsUsage(key.into()), |value| Val::from_value(&value))
    }

    fn lookup(&self, table: &str, key: &str) -> Option<Arc<str>> {
        match self.table.lookups.get(table) {
            Some(entries) => entries.get(key).cloned(),
            None => self.parent.and_then(|parent| parent.lookup(table, key)),
        }
    }
}

/// Follows a path and writes down the indexes that a table leaves out.
fn walk<'v>(value: &'v Value, path: &str) -> Option<(&'v Value, String)> {
    let mut at = value;
    let mut found = String::new();
    for part in path.split('.') {
        if let (Some(items), true) = (at.as_items(), part.parse::<usize>().is_err()) {
            at = items.first()?;
            found.push_str(".0");
        }
        if matches!(at.data, Data::Unknown(_)) {
            return Some((at, found.trim_start_matches('.').to_owned()));
        }
        at = at.path(part)?;
        found.push('.');
        found.push_str(part);
    }
    Some((at, found.trim_start_matches('.').to_owned()))
}
