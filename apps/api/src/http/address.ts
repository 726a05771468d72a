import type { FastifyRequest } from 'fastify';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** How people reach this server: decides which origin may change things and whether cookies can be Secure. */
export class Address {
  /** Everywhere but on loopback http, where browsers would throw a Secure cookie away. */
  readonly secure: boolean;
  private readonly publicOrigin: string | null;

  constructor(publicUrl: string | null) {
    const url = publicUrl === null ? null : new URL(publicUrl);
    if (url !== null && url.protocol !== 'https:' && !LOOPBACK.has(url.hostname)) {
      throw new Error(
        `PUBLIC_URL is ${url.origin}: it must be https, or http on this computer. Put a TLS proxy in front and state its address.`,
      );
    }
    this.publicOrigin = url?.origin ?? null;
    this.secure = url?.protocol === 'https:';
  }

  get cookieName(): string {
    return this.secure ? '__Host-keepwell' : 'keepwell';
  }

  /**
   * The one origin whose pages may change things. Without a stated address it is the loopback name the request came by;
   * any other name is refused, so that a foreign name pointed at this computer cannot speak for it.
   */
  originOf(request: FastifyRequest): string | null {
    if (this.publicOrigin !== null) return this.publicOrigin;
    const host = request.headers.host ?? '';
    if (!URL.canParse(`http://${host}`)) return null;
    const url = new URL(`http://${host}`);
    return LOOPBACK.has(url.hostname) ? url.origin : null;
  }
}
