import type { ContactReason, ContactVerdict } from '../../api.types.js';
import { appointedText } from '../../ui/dates.js';
import { Signal } from '../../ui/signal.js';
import { useZone } from '../../ui/zone.js';

/** May we contact, and all that speaks against it or should be known before. What passes by itself waits; it is not wrong. */
export function Verdict({ verdict, allowed, refused }: { verdict: ContactVerdict; allowed: string; refused: string }) {
  return (
    <div className="kw-verdict">
      <Signal tone={verdict.allowed ? 'good' : verdict.nextAllowedAt === null ? 'wrong' : 'wait'}>
        {verdict.allowed ? allowed : refused}
      </Signal>
      <Reasons reasons={verdict.because} />
      {verdict.cautions.length > 0 && (
        <div className="kw-cautions">
          <Signal tone="wait">Know before</Signal>
          <Reasons reasons={verdict.cautions} />
        </div>
      )}
    </div>
  );
}

function Reasons({ reasons }: { reasons: ContactReason[] }) {
  const zone = useZone();
  if (reasons.length === 0) return null;
  return (
    <ul>
      {reasons.map(({ code, says, until }) => (
        <li key={code}>
          {says}
          {until !== null && <span className="kw-quiet"> Until {appointedText(until, zone)}.</span>}
        </li>
      ))}
    </ul>
  );
}
