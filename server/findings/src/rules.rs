//! Cheaper alternatives: which changes are worth trying. Whether one saves anything is not decided here:
//! the caller applies it to the text and prices the result.

use std::sync::{Arc, LazyLock};

use ir::Place;
use pricing::Estimate;
use serde::Deserialize;

use crate::Change;
use crate::generations::Generations;
use crate::volumes::Volumes;

/// What taking an alternative does to what runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Changes in place, without interruption.
    #[default]
    Safe,
    /// Restarts.
    Restart,
    /// Is replaced by a new one.
    Replace,
    /// Needs a person's judgement.
    Consider,
}

impl Class {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Restart => "restart",
            Self::Replace => "replace",
            Self::Consider => "consider",
        }
    }
}

/// A change that might be cheaper.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Its rule.
    pub rule: Rule,
    /// Where the value to change stands.
    pub place: Place,
    /// `Use gp3 instead of gp2`.
    pub title: String,
    /// What could go wrong.
    pub risk: String,
    /// What it does to what runs.
    pub class: Class,
    /// The change.
    pub change: Change,
}

/// The rules. Their text forms are stable: users switch rules off by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// `gp2-to-gp3`
    Gp2ToGp3,
    /// `io1-to-gp3`
    Io1ToGp3,
    /// `previous-generation`
    PreviousGeneration,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 3] = [Self::Gp2ToGp3, Self::Io1ToGp3, Self::PreviousGeneration];

    /// The text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gp2ToGp3 => "gp2-to-gp3",
            Self::Io1ToGp3 => "io1-to-gp3",
            Self::PreviousGeneration => "previous-generation",
        }
    }
}

/// Changes worth trying for one resource, those of rules switched off left out.
pub fn alternatives(estimate: &Arc<Estimate>, disabled: &[String]) -> Vec<Alternative> {
    let mut all = VOLUMES.alternatives(&estimate.resource);
    all.extend(GENERATIONS.alternatives(&estimate.resource));
    all.retain(|it| !disabled.iter().any(|rule| rule == it.rule.as_str()));
    all
}

static VOLUMES: LazyLock<Volumes> =
    LazyLock::new(|| table("volumes", include_str!("../../../pricing-data/rules/volumes.toml")));

static GENERATIONS: LazyLock<Generations> =
    LazyLock::new(|| table("generations", include_str!("../../../pricing-data/rules/generations.toml")));

