import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import type { PlaybookTemplate } from '../../api.outreach.types.js';
import { CHANNEL_WORDS } from '../outbox/words.js';
import { Approval } from './approval.js';
import { TemplateText } from './template-text.js';

export const templateHash = (key: string) => `#template-${key}`;

export function TemplateCard({ template }: { template: PlaybookTemplate }) {
  const { channel, purpose, language, version, authorName, problems } = template;
  const card = useRef<HTMLElement>(null);
  const { hash } = useLocation();
  const isAskedFor = hash === templateHash(template.key);
  useEffect(() => {
    if (isAskedFor) card.current?.scrollIntoView?.();
  }, [isAskedFor]);
  return (
    <article ref={card} className="kw-card kw-playbook-item" data-asked-for={isAskedFor || undefined}>
      <header>
        <h3>{template.name}</h3>
        <span className="kw-quiet">
          {CHANNEL_WORDS[channel]} · {purpose} · {language} · version {version}
          {authorName !== null && ` · by ${authorName}`} · <code className="kw-id">{template.key}</code>
        </span>
      </header>
      <div className="kw-letter">
        {template.subject !== null && (
          <p className="kw-letter-subject">
            <TemplateText of={template.subject} />
          </p>
        )}
        <p className="kw-letter-text">
          <TemplateText of={template.body} />
        </p>
      </div>
      {problems.length > 0 && (
        <div className="kw-problems">
          <strong>To be changed before it can be approved</strong>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      <Approval what="template" item={template} problems={problems} />
    </article>
  );
}
