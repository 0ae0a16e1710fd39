//! All resources of one evaluation, so that one can look at another it is linked to.

use std::collections::HashMap;
use std::sync::Arc;

use ir::{Resource, Value};

use crate::table::Link;

/// A way from one resource to others.
#[derive(Clone)]
pub(crate) enum Relation {
    /// To the resource it refers to.
    Link(Arc<Link>),
    /// To the resources that refer to it.
    Child(Arc<Link>),
}

/// A relation that was followed, and where it led.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) from: Arc<Resource>,
    pub(crate) relation: Relation,
    pub(crate) found: Vec<Arc<Resource>>,
}

/// The path of an attribute, and the resource that refers with it.
type Referrer = (Arc<str>, Arc<Resource>);

/// Resources by address, and who refers to whom.
pub(crate) struct World {
    by_address: HashMap<Arc<str>, Arc<Resource>>,
    by_type: HashMap<Arc<str>, Vec<Arc<Resource>>>,
    /// Target address → the resources that refer to it and the attribute they do it with.
    referrers: HashMap<Arc<str>, Vec<Referrer>>,
}

impl World {
    /// Indexes the resources of one evaluation.
    pub(crate) fn new(resources: &[Arc<Resource>]) -> Self {
        let mut world =
            Self { by_address: HashMap::new(), by_type: HashMap::new(), referrers: HashMap::new() };
        for resource in resources {
            world.by_address.insert(resource.address.clone(), resource.clone());
            world.by_type.entry(resource.kind.clone()).or_default().push(resource.clone());
            for link in resource.links.iter() {
                let entry = world.referrers.entry(link.target.clone()).or_default();
                entry.push((link.path.clone(), resource.clone()));
            }
        }
        world
    }

    /// Follows a relation.
    pub(crate) fn related(&self, from: &Resource, relation: &Relation) -> Vec<Arc<Resource>> {
        match relation {
            Relation::Link(link) => self.follow(from, link).into_iter().collect(),
            Relation::Child(link) => self.children(from, link),
        }
    }

    /// Whether a relation still leads to the same resources with the same content.
    pub(crate) fn still_holds(&self, seen: &Seen) -> bool {
        let Some(from) = self.by_address.get(&seen.from.address) else { return false };
        let now = self.related(from, &seen.relation);
        now.len() == seen.found.len()
            && now.iter().zip(&seen.found).all(|(a, b)| a.address == b.address && same_content(a, b))
    }

    /// The resource at the other end of a link: by reference, else by an equal known value.
    fn follow(&self, from: &Resource, link: &Link) -> Option<Arc<Resource>> {
        let paths = link.paths.of(from.language);
        let referred = from.links.iter().filter(|it| paths.iter().any(|path| same_path(&it.path, path)));
        let mut targets = referred.filter_map(|it| self.instance(&it.target));
        targets.find(|target| link.takes(target)).or_else(|| self.by_value(from, link))
    }

    /// Resources of the link's types that refer to `to`, in the order of the code.
    fn children(&self, to: &Resource, link: &Link) -> Vec<Arc<Resource>> {
        let whole = strip_index(&to.address);
        let direct = self.referrers.get(&to.address).into_iter().flatten();
        let of_all =
            (whole != &*to.address).then(|| self.referrers.get(whole)).flatten().into_iter().flatten();
        direct
            .chain(of_all)
            .filter(|(path, child)| {
                link.takes(child)
                    && link.paths.of(child.language).iter().any(|wanted| same_path(path, wanted))
            })
            .map(|(_, child)| child.clone())
            .collect()
    }

    fn instance(&self, address: &str) -> Option<Arc<Resource>> {
        let exact = self.by_address.get(address).cloned();
        exact.or_else(|| self.by_address.get(format!("{address}[0]").as_str()).cloned())
    }

    fn by_value(&self, from: &Resource, link: &Link) -> Option<Arc<Resource>> {
        let value = link.paths.of(from.language).iter().find_map(|path| from.attr(path)?.as_str())?;
        let candidates = link.types.iter().filter_map(|kind| self.by_type.get(kind)).flatten();
        let candidates = candidates.filter(|it| link.takes(it));
        let same = |other: &&Arc<Resource>| {
            link.by.iter().any(|key| other.attr(key).and_then(Value::as_str) == Some(value))
        };
        candidates.filter(|it| it.module == from.module).find(same).cloned()
    }
}

impl Link {
    /// Whether a resource may stand at the other end.
    fn takes(&self, other: &Resource) -> bool {
        let has = |(path, wanted): &(Arc<str>, Arc<str>)| {
            other.attr(path).and_then(Value::as_str).is_some_and(|value| *value == **wanted)
        };
        self.types.contains(&other.kind) && self.holds.iter().all(has)
    }
}

/// Whether two versions of a resource have the same price whatever the book: positions do not matter.
pub(crate) fn same_content(a: &Arc<Resource>, b: &Arc<Resource>) -> bool {
    Arc::ptr_eq(a, b)
        || (a.kind == b.kind
            && a.attributes == b.attributes
            && a.provider == b.provider
            && a.links == b.links
            && a.existing == b.existing
            && a.condition == b.condition
            && a.module == b.module
            && a.spans.len() == b.spans.len()
            && a.spans.iter().zip(b.spans.iter()).all(|(x, y)| x.path == y.path))
}

/// `launch_template.0.id` is `launch_template.id`: blocks written once need no index in tables.
fn same_path(path: &str, wanted: &str) -> bool {
    let mut parts = path.split('.').filter(|part| part.parse::<usize>().is_err());
    let mut wanted = wanted.split('.');
    loop {
        match (parts.next(), wanted.next()) {
            (_, None) => return true,
            (None, Some(_)) => return false,
            (Some(a), Some(b)) if a != b => return false,
            _ => {}
        }
    }
}

fn strip_index(address: &str) -> &str {
    match address.strip_suffix(']').and_then(|it| it.rsplit_once('[')) {
        Some((whole, _)) => whole,
        None => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_indexes() {
        assert!(same_path("launch_template.0.id", "launch_template.id"));
        assert!(same_path("task_definition", "task_definition"));
        assert!(!same_path("name", "names"));
        assert_eq!(strip_index("module.a[0].aws_x.y[\"k\"]"), "module.a[0].aws_x.y");
        assert_eq!(strip_index("aws_x.y"), "aws_x.y");
    }
}
