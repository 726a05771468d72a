import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { InboundRow } from '../api.outreach.types.js';
import { TiersOf } from '../features/care/tiers-of.js';
import { messageAddress } from '../features/outbox/outbox-table.js';
import { useReplies, useReviewed } from '../features/replies/use-replies.js';
import { INTENT_WORDS } from '../features/replies/words.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients, useWorks } from '../features/session/roles.js';
import { useAnnounce } from '../ui/announcer.js';
import { IconCheck, IconMessage } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { Signal } from '../ui/signal.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

export default function RepliesPage() {
  const mayLook = useSeesPatients();
  return (
    <Page title="Replies" lead="What patients wrote, and what Keepwell did about it at once.">
      {mayLook ? (
        <>
          <Part needsReview title="To look at" />
          <Part needsReview={false} title="Everything else" />
        </>
      ) : (
        <NotAllowed>What patients write is read by those who work the list and by auditors.</NotAllowed>
      )}
    </Page>
  );
}

function Part({ needsReview, title }: { needsReview: boolean; title: string }) {
  const replies = useReplies(needsReview);
  const rows = replies.data?.pages.flatMap((page) => page.items) ?? [];
  const toReview = replies.data?.pages[0]?.toReview;
  return (
    <Section
      title={title}
      padded={false}
      aside={
        needsReview && toReview !== undefined && toReview > 0
          ? `${toReview.toLocaleString('en-GB')} waiting`
          : undefined
      }
    >
      {replies.isPending ? (
        <LoadingBars rows={3} height={72} label={`Loading: ${title}`} />
      ) : replies.isError && rows.length === 0 ? (
        <ErrorState error={replies.error} onRetry={() => void replies.refetch()} />
      ) : rows.length === 0 ? (
        <Nothing needsReview={needsReview} />
      ) : (
        <ul className="kw-plain kw-replies">
          {rows.map((row) => (
            <Reply key={row.id} row={row} />
          ))}
        </ul>
      )}
      {replies.hasNextPage && (
        <div className="kw-more">
          <Button variant="subtle" loading={replies.isFetchingNextPage} onClick={() => void replies.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Section>
  );
}

function Nothing({ needsReview }: { needsReview: boolean }) {
  return needsReview ? (
    <EmptyState icon={<IconCheck size={26} stroke={1.6} />} title="Nothing waits for you">
      Answers that need somebody’s judgement come here first.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconMessage size={26} stroke={1.6} />} title="No patient has written yet">
      Answers to texts arrive here. In a simulated practice you can write one yourself: open a delivered text in the
      outbox.
    </EmptyState>
  );
}

function Reply({ row }: { row: InboundRow }) {
  const works = useWorks();
  const announce = useAnnounce();
  const reviewed = useReviewed();
  const { word, tone, done } = INTENT_WORDS[row.intent];
  const who = row.patientName ?? 'somebody we could not find on record';
  return (
    <li>
      <div className="kw-reply-head">
        <Signal tone={tone}>{word}</Signal>
        <span>
          {row.personId === null ? who : <Link to={`/patients/${row.personId}`}>{who}</Link>}{' '}
          {row.personId !== null && <TiersOf personId={row.personId} />}{' '}
          <span className="kw-quiet">
            by {row.channel === 'sms' ? 'text' : 'email'}, <Moment at={row.at} />
          </span>
        </span>
      </div>
      <blockquote>{row.body}</blockquote>
      <div className="kw-reply-foot">
        <span className="kw-quiet">
          {done} {row.inReplyTo !== null && <Link to={messageAddress(row.inReplyTo)}>The message it answers</Link>}
        </span>
        {row.needsReview && row.reviewedAt === null && works && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconCheck size={15} />}
            aria-label={`Looked at: ${word}, ${who}`}
            loading={reviewed.isPending}
            onClick={() => reviewed.mutate(row.id, { onSuccess: () => announce('Marked as looked at.') })}
          >
            Looked at
          </Button>
        )}
        {row.reviewedAt !== null && (
          <span className="kw-quiet">
            Looked at{row.reviewedByName === null ? '' : ` by ${row.reviewedByName}`}, <Moment at={row.reviewedAt} />
          </span>
        )}
      </div>
      {reviewed.isError && (
        <p role="alert" className="kw-wrong">
          {reviewed.error.message}
        </p>
      )}
    </li>
  );
}
