import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { Parameters, Threshold } from '../../api.rules.types.js';
import { bySentence, fromPercent, inPercent, thresholdFor, thresholdName, WINDOW_UNITS } from './threshold-words.js';
import { specialtiesToAdd } from './wanted.js';

interface ThresholdFieldsProps {
  /** As they hold now. */
  thresholds: readonly Threshold[];
  values: Parameters;
  onChange: (values: Parameters) => void;
  /** What the server said of one of them. */
  problem: { name: string; says: string } | null;
}

/** Every threshold with its unit, under the sentence that says what it stands for. */
export function ThresholdFields({ thresholds, values, onChange, problem }: ThresholdFieldsProps) {
  const added = Object.keys(values).filter((name) => !thresholds.some((one) => one.name === name));
  const like = thresholds.find(({ specialty }) => specialty !== null);
  const shown: Threshold[] = [
    ...thresholds.filter(({ name }) => values[name] !== undefined),
    ...(like === undefined
      ? []
      : added.map((name) => ({ ...like, name, specialty: name as Threshold['specialty'], default: null }))),
  ];
  const toAdd = specialtiesToAdd(thresholds, values);
  return (
    <>
      {bySentence(shown).map(({ says, thresholds: those }) => (
        <fieldset key={says} className="kw-threshold-set">
          <legend>{says === those[0]?.name ? thresholdName(says) : says}</legend>
          {those.map((threshold) => (
            <Field
              key={threshold.name}
              threshold={threshold}
              label={thresholdFor(threshold) ?? 'Everybody the rule looks at'}
              value={values[threshold.name] ?? ''}
              onChange={(value) => onChange({ ...values, [threshold.name]: value })}
              onRemove={
                threshold.default === null
                  ? () =>
                      onChange(Object.fromEntries(Object.entries(values).filter(([name]) => name !== threshold.name)))
                  : undefined
              }
              problem={problem?.name === threshold.name ? problem.says : null}
            />
          ))}
        </fieldset>
      ))}
      {toAdd.length > 0 && like !== undefined && (
        <NativeSelect
          className="kw-threshold-more"
          label="Also for"
          description="Specialties in which the rule does not run by itself"
          data={[
            { value: '', label: 'choose a specialty' },
            ...toAdd.map((value) => ({ value, label: thresholdName(value) })),
          ]}
          value=""
          onChange={(event) => {
            const name = event.currentTarget.value;
            if (name !== '') onChange({ ...values, [name]: like.value });
          }}
        />
      )}
    </>
  );
}

interface FieldProps {
  threshold: Threshold;
  label: string;
  value: string | number;
  onChange: (value: string | number) => void;
  onRemove: (() => void) | undefined;
  problem: string | null;
}

function Field({ threshold, label, value, onChange, onRemove, problem }: FieldProps) {
  const id = useId();
  const { unit } = threshold;
  const remove = onRemove !== undefined && (
    <Button size="compact-sm" variant="subtle" aria-label={`Take ${label} out`} onClick={onRemove}>
      Take out
    </Button>
  );
  if (unit === 'switch') {
    return (
      <div className="kw-threshold">
        <NativeSelect
          label={label}
          data={[
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Off' },
          ]}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={problem}
        />
        {remove}
      </div>
    );
  }
  const isWindow = unit !== 'number' && typeof threshold.value === 'string';
  const [amount, counted] = isWindow ? windowParts(String(value)) : [plainText(value, unit), ''];
  const say = (next: string) => onChange(isWindow ? `${next} ${counted}` : plainValue(next, threshold));
  return (
    <div className="kw-threshold" data-wrong={problem !== null || undefined}>
      <TextInput
        id={id}
        label={label}
        inputMode={isWindow ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={amount}
        onChange={(event) => say(event.currentTarget.value)}
        error={problem}
      />
      {!isWindow && PLAIN_UNITS[unit] !== undefined && <span className="kw-quiet">{PLAIN_UNITS[unit]}</span>}
      {isWindow && (
        <NativeSelect
          aria-label={`Unit: ${label}`}
          data={WINDOW_UNITS.map((one) => ({ value: one.unit, label: one.label }))}
          value={counted}
          onChange={(event) => onChange(`${amount} ${event.currentTarget.value}`)}
        />
      )}
      {remove}
    </div>
  );
}

/** What stands behind a plain number. */
const PLAIN_UNITS: Partial<Record<Threshold['unit'], string>> = { hours: 'hours', d: 'days', share: '%' };

function windowParts(value: string): [amount: string, unit: string] {
  const [amount = '', unit = ''] = value.split(' ');
  return [amount, unit];
}

const plainText = (value: string | number, unit: Threshold['unit']) =>
  String(unit === 'share' && typeof value === 'number' ? inPercent(value) : value);

/** What is no number is sent as it was typed: the server says what is wrong with it. */
function plainValue(typed: string, { value, unit }: Threshold): string | number {
  const number = Number(typed);
  // While somebody still types, "0." is not 0 yet.
  if (typeof value !== 'number' || typed.trim() === '' || !Number.isFinite(number) || String(number) !== typed)
    return typed;
  return unit === 'share' ? fromPercent(number) : number;
}
