//! Resources and data sources: their instances, and what references to them give.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use ir::{
    AttrSpan, Data, Language, Link, Origin, ProviderConfig, Resource, Severity, Type, Unknown, Value, Why,
};

use crate::expr::Step;
use crate::instance::{Instance, provider_reference};
use crate::module::{Decl, Mode, ResourceName};
use crate::repetition::{Iteration, Key, Repeat, Repetition};
use crate::scope::{Scope, names};
use crate::session::Memo;
use crate::spans;

/// How many instances are linked one by one; a reference to more of them links to the block.
const MAX_LINKS: usize = 32;

/// How many instances of a block are told in full when a reference means all of them; with more, attributes
/// that the code does not set are left out, but for the commonest.
const MAX_FULL: usize = 256;

/// A resource block with its instances.
pub(crate) struct Expanded<'s> {
    name: ResourceName,
    decl: Rc<Decl>,
    /// Address of the whole block.
    base: Arc<str>,
    repeat: Repeat,
    unknown: Option<Arc<Unknown>>,
    instances: Vec<ResourceInstance>,
    by_key: HashMap<Arc<str>, usize>,
    whole: RefCell<Option<Value>>,
    session: std::marker::PhantomData<&'s ()>,
}

/// An instance; its members are evaluated when first asked for.
struct ResourceInstance {
    iteration: Iteration,
    address: Arc<str>,
    members: Memo,
    links: RefCell<HashMap<Arc<str>, Vec<Link>>>,
}

impl<'s> Instance<'s> {
    /// The instances of a resource block; `None` when its repetition refers to itself.
    pub(crate) fn expand(&self, name: &ResourceName, decl: &Rc<Decl>) -> Option<Rc<Expanded<'s>>> {
        if let Some(known) = self.expanded.borrow().get(name) {
            if known.is_none() {
                let message = format!("count or for_each of {}.{} refers to itself", name.1, name.2);
                self.session.note(decl.header(), Severity::Error, message);
            }
            return known.clone();
        }
        self.expanded.borrow_mut().insert(name.clone(), None);
        let (repetition, _) = self.session.recording(|| Repetition::of(&Scope::new(self), decl));
        let expanded = Rc::new(Expanded::new(self, name, decl, repetition));
        self.expanded.borrow_mut().insert(name.clone(), Some(expanded.clone()));
        Some(expanded)
    }

    /// All resource instances of this module, in order.
    pub(crate) fn resources(&self, found: &mut Vec<Arc<Resource>>) {
        for (name, decl) in &self.module.resources {
            let is_first = self.module.by_name.get(name).is_some_and(|it| Rc::ptr_eq(it, decl));
            if !is_first {
                let message = format!("{}.{} is declared twice; this one is left out", name.1, name.2);
                self.session.note(decl.header(), Severity::Error, message);
                continue;
            }
            if let Some(expanded) = self.expand(name, decl) {
                expanded.finish(self, found);
            }
        }
    }
}

impl<'s> Expanded<'s> {
    fn new(owner: &Instance<'s>, name: &ResourceName, decl: &Rc<Decl>, repetition: Repetition) -> Self {
        let local = match name.0 {
            Mode::Managed => format!("{}.{}", name.1, name.2),
            Mode::Data => format!("data.{}.{}", name.1, name.2),
        };
        let base = owner.address_of(&local);
        let instances: Vec<ResourceInstance> = repetition
            .iterations
            .into_iter()
            .map(|iteration| ResourceInstance {
                address: iteration.address(&base),
                iteration,
                members: Memo::default(),
                links: RefCell::default(),
            })
            .collect();
        let by_key = instances.iter().enumerate().filter_map(|(idx, it)| match &it.iteration.key {
            Key::None => None,
            Key::Count(n) => Some((n.to_string().into(), idx)),
            Key::Each(key) => Some((key.clone(), idx)),
        });
        Self {
            by_key: by_key.collect(),
            name: name.clone(),
            decl: decl.clone(),
            base,
            repeat: repetition.repeat,
            unknown: repetition.unknown,
            instances,
            whole: RefCell::default(),
            session: std::marker::PhantomData,
        }
    }

