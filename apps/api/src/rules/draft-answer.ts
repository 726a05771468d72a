import type { DraftChange, DraftRow, RuleNames } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { DraftApprovalDto, DraftChangeDto, RulePreviewDto, RuleDraftDto } from './dto/rule-draft.dto.js';

/** So long a preview may be approved: what it shows is of another day then. */
export const STALE_AFTER_MS = 24 * 3_600_000;

/** Who looks at drafts, and what they are held against. */
export interface DraftContext {
  userId: string;
  mayApprove: boolean;
  /** Somebody else could approve. */
  isAnother: boolean;
  /** Of the settings in force. */
  version: number;
  locations: ReadonlyMap<string, string>;
  names: RuleNames;
  now: Instant;
}

export function isOpen({ state }: Pick<DraftRow, 'state'>): boolean {
  return state !== 'approved' && state !== 'withdrawn';
}

/** The preview no longer shows what would happen: other settings are in force, or a day has passed. */
export function isStale(
  { state, restsOnVersion, previewedAsOf }: Pick<DraftRow, 'state' | 'restsOnVersion' | 'previewedAsOf'>,
  version: number,
  now: Instant,
): boolean {
  if (state !== 'ready') return false;
  return restsOnVersion !== version || previewedAsOf === null || now - Date.parse(previewedAsOf) > STALE_AFTER_MS;
}

export function draftAnswer(draft: DraftRow, context: DraftContext): RuleDraftDto {
  const { id, author, reason, endedBy, endedAt, createdAt } = draft;
  const state = isStale(draft, context.version, context.now) ? 'stale' : draft.state;
  return {
    ...{ id, state, author, reason },
    changes: draft.changes.map((change) => changeAnswer(change, context)),
    preview: previewAnswer(draft, context),
    progress: draft.progress,
    approval: approvalOf(state, author.id, context),
    ...{ endedBy, endedAt, createdAt },
  };
}

function changeAnswer({ rule, locationId, mode, parameters }: DraftChange, context: DraftContext): DraftChangeDto {
  const location =
    locationId === null ? null : { id: locationId, name: context.locations.get(locationId) ?? locationId };
  return { rule, name: nameOf(rule, context), location, mode, parameters };
}

function previewAnswer({ preview, previewedAsOf }: DraftRow, context: DraftContext): RulePreviewDto | null {
  if (preview === null || previewedAsOf === null) return null;
  return {
    asOf: previewedAsOf,
    ...preview,
    byRule: preview.byRule.map((each) => ({ ...each, name: nameOf(each.rule, context) })),
  };
}

function approvalOf(state: RuleDraftDto['state'], authorId: string, context: DraftContext): DraftApprovalDto {
  const no = (says: string) => ({ allowed: false, says });
  if (state === 'approved' || state === 'withdrawn') return no(`It has been ${state}.`);
  if (!context.mayApprove) return no('A manager or an admin approves.');
  if (authorId === context.userId) {
    return no(
      context.isAnother
        ? 'You proposed it; another manager or admin approves.'
        : 'It needs a second person, and nobody else here is a manager or admin. Add one under Users.',
    );
  }
  if (state === 'stale') return no('Its preview is too old. Preview it again first.');
  if (state !== 'ready') return no('Its preview is not there yet.');
  return { allowed: true, says: 'You may approve it.' };
}

function nameOf(rule: string, { names }: DraftContext): string {
  return names[rule]?.name ?? rule;
}
