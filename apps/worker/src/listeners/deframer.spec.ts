import { Deframer, framed, LineRefused } from './deframer.js';

const MIB = 1024 * 1024;

describe('frames of MLLP', () => {
  const messages = [
    Buffer.from('MSH|^~\\&|A|B\rPID|1||7||Müller^Zoë\r', 'utf8'),
    Buffer.from('MSH|^~\\&|A|B\rPID|1||8||Müller^Zoë\r', 'latin1'),
    Buffer.from('MSH|^~\\&|A\u001cB\r', 'latin1'),
  ];
  const bytes = Buffer.concat(messages.map(framed));
  const text = messages.map((message) => message.toString('latin1'));

  it('H-04 come whole wherever the bytes are cut in two, and in three', () => {
    for (let first = 0; first <= bytes.length; first += 1) {
      for (const second of [first, first + 1, first + 2, bytes.length - 1]) {
        const cuts = [0, first, Math.min(Math.max(second, first), bytes.length), bytes.length];
        const deframer = new Deframer(MIB);
        const frames = [0, 1, 2].flatMap((piece) => deframer.push(bytes.subarray(cuts[piece], cuts[piece + 1])));
        expect(frames.map((frame) => frame.toString('latin1'))).toEqual(text);
        expect(deframer.isOpen).toBe(false);
      }
    }
  });

  it('come whole byte by byte, and without the last CR when the next follows', () => {
    const deframer = new Deframer(MIB);
    expect([...bytes].flatMap((byte) => deframer.push(Buffer.from([byte]))).map(String)).toHaveLength(3);
    const bare = Buffer.concat([Buffer.from('\u000bone\u001c\u000btwo\u001c\r')]);
    expect(new Deframer(MIB).push(bare).map(String)).toEqual(['one', 'two']);
    const late = new Deframer(MIB);
    expect([...bare].flatMap((byte) => late.push(Buffer.from([byte]))).map(String)).toEqual(['one', 'two']);
  });

  it('H-03 X-23 are refused past their limit, before 1.1 MiB were taken', () => {
    const deframer = new Deframer(MIB);
    let taken = 0;
    const flood = () => {
      deframer.push(Buffer.from([0x0b]));
      while (taken < 4 * MIB) {
        taken += 16_384;
        deframer.push(Buffer.alloc(16_384, 0x41));
      }
    };
    expect(flood).toThrow(LineRefused);
    expect(taken).toBeLessThanOrEqual(1.1 * MIB);
  });

  it('H-03 X-25 have little between them: 64 KiB of anything else is refused', () => {
    const deframer = new Deframer(MIB);
    expect(deframer.push(Buffer.alloc(64 * 1024, 0x20))).toEqual([]);
    expect(() => deframer.push(Buffer.from(' '))).toThrow(LineRefused);
    expect(new Deframer(MIB).push(Buffer.from(`\r\n\r\n${framed(Buffer.from('x')).toString()}`)).map(String)).toEqual([
      'x',
    ]);
  });
});
