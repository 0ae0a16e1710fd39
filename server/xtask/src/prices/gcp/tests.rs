//! What becomes of a description, a path, a printed price.

use super::meters::without_place;

#[test]
fn descriptions_lose_their_place() {
    let check = |service, description, meter| assert_eq!(without_place(service, description), meter);
    check("Compute Engine", "Storage PD Capacity in Mumbai", "Storage PD Capacity");
    check("Compute Engine", "Nvidia L4 GPU running in Oregon", "Nvidia L4 GPU");
    check(
        "Compute Engine",
        "Nvidia Tesla T4 GPU attached to Spot Preemptible VMs running in Oregon",
        "Nvidia Tesla T4 GPU",
    );
    check(
        "Compute Engine",
        "External IP Charge on a Spot Preemptible VM",
        "External IP Charge on a Spot Preemptible VM",
    );
    check("Kubernetes Engine", "Autopilot Pod mCPU Requests (us-east1)", "Autopilot Pod mCPU Requests");
    check("Cloud Storage", "Standard Storage Mumbai", "Standard Storage");
    check(
        "Cloud Storage",
        "Download Worldwide Destinations (excluding Asia & Australia)",
        "Download Worldwide Destinations (excluding Asia & Australia)",
    );
    check(
        "Cloud SQL",
        "Cloud SQL for MySQL: Zonal - 1 vCPU + 3.75GB RAM in Dallas",
        "Cloud SQL for MySQL: Zonal - 1 vCPU + 3.75GB RAM",
    );
}
