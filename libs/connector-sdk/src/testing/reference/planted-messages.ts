import type { ConnectorContext } from '../../connector.js';
import type { MessageReading, MessageReceipt } from '../../ways-in.js';
import { MESSAGES } from '../check-messages.js';
import { readAcmeMessage, receiveAcmeMessage } from './acme-messages.js';
import { instead, type PlantedFault } from './planting.js';

const receiving = (change: (receipt: MessageReceipt, message: Buffer) => object) =>
  instead(() => ({
    receiveMessage: (_context, message) => {
      const receipt = receiveAcmeMessage(message);
      return { ...receipt, ...change(receipt, message) };
    },
  }));

const reading = (change: (reading: MessageReading, message: Buffer, context: ConnectorContext) => object) =>
  instead(() => ({
    readMessage: async (context, message) => {
      const read = readAcmeMessage(message);
      return { ...read, ...change(read, message, context) };
    },
  }));

export const PLANTED_IN_MESSAGES: PlantedFault[] = [
  {
    check: MESSAGES.genuine,
    fault: 'it takes a message and tells of another appointment',
    connector: reading(({ partials }) => ({ partials: partials?.map((one) => ({ ...one, id: `${one.id}0` })) })),
  },
  {
    check: MESSAGES.contract,
    fault: 'it tells a start that is a text',
    connector: reading(({ partials }) => ({
      partials: partials?.map((one) => ({ ...one, data: { ...one.data, startsAt: '2026-02-11' } })),
    })),
  },
  {
    check: MESSAGES.dedupe,
    fault: 'all messages about one appointment have one key',
    connector: receiving((_receipt, message) => ({ dedupeKey: message.toString('utf8').split('|')[3] })),
  },
  {
    check: MESSAGES.order,
    fault: 'it finds out whose message it is only when it reads it',
    connector: receiving(() => ({ order: ['all of one sender'] })),
  },
  {
    check: MESSAGES.again,
    fault: 'it fills in from the message before what this one does not say',
    connector: () => {
      const before = new WeakMap<object, string | null>();
      return reading((read, message, context) => {
        const last = before.get(context) ?? null;
        before.set(context, message.toString('utf8').split('|')[4] ?? null);
        const partials = read.partials?.map((one) => ({ ...one, createdAt: last === null ? null : 1 }));
        return partials === undefined ? {} : { partials };
      })();
    },
  },
  {
    check: MESSAGES.ignored,
    fault: 'it does not say why it ignores a message',
    connector: reading(({ outcome, reason }) => ({ reason: outcome === 'ignored' ? null : reason })),
  },
  {
    check: MESSAGES.aside,
    fault: 'it ignores what it cannot use',
    connector: reading(({ outcome }) => (outcome === 'unreadable' ? { outcome: 'ignored', unreadable: [] } : {})),
  },
  {
    check: MESSAGES.refused,
    fault: 'it takes messages of a version that it does not know',
    connector: receiving(() => ({ refused: null })),
  },
  {
    check: MESSAGES.answers,
    fault: 'it says "accepted" of what it refuses',
    connector: receiving((receipt) => ({
      answer: (outcome: 'accepted' | 'failed' | 'refused', reason?: string) =>
        receipt.answer(outcome === 'refused' ? 'failed' : outcome, reason),
    })),
  },
  {
    check: MESSAGES.torn,
    fault: 'it throws at what is no message',
    connector: receiving((_receipt, message) => {
      if (message.length === 0) throw new TypeError('no message');
      return {};
    }),
  },
  {
    check: MESSAGES.silent,
    fault: 'its reason quotes the message',
    connector: reading(({ reason }, message) => ({
      reason: reason === null ? null : `${reason} ${message.toString()}`,
    })),
  },
];
