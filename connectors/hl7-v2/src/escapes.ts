import { textOf } from './characters.js';

/** The five characters that give a message its structure, as MSH-1 and MSH-2 say; empty: not used in this message. */
export interface Delimiters {
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
}

/** What most senders use, and what we use where nothing is known of the other side. */
export const USUAL_DELIMITERS: Delimiters = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

const LINE_BREAKS = /^\.(?:br|ce|sp(?:\+?(\d))?)$/;
const LAYOUT = /^(?:\.(?:fi|nf|in[+-]?\d*|ti[+-]?\d*|sk\+?\d*)|[HN]|[CM](?:[0-9A-Fa-f]{2}){2,3}|Z.*)$/;
const HEX = /^X(?:[0-9A-Fa-f]{2})+$/;

/**
 * Takes escape sequences away, once: what comes out is data, whatever it looks like. What is no sequence stays as it is
 * written (paths with backslashes are sent as they are). Time grows with the length alone.
 */
export function unescape(text: string, delimiters: Delimiters): string {
  const { escape } = delimiters;
  let open = escape === '' ? -1 : text.indexOf(escape);
  if (open === -1) return text;
  let result = text.slice(0, open);
  for (;;) {
    const close = text.indexOf(escape, open + 1);
    if (close === -1) return result + text.slice(open);
    const meaning = meaningOf(text.slice(open + 1, close), delimiters);
    if (meaning === undefined) {
      // No sequence: what closes it may open the next.
      result += text.slice(open, close);
      open = close;
      continue;
    }
    result += meaning;
    const next = text.indexOf(escape, close + 1);
    if (next === -1) return result + text.slice(close + 1);
    result += text.slice(close + 1, next);
    open = next;
  }
}

function meaningOf(
  body: string,
  { field, component, repetition, escape, subcomponent }: Delimiters,
): string | undefined {
  switch (body) {
    case 'F':
      return field;
    case 'S':
      return component;
    case 'T':
      return subcomponent;
    case 'R':
      return repetition;
    case 'E':
      return escape;
    case 'P':
      return '#';
  }
  const breaks = LINE_BREAKS.exec(body);
  if (breaks !== null) return '\n'.repeat(Number(breaks[1] ?? 1));
  if (HEX.test(body)) return textOf(Buffer.from(body.slice(1), 'hex'), null).text;
  return LAYOUT.test(body) ? '' : undefined;
}

/** Writes any text so that none of it can be taken for structure, nor for the end of a segment or a frame. */
export function escapeText(text: string, { field, component, repetition, escape, subcomponent }: Delimiters): string {
  let result = '';
  for (const char of text) {
    if (char === escape) result += `${escape}E${escape}`;
    else if (char === field) result += `${escape}F${escape}`;
    else if (char === component) result += `${escape}S${escape}`;
    else if (char === subcomponent) result += `${escape}T${escape}`;
    else if (char === repetition) result += `${escape}R${escape}`;
    else if (char < ' ' || char === '\u007f') result += `${escape}X${hex(char)}${escape}`;
    else result += char;
  }
  return result;
}

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
}
