import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { RuleDraft } from '../../api.rules.types.js';
import { IconAdjustments } from '../../ui/icons.js';
import { Moment } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { EmptyState, ErrorState, LoadingBars } from '../../ui/states.js';
import { ruleWords } from '../worklist/words.js';
import { draftAddress } from './addresses.js';
import { DRAFT_WORDS, MODE_WORDS } from './mode-words.js';
import { useDrafts } from './use-rules.js';

/** Every change that was proposed, newest first. */
export function DraftList() {
  const drafts = useDrafts();
  const rows = drafts.data?.pages.flatMap((page) => page.items) ?? [];
  if (drafts.isPending) return <LoadingBars rows={4} height={64} label="Loading the changes" />;
  if (drafts.isError && rows.length === 0) {
    return <ErrorState error={drafts.error} onRetry={() => void drafts.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <div className="kw-card">
        <EmptyState icon={<IconAdjustments size={26} stroke={1.6} />} title="No change was proposed yet">
          To change a rule, choose another setting beside it, or open it. A second person approves when both have seen
          who enters and who leaves the list.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="kw-card">
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">Proposed changes of rules, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">Why</th>
            <th scope="col">Proposed</th>
            <th scope="col">Stands</th>
            <th scope="col" className="kw-end">
              Enter, leave
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((draft) => (
            <DraftRow key={draft.id} draft={draft} />
          ))}
        </tbody>
      </table>
      {drafts.hasNextPage && (
        <div className="kw-more">
          <Button variant="subtle" loading={drafts.isFetchingNextPage} onClick={() => void drafts.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

function DraftRow({ draft }: { draft: RuleDraft }) {
  const { word, tone } = DRAFT_WORDS[draft.state];
  const says = draft.changes.map(
    ({ rule, name, mode, location }) =>
      `${rule} ${ruleWords(name)}: ${MODE_WORDS[mode].toLowerCase()}${location === null ? '' : ` at ${location.name}`}`,
  );
  return (
    <tr>
      <td data-label="Change">
        <Link to={draftAddress(draft.id)} className="kw-row-link">
          {says.join(', ')}
        </Link>
      </td>
      <td data-label="Why">{draft.reason}</td>
      <td data-label="Proposed" className="kw-nowrap">
        {draft.author.name}
        <div className="kw-quiet">
          <Moment at={draft.createdAt} />
        </div>
      </td>
      <td data-label="Stands">
        <Signal tone={tone}>{word}</Signal>
        {draft.endedBy !== null && (
          <div className="kw-quiet">
            {draft.endedBy.name}, <Moment at={draft.endedAt} />
          </div>
        )}
      </td>
      <td data-label="Enter, leave" className="kw-end kw-number">
        {draft.preview === null ? (
          <span className="kw-none">–</span>
        ) : (
          `${draft.preview.enters.toLocaleString('en-GB')}, ${draft.preview.leaves.toLocaleString('en-GB')}`
        )}
      </td>
    </tr>
  );
}
