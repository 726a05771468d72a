import type { components } from './api.schema.js';

/** The words of the API about rules, their changes, and going live. */
type Schemas = components['schemas'];

export type Rule = Schemas['RuleDto'];
export type RuleMode = Rule['mode'];
export type Threshold = Schemas['ThresholdDto'];
export type RulePrecision = Schemas['RulePrecisionDto'];
export type RulePast = Schemas['RulePastDto'];
/** Thresholds by name, as a change or a setting keeps them. */
export type Parameters = RulePast['parameters'];

export type RecommendedPack = Schemas['RecommendedPackDto'];

export type RuleDraft = Schemas['RuleDraftDto'];
export type DraftChange = Schemas['DraftChangeDto'];
export type WantedMode = DraftChange['mode'];
export type RulePreview = NonNullable<RuleDraft['preview']>;
export type NewDraft = Schemas['ProposeDraftDto'];
export type WantedChange = NewDraft['changes'][number];
export type DraftPerson = Schemas['DraftPersonDto'];
export type Move = DraftPerson['move'];

export type ShadowFinding = Schemas['ShadowFindingDto'];
export type ShadowFindings = Schemas['ShadowFindingsDto'];
export type ShadowCounts = Schemas['ShadowCountsDto'];
export type ShadowVerdict = Schemas['ShadowVerdictDto'];
export type Location = Schemas['LocationDto'];

export type NewVerdict = Schemas['VerdictDto'];
export type WrongCause = NonNullable<NewVerdict['cause']>;
export type VerdictDone = Schemas['VerdictDoneDto'];

export type GoLive = Schemas['GoLiveDto'];
export type ShadowWeek = NonNullable<GoLive['week']>;
export type NewShadowWeek = Schemas['BeginShadowWeekDto'];
