import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { fitModels, getModels, getProgramMonths, type ReturnModelList } from '../../api.models.js';

const KEY = ['models'];
/** While they are being fitted the page asks by itself whether they are. */
const LOOK_AGAIN_MS = 5_000;

export const useModels = (enabled: boolean) =>
  useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => getModels(signal),
    enabled,
    refetchInterval: ({ state }) => (state.data?.isFitting === true ? LOOK_AGAIN_MS : false),
  });

/** Counted with the models: asked anew when a fit has ended. */
export const useProgramMonths = (models: ReturnModelList | undefined) =>
  useQuery({
    queryKey: [...KEY, 'program-months', models?.fittedAt, models?.isFitting],
    queryFn: ({ signal }) => getProgramMonths(signal),
    enabled: models !== undefined,
    placeholderData: keepPreviousData,
  });

export function useFitModels() {
  const client = useQueryClient();
  return useMutation({ mutationFn: fitModels, onSettled: () => client.invalidateQueries({ queryKey: KEY }) });
}
