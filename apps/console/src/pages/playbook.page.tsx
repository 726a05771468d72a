import { Tabs } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { Playbook } from '../api.outreach.types.js';
import { InterventionLibrary } from '../features/interventions/intervention-library.js';
import { SequenceCard } from '../features/playbook/sequence-card.js';
import { TalkTrackCard } from '../features/playbook/talk-track-card.js';
import { TemplateCard } from '../features/playbook/template-card.js';
import { usePlaybook } from '../features/playbook/use-playbook.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients } from '../features/session/roles.js';
import { IconNotebook } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

/** What waits for a second person is shown first, what is no longer used last. */
const ORDER = ['draft', 'approved', 'retired'];
const inOrder = <T extends { state: string; name: string }>(items: T[]): T[] =>
  [...items].sort(
    (one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || one.name.localeCompare(other.name),
  );

export default function PlaybookPage() {
  const mayLook = useSeesPatients();
  const playbook = usePlaybook(mayLook);
  return (
    <Page
      title="Playbook"
      lead="The practice’s voice: what may be written, in which order, and what to say on the phone. A text or sequence is used once a second person has approved it."
    >
      {!mayLook ? (
        <NotAllowed>The playbook is read by those who work the list and by auditors.</NotAllowed>
      ) : playbook.isPending ? (
        <LoadingBars rows={5} height={96} label="Loading the playbook" />
      ) : playbook.isError && playbook.data === undefined ? (
        <ErrorState error={playbook.error} onRetry={() => void playbook.refetch()} />
      ) : playbook.data.templates.length + playbook.data.sequences.length + playbook.data.talkTracks.length === 0 ? (
        <div className="kw-card">
          <EmptyState icon={<IconNotebook size={26} stroke={1.6} />} title="The playbook is empty">
            It is filled with drafts for the practice’s specialty a moment after its first source was read. An admin can
            choose the specialty in the settings.
          </EmptyState>
        </div>
      ) : (
        <Parts playbook={playbook.data} />
      )}
    </Page>
  );
}

const PARTS = ['templates', 'sequences', 'talk', 'interventions'] as const;

function Parts({ playbook }: { playbook: Playbook }) {
  const [address, setAddress] = useSearchParams();
  const part = PARTS.find((one) => one === address.get('part')) ?? 'templates';
  const drafts = (items: { state: string }[]) => items.filter(({ state }) => state === 'draft').length;
  const label = (name: string, items: { state: string }[]) => {
    const waiting = drafts(items);
    return `${name} (${items.length})${waiting > 0 ? `, ${waiting} to approve` : ''}`;
  };
  return (
    <>
      <Tabs
        value={part}
        onChange={(next) => setAddress(next === null || next === 'templates' ? {} : { part: next })}
        className="kw-tabs"
      >
        <Tabs.List aria-label="Parts of the playbook">
          <Tabs.Tab value="templates" aria-controls={undefined}>
            {label('Texts', playbook.templates)}
          </Tabs.Tab>
          <Tabs.Tab value="sequences" aria-controls={undefined}>
            {label('Sequences', playbook.sequences)}
          </Tabs.Tab>
          <Tabs.Tab value="talk" aria-controls={undefined}>
            Talk tracks ({playbook.talkTracks.length})
          </Tabs.Tab>
          <Tabs.Tab value="interventions" aria-controls={undefined}>
            What can be done
          </Tabs.Tab>
        </Tabs.List>
      </Tabs>
      {part === 'interventions' && <InterventionLibrary />}
      <div className="kw-playbook">
        {part === 'templates' &&
          inOrder(playbook.templates).map((template) => <TemplateCard key={template.id} template={template} />)}
        {part === 'sequences' &&
          inOrder(playbook.sequences).map((sequence) => (
            <SequenceCard key={sequence.id} sequence={sequence} templates={playbook.templates} />
          ))}
        {part === 'talk' &&
          playbook.talkTracks.map((track) => <TalkTrackCard key={`${track.specialty} ${track.title}`} track={track} />)}
      </div>
    </>
  );
}
