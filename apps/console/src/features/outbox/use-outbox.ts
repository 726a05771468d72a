import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { cancelMessage, getMessage, getOutbox, resolveMessage, simulateReply } from '../../api.outreach.js';
import type { MessageChannel, MessageState, OutboxMessage, OutboxPage, OutboxRow } from '../../api.outreach.types.js';

import { LATELY_DAYS, type OutboxPart } from './words.js';

const PAGE_SIZE = 100;
type Cursors = Partial<Record<MessageState, string | null>>;
interface Slice {
  rows: OutboxRow[];
  counts: OutboxPage['counts'];
  /** Where each state goes on; states that are through are left out. */
  next: Cursors | null;
}

interface Asked {
  part: OutboxPart;
  channel: MessageChannel | undefined;
}

async function sliceOf(cursors: Cursors, { part, channel }: Asked, signal: AbortSignal): Promise<Slice> {
  const lately = new Date(Date.now() - LATELY_DAYS * 86_400_000);
  const states = Object.keys(cursors) as MessageState[];
  const pages = await Promise.all(
    states.map(async (state) => ({
      state,
      page: await getOutbox(
        {
          ...{ state, channel, cursor: cursors[state] ?? null, limit: PAGE_SIZE },
          since: part === 'attention' && state === 'failed' ? lately : null,
        },
        signal,
      ),
    })),
  );
  const further = pages.filter(({ page }) => page.nextCursor !== null);
  return {
    rows: pages.flatMap(({ page }) => page.items),
    counts: pages[0]?.page.counts ?? {},
    next: further.length === 0 ? null : Object.fromEntries(further.map(({ state, page }) => [state, page.nextCursor])),
  };
}

/** The messages in any of these states, a page of each at a time. */
export const useOutbox = (states: readonly MessageState[], asked: Asked) =>
  useInfiniteQuery({
    queryKey: ['outbox', asked.part, states, asked.channel],
    queryFn: ({ pageParam, signal }) => sliceOf(pageParam, asked, signal),
    initialPageParam: Object.fromEntries(states.map((state) => [state, null])) as Cursors,
    getNextPageParam: (page) => page.next,
  });

export const useMessage = (id: string) =>
  useQuery({ queryKey: ['message', id], queryFn: ({ signal }) => getMessage(id, signal) });

/** What a person can do with a message. Nothing is shown as done before the server says so: a send cannot be undone. */
export function useMessageWork(id: string) {
  const client = useQueryClient();
  const renew = () =>
    Promise.all(
      ['outbox', 'message', 'inbound', 'sending'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
  const shown = (message: OutboxMessage) => {
    client.setQueryData(['message', id], message);
    return renew();
  };
  return {
    cancel: useMutation({ mutationFn: () => cancelMessage(id), onSuccess: shown }),
    resolve: useMutation({ mutationFn: (as: 'left' | 'did_not_leave') => resolveMessage(id, as), onSuccess: shown }),
    reply: useMutation({ mutationFn: (text: string) => simulateReply(id, text), onSuccess: renew }),
  };
}
