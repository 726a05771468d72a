import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { In } from 'typeorm';
import type { Transaction } from '../database.js';
import { ChannelSecret } from '../entities/channel-secret.entity.js';
import { ConnectionSecret } from '../entities/connection-secret.entity.js';
import { PracticeKey } from '../entities/practice-key.entity.js';
import { newId } from '../ids.js';

const NONCE_BYTES = 12;
const NONCES_AT_ONCE = 256;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

export interface Sealed {
  ciphertext: Buffer;
  nonce: Buffer;
  keyId: string;
}

/** A stored secret cannot be opened: the master key is not the one it was sealed under, or the row was altered. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
}

/**
 * Secrets at rest (safety W-05): AES-256-GCM under a data key per practice, which the master key wraps. What is
 * authenticated beside the text (practice, connection, field, version) makes a row useless in any other place.
 *
 * The retired master keys, if any, still open what has not been wrapped anew: that is what lets keys change while running.
 */
export class SecretStore {
  private readonly masters: Map<string, Buffer>;
  private readonly currentMaster: string;

  constructor(masterKey: Buffer, retiredMasterKeys: Buffer[] = []) {
    for (const key of [masterKey, ...retiredMasterKeys]) {
      if (key.length !== KEY_BYTES) throw new TypeError('A master key is 32 bytes');
    }
    this.currentMaster = masterKeyId(masterKey);
    this.masters = new Map([...retiredMasterKeys, masterKey].map((key) => [masterKeyId(key), key]));
  }

  /** Seals text with the practice's newest key; `about` says where it will be stored. */
  async seal(tx: Transaction, practiceId: string, about: string, plain: string): Promise<Sealed> {
    const key = await this.newestKey(tx, practiceId);
    return { ...seal(key.secret, plain, aad(practiceId, about)), keyId: key.id };
  }

  /** Seals many texts with one look-up of the key. */
  async sealer(tx: Transaction, practiceId: string): Promise<(about: string, plain: string | Buffer) => Sealed> {
    const key = await this.newestKey(tx, practiceId);
    return (about, plain) => ({ ...seal(key.secret, plain, aad(practiceId, about)), keyId: key.id });
  }

  async open(tx: Transaction, practiceId: string, about: string, sealed: Sealed): Promise<string> {
    return (await this.opener(tx, practiceId, [sealed.keyId]))(about, sealed);
  }

  /** Opens many texts with one look-up of their keys. */
  async opener(
    tx: Transaction,
    practiceId: string,
    keyIds: string[],
  ): Promise<(about: string, sealed: Sealed) => string> {
    const openBytes = await this.bytesOpener(tx, practiceId, keyIds);
    return (about, sealed) => openBytes(about, sealed).toString('utf8');
  }

  /** The same for what is no text. */
  async bytesOpener(
    tx: Transaction,
    practiceId: string,
    keyIds: string[],
  ): Promise<(about: string, sealed: Sealed) => Buffer> {
    const rows = await tx.findBy(PracticeKey, { practiceId, id: In([...new Set(keyIds)]) });
    const keys = new Map(rows.map((row) => [row.id, this.unwrap(row)]));
    return (about, sealed) => {
      const key = keys.get(sealed.keyId);
      if (key === undefined) {
        throw new SecretUnreadable(`The key ${sealed.keyId} of practice ${practiceId} is not there.`);
      }
      return open(key, sealed, aad(practiceId, about));
    };
  }

  /** Stores secret settings of a connection; `null` forgets one. */
  async putConnectionSecrets(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    values: Record<string, string | null>,
  ): Promise<void> {
    for (const [field, value] of Object.entries(values)) {
      if (value === null) {
        await tx.delete(ConnectionSecret, { practiceId, connectionId, field });
        continue;
      }
      const before = await tx.findOneBy(ConnectionSecret, { practiceId, connectionId, field });
      const version = (before?.version ?? 0) + 1;
      const sealed = await this.seal(tx, practiceId, aboutSecret(connectionId, field, version), value);
      await tx.save(ConnectionSecret, { practiceId, connectionId, field, version, ...sealed });
    }
  }

