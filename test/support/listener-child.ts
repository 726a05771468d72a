/**
 * A listener for HL7 to be killed: says its port and keeps what comes until then. Started by listener-kills.ts with its settings in the
 * environment.
 */
import { openDatabase, SecretStore } from '@keepwell/database';
import { findConnector } from '@keepwell/connectors';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { pino } from 'pino';
import { MessageIntake } from '../../apps/worker/src/listeners/message-intake.js';
import { startMllpServer } from '../../apps/worker/src/listeners/mllp-server.js';

const { databaseUrl, ...connection } = JSON.parse(process.env.LISTENER_CHILD ?? '{}') as {
  databaseUrl: string;
  practiceId: string;
  connectionId: string;
};
const connector = findConnector('hl7-v2');
if (connector === undefined) throw new Error('There is no connector for HL7 v2');
const database = await openDatabase({ url: databaseUrl, poolSize: 3 });
const { context } = openTestContext(connector, { settings: { port: 1, security: 'plain', timezone: 'Europe/London' } });
const intake = new MessageIntake({
  ...{ database, connector, context, connection, log: pino({ level: 'silent' }) },
  secrets: new SecretStore(Buffer.alloc(32, 1)),
});
const server = await startMllpServer({
  settings: { port: 0, address: '127.0.0.1', tls: null, allow: [], maxFrameBytes: 1024 * 1024 },
  handle: (message) => intake.handle(message),
  tell: () => undefined,
});
process.stdout.write(`port ${server.port}\n`);
