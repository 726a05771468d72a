import { useParams } from 'react-router';
import { ApiProblem } from '../api.js';
import type { RuleDraft } from '../api.rules.types.js';
import { CHANGES } from '../features/rules/addresses.js';
import { ChangeLine } from '../features/rules/change-line.js';
import { DraftActs } from '../features/rules/draft-acts.js';
import { DraftOnThePast } from '../features/rules/draft-past.js';
import { DraftPreview } from '../features/rules/draft-preview.js';
import { DRAFT_WORDS, isOpen } from '../features/rules/mode-words.js';
import { useDraft, useRules } from '../features/rules/use-rules.js';
import { useManages } from '../features/session/roles.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { Signal } from '../ui/signal.js';
import { ErrorState, LoadingBars } from '../ui/states.js';
import NotFoundPage from './not-found.page.js';

const BACK = { to: CHANGES, label: 'Changes of rules' };
/** An address that is no id, and an id that nobody knows. */
const GONE = new Set([400, 404]);

export default function RuleDraftPage() {
  const { draftId = '' } = useParams();
  const draft = useDraft(draftId);
  if (draft.error instanceof ApiProblem && GONE.has(draft.error.status)) return <NotFoundPage />;
  if (draft.isPending || draft.data === undefined) {
    return (
      <Page title="Change of rules" back={BACK}>
        {draft.isError ? (
          <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />
        ) : (
          <LoadingBars rows={5} height={72} label="Loading the change" />
        )}
      </Page>
    );
  }
  return <OneDraft draft={draft.data} />;
}

function OneDraft({ draft }: { draft: RuleDraft }) {
  const rules = useRules();
  const manages = useManages();
  const { word, tone } = DRAFT_WORDS[draft.state];
  return (
    <Page
      title="Change of rules"
      back={BACK}
      lead={
        <>
          {draft.author.name}, <Moment at={draft.createdAt} />: {draft.reason}
        </>
      }
      actions={
        <Signal tone={tone}>
          {word}
          {draft.endedBy !== null && (
            <>
              {' '}
              by {draft.endedBy.name}, <Moment at={draft.endedAt} />
            </>
          )}
        </Signal>
      }
    >
      <Section title="What would hold">
        <ul className="kw-plain kw-changes">
          {draft.changes.map((change) => (
            <ChangeLine
              key={`${change.rule} ${change.location?.id ?? ''}`}
              change={change}
              rule={isOpen(draft) ? rules.data?.find((one) => one.rule === change.rule) : undefined}
            />
          ))}
        </ul>
      </Section>
      <DraftActs draft={draft} />
      {manages && <DraftOnThePast draft={draft} />}
      <DraftPreview draft={draft} />
    </Page>
  );
}
