import type { SourceRecord } from '@keepwell/domain/records';
import type { Connector, ConnectorContext } from '../connector.js';
import { fieldsBeyond, recordProblems } from '../record-shape.js';
import type { MessageReading, MessageReceipt, PartialRecord } from '../ways-in.js';
import type { MessageScenario } from './scenarios.js';
import type { Telling } from './telling.js';

export const MESSAGES = {
  genuine: 'a genuine message is taken and read',
  contract: 'what a message says keeps the contract of records.ts, and what is kept',
  dedupe: 'X-32 a repeated message has the key of the first, another message has another',
  order: 'what a message waits for is known when it comes, and stays the same',
  again: 'a message says the same whenever it is read',
  ignored: 'a message of another kind is ignored, with its reason',
  aside: 'a message that cannot be used is put aside, with its reason',
  refused: 'a message that is not taken is refused in words',
  answers: 'each outcome has an answer of its own',
  torn: 'X-28 a message that is torn, huge or none at all is no harm',
  silent: 'no reason, no answer and no log repeats the patient of a message',
} as const;

const MEBIBYTE = 1 << 20;
const MOST_MS = 1_000;

interface Taken {
  receipt: MessageReceipt;
  reading: MessageReading;
}

/** What must hold of `receiveMessage` and `readMessage`; nobody is asked, so no vendor is needed. */
export async function checkMessages(
  connector: Connector,
  scenario: MessageScenario,
  { tell, isExcused }: Telling,
): Promise<void> {
  const opened = await scenario.open();
  const take = (message: Buffer) => taken(connector, opened.context, message);
  const verdict = async (check: string, judge: () => string | null | Promise<string | null>) => {
    if (isExcused(check)) return;
    try {
      tell(check, await judge());
    } catch (error) {
      tell(check, `it throws ${error instanceof Error ? error.name : 'something that is no error'}`);
    }
  };
  try {
    const { message, otherMessage, ignored, unusable, refused } = scenario;
    await verdict(MESSAGES.genuine, async () => genuineProblem(await take(message), scenario));
    await verdict(MESSAGES.contract, async () => contractProblem(connector, (await take(message)).reading));
    await verdict(MESSAGES.dedupe, async () => {
      const [first, again, other] = [message, Buffer.from(message), otherMessage].map(
        (bytes) => connector.receiveMessage!(opened.context, bytes).dedupeKey,
      );
      if (first === undefined || first === '') return 'it has no dedupeKey';
      if (first !== again) return 'the same message has two keys';
      return first === other ? 'two messages have one key' : null;
    });
    await verdict(MESSAGES.order, async () => {
      const { receipt, reading } = await take(message);
      if (reading.order !== 'all' && reading.order.length === 0) return 'it waits for nothing';
      const same = JSON.stringify(receipt.order) === JSON.stringify(reading.order);
      return same ? null : 'it waits for other messages when it is read than when it came';
    });
    await verdict(MESSAGES.again, () => againProblem(connector, scenario));
    await verdict(MESSAGES.ignored, async () => outcomeProblem(await take(ignored), 'ignored'));
    await verdict(MESSAGES.aside, async () => asideProblem(await take(unusable)));
    await verdict(MESSAGES.refused, async () => {
      if (refused === null) return null;
      const { refused: why } = connector.receiveMessage!(opened.context, refused);
      return why === null || why.trim() === '' ? 'it is taken' : null;
    });
    await verdict(MESSAGES.answers, () => answersProblem(connector.receiveMessage!(opened.context, message)));
    await verdict(MESSAGES.torn, () => tornProblem(connector, opened.context, message));
    await verdict(MESSAGES.silent, async () => {
      const said: string[] = [];
      for (const bytes of [message, otherMessage, ignored, unusable, ...(refused === null ? [] : [refused])])
        said.push(...wordsOf(await take(bytes)));
      said.push(...opened.logged);
      const leaks = scenario.neverSays.filter((word) => said.some((text) => text.includes(word)));
      return leaks.length === 0 ? null : `${leaks.length} of the words appear`;
    });
  } finally {
    await opened.close();
  }
}

async function taken(connector: Connector, context: ConnectorContext, message: Buffer): Promise<Taken> {
  return {
    receipt: connector.receiveMessage!(context, message),
    reading: await connector.readMessage!(context, message),
  };
}

const told = ({ records, partials = [] }: MessageReading) => [...records, ...partials];

function genuineProblem({ receipt, reading }: Taken, { type, expect }: MessageScenario): string | null {
  if (receipt.refused !== null) return `it is refused: ${receipt.refused}`;
  if (receipt.type !== type || reading.type !== type) return `its type is ${receipt.type}, expected ${type}`;
  if (reading.outcome !== 'records') return `it ends as ${reading.outcome}`;
  const got = told(reading).map(({ kind, id }) => `${kind} ${id}`);
  const wanted = expect.map(({ kind, id }) => `${kind} ${id}`);
  const same = JSON.stringify(got.toSorted()) === JSON.stringify(wanted.toSorted());
  return same ? null : `it tells of ${got.join(', ') || 'nothing'}, expected ${wanted.join(', ')}`;
}

