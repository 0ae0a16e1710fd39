//! Workspaces: files on disk with unsaved text on top, settings in `.cloudoptima.yaml`, usage files, and what the
//! environment says. The one place where the command line and the language server get their inputs, so that both
//! show the same numbers. Knows no language's syntax and no protocol.

mod config;
mod discover;
mod fence;
mod locate;
mod nearest;
mod process;
mod region;
mod setup;
mod snapshot;
mod usage;
mod workspace;
mod yaml;

pub use config::{BudgetEntry, Config, Environment, schema};
pub use locate::{Located, OpenError, locate};
pub use process::ProcessEnv;
pub use region::{RegionChoice, parse_regions};
pub use setup::{
    Choices, PRICE_CURRENCY, PUBLISHED_CURRENCIES, Setup, config_for, missing_environment, setup,
};
pub use snapshot::Snapshot;
pub use usage::parse_usage;
pub use workspace::Workspace;
