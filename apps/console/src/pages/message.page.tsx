import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../api.js';
import type { OutboxMessage } from '../api.outreach.types.js';
import { CancelButton } from '../features/outbox/cancel-button.js';
import { ResolveReview, SimulateReply } from '../features/outbox/message-actions.js';
import { MessageEvents, MessageFacts, MessageText, WhyAllowed } from '../features/outbox/message-proof.js';
import { useMessage } from '../features/outbox/use-outbox.js';
import { cancelledWords, CHANNEL_WORDS, MESSAGE_WORDS, originWords } from '../features/outbox/words.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients, useWorks } from '../features/session/roles.js';
import { IconPrinter } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Signal } from '../ui/signal.js';
import { ErrorState, LoadingBars } from '../ui/states.js';
import NotFoundPage from './not-found.page.js';

const BACK = { to: '/outbox', label: 'Outbox' };

export default function MessagePage() {
  const { messageId = '' } = useParams();
  if (useSeesPatients()) return <Message key={messageId} id={messageId} />;
  return (
    <Page title="Message" back={BACK}>
      <NotAllowed>Messages to patients are seen by those who work the list and by auditors.</NotAllowed>
    </Page>
  );
}

function Message({ id }: { id: string }) {
  const message = useMessage(id);
  if (message.error instanceof ApiProblem && message.error.status === 404) return <NotFoundPage />;
  if (message.data === undefined) {
    return (
      <Page title="Message" back={BACK}>
        {message.isError ? (
          <ErrorState error={message.error} onRetry={() => void message.refetch()} />
        ) : (
          <LoadingBars rows={5} height={72} label="Loading the message" />
        )}
      </Page>
    );
  }
  return <OneMessage message={message.data} />;
}

function OneMessage({ message }: { message: OutboxMessage }) {
  const works = useWorks();
  const isWaiting = message.state === 'planned' || message.state === 'due';
  return (
    <Page
      title={`${CHANNEL_WORDS[message.channel]} to ${message.patientName}`}
      tabTitle="Message"
      back={BACK}
      lead={
        <>
          {originWords(message)} · <Link to={`/patients/${message.personId}`}>open the patient</Link>
        </>
      }
      actions={
        <>
          {works && isWaiting && <CancelButton message={message} />}
          <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            Print
          </Button>
        </>
      }
    >
      {message.state === 'review' && <ResolveReview message={message} />}
      <Figures message={message} />
      <div className="kw-columns">
        <div className="kw-column-main">
          <MessageText message={message} />
          <WhyAllowed message={message} />
          <MessageEvents message={message} />
        </div>
        <div className="kw-column-side">
          {works && message.canSimulateReply && <SimulateReply message={message} />}
          <MessageFacts message={message} />
        </div>
      </div>
      <p className="kw-print-only">
        Message <code className="kw-id">{message.id}</code>
      </p>
    </Page>
  );
}

function Figures({ message }: { message: OutboxMessage }) {
  const { word, tone } = MESSAGE_WORDS[message.state];
  const { cancelledBecause, errorSays, errorCode } = message;
  const left = message.deliveredAt ?? message.sentAt ?? message.acceptedAt;
  return (
    <dl className="kw-figures">
      <div>
        <dt>State</dt>
        <dd>
          <Signal tone={tone}>{word}</Signal>
          {errorSays !== null && (
            <span className="kw-quiet kw-block">
              {errorSays} {errorCode !== null && <code className="kw-id">{errorCode}</code>}
            </span>
          )}
          {cancelledBecause !== null && <span className="kw-quiet kw-block">{cancelledWords(cancelledBecause)}</span>}
        </dd>
      </div>
      <div>
        <dt>To</dt>
        <dd>{message.to ?? <span className="kw-none">decided when it is sent</span>}</dd>
      </div>
      <div>
        <dt>Due</dt>
        <dd>
          <Moment at={message.dueAt} planned />
          {message.latestAt !== null && (
            <span className="kw-quiet kw-block">
              at the latest <Moment at={message.latestAt} />
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>{message.deliveredAt === null ? 'Left' : 'Delivered'}</dt>
        <dd>
          <Moment at={left} none="not yet" />
        </dd>
      </div>
      <div>
        <dt>By</dt>
        <dd>
          {message.provider === null ? <span className="kw-none">–</span> : providerWords(message.provider)}
          {message.providerId !== null && (
            <span className="kw-quiet kw-block">
              <code className="kw-id">{message.providerId}</code>
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}

const PROVIDERS: Record<string, string> = { local: 'this computer alone', twilio: 'Twilio', smtp: 'mail server' };
const providerWords = (provider: string) => PROVIDERS[provider] ?? provider;
