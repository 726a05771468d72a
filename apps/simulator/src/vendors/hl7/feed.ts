import type { Instant } from '@keepwell/domain/records';
import type { LivingPractice, Standing } from '../../living/living-practice.js';
import { headOf, messageOf, USUAL_DIALECT, type Dialect } from './messages.js';
import { MllpSender } from './mllp-sender.js';

/** What interface engines do to a feed. Shares of messages, 0 to 1. */
export interface FeedHabits {
  /** Sent once more, byte for byte. */
  repeated?: number;
  /** Sent after the next one. */
  swapped?: number;
  /** Bytes go out in small pieces. */
  inPieces?: boolean;
  /** Letters are written in Latin-1 although UTF-8 is said. */
  wrongCharset?: boolean;
}

export interface FeedOptions {
  living: LivingPractice;
  host: string;
  port: number;
  dialect?: Partial<Dialect>;
  habits?: FeedHabits;
  /** A number from 0 to 1; by the same numbers the feed is the same. */
  random?: () => number;
  onAnswer?: (type: string, code: string) => void;
}

export interface Hl7Feed {
  /** Tells everything that stands: what an interface team calls the initial load. */
  tellAll(): void;
  /** When everything told so far was answered. */
  sent(): Promise<number>;
  close(): Promise<void>;
}

interface Queued {
  type: string;
  bytes: Buffer;
}

/** How long a refused or unanswered message waits before it is sent again. */
const AGAIN_MS = 500;

/** Sends what changes in a simulated practice as HL7 v2 over MLLP, as an interface engine does: in order, one by one, until it is taken. */
export function startHl7Feed({
  living,
  host,
  port,
  dialect: given,
  habits = {},
  random = Math.random,
  onAnswer,
}: FeedOptions): Hl7Feed {
  const dialect: Dialect = { ...USUAL_DIALECT, ...given };
  const pieces = habits.inPieces === true ? () => 1 + Math.floor(random() * 40) : null;
  const sender = new MllpSender(host, port, pieces);
  const queue: Queued[] = [];
  let numbered = 0;
  let answered = 0;
  let isClosed = false;
  let running: Promise<void> | null = null;

  const tell = (now: Standing, before: Standing | undefined): void => {
    const patientId = 'patientId' in now.data ? now.data.patientId : null;
    const patient = typeof patientId === 'string' ? living.get('patient', patientId) : undefined;
    const told = messageOf(now, before, patient, dialect);
    if (told === null) return;
    numbered += 1;
    const head = headOf(
      told.type,
      `SIM${numbered.toString().padStart(9, '0')}`,
      now.updatedAt satisfies Instant,
      dialect,
    );
    const text = `${[head, ...told.segments].join('\r')}\r`;
    const message = { type: told.type, bytes: Buffer.from(text, habits.wrongCharset === true ? 'latin1' : 'utf8') };
    // The first is on its way already.
    const swaps = queue.length > 1 && random() < (habits.swapped ?? 0);
    queue.splice(swaps ? queue.length - 1 : queue.length, 0, message);
    if (random() < (habits.repeated ?? 0)) queue.push(message);
    running ??= run().finally(() => {
      running = null;
    });
  };

  const run = async (): Promise<void> => {
    await Promise.resolve();
    for (let next = queue[0]; next !== undefined && !isClosed; next = queue[0]) {
      const code = await sender.send(next.bytes).then(
        (answer) => answer.code,
        () => '',
      );
      onAnswer?.(next.type, code);
      // An error may be over soon; a refusal is not, and would hold up everything behind it.
      if (code === '' || code === 'AE' || code === 'CE') await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      else {
        queue.shift();
        answered += 1;
      }
    }
  };

  const stopListening = living.onChange(tell);
  return {
    tellAll: () => {
      for (const kind of ['patient', 'appointment', 'payment'] as const) {
        for (const standing of living.all(kind)) tell(standing, undefined);
      }
    },
    sent: async () => {
      while (running !== null) await running;
      return answered;
    },
    close: async () => {
      isClosed = true;
      stopListening();
      sender.close();
      await running;
    },
  };
}