    /// The value of a reference: of an attribute of an instance where the steps say which, otherwise of more.
    pub(crate) fn read(&self, owner: &Instance<'s>, steps: &[Step]) -> (Value, usize) {
        match self.repeat {
            Repeat::Single => match self.instances.first() {
                Some(only) => self.read_instance(owner, only, steps),
                None => (Value::null(), 0),
            },
            Repeat::Unknown => self.read_unknown(owner, steps),
            Repeat::Count | Repeat::ForEach => self.read_repeated(owner, steps),
        }
    }

    fn read_repeated(&self, owner: &Instance<'s>, steps: &[Step]) -> (Value, usize) {
        let key = match steps.first() {
            Some(Step::Attr(name)) => Some(name.clone()),
            Some(Step::Index(value)) => value
                .as_str()
                .map(Arc::from)
                .or_else(|| value.as_decimal().map(|it| it.normalize().to_string().into())),
            _ => None,
        };
        if let Some(instance) = key.and_then(|key| self.instances.get(*self.by_key.get(&key)?)) {
            let (value, n) = self.read_instance(owner, instance, steps.get(1..).unwrap_or_default());
            return (value, n + 1);
        }
        (self.whole(owner), 0)
    }

    /// All instances: a tuple or an object, made once.
    fn whole(&self, owner: &Instance<'s>) -> Value {
        match self.instances.len() {
            0..=MAX_LINKS => self.instances.iter().for_each(|it| owner.session.record(&it.address)),
            _ => owner.session.record(&self.base),
        }
        if let Some(whole) = self.whole.borrow().as_ref() {
            return whole.clone();
        }
        let (whole, _) = owner.session.recording(|| self.make_whole(owner));
        *self.whole.borrow_mut() = Some(whole.clone());
        whole
    }

    fn make_whole(&self, owner: &Instance<'s>) -> Value {
        let object = |it: &ResourceInstance| self.object(owner, it);
        match self.repeat {
            Repeat::Count => Value::tuple(self.instances.iter().map(object)),
            _ => Value::object(self.instances.iter().filter_map(|it| match &it.iteration.key {
                Key::Each(key) => Some((key.clone(), object(it))),
                _ => None,
            })),
        }
    }

    /// Which instances there are is unknown; an attribute of one of them may be known all the same.
    fn read_unknown(&self, owner: &Instance<'s>, steps: &[Step]) -> (Value, usize) {
        owner.session.record(&self.base);
        match (steps, self.instances.first()) {
            ([Step::Index(_), rest @ ..], Some(stand_in)) if matches!(rest.first(), Some(Step::Attr(_))) => {
                let (value, n) = self.read_instance(owner, stand_in, rest);
                (value, n + 1)
            }
            _ => {
                let why = self.unknown.as_ref().map(|it| (**it).clone());
                let unknown = why.unwrap_or_else(|| Unknown::new(Why::AfterApply(self.base.clone())));
                let unknown = Unknown { ty: Type::Any, origin: None, prefix: None, ..unknown };
                (Data::Unknown(Arc::new(unknown)).into(), 0)
            }
        }
    }

    fn read_instance(
        &self,
        owner: &Instance<'s>,
        instance: &ResourceInstance,
        steps: &[Step],
    ) -> (Value, usize) {
        owner.session.record(&instance.address);
        match steps.first() {
            Some(Step::Attr(name)) => (self.member(owner, instance, name), 1),
            Some(Step::Index(key)) if key.as_str().is_some() => {
                (self.member(owner, instance, &key.as_str().unwrap_or_default().into()), 1)
            }
            _ => (self.object(owner, instance), 0),
        }
    }

