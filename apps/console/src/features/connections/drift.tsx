import type { FieldShare } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { recordKindWord } from '../patient/words.js';
import { useDrift } from './use-source.js';

interface KindOfStream {
  stream: string;
  kind: string;
  seen: number;
  fields: FieldShare[];
}

/** Fields by the stream and kind they came with; what vanished first, then what rules rest on. */
export function byKind(fields: readonly FieldShare[]): KindOfStream[] {
  const kinds = new Map<string, KindOfStream>();
  for (const field of fields) {
    const key = `${field.stream} ${field.kind}`;
    const kind = kinds.get(key) ?? { stream: field.stream, kind: field.kind, seen: 0, fields: [] };
    kind.seen = Math.max(kind.seen, field.seen);
    kind.fields.push(field);
    kinds.set(key, kind);
  }
  const rank = ({ vanished, rules }: FieldShare) => (vanished ? 0 : rules.length > 0 ? 1 : 2);
  for (const { fields: own } of kinds.values()) {
    own.sort((a, b) => rank(a) - rank(b) || a.field.localeCompare(b.field));
  }
  const lost = ({ fields: own }: KindOfStream) => own.filter(({ vanished }) => vanished).length;
  return [...kinds.values()].sort((a, b) => lost(b) - lost(a));
}

/** How often each field comes filled (X20): one that no longer does is named with the rules that rest on it. */
export function Drift({ connectionId }: { connectionId: string }) {
  const drift = useDrift(connectionId);
  const kinds = byKind(drift.data?.fields ?? []);
  return (
    <Section
      title="Fields"
      aside={
        drift.data === undefined || drift.data.since === null ? (
          'how often each comes filled'
        ) : (
          <>
            how often each came filled since <Moment at={drift.data.since} show="date" />
          </>
        )
      }
      padded={false}
    >
      {drift.isPending ? (
        <LoadingBars rows={3} height={44} label="Loading the fields" />
      ) : drift.isError && drift.data === undefined ? (
        <ErrorState error={drift.error} onRetry={() => void drift.refetch()} />
      ) : kinds.length === 0 ? (
        <p className="kw-quiet kw-padded">
          No record was looked at yet: the fields stand here after the first read that brings some.
        </p>
      ) : (
        kinds.map((kind) => <Kind key={`${kind.stream} ${kind.kind}`} {...kind} />)
      )}
    </Section>
  );
}

function Kind({ stream, kind, seen, fields }: KindOfStream) {
  const vanished = fields.filter((field) => field.vanished).length;
  return (
    <details className="kw-fields" open={vanished > 0}>
      <summary>
        <strong>{recordKindWord(kind)}</strong>{' '}
        <span className="kw-quiet">
          {stream} · {seen.toLocaleString('en-GB')} looked at
        </span>{' '}
        {vanished > 0 && (
          <Signal tone="wrong">
            {vanished === 1 ? '1 field' : `${vanished} fields`} no longer {vanished === 1 ? 'comes' : 'come'}
          </Signal>
        )}
      </summary>
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">
          Fields of {recordKindWord(kind)} in {stream}
        </caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col" className="kw-end">
              Filled
            </th>
            <th scope="col">Rules that rest on it</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.field} data-fires={field.vanished || undefined}>
              <td data-label="Field">
                <code className="kw-id">{field.field}</code>
                {field.vanished && (
                  <div>
                    <Signal tone="wrong">no longer comes</Signal>
                  </div>
                )}
              </td>
              <td
                data-label="Filled"
                className="kw-end kw-number"
                title={`${field.filled.toLocaleString('en-GB')} of ${field.seen.toLocaleString('en-GB')}`}
              >
                {share(field)}
              </td>
              <td data-label="Rules">{field.rules.length === 0 ? '–' : field.rules.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Never "100 %" for what is not all, nor "0 %" for what is something. */
function share({ filled, seen }: FieldShare): string {
  if (seen === 0 || filled === 0) return 'never';
  if (filled >= seen) return '100 %';
  return `${Math.min(99, Math.max(1, Math.round((filled / seen) * 100)))} %`;
}
