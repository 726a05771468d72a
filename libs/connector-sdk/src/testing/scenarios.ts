import type { Instant, RecordKind, ZoneId } from '@keepwell/domain/records';
import type { Connector } from '../connector.js';
import type { Hint, WebhookRequest } from '../ways-in.js';
import type { WriteOperation } from '../write-back.js';
import type { OpenedContext } from './test-context.js';
import type { Faithful, VendorWorld } from './vendor-world.js';

export type ErrorKind = 'RetryLater' | 'SettingsWrong' | 'RecordUnreadable' | 'ConnectorBroken';

/**
 * What the folder of a connector exports from `conformance.ts`: for the spec (`assertConformance(conformance)`) and for
 * `keepwell connector test connectors/<id>`.
 */
export interface Conformance {
  connector: Connector;
  scenarios: ConnectorScenarios;
  /** Frees what the scenarios opened and did not close themselves; called once, at the end. */
  close?: () => Promise<void>;
}

/** What a connector author hands to `checkConnector`. No list may be empty: a kit that looks at nothing finds nothing. */
export interface ConnectorScenarios {
  /** Settings that must be refused, and the field that must be named. */
  wrongSettings: { title: string; settings: Record<string, unknown>; field: string }[];
  /** Sources that can be read to their end. */
  sources: SourceScenario[];
  /** Sources on which the connector must fail, and how. */
  errors: ErrorScenario[];
  /** Vendors whose truth the kit moves. Each is also read through the kit's nasty proxy, unless it says that it has no wire. */
  worlds?: WorldScenario[];
  /** More HTTP sources to put behind the nasty proxy: a connector without a world, or with several ways to be read. */
  wire?: WireScenario[];
  /** Where the connector has `readWebhook`. */
  webhooks?: WebhookScenario[];
  /** Where the connector has `readMessage`. */
  messages?: MessageScenario[];
  /** Where the connector has `write`. */
  writes?: WriteScenario[];
  /** Checks that this vendor makes impossible, with the reason: shown in the report, never in silence. */
  excused?: Partial<Record<string, string>>;
}

export interface SourceScenario {
  title: string;
  /** Opens the same source anew; called many times. Give it a fixed clock. */
  open(): Promise<OpenedContext>;
  /** Records wanted per page: small, so that there are several pages. */
  limit: number;
  /** Different records per kind, and how many things must be put aside. */
  expect: { records: Partial<Record<RecordKind, number>>; unreadable: number };
}

export interface ErrorScenario {
  title: string;
  open(): Promise<OpenedContext>;
  error: ErrorKind;
  /** A part of the sentence shown to the practice. */
  says: string;
  /** Words that must appear in no sentence and no log: the names and numbers of the source's patients. */
  neverSays?: string[];
}

export interface WorldScenario {
  title: string;
  /** A vendor of its own, empty; opened for each check and closed after it. Several are open at once. */
  open(): Promise<VendorWorld>;
  /** What survives the way through this vendor. The kit puts in records of these kinds and compares these fields. */
  faithful: Faithful;
  /** The practice's zone: the days on which its clock jumps are tried. */
  timezone: ZoneId;
  /** Records wanted per page. Default 3. */
  limit?: number;
  /** How the wire of this vendor can be made nasty; null where nothing goes over HTTP (files). Default: the usual ways. */
  wire?: WireHabits | null;
}

export interface WireHabits {
  /** Bodies by which this vendor says "error" although the status is 200. */
  errorsInside?: { title: string; body: unknown }[];
  /** Tokens run out: after one 401 the connector signs in again and goes on, with no error at all. */
  tokensExpire?: boolean;
  /** More ways in which this vendor asks to slow down (Dentally's 403): the connector must say `RetryLater`. */
  busyAnswers?: { title: string; status: number; headers: Record<string, string>; body?: unknown; afterMs?: number }[];
}

export interface WireScenario extends WireHabits {
  title: string;
  /** A source over HTTP with something in it. The kit listens in between: every setting that holds `origin` gets the proxy's. */
  open(): Promise<WireSource>;
  timezone?: ZoneId;
  limit?: number;
}

export type WireSource = Pick<VendorWorld, 'settings' | 'origin' | 'now' | 'close'>;

export interface WebhookScenario {
  title: string;
  /** A connection with the other side's signing secret in its settings. `receivedAt` of requests is this context's `now()`. */
  open(): Promise<OpenedContext>;
  /** A genuine event, as its bytes come. */
  body: string;
  /** Another event of the same kind. */
  otherBody: string;
  /** The request as the other side sends it: signed at `at`, with this connection's secret or with another account's. */
  sign(body: Buffer, how: { at: Instant; secret: 'ours' | 'another' }): WebhookRequest;
  /** Lower-case names of the headers that carry the proof. */
  signedBy: string[];
  verified: 'strong' | 'weak';
  expect: Pick<Hint, 'kind' | 'id'>[];
  /** How old a signature may be; null when the scheme signs no time. */
  toleranceMs: number | null;
  handshakes?: { title: string; request: WebhookRequest; status: number; body?: string }[];
}

/** What a sender over a stream sends; bytes as they come, without frames. */
export interface MessageScenario {
  title: string;
  /** A connection to which it is sent; opened several times. */
  open(): Promise<OpenedContext>;
  /** A genuine message, its kind as people read it, and the records it tells of, whole or in part. */
  message: Buffer;
  type: string;
  expect: Pick<Hint, 'kind' | 'id'>[];
  /** Another message of the same kind, about the same record. */
  otherMessage: Buffer;
  /** Of a kind that is none of ours. */
  ignored: Buffer;
  /** Of a kind that is ours, and nothing can be made of it. */
  unusable: Buffer;
  /** One that is not taken at all: another version, a test. Null: everything is taken. */
  refused: Buffer | null;
  /** Words that must appear in no reason, no answer and no log: names and numbers of the patients in these messages. */
  neverSays: string[];
}

export interface WriteScenario {
  title: string;
  /** A vendor of its own, empty. */
  open(): Promise<VendorWorld>;
  timezone: ZoneId;
  /** Puts in what must stand there before, and says what is to be written. */
  prepare(world: VendorWorld): WriteOperation;
  /** How often it stands at the vendor: 0 before, 1 after. For a cancel: 1 when it is cancelled. */
  standing(world: VendorWorld, operation: WriteOperation): number;
}

export interface Finding {
  check: string;
  says: string;
}

export interface KitReport {
  /** Every check that was made and held, by name. */
  passed: string[];
  failures: Finding[];
  /** Checks that were not made, and why: excused by the scenarios, or waiting for something more basic. */
  skipped: Finding[];
}