    /// An instance as a whole: what is written, and what anybody in the module asks for.
    fn object(&self, owner: &Instance<'s>, instance: &ResourceInstance) -> Value {
        owner.session.record(&instance.address);
        let mut all = names(&self.decl.block);
        let is_few = self.instances.len() <= MAX_FULL;
        let is_wanted = |name: &&Arc<str>| !all.contains(name) && (is_few || is_computed(name));
        let asked = owner.module.asked.iter().filter(is_wanted).cloned().collect::<Vec<_>>();
        all.extend(asked);
        Value::object(all.into_iter().map(|name| {
            let value = self.member(owner, instance, &name);
            (name, value)
        }))
    }

    fn member(&self, owner: &Instance<'s>, instance: &ResourceInstance, name: &Arc<str>) -> Value {
        let label = || format!("{}.{name}", instance.address);
        let make = || {
            let scope = Scope::with(owner, &instance.iteration);
            let mut links = Vec::new();
            let value = scope.member(&self.decl, &self.decl.block, name, &mut links, "");
            if !links.is_empty() {
                instance.links.borrow_mut().insert(name.clone(), links);
            }
            value
                .filter(|it| !(it.is_null() && is_computed(name)))
                .unwrap_or_else(|| self.computed(instance, name))
        };
        let place = || self.decl.header();
        // What a resource's own attributes read is not read by who reads the resource.
        let (value, _) =
            owner.session.recording(|| owner.session.once(&instance.members, name, place, label, make));
        value
    }

    /// An attribute that the code does not set.
    fn computed(&self, instance: &ResourceInstance, name: &Arc<str>) -> Value {
        let why = match self.name.0 {
            Mode::Managed => Why::AfterApply(format!("{}.{name}", instance.address).into()),
            Mode::Data => Why::DataSource(instance.address.clone()),
        };
        let mut unknown = Unknown::new(why);
        unknown.origin = Some(Origin { address: instance.address.clone(), attribute: name.clone() });
        unknown.not_null = is_computed(name);
        if is_computed(name) {
            unknown.ty = Type::String;
        }
        Data::Unknown(Arc::new(unknown)).into()
    }

    fn finish(&self, owner: &Instance<'s>, found: &mut Vec<Arc<Resource>>) {
        let spans = spans::of(&self.decl);
        let provider = self.provider(owner);
        for instance in &self.instances {
            if !owner.session.take_instance() {
                let message = "more resource instances than are evaluated; the rest is left out";
                owner.session.note(self.decl.header(), Severity::Warning, message);
                return;
            }
            found.push(Arc::new(self.build(owner, instance, &spans, &provider)));
        }
    }

    fn build(
        &self,
        owner: &Instance<'s>,
        instance: &ResourceInstance,
        spans: &Arc<[AttrSpan]>,
        provider: &ProviderConfig,
    ) -> Resource {
        let names = names(&self.decl.block);
        let attributes =
            Value::object(names.iter().map(|name| (name.clone(), self.member(owner, instance, name))));
        let links = instance.links.borrow();
        let links = names.iter().filter_map(|name| links.get(name)).flatten().cloned();
        Resource {
            address: instance.address.clone(),
            kind: self.name.1.clone(),
            name: self.name.2.clone(),
            module: owner.address.clone(),
            language: Language::Terraform,
            file: self.decl.file.clone(),
            range: self.decl.block.range.shift(self.decl.base),
            header: self.decl.block.header.shift(self.decl.base),
            attributes,
            spans: spans.clone(),
            links: links.collect(),
            provider: provider.clone(),
            existing: self.name.0 == Mode::Data,
            condition: Some(true),
            unknown_count: self.unknown.as_ref().map(|it| it.why.clone()),
            api_version: None,
        }
    }

    fn provider(&self, owner: &Instance<'s>) -> ProviderConfig {
        let chosen = self.decl.block.attribute("provider").map(|it| provider_reference(&it.text));
        let (name, alias) = chosen.unwrap_or_else(|| {
            let prefix = self.name.1.split('_').next().unwrap_or_default();
            (prefix.into(), None)
        });
        owner.provider(&name, alias.as_ref())
    }
}

/// Attributes that providers always give, and never as null.
fn is_computed(name: &str) -> bool {
    matches!(name, "id" | "arn" | "self_link")
}
