import { Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Brand } from '../../ui/brand.js';

/** The quiet page before the session: one sheet, one task. */
export function FrontDoor({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Keepwell`;
  }, [title]);
  return (
    <main className="kw-door">
      <div className="kw-door-sheet">
        <Brand />
        <Title order={1} mt="xl">
          {title}
        </Title>
        <p className="kw-quiet kw-door-lead">{lead}</p>
        {children}
      </div>
      <p className="kw-quiet kw-door-foot">Open-source retention for clinics. Every flag comes with its proof.</p>
    </main>
  );
}
