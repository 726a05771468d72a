/** A message in a file, by the number of its first line. */
export interface FiledMessage {
  bytes: Buffer;
  line: number;
}

export interface MessageFile {
  messages: FiledMessage[];
  /** Batches whose trailer counts other messages than came: sentences. */
  problems: string[];
}

const HEADERS = ['FHS', 'BHS', 'BTS', 'FTS'];

/**
 * Cuts a file into messages: one, several in a row, or batches (FHS, BHS … BTS, FTS) whose counts are checked. Bytes stay as
 * they are; each message says its own character set.
 */
export function messagesIn(file: Buffer): MessageFile {
  // One character a byte: no letter of any message is touched.
  const text = file.toString('latin1').replaceAll('\u000b', '').replaceAll('\u001c', '\n');
  const found: MessageFile = { messages: [], problems: [] };
  const lines = text.split(/\r\n|\r|\n/);
  const batch = { open: false, messages: 0, batches: 0, hasFile: false };
  let message: { lines: string[]; line: number } | null = null;
  const close = () => {
    if (message === null) return;
    found.messages.push({ bytes: Buffer.from(`${message.lines.join('\r')}\r`, 'latin1'), line: message.line });
    batch.messages += 1;
    message = null;
  };
  lines.forEach((written, index) => {
    const line = index === 0 ? written.replace(/^ï»¿/, '') : written;
    const name = line.slice(0, 3);
    const separator = line.charAt(3);
    const isHeader = HEADERS.includes(name) && (separator === '' || !/[A-Za-z0-9\s]/.test(separator));
    if (isHeader || (name === 'MSH' && separator !== '' && !/[A-Za-z0-9\s]/.test(separator))) close();
    if (isHeader) return header(name, line.split(separator === '' ? '|' : separator)[1] ?? '', index + 1);
    if (name === 'MSH' && message === null) message = { lines: [line], line: index + 1 };
    else if (line.trim() === '') return;
    else if (message !== null) message.lines.push(line);
    else found.problems.push(`Line ${index + 1} belongs to no message.`);
  });
  close();
  if (batch.open) found.problems.push('A batch (BHS) has no end (BTS): the file may have been cut off.');
  if (batch.hasFile) found.problems.push('The file header (FHS) has no end (FTS): the file may have been cut off.');
  return found;

  function header(name: string, count: string, line: number): void {
    const said = /^\d+$/.test(count.trim()) ? Number(count) : null;
    if (name === 'FHS') batch.hasFile = true;
    if (name === 'BHS') {
      if (batch.open) found.problems.push(`Line ${line}: a batch begins before the last one ended.`);
      Object.assign(batch, { open: true, messages: 0 });
    }
    if (name === 'BTS') {
      if (said !== null && said !== batch.messages) {
        found.problems.push(`Line ${line}: the batch says that it holds ${said} messages, and ${batch.messages} came.`);
      }
      Object.assign(batch, { open: false, batches: batch.batches + 1 });
    }
    if (name === 'FTS') {
      if (said !== null && said !== batch.batches) {
        found.problems.push(`Line ${line}: the file says that it holds ${said} batches, and ${batch.batches} came.`);
      }
      batch.hasFile = false;
    }
  }
}
