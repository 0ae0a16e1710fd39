//! By which attributes the prices of a service are sorted in the book, from `pricing-data/services.csv`.

use std::sync::Arc;

use crate::row::Provider;

const TABLE: &str = include_str!("../../../pricing-data/services.csv");
/// More keys than this have no bit in the index.
const MAX_KEYS: usize = 32;

/// The key attributes of a service, the first the most telling. A service without a line of its own takes the
/// provider's line `*`.
pub(crate) fn of_service(provider: Provider, service: &str) -> Vec<Arc<str>> {
    let lines = || TABLE.lines().filter_map(|line| parse(line, provider));
    let own = lines().find(|(name, _)| *name == service);
    let keys = own.or_else(|| lines().find(|(name, _)| *name == "*")).map_or("", |(_, keys)| keys);
    keys.split_whitespace().take(MAX_KEYS).map(Arc::from).collect()
}

fn parse(line: &'static str, provider: Provider) -> Option<(&'static str, &'static str)> {
    let mut fields = line.split(',');
    fields.next().filter(|it| *it == provider.as_str())?;
    Some((fields.next()?, fields.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_a_provider_a_service_and_keys() {
        for line in TABLE.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields.len(), 3, "{line}");
            assert!(
                Provider::parse(fields[0]).is_some() && !fields[1].is_empty() && !fields[2].is_empty(),
                "{line}"
            );
        }
    }

    #[test]
    fn unlisted_services_take_the_providers_keys() {
        let keys = of_service(Provider::Aws, "AmazonNothing");
        assert!(!keys.is_empty());
        assert_eq!(keys, of_service(Provider::Aws, "*"));
    }
}
