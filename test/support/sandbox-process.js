/**
 * Node makes this list once and keeps it on the process. A test sees a copy of the process, on which it is never kept: axios, which asks
 * before each request, would have it made anew each time, and that took a sixth of the connectors' suites.
 */
Object.defineProperty(process, 'allowedNodeEnvironmentFlags', { value: process.allowedNodeEnvironmentFlags });
