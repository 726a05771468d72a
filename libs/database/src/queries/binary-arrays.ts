/**
 * Arrays as PostgreSQL writes them itself: bytes go over as they are, neither doubled into hex nor through JSON. The driver sends a
 * Buffer in binary form, so the statement has to say the type: `$1::bytea[]`.
 */
export type Element = 'bytea' | 'uuid' | 'text' | 'int4' | 'bool' | 'timestamptz';

const TYPES: Record<Element, number> = { bool: 16, bytea: 17, int4: 23, text: 25, timestamptz: 1184, uuid: 2950 };

/** Dimensions, whether there are nulls, type, length and lower bound: four bytes each. */
const HEAD_BYTES = 20;
const NULL = -1;
/** PostgreSQL counts from the year 2000, in microseconds. */
const YEAR_2000_MS = 946_684_800_000;
/** Words of our own come again and again; what comes from outside must not fill the memory. */
const MOST_WORDS = 1_000;

function writeHead(array: Buffer, element: Element, length: number): void {
  array.writeInt32BE(1, 0);
  array.writeInt32BE(1, 4);
  array.writeInt32BE(TYPES[element], 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
}

/** Values whose bytes are ready; null stands for null. */
export function binaryArray(element: Element, values: readonly (Buffer | null)[]): Buffer {
  let size = HEAD_BYTES;
  for (const value of values) size += 4 + (value?.length ?? 0);
  const array = Buffer.allocUnsafe(size);
  writeHead(array, element, values.length);
  let at = HEAD_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(value?.length ?? NULL, at);
    if (value !== null) at += value.copy(array, at);
  }
  return array;
}

/** Words written straight into their place: of long ones the bytes are made once and not copied. */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? NULL : Buffer.byteLength(value, 'utf8')));
  let size = HEAD_BYTES;
  for (const length of lengths) size += 4 + Math.max(length, 0);
  const array = Buffer.allocUnsafe(size);
  writeHead(array, 'text', values.length);
  let at = HEAD_BYTES;
  values.forEach((value, place) => {
    at = array.writeInt32BE(lengths[place] ?? NULL, at);
    if (value !== null) at += array.write(value, at, 'utf8');
  });
  return array;
}

export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** For words and ids that repeat: their bytes are made once. */
function made(make: (text: string) => Buffer): (text: string) => Buffer {
  const known = new Map<string, Buffer>();
  return (text) => {
    let bytes = known.get(text);
    if (bytes === undefined) {
      bytes = make(text);
      if (known.size < MOST_WORDS) known.set(text, bytes);
    }
    return bytes;
  };
}

export const wordBytes = made((word) => Buffer.from(word, 'utf8'));
/** For ids that repeat. */
export const uuidWord = made(uuidBytes);

export function intBytes(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value, 0);
  return bytes;
}

export const TRUE = Buffer.from([1]);
export const FALSE = Buffer.from([0]);

export function timeBytes(at: Date): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(at.getTime() - YEAR_2000_MS) * 1_000n, 0);
  return bytes;
}

/** Null stands for null. */
export function instantBytes(at: number | null): Buffer | null {
  if (at === null) return null;
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(at - YEAR_2000_MS) * 1_000n, 0);
  return bytes;
}

/** A list within a row, as PostgreSQL reads it from text: an array of arrays must not be ragged. */
export function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join()}}`;
}
