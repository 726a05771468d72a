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
    const { head, delimiters } = message;
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
        ).map((answer) => Buffer.from(written(answer, delimiters), encoding)),
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
  return [code, event].filter((word) => word !== null && /^[A-Za-z0-9]{1,6}$/.test(word)).join('^') || 'unknown';
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
  return code === 'ACK' || code === 'MCF' || (message.first('MSA') !== null && code !== 'ADT' && code !== 'SIU');
}

function dedupeKey(head: Segment, bytes: Buffer): string {
  const key = [3, 4, 7, 10].map((field) => head.field(field)).join('\n');
  // Without a control id only the same bytes are the same message.
  return head.field(10) === '' ? `${key}\n${createHash('sha256').update(bytes).digest('hex')}` : key;
}

function answers(message: Message, outcome: Outcome, fault: Fault, reason: string | null, now: Instant): string[][][] {
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

/** Segments as fields; strings in the first place of a field are already written, in the second they are text. */
function answer(
  message: Message,
  acknowledgement: string,
  outcome: Outcome,
  fault: Fault,
  reason: string | null,
  now: Instant,
): string[][] {
  const { head, delimiters } = message;
  const { component } = delimiters;
  const event = message.value(head, 9, 2);
  const type =
    event === null || component === '' ? 'ACK' : ['ACK', escapeText(event, delimiters), 'ACK'].join(component);
  const echoed = (field: number) => safe(head.field(field));
  const segments = [
    ['MSH', '', echoed(5), echoed(6), echoed(3), echoed(4), timeOf(now), '', type, controlId()],
    ['MSA', acknowledgement, echoed(10)],
  ];
  segments[0]?.push(echoed(11) || 'P', echoed(12) || '2.5', '', '', '', '', '', echoed(18));
  if (outcome !== 'accepted') {
    const says = reason ?? fault.says;
    segments[1]?.push(escapeText(ascii(says), delimiters));
    const coded =
      component === '' ? fault.code : [fault.code, escapeText(fault.says, delimiters), 'HL70357'].join(component);
    segments.push(['ERR', '', '', coded, 'E', '', '', '', escapeText(ascii(says), delimiters)]);
  }
  return segments;
}

function written(segments: string[][], { field, component, repetition, escape, subcomponent }: Delimiters): string {
  return segments
    .map(([name = '', ...fields]) => {
      if (name !== 'MSH') return [name, ...fields].join(field);
      const encoding = `${component}${repetition}${escape}${subcomponent}`;
      return [name, encoding, ...fields.slice(1)].join(field);
    })
    .map((line) => `${line.endsWith(field) ? trimmed(line, field) : line}\r`)
    .join('');
}

function trimmed(line: string, field: string): string {
  let end = line.length;
  while (line[end - 1] === field) end -= 1;
  return line.slice(0, end);
}

/** What is echoed is written already; nothing in it may end a segment or a frame. */
function safe(field: string): string {
  // oxlint-disable-next-line no-control-regex
  return field.replaceAll(/[\u0000-\u001f]/g, ' ');
}

/** Our own sentences, readable in any character set. */
function ascii(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]/g, '?').slice(0, 200);
}

function timeOf(now: Instant): string {
  return `${new Date(now).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}+0000`;
}

/** Twenty characters at most, and none twice. */
function controlId(): string {
  return `KW${randomBytes(9).toString('hex')}`;
}

function notAMessage(bytes: Buffer, says: string, now: () => Instant): MessageReceipt {
  const refused = `This is no HL7 v2 message that can be read: ${says}`;
  return {
    type: 'unknown',
    dedupeKey: createHash('sha256').update(bytes).digest('hex'),
    order: [],
    refused,
    answer: (outcome) => {
      const segments = [
        ['MSH', '', 'KEEPWELL', '', '', '', timeOf(now()), '', 'ACK', controlId(), 'P', '2.5'],
        [
          'MSA',
          APPLICATION[outcome === 'accepted' ? 'refused' : outcome],
          '',
          escapeText(ascii(refused), USUAL_DELIMITERS),
        ],
      ];
      return [Buffer.from(written(segments, USUAL_DELIMITERS), 'latin1')];
    },
  };
}
