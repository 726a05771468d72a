import { useQuery } from '@tanstack/react-query';
import { getDay } from '../../api.day.js';

export const DAY_KEY = ['day'];

/** The team's day: its places, what is done of them, and who found none. */
export const useDay = () => useQuery({ queryKey: DAY_KEY, queryFn: ({ signal }) => getDay(signal) });
