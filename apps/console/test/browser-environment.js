import { TestEnvironment } from 'jest-environment-jsdom';
import { EventSource, fetch, Headers, Request, Response } from 'undici';

/**
 * A browser page for component tests: jsdom, plus what it lacks. `fetch` and `EventSource` are Node's own and really go
 * over loopback, to the server whose origin the test names in `apiOrigin`.
 */
export default class BrowserEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const page = this.global;
    const absolute = (address) => new URL(address, page.apiOrigin).href;

    page.apiOrigin = 'http://127.0.0.1:9';
    page.Request = class extends Request {
      constructor(address, { signal, ...init } = {}) {
        // Node's requests take only Node's own signals.
        const controller = new AbortController();
        if (signal?.aborted) controller.abort();
        signal?.addEventListener('abort', () => controller.abort());
        super(absolute(address), { ...init, signal: controller.signal });
      }
    };
    page.Headers = Headers;
    page.Response = Response;
    page.fetch = fetch;
    page.EventSource = class extends EventSource {
      constructor(address) {
        super(absolute(address));
      }
    };
    page.TextEncoder = TextEncoder;
    page.TextDecoder = TextDecoder;
    page.structuredClone = structuredClone;
    page.ResizeObserver = class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
    // Text fields that grow with their text measure again when a font has come.
    page.document.fonts = { addEventListener() {}, removeEventListener() {} };
    page.matchMedia = (query) => ({
      matches: !query.includes('dark') && !query.includes('reduce'),
      media: query,
      addEventListener() {},
      removeEventListener() {},
    });
    page.scrollTo = () => {};
    page.scrollBy = () => {};
    page.Element.prototype.scrollIntoView = () => {};
    page.CSS = { escape: (text) => text.replaceAll(/[^\w-]/g, (character) => `\\${character}`) };
    page.IS_REACT_ACT_ENVIRONMENT = true;
  }
}
