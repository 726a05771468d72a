import ipaddr from 'ipaddr.js';

/** Global unicast: everything else in IPv6 is local, mapped, tunnelled or reserved. */
const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3');

/** Is this (textual, already resolved) address one that the public internet routes to? */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` turns ::ffff:a.b.c.d into a.b.c.d, so a mapped loopback is seen as the loopback it reaches.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST_V6);
}

/**
 * The address a URL's host names literally, or null when it is a name that must be resolved. The URL parser has
 * already turned decimal, octal, hexadecimal and shortened IPv4 spellings into four plain numbers.
 */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
  if (ipaddr.isValid(bare)) return ipaddr.parse(bare).toString();
  return null;
}
