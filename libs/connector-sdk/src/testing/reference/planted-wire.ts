import type { Connector } from '../../connector.js';
import { ConnectorBroken, RetryLater } from '../../errors.js';
import { vendorHttp } from '../../http/vendor-http.js';
import { WIRE } from '../wire-faults.js';
import { acmeConnector, acmeHttp, acmeTokens } from './acme-connector.js';
import { instead, type PlantedFault } from './planting.js';

/** The honest connector, except that a failure whose sentence says this is taken for the end of the list. */
const swallowing = (says: RegExp): (() => Connector) =>
  instead((honest) => ({
    pull: (context, stream, cursor, options) =>
      honest.pull(context, stream, cursor, options).catch((error: Error) => {
        if (!says.test(error.message)) throw error;
        return { records: [], unreadable: [], nextCursor: cursor, done: true };
      }),
  }));

const telling = (says: RegExp, other: (error: Error) => Error): (() => Connector) =>
  instead((honest) => ({
    pull: (context, stream, cursor, options) =>
      honest.pull(context, stream, cursor, options).catch((error: Error) => {
        throw says.test(error.message) ? other(error) : error;
      }),
  }));

export const PLANTED_ON_THE_WIRE: PlantedFault[] = [
  {
    check: WIRE.slowDown,
    fault: 'it does not hand on how long it was asked to wait',
    connector: telling(/slow down/, (error) => new RetryLater(error.message)),
  },
  {
    check: WIRE.storm,
    fault: 'it takes 5xx for the end of the world',
    connector: telling(/failed at .*\(5\d\d\)/, (error) => new ConnectorBroken(error.message)),
  },
  { check: WIRE.html, fault: 'it takes a web page for an empty list', connector: swallowing(/web page/) },
  { check: WIRE.nothing, fault: 'it takes null for an empty list', connector: swallowing(/not JSON|with nothing/) },
  {
    check: WIRE.inside,
    fault: 'it looks at the status and not at the body',
    connector: swallowing(/could not answer/),
  },
  {
    check: WIRE.cut,
    fault: 'it takes a dead socket for the end of the list',
    connector: swallowing(/not reached for .*: (?!.*timeout)/),
  },
  { check: WIRE.endless, fault: 'it takes a time-out for the end of the list', connector: swallowing(/timeout/) },
  {
    check: WIRE.large,
    fault: 'it takes a body that is too large for the end of the list',
    connector: swallowing(/larger than/),
  },
  {
    check: WIRE.redirect,
    fault: 'it takes a redirect for the end of the list',
    connector: swallowing(/may not be reached/),
  },
  {
    check: WIRE.expired,
    fault: 'it stops when its token runs out',
    connector: () =>
      acmeConnector({
        client(context) {
          const signed = async () => {
            const authorization = `Bearer ${await acmeTokens(context).token()}`;
            const names = { vendor: 'Acme', urlField: 'url', signInField: 'api_key' };
            const baseUrl = String(context.settings['url']);
            const errorInside = (body: unknown) =>
              JSON.stringify(body).startsWith('{"ok":false') ? new RetryLater('Acme could not answer.') : null;
            return vendorHttp(context, { ...names, baseUrl, headers: () => ({ authorization }), errorInside });
          };
          return {
            get: async (...question) => (await signed()).get(...question),
            getOne: async (...question) => (await signed()).getOne(...question),
            send: async (...question) => (await signed()).send(...question),
          };
        },
      }),
  },
  {
    check: WIRE.refused,
    fault: 'it knocks again and again where it was refused',
    connector: telling(/\(401\)/, (error) => new RetryLater(error.message)),
  },
  {
    check: WIRE.deep,
    fault: 'it walks down whatever it was sent',
    connector: telling(/nested without end/, () => new RangeError('Maximum call stack size exceeded')),
  },
  {
    check: WIRE.circle,
    fault: 'it follows next links without looking at what they bring',
    connector: () => acmeConnector({ guardsPages: false }),
  },
  {
    check: WIRE.silent,
    fault: 'it repeats in its sentence what the vendor wrote',
    connector: () =>
      acmeConnector({
        client: (context) =>
          acmeHttp(context, {
            onStatus({ body }) {
              const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : null;
              return typeof said === 'string' ? new ConnectorBroken(`Acme says: ${said}`) : null;
            },
          }),
      }),
  },
];
