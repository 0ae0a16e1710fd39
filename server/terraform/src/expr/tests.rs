//! Expressions and what they evaluate to.

use std::sync::Arc;

use ir::{Data, Type, Unknown, Value, Why};

use super::{Scope, Step, console_line};

/// `var.unknown` has no value, `var.text` is an unknown text, `var.list` and `var.secret` are known.
struct Names;

impl Scope for Names {
    fn traverse(&self, root: &str, steps: &[Step]) -> Option<(Value, usize)> {
        let Some(Step::Attr(name)) = steps.first().filter(|_| root == "var") else { return None };
        let why = Why::NoValue(format!("var.{name}").into());
        let value = match &**name {
            "unknown" => Value::unknown(why),
            "text" => {
                let unknown = Unknown { ty: Type::String, not_null: true, ..Unknown::new(why) };
                Data::Unknown(Arc::new(unknown)).into()
            }
            "list" => Value::tuple([Value::string("a"), Value::string("b")]),
            "part" => Value::object([("size", Value::number(3)), ("id", Value::unknown(why))]),
            "secret" => Value::string("s").with_marks(ir::Marks { sensitive: true, ephemeral: false }),
            _ => return None,
        };
        Some((value, 1))
    }

    fn read_file(&self, path: &str) -> Result<Arc<str>, String> {
        match path {
            "hello.tftpl" => Ok("Hello ${name}!%{ if loud }!!%{ endif }\n".into()),
            _ => Err("no such file".to_owned()),
        }
    }

    fn list_dir(&self, _: &str) -> Result<Vec<String>, String> {
        Ok(vec!["a.txt".to_owned(), "b/c.txt".to_owned()])
    }
}

fn line(text: &str) -> String {
    console_line(text, &Names)
}

#[test]
fn smoke() {
    assert_eq!(line("1 + 2 * 3"), r#"{"value":7}"#);
}
