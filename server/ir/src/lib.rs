//! What every front end produces and every later stage reads: resources, values, notes.
//! Knows text positions; knows no language's syntax, no price, no disk.

mod front_end;
mod note;
mod number;
mod resource;
mod unknown;
mod value;

pub use front_end::{Entry, Evaluation, Files, FrontEnd, Inputs, ModuleCall, ReadError, SetVar};
pub use note::{Note, Place, Severity};
pub use number::Number;
pub use resource::{AttrPath, AttrSpan, Language, Link, ProviderConfig, Resource};
pub use unknown::{Origin, Unknown, Why};
pub use value::{Data, Marks, Type, Value};
