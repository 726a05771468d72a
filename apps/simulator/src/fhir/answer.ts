import type { ServerResponse } from 'node:http';
import type { Json } from './resource.js';

export function answerJson(
  response: ServerResponse,
  status: number,
  body: Json,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/fhir+json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** An OperationOutcome with one issue; `code` from http://hl7.org/fhir/issue-type. */
export function answerProblem(
  response: ServerResponse,
  status: number,
  code: string,
  diagnostics: string,
  headers: Record<string, string> = {},
): void {
  const severity = status >= 500 ? 'fatal' : 'error';
  answerJson(response, status, { resourceType: 'OperationOutcome', issue: [{ severity, code, diagnostics }] }, headers);
}

export function answerHtml(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end('<!doctype html><title>Maintenance</title><p>We will be back shortly.</p>');
}
