import { messagesIn } from './batch.js';
import { saidCharset, textOf } from './characters.js';
import { Message, NotAMessage } from './message.js';

const HEAD = 'MSH|^~\\&|ENGINE|NORTH|||20260301090000||ADT^A08|1|P|2.5.1';

describe('a message', () => {
  it.each([
    ['CR', '\r'],
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('ends its segments with %s', (_, end) => {
    expect(Message.open([HEAD, 'PID|1', 'PV1|1', ''].join(end)).names()).toEqual(['MSH', 'PID', 'PV1']);
  });

  it('may mix ends of lines, and a line that is no segment is text', () => {
    expect(Message.open(`${HEAD}\rPID|1\nPV1|1\r\nZZ1|x`).names()).toEqual(['MSH', 'PID', 'PV1', 'ZZ1']);
    const message = Message.open(`${HEAD}\rNTE|1||first\nsecond line\rPV1|1`);
    expect(message.value(message.first('NTE'), 3)).toBe('first\nsecond line');
  });

  it.each([
    ['a patient', `${HEAD}\rPID|1||7\rNTE|1||see\nPID|1||666\rPV1|1`],
    ['a patient before the true one', `${HEAD}\rSCH|1|2||||\nPID|1||666\rPID|1||7`],
    ['a merge', `${HEAD}\rPID|1||7\rMRG|8\rNTE|1||\nMRG|666`],
    ['a message', `${HEAD}\rPID|1||7\rNTE|1||\nMSH|^~\\&|X`],
    ['a message by its own end', `${HEAD}\rPID|1||7\r${HEAD}`],
  ])('X-22 takes no line of text for %s: the message is put aside', (_, text) => {
    expect(() => Message.open(text)).toThrow(NotAMessage);
  });

  it('is read by its own separators', () => {
    const message = Message.open('MSH#:*!%#A#B###20260301##ADT:A08#1#P#2.5\rPID#1##7:::N:MR*8:::N:PI##O!F!Hara:Ada');
    expect(message.value(message.head, 9, 2)).toBe('A08');
    expect(message.repetitions(message.first('PID')?.field(3) ?? '')).toHaveLength(2);
    expect(message.value(message.first('PID'), 5)).toBe('O#Hara');
  });

  it('drops frame bytes, byte order marks and blank lines around it', () => {
    for (const text of [`\u000b${HEAD}\r\u001c\r`, `\ufeff${HEAD}\r`, `\r\n${HEAD}`, `ï»¿${HEAD}\n\n`]) {
      expect(Message.open(text).names()).toEqual(['MSH']);
    }
  });

  it.each(['', 'PID|1', 'MSH', 'MSH|', 'MSH|^^^^|', 'MSHAAAA', 'MSH|||||', '\u0000\u0001'])(
    'says of %j that it is none',
    (text) => expect(() => Message.open(text)).toThrow(NotAMessage),
  );

  it('has no more segments than any message has, and is cut in time that grows with its length', () => {
    const from = performance.now();
    expect(Message.open(`${HEAD}\r${'OBX|1\r'.repeat(40_000)}`).names()).toHaveLength(40_001);
    expect(() => Message.open(`${HEAD}\r${'OBX|1\r'.repeat(60_000)}`)).toThrow(NotAMessage);
    expect(() => Message.open(`${HEAD}\n${'\r'.repeat(900_000)}`)).not.toThrow();
    expect(performance.now() - from).toBeLessThan(3_000);
  });
});

describe('the letters of a message', () => {
  const named = (charset: string) => `${HEAD}||||||${charset}\rPID|1||7||Müller^Zoë`;
  it.each([
    ['UNICODE UTF-8', 'utf8', 'utf-8'],
    ['', 'utf8', 'utf-8'],
    ['8859/1', 'latin1', 'windows-1252'],
    ['', 'latin1', 'windows-1252'],
    // Says UTF-8 and sends Latin.
    ['UNICODE UTF-8', 'latin1', 'windows-1252'],
    ['8859/15', 'latin1', 'iso-8859-15'],
  ] as const)('H-04 MSH-18 "%s" with bytes in %s', (said, encoding, charset) => {
    const bytes = Buffer.from(named(said), encoding);
    const read = textOf(bytes, saidCharset(bytes));
    expect(read).toEqual({ text: named(said), charset });
  });

  it('UTF-16 by its mark or by its zeros', () => {
    for (const text of [`\ufeff${named('UNICODE UTF-16')}`, named('UNICODE UTF-16')]) {
      const bytes = Buffer.from(text, 'utf16le');
      expect(textOf(bytes, saidCharset(bytes)).text).toContain('Müller');
    }
  });

  it('Windows letters where ASCII is said', () => {
    const bytes = Buffer.from(`${HEAD}||||||ASCII\rPID|1||7||Dvo\u0080`, 'latin1');
    expect(textOf(bytes, saidCharset(bytes)).text).toContain('Dvo€');
  });
});

describe('a file of messages', () => {
  it('is cut at each MSH, with and without batches, and their counts are checked', () => {
    const two = `${HEAD}\nPID|1\n${HEAD}\nPID|2\n`;
    expect(messagesIn(Buffer.from(two))).toMatchObject({ messages: [{ line: 1 }, { line: 3 }], problems: [] });
    const batch = (count: number) => `FHS|^~\\&|A\rBHS|^~\\&|A\r${two}BTS|${count}\rFTS|1\r`;
    expect(messagesIn(Buffer.from(batch(2)))).toMatchObject({ messages: [{ line: 3 }, { line: 5 }], problems: [] });
    expect(messagesIn(Buffer.from(batch(3))).problems).toEqual([
      'Line 7: the batch says that it holds 3 messages, and 2 came.',
    ]);
    expect(messagesIn(Buffer.from(`BHS|^~\\&|A\r${two}`)).problems).toHaveLength(1);
  });

  it('may be framed, and keeps its bytes', () => {
    const bytes = Buffer.from(`\u000b${HEAD}\rPID|1||7||Müller\r\u001c\r`, 'latin1');
    expect(messagesIn(bytes).messages[0]?.bytes.toString('latin1')).toBe(`${HEAD}\rPID|1||7||Müller\r`);
  });
});
