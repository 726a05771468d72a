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
export { cursorOf } from './cursors.js';
export type { Cursors } from './cursors.js';
export { ConnectorBroken, OutcomeUnknown, RecordUnreadable, RetryLater, SettingsWrong } from './errors.js';
export { openFolders } from './folders.js';
export type { FoldersOfServer } from './folders.js';
export { askedWaitMs, errorOfSilence, errorOfStatus } from './http/failures.js';
export type { Refusal, VendorNames } from './http/failures.js';
export { readJson } from './http/json-text.js';
export type { JsonReading } from './http/json-text.js';
export { createRetryBudget, parseRetryAfter, readWithRetries, retryDelayMs } from './http/retries.js';
export type { RetryBudget, RetrySurroundings } from './http/retries.js';
export { tokenSource } from './http/tokens.js';
export type { NewToken, TokenOptions, TokenSource } from './http/tokens.js';
export { addressBelow, vendorHttp } from './http/vendor-http.js';
export type { Question, VendorAnswer, VendorHttp, VendorHttpOptions } from './http/vendor-http.js';
export { listenerSettings } from './listener-settings.js';
export type { ListenerSettings } from './listener-settings.js';
export { localDateOf, parseInstant } from './instants.js';
export { currencyDecimals, parseMoney } from './money.js';
export { nextOffset, nextPageNumber, nextRelay, nextToken, pageMark } from './pages.js';
export { pullAll } from './pull-all.js';
export type { PullAllOptions, PulledPage } from './pull-all.js';
export { fieldsBeyond, fieldsOf, recordProblems, unsaid } from './record-shape.js';
export type { Unsaid } from './record-shape.js';
export { dateIn, flagIn, idOf, instantIn, isRow, numberIn, rowIn, rowsIn, textIn, wholeIn, wordIn } from './rows.js';
export type { Row } from './rows.js';
export { budgetsOf } from './manifest.js';
export type { Budget, Confidence, Given, Manifest, Throttle, WayIn } from './manifest.js';
export type {
  Hint,
  MessageReading,
  MessageReceipt,
  PartialRecord,
  Sequence,
  WebhookReading,
  WebhookRequest,
} from './ways-in.js';
export { WRITE_KINDS } from './write-back.js';
export type { Book, Cancel, LogContact, WriteAnswer, WriteKind, WriteOperation } from './write-back.js';
export { told, wholeRecord } from './told-record.js';
export type { ToldRecord } from './told-record.js';
export { isTimezone, parseSettings, secretFields } from './settings.js';
export type { Settings, SettingValue } from './settings.js';
export { statusWords } from './status-words.js';
export type { StatusWords } from './status-words.js';
export { isRecent, isSameSecret, isSigned } from './signatures.js';
export type { HmacOptions } from './signatures.js';
export { askFrom, finishWalk, NO_MARKS, noteAnswer, OVERLAP_MS, slicesOf, watermarkOf, windowAround } from './walks.js';
export type { DeltaMarks, Slice } from './walks.js';
