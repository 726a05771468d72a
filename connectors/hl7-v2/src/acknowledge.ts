import { createHash, randomBytes } from 'node:crypto';
import type { MessageReceipt } from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain/records';
import { saidCharset, textOf } from './characters.js';
import { escapeText, USUAL_DELIMITERS, type Delimiters } from './escapes.js';
import { orderOf } from './order.js';
import { Message, NotAMessage, type Segment } from './message.js';
import type { FeedSettings } from './settings.js';

type Outcome = 'accepted' | 'failed' | 'refused';

/** MSA-1 in both modes: what was done with the message, and whether it was taken into keeping. */
const APPLICATION: Record<Outcome, string> = { accepted: 'AA', failed: 'AE', refused: 'AR' };
const ACCEPT: Record<Outcome, string> = { accepted: 'CA', failed: 'CE', refused: 'CR' };

/** Table 0357. */
interface Fault {
  code: string;
  says: string;
}

const INTERNAL: Fault = { code: '207', says: 'Application internal error' };

/** What is asked of the other side by MSH-15 and MSH-16 (table 0155); empty: the original mode, one answer always. */
function isWanted(when: string, outcome: Outcome): boolean {
  if (when === 'AL') return true;
  return outcome === 'accepted' ? when === 'SU' : when === 'ER';
}

/** Looks at the head of a message. Never throws: what is no message is refused in words. */
export function receive(bytes: Buffer, settings: FeedSettings, now: () => Instant): MessageReceipt {
  const utf16 = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[1] === 0;
  // Bytes are echoed as they came, whatever letters they stand for.
  const encoding = utf16 ? 'utf16le' : 'latin1';
  const text = utf16 ? textOf(bytes, saidCharset(bytes)).text : bytes.toString('latin1');
  try {
    const message = Message.open(text);
    const { head } = message;
    const fault = refusal(message, head, settings);
    return {
      type: typeOf(message),
      dedupeKey: dedupeKey(head, bytes),
      order: fault === null ? orderOf(message, settings) : [],
      refused: fault === null ? null : `${fault.says}.`,
      answer: (outcome, reason) =>
        answers(
          message,
          outcome,
          outcome === 'refused' && fault !== null ? fault : INTERNAL,
          reason ?? null,
          now(),
        ).map((answer) => Buffer.from(answer, encoding)),
    };
  } catch (error) {
    if (!(error instanceof NotAMessage)) throw error;
    return notAMessage(bytes, error.message, now);
  }
}

/** For people, and short: `SIU^S12`. */
export function typeOf(message: Message): string {
  const code = message.value(message.head, 9);
  const event = message.value(message.head, 9, 2) ?? message.value(message.first('EVN'), 1);
  const [isCode, isEvent] = [isWord(code), isWord(event)];
  if (isCode && isEvent) return `${code}^${event}`;
  return (isCode ? code : isEvent ? event : null) ?? 'unknown';
}

function isWord(text: string | null): boolean {
  return text !== null && /^[A-Za-z0-9]{1,6}$/.test(text);
}

function refusal(message: Message, head: Segment, { processingId }: FeedSettings): Fault | null {
  const code = message.value(head, 9);
  if (code === null || !/^[A-Z][A-Z0-9]{2}$/.test(code)) {
    return { code: '200', says: 'The message type (MSH-9) is missing or is none of HL7 v2' };
  }
  if (isAnswer(code, message)) return { code: '200', says: 'This is an answer, not a message' };
  const version = message.value(head, 12);
  if (version !== null && !/^2(\.\d+)*$/.test(version)) {
    return { code: '203', says: 'Only versions 2.x are read here (MSH-12)' };
  }
  const processing = message.value(head, 11);
  if (processing !== null && processing !== processingId) {
    return { code: '202', says: `Only messages with processing id ${processingId} are taken here (MSH-11)` };
  }
  return null;
}

/** Two machines that answer each other's answers never stop. */
function isAnswer(code: string, message: Message): boolean {
  if (code === 'ADT' || code === 'SIU') return false;
  return code === 'ACK' || code === 'MCF' || message.first('MSA') !== null;
}

function dedupeKey(head: Segment, bytes: Buffer): string {
  const key = `${head.field(3)}\n${head.field(4)}\n${head.field(7)}\n${head.field(10)}`;
  // Without a control id only the same bytes are the same message.
  return head.field(10) === '' ? `${key}\n${createHash('sha256').update(bytes).digest('hex')}` : key;
}

