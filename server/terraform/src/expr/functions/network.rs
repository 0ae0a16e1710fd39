//! Arithmetic of IP addresses and prefixes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ir::{Number, Value};

use super::args::{list_of_texts, number, text, whole};

type Result = std::result::Result<Value, String>;

/// A prefix: the address as a number of `width` bits, host bits zero.
#[derive(Clone, Copy)]
struct Prefix {
    address: u128,
    length: u32,
    width: u32,
}

impl Prefix {
    /// `10.1.0.0/16`; octets with leading zeros are decimal.
    fn parse(text: &str) -> std::result::Result<Self, String> {
        let refused = || format!("invalid CIDR expression: invalid CIDR address: {text}");
        let (address, length) = text.split_once('/').ok_or_else(refused)?;
        let length: u32 = Some(length)
            .filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|it| it.parse().ok())
            .ok_or_else(refused)?;
        let (address, width) = match address.contains(':') {
            true => (u128::from(address.parse::<Ipv6Addr>().map_err(|_| refused())?), 128),
            false => (u128::from(parse_v4(address).ok_or_else(refused)?), 32),
        };
        if length > width {
            return Err(refused());
        }
        let host_bits = width - length;
        let mask = u128::MAX.checked_shl(host_bits).unwrap_or(0);
        Ok(Self { address: address & mask, length, width })
    }

    fn host_bits(self) -> u32 {
        self.width - self.length
    }

    fn show_address(self) -> String {
        match u32::try_from(self.address) {
            Ok(address) if self.width == 32 => IpAddr::V4(Ipv4Addr::from(address)).to_string(),
            _ => IpAddr::V6(Ipv6Addr::from(self.address)).to_string(),
        }
    }

    fn show(self) -> String {
        format!("{}/{}", self.show_address(), self.length)
    }
}

fn parse_v4(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.split('.').collect();
    let decimal =
        |part: &&str| !part.is_empty() && part.len() < 10 && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() != 4 || !parts.iter().all(decimal) {
        return None;
    }
    parts.iter().try_fold(0u32, |address, part| Some(address << 8 | u32::from(part.parse::<u8>().ok()?)))
}

/// 2 to a power, as far as 128 bits hold it.
fn room(bits: u32) -> Option<u128> {
    1u128.checked_shl(bits).filter(|_| bits < 128)
}

fn whole_u128(number: &Number) -> Option<u128> {
    number.to_string().parse().ok().filter(|_| number.is_whole())
}

/// A negative host number counts from the end.
pub(super) fn cidrhost(args: &[Value]) -> Result {
    let prefix = Prefix::parse(&text(args, 0)?)?;
    let number = number(args, 1)?;
    let host = whole_u128(&number.abs()).ok_or("host number must be a whole number")?;
    let bits = prefix.host_bits();
    let fits = room(bits).is_none_or(|room| if number.is_negative() { host <= room } else { host < room });
    if !fits {
        return Err(format!("prefix of {} does not accommodate a host numbered {number}", prefix.length));
    }
    let last = room(bits).map_or(u128::MAX, |room| room - 1);
    let offset = if number.is_negative() { last.wrapping_sub(host).wrapping_add(1) } else { host };
    Ok(Value::string(Prefix { address: prefix.address | offset & last, ..prefix }.show_address()))
}

pub(super) fn cidrnetmask(args: &[Value]) -> Result {
    let prefix = Prefix::parse(&text(args, 0)?)?;
    if prefix.width != 32 {
        return Err("IPv6 addresses cannot have a netmask".to_owned());
    }
    let mask = u32::MAX.checked_shl(prefix.host_bits()).unwrap_or(0);
    Ok(Value::string(Ipv4Addr::from(mask).to_string()))
}

pub(super) fn cidrsubnet(args: &[Value]) -> Result {
    let prefix = Prefix::parse(&text(args, 0)?)?;
    let new_bits = u32::try_from(whole(args, 1)?).map_err(|_| "newbits must not be negative")?;
    let number = number(args, 2)?;
    let length = longer(prefix, new_bits)?;
    let subnet = whole_u128(&number).ok_or("netnum must be a whole number that is not negative")?;
    if room(new_bits).is_some_and(|room| subnet >= room) {
        return Err(format!(
            "prefix extension of {new_bits} does not accommodate a subnet numbered {number}"
        ));
    }
    let shifted = subnet.checked_shl(prefix.width - length).unwrap_or(0);
    Ok(Value::string(Prefix { address: prefix.address | shifted, length, ..prefix }.show()))
}

fn longer(prefix: Prefix, new_bits: u32) -> std::result::Result<u32, String> {
    let length = prefix.length.saturating_add(new_bits);
    if length > prefix.width {
        return Err(format!(
            "not enough remaining address space for a subnet with a prefix of {length} bits after a prefix of {} bits",
            prefix.length
        ));
    }
    Ok(length)
}

/// Prefixes one after another, each aligned to its own size.
pub(super) fn cidrsubnets(args: &[Value]) -> Result {
    let prefix = Prefix::parse(&text(args, 0)?)?;
    let end = room(prefix.host_bits()).and_then(|room| prefix.address.checked_add(room));
    let mut next = Some(prefix.address);
    let mut made = Vec::new();
    for idx in 1..args.len() {
        let new_bits = u32::try_from(whole(args, idx)?)
            .ok()
            .filter(|bits| *bits >= 1)
            .ok_or("must extend prefix by at least one bit")?;
        let length = longer(prefix, new_bits)?;
        let size = room(prefix.width - length).ok_or("the prefix is too short")?;
        let exhausted = || {
            format!(
                "not enough remaining address space for a subnet with a prefix of {length} bits after the others"
            )
        };
        let aligned = next.and_then(|next| next.checked_next_multiple_of(size)).ok_or_else(exhausted)?;
        let after = aligned.checked_add(size);
        // Behind the last address there is no number: `None` is the end of the whole space.
        if end.is_some_and(|end| after.is_none_or(|after| after > end)) {
            return Err(exhausted());
        }
        made.push(Prefix { address: aligned, length, ..prefix }.show());
        next = after;
    }
    Ok(list_of_texts(made))
}
