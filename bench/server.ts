/** A whole server in a process of its own, which can be asked for sessions, for the statements that it sends, and for where its time goes. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Session } from 'node:inspector/promises';
import pg from 'pg';
import { sql } from '../src/database/sql.ts';
import { createUser, type DutyCode, type Role, startStaffSession, systemActor } from '../src/kernel/access/server.ts';
import { personPlace } from '../src/kernel/resident/server.ts';
import { publishItems } from '../src/kernel/service/server.ts';
import { readConfig } from '../src/server/config.ts';
import { buildServer } from '../src/server/http.ts';
import { openPlatform } from '../src/server/open.ts';
import { allRoutes } from '../src/server/routes.ts';
import { seedDemonstration } from '../src/server/seed.ts';
import { answer } from './child.ts';
import { splitOf } from './profile.ts';

export interface Listening {
  port: number;
  socketDir: string;
  postmaster: number;
  schema: string;
}
/** A statement as it was given to the driver. */
export interface Sent {
  text: string;
  values: unknown[];
}
export interface BenchPerson {
  id: string;
  name: string;
  idNumber: string;
  division: string;
}

const config = { ...readConfig(), ...(process.env.BENCH_SCHEMA ? { schema: process.env.BENCH_SCHEMA } : {}) };
const open = await openPlatform(config);
const { context } = open.platform;
if (!config.external) await seedDemonstration(open, { residents: config.demoResidents, say: () => {} });
// As behind a reverse proxy: the limits of the routes then count by the address that the load states.
const app = await buildServer({ ...open.platform, mode: 'production' }, allRoutes);

open.jobs.start();

const request = new AsyncLocalStorage<true>();
app.addHook('onRequest', (_request, _reply, done) => request.run(true, done));
let sent: Sent[] = [];
const { query } = pg.Client.prototype;
/** Keeps what requests send; the background's own statements are not theirs. */
function recording(this: pg.Client, ...given: unknown[]): unknown {
  const [first, values] = given;
  if (request.getStore())
    sent.push(
      typeof first === 'string'
        ? { text: first, values: (values as unknown[]) ?? [] }
        : { text: (first as Sent).text, values: (first as Sent).values ?? [] },
    );
  return Reflect.apply(query, this, given);
}

const actor = systemActor('bench', open.platform.city.code);
const profiler = new Session();

await app.listen({ port: 0, host: '127.0.0.1' });
answer({
  listening(): Listening {
    const address = app.server.address();
    if (typeof address !== 'object' || !address) throw new Error('the server does not listen');
    return {
      port: address.port,
      socketDir: open.cluster?.socketDir ?? '',
      postmaster: open.cluster?.pid ?? 0,
      schema: open.schema,
    };
  },
  /** Session tokens of officers, made for the purpose. */
  async sessions(officers: { role: Role; duty?: DutyCode; division: string }[]): Promise<string[]> {
    const tokens: string[] = [];
    for (const [i, { role, duty, division }] of officers.entries()) {
      const user = await context.write(actor, (tx) =>
        createUser(tx, {
          login: `bench-${Date.now()}-${i}`,
          name: '经办人',
          division,
          demonstration: true,
          duties: [{ role, duty: duty ?? null, division, domain: 'social-assistance', validFrom: '2020-01-01' }],
        }),
      );
      if (!user.ok) throw new Error(user.code);
      const session = await startStaffSession(context, user.value.id);
      if (!session.ok) throw new Error(session.code);
      tokens.push(session.value.token);
    }
    return tokens;
  },
  /** Adults of a township, with their numbers in clear. */
  async persons({ township, count }: { township: string; count: number }): Promise<BenchPerson[]> {
    return context.read(actor, async (tx) => {
      const rows = await tx.rows<{ id: string; name: string; division: string; idNumber: Buffer }>(
        sql`select id, name, division, id_number from person where d9 = ${township.slice(0, 9)} and birth_date < '1990-01-01' and life_state = 'alive' order by id limit ${count}`,
      );
      return rows.map((row) => ({ ...row, idNumber: tx.keys.open(row.idNumber, personPlace('idNumber', row.id)) }));
    });
  },
  /** Items that are data only, decided by the township. */
  async publish(itemIds: string[]): Promise<void> {
    await context.write(actor, (tx) =>
      publishItems(
        tx,
        itemIds.map((itemId) => ({
          itemId,
          name: `测量事项${itemId}`,
          template: 'simple-approval',
          domain: 'social-assistance',
          audience: '居民',
          acceptLevel: 'township',
          decideLevel: 'township',
          timeLimit: '10个工作日',
          publicNotice: '否',
          basis: '测量用',
          guide: null,
          situations: [],
          keywords: [],
          extraFields: [],
          workdays: 10,
        })),
      ),
    );
  },
  record(on: boolean): Sent[] {
    const kept = sent;
    sent = [];
    pg.Client.prototype.query = (on ? recording : query) as typeof query;
    return kept;
  },
  async profile(on: boolean) {
    if (on) {
      profiler.connect();
      await profiler.post('Profiler.enable');
      await profiler.post('Profiler.setSamplingInterval', { interval: 500 });
      await profiler.post('Profiler.start');
      return null;
    }
    const { profile } = await profiler.post('Profiler.stop');
    profiler.disconnect();
    return splitOf(profile);
  },
  async stop() {
    await app.close();
    await open.close();
  },
});
