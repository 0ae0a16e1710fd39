//! The blocks that generated workspaces are made of. `@` stands for the number of the service they belong to.

/// Files that every workspace begins with.
pub(super) const HEADS: [(&str, &str); 3] = [
    (
        "versions.tf",
        r#"provider "aws" {
  region = var.region
}

provider "azurerm" {
  features {}
}

provider "google" {
  region = "europe-west1"
}

"#,
    ),
    (
        "variables.tf",
        r#"variable "region" {
  type    = string
  default = "us-east-1"
}

variable "size" {
  description = "Of machines: large, xlarge"
  default     = "large"
}

variable "sites" {
  type    = map(object({ size = number, public = optional(bool, false) }))
  default = { north = { size = 20 }, south = { size = 40, public = true } }
}

variable "account" {
  type = string
}

"#,
    ),
    (
        "locals.tf",
        r#"locals {
  family = "m5"
  type   = "${local.family}.${var.size}"
  zones  = [for letter in ["a", "b", "c"] : "${var.region}${letter}"]
  tags   = merge({ team = "shop" }, { environment = terraform.workspace })
  ports  = { http = 80, https = 443 }
  region = { azure = "westeurope", google = "europe-west1" }
}

"#,
    ),
];

/// The module that services call.
pub(super) const WEB_MODULE: &str = r#"variable "name" {
  type = string
}

variable "machines" {
  default = 1
}

resource "aws_instance" "web" {
  count         = var.machines
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.medium"
  tags          = { Name = "${var.name}-${count.index}" }
}

resource "aws_lb" "web" {
  name               = var.name
  load_balancer_type = "application"
}

output "machines" {
  value = aws_instance.web[*].id
}
"#;

/// One call of the module for each service.
pub(super) const SERVICE: &str = r#"
module "web_@" {
  source   = "./modules/web"
  name     = "web-@"
  machines = var.size == "large" ? 2 : 1
}
"#;

/// The resource blocks of one service, each with its file.
pub(super) const BLOCKS: [(&str, &str); 20] = [
    (
        "aws.tf",
        r#"
resource "aws_instance" "app_@" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = local.type
  availability_zone = local.zones[0]
  tags              = merge(local.tags, { Name = "app-@" })

  root_block_device {
    volume_type = "gp2"
    volume_size = 50
  }

  ebs_block_device {
    device_name = "/dev/sdf"
    volume_type = "io1"
    volume_size = 100
    iops        = 3000
  }
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_ebs_volume" "data_@" {
  for_each          = var.sites
  availability_zone = aws_instance.app_@.availability_zone
  size              = each.value.size * 2 # GB
  type              = each.value.public ? "gp3" : "gp2"
  tags              = local.tags
}
"#,
    ),
    (
        "azure.tf",
        r#"
resource "azurerm_linux_virtual_machine" "worker_@" {
  name                = "worker-@"
  resource_group_name = "service-@"
  location            = local.region.azure
  size                = "Standard_D2s_v3"
  admin_username      = "operator"

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
    disk_size_gb         = 128
  }
}
"#,
    ),
    (
        "google.tf",
        r#"
resource "google_compute_instance" "batch_@" {
  name         = "batch-@"
  machine_type = "n1-standard-2"
  zone         = "${local.region.google}-b"

  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
      size  = 30
    }
  }

  network_interface {
    network = "default"
  }
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_eip" "entry_@" {
  count    = length(local.zones)
  instance = aws_instance.app_@.id
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_nat_gateway" "way_out_@" {
  allocation_id = aws_eip.entry_@[0].id
  subnet_id     = "subnet-@"
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_db_instance" "orders_@" {
  identifier        = "orders-@"
  engine            = "postgres"
  instance_class    = "db.${local.type}"
  allocated_storage = 100 + length(var.sites) * 20
  storage_type      = "gp2"
  multi_az          = length(local.zones) > 2
  tags              = local.tags
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_lambda_function" "confirm_@" {
  function_name = "confirm-${var.size}-@"
  role          = aws_iam_role.confirm_@.arn
  memory_size   = 512
  description   = <<-EOT
    Confirms orders of service @ { in "words" }
    and ${join(", ", keys(local.ports))}.
  EOT
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_iam_role" "confirm_@" {
  name = "confirm-@"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_s3_bucket" "pictures_@" {
  for_each = toset(["small", "large"])
  bucket   = "pictures-@-${each.key}-${var.account}"
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_security_group" "app_@" {
  name = "app-@"

  dynamic "ingress" {
    for_each = local.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      description = title(ingress.key)
    }
  }
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_dynamodb_table" "carts_@" {
  name           = "carts-@"
  billing_mode   = "PROVISIONED"
  read_capacity  = 20
  write_capacity = 10
  hash_key       = "customer"

  attribute {
    name = "customer"
    type = "S"
  }
}
"#,
    ),
    (
        "azure.tf",
        r#"
resource "azurerm_managed_disk" "archive_@" {
  name                 = "archive-@"
  resource_group_name  = "service-@"
  location             = azurerm_linux_virtual_machine.worker_@.location
  storage_account_type = "StandardSSD_LRS"
  create_option        = "Empty"
  disk_size_gb         = 256
}
"#,
    ),
    (
        "azure.tf",
        r#"
resource "azurerm_public_ip" "entry_@" {
  name                = "entry-@"
  resource_group_name = "service-@"
  location            = local.region.azure
  allocation_method   = "Static"
  sku                 = "Standard"
}
"#,
    ),
    (
        "azure.tf",
        r#"
resource "azurerm_storage_account" "files_@" {
  name                     = "files@"
  resource_group_name      = "service-@"
  location                 = local.region.azure
  account_tier             = "Standard"
  account_replication_type = "LRS"
}
"#,
    ),
    (
        "google.tf",
        r#"
resource "google_compute_disk" "scratch_@" {
  count = 2
  name  = "scratch-@-${count.index}"
  type  = "pd-ssd"
  size  = 50 * (count.index + 1)
  zone  = google_compute_instance.batch_@.zone
}
"#,
    ),
    (
        "google.tf",
        r#"
resource "google_storage_bucket" "reports_@" {
  name          = "reports-@-${var.account}"
  location      = "EU"
  storage_class = "STANDARD"
}
"#,
    ),
    (
        "google.tf",
        r#"
resource "google_compute_address" "entry_@" {
  name   = "entry-@"
  region = local.region.google
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_cloudwatch_log_group" "confirm_@" {
  name              = "/aws/lambda/${aws_lambda_function.confirm_@.function_name}"
  retention_in_days = 30
}
"#,
    ),
    (
        "aws.tf",
        r#"
resource "aws_instance" "spare_@" {
  count         = var.size == "large" ? 1 : 0
  ami           = aws_instance.app_@.ami
  instance_type = replace(local.type, "m5", "m4")
  subnet_id     = format("subnet-%03d", count.index)
}
"#,
    ),
];
