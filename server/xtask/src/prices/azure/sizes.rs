//! The sizes of virtual machines: which ARM names exist, and what they hold.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::FactTable;

/// Known ARM sizes.
pub struct Sizes {
    known: HashSet<String>,
    shapes: HashMap<String, (String, String)>,
}

impl Sizes {
    /// The sizes of the two tables that carry ARM names.
    pub fn of(spot: &FactTable, linux: &FactTable) -> Self {
        let mut known: HashSet<String> = linux.rows().map(|it| it.get("arm_sku_name").to_owned()).collect();
        let mut shapes = HashMap::new();
        for fact in spot.rows() {
            let name = fact.get("InstanceType");
            let (vcpus, memory) = (fact.get("vCPUs"), fact.get("MemoryGiB"));
            if !vcpus.is_empty() && !memory.is_empty() {
                shapes.insert(name.to_owned(), (whole(vcpus), whole(memory)));
            }
            known.insert(name.to_owned());
        }
        Self { known, shapes }
    }

    /// The ARM name of an item that may lack it; `None` when it leads to no known size.
    pub fn resolve(&self, arm_sku: &str, sku: &str, product: &str) -> Option<String> {
        let name = if arm_sku.is_empty() { from_sku(sku, product) } else { arm_sku.to_owned() };
        let is_size = name.starts_with("Standard_") || name.starts_with("Basic_");
        (is_size && (!arm_sku.is_empty() || self.known.contains(&name))).then_some(name)
    }

    /// Attributes that tell a size apart, and what it holds (`vCPUs`, `MemoryGB` as the Resource SKUs API names them).
    pub fn attributes(&self, arm_sku: &str, operating_system: &str) -> BTreeMap<String, String> {
        let mut attributes = BTreeMap::from([
            ("armSkuName".to_owned(), arm_sku.to_owned()),
            ("operatingSystem".to_owned(), operating_system.to_owned()),
        ]);
        if let Some((vcpus, memory)) = self.shapes.get(arm_sku) {
            attributes.insert("vCPUs".to_owned(), vcpus.clone());
            attributes.insert("MemoryGB".to_owned(), memory.clone());
        }
        attributes
    }
}

/// `D2s v5 Spot` → `Standard_D2s_v5`; the basic A series has names of its own.
fn from_sku(sku: &str, product: &str) -> String {
    let size = sku.trim_end_matches(" Spot").trim_end_matches(" Low Priority");
    if size.starts_with("Standard_") || size.starts_with("Basic_") {
        return size.to_owned();
    }
    let series = if product.contains("Basic") { "Basic" } else { "Standard" };
    format!("{series}_{}", size.replace(' ', "_"))
}

/// `8.0` → `8`
fn whole(number: &str) -> String {
    number.trim_end_matches(".0").to_owned()
}

#[cfg(test)]
mod tests {
    use super::from_sku;

    #[test]
    fn arm_names_from_sku_names() {
        let check = |sku, product, want: &str| assert_eq!(from_sku(sku, product), want);
        check("D2s v5", "Virtual Machines Dsv5 Series", "Standard_D2s_v5");
        check("Standard_D4as_v5 Spot", "Virtual Machines Dasv5 Series", "Standard_D4as_v5");
        check("A2", "Virtual Machines A Series Basic", "Basic_A2");
        check("E64-32s v4 Low Priority", "Virtual Machines Esv4 Series Windows", "Standard_E64-32s_v4");
    }
}
