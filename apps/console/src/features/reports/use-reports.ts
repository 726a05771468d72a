import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getCurrentReport, getReport, getReportPeople, getReports } from '../../api.reports.js';
import type { ReportPart } from '../../api.reports.types.js';

/** Closed weeks, newest first; `locationId` null: the whole practice. */
export const useReports = (locationId: string | null, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['reports', locationId],
    queryFn: ({ pageParam, signal }) => getReports(locationId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextBefore,
    enabled,
  });

/** Counted when it is asked for: kept for a while, because it looks at everybody. */
export const useCurrentReport = (locationId: string | null) =>
  useQuery({
    queryKey: ['report', 'current', locationId],
    queryFn: ({ signal }) => getCurrentReport(locationId, signal),
    staleTime: 60_000,
  });

/** A closed week never changes. */
export const useReport = (id: string) =>
  useQuery({ queryKey: ['report', id], queryFn: ({ signal }) => getReport(id, signal), staleTime: Infinity });

export const useReportPeople = (id: string, metric: string, part: ReportPart) =>
  useQuery({
    queryKey: ['report', id, 'people', metric, part],
    queryFn: ({ signal }) => getReportPeople(id, metric, part, signal),
    enabled: metric !== '',
  });
