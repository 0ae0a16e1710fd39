//! The id of a price: the same forever, whatever book or table the price stands in.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::row::{Provider, PurchaseOption};

/// FNV-1a with 64 bits: short, without tables, and fixed for all time.
#[derive(Clone, Copy, Debug)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes bytes in.
    pub fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// The hash of all bytes so far.
    pub fn finish(self) -> u64 {
        self.0
    }

    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> u64 {
        let mut hash = Self::default();
        hash.write(bytes);
        hash.finish()
    }

    fn field(&mut self, text: &str) {
        self.write(text.as_bytes());
        self.write(&[0x1f]);
    }
}

/// What makes a price this price and no other. Attributes come in the order of their names.
#[derive(Clone, Debug)]
pub struct Identity<'a, I> {
    /// The provider.
    pub provider: Provider,
    /// Service name.
    pub service: &'a str,
    /// Region code.
    pub region: &'a str,
    /// Names and values, in the order of the names.
    pub attributes: I,
    /// Unit as published.
    pub unit: &'a str,
    /// Purchase option.
    pub option: PurchaseOption,
    /// First unit of the tier.
    pub tier_start: Decimal,
}

impl<'a, I: Iterator<Item = (&'a str, &'a str)>> Identity<'a, I> {
    /// FNV-1a (64 bits) over provider, service, region, each attribute as `name=value`, unit, option and tier start,
    /// each ended by the byte 0x1f; the attributes as a whole by 0x1e.
    pub fn hash(self) -> u64 {
        let mut hash = Fnv::default();
        hash.field(self.provider.as_str());
        hash.field(self.service);
        hash.field(self.region);
        for (name, value) in self.attributes {
            hash.write(name.as_bytes());
            hash.write(b"=");
            hash.field(value);
        }
        hash.write(&[0x1e]);
        hash.field(self.unit);
        hash.field(self.option.as_str());
        hash.field(&self.tier_start.normalize().to_string());
        hash.finish()
    }

    /// The hash as 16 hexadecimal digits.
    pub fn price_id(self) -> Arc<str> {
        format!("{:016x}", self.hash()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(region: &str, tier_start: &str) -> String {
        Identity {
            provider: Provider::Aws,
            service: "AmazonEC2",
            region,
            attributes: [("instanceType", "m5.large"), ("operatingSystem", "Linux")].into_iter(),
            unit: "Hrs",
            option: PurchaseOption::OnDemand,
            tier_start: tier_start.parse().expect("a decimal"),
        }
        .price_id()
        .to_string()
    }

    #[test]
    fn fnv_is_the_published_function() {
        assert_eq!(Fnv::of(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(Fnv::of(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn ids_do_not_change() {
        assert_eq!(id("us-east-1", "0"), "93cac6f685a7ca72");
        assert_eq!(id("us-east-1", "0.000"), id("us-east-1", "0"));
        assert_ne!(id("us-east-2", "0"), id("us-east-1", "0"));
        assert_ne!(id("us-east-1", "1"), id("us-east-1", "0"));
    }
}
