//! A resource after evaluation: what is priced.

use std::sync::Arc;

use text::{FileId, TextRange};

use crate::{Place, Value};

/// The language a resource is written in. Mapping tables name attributes per language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Terraform or OpenTofu.
    Terraform,
    /// CloudFormation or SAM.
    CloudFormation,
    /// Bicep or ARM JSON.
    Bicep,
}

impl Language {
    /// The name used in tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::CloudFormation => "cloudformation",
            Self::Bicep => "bicep",
        }
    }
}

/// Path of an attribute inside a resource: `root_block_device.0.volume_type`. Blocks are lists.
pub type AttrPath = Arc<str>;

/// One evaluated resource instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Address as its language prints it: `module.web["a"].aws_instance.app[0]`.
    pub address: Arc<str>,
    /// Type as its language writes it: `aws_instance`, `AWS::EC2::Instance`.
    pub kind: Arc<str>,
    /// Name within its module: `app`.
    pub name: Arc<str>,
    /// Address of its module: `""` at the root, `module.web["a"]`.
    pub module: Arc<str>,
    /// The language.
    pub language: Language,
    /// The file it is declared in.
    pub file: FileId,
    /// The whole block.
    pub range: TextRange,
    /// The opening line of the block, up to and with its brace: hints stand at its end.
    pub header: TextRange,
    /// Evaluated attributes, an object; a nested block is a list of objects under its name.
    pub attributes: Value,
    /// Where attributes stand in the text, by path. An attribute of a `dynamic` block has no span.
    pub spans: Arc<[AttrSpan]>,
    /// Which other resource instances its attributes refer to.
    pub links: Arc<[Link]>,
    /// The provider configuration it uses, evaluated.
    pub provider: ProviderConfig,
    /// A data source or an existing resource: not created here, costs nothing here.
    pub existing: bool,
    /// Whether a condition creates it; `None` when the condition is unknown.
    pub condition: Option<bool>,
    /// `count` or `for_each` is unknown: this one instance stands for an unknown number (`× ?`).
    pub unknown_count: Option<crate::Why>,
    /// API version, in ARM.
    pub api_version: Option<Arc<str>>,
}

impl Resource {
    /// Follows an attribute path; see [`Value::path`].
    pub fn attr(&self, path: &str) -> Option<&Value> {
        self.attributes.path(path)
    }

    /// Where the attribute stands in the text.
    pub fn span(&self, path: &str) -> Option<&AttrSpan> {
        self.spans.iter().find(|span| &*span.path == path)
    }

    /// The block as a place.
    pub fn place(&self) -> Place {
        Place { file: self.file.clone(), range: self.range }
    }
}

/// Where an attribute stands in the file of its resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttrSpan {
    /// Its path: `root_block_device.0.volume_type`.
    pub path: AttrPath,
    /// `key = value`, without the line end.
    pub range: TextRange,
    /// The value's expression alone.
    pub value: TextRange,
    /// Whether the value is written as a literal here, so that an edit can replace it.
    pub literal: bool,
}

/// A reference from an attribute of this resource to another resource instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Path of the attribute whose expression refers.
    pub path: AttrPath,
    /// Address of the instance referred to (of the whole resource when which instance is unknown).
    pub target: Arc<str>,
}

/// The provider configuration of a resource, as far as it bears on price.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProviderConfig {
    /// Local name: `aws`.
    pub name: Arc<str>,
    /// Alias, when one is chosen.
    pub alias: Option<Arc<str>>,
    /// The configuration's attributes evaluated, an object (`region`, `zone`, `default_tags`); absent when the
    /// code has no such provider block.
    pub attributes: Option<Value>,
}
