import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { changePracticeSettings, getChannels, getPractice, putChannel } from '../../api.outreach.js';
import type { ChannelChange, ChannelSetting, PracticeChange } from '../../api.outreach.types.js';

export const usePractice = () => useQuery({ queryKey: ['practice'], queryFn: ({ signal }) => getPractice(signal) });

export function useChangePractice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: PracticeChange) => changePracticeSettings(changes),
    onSuccess: async (practice) => {
      client.setQueryData(['practice'], practice);
      // The frame shows the practice's name, and every date its zone.
      await client.invalidateQueries({ queryKey: ['session'] });
    },
  });
}

export const useChannels = (enabled: boolean) =>
  useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => getChannels(signal), enabled });

export function usePutChannel(channel: ChannelSetting['channel']) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ChannelChange) => putChannel(channel, body),
    onSuccess: () => Promise.all([['channels'], ['sending']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
