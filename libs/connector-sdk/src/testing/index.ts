export { checkConnector } from './check-connector.js';
export { assertConformance, runConformance } from './conformance.js';
export type {
  Conformance,
  ConnectorScenarios,
  ErrorKind,
  ErrorScenario,
  Finding,
  KitReport,
  MessageScenario,
  SourceScenario,
  WebhookScenario,
  WireHabits,
  WireScenario,
  WireSource,
  WorldScenario,
  WriteScenario,
} from './scenarios.js';
export { openTestContext } from './test-context.js';
export type { OpenedContext, TestContextOptions } from './test-context.js';
export type { Faithful, VendorWorld, WorldHabits } from './vendor-world.js';
