//! The closed list of functions. Adding one needs three mappings that need it.

use ir::Value;
use rust_decimal::{Decimal, RoundingStrategy};

use super::ast::Expr;
use super::eval::{Names, eval, open_or};
use super::val::Val;

macro_rules! functions {
    ($($variant:ident $name:literal $min:literal..=$max:literal,)*) => {
        /// A function of the table language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Function { $($variant,)* }

        impl Function {
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }

            pub(crate) fn check_count(self, count: usize) -> Result<(), String> {
                let (min, max): (usize, usize) = match self { $(Self::$variant => ($min, $max),)* };
                if (min..=max).contains(&count) { Ok(()) } else { Err(format!("{min} to {max} arguments")) }
            }
        }
    };
}

functions! {
    Min "min" 1..=9,
    Max "max" 1..=9,
    Ceil "ceil" 1..=1,
    Floor "floor" 1..=1,
    Round "round" 1..=1,
    If "if" 3..=3,
    Coalesce "coalesce" 1..=9,
    Has "has" 1..=1,
    Known "known" 1..=1,
    In "in" 2..=40,
    Lower "lower" 1..=1,
    Upper "upper" 1..=1,
    Title "title" 1..=1,
    Contains "contains" 2..=2,
    StartsWith "starts_with" 2..=2,
    EndsWith "ends_with" 2..=2,
    Before "before" 2..=2,
    After "after" 2..=2,
    Part "part" 3..=3,
    Replace "replace" 3..=3,
    Concat "concat" 1..=9,
    Len "len" 1..=1,
    Sum "sum" 2..=2,
    Count "count" 2..=3,
    Get "get" 2..=2,
    Num "num" 1..=1,
    Usage "usage" 1..=1,
}

impl Function {
    /// Calls it. Arguments of `if` and `coalesce` are evaluated only as far as needed.
    pub(crate) fn call(self, args: &[Expr], names: &dyn Names) -> Val {
        match self {
            Self::If => if_else(args, names),
            Self::Coalesce => coalesce(args, names),
            Self::Has => has(args, names),
            Self::Known => Val::Bool(!args.iter().any(|arg| matches!(eval(arg, names), Val::Unknown(_)))),
            Self::Usage => usage(args, names),
            _ => {
                let values: Vec<Val> = args.iter().map(|arg| eval(arg, names)).collect();
                match values.iter().find(|value| value.is_open()) {
                    Some(open) => open.clone(),
                    None => self.strict(&values),
                }
            }
        }
    }

