//! YAML and other formats. The answers were compared with those of `terraform console` 1.11.4.

use expect_test::expect;

use super::{Names, check};
use crate::expr::console_line;

#[test]
fn yaml_scalars_are_those_of_terraform() {
    check(
        &[
            r#"yamldecode("[yes, No, on, OFF, y, N, True, tRue, ~, null, '', 'no']")"#,
            r#"yamldecode("[0644, 0o644, 0x1F, 0b11, -0x1F, 08, 0o9, 1_000, 190:20:30, +12, 1., .5, 1e3, 0.10, 1,000]")"#,
            r#"yamldecode("[0.1234567890123456789012345678901234567890, 18446744073709551616]")"#,
            r#"yamldecode("[2020-01-01, '2020-01-01', 2020-1-1 1:2:3.5, 2001-12-14t21:59:43.10-05:00, 2020-02-30]")"#,
            r#"yamldecode("[!!str 5, !!str yes, !!float 5, !!int '5', é, yes]")"#,
            r#"yamldecode("a: |\n  0644\nb: >-\n  yes\nc: \"0x1F\"")"#,
            r#"yamldecode("0xFFFFFFFFFFFFFFFFFF")"#,
            r#"yamldecode("[.nan]")"#,
        ],
        expect![[r#"
            yamldecode("[yes, No, on, OFF, y, N, True, tRue, ~, null, '', 'no']")
                {"value":[true,false,true,false,true,false,true,"tRue",null,null,"","no"]}
            yamldecode("[0644, 0o644, 0x1F, 0b11, -0x1F, 08, 0o9, 1_000, 190:20:30, +12, 1., .5, 1e3, 0.10, 1,000]")
                {"value":[644,420,31,"0b11","-0x1F",8,"0o9","1_000","190:20:30",12,1,0.5,1000,0.1,1,0]}
            yamldecode("[0.1234567890123456789012345678901234567890, 18446744073709551616]")
                {"value":[0.123456789012345678901234567890123456789,18446744073709551616]}
            yamldecode("[2020-01-01, '2020-01-01', 2020-1-1 1:2:3.5, 2001-12-14t21:59:43.10-05:00, 2020-02-30]")
                {"value":["2020-01-01T00:00:00Z","2020-01-01","2020-01-01T01:02:03Z","2001-12-14T21:59:43-05:00","2020-02-30"]}
            yamldecode("[!!str 5, !!str yes, !!float 5, !!int '5', é, yes]")
                {"value":["5","yes",5,"5","é",true]}
            yamldecode("a: |\n  0644\nb: >-\n  yes\nc: \"0x1F\"")
                {"value":{"a":"0644\n","b":"true","c":"0x1F"}}
            yamldecode("0xFFFFFFFFFFFFFFFFFF")
                {"error":"Error in function call: yamldecode: cannot parse \"0xFFFFFFFFFFFFFFFFFF\" as tag:yaml.org,2002:int"}
            yamldecode("[.nan]")
                {"error":"Error in function call: yamldecode: .[0]: floating point NaN is not supported at line 1 column 2"}
        "#]],
    );
}

#[test]
fn yaml_collections_are_those_of_terraform() {
    check(
        &[
            r#"yamldecode("a: 1\na: 2")"#,
            r#"yamldecode("{1.50: a, yes: b, 2020-01-01: c, 0x10: d}")"#,
            r#"yamldecode("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3")"#,
            r#"yamldecode("q: 3\n<<: {q: 1, r: 2}")"#,
            r#"yamldecode("{~: a}")"#,
            r#"yamldecode("? [a]\n: b")"#,
            r#"yamldecode("<<: [1]")"#,
            r#"yamldecode("!foo {a: 1}")"#,
            r#"yamldecode(" # nothing")"#,
            r#"yamldecode("--- a\n--- b")"#,
            r#"yamldecode("a: b: c")"#,
            r#"yamldecode("b: *nope")"#,
            r#"yamldecode(var.unknown)"#,
        ],
        expect![[r#"
            yamldecode("a: 1\na: 2")
                {"value":{"a":2}}
            yamldecode("{1.50: a, yes: b, 2020-01-01: c, 0x10: d}")
                {"value":{"1.5":"a","16":"d","2020-01-01T00:00:00Z":"c","true":"b"}}
            yamldecode("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3")
                {"value":{"a":{"p":1,"q":2},"b":{"p":1,"q":3}}}
            yamldecode("q: 3\n<<: {q: 1, r: 2}")
                {"value":{"q":1,"r":2}}
            yamldecode("{~: a}")
                {"error":"Error in function call: yamldecode: mapping key cannot be null"}
            yamldecode("? [a]\n: b")
                {"error":"Error in function call: yamldecode: only strings are allowed as mapping keys"}
            yamldecode("<<: [1]")
                {"error":"Error in function call: yamldecode: cannot merge tuple into mapping"}
            yamldecode("!foo {a: 1}")
                {"error":"Error in function call: yamldecode: unsupported tag \"!foo\""}
            yamldecode(" # nothing")
                {"error":"Error in function call: yamldecode: missing start of document at line 2 column 1"}
            yamldecode("--- a\n--- b")
                {"error":"Error in function call: yamldecode: deserializing from YAML containing more than one document is not supported"}
            yamldecode("a: b: c")
                {"error":"Error in function call: yamldecode: mapping values are not allowed in this context at line 1 column 5"}
            yamldecode("b: *nope")
                {"error":"Error in function call: yamldecode: unknown anchor at line 1 column 4"}
            yamldecode(var.unknown)
                {"unknown":"var.unknown has no value"}
        "#]],
    );
}

#[test]
fn yaml_that_unfolds_is_refused() {
    let list = |name: &str, item: &str| format!("{name}: &{name} [{}]\\n", [item; 9].join(","));
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let bomb: String = names
        .iter()
        .zip(["x", "*a", "*b", "*c", "*d", "*e", "*f"])
        .map(|(name, item)| list(name, item))
        .collect();
    let wide = format!("a: &a [{}]\\nb: [{}]", ["x"; 2_000].join(","), ["*a"; 2_000].join(","));
    let deep = r#"${join("", [for i in range(300) : "["])}"#;
    for text in [bomb.as_str(), &wide, deep, "&a [*a]"] {
        let answer = console_line(&format!("yamldecode(\"{text}\")"), &Names);
        assert!(answer.starts_with("{\"error\":\"Error in function call: yamldecode: "), "{answer}");
    }
}

#[test]
fn yaml_is_written_as_terraform_writes_it() {
    check(
        &[
            r#"yamlencode([1, 1.5, "a", null, true, [], {}])"#,
            r#"yamlencode({a = 1, "b c" = "0644", c = [1, [2, 3]], d = {x = [{y = 1, z = 2}]}})"#,
            r#"yamlencode(null)"#,
            r#"yamlencode({a = "x\ny", b = "x\n", c = "x\n\n", d = " x\ny", e = "\n"})"#,
            r#"yamlencode([["x\n  y\n\n z"], "x \ny", "x\n\ty", "x\n "])"#,
            r#"yamlencode("\"\\\té€😀\u0001\u007f\u0085\u2028\ufeff")"#,
            r#"yamlencode({"k\nl" = {x = [1]}})"#,
            r#"yamlencode([{x = "${join("", [for i in range(70) : "a"])} bbbbbbbbbbbb  cc dd"}])"#,
            r#"yamlencode({"${join("", [for i in range(129) : "k"])}" = 1})"#,
            r#"yamlencode({a = var.secret})"#,
            r#"yamlencode([var.unknown])"#,
        ],
        expect![[r#"
            yamlencode([1, 1.5, "a", null, true, [], {}])
                {"value":"- 1\n- 1.5\n- \"a\"\n- null\n- true\n- []\n- {}\n"}
            yamlencode({a = 1, "b c" = "0644", c = [1, [2, 3]], d = {x = [{y = 1, z = 2}]}})
                {"value":"\"a\": 1\n\"b c\": \"0644\"\n\"c\":\n- 1\n- - 2\n  - 3\n\"d\":\n  \"x\":\n  - \"y\": 1\n    \"z\": 2\n"}
            yamlencode(null)
                {"value":"null\n...\n"}
            yamlencode({a = "x\ny", b = "x\n", c = "x\n\n", d = " x\ny", e = "\n"})
                {"value":"\"a\": |-\n  x\n  y\n\"b\": |\n  x\n\"c\": |+\n  x\n\n\"d\": |2-\n   x\n  y\n\"e\": |2+\n\n"}
            yamlencode([["x\n  y\n\n z"], "x \ny", "x\n\ty", "x\n "])
                {"value":"- - |-\n    x\n      y\n\n     z\n- \"x \\ny\"\n- \"x\\n\\ty\"\n- \"x\\n \"\n"}
            yamlencode("\"\\\té€😀\u0001\u007f\u0085\u2028\ufeff")
                {"value":"\"\\\"\\\\\\té€\\U0001F600\\x01\\x7F\\N\\L\\uFEFF\"\n"}
            yamlencode({"k\nl" = {x = [1]}})
                {"value":"? |-\n  k\n  l\n: \"x\":\n  - 1\n"}
            yamlencode([{x = "${join("", [for i in range(70) : "a"])} bbbbbbbbbbbb  cc dd"}])
                {"value":"- \"x\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbb\n    \\ cc dd\"\n"}
            yamlencode({"${join("", [for i in range(129) : "k"])}" = 1})
                {"value":"? \"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\"\n: 1\n"}
            yamlencode({a = var.secret})
                {"value":"\"a\": \"s\"\n","sensitive":true}
            yamlencode([var.unknown])
                {"unknown":"var.unknown has no value"}
        "#]],
    );
}

#[test]
fn texts_in_other_encodings() {
    check(
        &[
            r#"textencodebase64("Hé€😀", "UTF-16LE")"#,
            r#"textencodebase64("Hé", "utf-16")"#,
            r#"textencodebase64("Hé", "ISO-8859-1")"#,
            r#"textencodebase64("H€", "ISO-8859-1")"#,
            r#"textencodebase64("é", "US-ASCII")"#,
            r#"textencodebase64("é", "IBM437")"#,
            r#"textdecodebase64("//5IAA==", "UTF-16")"#,
            r#"textdecodebase64("SABlAA==", "UTF-16LE")"#,
            r#"textdecodebase64("SA==", "UTF-16LE")"#,
            r#"textdecodebase64("!", "UTF-8")"#,
        ],
        expect![[r#"
            textencodebase64("Hé€😀", "UTF-16LE")
                {"value":"SADpAKwgPdgA3g=="}
            textencodebase64("Hé", "utf-16")
                {"value":"/v8ASADp"}
            textencodebase64("Hé", "ISO-8859-1")
                {"value":"SOk="}
            textencodebase64("H€", "ISO-8859-1")
                {"error":"Error in function call: textencodebase64: the given string contains characters that cannot be represented in ISO-8859-1"}
            textencodebase64("é", "US-ASCII")
                {"error":"Error in function call: textencodebase64: the given string contains characters that cannot be represented in US-ASCII"}
            textencodebase64("é", "IBM437")
                {"unknown":"textencodebase64() is not evaluated: the encoding \"IBM437\" is not read"}
            textdecodebase64("//5IAA==", "UTF-16")
                {"value":"H"}
            textdecodebase64("SABlAA==", "UTF-16LE")
                {"value":"He"}
            textdecodebase64("SA==", "UTF-16LE")
                {"error":"Error in function call: textdecodebase64: the given string contains symbols that are not defined for UTF-16LE"}
            textdecodebase64("!", "UTF-8")
                {"error":"Error in function call: textdecodebase64: the given value has an invalid base64 symbol"}
        "#]],
    );
}

#[test]
fn names_and_templates() {
    check(
        &[
            r#"uuidv5("dns", "www.terraform.io")"#,
            r#"uuidv5("x500", "CN=Example,C=GB")"#,
            r#"uuidv5("{6BA7B810-9DAD-11D1-80B4-00C04FD430C8}", "é")"#,
            r#"uuidv5("DNS", "x")"#,
            r#"templatestring("hi $${x}%%{ if y } yes%%{ endif }", {x = 1, y = true})"#,
            r#"templatestring("hi $${x}", null)"#,
            r#"ephemeralasnull({a = [1]})"#,
            r#"base64gzip("x")"#,
        ],
        expect![[r#"
            uuidv5("dns", "www.terraform.io")
                {"value":"a5008fae-b28c-5ba5-96cd-82b4c53552d6"}
            uuidv5("x500", "CN=Example,C=GB")
                {"value":"84e09961-4aa4-57f8-95b7-03edb1073253"}
            uuidv5("{6BA7B810-9DAD-11D1-80B4-00C04FD430C8}", "é")
                {"value":"ebfe0af8-3997-5ade-b634-ba92cf69f557"}
            uuidv5("DNS", "x")
                {"error":"Error in function call: uuidv5: uuidv5() doesn't support namespace DNS"}
            templatestring("hi $${x}%%{ if y } yes%%{ endif }", {x = 1, y = true})
                {"value":"hi 1 yes"}
            templatestring("hi $${x}", null)
                {"error":"Error in function call: templatestring: invalid vars value: must be a map"}
            ephemeralasnull({a = [1]})
                {"value":{"a":[1]}}
            base64gzip("x")
                {"unknown":"base64gzip() is not evaluated: its bytes depend on the compressor"}
        "#]],
    );
}
