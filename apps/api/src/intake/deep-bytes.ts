const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS = new Set([0x7b, 0x5b]);
const CLOSES = new Set([0x7d, 0x5d]);

/**
 * Whether bytes that may be JSON nest deeper than `limit`: told in one pass over them, before anybody parses. What is no JSON at all
 * is its reader's to refuse.
 */
export function nestsDeeperThan(bytes: Buffer, limit: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (OPENS.has(byte)) {
      depth += 1;
      if (depth > limit) return true;
    } else if (CLOSES.has(byte)) depth -= 1;
  }
  return false;
}
