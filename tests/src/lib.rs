//! Tests of the parts together: fixtures through the engine with the real price book, workspaces on a real disk,
//! the real binary.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod random_edits;
#[cfg(test)]
mod scratch;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod workspace;
