import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRules } from '../../api.js';
import {
  approveDraft,
  getDraft,
  getDraftPeople,
  getDrafts,
  getRecommendedPack,
  getRuleHistory,
  previewDraft,
  proposeDraft,
  withdrawDraft,
  type DraftPeopleView,
} from '../../api.rules.js';
import type { RuleDraft } from '../../api.rules.types.js';
import { isUnderWay } from './mode-words.js';

export const useRules = () => useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => getRules(signal) });

export const useRecommendedPack = (enabled: boolean) =>
  useQuery({ queryKey: ['rules', 'recommended'], queryFn: ({ signal }) => getRecommendedPack(signal), enabled });

export const useRuleHistory = (rule: string) =>
  useQuery({ queryKey: ['rules', 'history', rule], queryFn: ({ signal }) => getRuleHistory(rule, signal) });

export const useDrafts = () =>
  useInfiniteQuery({
    queryKey: ['rule-drafts'],
    queryFn: ({ pageParam, signal }) => getDrafts(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

const LOOK_AGAIN_MS = 1_500;

export const useDraft = (draftId: string, enabled = true) =>
  useQuery({
    queryKey: ['rule-draft', draftId],
    enabled,
    queryFn: ({ signal }) => getDraft(draftId, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? LOOK_AGAIN_MS : false),
  });

/** `previewedAt`: another preview shows other people. */
export const useDraftPeople = (draftId: string, view: DraftPeopleView, previewedAt: string) =>
  useInfiniteQuery({
    queryKey: ['rule-draft-people', draftId, previewedAt, view],
    queryFn: ({ pageParam, signal }) => getDraftPeople(draftId, view, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Each act answers the draft as it stands then. */
export function useDraftWork() {
  const client = useQueryClient();
  const onSuccess = async (draft: RuleDraft) => {
    client.setQueryData(['rule-draft', draft.id], draft);
    await Promise.all([['rule-drafts'], ['rules']].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  /** Somebody else may have been quicker: then the draft stands otherwise than it is shown. */
  const onError = (_: Error, draftId: string) => client.invalidateQueries({ queryKey: ['rule-draft', draftId] });
  return {
    propose: useMutation({ mutationFn: proposeDraft, onSuccess }),
    approve: useMutation({ mutationFn: approveDraft, onSuccess, onError }),
    withdraw: useMutation({ mutationFn: withdrawDraft, onSuccess, onError }),
    preview: useMutation({ mutationFn: previewDraft, onSuccess, onError }),
  };
}
