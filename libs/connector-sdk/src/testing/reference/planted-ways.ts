import type { Connector } from '../../connector.js';
import { RetryLater } from '../../errors.js';
import type { WebhookReading, WebhookRequest } from '../../ways-in.js';
import { WEBHOOKS } from '../check-webhooks.js';
import { WRITES } from '../check-writes.js';
import { HOOK_SECRET } from './acme-server.js';
import { readAcmeHook } from './acme-webhook.js';
import { instead, type PlantedFault } from './planting.js';

const reading = (read: (request: WebhookRequest) => WebhookReading): (() => Connector) =>
  instead(() => ({ readWebhook: async (_context, request) => read(request) }));

const honest = (request: WebhookRequest) => readAcmeHook(HOOK_SECRET, request);

/** Everything that `write` throws, told otherwise. */
const failing = (other: (error: Error) => Error): (() => Connector) =>
  instead((acme) => ({
    write: (context, operation) =>
      acme.write!(context, operation).catch((error: Error) => Promise.reject(other(error))),
  }));

export const PLANTED_IN_WAYS: PlantedFault[] = [
  {
    check: WEBHOOKS.genuine,
    fault: 'it verifies a webhook and hints at nothing',
    connector: reading((request) => ({ ...honest(request), hints: [] })),
  },
  {
    check: WEBHOOKS.forged,
    fault: 'it believes a webhook that carries no signature at all',
    connector: reading((request) =>
      request.method === 'POST' && request.headers['x-acme-signature'] === undefined
        ? { verified: 'strong', dedupeKey: 'e1', hints: [{ kind: 'appointment', id: 'a1', at: null }] }
        : honest(request),
    ),
  },
  {
    check: WEBHOOKS.host,
    fault: 'it puts the address together from the Host header',
    connector: reading((request) => {
      const url = new URL(request.url);
      url.host = request.headers['host'] ?? url.host;
      return honest({ ...request, url: url.href });
    }),
  },
  {
    check: WEBHOOKS.account,
    fault: 'one secret serves for every account',
    connector: reading((request) => {
      const ours = honest(request);
      return ours.verified === 'no' && ours.reply === undefined ? readAcmeHook('another-secret', request) : ours;
    }),
  },
  {
    check: WEBHOOKS.old,
    fault: 'it does not look at the time in a signature',
    connector: reading((request) => {
      const seconds = Number(/t=(\d+)/.exec(request.headers['x-acme-signature'] ?? '')?.[1] ?? 0);
      return honest({ ...request, receivedAt: seconds * 1000 });
    }),
  },
  {
    check: WEBHOOKS.dedupe,
    fault: 'all events about one record have one key',
    connector: reading((request) => {
      const read = honest(request);
      return { ...read, dedupeKey: read.hints[0]?.id ?? read.dedupeKey };
    }),
  },
  {
    check: WEBHOOKS.huge,
    fault: 'it reads the body before it looks whether it can',
    connector: reading((request) => {
      const read = honest(request);
      if (read.verified === 'strong') depthOf(JSON.parse(request.body.toString('utf8')));
      return read;
    }),
  },
  {
    check: WEBHOOKS.handshake,
    fault: 'it does not answer when the vendor asks whether it is there',
    connector: reading((request) => ({ ...honest(request), reply: undefined })),
  },
  {
    check: WRITES.found,
    fault: 'it finds what was never written',
    connector: instead((acme) => ({
      findWritten: async (context, operation) =>
        (await acme.findWritten!(context, operation)) ?? { state: 'confirmed', ref: 'somewhere' },
    })),
  },
  {
    check: WRITES.once,
    fault: 'it writes again when the answer is lost',
    connector: instead((acme) => ({
      write: (context, operation) =>
        acme.write!(context, operation).catch((error: Error) => {
          if (error.name === 'RetryLater') throw error;
          return acme.write!(context, operation);
        }),
    })),
  },
  {
    check: WRITES.uncertain,
    fault: 'it says "try again later" of what may have happened',
    connector: failing((error) => (error.name === 'RetryLater' ? error : new RetryLater('Acme was not reached.'))),
  },
  {
    check: WRITES.busy,
    fault: 'it takes "slow down" for a write that may have happened',
    connector: failing((error) => (error.name === 'RetryLater' ? new Error(error.message) : error)),
  },
];

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
