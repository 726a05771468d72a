import { isAscii, isUtf8 } from 'node:buffer';

/** Table 0211 in the words of senders, as far as Node can read it. */
const CHARACTER_SETS: Record<string, string> = {
  ASCII: 'windows-1252',
  '8859/1': 'windows-1252',
  '8859/2': 'iso-8859-2',
  '8859/3': 'iso-8859-3',
  '8859/4': 'iso-8859-4',
  '8859/5': 'iso-8859-5',
  '8859/6': 'iso-8859-6',
  '8859/7': 'iso-8859-7',
  '8859/8': 'iso-8859-8',
  '8859/9': 'windows-1254',
  '8859/15': 'iso-8859-15',
  'UNICODE UTF-8': 'utf-8',
  UNICODE: 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  'UNICODE UTF-16': 'utf-16le',
  'GB 18030-2000': 'gb18030',
  'BIG-5': 'big5',
  'KS X 1001': 'euc-kr',
};

/** What a connection may say its sender writes, whatever MSH-18 says. */
export const CHARSETS = [
  'utf-8',
  'windows-1252',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-15',
  'utf-16le',
  'shift_jis',
  'euc-kr',
  'gb18030',
] as const;

const decoders = new Map<string, TextDecoder>();

function decoder(label: string): TextDecoder {
  let known = decoders.get(label);
  if (known === undefined) decoders.set(label, (known = new TextDecoder(label)));
  return known;
}

/**
 * The text of a message, decoded once from all of its bytes. `said` is MSH-18, or what the connection knows better; nothing said
 * means ASCII, which in life is UTF-8 or Windows Latin. A sender that says UTF-8 and sends Latin is read as Latin.
 */
export function textOf(bytes: Buffer, said: string | null): { text: string; charset: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decoder('utf-16le').decode(bytes), charset: 'utf-16le' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decoder('utf-16be').decode(bytes), charset: 'utf-16be' };
  if (bytes[0] === 0x4d && bytes[1] === 0) return { text: decoder('utf-16le').decode(bytes), charset: 'utf-16le' };
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), charset: 'ascii' };
  const wanted = said === null ? null : (CHARACTER_SETS[said.trim().toUpperCase()] ?? supported(said.trim()));
  const charset = wanted === null || wanted === 'utf-8' || wanted === 'windows-1252' ? guess(bytes, wanted) : wanted;
  const text =
    charset === 'utf-8'
      ? bytes.toString('utf8')
      : charset === 'windows-1252'
        ? windows(bytes)
        : decoder(charset).decode(bytes);
  return { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, charset };
}

/** What Windows puts where Latin-1 has control characters, from 0x80 on. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Here, because Node 20's own decoder takes it for Latin-1. */
function windows(bytes: Buffer): string {
  const latin = bytes.toString('latin1');
  return latin.replaceAll(/[\u0080-\u009f]/g, (char) => WINDOWS[char.charCodeAt(0) - 0x80] ?? char);
}

/** Latin letters beyond ASCII next to each other make valid UTF-8 so seldom that a sender who says ASCII means UTF-8 then. */
function guess(bytes: Buffer, wanted: string | null): string {
  if (wanted === 'windows-1252') return 'windows-1252';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function supported(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** MSH-18 as the bytes say it, before anything is decoded; null: nothing is said. */
export function saidCharset(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 2_000);
  const from = head.indexOf('MSH');
  const separator = head[from + 3];
  if (from === -1 || from > 4 || separator === undefined) return null;
  const end = head.slice(from).search(/[\r\n]/);
  const fields = head.slice(from, end === -1 ? undefined : from + end).split(separator);
  const first = fields[17]?.split(fields[1]?.[1] ?? '~')[0]?.trim() ?? '';
  return first === '' || first === '""' ? null : first;
}
