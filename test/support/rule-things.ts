import { newId } from '@keepwell/database';
import type { TestDatabase } from './database.js';

/** Drafts and what trials found in one practice, to be named in addresses: whichever route ends one ends its own. */
export interface RuleThings {
  shadowFindingId: string;
  judgedFindingId: string;
  draftId: string;
  draftToWithdrawId: string;
  draftToPreviewId: string;
}

export const unknownRules = (): RuleThings => ({
  shadowFindingId: newId(),
  judgedFindingId: newId(),
  draftId: newId(),
  draftToWithdrawId: newId(),
  draftToPreviewId: newId(),
});

/** Drafts that somebody proposed and whose preview is there, with one patient in it; and whom R08 would list. */
export async function storeRuleThings(
  database: TestDatabase,
  practiceId: string,
  { userId, personId }: { userId: string; personId: string },
): Promise<RuleThings> {
  const things = unknownRules();
  const { shadowFindingId, judgedFindingId, ...drafts } = things;
  await storeShadowFinding(database, practiceId, { id: shadowFindingId, personId });
  await storeShadowFinding(database, practiceId, { id: judgedFindingId, personId, rule: 'R09' });
  await database.asSuperuser(
    `insert into shadow_verdict (practice_id, id, finding_id, person_id, rule, verdict, by_user_id, at)
     values ($1, gen_random_uuid(), $2, $3, 'R09', 'right', $4, now())`,
    [practiceId, judgedFindingId, personId, userId],
  );
  const preview = { asked: 1, listedNow: 0, listedThen: 1, enters: 1, leaves: 0, changes: 0, elsewhere: 0 };
  for (const id of Object.values(drafts)) {
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

/** Somebody whom a rule on trial would list, as the evaluation leaves it. */
export async function storeShadowFinding(
  database: TestDatabase,
  practiceId: string,
  {
    id = newId(),
    personId,
    rule = 'R08',
    at = new Date(),
  }: { id?: string; personId: string; rule?: string; at?: Date },
): Promise<string> {
  const evidence = { facts: [{ says: 'Moved on 3 March by nine days.' }], clearsWhen: 'A visit is booked.' };
  await database.asSuperuser(
    `insert into shadow_finding (practice_id, id, person_id, rule, rule_version, kind, class, since, reason, evidence, parameters, opened_at)
     values ($1, $2, $3, $4, 1, 'O', 'S3', $5, 'Moved three times.', $6, '{}', $5)`,
    [practiceId, id, personId, rule, at, JSON.stringify(evidence)],
  );
  return id;
}

interface Places {
  locationId: string;
}

const draft = { path: ({ draftId }: RuleThings) => ({ draftId }) };

/** A line for every route of rules and their drafts. */
export const RULE_SAMPLES = {
  listRules: {},
  getRecommendedPack: {},
  getRuleHistory: { path: () => ({ rule: 'R05' }), foreign: 200 },
  listShadowFindings: {
    path: () => ({ rule: 'R08' }),
    query: ({ locationId }: Places) => ({ locationId }),
    foreign: 200,
  },
  judgeShadowFinding: {
    path: ({ shadowFindingId }: RuleThings) => ({ findingId: shadowFindingId }),
    body: () => ({ verdict: 'wrong', cause: 'finished' }),
  },
  withdrawShadowVerdict: { path: ({ judgedFindingId }: RuleThings) => ({ findingId: judgedFindingId }) },
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