function contractProblem(connector: Connector, reading: MessageReading): string | null {
  const whole = reading.records.map((record) => [record, recordProblems(record)] as const);
  const partial = (reading.partials ?? []).map((one) => {
    const record = asRecord(one);
    const known = Object.keys(one.data);
    return [record, recordProblems(record).filter((problem) => known.includes(problem.split(' ')[0] ?? ''))] as const;
  });
  for (const [record, problems] of [...whole, ...partial]) {
    const beyond = fieldsBeyond(connector.keeps, record).map((field) => `${field} is not said to be kept (S3-62)`);
    const [first] = [...problems, ...beyond];
    if (first !== undefined) return `${record.kind} ${record.id}: ${first}`;
  }
  return null;
}

function asRecord({ kind, id, createdAt, data }: PartialRecord): SourceRecord {
  return { op: 'upsert', kind, id, createdAt, updatedAt: null, versionId: null, data } as unknown as SourceRecord;
}

/** Messages are read again after a restart, a fix, or when they are looked at: by another process, which has not heard the others. */
async function againProblem(connector: Connector, scenario: MessageScenario): Promise<string | null> {
  const { message, otherMessage } = scenario;
  const readIn = async (messages: Buffer[]): Promise<string> => {
    const opened = await scenario.open();
    try {
      let last = '';
      for (const one of messages) last = JSON.stringify(await connector.readMessage!(opened.context, one));
      return last;
    } finally {
      await opened.close();
    }
  };
  const alone = await readIn([message]);
  if ((await readIn([message, message])) !== alone) return 'the second time it says something else';
  return (await readIn([otherMessage, message])) === alone ? null : 'behind another message it says something else';
}

function outcomeProblem({ reading }: Taken, wanted: MessageReading['outcome']): string | null {
  if (reading.outcome !== wanted) return `it ends as ${reading.outcome}`;
  if (told(reading).length > 0) return 'it tells of records all the same';
  return (reading.reason ?? '').trim() === '' ? 'no reason is said' : null;
}

function asideProblem(taken: Taken): string | null {
  const problem = outcomeProblem(taken, 'unreadable');
  if (problem !== null) return problem;
  const { unreadable } = taken.reading;
  if (unreadable.length === 0) return 'nothing is put aside';
  const bare = unreadable.some(({ code, reason }) => code.trim() === '' || reason.trim() === '');
  return bare ? 'what is put aside has no code or no reason' : null;
}

function answersProblem(receipt: MessageReceipt): string | null {
  const outcomes = ['accepted', 'failed', 'refused'] as const;
  const answers = outcomes.map((outcome) =>
    Buffer.concat(receipt.answer(outcome, outcome === 'accepted' ? undefined : 'why')).toString('latin1'),
  );
  const silent = outcomes.find((_outcome, index) => answers[index] === '');
  if (silent !== undefined) return `${silent} is answered with nothing`;
  return new Set(answers).size === answers.length ? null : 'two outcomes have one answer';
}

/** A socket hands over whatever came: nothing of it may stop the listener, or take it long. */
async function tornProblem(connector: Connector, context: ConnectorContext, message: Buffer): Promise<string | null> {
  const half = message.subarray(0, Math.floor(message.length / 2));
  const torn: [string, Buffer][] = [
    ...Array.from({ length: 7 }, (_, eighth): [string, Buffer] => {
      const length = Math.floor((message.length * (eighth + 1)) / 8);
      return [`cut after ${length} bytes`, message.subarray(0, length)];
    }),
    ['nothing', Buffer.alloc(0)],
    ['its second half', message.subarray(half.length)],
    ['zeros', Buffer.alloc(2_000)],
    ['all bytes there are', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ['a mebibyte behind it', Buffer.concat([message, Buffer.alloc(MEBIBYTE, 'x')])],
    [
      'a mebibyte in the middle of it',
      Buffer.concat([half, Buffer.alloc(MEBIBYTE, '|'), message.subarray(half.length)]),
    ],
  ];
  for (const [title, bytes] of torn) {
    const from = performance.now();
    try {
      const receipt = connector.receiveMessage!(context, bytes);
      receipt.answer('failed', 'why');
      const reading = await connector.readMessage!(context, bytes);
      if (bytes.length === 0 && told(reading).length > 0) return `${title}: it tells of records`;
    } catch (error) {
      return `${title}: it throws ${error instanceof Error ? error.name : 'something that is no error'}`;
    }
    if (performance.now() - from > MOST_MS) return `${title}: it takes more than a second`;
  }
  return null;
}

/** What people and the other side are told; the record as received is no part of it. */
function wordsOf({ receipt, reading }: Taken): string[] {
  const answers = (['accepted', 'failed', 'refused'] as const).flatMap((outcome) => receipt.answer(outcome));
  return [
    ...[receipt.type, receipt.refused ?? '', reading.reason ?? ''],
    ...reading.unreadable.flatMap(({ code, reason, where }) => [code, reason, where ?? '']),
    ...answers.map((answer) => answer.toString('latin1')),
  ];
}
