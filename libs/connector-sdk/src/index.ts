export { isUsable, missingParts } from './capability.js';
export { defineConnector } from './connector.js';
export type {
  CheckResult,
  Connector,
  ConnectorContext,
  Cursor,
  GuardedFolders,
  Json,
  PullOptions,
  PullPage,
  SettingsProperty,
  SettingsSchema,
  Stream,
  StreamMode,
  UnreadableRecord,
} from './connector.js';
export { ConnectorBroken, RecordUnreadable, RetryLater, SettingsWrong } from './errors.js';
export { openFolders } from './folders.js';
export { createRetryBudget, parseRetryAfter, readWithRetries, retryDelayMs } from './http/retries.js';
export type { RetryBudget, RetrySurroundings } from './http/retries.js';
export { localDateOf, parseInstant } from './instants.js';
export { currencyDecimals, parseMoney } from './money.js';
export { pullAll } from './pull-all.js';
export type { PullAllOptions, PulledPage } from './pull-all.js';
export { fieldsBeyond, fieldsOf, recordProblems } from './record-shape.js';
export type { Budget, Confidence, Given, Manifest, Throttle, WayIn } from './manifest.js';
export type { Hint, MessageReading, MessageReceipt, PartialRecord, WebhookReading, WebhookRequest } from './ways-in.js';
export { WRITE_KINDS } from './write-back.js';
export type { Book, Cancel, LogContact, WriteAnswer, WriteKind, WriteOperation } from './write-back.js';
export { told, wholeRecord } from './told-record.js';
export type { ToldRecord } from './told-record.js';
export { isTimezone, parseSettings, secretFields } from './settings.js';
export type { Settings, SettingValue } from './settings.js';
export { statusWords } from './status-words.js';
export type { StatusWords } from './status-words.js';
