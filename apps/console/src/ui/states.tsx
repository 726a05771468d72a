import { Button, Code, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api.js';
import { IconAlertTriangle, IconRefresh } from './icons.js';

/** Why nothing is here, and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Stack align="center" gap="xs" className="kw-state">
      <div className="kw-state-icon" aria-hidden>
        {icon}
      </div>
      <Title order={2}>{title}</Title>
      <Text c="dimmed" ta="center" maw={460} component="div">
        {children}
      </Text>
      {action}
    </Stack>
  );
}

/** One sentence, a retry, and the request id for whoever must look into it. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  const sentence = error instanceof ApiProblem ? error.message : 'This screen could not be shown.';
  return (
    <Stack align="center" gap="xs" className="kw-state" role="alert">
      <div className="kw-state-icon kw-wrong" aria-hidden>
        <IconAlertTriangle size={26} stroke={1.6} />
      </div>
      <Title order={2}>That did not work</Title>
      <Text c="dimmed" ta="center" maw={460}>
        {sentence}
      </Text>
      <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
        Try again
      </Button>
      {requestId !== null && (
        <Text size="xs" c="dimmed">
          Request <Code>{requestId}</Code>
        </Text>
      )}
    </Stack>
  );
}

/** Grey bars of the height the content will have, so that nothing jumps. */
export function LoadingBars({ rows, height, label }: { rows: number; height: number; label: string }) {
  return (
    <div role="status" aria-label={label} aria-busy="true" className="kw-card kw-loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height }} className="kw-loading-row">
          <Skeleton height={12} width={`${28 + ((row * 17) % 30)}%`} />
          <Skeleton height={10} width={`${48 + ((row * 23) % 40)}%`} mt={10} />
        </div>
      ))}
    </div>
  );
}
