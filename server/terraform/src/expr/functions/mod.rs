//! Terraform's functions. One closed table gives each its arity, how it meets unknown arguments, and its code;
//! the code itself sees plain values.

mod args;
mod collection;
mod convert;
mod crypto;
mod encoding;
mod file;
mod format;
mod network;
mod number;
mod set;
mod string;
mod table;
mod text_encoding;
mod time;
mod yaml;

use ir::{Data, Marks, Type, Value, Why};
use std::sync::Arc;

use super::Scope;
use super::ast::{Call, Expr};
use super::eval::{FailureKind, Run};
use super::operate::unknown_from;
use table::{Body, Function, Mode};

/// Evaluates a call.
pub(super) fn call(run: &mut Run<'_>, call: &Call, offset: usize) -> Value {
    match &*call.name {
        "try" => return try_first(run, &call.args, offset),
        "can" => return can(run, &call.args, offset),
        _ => {}
    }
    let args = match arguments(run, call, offset) {
        Ok(args) => args,
        Err(value) => return value,
    };
    if call.name.contains("::") {
        let why = Why::Function(Arc::clone(&call.name), "its provider is not run".into());
        return Value::unknown(why);
    }
    if let Some(reason) = table::not_evaluated(&call.name) {
        return Value::unknown(Why::Function(Arc::clone(&call.name), reason.into()));
    }
    let Some(function) = table::find(&call.name) else {
        return run
            .fail(format!("Call to unknown function: There is no function named {:?}.", call.name), offset);
    };
    if let Err(message) = function.check_arity(args.len()) {
        return run.fail(message, offset);
    }
    match function.body {
        Body::Template(kind) => file::template(run, kind, &args, offset),
        _ => apply(run, function, &args, offset),
    }
}

fn arguments(run: &mut Run<'_>, call: &Call, offset: usize) -> Result<Vec<Value>, Value> {
    let mut args: Vec<Value> = call.args.iter().map(|arg| run.eval(arg)).collect();
    if !call.spreads_last {
        return Ok(args);
    }
    let Some(last) = args.pop() else { return Ok(args) };
    match &last.data {
        Data::Unknown(unknown) => Err(unknown_from(unknown, Type::Any).with_marks(last.marks)),
        Data::Tuple(items) | Data::List(_, items) | Data::Set(_, items) => {
            args.extend(items.iter().map(|item| item.clone().with_marks(last.marks)));
            Ok(args)
        }
        _ => Err(run.fail("Invalid expanding argument value: The expanding argument (indicated by ...) must be of a tuple, list, or set type.", offset)),
    }
}

fn apply(run: &mut Run<'_>, function: &Function, args: &[Value], offset: usize) -> Value {
    let scope = run.scope;
    let result = match function.mode {
        Mode::Raw => function.run(scope, args),
        Mode::Whole | Mode::Shallow => guarded(scope, function, args),
    };
    match result {
        Ok(value) => run.bounded(value),
        Err(message) => run.fail(format!("Error in function call: {}: {message}", function.name), offset),
    }
}

/// Calls with known arguments that are not null; marks go around the function.
fn guarded(scope: &dyn Scope, function: &Function, args: &[Value]) -> Result<Value, String> {
    let whole = function.mode == Mode::Whole;
    let marks = args
        .iter()
        .fold(Marks::default(), |marks, arg| marks.union(if whole { arg.all_marks() } else { arg.marks }));
    if args.iter().any(Value::is_null) {
        return Err("argument must not be null".to_owned());
    }
    let mut unknowns =
        args.iter().filter_map(|arg| if whole { arg.first_unknown() } else { arg.as_unknown() });
    if let Some(unknown) = unknowns.next() {
        return Ok(unknown_from(unknown, function.returns.ty()).with_marks(marks));
    }
    let plain: Vec<Value> =
        args.iter().map(|arg| Value { data: arg.data.clone(), marks: Marks::default() }).collect();
    Ok(function.run(scope, &plain)?.with_marks(marks))
}

/// `try`: the first argument that evaluates without an error. What is not declared is no attempt.
fn try_first(run: &mut Run<'_>, args: &[Expr], offset: usize) -> Value {
    if args.is_empty() {
        return run.fail("Error in function call: try: at least one argument is required", offset);
    }
    for arg in args {
        let n_failures = run.failures.len();
        let value = run.eval(arg);
        let new = run.failures.get(n_failures..).unwrap_or_default();
        if new.is_empty() || new.iter().any(|failure| failure.kind == FailureKind::Static) {
            return value;
        }
        run.failures.truncate(n_failures);
    }
    run.fail("Error in function call: try: no expression succeeded", offset)
}

/// `can`: whether the argument evaluates without an error.
fn can(run: &mut Run<'_>, args: &[Expr], offset: usize) -> Value {
    let [arg] = args else {
        return run.fail("Error in function call: can: exactly one argument is required", offset);
    };
    let n_failures = run.failures.len();
    let value = run.eval(arg);
    let new = run.failures.get(n_failures..).unwrap_or_default();
    if new.iter().any(|failure| failure.kind == FailureKind::Static) {
        return value;
    }
    let failed = !new.is_empty();
    run.failures.truncate(n_failures);
    match value.first_unknown() {
        Some(unknown) if !failed => unknown_from(unknown, Type::Bool),
        _ => Value::bool(!failed),
    }
}
