import { Problem } from './problem.js';

/**
 * A page marker: small JSON in base64url. It is the caller's to send back and anybody's to forge, so every part is
 * checked before it reaches a query, and it never holds a name: markers stand in addresses.
 */
export function encodeCursor(parts: Record<string, string | null>): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The parts of a marker, each of which must fit its pattern (`null` only where the pattern allows it). */
export function decodeCursor<K extends string>(text: string, patterns: Record<K, RegExp>): Record<K, string> {
  const parts = parse(text);
  const checked = Object.entries<RegExp>(patterns).map(([name, pattern]) => {
    const part = parts[name];
    if (typeof part !== 'string' || !pattern.test(part)) throw new Problem('cursor_wrong');
    return [name, part] as const;
  });
  return Object.fromEntries(checked) as Record<K, string>;
}

function parse(text: string): Record<string, unknown> {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof parts === 'object' && parts !== null) return { ...parts };
  } catch (error) {
    throw new Problem('cursor_wrong', undefined, {}, { cause: error });
  }
  throw new Problem('cursor_wrong');
}

export const UUID_PART = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const INSTANT_PART = /^\d{4,6}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d(:?\d\d)?|Z)$/;
