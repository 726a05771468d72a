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
