/** One mail's content; both parts say the same (C-14). */
export interface MailContent {
  /** As rendered: plain text. */
  text: string;
  practice: { name: string };
  /** Never forgotten: the law of most places wants it, and so do mail systems. */
  postalAddress: string;
  /** https; the page where one click ends it. Null for what answers the patient's own act. */
  unsubscribeUrl: string | null;
}

/** The text part. Throws where there is no postal address. */
export function mailText(content: MailContent): string {
  const { from, whereFrom, stop, url } = footerOf(content);
  return [content.text.trim(), '-- ', from, whereFrom, ...(url === null ? [] : [`${stop}: ${url}`]), ''].join('\n');
}

/**
 * The HTML part: paragraphs and a footer, no picture, no style sheet, nothing that is fetched when it is opened, so that opening
 * tells nobody anything (M-04). All of the text is escaped; a patient's name is text whatever it looks like. Throws where there
 * is no postal address.
 */
export function mailHtml(content: MailContent): string {
  const { from, whereFrom, stop, url } = footerOf(content);
  const paragraphs = content.text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p style="margin:0 0 1em">${paragraph.split('\n').map(escaped).join('<br>')}</p>`);
  const footer = [escaped(from), escaped(whereFrom)];
  if (url !== null) footer.push(`<a href="${escaped(url)}" rel="noreferrer">${escaped(stop)}</a>`);
  return [
    '<!doctype html>',
    '<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escaped(content.practice.name)}</title></head>`,
    '<body style="margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1b1b1b;background:#ffffff">',
    '<div style="max-width:560px">',
    ...paragraphs,
    `<p style="margin:2em 0 0;font-size:13px;color:#555555">${footer.join('<br>')}</p>`,
    '</div></body></html>',
    '',
  ].join('\n');
}

/** RFC 8058: one POST without a page ends it. Both must stand in every mail that a machine sends (C-14). */
export function unsubscribeHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${usable(url)}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function footerOf({ practice, postalAddress, unsubscribeUrl }: MailContent) {
  const whereFrom = postalAddress.trim().replace(/\s*\n\s*/g, ', ');
  if (whereFrom === '') throw new TypeError('A mail needs the postal address of the practice: set it before sending.');
  const url = unsubscribeUrl === null ? null : usable(unsubscribeUrl);
  return { from: practice.name, whereFrom, stop: 'Stop these messages', url };
}

/** Https, or this machine itself (a trial without a certificate). */
function usable(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const own = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url === null || (url.protocol !== 'https:' && !own)) {
    throw new TypeError('The address to unsubscribe at must begin with https.');
  }
  return url.href;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
