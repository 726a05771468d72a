/**
 * Renews a claim while its work runs. When the claim is lost, or the database cannot be reached for as long as the lease
 * lasts, the work is aborted: by then somebody else may have started it.
 */
export class LeaseKeeper {
  private readonly abort = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private aliveUntil: number;
  private renewing = false;

  constructor(
    private readonly leaseMs: number,
    private readonly renew: () => Promise<boolean>,
    private readonly onTrouble: (error: unknown) => void,
    outer: AbortSignal,
  ) {
    this.aliveUntil = performance.now() + leaseMs;
    this.timer = setInterval(() => void this.beat(), Math.max(leaseMs / 3, 10));
    this.timer.unref();
    this.signal = AbortSignal.any([outer, this.abort.signal]);
  }

  readonly signal: AbortSignal;

  get lost(): boolean {
    return this.abort.signal.aborted;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    if (this.renewing) return this.loseIfOverdue();
    this.renewing = true;
    const from = performance.now();
    try {
      if (await this.renew()) this.aliveUntil = from + this.leaseMs;
      else this.lose();
    } catch (error) {
      this.onTrouble(error);
      this.loseIfOverdue();
    } finally {
      this.renewing = false;
    }
  }

  private loseIfOverdue(): void {
    if (performance.now() > this.aliveUntil) this.lose();
  }

  private lose(): void {
    this.stop();
    this.abort.abort(new Error('The claim on this job was lost'));
  }
}
