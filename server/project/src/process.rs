//! The environment of the process, as data: tests give their own, the binary gives the real one.

use std::collections::BTreeMap;
use std::sync::Arc;

use catalog::Provider;
use pricing::{DefaultRegion, RegionOrigin};

/// Variables that name a region, by provider and in the order in which the provider's own tools read them.
/// AWS: "Environment variables" of the SDK reference; Azure: `az config`, section `defaults`;
/// Google: provider reference, `region`.
const REGION_VARIABLES: &[(Provider, &[&str])] = &[
    (Provider::Aws, &["AWS_REGION", "AWS_DEFAULT_REGION"]),
    (Provider::Azure, &["ARM_LOCATION", "AZURE_DEFAULTS_LOCATION"]),
    (Provider::Gcp, &["GOOGLE_REGION", "GCLOUD_REGION", "CLOUDSDK_COMPUTE_REGION"]),
];

/// Variables of the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcessEnv(BTreeMap<String, String>);

impl ProcessEnv {
    /// The variables that matter here, of an environment. What is no Unicode is left out.
    pub fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let matters = |name: &str| {
            name.starts_with("TF_VAR_")
                || name == "TF_WORKSPACE"
                || REGION_VARIABLES.iter().any(|(_, names)| names.contains(&name))
        };
        Self(variables.into_iter().filter(|(name, value)| matters(name) && !value.is_empty()).collect())
    }

    /// The environment of this process.
    pub fn of_process() -> Self {
        let unicode =
            std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        Self::new(unicode)
    }

    /// `TF_VAR_…`: names without the prefix, raw texts.
    pub(crate) fn terraform_vars(&self) -> Vec<(String, String)> {
        let name = |key: &String| key.strip_prefix("TF_VAR_").map(str::to_owned);
        self.0.iter().filter_map(|(key, value)| Some((name(key)?, value.clone()))).collect()
    }

    /// `TF_WORKSPACE`.
    pub(crate) fn terraform_workspace(&self) -> Option<String> {
        self.0.get("TF_WORKSPACE").cloned()
    }

    /// The region that the environment names for a provider.
    pub(crate) fn region(&self, provider: Provider) -> Option<DefaultRegion> {
        let names = REGION_VARIABLES.iter().find(|(it, _)| *it == provider).map(|(_, names)| *names)?;
        names.iter().find_map(|name| {
            let region = self.0.get(*name)?.trim();
            let origin = RegionOrigin::Environment(Arc::from(*name));
            (!region.is_empty()).then(|| DefaultRegion { region: region.into(), origin })
        })
    }
}