    fn strict(self, values: &[Val]) -> Val {
        let first = values.first().unwrap_or(&Val::Null);
        match self {
            Self::Min => fold(values, Decimal::min),
            Self::Max => fold(values, Decimal::max),
            Self::Ceil => number(first, |it| it.ceil()),
            Self::Floor => number(first, |it| it.floor()),
            Self::Round => {
                number(first, |it| it.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
            }
            Self::Num => number(first, |it| it),
            Self::In => Val::Bool(values.iter().skip(1).any(|it| it.as_text() == first.as_text())),
            Self::Len => length(first),
            Self::Sum | Self::Get => data(self, first, values.get(1)),
            Self::Count => count(first, values.get(1), values.get(2)),
            Self::Contains if matches!(first, Val::Data(_)) => holds(first, values.get(1)),
            Self::Concat => values
                .iter()
                .map(Val::as_text)
                .collect::<Option<Vec<_>>>()
                .map_or(Val::Null, |it| Val::text(&it.concat())),
            _ => text(self, values),
        }
    }
}

fn if_else(args: &[Expr], names: &dyn Names) -> Val {
    let [condition, yes, no] = args else { return Val::Null };
    let condition = eval(condition, names);
    match condition.as_bool() {
        Some(true) => eval(yes, names),
        Some(false) => eval(no, names),
        None => {
            let (yes, no) = (eval(yes, names), eval(no, names));
            if yes == no { yes } else { open_or(condition, "if needs a condition") }
        }
    }
}

fn coalesce(args: &[Expr], names: &dyn Names) -> Val {
    let mut last = Val::Null;
    for arg in args {
        match eval(arg, names) {
            missing if missing.is_missing() => last = missing,
            value => return value,
        }
    }
    last
}

fn has(args: &[Expr], names: &dyn Names) -> Val {
    match args.first().map(|arg| eval(arg, names)) {
        Some(Val::Unknown(why)) => Val::Unknown(why),
        Some(value) => Val::Bool(!value.is_missing() && !is_empty(&value)),
        None => Val::Bool(false),
    }
}

/// `usage(concat('node_pool[', index, '].nodes'))`: a usage key that is only known here.
fn usage(args: &[Expr], names: &dyn Names) -> Val {
    match args.first().map(|arg| eval(arg, names)) {
        Some(Val::Text(key)) => names.usage(&key),
        Some(other) => open_or(other, "a usage key is a text"),
        None => Val::Null,
    }
}

fn is_empty(value: &Val) -> bool {
    matches!(value, Val::Data(data) if data.as_items().is_some_and(|items| items.is_empty()))
}

fn fold(values: &[Val], pick: fn(Decimal, Decimal) -> Decimal) -> Val {
    let numbers: Option<Vec<Decimal>> = values.iter().map(Val::as_num).collect();
    numbers.and_then(|it| it.into_iter().reduce(pick)).map_or(Val::Null, Val::Num)
}

fn number(value: &Val, apply: impl Fn(Decimal) -> Decimal) -> Val {
    match (value.as_num(), value.as_text()) {
        (Some(it), _) => Val::Num(apply(it)),
        (None, Some(text)) => Val::Unknown(format!("\"{text}\" is no number").into()),
        (None, None) => Val::Null,
    }
}

fn length(value: &Val) -> Val {
    match value {
        Val::Null => Val::Num(Decimal::ZERO),
        Val::Text(text) => Val::Num(text.chars().count().into()),
        Val::Data(data) => {
            let n_items = data.as_items().map(<[Value]>::len).or_else(|| data.as_map().map(|it| it.len()));
            n_items.map_or(Val::Null, |it| Val::Num(it.into()))
        }
        _ => Val::Null,
    }
}

/// `count(list, "path")`: the items that have it; with a third argument, those where it is this text.
fn count(value: &Val, path: Option<&Val>, text: Option<&Val>) -> Val {
    let Some(Val::Text(path)) = path else { return Val::Null };
    let items = match value {
        Val::Null => &[],
        Val::Data(data) => data.as_items().unwrap_or_default(),
        _ => return Val::Null,
    };
    let mut n_items = Decimal::ZERO;
    for item in items {
        match (item.path(path).map_or(Val::Null, Val::from_value), text) {
            (Val::Unknown(why), _) => return Val::Unknown(why),
            (Val::Null, _) => {}
            (found, None) if is_empty(&found) => {}
            (found, Some(text)) if found.as_text() != text.as_text() => {}
            _ => n_items += Decimal::ONE,
        }
    }
    Val::Num(n_items)
}

/// `get(object, "a.b")`, and `sum(list, "size")` over the items that have it.
fn data(function: Function, value: &Val, path: Option<&Val>) -> Val {
    let (Val::Data(data), Some(Val::Text(path))) = (value, path) else { return Val::Null };
    if function == Function::Get {
        return data.path(path).map_or(Val::Null, Val::from_value);
    }
    let mut total = Decimal::ZERO;
    for item in data.as_items().unwrap_or_default() {
        match item.path(path).map_or(Val::Null, Val::from_value) {
            Val::Unknown(why) => return Val::Unknown(why),
            found => total += found.as_num().unwrap_or_default(),
        }
    }
    Val::Num(total)
}

/// Whether a text stands anywhere in a list or block. Not known while a part that is not known could hold it.
fn holds(value: &Val, wanted: Option<&Val>) -> Val {
    let (Val::Data(data), Some(wanted)) = (value, wanted.and_then(Val::as_text)) else { return Val::Null };
    find_in(data, &wanted)
}

fn find_in(value: &Value, wanted: &str) -> Val {
    let parts: Vec<&Value> = match (value.as_items(), value.as_map()) {
        (Some(items), _) => items.iter().collect(),
        (None, Some(map)) => map.values().collect(),
        (None, None) => return leaf_is(Val::from_value(value), wanted),
    };
    let mut answer = Val::Bool(false);
    for part in parts {
        match find_in(part, wanted) {
            Val::Bool(true) => return Val::Bool(true),
            Val::Bool(false) => {}
            unknown => answer = unknown,
        }
    }
    answer
}

fn leaf_is(leaf: Val, wanted: &str) -> Val {
    if leaf.is_open() { leaf } else { Val::Bool(leaf.as_text().as_deref() == Some(wanted)) }
}

fn text(function: Function, values: &[Val]) -> Val {
    let Some(subject) = values.first().and_then(Val::as_text) else {
        let is_test = matches!(function, Function::Contains | Function::StartsWith | Function::EndsWith);
        return if is_test { Val::Bool(false) } else { Val::Null };
    };
    let arg = |idx: usize| values.get(idx).and_then(Val::as_text).unwrap_or_default();
    match function {
        Function::Lower => Val::text(&subject.to_lowercase()),
        Function::Upper => Val::text(&subject.to_uppercase()),
        Function::Title => Val::text(&title(&subject)),
        Function::Contains => Val::Bool(subject.contains(&*arg(1))),
        Function::StartsWith => Val::Bool(subject.starts_with(&*arg(1))),
        Function::EndsWith => Val::Bool(subject.ends_with(&*arg(1))),
        Function::Before => Val::text(subject.split_once(&*arg(1)).map_or(&*subject, |(before, _)| before)),
        Function::After => subject.split_once(&*arg(1)).map_or(Val::Null, |(_, after)| Val::text(after)),
        Function::Part => part(&subject, &arg(1), values.get(2)),
        Function::Replace => Val::text(&subject.replace(&*arg(1), &arg(2))),
        _ => Val::Null,
    }
}

fn part(subject: &str, separator: &str, idx: Option<&Val>) -> Val {
    let idx = idx.and_then(Val::as_num).and_then(|it| usize::try_from(it).ok());
    idx.and_then(|idx| subject.split(separator).nth(idx)).map_or(Val::Null, Val::text)
}

fn title(subject: &str) -> String {
    let mut letters = subject.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_count(path: &str, text: Option<&str>, expected: u32) {
        let rule = |kind: &str| Value::object([("type", Value::string(kind)), ("none", Value::null())]);
        let group = Value::object([("group", Value::tuple([])), ("type", Value::string("GROUP"))]);
        let list = Val::Data(Value::tuple([rule("GROUP"), rule("REGULAR"), group]));
        let text = text.map(Val::text);
        assert_eq!(count(&list, Some(&Val::text(path)), text.as_ref()), Val::Num(expected.into()));
    }

    #[test]
    fn items_are_counted_by_what_they_have() {
        check_count("type", None, 3);
        check_count("type", Some("GROUP"), 2);
        check_count("none", None, 0);
        check_count("group", None, 0);
        check_count("elsewhere", None, 0);
    }
}
