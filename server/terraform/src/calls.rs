//! Calls of modules: where their source lies, their instances, and what references to them give.

use std::rc::Rc;
use std::sync::Arc;

use ir::{Data, ModuleCall, Resource, Severity, Unknown, Value, Why};
use text::FileId;

use crate::expr::Step;
use crate::instance::{Call, Instance};
use crate::module::{Decl, Module};
use crate::repetition::{Key, Repeat, Repetition};
use crate::scope::Scope;

/// How deep modules may call modules.
const MAX_MODULES: usize = 32;

/// A module call with its instances.
pub(crate) struct Called<'s> {
    repeat: Repeat,
    unknown: Option<Arc<Unknown>>,
    instances: Vec<(Key, Rc<Instance<'s>>)>,
    /// Why the module is not entered, when it is not.
    absent: Option<Value>,
}

impl<'s> Instance<'s> {
    /// The instances of a module call; `None` when it is not declared or its repetition refers to itself.
    fn call(&self, name: &Arc<str>) -> Option<Rc<Called<'s>>> {
        if let Some(known) = self.called.borrow().get(name) {
            return known.clone();
        }
        let decl = self.module.calls.iter().find(|(it, _)| it == name).map(|(_, decl)| decl.clone())?;
        self.called.borrow_mut().insert(name.clone(), None);
        let (called, _) = self.session.recording(|| Rc::new(self.enter(name, &decl)));
        self.called.borrow_mut().insert(name.clone(), Some(called.clone()));
        Some(called)
    }

    fn enter(&self, name: &Arc<str>, decl: &Rc<Decl>) -> Called<'s> {
        let module = match self.locate(name, decl) {
            Ok(module) => module,
            Err(reason) => return self.absent(name, decl, &reason),
        };
        let repetition = Repetition::of(&Scope::new(self), decl);
        let base = self.address_of(&format!("module.{name}"));
        let instances = repetition.iterations.into_iter().map(|iteration| {
            let key = iteration.key.clone();
            let address = iteration.address(&base);
            let call = Call { parent: self.me.clone(), decl: decl.clone(), iteration };
            (key, Instance::new(self.session, module.clone(), address, Some(call), Default::default()))
        });
        Called {
            repeat: repetition.repeat,
            unknown: repetition.unknown,
            instances: instances.collect(),
            absent: None,
        }
    }

    fn absent(&self, name: &str, decl: &Decl, reason: &str) -> Called<'s> {
        let place = decl.block.attribute("source").map_or_else(|| decl.header(), |it| decl.value_place(it));
        self.session.note(place.clone(), Severity::Warning, format!("module.{name}: {reason}"));
        let mut unknown =
            Unknown::new(Why::Module(self.address_of(&format!("module.{name}")), reason.into()));
        unknown.place = Some(place);
        let absent = Some(Data::Unknown(Arc::new(unknown)).into());
        Called { repeat: Repeat::Unknown, unknown: None, instances: Vec::new(), absent }
    }

    /// The module that a call names. `Err` says why it is not entered and what to do.
    fn locate(&self, name: &str, decl: &Decl) -> Result<Rc<Module>, String> {
        let source = decl.block.attribute("source").ok_or("it has no source")?;
        let value = Scope::new(self).attribute(decl, source);
        let text = value.as_str().ok_or("its source is not known here")?;
        let dir = if text.starts_with("./") || text.starts_with("../") || text == "." || text == ".." {
            FileId::new(&format!("{}/{text}", self.module.dir))
        } else {
            self.downloaded(name).ok_or_else(|| {
                format!("{text} is not on this machine; run `terraform init` to download it")
            })?
        };
        self.check_chain(dir.as_str())?;
        if dir.as_str().split('/').next() == Some("..") {
            return Err(format!(
                "{text} leads out of the workspace, not read; open the folder that holds both"
            ));
        }
        let module = self.session.module(dir.as_str()).ok_or_else(|| format!("there is no folder {text}"))?;
        if module.is_empty() {
            return Err(format!("the folder {text} holds no Terraform files"));
        }
        Ok(module)
    }

    fn check_chain(&self, dir: &str) -> Result<(), String> {
        let mut n = 0usize;
        let mut is_cycle = self.module.dir == dir;
        let mut at = self.call.as_ref().and_then(|call| call.parent.upgrade());
        while let Some(parent) = at {
            n += 1;
            is_cycle |= parent.module.dir == dir;
            at = parent.call.as_ref().and_then(|call| call.parent.upgrade());
        }
        match (is_cycle, n < MAX_MODULES) {
            (true, _) => Err("the module calls itself; break the cycle of module calls".to_owned()),
            (_, false) => Err(format!("modules call modules more than {MAX_MODULES} deep")),
            _ => Ok(()),
        }
    }

    /// Where `terraform init` has put a module, by its list in `.terraform/modules/modules.json`.
    fn downloaded(&self, name: &str) -> Option<FileId> {
        let mut key = name.to_owned();
        let mut at = self.call.as_ref().map(|call| (call.decl.clone(), call.parent.upgrade()));
        while let Some((decl, parent)) = at {
            key = format!("{}.{key}", decl.block.label(0)?);
            at =
                parent.and_then(|it| it.call.as_ref().map(|call| (call.decl.clone(), call.parent.upgrade())));
        }
        let root = &self.session.root;
        let list =
            self.session.read(&FileId::new(&format!("{root}/.terraform/modules/modules.json"))).ok()?;
        let list: serde_json::Value = serde_json::from_str(&list).ok()?;
        let modules = list.get("Modules")?.as_array()?;
        let entry = modules.iter().find(|it| it.get("Key").and_then(|it| it.as_str()) == Some(&key))?;
        Some(FileId::new(&format!("{root}/{}", entry.get("Dir")?.as_str()?)))
    }

    /// The value of `module.name…` and how many of the steps behind the name it took.
    pub(crate) fn read_module(&self, name: &Arc<str>, steps: &[Step]) -> Option<(Value, usize)> {
        if !self.module.calls.iter().any(|(it, _)| it == name) {
            return None;
        }
        let Some(called) = self.call(name) else {
            let message = format!("module.{name} refers to itself");
            return Some((Value::unknown(Why::Error(message.into())), 0));
        };
        Some(called.read(steps))
    }

    /// Evaluates all calls: their resources behind those found before.
    pub(crate) fn call_resources(&self, found: &mut Vec<Arc<Resource>>, modules: &mut Vec<ModuleCall>) {
        for (name, decl) in &self.module.calls {
            let address = self.plain_address(name);
            if !modules.iter().any(|it| it.address == address) {
                modules.push(ModuleCall { address, header: decl.header() });
            }
            let Some(called) = self.call(name) else { continue };
            for (_, instance) in &called.instances {
                let first = found.len();
                instance.resources(found);
                instance.call_resources(found, modules);
                if let Some(unknown) = &called.unknown {
                    found.iter_mut().skip(first).for_each(|it| mark_unknown(it, unknown));
                }
            }
        }
    }

    /// The address of a call without instance keys: `module.web.module.disks`.
    fn plain_address(&self, name: &str) -> Arc<str> {
        let mut address = format!("module.{name}");
        let mut at = self.call.as_ref().map(|call| (call.decl.clone(), call.parent.upgrade()));
        while let Some((decl, parent)) = at {
            address = format!("module.{}.{address}", decl.block.label(0).map_or("", |it| it));
            at =
                parent.and_then(|it| it.call.as_ref().map(|call| (call.decl.clone(), call.parent.upgrade())));
        }
        address.into()
    }
}

