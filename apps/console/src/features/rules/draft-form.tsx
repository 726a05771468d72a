import { Alert, Button, Group, NativeSelect, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../../api.js';
import type { Rule, WantedMode } from '../../api.rules.types.js';
import { ChoiceKeys } from '../../ui/choice-keys.js';
import { Section } from '../../ui/section.js';
import { ruleWords } from '../worklist/words.js';
import { draftAddress, draftOnThePast } from './addresses.js';
import { inGroups } from './groups.js';
import { MODES, MODE_WORDS } from './mode-words.js';
import { RuleWish } from './rule-wish.js';
import { useLocations, type Place } from './use-locations.js';
import { useDraftWork } from './use-rules.js';
import { asItStands, changeOf, freePlace, isChange, problemAt, type WantedRule } from './wanted.js';

const FEWEST_LETTERS = 3;
/** As many rules as are still shown with everything there is to say of them. */
const MOST_IN_FULL = 2;
/** What the API takes in one draft. */
const MOST_CHANGES = 40;

interface DraftFormProps {
  rules: readonly Rule[];
  /** What somebody meant when they came here. */
  meant: { wanted: readonly WantedRule[]; reason: string };
}

/** Rules that are to be set otherwise, in the practice or at locations, with the reason. It only proposes: what follows is the preview. */
export function DraftForm({ rules, meant }: DraftFormProps) {
  const navigate = useNavigate();
  const { propose } = useDraftWork();
  const locations = useLocations(rules.flatMap((rule) => rule.locations.map(({ location }) => location)));
  const [rows, setRows] = useState(() => meant.wanted.map((wanted, key) => ({ ...wanted, key })));
  const [reason, setReason] = useState(meant.reason);
  const ruleOf = (id: string) => rules.find(({ rule }) => rule === id);
  const shown = rows.flatMap((row) => {
    const rule = ruleOf(row.rule);
    return rule === undefined ? [] : [{ row, rule }];
  });
  const failure = propose.error;
  const at = failure instanceof ApiProblem ? problemAt(failure.field) : null;
  const isAtRow = at !== null && at.change !== null && at.change < rows.length;
  const isOneOfMany = rows.length > MOST_IN_FULL;
  const isReady =
    rows.length > 0 && shown.every(({ row, rule }) => isChange(rule, row)) && reason.trim().length >= FEWEST_LETTERS;

  const send = (addressOf: (draftId: string) => string) =>
    propose.mutate(
      { reason: reason.trim(), changes: shown.map(({ row, rule }) => changeOf(rule, row)) },
      { onSuccess: ({ id }) => void navigate(addressOf(id), { replace: true }) },
    );
  /** A refusal names a change by its place: with another row in it, it would stand beside the wrong one. */
  const edit = (next: typeof rows) => {
    if (next.length !== rows.length) propose.reset();
    setRows(next);
  };
  const add = (id: string) => {
    const rule = ruleOf(id);
    const free = freePlace(
      id,
      rows,
      locations.map(({ value }) => value),
    );
    if (rule === undefined || free === null) return;
    const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
    edit([...rows, { rule: id, ...asItStands(rule, free.locationId), key }]);
  };

  return (
    <form
      className="kw-draft-form"
      data-compact={isOneOfMany || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        send(draftAddress);
      }}
    >
      {rows.length > 1 && (
        <ForAll
          count={rows.length}
          modes={rows.map(({ mode }) => mode)}
          onChoose={(mode) => edit(rows.map((row) => ({ ...row, mode })))}
        />
      )}
      {shown.map(({ row, rule }, place) => {
        const others = rows.filter((one) => one.key !== row.key && one.rule === row.rule);
        const isFree = (locationId: string | null) => others.every((one) => one.locationId !== locationId);
        return (
          <RuleWish
            key={row.key}
            rule={rule}
            wanted={row}
            onChange={(wanted) => edit(rows.map((one) => (one.key === row.key ? { ...row, ...wanted } : one)))}
            places={locations.filter(({ value }) => isFree(value))}
            isPracticeFree={isFree(null)}
            onRemove={rows.length > 1 ? () => edit(rows.filter((one) => one.key !== row.key)) : undefined}
            isOneOfMany={isOneOfMany}
            problem={isAtRow && at.change === place && failure !== null ? { ...at, says: failure.message } : null}
          />
        );
      })}
      {rows.length < MOST_CHANGES && <AddRule rules={rules} rows={rows} locations={locations} onAdd={add} />}
      <Section title="Why">
        <Textarea
          label="Reason"
          description="Stands in the history beside the change. Without names of patients."
          required
          minLength={FEWEST_LETTERS}
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {failure !== null && !isAtRow && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {failure.message}
            {failure instanceof ApiProblem && failure.errors.map((one) => <div key={one}>{one}</div>)}
          </Alert>
        )}
        <Text size="sm" c="dimmed" mt="md">
          Nothing changes yet. Everybody on record is asked with it first, so that you and a second person see who would
          enter and who would leave the list.
        </Text>
        <Group justify="flex-end" mt="md" gap="sm">
          <Button variant="default" onClick={() => void navigate(-1)}>
            Cancel
          </Button>
          <Button
            variant="default"
            disabled={!isReady || propose.isPending}
            title="Proposes it as well, and asks what it would have done on past days"
            onClick={() => send(draftOnThePast)}
          >
            Propose and try on the past
          </Button>
          <Button
            type="submit"
            loading={propose.isPending}
            disabled={!isReady}
            title={
              isReady ? undefined : 'Each rule in it is to differ from what holds now, and a reason is to be given'
            }
          >
            Propose and preview
          </Button>
        </Group>
      </Section>
    </form>
  );
}

interface ForAllProps {
  count: number;
  modes: readonly WantedMode[];
  onChoose: (mode: WantedMode) => void;
}

/** The same for every rule of the draft at once: all on trial first, say. */
function ForAll({ count, modes, onChoose }: ForAllProps) {
  const common = modes.every((mode) => mode === modes[0]) ? (modes[0] ?? null) : null;
  return (
    <Section title={`${count} rules in one change`} aside="previewed and approved together">
      <ChoiceKeys
        label="Set all of them to"
        small
        choices={MODES.map((mode) => ({ value: mode, label: MODE_WORDS[mode] }))}
        chosen={common}
        onChoose={(mode) => onChoose(mode as WantedMode)}
      />
    </Section>
  );
}

interface AddRuleProps {
  rules: readonly Rule[];
  rows: readonly WantedRule[];
  locations: readonly Place[];
  onAdd: (rule: string) => void;
}

/** One more rule, or one of those there for a location besides. */
function AddRule({ rules, rows, locations, onAdd }: AddRuleProps) {
  const places = locations.map(({ value }) => value);
  const groups = inGroups(rules.filter(({ rule }) => freePlace(rule, rows, places) !== null));
  if (groups.length === 0) return null;
  return (
    <NativeSelect
      label="Change another rule with it"
      description="What belongs together is previewed and approved together"
      data={[
        { value: '', label: 'Choose a rule' },
        ...groups.map(({ label, rules: those }) => ({
          group: label,
          items: those.map(({ rule, name }) => ({
            value: rule,
            label: `${rule} ${ruleWords(name)}${rows.some((row) => row.rule === rule) ? ', elsewhere' : ''}`,
          })),
        })),
      ]}
      value=""
      onChange={({ currentTarget: { value } }) => onAdd(value)}
    />
  );
}
