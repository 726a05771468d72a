import { assertConformance } from '@keepwell/connector-sdk/testing';
import { conformance } from '../conformance.js';

it('X07 passes the conformance kit', () => assertConformance(conformance), 120_000);
