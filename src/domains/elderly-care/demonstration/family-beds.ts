/** A family care bed and a respite, as the demonstration finds them; part of `playHomeWorks`. */
import { sql } from '../../../database/sql.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { typeHours } from '../family-bed/months.ts';
import { addOutlet } from '../outlets/register.ts';
import { visitPlace } from '../visits/sealed.ts';
import {
  acceptAndPay,
  applicantOf,
  build,
  city,
  type Elder,
  type Given,
  numbered,
  planOf,
  upload,
  VILLAGE,
  type WorksStage,
  walk,
} from './walk.ts';

const OUTLET_CODE = '12421202MB1DEMO13Y';

export const bedElder: Elder = {
  name: '易满堂',
  birthDate: '1940-03-17',
  serial: 864,
  level: 3,
  address: '五组9号',
  need: '长期卧床，要助浴、翻身',
  rests: 'following',
  works: [
    { item: 'care-bed', quoted: 1_980_00, spot: '卧室门口朝窗' },
    { item: 'sleep-mat', quoted: 860_00, spot: '床头左侧' },
    { item: 'call-button', quoted: 240_00, spot: '床头右侧' },
  ],
};
export const respiteElder: Elder = {
  name: '覃寿生',
  birthDate: '1938-12-02',
  serial: 869,
  level: 4,
  address: '六组3号',
  need: '儿媳要住院做手术，离开十来天',
  rests: 'following',
  works: [],
};

/** A bed in use since July, served four times in August; its hours were handed in, the county checks them. */
export async function playBed(stage: WorksStage, given: Given): Promise<void> {
  const { context } = stage;
  const { hands, elder, personId, providerId, opening } = given;
  stage.moveTo('2026-06-15T09:00:00+08:00');
  const form = { ...applicantOf(elder), address: elder.address, need: elder.need };
  const { go, endNotice } = await walk(stage, hands.village, { itemId: 'EL-10', elder, personId, form });
  await go(hands.clerk, 'submitted', 'accept', async () => ({ opinion: '入户看过，情况属实。' }));
  await go(hands.reviewer, 'deciding', 'approve', async () => ({ opinion: '符合条件，同意。' }));
  stage.moveTo('2026-06-24T09:00:00+08:00');
  await endNotice();
  await go(hands.county, 'assigning', 'assign', async () => ({ provider: providerId, plannedOn: context.clock.today() }));
  await go(hands.builder, 'planning', 'plan', async () => ({
    ...(await planOf(stage, hands.builder, elder)),
    visits: 4,
    services: '每周上门一次，助浴、翻身、换药，夜里有人看着设备',
    agreement: await upload(stage, hands.builder, { paper: 'agreement-signature', number: numbered(elder, 94) }),
  }));
  await build(stage, go, given);
  await acceptAndPay(stage, go, given);
  await context.write(city(context), async (tx) => {
    for (const [i, day] of ['2026-08-05', '2026-08-12', '2026-08-19', '2026-08-26'].entries()) {
      const id = `0198f000-0000-7000-8000-0000008640${String(i).padStart(2, '0')}`;
      const at = `${day}T10:00:00+08:00`;
      const content = { place: null, note: '换药、助浴', needs: [], photos: [] };
      await tx.run(sql`insert into elder_visit (id, person_id, division, level, mode, outcome, started_at, ended_at, visited_on, sent_at, received_at, content, validity, visitor_id, visitor_name)
        values (${id}, ${personId}, ${VILLAGE}, 'green', 'home', 'well', ${at}::timestamptz, ${at}::timestamptz + interval '40 minutes', ${day}, ${at}::timestamptz, ${at}::timestamptz,
          ${tx.keys.sealJson(content, visitPlace(id))}, 'valid', ${hands.village.id}, ${hands.village.name}) on conflict (id) do nothing`);
    }
  });
  stage.moveTo(opening);
  const proof = await upload(stage, hands.builder, { paper: 'device-hours', number: numbered(elder, 95) });
  await context.write(hands.builder, async (tx) => {
    const bed = await tx.one<{ id: string }>(sql`select id from family_bed where person_id = ${personId} and state = 'active'`);
    const handed = await tx.maybe(
      sql`select 1 as typed from family_bed_month where bed_id = ${bed.id} and hours_typed is not null`,
    );
    if (!handed) unlessPlayed('hours', await typeHours(tx, bed.id, { month: '2026-08', hours: 731, proof }));
  });
}

/** Twelve nights in an institution in August, recorded and not settled yet. */
export async function playRespite(stage: WorksStage, { hands, elder, personId, opening }: Given): Promise<void> {
  const { context } = stage;
  const outletId = await context.write(hands.county, async (tx) => {
    const known = await tx.maybe<{ id: string }>(sql`select id from care_outlet where credit_code = ${OUTLET_CODE}`);
    if (known) return known.id;
    const place = { division: VILLAGE, address: '汀泗桥镇解放路18号', telephone: '0999-0000073' };
    return unlessPlayed(
      'outlet',
      await addOutlet(tx, { kind: 'institution', name: '汀泗桥镇福利院短托部（演示）', creditCode: OUTLET_CODE, ...place }),
    )!.id;
  });
  stage.moveTo('2026-08-10T09:00:00+08:00');
  const form = {
    ...applicantOf(elder),
    carer: { name: '覃春梅', relation: 'child-spouse', phone: '13907240869' },
    mode: 'institution',
    wish: elder.need,
  };
  const { go } = await walk(stage, hands.village, { itemId: 'EL-12', elder, personId, form });
  await go(hands.clerk, 'submitted', 'accept', async () => ({ dementia: 'no', opinion: '平时由儿媳照护，情况属实。' }));
  await go(hands.reviewer, 'deciding', 'approve', async () => ({ opinion: '符合条件，同意。' }));
  await go(hands.clerk, 'arranging', 'arrange', async () => ({
    mode: 'institution',
    outlet: outletId,
    from: '2026-08-15',
    to: '2026-08-27',
  }));
  stage.moveTo(opening);
  await go(hands.clerk, 'serving', 'record', async () => ({
    from: '2026-08-15',
    to: '2026-08-27',
    proof: await upload(stage, hands.clerk, { paper: 'respite-sheet', number: numbered(elder, 96) }),
    signature: await upload(stage, hands.clerk, { paper: 'elder-signature', number: numbered(elder, 97) }),
  }));
}
