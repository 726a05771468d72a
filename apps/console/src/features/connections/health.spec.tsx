import { aConnection, aRun } from '../../../test/answers.js';
import { connectionHealth, readsWaitFor } from './health.js';

const now = Date.now();

describe('the health of a source, in a word', () => {
  it.each([
    ['wrong', 'Needs attention', { state: 'needs_attention' as const, lastSuccessAt: null }],
    ['quiet', 'Paused', { state: 'paused' as const }],
    ['quiet', 'Not read yet', { lastSuccessAt: null }],
    ['quiet', 'First read running', { lastSuccessAt: null, lastRun: aRun({ state: 'running' }) }],
    ['wrong', 'Could not be read', { lastSuccessAt: null, lastRun: aRun({ state: 'failed' }) }],
    ['wait', 'First read not finished', { lastSuccessAt: null, lastRun: aRun({ state: 'partial' }) }],
    ['wait', 'Behind', { lastSuccessAt: new Date(now - 7 * 3_600_000).toISOString() }],
    ['wait', 'Last read failed', { lastRun: aRun({ state: 'failed' }) }],
    ['wait', 'Read, but empty', { gaveRecords: false }],
    ['good', 'Fresh', { lastRun: aRun({ read: 0 }) }],
  ])('%s: %s', (tone, word, changes) => {
    expect(connectionHealth(aConnection(changes), now)).toEqual({ tone, word });
  });

  it('names no next read where scheduled reads are skipped', () => {
    expect(readsWaitFor({ state: 'needs_attention' })).toBe('waits until it is mended');
    expect(readsWaitFor({ state: 'paused' })).toBe('waits while paused');
    expect(readsWaitFor({ state: 'ready' })).toBeNull();
  });
});
