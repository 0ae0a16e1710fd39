//! A module as it is called: its variables, locals, outputs and children, each evaluated when first asked for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use ir::{ProviderConfig, Severity, Unknown, Value, Why};

use crate::calls::Called;
use crate::expr::TypeConstraint;
use crate::module::{Decl, Mode, Module, ResourceName};
use crate::repetition::Iteration;
use crate::resources::Expanded;
use crate::scope::Scope;
use crate::session::{Memo, Session};
use crate::source::Attribute;

/// A module instance.
pub(crate) struct Instance<'s> {
    pub(crate) session: &'s Session<'s>,
    pub(crate) module: Rc<Module>,
    /// `""` at the root, `module.web["a"]`.
    pub(crate) address: Arc<str>,
    /// Who calls it; `None` at the root.
    pub(crate) call: Option<Call<'s>>,
    /// Values of the root's variables from files, environment and command line.
    pub(crate) given: HashMap<Arc<str>, Given>,
    pub(crate) me: Weak<Instance<'s>>,
    variables: Memo,
    locals: Memo,
    outputs: Memo,
    pub(crate) expanded: RefCell<HashMap<ResourceName, Option<Rc<Expanded<'s>>>>>,
    pub(crate) called: RefCell<HashMap<Arc<str>, Option<Rc<Called<'s>>>>>,
    pub(crate) providers: RefCell<HashMap<ProviderName, Option<ProviderConfig>>>,
}

/// Local name and alias.
type ProviderName = (Arc<str>, Option<Arc<str>>);

/// The call of a module.
pub(crate) struct Call<'s> {
    pub(crate) parent: Weak<Instance<'s>>,
    pub(crate) decl: Rc<Decl>,
    pub(crate) iteration: Iteration,
}

/// A value given for a root variable.
#[derive(Clone, Debug)]
pub(crate) enum Given {
    /// As written in a file of values.
    Value(Value),
    /// As typed on the command line or in the environment: read by the variable's type.
    Text(String),
}

impl<'s> Instance<'s> {
    pub(crate) fn new(
        session: &'s Session<'s>,
        module: Rc<Module>,
        address: Arc<str>,
        call: Option<Call<'s>>,
        given: HashMap<Arc<str>, Given>,
    ) -> Rc<Self> {
        Rc::new_cyclic(|me| Self {
            session,
            module,
            address,
            call,
            given,
            me: me.clone(),
            variables: Memo::default(),
            locals: Memo::default(),
            outputs: Memo::default(),
            expanded: RefCell::default(),
            called: RefCell::default(),
            providers: RefCell::default(),
        })
    }

    /// The address of something in this module.
    pub(crate) fn address_of(&self, name: &str) -> Arc<str> {
        if self.address.is_empty() { name.into() } else { format!("{}.{name}", self.address).into() }
    }

    /// `var.name`; `None` when it is not declared.
    pub(crate) fn variable(&self, name: &Arc<str>) -> Option<Value> {
        let decl = self.module.variables.get(name)?;
        let label = || format!("var.{name}");
        Some(self.session.once(
            &self.variables,
            name,
            || decl.header(),
            label,
            || self.make_variable(name, decl),
        ))
    }

    /// `local.name`; `None` when it is not declared.
    pub(crate) fn local(&self, name: &Arc<str>) -> Option<Value> {
        let local = self.module.locals.get(name)?;
        let attribute = local.attribute()?;
        let place = || local.decl.value_place(attribute);
        let make = || Scope::new(self).attribute(&local.decl, attribute);
        Some(self.session.once(&self.locals, name, place, || format!("local.{name}"), make))
    }

    /// An output; `None` when it is not declared.
    pub(crate) fn output(&self, name: &Arc<str>) -> Option<Value> {
        let decl = self.module.outputs.get(name)?;
        let make = || match decl.block.attribute("value") {
            Some(attribute) => Scope::new(self).attribute(decl, attribute),
            None => Value::unknown(Why::Error(format!("output.{name} has no value").into())),
        };
        let label = || format!("output.{name}");
        Some(self.session.once(&self.outputs, name, || decl.header(), label, make))
    }

    /// All outputs, an object.
    pub(crate) fn outputs(&self) -> Value {
        let names = self.module.outputs.keys();
        Value::object(names.filter_map(|name| Some((name.clone(), self.output(name)?))))
    }

    fn make_variable(&self, name: &Arc<str>, decl: &Decl) -> Value {
        let constraint = self.constraint(decl);
        let given = self.given_value(name, decl, constraint.as_ref());
        let is_refused_null =
            given.as_ref().is_some_and(Value::is_null) && self.flag(decl, "nullable") == Some(false);
        let value = match given.filter(|_| !is_refused_null) {
            Some(value) => Some(value),
            None => decl.block.attribute("default").map(|default| Scope::new(self).attribute(decl, default)),
        };
        let Some(value) = value else { return self.no_value(name, decl) };
        let marks = ir::Marks { sensitive: self.flag(decl, "sensitive") == Some(true), ephemeral: false };
        self.conform(name, decl, constraint.as_ref(), value).with_marks(marks)
    }

    fn constraint(&self, decl: &Decl) -> Option<TypeConstraint> {
        let attribute = decl.block.attribute("type")?;
        let expr = attribute.expr.as_ref().ok()?;
        TypeConstraint::parse(expr, &Scope::new(self))
            .map_err(|message| self.session.note(decl.value_place(attribute), Severity::Error, message))
            .ok()
    }

