//! The table of functions.

use ir::{Type, Value};
use std::sync::Arc;

use super::{
    collection, convert, crypto, encoding, file, format, network, number, set, string, text_encoding, time,
    yaml,
};
use crate::expr::Scope;

/// How a function meets unknown and null arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Unknown as soon as anything in its arguments is; null is refused.
    Whole,
    /// Unknown when an argument itself is; unknown elements pass through; null is refused.
    Shallow,
    /// It looks itself, at marks too.
    Raw,
}

/// The type of an unknown result.
#[derive(Clone, Copy)]
pub(super) enum Returns {
    Any,
    Bool,
    Number,
    String,
    Strings,
}

impl Returns {
    pub(super) fn ty(self) -> Type {
        match self {
            Self::Any => Type::Any,
            Self::Bool => Type::Bool,
            Self::Number => Type::Number,
            Self::String => Type::String,
            Self::Strings => Type::List(Arc::new(Type::String)),
        }
    }
}

type Result = std::result::Result<Value, String>;

/// What runs.
#[derive(Clone, Copy)]
pub(super) enum Body {
    Pure(fn(&[Value]) -> Result),
    Files(fn(&dyn Scope, &[Value]) -> Result),
    Template(file::Kind),
}

/// One function.
pub(super) struct Function {
    pub(super) name: &'static str,
    least: usize,
    most: usize,
    pub(super) mode: Mode,
    pub(super) returns: Returns,
    pub(super) body: Body,
}

impl Function {
    pub(super) fn check_arity(&self, n_args: usize) -> std::result::Result<(), String> {
        let name = self.name;
        if n_args < self.least {
            return Err(format!(
                "Not enough function arguments: Function {name:?} expects at least {} argument(s).",
                self.least
            ));
        }
        if n_args > self.most {
            return Err(format!(
                "Too many function arguments: Function {name:?} expects only {} argument(s).",
                self.most
            ));
        }
        Ok(())
    }

    pub(super) fn run(&self, scope: &dyn Scope, args: &[Value]) -> Result {
        match self.body {
            Body::Pure(run) => run(args),
            Body::Files(run) => run(scope, args),
            Body::Template(_) => Err("a template is rendered by its own way".to_owned()),
        }
    }
}

/// Looks a function up by its name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    let idx = TABLE.binary_search_by(|function| function.name.cmp(name)).ok()?;
    TABLE.get(idx)
}

/// Why a function that Terraform has is not evaluated: its answer differs at every run or needs a secret.
pub(super) fn not_evaluated(name: &str) -> Option<&'static str> {
    match name {
        "timestamp" | "plantimestamp" => Some("it is the time of the run"),
        "uuid" => Some("it differs at every run"),
        "bcrypt" => Some("its salt differs at every run"),
        "rsadecrypt" => Some("private keys are not used"),
        "base64gzip" => Some("its bytes depend on the compressor"),
        _ => None,
    }
}

const MANY: usize = usize::MAX;

const fn pure(
    name: &'static str,
    least: usize,
    most: usize,
    mode: Mode,
    returns: Returns,
    run: fn(&[Value]) -> Result,
) -> Function {
    Function { name, least, most, mode, returns, body: Body::Pure(run) }
}

const fn files(
    name: &'static str,
    least: usize,
    most: usize,
    returns: Returns,
    run: fn(&dyn Scope, &[Value]) -> Result,
) -> Function {
    Function { name, least, most, mode: Mode::Whole, returns, body: Body::Files(run) }
}

use Mode::{Raw, Shallow, Whole};
use Returns::{Any, Bool, Number, String as Str, Strings};

