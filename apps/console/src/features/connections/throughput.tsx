import type { ThroughputHour } from '../../api.sources.types.js';
import { localDate, shortDate } from '../../ui/dates.js';
import { useNow } from '../../ui/now.js';
import { Section } from '../../ui/section.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { useZone } from '../../ui/zone.js';
import { useThroughput } from './use-source.js';

const DAYS = 14;
const WIDTH = 560;
const HEIGHT = 90;

interface DayTotal {
  day: string;
  read: number;
  applied: number;
  quarantined: number;
}

/** Hours added up to the days of the practice's zone, oldest first. */
export function byDay(hours: ThroughputHour[], zone: string): DayTotal[] {
  const days = new Map<string, DayTotal>();
  for (const { at, read, applied, quarantined } of hours) {
    const day = localDate(Date.parse(at), zone);
    const sum = days.get(day) ?? { day, read: 0, applied: 0, quarantined: 0 };
    days.set(day, {
      day,
      read: sum.read + read,
      applied: sum.applied + applied,
      quarantined: sum.quarantined + quarantined,
    });
  }
  return [...days.values()].sort((a, b) => a.day.localeCompare(b.day));
}

const number = (value: number) => value.toLocaleString('en-GB');

/** How much came on each day: a picture for the eye, the same numbers as a table for everyone. */
export function Throughput({ connectionId }: { connectionId: string }) {
  const zone = useZone();
  const today = localDate(useNow(), zone);
  const throughput = useThroughput(connectionId, DAYS);
  const days = byDay(throughput.data ?? [], zone);
  return (
    <Section title="Records a day" aside={`the last ${DAYS} days`}>
      {throughput.isPending ? (
        <LoadingBars rows={1} height={HEIGHT} label="Loading what came on each day" />
      ) : throughput.isError && throughput.data === undefined ? (
        <ErrorState error={throughput.error} onRetry={() => void throughput.refetch()} />
      ) : days.length === 0 ? (
        <p className="kw-quiet kw-flat">Nothing was read in these days.</p>
      ) : (
        <>
          <Bars days={days} />
          <details>
            <summary>The numbers</summary>
            <table className="kw-table">
              <caption className="kw-hidden">Records a day</caption>
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col" className="kw-end">
                    Read
                  </th>
                  <th scope="col" className="kw-end">
                    Applied
                  </th>
                  <th scope="col" className="kw-end">
                    Put aside
                  </th>
                </tr>
              </thead>
              <tbody>
                {days.map(({ day, read, applied, quarantined }) => (
                  <tr key={day}>
                    <td>{shortDate(day, today)}</td>
                    <td className="kw-end kw-number">{number(read)}</td>
                    <td className="kw-end kw-number">{number(applied)}</td>
                    <td className="kw-end kw-number">{number(quarantined)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </Section>
  );
}

function Bars({ days }: { days: DayTotal[] }) {
  const most = Math.max(1, ...days.map(({ read }) => read));
  const step = WIDTH / days.length;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="kw-throughput" preserveAspectRatio="none" aria-hidden>
      {days.map(({ day, read, applied }, place) => {
        const height = (value: number) => (value / most) * HEIGHT;
        const bar = { x: place * step + 2, width: Math.max(2, step - 4) };
        return (
          <g key={day}>
            <rect {...bar} y={HEIGHT - height(read)} height={height(read)} className="kw-throughput-read" />
            <rect {...bar} y={HEIGHT - height(applied)} height={height(applied)} className="kw-throughput-applied" />
          </g>
        );
      })}
    </svg>
  );
}
