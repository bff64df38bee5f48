/** 赤壁市中心福利院, public and run by others: four beds, three residents, a third-grade star, insured; its subsidy of the second quarter on notice. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { makeIdNumber, recordFact, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { askSubsidy, checkSubsidy } from '../../../kernel/subsidy/server.ts';
import { addRoom, publishPrice, setBed } from '../beds/plan.ts';
import { levelOffered } from '../beds/terms.ts';
import { enterPolicy } from '../money/act.ts';
import { fileRecording, receiveFiling } from '../recording/filing.ts';
import { admit } from '../stays/admit.ts';
import { apply, offerBed } from '../stays/apply.ts';
import { assessRisks, receiveBooking, receiveDeposit, signContract } from '../stays/prepare.ts';
import { clauses, riskTypes } from '../stays/terms.ts';
import { operating, operatingBook } from '../subsidies/book.ts';
import { enterGrade } from '../supervision/rating.ts';
import { type CareStage, officerOf } from './stage.ts';

const COUNTY = '421281000000';
const PLACE = '421281001001';
const NAME = '赤壁市中心福利院';
const elders = [
  ['但汉章', '1942-05-20', 731, 2],
  ['饶凤莲', '1939-10-02', 732, 4],
  ['马成仁', '1945-01-15', 733, 1],
] as const satisfies readonly Mover[];
export const prices = [
  ['bed', '双人间', 1100_00],
  ['care', '介助1', 600_00],
  ['care', '介助2', 900_00],
  ['care', '介护2', 2000_00],
  ['meals', '三餐', 20_00],
] as const;
const risks = Object.fromEntries(Object.keys(riskTypes).map((type) => [type, 'low'])) as Parameters<typeof assessRisks>[2];

/** Name, born, order of the number, level; odd orders are men. */
export type Mover = readonly [name: string, born: PlainDate, order: number, level: number];
/** From the desk to the bed, for long, on the day of the transaction. */
export async function moveIn(tx: Tx, home: string, bedId: string, [name, born, order, level]: Mover): Promise<void> {
  const idNumber = makeIdNumber('421281', born, order);
  const system = { ...tx, actor: systemActor('demonstration', tx.city) };
  const id = must(name, await registerPerson(system, { name, idNumber, division: PLACE, phone: '13907240180' }));
  const value = { level, scheme: 'GB/T 42195-2022', assessmentId: id, validTo: '2027-12-31' };
  const subject = { kind: 'person', id } as const;
  must(
    name,
    await recordFact(system, { subject, kind: 'capacity-level', value, source: 'demonstration', validFrom: '2026-01-01' }),
  );
  const given = {
    name,
    idNumber,
    kind: 'long',
    wantedOn: tx.today,
    contact: `${name[0]}女士`,
    phone: '13907240181',
    onlyChildLost: false,
    channel: 'desk',
  } as const;
  const admission = must(name, await apply(tx, home, given)).id;
  must(name, await offerBed(tx, admission, { bedId }));
  must(name, await receiveBooking(tx, admission, { amount: 200_00, method: 'mobile' }));
  must(name, await assessRisks(tx, admission, risks));
  must(
    name,
    await signContract(tx, admission, {
      careLevel: levelOffered(level),
      agent: `${name[0]}女士（女儿）`,
      emergency: `${name[0]}女士`,
      emergencyPhone: '13907240181',
      agentChecked: false,
      from: tx.today,
      months: 12,
      deposit: 1000_00,
      depositFor: '损坏赔偿、突发疾病垫付',
      clauses: Object.keys(clauses) as (keyof typeof clauses)[],
    }),
  );
  must(name, await receiveDeposit(tx, admission, { method: 'bank' }));
  must(name, await admit(tx, admission));
}

/** `today`: the day on which the demonstration begins. */
export async function playSubsidised(stage: Pick<CareStage, 'context'>, today: PlainDate): Promise<void> {
  await stage.context.write(systemActor('demonstration', stage.context.city), async (tx) => {
    const home = await tx.maybe<{ id: string }>(sql`select i.id from care_institution i where i.name = ${NAME}
      and not exists (select from care_room r where r.institution_id = i.id)`);
    if (!home) return;
    const head = await staffOf(tx, 'chibi');
    const county = officerOf('demonstration-chibi', '赤壁市民政局', 'county-clerk', COUNTY);
    const on = (day: number) => at(tx, head, plusDays(today, day));
    const office = (day: number) => at(tx, county, plusDays(today, day));
    const room = {
      building: '南楼',
      floor: 1,
      areaM2: 26,
      toilet: true,
      callDevice: true,
      sexRule: 'any',
      ward: 'ordinary',
      beds: 2,
      priceClass: '双人间',
    } as const;
    for (const name of ['101', '102']) must(name, await addRoom(on(-170), home.id, { ...room, name }));
    const beds = await tx.rows<{ id: string }>(sql`select id from care_bed where institution_id = ${home.id} order by code`);
    for (const { id } of beds) must(id, await setBed(on(-170), id, 'vacant', '启用'));
    for (const [item, name, amount] of prices)
      must(name, await publishPrice(on(-170), home.id, { item, name, amount, from: plusDays(today, -170) }));
    must(
      'policy',
      await enterPolicy(on(-170), home.id, {
        insurer: '荆楚财产保险赤壁支公司（示例）',
        policyNo: 'DEM-2026-0704',
        fromOn: plusDays(today, -170),
        toOn: plusDays(today, 194),
        beds: 4,
        limit: 300_000_00,
        premium: 480_00,
      }),
    );
    for (const [i, elder] of elders.entries()) await moveIn(on(-160), home.id, beds[i]!.id, elder);
    const filing = {
      name: NAME,
      contact: '戴春来',
      telephone: '0999-0000704',
      beds: 4,
      areaM2: 900,
      ownership: '公建民营',
      certificate: true,
      commitment: true,
    };
    must('filing', await fileRecording(on(-155), home.id, filing));
    must('receipt', await receiveFiling(office(-154), home.id));
    must(
      'grade',
      await enterGrade(
        office(-150),
        { id: home.id },
        { level: 3, issuedOn: '2025-11-20', documentNo: '咸民评〔2025〕18号（示例）' },
      ),
    );
    const { id } = must('ask', await askSubsidy(on(-55), operating, { quarter: '2026-Q2' }));
    must('check', await checkSubsidy(office(-3), operatingBook, id, { verdict: 'ok', note: '在住、保险、等级都核过' }));
  });
}
