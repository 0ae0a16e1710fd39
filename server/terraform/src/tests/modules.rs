//! Modules: inputs, outputs, providers, sources.

use expect_test::expect;

use super::check;

#[test]
fn modules_take_inputs_and_give_outputs() {
    check(
        r#"
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-2"
}
module "web" {
  source   = "./modules/web"
  for_each = { a = "m5.large", b = null }
  type     = each.value
  providers = {
    aws = aws.us
  }
}
module "plain" {
  source = "./modules/web"
  count  = 1
}
output "types" { value = { for k, m in module.web : k => m.type } }
output "ip" { value = module.plain[0].ip }
#- modules/web/main.tf
variable "type" {
  default  = "t3.micro"
  nullable = false
}
resource "aws_instance" "app" { instance_type = var.type }
module "disks" {
  source   = "../disks"
  instance = aws_instance.app.id
  path     = path.module
}
output "type" { value = aws_instance.app.instance_type }
output "ip" { value = aws_instance.app.private_ip }
#- modules/disks/main.tf
variable "instance" { type = string }
variable "path" {}
resource "aws_volume_attachment" "a" {
  instance_id = var.instance
  path        = "${var.path} ${path.module}"
}
"#,
        expect![[r#"
            module.web["a"].aws_instance.app
              provider = {region = "us-east-2"}
              instance_type = "m5.large"
            module.web["a"].module.disks.aws_volume_attachment.a
              provider = {region = "us-east-2"}
              instance_id = ?(module.web["a"].aws_instance.app.id is known after apply)
              path = "modules/web modules/disks"
              instance_id -> module.web["a"].aws_instance.app
            module.web["b"].aws_instance.app
              provider = {region = "us-east-2"}
              instance_type = "t3.micro"
            module.web["b"].module.disks.aws_volume_attachment.a
              provider = {region = "us-east-2"}
              instance_id = ?(module.web["b"].aws_instance.app.id is known after apply)
              path = "modules/web modules/disks"
              instance_id -> module.web["b"].aws_instance.app
            module.plain[0].aws_instance.app
              provider = {region = "eu-west-1"}
              instance_type = "t3.micro"
            module.plain[0].module.disks.aws_volume_attachment.a
              provider = {region = "eu-west-1"}
              instance_id = ?(module.plain[0].aws_instance.app.id is known after apply)
              path = "modules/web modules/disks"
              instance_id -> module.plain[0].aws_instance.app
            output ip = ?(module.plain[0].aws_instance.app.private_ip is known after apply)
            output types = {a = "m5.large", b = "t3.micro"}
        "#]],
    );
}

#[test]
fn modules_that_cannot_be_entered_harm_nothing_else() {
    check(
        r#"
module "remote" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
}
module "missing" { source = "./nowhere" }
module "outside" { source = "../../.." }
module "self" { source = "./" }
module "cycle" { source = "./a" }
module "there" { source = "hashicorp/there/aws" }
resource "aws_instance" "a" {
  subnet_id = module.remote.private_subnets[0]
  type      = "t3.micro"
}
#- a/main.tf
module "b" { source = "../b" }
resource "aws_eip" "a" {}
#- b/main.tf
module "a" { source = "../a" }
resource "aws_eip" "b" {}
#- .terraform/modules/modules.json
{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"there","Source":"x","Dir":".terraform/modules/there"}]}
#- .terraform/modules/there/main.tf
resource "aws_eip" "downloaded" {}
"#,
        expect![[r#"
            aws_instance.a
              subnet_id = ?(module.remote: terraform-aws-modules/vpc/aws is not on this machine; run `terraform init` to download it)
              type = "t3.micro"
            module.cycle.aws_eip.a
            module.cycle.module.b.aws_eip.b
            module.there.aws_eip.downloaded
            Warning main.tf:3: module.remote: terraform-aws-modules/vpc/aws is not on this machine; run `terraform init` to download it
            Warning main.tf:6: module.missing: there is no folder ./nowhere
            Warning main.tf:7: module.outside: ../../.. leads out of the workspace, not read; open the folder that holds both
            Warning main.tf:8: module.self: the module calls itself; break the cycle of module calls
            Warning b/main.tf:1: module.a: the module calls itself; break the cycle of module calls
        "#]],
    );
}

#[test]
fn an_unknown_number_of_modules_marks_its_resources() {
    check(
        r#"
variable "n" {}
module "m" {
  source = "./m"
  count  = var.n
}
output "a" { value = module.m[0].a }
#- m/main.tf
resource "aws_eip" "e" { domain = "vpc" }
output "a" { value = aws_eip.e.domain }
"#,
        expect![[r#"
            module.m.aws_eip.e × ? (var.n has no value)
              domain = "vpc"
            output a = "vpc"
        "#]],
    );
}