function answers(message: Message, outcome: Outcome, fault: Fault, reason: string | null, now: Instant): string[] {
  const { head } = message;
  const code = message.value(head, 9);
  if (code !== null && isAnswer(code, message)) return [];
  const [accept, application] = [head.field(15).trim(), head.field(16).trim()];
  const isOriginal = accept === '' && application === '';
  const codes: string[] = [];
  if (accept !== '' && isWanted(accept, outcome)) codes.push(ACCEPT[outcome]);
  if (isOriginal || isWanted(application, outcome)) codes.push(APPLICATION[outcome]);
  return codes.map((acknowledgement) => answer(message, acknowledgement, outcome, fault, reason, now));
}

function answer(
  message: Message,
  acknowledgement: string,
  outcome: Outcome,
  fault: Fault,
  reason: string | null,
  now: Instant,
): string {
  const { head, delimiters } = message;
  const { field, component } = delimiters;
  const event = message.value(head, 9, 2);
  const type =
    event === null || component === '' ? 'ACK' : `ACK${component}${escapeText(event, delimiters)}${component}ACK`;
  const isPlain = !CONTROL.test(head.line);
  const echoed = (n: number) => (isPlain ? head.field(n) : safe(head.field(n)));
  const [processing, version] = [echoed(11) || 'P', echoed(12) || '2.5'];
  const mshLine = [
    ...['MSH', encodingOf(delimiters), echoed(5), echoed(6), echoed(3), echoed(4), timeOf(now), '', type, controlId()],
    ...[processing, version, '', '', '', '', '', echoed(18)],
  ];
  if (outcome === 'accepted') return line(field, mshLine) + line(field, ['MSA', acknowledgement, echoed(10)]);
  const says = escapeText(ascii(reason ?? fault.says), delimiters);
  const coded =
    component === '' ? fault.code : `${fault.code}${component}${escapeText(fault.says, delimiters)}${component}HL70357`;
  return [
    line(field, mshLine),
    line(field, ['MSA', acknowledgement, echoed(10), says]),
    line(field, ['ERR', '', '', coded, 'E', '', '', '', says]),
  ].join('');
}

function encodingOf({ component, repetition, escape, subcomponent }: Delimiters): string {
  return `${component}${repetition}${escape}${subcomponent}`;
}

/** Fields that are written already, without the empty ones at the end. */
function line(separator: string, fields: string[]): string {
  let last = fields.length;
  while (fields[last - 1] === '') last -= 1;
  return `${(last === fields.length ? fields : fields.slice(0, last)).join(separator)}\r`;
}

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f]/;

/** What is echoed is written already; nothing in it may end a segment or a frame. */
function safe(field: string): string {
  // oxlint-disable-next-line no-control-regex
  return field.replaceAll(/[\u0000-\u001f]/g, ' ');
}

/** Our own sentences, readable in any character set. */
function ascii(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]/g, '?').slice(0, 200);
}

let written = { second: Number.NaN, text: '' };

/** To the second: written once for all answers of one. */
function timeOf(now: Instant): string {
  const second = Math.floor(now / 1000);
  if (second !== written.second) {
    const text = new Date(second * 1000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
    written = { second, text: `${text}+0000` };
  }
  return written.text;
}

const ID_BYTES = 9;
const IDS_AT_ONCE = 512;
let chance = Buffer.alloc(0);
let drawn = 0;

/** Twenty characters at most, and none twice. Chance is drawn for many at once: each draw is a call of the system. */
function controlId(): string {
  if (drawn === chance.length) {
    chance = randomBytes(ID_BYTES * IDS_AT_ONCE);
    drawn = 0;
  }
  drawn += ID_BYTES;
  return `KW${chance.toString('hex', drawn - ID_BYTES, drawn)}`;
}

function notAMessage(bytes: Buffer, says: string, now: () => Instant): MessageReceipt {
  const refused = `This is no HL7 v2 message that can be read: ${says}`;
  return {
    type: 'unknown',
    dedupeKey: createHash('sha256').update(bytes).digest('hex'),
    order: [],
    refused,
    answer: (outcome) => {
      const { field } = USUAL_DELIMITERS;
      const code = APPLICATION[outcome === 'accepted' ? 'refused' : outcome];
      const head = ['MSH', encodingOf(USUAL_DELIMITERS), 'KEEPWELL', '', '', '', timeOf(now()), '', 'ACK', controlId()];
      const says = ['MSA', code, '', escapeText(ascii(refused), USUAL_DELIMITERS)];
      return [Buffer.from(line(field, [...head, 'P', '2.5']) + line(field, says), 'latin1')];
    },
  };
}
