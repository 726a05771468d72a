import { assertConformance } from '@keepwell/connector-sdk/testing';
import { conformance } from '../conformance.js';

describe('healthie', () => {
  it('X07 passes the conformance kit', () => assertConformance(conformance), 180_000);
});
