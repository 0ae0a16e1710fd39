//! Templates: texts made of parts, some of which may not be known.

use std::sync::Arc;

use ir::{Data, Marks, Type, Unknown, Value};

use super::{MAX_STRING, Run};
use crate::expr::ast::Part;
use crate::expr::convert::convert;

impl Run<'_> {
    pub(super) fn template(&mut self, parts: &[Part]) -> Value {
        let mut text = Text::default();
        if let Err(value) = self.write_parts(parts, &mut text) {
            return value;
        }
        let value = text.finish();
        self.bounded(value)
    }

    fn write_parts(&mut self, parts: &[Part], text: &mut Text) -> Result<(), Value> {
        for part in parts {
            match part {
                Part::Text(literal) => text.push(literal),
                Part::Value(expr) => {
                    let value = self.eval(expr);
                    self.write_value(&value, text, expr.offset);
                }
                Part::If(condition, yes, no) => {
                    let decided = self.eval(condition);
                    text.marks = text.marks.union(decided.marks);
                    match convert(&decided, &Type::Bool).map(|decided| decided.data) {
                        Ok(Data::Bool(true)) => self.write_parts(yes, text)?,
                        Ok(Data::Bool(false)) => self.write_parts(no, text)?,
                        Ok(Data::Unknown(unknown)) => text.become_unknown(&unknown),
                        _ => {
                            return Err(self.fail(
                                "The condition of a template's 'if' must be a bool that is not null.",
                                condition.offset,
                            ));
                        }
                    }
                }
                Part::For { key_name, value_name, collection, body } => {
                    let over = self.eval(collection);
                    text.marks = text.marks.union(over.marks);
                    let looped = self.each((key_name, value_name), &over, collection.offset, &mut |run| {
                        run.write_parts(body, text)
                    });
                    if let Err(Value { data: Data::Unknown(unknown), .. }) = looped {
                        text.become_unknown(&unknown);
                    }
                }
            }
            if text.text.len() > MAX_STRING {
                return Err(self.limit("the text is longer than 1 MiB"));
            }
        }
        Ok(())
    }

    fn write_value(&mut self, value: &Value, text: &mut Text, offset: usize) {
        text.marks = text.marks.union(value.marks);
        if value.is_null() {
            let failed = self.fail("Invalid template interpolation value: The expression result is null. Cannot include a null value in a string template.", offset);
            text.become_unknown_value(&failed);
            return;
        }
        match convert(value, &Type::String).map(|value| value.data) {
            Ok(Data::String(part)) => text.push(&part),
            Ok(Data::Unknown(unknown)) => {
                if let Some(prefix) = &unknown.prefix {
                    text.push(prefix);
                }
                text.become_unknown(&unknown);
            }
            _ => {
                let failed = self.fail("Invalid template interpolation value: Cannot include the given value in a string template: string required.", offset);
                text.become_unknown_value(&failed);
            }
        }
    }
}

/// A text under construction; after an unknown part, only what stands before it is known.
#[derive(Default)]
struct Text {
    text: String,
    marks: Marks,
    unknown: Option<Unknown>,
}

impl Text {
    fn push(&mut self, part: &str) {
        if self.unknown.is_none() {
            self.text.push_str(part);
        }
    }

    fn become_unknown(&mut self, unknown: &Unknown) {
        if self.unknown.is_none() {
            self.unknown = Some(unknown.clone());
        }
    }

    fn become_unknown_value(&mut self, value: &Value) {
        if let Data::Unknown(unknown) = &value.data {
            self.become_unknown(unknown);
        }
    }

    fn finish(self) -> Value {
        let value = match self.unknown {
            None => Value::string(crate::expr::normalize(&self.text)),
            Some(unknown) => {
                let prefix = (!self.text.is_empty()).then(|| self.text.into());
                let made = Unknown { ty: Type::String, not_null: true, prefix, ..unknown };
                Data::Unknown(Arc::new(made)).into()
            }
        };
        value.with_marks(self.marks)
    }
}
