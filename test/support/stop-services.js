/** Jest's globalTeardown: stops what start-services.js started, newest first. */
export default async function stopServices() {
  const services = globalThis.keepwellServices ?? [];
  while (services.length > 0) await services.pop()();
}
