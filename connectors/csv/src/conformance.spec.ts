import { assertConformance } from '@keepwell/connector-sdk/testing';
import { conformance } from '../conformance.js';

it('X07 the CSV folder passes the conformance kit', () => assertConformance(conformance), 240_000);
