import { cleanup, render } from '@testing-library/react';
import { Sentence } from './sentence.js';

describe('a sentence with dates', () => {
  afterEach(cleanup);

  it('is the same text, with every date in one piece', () => {
    const says = '2026-11-18 no show; nothing booked as of 2026-11-21 19:10, window <b>1 BD</b>.';
    const { container } = render(<Sentence of={says} />);
    expect(container.textContent).toBe(says);
    const whole = [...container.querySelectorAll('.kw-nowrap')].map((piece) => piece.textContent);
    expect(whole).toEqual(['2026-11-18', '2026-11-21 19:10']);
    expect(container.querySelector('b')).toBeNull();
  });

  it('leaves alone what is no date', () => {
    const { container } = render(<Sentence of="Plan 2026-1-2, order 12-34." />);
    expect(container.querySelector('.kw-nowrap')).toBeNull();
  });
});
