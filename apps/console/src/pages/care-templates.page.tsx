import { Alert, Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { CareTemplates } from '../api.care.js';
import { Offered } from '../features/care-templates/offered-templates.js';
import { SaveVersion } from '../features/care-templates/save-version.js';
import { ProgramTemplateCard, TierTemplateCard } from '../features/care-templates/template-cards.js';
import { ProgramForm, TierForm } from '../features/care-templates/template-forms.js';
import { changedAt, newProgram, newTier, type Draft } from '../features/care-templates/templates.js';
import { useCareTemplates, useOfferedTemplates } from '../features/care-templates/use-care-templates.js';
import { useManages } from '../features/session/roles.js';
import { usePractice } from '../features/settings/use-settings.js';
import { IconNotebook, IconPlus } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

export default function CareTemplatesPage() {
  const stored = useCareTemplates();
  return (
    <Page
      title="Programs and tiers"
      back={{ to: '/settings', label: 'Settings' }}
      lead="What the practice means patients to get: shown on each patient’s page, with what of it has happened. Statuses from appointments and scores; nothing is charted."
    >
      {stored.isPending ? (
        <LoadingBars rows={4} height={120} label="Loading the programs and tiers" />
      ) : stored.isError && stored.data === undefined ? (
        <ErrorState error={stored.error} onRetry={() => void stored.refetch()} />
      ) : (
        <Templates stored={stored.data} />
      )}
    </Page>
  );
}

function Templates({ stored }: { stored: CareTemplates }) {
  const manages = useManages();
  const specialty = usePractice().data?.specialty ?? 'MB';
  const offered = useOfferedTemplates(manages, stored.version).data;
  // The version a change began from: what another person saves meanwhile must not be written over unseen.
  const [change, setChange] = useState<{ draft: Draft; basedOn: number } | null>(null);
  const [openIds, setOpenIds] = useState<string[]>([]);
  const [savedAs, setSavedAs] = useState<number | null>(null);
  const { programs, tiers } = change?.draft ?? stored;
  const put = (changes: Partial<Draft>) => {
    setSavedAs(null);
    setChange({ draft: { programs, tiers, ...changes }, basedOn: change?.basedOn ?? stored.version });
  };
  const end = () => {
    setChange(null);
    setOpenIds([]);
  };
  const fold = (id: string) => setOpenIds(openIds.filter((one) => one !== id));
  const actions = (id: string, what: string): ReactNode =>
    manages && (
      <div>
        <Button size="compact-sm" variant="default" aria-label={what} onClick={() => setOpenIds([...openIds, id])}>
          Change
        </Button>
      </div>
    );
  return (
    <>
      {savedAs !== null && (
        <Alert color="pine" variant="light" role="status">
          Saved as version {savedAs}.
        </Alert>
      )}
      <Offered offered={offered} beside={{ programs, tiers }} onAdd={put} />
      <Part
        title="Programs"
        add={
          manages && {
            label: 'New program',
            run: () => {
              const program = newProgram(specialty, programs);
              put({ programs: [...programs, program] });
              setOpenIds([...openIds, `program ${program.id}`]);
            },
          }
        }
        isEmpty={programs.length === 0}
        none="No program is described. Programs of the records are shown without milestones."
      >
        {programs.map((program, place) => {
          const key = `program ${program.id}`;
          return openIds.includes(key) ? (
            <ProgramForm
              key={key}
              of={program}
              tiers={tiers}
              onChange={(next) => put({ programs: changedAt(programs, place, next) })}
              onRemove={() => put({ programs: changedAt(programs, place, null) })}
              onClose={() => fold(key)}
            />
          ) : (
            <ProgramTemplateCard
              key={key}
              of={program}
              leadsTo={tiers.find(({ id }) => id === program.leadsTo)?.name ?? null}
              actions={actions(key, `Change the program ${program.name}`)}
            />
          );
        })}
      </Part>
      <Part
        title="Tiers"
        add={
          manages && {
            label: 'New tier',
            run: () => {
              const tier = newTier(specialty, tiers);
              put({ tiers: [...tiers, tier] });
              setOpenIds([...openIds, `tier ${tier.id}`]);
            },
          }
        }
        isEmpty={tiers.length === 0}
        none="No tier is described. Memberships are shown by the name that the records give them."
      >
        {tiers.map((tier, place) => {
          const key = `tier ${tier.id}`;
          return openIds.includes(key) ? (
            <TierForm
              key={key}
              of={tier}
              onChange={(next) => put({ tiers: changedAt(tiers, place, next) })}
              onRemove={() =>
                put({
                  tiers: changedAt(tiers, place, null),
                  programs: programs.map((one) => (one.leadsTo === tier.id ? { ...one, leadsTo: null } : one)),
                })
              }
              onClose={() => fold(key)}
            />
          ) : (
            <TierTemplateCard key={key} of={tier} actions={actions(key, `Change the tier ${tier.name}`)} />
          );
        })}
      </Part>
      {change !== null && (
        <SaveVersion
          draft={change.draft}
          basedOn={change.basedOn}
          onSaved={({ version }) => {
            end();
            setSavedAs(version);
          }}
          onDrop={end}
        />
      )}
      <Versions of={stored} />
    </>
  );
}

interface PartProps {
  title: string;
  add: { label: string; run: () => void } | false;
  isEmpty: boolean;
  none: string;
  children: ReactNode;
}

function Part({ title, add, isEmpty, none, children }: PartProps) {
  return (
    <section aria-label={title}>
      <div className="kw-part-head">
        <h2 className="kw-h2">{title}</h2>
        {add !== false && (
          <Button size="compact-md" variant="default" leftSection={<IconPlus size={15} />} onClick={add.run}>
            {add.label}
          </Button>
        )}
      </div>
      {isEmpty ? (
        <div className="kw-card">
          <EmptyState icon={<IconNotebook size={26} stroke={1.6} />} title="None yet">
            {none}
          </EmptyState>
        </div>
      ) : (
        <div className="kw-playbook">{children}</div>
      )}
    </section>
  );
}

function Versions({ of: { history, version } }: { of: CareTemplates }) {
  return (
    <Section title="History" aside="no version is changed or lost">
      {version === 0 ? (
        <p className="kw-quiet kw-flat">
          Nothing is described yet. For programs, memberships and direct primary care a start ships: it comes by itself
          once the practice’s settings or records name one of them. Other specialties begin empty.
        </p>
      ) : (
        <ol className="kw-plain kw-versions-list" aria-label="Versions">
          {history.map(({ version: one, author, reason, createdAt }) => (
            <li key={one}>
              <strong className="kw-number">Version {one}</strong>{' '}
              <span className="kw-quiet">
                <Moment at={createdAt} />, {author === null ? 'as it ships' : `by ${author.name}`}
              </span>
              {reason !== null && <span className="kw-block">{reason}</span>}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
