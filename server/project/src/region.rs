//! The setting `region.default`: one text for up to three clouds, told apart by the form of their region codes.

use std::sync::Arc;

use catalog::Provider;

/// A region chosen for a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionChoice {
    /// The provider.
    pub provider: Provider,
    /// Region code.
    pub region: Arc<str>,
}

/// Reads `eu-west-1`, or several: `eu-west-1, westeurope, europe-west1`. The error says what is no region.
pub fn parse_regions(text: &str) -> Result<Vec<RegionChoice>, String> {
    let parts = text.split([',', ' ']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| provider_of(part).ok_or_else(|| no_region(part)).map(|it| choice(it, part))).collect()
}

pub(crate) fn choice(provider: Provider, region: &str) -> RegionChoice {
    RegionChoice { provider, region: region.into() }
}

fn no_region(text: &str) -> String {
    format!("`{text}` has the form of no region code; write for example us-east-1, eastus or us-central1")
}

/// The provider whose codes have this form: `eu-west-1` (AWS), `westeurope` (Azure), `europe-west1` (Google).
fn provider_of(region: &str) -> Option<Provider> {
    let fits = region.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let starts_well = region.starts_with(|c: char| c.is_ascii_lowercase());
    if !fits || !starts_well || region.len() < 4 {
        return None;
    }
    match region.rsplit_once('-') {
        None => Some(Provider::Azure),
        Some((_, last)) if last.chars().all(|c| c.is_ascii_digit()) => Some(Provider::Aws),
        Some((_, last)) if last.ends_with(|c: char| c.is_ascii_digit()) => Some(Provider::Gcp),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str) {
        let got = match parse_regions(text) {
            Ok(choices) => {
                let shown: Vec<String> =
                    choices.iter().map(|it| format!("{} {}", it.provider.as_str(), it.region)).collect();
                shown.join("; ")
            }
            Err(message) => message,
        };
        assert_eq!(got, want);
    }

    #[test]
    fn codes_tell_their_cloud() {
        check("eu-west-1", "aws eu-west-1");
        check(
            "us-gov-west-1, westeurope,europe-west1",
            "aws us-gov-west-1; azure westeurope; gcp europe-west1",
        );
        check("germanywestcentral", "azure germanywestcentral");
        check("", "");
    }

    #[test]
    fn what_is_no_code_is_said() {
        let message = |text| {
            format!(
                "`{text}` has the form of no region code; write for example us-east-1, eastus or us-central1"
            )
        };
        check("US-EAST-1", &message("US-EAST-1"));
        check("eu-west", &message("eu-west"));
    }
}