    fn conform(&self, name: &str, decl: &Decl, constraint: Option<&TypeConstraint>, value: Value) -> Value {
        let Some(constraint) = constraint else { return value };
        constraint.apply(&value).unwrap_or_else(|message| {
            let message = format!("the value of var.{name} does not fit its type: {message}");
            self.session.note(decl.header(), Severity::Error, message.clone());
            let mut unknown = Unknown::new(Why::Error(message.into()));
            unknown.place = Some(decl.header());
            ir::Data::Unknown(Arc::new(unknown)).into()
        })
    }

    fn no_value(&self, name: &str, decl: &Decl) -> Value {
        let mut unknown = Unknown::new(Why::NoValue(format!("var.{name}").into()));
        unknown.place = Some(decl.header());
        unknown.ty = self.constraint(decl).map_or(ir::Type::Any, |constraint| constraint.ty());
        ir::Data::Unknown(Arc::new(unknown)).into()
    }

    fn flag(&self, decl: &Decl, name: &str) -> Option<bool> {
        let expr = decl.block.attribute(name)?.expr.as_ref().ok()?;
        expr.as_literal()?.as_bool()
    }

    fn given_value(
        &self,
        name: &Arc<str>,
        decl: &Decl,
        constraint: Option<&TypeConstraint>,
    ) -> Option<Value> {
        let Some(call) = &self.call else {
            return Some(match self.given.get(name)? {
                Given::Value(value) => value.clone(),
                Given::Text(text) => self.given_text(name, text, decl, constraint),
            });
        };
        let parent = call.parent.upgrade()?;
        let attribute = call.decl.block.attribute(name)?;
        let value = Scope::with(&parent, &call.iteration).attribute(&call.decl, attribute);
        Some(value)
    }

    /// A text stands for itself where the type is primitive or absent, otherwise it is an expression.
    fn given_text(&self, name: &str, text: &str, decl: &Decl, constraint: Option<&TypeConstraint>) -> Value {
        if constraint.is_none_or(TypeConstraint::is_primitive) {
            return Value::string(text);
        }
        match crate::expr::parse(text) {
            Ok(expr) => crate::expr::eval(&expr, &Scope::new(self)),
            Err(error) => {
                let message = format!("the value given for var.{name} is no expression: {error}");
                self.session.note(decl.header(), Severity::Error, message.clone());
                Value::unknown(Why::Error(message.into()))
            }
        }
    }

    /// The provider configuration for a local name and alias.
    pub(crate) fn provider(&self, name: &Arc<str>, alias: Option<&Arc<str>>) -> ProviderConfig {
        let attributes = self.provider_config(name, alias).and_then(|config| config.attributes);
        ProviderConfig { name: name.clone(), alias: alias.cloned(), attributes }
    }

    fn provider_config(&self, name: &Arc<str>, alias: Option<&Arc<str>>) -> Option<ProviderConfig> {
        let key = (name.clone(), alias.cloned());
        if let Some(known) = self.providers.borrow().get(&key) {
            return known.clone();
        }
        self.providers.borrow_mut().insert(key.clone(), None);
        let config = self.own_provider(name, alias).or_else(|| self.passed_provider(name, alias));
        self.providers.borrow_mut().insert(key, config.clone());
        config
    }

    fn own_provider(&self, name: &Arc<str>, alias: Option<&Arc<str>>) -> Option<ProviderConfig> {
        let decl = self.module.providers.iter().find(|decl| {
            let own =
                decl.block.attribute("alias").and_then(|it| it.expr.as_ref().ok()?.as_literal()?.as_str());
            decl.block.label(0) == Some(name) && own == alias.map(|it| &**it)
        })?;
        let (attributes, _) = self.session.recording(|| Scope::new(self).body(decl, &decl.block));
        Some(ProviderConfig { name: name.clone(), alias: alias.cloned(), attributes: Some(attributes) })
    }

    /// What the caller passes: by `providers = {}`, or its own default configuration.
    fn passed_provider(&self, name: &Arc<str>, alias: Option<&Arc<str>>) -> Option<ProviderConfig> {
        let call = self.call.as_ref()?;
        let parent = call.parent.upgrade()?;
        let wanted = alias.map_or(name.to_string(), |alias| format!("{name}.{alias}"));
        match call.decl.block.attribute("providers").and_then(|it| passed_as(it, &wanted)) {
            Some((name, alias)) => parent.provider_config(&name, alias.as_ref()),
            None if alias.is_none() => parent.provider_config(name, None),
            None => None,
        }
    }

    /// A resource block of this module by name.
    pub(crate) fn resource(&self, mode: Mode, kind: &Arc<str>, name: &Arc<str>) -> Option<Rc<Expanded<'s>>> {
        let key = (mode, kind.clone(), name.clone());
        let decl = self.module.by_name.get(&key)?.clone();
        self.expand(&key, &decl)
    }
}

/// `{ aws.src = aws.west }`: what stands for `wanted`, as name and alias.
fn passed_as(providers: &Attribute, wanted: &str) -> Option<(Arc<str>, Option<Arc<str>>)> {
    let inner = providers.text.trim().strip_prefix('{')?.strip_suffix('}')?;
    for pair in inner.split(['\n', ',']) {
        let pair = pair.split(['#']).next().unwrap_or_default();
        let Some((key, value)) = pair.split_once(['=', ':']) else { continue };
        if key.trim().trim_matches('"') == wanted {
            return Some(provider_reference(value));
        }
    }
    None
}

/// `aws.west`: name and alias.
pub(crate) fn provider_reference(text: &str) -> (Arc<str>, Option<Arc<str>>) {
    let text = text.trim().trim_matches('"');
    match text.split_once('.') {
        Some((name, alias)) => (name.trim().into(), Some(alias.trim().into())),
        None => (text.into(), None),
    }
}
