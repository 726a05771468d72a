import { Alert, Button, Modal, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { openInboxItem, retryInboxItem } from '../../api.sources.js';
import type { InboxItem } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal, type SignalTone } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { RawBlock, RawText } from './raw-text.js';
import { useInbox } from './use-source.js';

const STATES: Record<InboxItem['state'], { tone: SignalTone; word: string }> = {
  received: { tone: 'quiet', word: 'Waits' },
  applied: { tone: 'good', word: 'Applied' },
  duplicate: { tone: 'quiet', word: 'Came before' },
  ignored: { tone: 'quiet', word: 'Nothing to do' },
  quarantined: { tone: 'wait', word: 'Put aside' },
  refused: { tone: 'wrong', word: 'Refused' },
};
const MAY_RETRY = new Set<InboxItem['state']>(['quarantined', 'ignored', 'refused']);
const WAYS: Record<InboxItem['way'], string> = { webhook: 'call', stream: 'message', file: 'file' };
const VERIFIED: Record<InboxItem['verified'], string> = {
  strong: 'signed',
  weak: 'by a static secret',
  none: 'not signed',
};

/** What was pushed to us, each with what became of it. */
export function Inbox({ connectionId }: { connectionId: string }) {
  const inbox = useInbox(connectionId);
  const items = inbox.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="Messages and calls" aside="what the other side pushed to us" padded={false}>
      {inbox.isPending ? (
        <LoadingBars rows={2} height={52} label="Loading the messages" />
      ) : inbox.isError && items.length === 0 ? (
        <ErrorState error={inbox.error} onRetry={() => void inbox.refetch()} />
      ) : items.length === 0 ? (
        <p className="kw-quiet kw-padded">Nothing was pushed to us; what changes is found by asking.</p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">What was pushed to us, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Came</th>
              <th scope="col">What</th>
              <th scope="col">What became of it</th>
              <th scope="col">
                <span className="kw-hidden">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Item key={item.id} connectionId={connectionId} item={item} />
            ))}
          </tbody>
        </table>
      )}
      {inbox.hasNextPage && (
        <div className="kw-more">
          <Button variant="subtle" loading={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Section>
  );
}

function Item({ connectionId, item }: { connectionId: string; item: InboxItem }) {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const retry = useMutation({
    mutationFn: () => retryInboxItem(connectionId, item.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['inbox', connectionId] }),
  });
  const { tone, word } = STATES[item.state];
  const named = item.type ?? WAYS[item.way];
  return (
    <tr>
      <td data-label="Came" className="kw-nowrap">
        <Moment at={item.receivedAt} />
      </td>
      <td data-label="What">
        <code className="kw-id">{named}</code>
        <div className="kw-quiet">
          {WAYS[item.way]}, {VERIFIED[item.verified]}, {item.size.toLocaleString('en-GB')} bytes
        </div>
      </td>
      <td data-label="Became">
        <Signal tone={tone}>{word}</Signal>
        {item.reason !== null && <div className="kw-quiet">{item.reason}</div>}
        {retry.isError && (
          <Alert color="red" variant="light" role="alert">
            {retry.error.message}
          </Alert>
        )}
      </td>
      <td data-label="" className="kw-end">
        <div className="kw-inline-form">
          <Button size="compact-sm" variant="default" aria-label={`Open: ${named}`} onClick={() => setAsked(true)}>
            Open
          </Button>
          {MAY_RETRY.has(item.state) && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={`Try again: ${named}`}
              loading={retry.isPending}
              onClick={() => retry.mutate()}
            >
              Try again
            </Button>
          )}
        </div>
        <Modal
          opened={asked}
          onClose={() => setAsked(false)}
          size="lg"
          title="As it came"
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <RawText open={() => openInboxItem(connectionId, item.id)}>
            {({ body, bodyForm }) =>
              body === null ? (
                <Text>What came is kept no longer.</Text>
              ) : (
                <>
                  {bodyForm === 'base64' && <Text className="kw-quiet">It is no text; shown as base64.</Text>}
                  <RawBlock label="As it came" text={body.replaceAll('\r', '\n')} />
                </>
              )
            }
          </RawText>
        </Modal>
      </td>
    </tr>
  );
}
