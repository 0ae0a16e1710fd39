//! Surfaces over real front ends and mapping tables, with a tiny catalog whose numbers are ours.

mod actions;
mod diagnostics;
mod hints;
mod hovers;
mod reuse;
mod totals;

use std::sync::Arc;

use catalog::Provider;
use ir::FrontEnd;
use pricing::{Context, DefaultRegion, Mappings, Pricer, RegionOrigin};
use terraform::Terraform;
use testkit::{Fixture, MemoryFiles, tiny_catalog};
use text::{FileId, TextRange};

use crate::{Analysis, Engine, Root, Settings};

const PRICES: &str = "
aws | AmazonEC2 | us-east-1 | instanceType=m5.large; operatingSystem=Linux; preInstalledSw=NA; tenancy=Shared; capacitystatus=Used; licenseModel=No License required | Hrs | 0.10 | SKU5
aws | AmazonEC2 | us-east-1 | instanceType=m4.large; operatingSystem=Linux; preInstalledSw=NA; tenancy=Shared; capacitystatus=Used; licenseModel=No License required | Hrs | 0.12
aws | AmazonEC2 | us-east-1 | instanceType=m6i.large; operatingSystem=Linux; preInstalledSw=NA; tenancy=Shared; capacitystatus=Used; licenseModel=No License required | Hrs | 0.11
aws | AmazonEC2 | us-east-1 | productFamily=Storage; volumeApiName=gp2 | GB-Mo | 0.10
aws | AmazonEC2 | us-east-1 | productFamily=Storage; volumeApiName=gp3 | GB-Mo | 0.08
aws | AmazonEC2 | us-east-1 | productFamily=Storage; volumeApiName=io1 | GB-Mo | 0.125
aws | AmazonEC2 | us-east-1 | productFamily=System Operation; usagetype=EBS:VolumeP-IOPS.piops | IOPS-Mo | 0.065
aws | AmazonEC2 | us-east-1 | productFamily=System Operation; usagetype=EBS:VolumeP-IOPS.gp3 | IOPS-Mo | 0.005
aws | AmazonEC2 | us-east-1 | productFamily=Provisioned Throughput; usagetype=EBS:VolumeP-Throughput.gp3 | GiBps-mo | 40.96
aws | AmazonEC2 | us-east-1 | productFamily=NAT Gateway; usagetype=NatGateway-Hours | Hrs | 0.045
aws | AmazonEC2 | us-east-1 | productFamily=NAT Gateway; usagetype=NatGateway-Bytes | GB | 0.045
";

pub(crate) fn engine() -> Engine {
    let front_ends: Vec<Arc<dyn FrontEnd>> = vec![Arc::new(Terraform::default())];
    let (mappings, wrong) = Mappings::load(bundle::mappings().chain(bundle::free_lists()));
    assert_eq!(wrong, Vec::<String>::new());
    Engine::new(front_ends, Pricer::new(tiny_catalog(PRICES).expect("prices"), Arc::new(mappings)))
}

/// The workspace's folder as the one root, in us-east-1 by an environment variable, which is no assumption.
pub(crate) fn root() -> Arc<Root> {
    root_in(RegionOrigin::Environment("AWS_REGION".into()))
}

pub(crate) fn root_in(origin: RegionOrigin) -> Arc<Root> {
    let region = DefaultRegion { region: "us-east-1".into(), origin };
    let context = Context { regions: [(Provider::Aws, region)].into(), ..Context::default() };
    Arc::new(Root { context, ..Root::default() })
}

pub(crate) fn analyze(files: &MemoryFiles, settings: Settings) -> Analysis {
    analyze_with(&engine(), files, &root(), settings)
}

pub(crate) fn analyze_with(
    engine: &Engine,
    files: &MemoryFiles,
    root: &Arc<Root>,
    settings: Settings,
) -> Analysis {
    let roots = [Arc::clone(root)];
    engine.analyze(Arc::new(files.clone()), &roots, Arc::new(settings), &|| false).expect("not cancelled")
}

pub(crate) fn parse(source: &str) -> Fixture {
    Fixture::parse(source)
}

/// All of a file.
pub(crate) const ALL: TextRange = TextRange { start: 0, end: u32::MAX };

/// 0-based line of an offset.
pub(crate) fn line_of(analysis: &Analysis, file: &FileId, offset: u32) -> u32 {
    let text = analysis.text(file).expect("a text");
    text.get(..offset as usize).expect("an offset in the text").matches('\n').count() as u32
}
