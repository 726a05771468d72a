import { Select, Tabs } from '@mantine/core';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import type { MessageChannel, MessageState } from '../api.outreach.types.js';
import { OutboxTable } from '../features/outbox/outbox-table.js';
import { Upcoming } from '../features/outbox/upcoming.js';
import { useOutbox } from '../features/outbox/use-outbox.js';
import { CHANNEL_WORDS, MESSAGE_WORDS, OUTBOX_PARTS, type OutboxPart } from '../features/outbox/words.js';
import { SendingSwitch } from '../features/sending/sending-switch.js';
import { useSending } from '../features/sending/use-sending.js';
import { useSeesPatients } from '../features/session/roles.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { IconSend } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

type Counts = Partial<Record<MessageState | 'failed_lately', number>>;
const countOf = (counts: Counts, part: OutboxPart, state: MessageState) =>
  counts[part === 'attention' && state === 'failed' ? 'failed_lately' : state] ?? 0;
const sum = (counts: Counts, { part, states }: Pick<(typeof OUTBOX_PARTS)[number], 'part' | 'states'>) =>
  states.reduce((total, state) => total + countOf(counts, part, state), 0);

/** Beyond this a week ahead is not read to its end. */
const UPCOMING_PAGES = 8;

export default function OutboxPage() {
  if (useSeesPatients()) return <Outbox />;
  return (
    <Page title="Outbox">
      <NotAllowed>Messages to patients are seen by those who work the list and by auditors.</NotAllowed>
    </Page>
  );
}

function Outbox() {
  const [address, setAddress] = useSearchParams();
  const sending = useSending();
  const counts: Counts = sending.data?.counts ?? {};
  const named = OUTBOX_PARTS.find(({ part }) => part === address.get('part'));
  // Where nothing waits for a person, what leaves next is what people come for.
  const usual = OUTBOX_PARTS[sum(counts, { part: 'attention', states: ['review', 'unknown'] }) > 0 ? 0 : 1];
  const part = named ?? usual ?? OUTBOX_PARTS[0]!;
  const state = part.states.find((one) => one === address.get('state'));
  const channel = CHANNELS.find((one) => one === address.get('channel'));
  const show = (changes: { part?: OutboxPart; state?: string | undefined; channel?: string | undefined }) => {
    const next = { part: part.part, state, channel, ...changes };
    setAddress(
      Object.entries(next).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])) as [
        string,
        string,
      ][],
    );
  };
  return (
    <Page
      title="Outbox"
      lead="Every message to a patient: what leaves, what left, and what somebody has to look at."
      actions={<SendingSwitch />}
    >
      <Tabs
        value={part.part}
        onChange={(next) => show({ part: next as OutboxPart, state: undefined })}
        className="kw-tabs"
      >
        <Tabs.List aria-label="Parts of the outbox">
          {OUTBOX_PARTS.map(({ part: name, label, states }) => (
            <Tabs.Tab
              key={name}
              value={name}
              aria-controls={undefined}
              rightSection={
                sending.data !== undefined &&
                name !== 'upcoming' && (
                  <span className="kw-count">{sum(counts, { part: name, states }).toLocaleString('en-GB')}</span>
                )
              }
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className="kw-filters" role="search" aria-label="Filter the messages" data-open>
        <Select
          aria-label="State"
          placeholder="Any state"
          data={part.states.map((one) => ({
            value: one,
            label: `${MESSAGE_WORDS[one].word} (${countOf(counts, part.part, one).toLocaleString('en-GB')})`,
          }))}
          value={state ?? null}
          onChange={(next) => show({ state: next ?? undefined })}
          clearable
        />
        <Select
          aria-label="Kind of message"
          placeholder="Texts, emails and calls"
          data={CHANNELS.map((one) => ({ value: one, label: `${CHANNEL_WORDS[one]}s` }))}
          value={channel ?? null}
          onChange={(next) => show({ channel: next ?? undefined })}
          clearable
        />
      </div>
      {sending.isPending && named === undefined ? (
        <Loading />
      ) : (
        <Messages
          key={`${part.part} ${state} ${channel}`}
          part={part}
          states={state === undefined ? part.states : [state]}
          channel={channel}
        />
      )}
    </Page>
  );
}

const CHANNELS: MessageChannel[] = ['sms', 'email', 'call'];

const Loading = () => <LoadingBars rows={6} height={56} label="Loading the messages" />;

interface MessagesProps {
  part: (typeof OUTBOX_PARTS)[number];
  states: MessageState[];
  channel: MessageChannel | undefined;
}

function Messages({ part, states, channel }: MessagesProps) {
  const pages = useOutbox(states, { part: part.part, channel });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const isUpcoming = part.part === 'upcoming';
  const { hasNextPage, isFetchingNextPage, fetchNextPage, data } = pages;
  const readsOn = isUpcoming && hasNextPage && (data?.pages.length ?? 0) < UPCOMING_PAGES;
  // The server lists by when a message was planned, a day ahead is sorted by when it leaves: all of it has to be there.
  useEffect(() => {
    if (readsOn && !isFetchingNextPage) void fetchNextPage();
  }, [readsOn, isFetchingNextPage, fetchNextPage]);

  if (pages.isPending) return <Loading />;
  if (pages.isError && rows.length === 0) {
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (rows.length === 0) return <NoMessages part={part.part} />;
  return (
    <div className="kw-card" aria-busy={readsOn || undefined}>
      {isUpcoming ? (
        <Upcoming rows={rows} isComplete={!hasNextPage} />
      ) : (
        <OutboxTable
          rows={rows}
          label={`Messages: ${part.means}`}
          more={hasNextPage ? { isFetching: isFetchingNextPage, onMore: () => void fetchNextPage() } : undefined}
        />
      )}
    </div>
  );
}

const EMPTY: Record<OutboxPart, { title: string; says: string }> = {
  attention: {
    title: 'Nothing waits for you here',
    says: 'No message failed in the last 14 days, and it is clear of every one whether it left.',
  },
  upcoming: {
    title: 'No message is planned',
    says: 'Messages are planned when somebody starts a sequence for a patient on the off-track list.',
  },
  left: { title: 'No message has left yet', says: 'What leaves is listed here, with the proof of why it was allowed.' },
  stopped: {
    title: 'No message was stopped',
    says: 'Messages stop by themselves when the patient books, answers or opts out.',
  },
};

function NoMessages({ part }: { part: OutboxPart }) {
  return (
    <div className="kw-card">
      <EmptyState icon={<IconSend size={26} stroke={1.6} />} title={EMPTY[part].title}>
        {EMPTY[part].says}
      </EmptyState>
    </div>
  );
}