/// Reads a table that the program carries. A test reads each; a broken one offers nothing.
fn table<T: for<'de> Deserialize<'de> + Default>(name: &str, text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| {
        debug_assert!(false, "rules/{name}.toml: {error}");
        T::default()
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use ir::Value;

    use crate::tests_support::{estimate_of, resource};

    use super::*;

    fn check(address: &str, attributes: Vec<(&str, Value)>, want: Expect) {
        let estimate = estimate_of(resource(address, "main.tf", attributes), vec![]);
        let lines: Vec<String> = alternatives(&estimate, &[]).iter().map(show).collect();
        want.assert_eq(&lines.join("\n"));
    }

    fn show(it: &Alternative) -> String {
        let sets: Vec<String> =
            it.change.sets.iter().map(|(path, value)| format!("{path}={}", text(value))).collect();
        let removes: Vec<String> = it.change.removes.iter().map(|path| format!("-{path}")).collect();
        format!(
            "{} @{} [{}] {}: {}",
            it.rule.as_str(),
            it.place.range.start,
            it.class.as_str(),
            it.title,
            [sets, removes].concat().join(" ")
        )
    }

    fn text(value: &Value) -> String {
        value.as_str().map(str::to_owned).or_else(|| value.as_decimal().map(|it| it.to_string())).unwrap()
    }

    fn volume(kind: &str, size: i64, iops: Option<i64>) -> Vec<(&'static str, Value)> {
        let mut attributes = vec![("type", Value::string(kind)), ("size", Value::number(size))];
        attributes.extend(iops.map(|iops| ("iops", Value::number(iops))));
        attributes
    }

    #[test]
    fn gp2_keeps_its_performance() {
        let gp2 = |size| volume("gp2", size, None);
        check(
            "aws_ebs_volume.a",
            gp2(100),
            expect!["gp2-to-gp3 @25 [safe] Use gp3 instead of gp2: type=gp3"],
        );
        check(
            "aws_ebs_volume.a",
            gp2(500),
            expect!["gp2-to-gp3 @25 [safe] Use gp3 instead of gp2: type=gp3 throughput=250"],
        );
        check(
            "aws_ebs_volume.a",
            gp2(2000),
            expect!["gp2-to-gp3 @25 [safe] Use gp3 instead of gp2: type=gp3 iops=6000 throughput=250"],
        );
        check(
            "aws_ebs_volume.a",
            gp2(16000),
            expect!["gp2-to-gp3 @25 [safe] Use gp3 instead of gp2: type=gp3 iops=16000 throughput=250"],
        );
    }

    #[test]
    fn io1_keeps_its_iops() {
        check(
            "aws_ebs_volume.a",
            volume("io1", 100, Some(1000)),
            expect![
                "io1-to-gp3 @25 [consider] Use gp3 with the same IOPS instead of io1: type=gp3 iops=3000 throughput=250"
            ],
        );
        check(
            "aws_ebs_volume.a",
            volume("io1", 500, Some(10_000)),
            expect![
                "io1-to-gp3 @25 [consider] Use gp3 with the same IOPS instead of io1: type=gp3 iops=10000 throughput=500"
            ],
        );
        check(
            "aws_ebs_volume.a",
            volume("io1", 2000, Some(64_000)),
            expect![
                "io1-to-gp3 @25 [consider] Use gp3 with the same IOPS instead of io1: type=gp3 iops=64000 throughput=1000"
            ],
        );
    }

    #[test]
    fn performance_that_is_not_known_is_not_touched() {
        let unknown = Value::unknown(ir::Why::NoValue("var.size".into()));
        let attributes = vec![("type", Value::string("gp2")), ("size", unknown.clone())];
        check("aws_ebs_volume.no_size", attributes, expect![[""]]);
        check("aws_ebs_volume.no_iops", volume("io1", 100, None), expect![[""]]);
        let attributes = vec![("type", Value::string("io1")), ("size", Value::number(10)), ("iops", unknown)];
        check("aws_ebs_volume.unknown_iops", attributes, expect![[""]]);
        check("aws_ebs_volume.gp3", volume("gp3", 100, None), expect![[""]]);
    }

    #[test]
    fn volumes_without_a_type_are_gp2() {
        check(
            "aws_ebs_volume.a",
            vec![("size", Value::number(100))],
            expect!["gp2-to-gp3 @10 [safe] Use gp3 instead of gp2: type=gp3"],
        );
        let root = vec![("root_block_device.0.volume_size", Value::number(100))];
        check("aws_instance.the_image_decides", root, expect![[""]]);
    }

    #[test]
    fn what_could_go_wrong_is_true_of_the_volume() {
        let risk = |address, attributes| {
            let estimate = estimate_of(resource(address, "main.tf", attributes), vec![]);
            alternatives(&estimate, &[]).iter().map(|it| it.risk.clone()).collect::<Vec<_>>().join("\n")
        };
        let small = "the volume changes online; gp2 of this size reaches 128 MiB/s, gp3 125 MiB/s";
        assert_eq!(risk("aws_ebs_volume.a", volume("gp2", 170, None)), small);
        assert_eq!(risk("aws_ebs_volume.a", volume("gp2", 171, None)), "the volume changes online");
        let io1 = "the volume changes online; gp3 has no Multi-Attach and less consistent latency than io1";
        assert_eq!(risk("aws_ebs_volume.a", volume("io1", 100, Some(1000))), io1);
        let block = vec![
            ("ebs_block_device.0.volume_type", Value::string("gp2")),
            ("ebs_block_device.0.volume_size", Value::number(500)),
        ];
        let replace = "Terraform may replace the instance to change its ebs_block_device";
        assert_eq!(risk("aws_instance.a", block), replace);
    }

    #[test]
    fn disks_of_instances() {
        let disks = vec![
            ("root_block_device.0.volume_type", Value::string("gp2")),
            ("root_block_device.0.volume_size", Value::number(20)),
            ("ebs_block_device.0.volume_type", Value::string("gp2")),
            ("ebs_block_device.0.volume_size", Value::number(30)),
        ];
        check(
            "aws_instance.a",
            disks,
            expect![[r#"
            gp2-to-gp3 @25 [safe] Use gp3 instead of gp2: root_block_device.0.volume_type=gp3
            gp2-to-gp3 @45 [replace] Use gp3 instead of gp2: ebs_block_device.0.volume_type=gp3"#]],
        );
    }

    #[test]
    fn previous_generations() {
        let typed = |path, name| vec![(path, Value::string(name))];
        check(
            "aws_instance.a",
            typed("instance_type", "m4.large"),
            expect![[r#"
            previous-generation @25 [restart] Use m5.large instead of m4.large: instance_type=m5.large
            previous-generation @25 [restart] Use m6i.large instead of m4.large: instance_type=m6i.large"#]],
        );
        check("aws_instance.a", typed("instance_type", "c4.8xlarge"), expect![[""]]);
        check("aws_instance.a", typed("instance_type", "m5.large"), expect![[""]]);
        check(
            "aws_db_instance.a",
            typed("instance_class", "db.t2.micro"),
            expect![
                "previous-generation @25 [restart] Use db.t3.micro instead of db.t2.micro: instance_class=db.t3.micro"
            ],
        );
        check("aws_db_instance.a", typed("instance_class", "t2.micro"), expect![[""]]);
        check(
            "azurerm_linux_virtual_machine.a",
            typed("size", "Standard_DS2_v2"),
            expect![[r#"
            previous-generation @25 [restart] Use Standard_D2s_v3 instead of Standard_DS2_v2: size=Standard_D2s_v3
            previous-generation @25 [restart] Use Standard_D2ds_v5 instead of Standard_DS2_v2: size=Standard_D2ds_v5"#]],
        );
        check(
            "google_compute_instance.a",
            typed("machine_type", "n1-standard-2"),
            expect![[r#"
            previous-generation @25 [restart] Use e2-standard-2 instead of n1-standard-2: machine_type=e2-standard-2
            previous-generation @25 [restart] Use n2-standard-2 instead of n1-standard-2: machine_type=n2-standard-2"#]],
        );
    }

    #[test]
    fn a_rule_is_switched_off_by_its_name() {
        let resource = resource("aws_ebs_volume.a", "main.tf", volume("gp2", 100, None));
        let estimate = estimate_of(resource, vec![]);
        assert_eq!(alternatives(&estimate, &["gp2-to-gp3".to_owned()]), []);
    }
}
