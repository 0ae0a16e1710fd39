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
        expect![[]],
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
        expect![[]],
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
  dynamic "network_interface" {
    for_each = var.more
    content {}
  }
}
"#,
        expect![[]],
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
        expect![[]],
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
        expect![[]],
    );
}
