import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { IconArrowLeft } from './icons.js';

interface PageProps {
  title: string;
  /** What stands in the browser's tab: never a name or a number. Default: the title. */
  tabTitle?: string;
  /** Where one came from, above the heading. */
  back?: { to: string; label: string };
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of a screen: one heading, one line of meaning, what can be done, then the content. */
export function Page({ title, tabTitle, back, lead, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${tabTitle ?? title} · Keepwell`;
  }, [tabTitle, title]);
  return (
    <Stack gap="lg" className="kw-page">
      <Group justify="space-between" align="flex-end" gap="sm">
        <div>
          {back !== undefined && (
            <Anchor component={Link} to={back.to} size="sm" className="kw-back">
              <IconArrowLeft size={15} aria-hidden /> {back.label}
            </Anchor>
          )}
          <Title order={1}>{title}</Title>
          {lead !== undefined && (
            <Text c="dimmed" size="md" mt={2} component="div">
              {lead}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
