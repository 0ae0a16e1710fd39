//! Expressions and what they evaluate to.

mod formats;

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

fn check(lines: &[&str], expected: expect_test::Expect) {
    let answers = lines.iter().map(|text| format!("{text}\n    {}\n", console_line(text, &Names)));
    expected.assert_eq(&answers.collect::<String>());
}

#[test]
fn operators_follow_precedence_and_types() {
    check(
        &[
            r#"1 + 2 * 3"#,
            r#"0.1 + 0.2 == 0.3"#,
            r#"1 / 3 * 3 == 1"#,
            r#"-7 % 3"#,
            r#"1 / 0 > 5"#,
            r#"0 / 0"#,
            r#"1 == "1""#,
            r#"[1] == tolist([1])"#,
            r#""2" + 3"#,
            r#"!true"#,
            r#"null + 1"#,
            r#"12345678901234567890 * 10"#,
        ],
        expect_test::expect![[r#"
            1 + 2 * 3
                {"value":7}
            0.1 + 0.2 == 0.3
                {"value":true}
            1 / 3 * 3 == 1
                {"value":true}
            -7 % 3
                {"value":-1}
            1 / 0 > 5
                {"value":true}
            0 / 0
                {"error":"Operation failed: division by zero, or of infinities"}
            1 == "1"
                {"value":false}
            [1] == tolist([1])
                {"value":false}
            "2" + 3
                {"value":5}
            !true
                {"value":false}
            null + 1
                {"error":"Invalid operand: argument must not be null"}
            12345678901234567890 * 10
                {"value":123456789012345678900}
        "#]],
    );
}

#[test]
fn logic_is_decided_by_one_side() {
    check(
        &[
            r#"false && var.unknown"#,
            r#"var.unknown && false"#,
            r#"true || tobool("x")"#,
            r#"var.unknown || false"#,
            r#"true && null"#,
        ],
        expect_test::expect![[r#"
            false && var.unknown
                {"value":false}
            var.unknown && false
                {"value":false}
            true || tobool("x")
                {"value":true}
            var.unknown || false
                {"unknown":"var.unknown has no value"}
            true && null
                {"error":"Invalid operand: argument must not be null"}
        "#]],
    );
}

#[test]
fn unknown_keeps_its_reason() {
    check(
        &[
            r#"var.unknown"#,
            r#"[var.unknown, 1]"#,
            r#""x-${var.text}" == "y""#,
            r#""x-${var.text}" == "x-1""#,
            r#"startswith("x-${var.text}", "x-")"#,
            r#"var.text == null"#,
            r#"length([var.unknown])"#,
            r#"length(toset(["b", var.text]))"#,
            r#"upper(var.text)"#,
            r#"var.part.size"#,
            r#"var.unknown ? 1 : 1"#,
            r#"var.unknown ? 1 : 2"#,
            r#"[for x in var.unknown : x]"#,
        ],
        expect_test::expect![[r#"
            var.unknown
                {"unknown":"var.unknown has no value"}
            [var.unknown, 1]
                {"value":[{"$unknown":"var.unknown has no value"},1]}
            "x-${var.text}" == "y"
                {"value":false}
            "x-${var.text}" == "x-1"
                {"unknown":"var.text has no value"}
            startswith("x-${var.text}", "x-")
                {"value":true}
            var.text == null
                {"value":false}
            length([var.unknown])
                {"value":1}
            length(toset(["b", var.text]))
                {"unknown":"var.text has no value"}
            upper(var.text)
                {"unknown":"var.text has no value"}
            var.part.size
                {"value":3}
            var.unknown ? 1 : 1
                {"value":1}
            var.unknown ? 1 : 2
                {"unknown":"var.unknown has no value"}
            [for x in var.unknown : x]
                {"unknown":"var.unknown has no value"}
        "#]],
    );
}

#[test]
fn names_that_are_not_declared() {
    check(
        &[r#"var.nope"#, r#"try(var.nope, 1)"#, r#"local.x"#, r#"aws_instance.web.id"#, r#"foo"#],
        expect_test::expect![[r#"
            var.nope
                {"error":"An input variable with the name \"nope\" has not been declared."}
            try(var.nope, 1)
                {"error":"An input variable with the name \"nope\" has not been declared."}
            local.x
                {"error":"A local value with the name \"x\" has not been declared."}
            aws_instance.web.id
                {"error":"A managed resource \"aws_instance\" \"web\" has not been declared."}
            foo
                {"error":"Invalid reference: a reference to \"foo\" must be followed by at least one attribute access"}
        "#]],
    );
}

#[test]
fn try_and_can() {
    check(
        &[
            r#"try(tonumber("a"), 5)"#,
            r#"try({}.a, "b")"#,
            r#"can({}.a)"#,
            r#"can(1)"#,
            r#"can(var.unknown)"#,
            r#"try(nope(1), 2)"#,
        ],
        expect_test::expect![[r#"
            try(tonumber("a"), 5)
                {"value":5}
            try({}.a, "b")
                {"value":"b"}
            can({}.a)
                {"value":false}
            can(1)
                {"value":true}
            can(var.unknown)
                {"unknown":"var.unknown has no value"}
            try(nope(1), 2)
                {"value":2}
        "#]],
    );
}

#[test]
fn templates() {
    check(
        &[
            r#""a${1}b""#,
            r#""${[1]}""#,
            r#""x${null}""#,
            r#""%{ if true ~}  yes  %{~ else }no%{ endif }!""#,
            r#""%{ for x in [1, 2] }${x},%{ endfor }""#,
            r#""%{ if true }\n%{ endif }""#,
            r#"templatefile("hello.tftpl", { name = "Ann", loud = true })"#,
            r#""$${a}""#,
            r#""e\u0301" == "é""#,
        ],
        expect_test::expect![[r#"
            "a${1}b"
                {"value":"a1b"}
            "${[1]}"
                {"value":[1]}
            "x${null}"
                {"error":"Invalid template interpolation value: The expression result is null. Cannot include a null value in a string template."}
            "%{ if true ~}  yes  %{~ else }no%{ endif }!"
                {"value":"yes!"}
            "%{ for x in [1, 2] }${x},%{ endfor }"
                {"value":"1,2,"}
            "%{ if true }\n%{ endif }"
                {"value":"\n"}
            templatefile("hello.tftpl", { name = "Ann", loud = true })
                {"value":"Hello Ann!!!\n"}
            "$${a}"
                {"value":"${a}"}
            "e\u0301" == "é"
                {"value":true}
        "#]],
    );
}

#[test]
fn collections() {
    check(
        &[
            r#"[for i, x in ["a", "b"] : "${i}${x}" if x != "a"]"#,
            r#"{ for x in ["a", "b", "a"] : x => x... }"#,
            r#"{ for x in ["a", "a"] : x => x }"#,
            r#"[{ a = 1 }, { a = 2 }][*].a"#,
            r#"[{ a = [1] }].*.a[0]"#,
            r#"null[*]"#,
            r#"var.list[1]"#,
            r#"var.list[2]"#,
            r#"{ a = 1 }["b"]"#,
            r#"true ? [1] : ["a"]"#,
            r#"true ? { a = 1 } : { b = 2 }"#,
            r#"true ? 1 : false"#,
            r#"toset(["b", "a", "b"])"#,
            r#"max(var.list...)"#,
        ],
        expect_test::expect![[r#"
            [for i, x in ["a", "b"] : "${i}${x}" if x != "a"]
                {"value":["1b"]}
            { for x in ["a", "b", "a"] : x => x... }
                {"value":{"a":["a","a"],"b":["b"]}}
            { for x in ["a", "a"] : x => x }
                {"error":"Duplicate object key: two different items produced the key \"a\" in this 'for' expression."}
            [{ a = 1 }, { a = 2 }][*].a
                {"value":[1,2]}
            [{ a = [1] }].*.a[0]
                {"value":[1]}
            null[*]
                {"value":[]}
            var.list[1]
                {"value":"b"}
            var.list[2]
                {"error":"Invalid index: The given key does not identify an element in this collection value."}
            { a = 1 }["b"]
                {"error":"Invalid index: The given key does not identify an element in this collection value."}
            true ? [1] : ["a"]
                {"value":["1"]}
            true ? { a = 1 } : { b = 2 }
                {"value":{"a":1}}
            true ? 1 : false
                {"error":"Inconsistent conditional result types: the true and false result expressions must have consistent types."}
            toset(["b", "a", "b"])
                {"value":{"$set":["a","b"]}}
            max(var.list...)
                {"error":"Error in function call: max: a number is required"}
        "#]],
    );
}

#[test]
fn functions() {
    check(
        &[
            r#"cidrsubnet("10.0.0.0/16", 8, 2)"#,
            r#"cidrsubnets("10.0.0.0/16", 8, 4, 8)"#,
            r#"cidrhost("10.1.0.0/16", -1)"#,
            r#"format("%-5s|%05.1f|%x", "ab", 3.14159, 255)"#,
            r#"format("%d", 1.5)"#,
            r#"formatlist("%s-%d", ["a", "b"], [1, 2])"#,
            r#"regex("(\\d+)-(?:x)", "12-x")"#,
            r#"replace("hello", "/l+/", "[$0]")"#,
            r#"jsonencode({ b = "<", a = [1, null] })"#,
            r#"jsondecode("{\"a\": 1.50}")"#,
            r#"lookup({ a = 1 }, "b", 2)"#,
            r#"merge({ a = 1 }, null, { b = 2 })"#,
            r#"flatten([["a"], [["b"]], null])"#,
            r#"setproduct(["a"], [1, 2])"#,
            r#"element(["a", "b"], 3)"#,
            r#"range(1, 10, 3)"#,
            r#"parseint("-ff", 16)"#,
            r#"log(1000, 10)"#,
            r#"pow(2, 64)"#,
            r#"substr("héllo", -3, 2)"#,
            r#"title("hello-world")"#,
            r#"timeadd("2024-02-28T23:00:00Z", "25h")"#,
            r#"formatdate("EEE, D MMM YYYY", "2024-02-29T00:00:00Z")"#,
            r#"csvdecode("a,b\n1,2")"#,
            r#"base64encode("hi")"#,
            r#"md5("")"#,
            r#"sha256("")"#,
            r#"fileset(".", "**/*.txt")"#,
            r#"timestamp()"#,
            r#"provider::aws::arn_parse("x")"#,
            r#"nope(1)"#,
            r#"sort(["b", var.text])"#,
            r#"coalesce("", null, "x")"#,
            r#"one([])"#,
        ],
        expect_test::expect![[r#"
            cidrsubnet("10.0.0.0/16", 8, 2)
                {"value":"10.0.2.0/24"}
            cidrsubnets("10.0.0.0/16", 8, 4, 8)
                {"value":["10.0.0.0/24","10.0.16.0/20","10.0.32.0/24"]}
            cidrhost("10.1.0.0/16", -1)
                {"value":"10.1.255.255"}
            format("%-5s|%05.1f|%x", "ab", 3.14159, 255)
                {"value":"ab   |003.1|ff"}
            format("%d", 1.5)
                {"error":"Error in function call: format: unsupported value for \"%d\": an integer is required"}
            formatlist("%s-%d", ["a", "b"], [1, 2])
                {"value":["a-1","b-2"]}
            regex("(\\d+)-(?:x)", "12-x")
                {"value":["12"]}
            replace("hello", "/l+/", "[$0]")
                {"value":"he[ll]o"}
            jsonencode({ b = "<", a = [1, null] })
                {"value":"{\"a\":[1,null],\"b\":\"\\u003c\"}"}
            jsondecode("{\"a\": 1.50}")
                {"value":{"a":1.5}}
            lookup({ a = 1 }, "b", 2)
                {"value":2}
            merge({ a = 1 }, null, { b = 2 })
                {"value":{"a":1,"b":2}}
            flatten([["a"], [["b"]], null])
                {"value":["a","b",null]}
            setproduct(["a"], [1, 2])
                {"value":[["a",1],["a",2]]}
            element(["a", "b"], 3)
                {"value":"b"}
            range(1, 10, 3)
                {"value":[1,4,7]}
            parseint("-ff", 16)
                {"value":-255}
            log(1000, 10)
                {"value":2.9999999999999996}
            pow(2, 64)
                {"value":18446744073709552000}
            substr("héllo", -3, 2)
                {"value":"ll"}
            title("hello-world")
                {"value":"Hello-World"}
            timeadd("2024-02-28T23:00:00Z", "25h")
                {"value":"2024-03-01T00:00:00Z"}
            formatdate("EEE, D MMM YYYY", "2024-02-29T00:00:00Z")
                {"value":"Thu, 29 Feb 2024"}
            csvdecode("a,b\n1,2")
                {"value":[{"a":"1","b":"2"}]}
            base64encode("hi")
                {"value":"aGk="}
            md5("")
                {"value":"d41d8cd98f00b204e9800998ecf8427e"}
            sha256("")
                {"value":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
            fileset(".", "**/*.txt")
                {"value":{"$set":["a.txt","b/c.txt"]}}
            timestamp()
                {"unknown":"timestamp() is not evaluated: it is the time of the run"}
            provider::aws::arn_parse("x")
                {"unknown":"provider::aws::arn_parse() is not evaluated: its provider is not run"}
            nope(1)
                {"error":"Call to unknown function: There is no function named \"nope\"."}
            sort(["b", var.text])
                {"value":[{"$unknown":"var.text has no value"},{"$unknown":"var.text has no value"}]}
            coalesce("", null, "x")
                {"value":"x"}
            one([])
                {"value":null}
        "#]],
    );
}

#[test]
fn marks() {
    check(
        &[
            r#"var.secret"#,
            r#""${var.secret}!""#,
            r#"nonsensitive(var.secret)"#,
            r#"[var.secret]"#,
            r#"issensitive(var.secret)"#,
        ],
        expect_test::expect![[r#"
            var.secret
                {"value":"s","sensitive":true}
            "${var.secret}!"
                {"value":"s!","sensitive":true}
            nonsensitive(var.secret)
                {"value":"s"}
            [var.secret]
                {"value":["s"],"sensitive":true}
            issensitive(var.secret)
                {"value":true}
        "#]],
    );
}

#[test]
fn limits() {
    check(
        &[
            r#"[for x in range(1000) : [for y in range(1000) : x]]"#,
            r#"join("", [for x in range(1000) : format("%9000d", x)])"#,
            r#"1e99999"#,
            r#"setproduct(range(1000), range(1000))"#,
        ],
        expect_test::expect![[r#"
            [for x in range(1000) : [for y in range(1000) : x]]
                {"error":"the expression takes more than 2,000,000 steps"}
            join("", [for x in range(1000) : format("%9000d", x)])
                {"error":"Error in function call: join: the text is longer than 1 MiB"}
            1e99999
                {"error":"Invalid expression: unexpected token"}
            setproduct(range(1000), range(1000))
                {"error":"Error in function call: setproduct: there are more than 20,000 combinations"}
        "#]],
    );
}

#[test]
fn half_typed() {
    check(
        &[r#""#, r#"1 +"#, r#""a"#, r#"var."#, r#"[1, 2"#, r#"foo("#, r#"${a}"#],
        expect_test::expect![[r#"

                {"error":"Invalid expression: unexpected token"}
            1 +
                {"error":"Invalid expression: unexpected token"}
            "a
                {"error":"Invalid expression: unexpected token"}
            var.
                {"error":"Invalid expression: unexpected token"}
            [1, 2
                {"error":"Invalid expression: expected `]`"}
            foo(
                {"error":"Invalid expression: unexpected token"}
            ${a}
                {"error":"Invalid expression: invalid expression; expected `\"`, `[`, `{`, `-`, `!`, `(`, `_`, `<`, letter or digit"}
        "#]],
    );
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    for text in [
        "[".repeat(100_000),
        "!".repeat(100_000),
        "(".repeat(150) + &")".repeat(150),
        "1+".repeat(50_000) + "1",
    ] {
        assert!(super::parse(&text).is_err());
    }
}

#[test]
fn references_leave_out_names_bound_by_for() {
    let expr =
        super::parse("[for x in var.list : x.id if local.on && data.aws_ami.a[var.idx].id != 1]").unwrap();
    let names: Vec<String> =
        expr.references().iter().map(|(root, names)| format!("{root} {names:?}")).collect();
    expect_test::expect![[r#"
        var ["list"]
        local ["on"]
        data ["aws_ami", "a"]
        var ["idx"]"#]]
    .assert_eq(&names.join("\n"));
}

fn check_type(ty: &str, value: &str, expected: expect_test::Expect) {
    let ty = super::TypeConstraint::parse(&super::parse(ty).unwrap(), &Names).unwrap();
    let value = super::eval(&super::parse(value).unwrap(), &Names);
    expected.assert_eq(&ty.apply(&value).map_or_else(|message| message, |value| super::json_text(&value)));
}

#[test]
fn type_constraints_convert_and_fill_defaults_in() {
    check_type(
        "list(object({ a = optional(string, 1), b = number }))",
        r#"[{ b = "2", c = 3 }]"#,
        expect_test::expect![[r#"[{"a":"1","b":2}]"#]],
    );
    check_type("set(string)", "[2, 1, 2]", expect_test::expect![[r#"{"$set":["1","2"]}"#]]);
    check_type("map(any)", r#"{ a = 1, b = "x" }"#, expect_test::expect![[r#"{"a":"1","b":"x"}"#]]);
    check_type(
        "object({ a = object({ b = optional(bool, true) }) })",
        "{ a = {} }",
        expect_test::expect![[r#"{"a":{"b":true}}"#]],
    );
    check_type("number", r#""x""#, expect_test::expect!["a number is required"]);
    check_type("object({ a = string })", "{}", expect_test::expect![[r#"attribute "a" is required"#]]);
    check_type("any", r#"[1, "a"]"#, expect_test::expect![[r#"[1,"a"]"#]]);
}
