export { checkConnector } from './check-connector.js';
export type { ConnectorScenarios, ErrorKind, ErrorScenario, Finding, KitReport, SourceScenario } from './scenarios.js';
export { openTestContext } from './test-context.js';
export type { OpenedContext, TestContextOptions } from './test-context.js';
export type { Faithful, VendorWorld, WorldHabits } from './vendor-world.js';
