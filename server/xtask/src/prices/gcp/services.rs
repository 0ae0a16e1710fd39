//! Components of published estimates whose prices the book takes from nowhere else, beside machines, disks and buckets.

use super::estimates::{Known, ONE, known};

const QUERIES: &str = "google_bigquery_dataset";
const TABLE: &str = "google_bigquery_table";
const RULE: &str = "google_compute_forwarding_rule";
const CLUSTER: &str = "google_redis_cluster";
const JOB: &str = "google_cloud_run_v2_job";
const BIG_QUERY: &str = "BigQuery";
const NETWORKING: &str = "Networking";
const REDIS: &str = "Cloud Memorystore for Redis";
const REGIONAL: &str = "Regional External Application Load Balancer Inbound Data Processing";
const GLOBAL: &str = "Global External Application Load Balancer Inbound Data Processing";
const CALLS: &str = "Monitoring API Requests";
const ROTATIONS: &str = "Secret rotate operations";
const OUTBOUND: &str = "Network Data Transfer Out";

pub(super) const SERVICES: [Known; 17] = [
    known(QUERIES, "Queries (on-demand)", "", BIG_QUERY, "Analysis", ONE),
    known(TABLE, "Active storage", "", BIG_QUERY, "Active Logical Storage", ONE),
    known(TABLE, "Long-term storage", "", BIG_QUERY, "Long Term Logical Storage", ONE),
    known(TABLE, "Streaming inserts", "", BIG_QUERY, "Streaming Insert", ONE),
    known(TABLE, "Storage write API", "", BIG_QUERY, "BigQuery Storage API - Write", ONE),
    known(TABLE, "Storage read API", "", BIG_QUERY, "BigQuery Storage API - Read", ONE),
    known(RULE, "Forwarding rules", "", NETWORKING, "Cloud Load Balancer Forwarding Rule Additional", ONE),
    known(RULE, "Ingress data", "", NETWORKING, REGIONAL, ONE),
    known("google_compute_global_forwarding_rule", "Ingress data", "", NETWORKING, GLOBAL, ONE),
    known(
        "google_compute_global_address",
        "IP address (unused)",
        "",
        "Compute Engine",
        "Static Ip Charge",
        ONE,
    ),
    // Kept by the month: 0.4 a GiB, printed by the hour.
    known(CLUSTER, "AOF persistence", "", REDIS, "Redis Cluster AOF Persistence", ONE / 730),
    known(CLUSTER, "Backups", "", REDIS, "Redis Cluster Backups", ONE),
    known("google_secret_manager_secret", "Rotation notifications", "", "Secret Manager", ROTATIONS, ONE),
    known("google_monitoring_metric_descriptor", "API calls", "", "Cloud Monitoring", CALLS, 1000 * ONE),
    known(
        "google_cloudfunctions_function",
        "Outbound data transfer",
        "",
        "Cloud Run Functions",
        OUTBOUND,
        ONE,
    ),
    known(JOB, "CPU allocation time (tier 2)", "", "Cloud Run", "Jobs CPU", ONE),
    known(JOB, "Memory allocation time (tier 2)", "", "Cloud Run", "Jobs Memory", ONE),
];
