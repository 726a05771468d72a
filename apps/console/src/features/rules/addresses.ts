import type { WantedMode } from '../../api.rules.types.js';

/** Where rules and their changes are found; ids alone stand in an address. */
export const ruleAddress = (rule: string) => `/rules/${rule}`;
/** Whom a rule on trial would list. */
export const trialAddress = (rule: string) => `/rules/${rule}/trial`;
export const draftAddress = (draftId: string) => `/rules/changes/${draftId}`;
export const CHANGES = '/rules?part=changes';

/** The form for a change of all that the recommended pack would switch on. */
export const RECOMMENDED_DRAFT = '/rules/changes/new?pack=recommended';
/** Trying a draft on the past beside the settings in force. */
export const draftOnThePast = (draftId: string) => `/rules/backtest?draft=${draftId}`;

/** The form for a change, with what somebody meant to change filled in. */
export function newDraftAddress(rule: string, meant: { mode?: WantedMode; location?: string } = {}): string {
  const { mode, location } = meant;
  const said = { rule, ...(mode === undefined ? {} : { mode }), ...(location === undefined ? {} : { location }) };
  return `/rules/changes/new?${new URLSearchParams(said).toString()}`;
}