  /** Every secret setting of a connection, for the connector alone. */
  async connectionSecrets(tx: Transaction, practiceId: string, connectionId: string): Promise<Record<string, string>> {
    const rows = await tx.findBy(ConnectionSecret, { practiceId, connectionId });
    const openText = await this.opener(
      tx,
      practiceId,
      rows.map(({ keyId }) => keyId),
    );
    const secrets: Record<string, string> = {};
    for (const row of rows) secrets[row.field] = openText(aboutSecret(connectionId, row.field, row.version), row);
    return secrets;
  }

  /** Which secrets are set; their values stay where they are. */
  async connectionSecretFields(tx: Transaction, practiceId: string, connectionId: string): Promise<string[]> {
    const rows = await tx.find(ConnectionSecret, { where: { practiceId, connectionId }, select: { field: true } });
    return rows.map(({ field }) => field).sort();
  }

  /**
   * A keyed hash of normalised addresses, for suppressions that outlive the record they were about (C-08). Its key follows
   * from the practice's first data key, which is kept: rotation must not make a suppressed address unknown. HMAC-SHA256, 32 bytes.
   */
  async addressHasher(tx: Transaction, practiceId: string): Promise<(address: string) => Buffer> {
    await this.newestKey(tx, practiceId);
    const first = await tx.findOneOrFail(PracticeKey, { where: { practiceId }, order: { id: 'ASC' } });
    const key = hkdfSync('sha256', this.unwrap(first), aad(practiceId, 'address'), 'keepwell address hash', KEY_BYTES);
    const secret = Buffer.from(key);
    return (address) => createHmac('sha256', secret).update(address, 'utf8').digest();
  }

  /** Wraps the practice's keys with the current master key; what they seal is not touched. Returns how many were wrapped. */
  async rewrapKeys(tx: Transaction, practiceId: string): Promise<number> {
    const rows = await tx.find(PracticeKey, { where: { practiceId }, lock: { mode: 'pessimistic_write' } });
    const stale = rows.filter(({ masterKeyId: wrapper }) => wrapper !== this.currentMaster);
    for (const row of stale) {
      const { ciphertext, nonce } = this.wrap(practiceId, row.id, this.unwrap(row));
      await tx.update(
        PracticeKey,
        { practiceId, id: row.id },
        { wrappedKey: ciphertext, nonce, masterKeyId: this.currentMaster },
      );
    }
    return stale.length;
  }

  /**
   * Gives the practice a new data key and seals the secrets of its connections and channels with it; answers how many. Readers meanwhile
   * open old or new rows alike.
   */
  async rotateDataKey(tx: Transaction, practiceId: string): Promise<number> {
    const old = await tx.find(PracticeKey, { where: { practiceId }, lock: { mode: 'pessimistic_write' } });
    const key = await this.createKey(tx, practiceId);
    const secrets = await tx.find(ConnectionSecret, { where: { practiceId }, lock: { mode: 'pessimistic_write' } });
    const openText = await this.opener(
      tx,
      practiceId,
      secrets.map(({ keyId }) => keyId),
    );
    const sealed = secrets.map((row) => {
      const about = aboutSecret(row.connectionId, row.field, row.version);
      const { ciphertext, nonce } = seal(key.secret, openText(about, row), aad(practiceId, about));
      return [row.connectionId, row.field, ciphertext, nonce] as const;
    });
    await tx.query(
      `update connection_secret c set ciphertext = s.ciphertext, nonce = s.nonce, key_id = $2
         from unnest($3::uuid[], $4::text[], $5::bytea[], $6::bytea[]) as s(connection_id, field, ciphertext, nonce)
        where c.practice_id = $1 and c.connection_id = s.connection_id and c.field = s.field`,
      [practiceId, key.id, ...[0, 1, 2, 3].map((column) => sealed.map((row) => row[column]))],
    );
    const ofChannels = await this.resealChannels(tx, practiceId, key);
    for (const { id, retiredAt } of old) {
      // Kept, not deleted: quarantined records are still sealed with it.
      if (retiredAt === null) await tx.update(PracticeKey, { practiceId, id }, { retiredAt: new Date() });
    }
    return secrets.length + ofChannels;
  }

