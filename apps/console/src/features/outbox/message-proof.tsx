import type { OutboxMessage } from '../../api.outreach.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { useSession } from '../session/use-session.js';
import { detailText, plainWords, proofOf } from './proof.js';
import { eventWords } from './words.js';

/** Word for word what the patient reads; an email's own markup is never run here. */
export function MessageText({ message }: { message: OutboxMessage }) {
  if (message.channel === 'call') {
    return (
      <Section title="A call">
        <p className="kw-quiet kw-flush">
          Nothing is written: on its day the patient comes back to the list, to be called by a person.
        </p>
      </Section>
    );
  }
  const added = proofOf(message)?.added ?? null;
  return (
    <Section
      title="What the patient reads"
      aside={message.segments === null ? undefined : `${message.segments} ${message.segments === 1 ? 'part' : 'parts'}`}
    >
      <div className="kw-letter">
        {message.subject !== null && <p className="kw-letter-subject">{message.subject}</p>}
        <p className="kw-letter-text">{message.text}</p>
      </div>
      {added !== null && <p className="kw-quiet kw-added">{added}</p>}
    </Section>
  );
}

export function MessageFacts({ message }: { message: OutboxMessage }) {
  if (message.facts.length === 0) return null;
  return (
    <Section title="Facts in it" aside="each from a record" padded={false}>
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">Facts in the message</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Value</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {message.facts.map((fact) => (
            <tr key={`${fact.field} ${fact.recordId}`}>
              <td data-label="What">{plainWords(fact.field)}</td>
              <td data-label="Value">{fact.value}</td>
              <td data-label="From">
                {fact.source} {fact.recordId !== null && <code className="kw-id">{fact.recordId}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** One page that says why this message was allowed (X14). */
export function WhyAllowed({ message }: { message: OutboxMessage }) {
  const verdict = proofOf(message);
  const { template, started } = message;
  const { practice } = useSession();
  return (
    <Section title={message.decision === null ? 'Why it may leave' : 'Why it was allowed'}>
      <div className="kw-why">
        {verdict === null ? (
          <Signal tone="quiet">
            Not asked for the last time yet: that happens in the moment it is picked up to be sent.
          </Signal>
        ) : (
          <Signal tone={verdict.allowed ? 'good' : 'wrong'}>
            {verdict.allowed
              ? 'Allowed when it was picked up to be sent: nothing spoke against it.'
              : 'Not allowed when it was about to be picked up.'}{' '}
            {verdict.at !== null && <Moment at={verdict.at} show="exact" />}
          </Signal>
        )}
        {verdict !== null && verdict.reasons.length > 0 && (
          <ul>
            {verdict.reasons.map((says) => (
              <li key={says}>{says}</li>
            ))}
          </ul>
        )}
        <dl className="kw-facts kw-facts-wide">
          {started !== null && (
            <div>
              <dt>Started by</dt>
              <dd>
                {started.byName}, <Moment at={started.at} show="exact" />
              </dd>
            </div>
          )}
          {template !== null && (
            <>
              <div>
                <dt>Text</dt>
                <dd>
                  {template.templateName}, version {template.version}
                </dd>
              </div>
              <div>
                <dt>Text approved by</dt>
                <dd>
                  {template.approvedByName ??
                    (template.approvedAt !== null && practice.demo ? 'the simulation' : 'nobody by name')}
                  {template.approvedAt !== null && (
                    <>
                      , <Moment at={template.approvedAt} show="exact" />
                    </>
                  )}
                </dd>
              </div>
            </>
          )}
          <div>
            <dt>Purpose</dt>
            <dd>{message.purpose === 'service' ? 'service: about their own care' : 'marketing'}</dd>
          </div>
          {verdict?.lines.map(({ label, says }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{says}</dd>
            </div>
          ))}
          {started !== null && (
            <div>
              <dt>Preview that was read</dt>
              <dd>
                <code className="kw-id">{started.digest}</code>
              </dd>
            </div>
          )}
        </dl>
      </div>
    </Section>
  );
}

export function MessageEvents({ message }: { message: OutboxMessage }) {
  return (
    <Section title="What happened" aside="in order" padded={false}>
      {message.events.length === 0 ? (
        <p className="kw-quiet kw-padded">Nothing yet: it waits for its time.</p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">What happened to the message</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">More</th>
            </tr>
          </thead>
          <tbody>
            {message.events.map((event, place) => (
              <tr key={place}>
                <td data-label="When" className="kw-nowrap">
                  <Moment at={event.at} show="exact" />
                </td>
                <td data-label="What">{eventWords(event.event)}</td>
                <td data-label="More" className="kw-quiet kw-anywhere">
                  {detailText(event.detail)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
