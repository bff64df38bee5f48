/**
 * 500 families on the 50 free beds of one institution, all at once, by the action of the portal: 50 hold a bed, 450 are told so in words, and no bed is held
 * twice. All are begun at once; as many are under way as a server lets in (`AT_ONCE`). `node bench/beds.ts`
 */
import fs from 'node:fs';
import path from 'node:path';
import { sql } from '../src/database/sql.ts';
import { addRoom, setBed } from '../src/domains/elderly-care-institutions/beds/plan.ts';
import { enterInstitution } from '../src/domains/elderly-care-institutions/register/enter.ts';
import { holdBedOnline } from '../src/domains/elderly-care-institutions/stays/family.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { makeIdNumber, registerPerson } from '../src/kernel/resident/server.ts';
import type { Result } from '../src/kernel/result/index.ts';
import { openCity, SCHEMA, TODAY } from './make-city.ts';
import { machine, print, round, say } from './measure.ts';

const FAMILIES = 500;
const BEDS = 50;
const LIMIT_SECONDS = 5;
const AT_ONCE = 64;
const VILLAGE = '421202100001';

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result)}`);
  return result.value;
};

const town = await openCity({ count: 1_000, log: say });
const keyFile = path.join(town.dir, 'keys.json');
fs.writeFileSync(keyFile, JSON.stringify(town.keyFile));
Object.assign(process.env, {
  DATABASE_URL: town.cluster.url('minzheng_app'),
  DATABASE_OWNER_URL: town.cluster.url('minzheng_owner'),
  MINZHENG_KEYS: keyFile,
  MINZHENG_DATA: path.join(town.dir, 'data'),
});
// After the environment that it is read from.
const { readConfig } = await import('../src/server/config.ts');
const { openPlatform } = await import('../src/server/open.ts');
const open = await openPlatform({ ...readConfig(), schema: SCHEMA });
try {
  const { context } = open.platform;
  const system = systemActor('bench', context.city);
  const { home, beds, elders } = await context.write(system, async (tx) => {
    const { id } = must(
      await enterInstitution(tx, {
        name: '抢床养老公寓',
        creditCode: '91421202MBEDS00001',
        siteNo: 1,
        kind: 'care-apartment',
        legalForm: 'company',
        operation: 'private',
        managedBy: 'company',
        registrar: 'county',
        division: VILLAGE,
        address: '汀泗街1号',
        telephone: '0999-0000001',
        contact: '某某',
        stage: 'registered',
      }),
    );
    for (const [floor, many] of [20, 20, BEDS - 40].entries())
      must(
        await addRoom(tx, id, {
          building: '1号楼',
          floor: floor + 1,
          name: `${floor + 1}01`,
          toilet: true,
          callDevice: true,
          sexRule: 'any',
          ward: 'ordinary',
          beds: many,
          priceClass: '多人间',
        }),
      );
    const rows = await tx.rows<{ id: string }>(sql`select id from care_bed where institution_id = ${id} order by code`);
    for (const bed of rows) must(await setBed(tx, bed.id, 'vacant', '启用'));
    const people: { id: string; name: string; idNumber: string }[] = [];
    for (let i = 0; i < FAMILIES; i++) {
      const given = { name: '抢床老人', idNumber: makeIdNumber('430602', '1940-02-03', i), division: VILLAGE };
      people.push({ ...given, id: must(await registerPerson(tx, given)) });
    }
    return { home: id, beds: rows.map((bed) => bed.id), elders: people };
  });
  say('racing');
  const started = performance.now();
  const queue = [...elders.entries()];
  const answers: Awaited<ReturnType<typeof holdBedOnline>>[] = [];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [i, elder] = next;
      const answer = await holdBedOnline(context, elder.id, {
        institutionId: home,
        bedId: beds[i % BEDS]!,
        name: elder.name,
        idNumber: elder.idNumber,
        kind: 'long',
        wantedOn: TODAY,
        contact: '家属',
        phone: '13900000000',
        onlyChildLost: false,
        requestId: `bench-bed-${String(i).padStart(4, '0')}`,
      });
      answers.push(answer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - started) / 1000;
  const winners = answers.filter((answer) => answer.ok).length;
  const told = answers.filter((answer) => !answer.ok && answer.code === 'BOOKING_HELD').length;
  const held = await context.read(system, (tx) =>
    tx.one<{ n: number }>(
      sql`select count(distinct resource_id)::int as n from booking where unit_id = ${home} and state = 'hold'`,
    ),
  );
  if (winners !== BEDS || told !== FAMILIES - BEDS || held.n !== BEDS)
    throw new Error(`${winners} hold a bed, ${told} were told, ${held.n} beds are held`);
  print({
    bench: 'beds',
    families: FAMILIES,
    beds: BEDS,
    winners,
    told,
    seconds: round(seconds),
    limitSeconds: LIMIT_SECONDS,
    machine: machine(),
  });
} finally {
  await open.close();
  await town.stop();
}