  private async resealChannels(
    tx: Transaction,
    practiceId: string,
    key: { id: string; secret: Buffer },
  ): Promise<number> {
    const rows = await tx.find(ChannelSecret, { where: { practiceId }, lock: { mode: 'pessimistic_write' } });
    const openText = await this.opener(
      tx,
      practiceId,
      rows.map(({ keyId }) => keyId),
    );
    for (const row of rows) {
      const about = aboutChannelSecret(row.channel, row.field, row.version);
      const sealed = seal(key.secret, openText(about, row), aad(practiceId, about));
      const { channel, field } = row;
      await tx.update(ChannelSecret, { practiceId, channel, field }, { ...sealed, keyId: key.id });
    }
    return rows.length;
  }

  private async newestKey(tx: Transaction, practiceId: string): Promise<{ id: string; secret: Buffer }> {
    const find = () => tx.findOne(PracticeKey, { where: { practiceId }, order: { id: 'DESC' } });
    const row = await find();
    if (row !== null) return { id: row.id, secret: this.unwrap(row) };
    // Two first secrets at once must not end with two first keys.
    await tx.query("select pg_advisory_xact_lock(hashtextextended('practice_key:' || $1, 0))", [practiceId]);
    const made = await find();
    return made === null ? this.createKey(tx, practiceId) : { id: made.id, secret: this.unwrap(made) };
  }

  private async createKey(tx: Transaction, practiceId: string): Promise<{ id: string; secret: Buffer }> {
    const id = newId();
    const secret = randomBytes(KEY_BYTES);
    const { ciphertext, nonce } = this.wrap(practiceId, id, secret);
    await tx.insert(PracticeKey, { practiceId, id, wrappedKey: ciphertext, nonce, masterKeyId: this.currentMaster });
    return { id, secret };
  }

  private wrap(practiceId: string, keyId: string, secret: Buffer): { ciphertext: Buffer; nonce: Buffer } {
    const master = this.masters.get(this.currentMaster);
    if (master === undefined) throw new SecretUnreadable('There is no master key.');
    return seal(master, secret.toString('base64'), aad(practiceId, `key/${keyId}`));
  }

  private unwrap(row: PracticeKey): Buffer {
    const master = this.masters.get(row.masterKeyId);
    if (master === undefined) {
      throw new SecretUnreadable(
        `The key of practice ${row.practiceId} is wrapped by another master key (${row.masterKeyId}) than KEEPWELL_MASTER_KEY (${this.currentMaster}).`,
      );
    }
    const sealed = { ciphertext: row.wrappedKey, nonce: row.nonce };
    return Buffer.from(open(master, sealed, aad(row.practiceId, `key/${row.id}`)).toString('utf8'), 'base64');
  }
}

/** Names a master key without telling anything of it. */
export function masterKeyId(masterKey: Buffer): string {
  return createHash('sha256').update('keepwell master key').update(masterKey).digest('hex').slice(0, 16);
}

function aboutSecret(connectionId: string, field: string, version: number): string {
  return `${connectionId}/${field}/${version}`;
}

/** What is authenticated with a channel's secret: a row is worthless in another place. */
export function aboutChannelSecret(channel: string, field: string, version: number): string {
  return `channel/${channel}/${field}/${version}`;
}

function aad(practiceId: string, about: string): Buffer {
  return Buffer.from(`keepwell/${practiceId}/${about}`, 'utf8');
}

let chance = Buffer.alloc(0);
let drawn = 0;

/** No bytes twice. Drawn for many at once: each draw is a call of the system. */
function newNonce(): Buffer {
  if (drawn === chance.length) {
    chance = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
    drawn = 0;
  }
  drawn += NONCE_BYTES;
  return chance.subarray(drawn - NONCE_BYTES, drawn);
}

function seal(key: Buffer, plain: string | Buffer, authenticated: Buffer): { ciphertext: Buffer; nonce: Buffer } {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(authenticated);
  const text = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  const ciphertext = Buffer.concat([text, cipher.final(), cipher.getAuthTag()]);
  return { ciphertext, nonce };
}

function open(key: Buffer, sealed: { ciphertext: Buffer; nonce: Buffer }, authenticated: Buffer): Buffer {
  const body = sealed.ciphertext.subarray(0, -TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.nonce);
  decipher.setAAD(authenticated);
  decipher.setAuthTag(sealed.ciphertext.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (error) {
    throw new SecretUnreadable('A stored secret was altered, moved, or sealed under another key.', { cause: error });
  }
}