/// A resource in a module that stands there an unknown number of times does so too.
fn mark_unknown(resource: &mut Arc<Resource>, unknown: &Unknown) {
    Arc::make_mut(resource).unknown_count.get_or_insert_with(|| unknown.why.clone());
}

impl<'s> Called<'s> {
    fn read(&self, steps: &[Step]) -> (Value, usize) {
        if let Some(absent) = &self.absent {
            return (absent.clone(), 0);
        }
        let first = self.instances.first().map(|(_, it)| it);
        match (self.repeat, steps.first(), first) {
            (Repeat::Single, _, Some(only)) => read_one(only, steps),
            (Repeat::Unknown, Some(Step::Index(_)), Some(stand_in)) if steps.len() > 1 => {
                let (value, n) = read_one(stand_in, steps.get(1..).unwrap_or_default());
                (value, n + 1)
            }
            (Repeat::Unknown, ..) => {
                let unknown = self
                    .unknown
                    .clone()
                    .unwrap_or_else(|| Arc::new(Unknown::new(Why::Error("unknown".into()))));
                (Data::Unknown(unknown).into(), 0)
            }
            (_, Some(Step::Index(key)), _) => match self.find(key) {
                Some(instance) => {
                    let (value, n) = read_one(instance, steps.get(1..).unwrap_or_default());
                    (value, n + 1)
                }
                None => (self.whole(), 0),
            },
            _ => (self.whole(), 0),
        }
    }

    fn find(&self, key: &Value) -> Option<&Rc<Instance<'s>>> {
        let found = self.instances.iter().find(|(own, _)| match own {
            Key::None => false,
            Key::Count(n) => key.as_decimal() == Some((*n).into()),
            Key::Each(own) => key.as_str() == Some(own),
        });
        found.map(|(_, it)| it)
    }

    fn whole(&self) -> Value {
        match self.repeat {
            Repeat::Count => Value::tuple(self.instances.iter().map(|(_, it)| it.outputs())),
            _ => Value::object(self.instances.iter().filter_map(|(key, it)| match key {
                Key::Each(key) => Some((key.clone(), it.outputs())),
                _ => None,
            })),
        }
    }
}

fn read_one(instance: &Instance<'_>, steps: &[Step]) -> (Value, usize) {
    match steps.first() {
        Some(Step::Attr(name)) => match instance.output(name) {
            Some(value) => (value, 1),
            None => (instance.outputs(), 0),
        },
        _ => (instance.outputs(), 0),
    }
}
