import { EnvironmentWrong, readEnv } from '@keepwell/env';

describe('readEnv', () => {
  it('needs nothing: without variables an embedded database and in-process jobs are used', () => {
    expect(readEnv({})).toMatchObject({
      databaseUrl: null,
      redisUrl: null,
      port: 3000,
      host: '127.0.0.1',
      dataDir: '.keepwell',
    });
  });

  it('names every wrong variable at once', () => {
    const wrong = () =>
      readEnv({
        PORT: 'eighty',
        REDIS_URL: 'http://x',
        OUTBOUND_EXCEPTIONS: 'https://a.example/path',
        LOG_LEVEL: 'loud',
      });
    expect(wrong).toThrow(EnvironmentWrong);
    try {
      wrong();
    } catch (error) {
      const { problems } = error as EnvironmentWrong;
      expect(problems).toHaveLength(4);
      for (const name of ['PORT', 'REDIS_URL', 'OUTBOUND_EXCEPTIONS', 'LOG_LEVEL']) {
        expect(problems.some((problem) => problem.startsWith(name))).toBe(true);
      }
    }
  });

  it('W-05 refuses a database of its own without a master key, and a key of the wrong length', () => {
    expect(() => readEnv({ DATABASE_URL: 'postgresql://db/keepwell' })).toThrow(/KEEPWELL_MASTER_KEY/);
    expect(() => readEnv({ KEEPWELL_MASTER_KEY: Buffer.alloc(16).toString('base64') })).toThrow(/32 bytes/);
    expect(readEnv({ KEEPWELL_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }).masterKey).toHaveLength(32);
  });

  it('never repeats the value of an address: it may hold a password', () => {
    expect(() => readEnv({ DATABASE_URL: 'mysql://u:sesame@db/x' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('sesame') }),
    );
  });
});
