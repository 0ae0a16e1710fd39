//! Languages as text: tolerant trees with positions. Knows no Terraform, no cloud, no disk.

mod by_text;
pub mod hcl;

pub use by_text::ByText;
