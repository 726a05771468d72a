import { newId } from '@keepwell/database';
import type { TestDatabase } from './database.js';

/** Drafts of one practice, to be named in addresses: whichever route ends one ends its own. */
export interface RuleThings {
  draftId: string;
  draftToWithdrawId: string;
  draftToPreviewId: string;
}

export const unknownRules = (): RuleThings => ({
  draftId: newId(),
  draftToWithdrawId: newId(),
  draftToPreviewId: newId(),
});

/** Drafts that somebody proposed and whose preview is there, with one patient in it. */
export async function storeRuleThings(
  database: TestDatabase,
  practiceId: string,
  { userId, personId }: { userId: string; personId: string },
): Promise<RuleThings> {
  const things = unknownRules();
  const preview = { asked: 1, listedNow: 0, listedThen: 1, enters: 1, leaves: 0, changes: 0, elsewhere: 0 };
  for (const id of Object.values(things) as string[]) {
    await database.asSuperuser(
      `insert into rule_draft (practice_id, id, author_user_id, reason, changes, state, rests_on_version, previewed_as_of, preview)
       values ($1, $2, $3, 'We call sooner from now on.', $4, 'ready', 0, now(), $5)`,
      [
        ...[practiceId, id, userId],
        JSON.stringify([{ rule: 'R05', locationId: null, mode: 'on', parameters: { PT: '1 BD' } }]),
        JSON.stringify({ ...preview, byRule: [{ rule: 'R05', enters: 1, leaves: 0 }] }),
      ],
    );
    await database.asSuperuser(
      `insert into rule_draft_person (practice_id, draft_id, person_id, move, to_list, rule, class, rules, reason, since, sort_priority)
       values ($1, $2, $3, 'enters', 'off_track', 'R05', 'S1', '{R05}', 'Cancelled on 3 March, nothing booked since.', now(), 1)`,
      [practiceId, id, personId],
    );
  }
  return things;
}

interface Places {
  locationId: string;
}

const draft = { path: ({ draftId }: RuleThings) => ({ draftId }) };

/** A line for every route of rules and their drafts. */
export const RULE_SAMPLES = {
  listRules: {},
  getRuleHistory: { path: () => ({ rule: 'R05' }), foreign: 200 },
  listDrafts: {},
  proposeDraft: {
    body: ({ locationId }: Places) => ({
      reason: 'The north branch is closed in summer.',
      changes: [{ rule: 'R05', locationId, mode: 'shadow', parameters: { PT: '3 BD' } }],
    }),
    status: 201,
    foreign: 422,
  },
  getDraft: draft,
  listDraftPeople: { ...draft, query: () => ({ move: 'enters', rule: 'R05', limit: '5' }) },
  approveDraft: draft,
  withdrawDraft: { path: ({ draftToWithdrawId }: RuleThings) => ({ draftId: draftToWithdrawId }) },
  previewDraft: { path: ({ draftToPreviewId }: RuleThings) => ({ draftId: draftToPreviewId }), status: 202 },
};
