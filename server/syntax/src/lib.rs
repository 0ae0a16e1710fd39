//! Languages as text: tolerant trees with positions. Knows no Terraform, no cloud, no disk.

pub mod hcl;