/// Sorted by name.
static TABLE: &[Function] = &[
    pure("abs", 1, 1, Whole, Number, number::abs),
    files("abspath", 1, 1, Str, file::abspath),
    pure("alltrue", 1, 1, Shallow, Bool, collection::alltrue),
    pure("anytrue", 1, 1, Shallow, Bool, collection::anytrue),
    pure("base64decode", 1, 1, Whole, Str, encoding::base64decode),
    pure("base64encode", 1, 1, Whole, Str, encoding::base64encode),
    pure("base64sha256", 1, 1, Whole, Str, crypto::base64sha256),
    pure("base64sha512", 1, 1, Whole, Str, crypto::base64sha512),
    pure("basename", 1, 1, Whole, Str, file::basename),
    pure("ceil", 1, 1, Whole, Number, number::ceil),
    pure("chomp", 1, 1, Whole, Str, string::chomp),
    pure("chunklist", 2, 2, Shallow, Any, collection::chunklist),
    pure("cidrhost", 2, 2, Whole, Str, network::cidrhost),
    pure("cidrnetmask", 1, 1, Whole, Str, network::cidrnetmask),
    pure("cidrsubnet", 3, 3, Whole, Str, network::cidrsubnet),
    pure("cidrsubnets", 1, MANY, Whole, Strings, network::cidrsubnets),
    pure("coalesce", 1, MANY, Raw, Any, collection::coalesce),
    pure("coalescelist", 1, MANY, Raw, Any, collection::coalescelist),
    pure("compact", 1, 1, Whole, Strings, collection::compact),
    pure("concat", 1, MANY, Shallow, Any, collection::concat),
    pure("contains", 2, 2, Raw, Bool, collection::contains),
    pure("csvdecode", 1, 1, Whole, Any, encoding::csvdecode),
    pure("dirname", 1, 1, Whole, Str, file::dirname),
    pure("distinct", 1, 1, Whole, Any, collection::distinct),
    pure("element", 2, 2, Shallow, Any, collection::element),
    pure("endswith", 2, 2, Whole, Bool, string::endswith),
    pure("ephemeralasnull", 1, 1, Raw, Any, convert::ephemeralasnull),
    files("file", 1, 1, Str, file::file),
    files("filebase64", 1, 1, Str, file::filebase64),
    files("filebase64sha256", 1, 1, Str, file::filebase64sha256),
    files("filebase64sha512", 1, 1, Str, file::filebase64sha512),
    files("fileexists", 1, 1, Bool, file::fileexists),
    files("filemd5", 1, 1, Str, file::filemd5),
    files("fileset", 2, 2, Any, file::fileset),
    files("filesha1", 1, 1, Str, file::filesha1),
    files("filesha256", 1, 1, Str, file::filesha256),
    files("filesha512", 1, 1, Str, file::filesha512),
    pure("flatten", 1, 1, Shallow, Any, collection::flatten),
    pure("floor", 1, 1, Whole, Number, number::floor),
    pure("format", 1, MANY, Raw, Str, format::format),
    pure("formatdate", 2, 2, Whole, Str, time::formatdate),
    pure("formatlist", 1, MANY, Raw, Strings, format::formatlist),
    pure("indent", 2, 2, Whole, Str, string::indent),
    pure("index", 2, 2, Whole, Number, collection::index),
    pure("issensitive", 1, 1, Raw, Bool, convert::issensitive),
    pure("join", 1, MANY, Whole, Str, string::join),
    pure("jsondecode", 1, 1, Whole, Any, encoding::jsondecode),
    pure("jsonencode", 1, 1, Raw, Str, encoding::jsonencode),
    pure("keys", 1, 1, Shallow, Strings, collection::keys),
    pure("length", 1, 1, Raw, Number, collection::length),
    pure("list", 0, MANY, Raw, Any, collection::list),
    pure("log", 2, 2, Whole, Number, number::log),
    pure("lookup", 2, 3, Raw, Any, collection::lookup),
    pure("lower", 1, 1, Whole, Str, string::lower),
    pure("map", 0, MANY, Raw, Any, collection::map),
    pure("matchkeys", 3, 3, Whole, Any, collection::matchkeys),
    pure("max", 1, MANY, Whole, Number, number::max),
    pure("md5", 1, 1, Whole, Str, crypto::md5),
    pure("merge", 0, MANY, Raw, Any, collection::merge),
    pure("min", 1, MANY, Whole, Number, number::min),
    pure("nonsensitive", 1, 1, Raw, Any, convert::nonsensitive),
    pure("one", 1, 1, Shallow, Any, collection::one),
    pure("parseint", 2, 2, Whole, Number, number::parseint),
    pure("pathexpand", 1, 1, Whole, Str, file::pathexpand),
    pure("pow", 2, 2, Whole, Number, number::pow),
    pure("range", 1, 3, Whole, Any, number::range),
    pure("regex", 2, 2, Whole, Any, string::regex),
    pure("regexall", 2, 2, Whole, Any, string::regexall),
    pure("replace", 3, 3, Whole, Str, string::replace),
    pure("reverse", 1, 1, Shallow, Any, collection::reverse),
    pure("sensitive", 1, 1, Raw, Any, convert::sensitive),
    pure("setintersection", 1, MANY, Whole, Any, set::intersection),
    pure("setproduct", 1, MANY, Shallow, Any, set::product),
    pure("setsubtract", 2, 2, Whole, Any, set::subtract),
    pure("setunion", 1, MANY, Shallow, Any, set::union),
    pure("sha1", 1, 1, Whole, Str, crypto::sha1),
    pure("sha256", 1, 1, Whole, Str, crypto::sha256),
    pure("sha512", 1, 1, Whole, Str, crypto::sha512),
    pure("signum", 1, 1, Whole, Number, number::signum),
    pure("slice", 3, 3, Shallow, Any, collection::slice),
    pure("sort", 1, 1, Shallow, Strings, collection::sort),
    pure("split", 2, 2, Whole, Strings, string::split),
    pure("startswith", 2, 2, Raw, Bool, string::startswith),
    pure("strcontains", 2, 2, Whole, Bool, string::strcontains),
    pure("strrev", 1, 1, Whole, Str, string::strrev),
    pure("substr", 3, 3, Whole, Str, string::substr),
    pure("sum", 1, 1, Whole, Number, number::sum),
    Function {
        name: "templatefile",
        least: 2,
        most: 2,
        mode: Raw,
        returns: Str,
        body: Body::Template(file::Kind::File),
    },
    Function {
        name: "templatestring",
        least: 2,
        most: 2,
        mode: Raw,
        returns: Str,
        body: Body::Template(file::Kind::Text),
    },
    pure("textdecodebase64", 2, 2, Whole, Str, text_encoding::textdecodebase64),
    pure("textencodebase64", 2, 2, Whole, Str, text_encoding::textencodebase64),
    pure("timeadd", 2, 2, Whole, Str, time::timeadd),
    pure("timecmp", 2, 2, Whole, Number, time::timecmp),
    pure("title", 1, 1, Whole, Str, string::title),
    pure("tobool", 1, 1, Raw, Bool, convert::tobool),
    pure("tolist", 1, 1, Raw, Any, convert::tolist),
    pure("tomap", 1, 1, Raw, Any, convert::tomap),
    pure("tonumber", 1, 1, Raw, Number, convert::tonumber),
    pure("toset", 1, 1, Raw, Any, convert::toset),
    pure("tostring", 1, 1, Raw, Str, convert::tostring),
    pure("transpose", 1, 1, Whole, Any, collection::transpose),
    pure("trim", 2, 2, Whole, Str, string::trim),
    pure("trimprefix", 2, 2, Whole, Str, string::trimprefix),
    pure("trimspace", 1, 1, Whole, Str, string::trimspace),
    pure("trimsuffix", 2, 2, Whole, Str, string::trimsuffix),
    pure("upper", 1, 1, Whole, Str, string::upper),
    pure("urlencode", 1, 1, Whole, Str, encoding::urlencode),
    pure("uuidv5", 2, 2, Whole, Str, crypto::uuidv5),
    pure("values", 1, 1, Shallow, Any, collection::values),
    pure("yamldecode", 1, 1, Whole, Any, yaml::yamldecode),
    pure("yamlencode", 1, 1, Raw, Str, yaml::yamlencode),
    pure("zipmap", 2, 2, Shallow, Any, collection::zipmap),
];

#[cfg(test)]
mod tests {
    #[test]
    fn table_is_sorted_by_name() {
        assert!(super::TABLE.is_sorted_by(|left, right| left.name < right.name));
    }
}
