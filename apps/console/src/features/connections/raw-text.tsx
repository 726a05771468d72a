import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';

interface RawTextProps<T> {
  open: () => Promise<T>;
  children: (opened: T) => ReactNode;
}

/** Asked once more before it is opened: it may hold a patient's data, and who looked is written down. Kept nowhere. */
export function RawText<T>({ open, children }: RawTextProps<T>) {
  const opening = useMutation({ mutationFn: open, gcTime: 0 });
  if (opening.isSuccess) return <>{children(opening.data)}</>;
  return (
    <>
      <Text>
        This may hold a patient’s data. That you opened it is written down with your name; what you read is kept nowhere
        on this page.
      </Text>
      {opening.isError && (
        <Alert color="red" variant="light" role="alert" mt="md">
          {opening.error.message}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button loading={opening.isPending} onClick={() => opening.mutate()}>
          Open it
        </Button>
      </Group>
    </>
  );
}

/** Text as it came, reachable by keyboard because it scrolls. */
export function RawBlock({ label, text }: { label: string; text: string }) {
  return (
    <Code block tabIndex={0} role="region" aria-label={label} className="kw-raw">
      {text}
    </Code>
  );
}
