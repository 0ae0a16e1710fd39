//! Expressions, repetition and references inside one module.

use expect_test::expect;

use super::check;

#[test]
fn variables_locals_and_references() {
    check(
        r#"
variable "size" {
  type    = string
  default = "large"
}
variable "name" {}
locals {
  type = "m5.${local.size}"
  size = var.size
}
resource "aws_instance" "web" {
  instance_type = local.type
  monitoring    = "true" == "true"
  user_data     = <<-EOT
    echo ${var.size}
  EOT
  tags = { Name = var.name }
  root_block_device {
    volume_size = 2 * 25
  }
}
resource "aws_ebs_volume" "data" {
  availability_zone = aws_instance.web.availability_zone
  size              = aws_instance.web.root_block_device[0].volume_size
  tags              = aws_instance.web.tags
}
output "id" {
  value = aws_instance.web.id
}
"#,
        expect![[r#"
            aws_instance.web
              instance_type = "m5.large"
              monitoring = true
              root_block_device = [{volume_size = 50}]
              tags = {Name = ?(var.name has no value)}
              user_data = "echo large\n"
            aws_ebs_volume.data
              availability_zone = ?(aws_instance.web.availability_zone is known after apply)
              size = 50
              tags = {Name = ?(var.name has no value)}
              availability_zone -> aws_instance.web
              size -> aws_instance.web
              tags -> aws_instance.web
            output id = ?(aws_instance.web.id is known after apply)
        "#]],
    );
}

#[test]
fn count_and_for_each() {
    check(
        r#"
resource "aws_eip" "n" {
  count  = 2
  domain = "vpc-${count.index}"
}
resource "aws_eip" "m" {
  for_each = { "a b" = 1, c = 2 }
  domain   = "${each.key}=${each.value}"
}
resource "aws_eip" "s" {
  for_each = toset(["x"])
  domain   = each.value
}
resource "aws_eip" "none" {
  count = var.on ? 1 : 0
}
variable "on" { default = false }
variable "n" {}
resource "aws_eip" "unknown" {
  count  = var.n
  domain = "vpc"
}
resource "aws_nat_gateway" "g" {
  count         = length(aws_eip.n)
  allocation_id = aws_eip.n[count.index].id
  domains       = aws_eip.n[*].domain
  by_key        = aws_eip.m["c"].domain
  all           = [for k, v in aws_eip.m : "${k}: ${v.domain}"]
  stand_in      = aws_eip.unknown[0].domain
  ids           = aws_eip.unknown[*].id
}
"#,
        expect![[r#"
            aws_eip.n[0]
              domain = "vpc-0"
            aws_eip.n[1]
              domain = "vpc-1"
            aws_eip.m["a b"]
              domain = "a b=1"
            aws_eip.m["c"]
              domain = "c=2"
            aws_eip.s["x"]
              domain = "x"
            aws_eip.unknown × ? (var.n has no value)
              domain = "vpc"
            aws_nat_gateway.g[0]
              all = ["a b: a b=1", "c: c=2"]
              allocation_id = ?(aws_eip.n[0].id is known after apply)
              by_key = "c=2"
              domains = ["vpc-0", "vpc-1"]
              ids = ?(var.n has no value)
              stand_in = "vpc"
              allocation_id -> aws_eip.n[0]
              domains -> aws_eip.n[0]
              domains -> aws_eip.n[1]
              by_key -> aws_eip.m["c"]
              all -> aws_eip.m["a b"]
              all -> aws_eip.m["c"]
              stand_in -> aws_eip.unknown
              ids -> aws_eip.unknown
            aws_nat_gateway.g[1]
              all = ["a b: a b=1", "c: c=2"]
              allocation_id = ?(aws_eip.n[1].id is known after apply)
              by_key = "c=2"
              domains = ["vpc-0", "vpc-1"]
              ids = ?(var.n has no value)
              stand_in = "vpc"
              allocation_id -> aws_eip.n[1]
              domains -> aws_eip.n[0]
              domains -> aws_eip.n[1]
              by_key -> aws_eip.m["c"]
              all -> aws_eip.m["a b"]
              all -> aws_eip.m["c"]
              stand_in -> aws_eip.unknown
              ids -> aws_eip.unknown
        "#]],
    );
}

#[test]
fn dynamic_blocks() {
    check(
        r#"
variable "disks" {
  type    = list(object({ name = string, size = optional(number, 8) }))
  default = [{ name = "a" }, { name = "b", size = 20 }]
}
variable "more" {}
resource "aws_instance" "web" {
  ebs_block_device {
    device_name = "first"
  }
  dynamic "ebs_block_device" {
    for_each = var.disks
    iterator = disk
    content {
      device_name = disk.value.name
      volume_size = disk.value.size
    }
  }
  guest_accelerator {
    count    = 2
    provider = "inner"
  }
  dynamic "network_interface" {
    for_each = var.more
    content {}
  }
}
"#,
        expect![[r#"
            aws_instance.web
              ebs_block_device = [{device_name = "first"}, {device_name = "a", volume_size = 8}, {device_name = "b", volume_size = 20}]
              guest_accelerator = [{count = 2, provider = "inner"}]
              network_interface = ?(var.more has no value)
        "#]],
    );
}

#[test]
fn providers_and_data_sources() {
    check(
        r#"
variable "region" { default = "eu-west-1" }
provider "aws" {
  region = var.region
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
data "aws_ami" "ubuntu" {
  owners = ["099720109477"]
}
resource "aws_instance" "a" {
  ami = data.aws_ami.ubuntu.id
}
resource "aws_instance" "b" {
  provider = aws.west
  name     = "${terraform.workspace} ${path.module}"
}
resource "google_compute_disk" "c" {}
"#,
        expect![[r#"
            data.aws_ami.ubuntu (existing)
              owners = ["099720109477"]
            aws_instance.a
              provider = {region = "eu-west-1"}
              ami = ?(data.aws_ami.ubuntu is read from the cloud at apply)
              ami -> data.aws_ami.ubuntu
            aws_instance.b
              provider = {region = "us-west-2"}
              name = "default ."
            google_compute_disk.c
        "#]],
    );
}

#[test]
fn override_files_merge_attribute_by_attribute() {
    check(
        r#"
locals { a = 1 }
resource "aws_instance" "a" {
  ami           = "x"
  instance_type = "t3.micro"
  root_block_device { volume_size = 1 }
}
#- main_override.tf
locals { a = 2 }
resource "aws_instance" "a" {
  instance_type = "t3.large"
  root_block_device { volume_size = local.a }
}
"#,
        expect![[r#"
            aws_instance.a
              ami = "x"
              instance_type = "t3.large"
              root_block_device = [{volume_size = 2}]
        "#]],
    );
}
