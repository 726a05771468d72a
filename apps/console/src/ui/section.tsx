import { Group, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

/** A titled part of a page, on its own sheet. */
export function Section({
  title,
  aside,
  children,
  padded = true,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  padded?: boolean;
}) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <Group justify="space-between" align="baseline" mb="xs" gap="xs">
        <Title order={2} id={heading}>
          {title}
        </Title>
        {aside !== undefined && (
          <Text size="sm" c="dimmed" component="div">
            {aside}
          </Text>
        )}
      </Group>
      <div className={padded ? 'kw-card kw-padded' : 'kw-card'}>{children}</div>
    </section>
  );
}
