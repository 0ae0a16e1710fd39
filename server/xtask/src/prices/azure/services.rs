//! Services whose meters are read for the tables beyond machines, disks and databases.
//!
//! A service stands here whole where its list is short, and by its products where most of it prices nothing that
//! code can declare.

/// Services that are read whole.
const WHOLE: [&str; 19] = [
    "API Management",
    "App Configuration",
    "Application Gateway",
    "Application Insights",
    "Automation",
    "Azure Bastion",
    "Azure Cognitive Search",
    "Azure Cosmos DB",
    "Azure Database for MariaDB",
    "Azure Firewall",
    "Container Instances",
    "Container Registry",
    "Event Grid",
    "Event Hubs",
    "Key Vault",
    "Log Analytics",
    "Service Bus",
    "SignalR",
    "VPN Gateway",
];

/// Products of other services, by their beginning.
const PRODUCTS: [(&str, &str); 8] = [
    ("Azure Database for MySQL", "Azure Database for MySQL"),
    ("Azure Database for PostgreSQL", "Azure Database for PostgreSQL Single Server"),
    ("Functions", "Functions"),
    ("Functions", "Premium Functions"),
    ("Virtual Network", "Global Virtual Network Peering"),
    ("Virtual Network", "Virtual Network Peering"),
    ("Virtual Network", "Virtual Network Private Link"),
    ("ExpressRoute", "ExpressRoute Gateway"),
];

/// Whether a table may ask for the product.
pub fn is_needed(service: &str, product: &str) -> bool {
    WHOLE.contains(&service)
        || PRODUCTS.iter().any(|(other, start)| *other == service && product.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::is_needed;

    #[test]
    fn a_service_is_read_whole_or_by_the_beginning_of_its_products() {
        assert!(is_needed("Key Vault", "Azure Dedicated HSM"));
        assert!(is_needed("Virtual Network", "Virtual Network Private Link"));
        assert!(!is_needed("Virtual Network", "Azure Virtual Network Manager"));
        assert!(!is_needed("Quantum Computing", "Virtual Network Peering"));
    }
}
