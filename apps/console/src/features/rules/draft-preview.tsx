import { Button, Loader, Progress, Tabs } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { Move, RuleDraft, RulePreview } from '../../api.rules.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { useSeesPatients } from '../session/roles.js';
import { ruleWords } from '../worklist/words.js';
import { DraftPeople } from './draft-people.js';
import { isUnderWay } from './mode-words.js';

const MOVES: { move: Move; label: string; count: keyof RulePreview }[] = [
  { move: 'enters', label: 'Would enter', count: 'enters' },
  { move: 'leaves', label: 'Would leave', count: 'leaves' },
  { move: 'changes', label: 'Stay, otherwise', count: 'changes' },
  { move: 'elsewhere', label: 'At risk or lapsed', count: 'elsewhere' },
];

const many = (count: number) => count.toLocaleString('en-GB');

/** Whom the change concerns: in numbers, then person by person. */
export function DraftPreview({ draft }: { draft: RuleDraft }) {
  const seesPatients = useSeesPatients();
  const { preview } = draft;
  if (preview === null || isUnderWay(draft)) return <UnderWay progress={draft.progress} />;
  return (
    <>
      <Section
        title="Who would move"
        aside={
          <>
            as of <Moment at={preview.asOf} show="exact" />, {many(preview.asked)} people asked twice: as it is, and
            with the change
          </>
        }
        padded={false}
      >
        <dl className="kw-figures kw-figures-flat">
          <div>
            <dt>Off-track list now</dt>
            <dd className="kw-number">{many(preview.listedNow)}</dd>
          </div>
          <div>
            <dt>With the change</dt>
            <dd className="kw-number">{many(preview.listedThen)}</dd>
          </div>
          <div>
            <dt>Would enter</dt>
            <dd className="kw-number">{many(preview.enters)}</dd>
          </div>
          <div>
            <dt>Would leave</dt>
            <dd className="kw-number">{many(preview.leaves)}</dd>
          </div>
        </dl>
        {preview.byRule.length > 0 && <ByRule preview={preview} />}
      </Section>
      {seesPatients && <People draftId={draft.id} preview={preview} />}
    </>
  );
}

function UnderWay({ progress }: Pick<RuleDraft, 'progress'>) {
  const says =
    'Everybody on record is being asked twice, as it is and with the change. This takes moments for a small practice, minutes for a large one; you may leave this page and come back.';
  if (progress === null) {
    return (
      <Section title="Who would move">
        <div role="status" className="kw-under-way">
          <Loader size="sm" aria-hidden />
          <span>{says}</span>
        </div>
      </Section>
    );
  }
  const { asked, of } = progress;
  return (
    <Section title="Who would move" aside={`${many(asked)} of ${many(of)} people asked`}>
      <p className="kw-flat" role="status">
        {says}
      </p>
      <Progress.Root size="lg" mt="sm">
        <Progress.Section
          value={of === 0 ? 100 : Math.round((asked / of) * 100)}
          aria-label={`People asked: ${many(asked)} of ${many(of)}`}
        />
      </Progress.Root>
    </Section>
  );
}

function ByRule({ preview }: { preview: RulePreview }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">By the rule that speaks first, or no longer does</caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col" className="kw-end">
            Enter because of it
          </th>
          <th scope="col" className="kw-end">
            Leave because it is silent
          </th>
        </tr>
      </thead>
      <tbody>
        {preview.byRule.map(({ rule, name, enters, leaves }) => (
          <tr key={rule}>
            <td data-label="Rule">
              <span className="kw-rule-id">{rule}</span> {ruleWords(name)}
            </td>
            <td data-label="Enter" className="kw-end kw-number">
              {many(enters)}
            </td>
            <td data-label="Leave" className="kw-end kw-number">
              {many(leaves)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Two lists, and the two that do not change who stands on the list; the address keeps which is open and of which rule. */
function People({ draftId, preview }: { draftId: string; preview: RulePreview }) {
  const [address, setAddress] = useSearchParams();
  const { move } = MOVES.find((one) => one.move === address.get('move')) ?? MOVES[0]!;
  const rule = preview.byRule.find((one) => one.rule === address.get('rule'))?.rule ?? null;
  const show = (next: { move: string; rule: string | null }) =>
    setAddress(
      { ...(next.move === 'enters' ? {} : { move: next.move }), ...(next.rule === null ? {} : { rule: next.rule }) },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Tabs
      value={move}
      onChange={(next) => show({ move: next ?? 'enters', rule })}
      keepMounted={false}
      className="kw-tabs"
    >
      <Tabs.List aria-label="Who would move">
        {MOVES.map(({ move: name, label, count }) => (
          <Tabs.Tab
            key={name}
            value={name}
            rightSection={<span className="kw-count">{many(Number(preview[count]))}</span>}
          >
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {preview.byRule.length > 1 && (
        <div className="kw-filter-row" role="group" aria-label="By rule">
          {[
            { rule: null, label: 'Every rule' },
            ...preview.byRule.map((one) => ({ rule: one.rule, label: one.rule })),
          ].map((one) => (
            <Button
              key={one.label}
              size="compact-sm"
              variant={one.rule === rule ? 'filled' : 'default'}
              aria-pressed={one.rule === rule}
              onClick={() => show({ move, rule: one.rule })}
            >
              {one.label}
            </Button>
          ))}
        </div>
      )}
      {MOVES.map(({ move: name }) => (
        <Tabs.Panel key={name} value={name} className="kw-part">
          <DraftPeople draftId={draftId} view={{ move: name, rule }} previewedAt={preview.asOf} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
