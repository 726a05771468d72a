import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { DraftPeopleView } from '../../api.rules.js';
import type { DraftPerson, Move } from '../../api.rules.types.js';
import { IconUsers } from '../../ui/icons.js';
import { Day, Moment } from '../../ui/moment.js';
import { MoneyAmount } from '../../ui/money.js';
import { Sentence } from '../../ui/sentence.js';
import { EmptyState, ErrorState, LoadingBars } from '../../ui/states.js';
import { Priority } from '../worklist/priority.js';
import { personStateWord, ruleWords } from '../worklist/words.js';
import { useDraftPeople } from './use-rules.js';

const NOBODY: Record<Move, { title: string; says: string }> = {
  enters: { title: 'Nobody would enter the list', says: 'With the change, the list has no more patients than now.' },
  leaves: { title: 'Nobody would leave the list', says: 'Whoever is on the list now stays on it.' },
  changes: {
    title: 'Nobody’s reason changes',
    says: 'Whoever stays on the list stays for the same reasons, with the same urgency.',
  },
  elsewhere: {
    title: 'Nobody else moves',
    says: 'Those at risk and those long gone are the same with the change.',
  },
};

const LABELS: Record<Move, string> = {
  enters: 'Who would enter the list, most urgent first',
  leaves: 'Who would leave the list',
  changes: 'Who would stay for other reasons',
  elsewhere: 'Who would move among those at risk or lapsed',
};

interface DraftPeopleProps {
  draftId: string;
  view: DraftPeopleView;
  previewedAt: string;
}

export function DraftPeople({ draftId, view, previewedAt }: DraftPeopleProps) {
  const people = useDraftPeople(draftId, view, previewedAt);
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  if (people.isPending) return <LoadingBars rows={5} height={64} label="Loading the people" />;
  if (people.isError && rows.length === 0) {
    return <ErrorState error={people.error} onRetry={() => void people.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <div className="kw-card">
        <EmptyState icon={<IconUsers size={26} stroke={1.6} />} title={NOBODY[view.move].title}>
          {NOBODY[view.move].says}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="kw-card">
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">{LABELS[view.move]}</caption>
        <thead>
          <tr>
            <th scope="col">Priority</th>
            <th scope="col">Patient</th>
            <th scope="col">Why</th>
            <th scope="col">Since</th>
            <th scope="col" className="kw-end">
              At stake
            </th>
            <th scope="col">Last visit</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((person) => (
            <PersonRow key={person.personId} person={person} />
          ))}
        </tbody>
      </table>
      {people.hasNextPage && (
        <div className="kw-more">
          <Button variant="subtle" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

const PLACES: Record<string, string> = { off_track: 'off-track', at_risk: 'at risk', lapsed: 'lapsed' };
const place = (where: DraftPerson['from']) => (where === null ? 'on no list' : (PLACES[where] ?? where));

function PersonRow({ person }: { person: DraftPerson }) {
  const [first] = person.rules.filter(({ rule }) => rule === person.rule);
  return (
    <tr>
      <td data-label="Priority">
        <Priority of={person.class} />
        <div className="kw-quiet">
          {place(person.from)} <span aria-hidden>→</span>
          <span className="kw-hidden">to</span> {place(person.to)}
        </div>
      </td>
      <td data-label="Patient">
        <Link to={`/patients/${person.personId}`} className="kw-row-link">
          {person.patientName}
        </Link>
        <div className="kw-quiet">
          {[person.practitioner?.name, person.location?.name].filter((part) => part !== undefined).join(' · ')}
        </div>
        {person.personState !== null && (
          <div className="kw-quiet">now {personStateWord(person.personState).toLowerCase()}</div>
        )}
      </td>
      <td data-label="Why">
        <div className="kw-quiet">
          <span className="kw-rule-id">{person.rule}</span> {first !== undefined && ruleWords(first.name)}
          {person.rules.length > 1 && ` + ${person.rules.length - 1} more`}
        </div>
        {person.move === 'leaves' && person.silence !== null ? (
          <>
            <Sentence of={person.silence} />
            <div className="kw-quiet">
              Listed until now because: <Sentence of={person.reason} />
            </div>
          </>
        ) : (
          <Sentence of={person.reason} />
        )}
      </td>
      <td data-label="Since">
        <Moment at={person.since} show="date" />
      </td>
      <td data-label="At stake" className="kw-end">
        <MoneyAmount value={person.valueAtRisk} />
      </td>
      <td data-label="Last visit">
        <Day on={person.lastVisitOn} none="none yet" />
      </td>
    </tr>
  );
}
