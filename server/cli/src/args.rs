//! The command line's words.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// What infrastructure code costs: at the cursor, on the command line, without network or login.
#[derive(Debug, Parser)]
#[command(name = "cloudoptima", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// What a folder costs a month, resource by resource
    Breakdown(BreakdownArgs),
    /// The evaluated resources, before prices
    Inspect(InspectArgs),
    /// Evaluate Terraform expressions, one a line on standard input
    Console(ConsoleArgs),
    /// Serve an editor over standard input and output
    Lsp(LspArgs),
    /// JSON Schema of `.cloudoptima.yaml`
    Schema,
    /// The price book
    #[command(subcommand)]
    Catalog(CatalogCommand),
}

#[derive(Args, Debug)]
pub struct LspArgs {
    /// The only way there is; editors pass it by habit
    #[arg(long)]
    pub stdio: bool,
}

/// Values that a module is deployed with.
#[derive(Args, Debug, Default)]
pub struct ValueArgs {
    /// A file of variable values; may be repeated
    #[arg(long, value_name = "FILE")]
    pub var_file: Vec<PathBuf>,
    /// A variable's value; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub var: Vec<String>,
    /// A parameter's value; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub parameter: Vec<String>,
    /// The selected Terraform workspace
    #[arg(long, value_name = "NAME")]
    pub workspace: Option<String>,
    /// An environment of `.cloudoptima.yaml`
    #[arg(long, value_name = "NAME")]
    pub environment: Option<String>,
}

#[derive(Args, Debug)]
pub struct BreakdownArgs {
    /// Folder or file
    #[arg(long, default_value = ".")]
    pub path: PathBuf,
    #[command(flatten)]
    pub values: ValueArgs,
    /// Usage values (`resource_usage`, `resource_type_default_usage`)
    #[arg(long, value_name = "FILE")]
    pub usage_file: Option<PathBuf>,
    /// Currency of the amounts, when not that of the settings file: USD, or CNY for AWS in China
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Html,
    Markdown,
}

#[derive(Args, Debug)]
pub struct InspectArgs {
    /// Folder or file
    #[arg(default_value = ".")]
    pub path: PathBuf,
    #[command(flatten)]
    pub values: ValueArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = DataFormat::Table)]
    pub format: DataFormat,
}

#[derive(Args, Debug)]
pub struct ConsoleArgs {
    /// Folder in whose scope expressions are evaluated
    #[arg(long)]
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub values: ValueArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    Table,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// What the book holds
    Info {
        /// Form of the output
        #[arg(long, value_enum, default_value_t = DataFormat::Table)]
        format: DataFormat,
    },
    /// Prices in which all words occur
    Search {
        /// Parts of ids, attributes, services and regions: `m5.large us-east-1`
        #[arg(required = true)]
        words: Vec<String>,
        /// How many prices at most
        #[arg(long, default_value_t = 20)]
        limit: usize,
        /// Form of the output
        #[arg(long, value_enum, default_value_t = DataFormat::Table)]
        format: DataFormat,
    },
    /// All that is known of one price, by its id or by the provider's SKU
    Explain {
        /// The id, the provider's SKU or its meter id
        id: String,
        /// Form of the output
        #[arg(long, value_enum, default_value_t = DataFormat::Table)]
        format: DataFormat,
    },
}
