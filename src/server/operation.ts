/** What the operators' commands share: the city's files, and a line in the audit log for what they did. */
import path from 'node:path';
import { openDatabase } from '../database/connection.ts';
import { systemActor } from '../kernel/access/index.ts';
import { type AuditEntry, recordAudit } from '../kernel/audit/server.ts';
import { makeContext, type Tx } from '../kernel/context/server.ts';
import type { KeyRing } from '../kernel/protect/server.ts';
import type { DivisionCode } from '../kernel/schema/index.ts';
import type { Attached } from './attach.ts';
import { loadCity } from './city.ts';
import { demonstrationClock, realClock } from './clock.ts';
import type { Config } from './config.ts';

export const filesDir = (config: Pick<Config, 'dataDir'>): string => path.join(config.dataDir, 'files');
export const headFile = (config: Pick<Config, 'dataDir'>): string => path.join(config.dataDir, 'audit-head.jsonl');

/** One transaction on the city, as the city's own act. */
export async function operate<T>(
  attached: Attached,
  config: Pick<Config, 'city' | 'mode'>,
  keys: KeyRing,
  work: (tx: Tx, city: DivisionCode) => Promise<T>,
): Promise<T> {
  const city = loadCity(config.city);
  const database = openDatabase({ url: attached.appUrl, schema: attached.schema, max: 1 });
  try {
    const context = makeContext({
      database,
      clock: config.mode === 'demonstration' ? await demonstrationClock(database.pool) : realClock(),
      keys,
      city: city.city.code,
      divisions: city.divisions,
      calendar: city.calendar,
      office: city.office,
    });
    return await context.write(systemActor('operation', city.city.code), (tx) => work(tx, city.city.code));
  } finally {
    await database.close();
  }
}

/** Puts an operation on record. */
export const recordOperation = (
  attached: Attached,
  config: Pick<Config, 'city' | 'mode'>,
  keys: KeyRing,
  entry: AuditEntry,
): Promise<void> => operate(attached, config, keys, (tx) => recordAudit(tx, entry));
