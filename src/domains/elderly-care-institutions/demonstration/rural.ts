/** 汀泗桥镇农村福利院, a home for 特困: two rooms, a nursing one among them, empty; who waits for a bed there comes from social assistance. Safe to run again after a kill. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { createUser } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { addRoom, checkBed, equipBed, publishPrice, setBed } from '../beds/plan.ts';
import { linkMedical } from '../medical/act.ts';
import { type CareStage, officerOf } from './stage.ts';
import { prices } from './subsidised.ts';

const COUNTY = '421202000000';

/** `today`: the day on which the demonstration begins. */
export async function playRural(stage: Pick<CareStage, 'context'>, today: PlainDate): Promise<void> {
  await stage.context.write(systemActor('demonstration', stage.context.city), async (tx) => {
    const home = await tx.maybe<{ id: string }>(sql`select i.id from care_institution i where i.name = '汀泗桥镇农村福利院'
      and not exists (select from care_room r where r.institution_id = i.id)`);
    if (!home) return;
    const duty = { role: 'institution-user', duty: 'care-home-head', division: COUNTY, unitId: home.id } as const;
    must(
      'nongfu',
      await createUser(tx, {
        login: 'nongfu',
        name: '卢国清',
        division: COUNTY,
        demonstration: true,
        duties: [{ ...duty, domain: 'elderly-care-institutions', validFrom: '2026-01-01' }],
      }),
    );
    const head = at(tx, await staffOf(tx, 'nongfu'), plusDays(today, -60));
    const office = at(tx, officerOf('demonstration-county', '咸安区民政局', 'county-clerk', COUNTY), plusDays(today, -50));
    const room = {
      building: '主楼',
      floor: 1,
      areaM2: 24,
      toilet: true,
      callDevice: true,
      sexRule: 'any',
      beds: 2,
      priceClass: '双人间',
    } as const;
    must('room', await addRoom(head, home.id, { ...room, name: '101', ward: 'ordinary' }));
    must('room', await addRoom(head, home.id, { ...room, name: '102', ward: 'disabled' }));
    const beds = await tx.rows<{ id: string; code: string }>(
      sql`select id, code from care_bed where institution_id = ${home.id} order by code`,
    );
    for (const { id, code } of beds) {
      must(code, await setBed(head, id, 'vacant', '启用'));
      if (!code.includes('102')) continue;
      must(code, await equipBed(head, id, { rails: true, bedCalls: true, wheelchair: true, wardStaffed: true }));
      must(code, await checkBed(office, id));
    }
    const partner = { kind: 'agreement', partner: '汀泗桥镇卫生院（示例）', insured: true } as const;
    must(
      'medical',
      await linkMedical(head, home.id, {
        ...partner,
        fromOn: plusDays(today, -330),
        toOn: plusDays(today, 35),
        roundDay: '3',
        agreed: ['green', 'referral'],
        contact: '卫生院急诊值班',
        contactPhone: '0715-8888120',
      }),
    );
    for (const [item, name, amount] of prices)
      must(name, await publishPrice(head, home.id, { item, name, amount, from: plusDays(today, -60) }));
  });
}
