import type { Connector } from '../connector.js';
import { Bench } from './bench.js';
import type { WorldScenario } from './scenarios.js';
import type { Telling } from './telling.js';
import { VALUE_CHECKS } from './value-checks.js';
import { CHANGE_CHECKS, holdsWhatTheVendorHolds, type WorldCheck } from './world-checks.js';

export const WORLD_CHECKS: WorldCheck[] = [holdsWhatTheVendorHolds, ...CHANGE_CHECKS, ...VALUE_CHECKS];

/** Everything that must hold against a vendor whose truth the kit moves; each check has a world of its own. */
export async function checkWorld(connector: Connector, scenario: WorldScenario, telling: Telling): Promise<boolean> {
  const { name } = holdsWhatTheVendorHolds;
  const first = await verdict(connector, scenario, holdsWhatTheVendorHolds);
  telling.tell(name, first);
  const rest = [...CHANGE_CHECKS, ...VALUE_CHECKS];
  if (first !== null) {
    for (const check of rest) telling.skip(check.name, `waits until "${name}" holds`);
    return false;
  }
  for (const check of rest) {
    if (telling.isExcused(check.name)) continue;
    const problem = await verdict(connector, scenario, check);
    if (problem !== 'does not apply') telling.tell(check.name, problem);
  }
  return true;
}

function verdict(connector: Connector, scenario: WorldScenario, check: WorldCheck): Promise<string | null> {
  return Bench.with(connector, scenario, async (bench) => {
    if (check.applies?.(bench) === false) return 'does not apply';
    try {
      return await check.run(bench);
    } catch (error) {
      return `it stops with ${error instanceof Error ? `${error.name}: ${error.message}` : 'something that is no error'}`;
    }
  });
}
