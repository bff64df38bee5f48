/** Life in 咸安区社会福利院: rooms on two floors, published prices, residents in every situation, a queue, bills; recorded in time. By the real actions of its people. */

import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { makeIdNumber, recordFact, registerPerson } from '../../../kernel/resident/server.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { addRoom, checkBed, equipBed, publishPrice, setBed } from '../beds/plan.ts';
import { type CareLevel, levelOffered, type PriceItem, type SexRule } from '../beds/terms.ts';
import { issueBill, payBill } from '../bills/act.ts';
import { fileRecording, receiveFiling, recordOnsite } from '../recording/filing.ts';
import { admit, beginTrial } from '../stays/admit.ts';
import { apply, offerBed } from '../stays/apply.ts';
import { askLevel, discharge, takeLeave } from '../stays/live.ts';
import { assessRisks, receiveBooking, receiveDeposit, signContract } from '../stays/prepare.ts';
import { clauses, riskTypes } from '../stays/terms.ts';
import { officerOf } from './stage.ts';

type Hands = Record<'head' | 'reception' | 'nurse' | 'accountant', Parameters<typeof at>[1]>;
const rooms: readonly { floor: number; name: string; sexRule: SexRule; ward: 'ordinary' | 'disabled'; beds: number }[] = [
  { floor: 1, name: '101', sexRule: 'female', ward: 'ordinary', beds: 2 },
  { floor: 1, name: '102', sexRule: 'male', ward: 'ordinary', beds: 2 },
  { floor: 1, name: '103', sexRule: 'any', ward: 'ordinary', beds: 2 },
  { floor: 1, name: '104', sexRule: 'any', ward: 'ordinary', beds: 2 },
  { floor: 2, name: '201', sexRule: 'any', ward: 'disabled', beds: 2 },
  { floor: 2, name: '202', sexRule: 'any', ward: 'disabled', beds: 2 },
  { floor: 2, name: '203', sexRule: 'any', ward: 'disabled', beds: 2 },
  { floor: 2, name: '204', sexRule: 'any', ward: 'ordinary', beds: 2 },
];

const prices: readonly (readonly [PriceItem, string, Fen])[] = [
  ['bed', '双人间', 1200_00],
  ['care', '自理', 300_00],
  ['care', '介助1', 600_00],
  ['care', '介助2', 900_00],
  ['care', '介护1', 1500_00],
  ['care', '介护2', 2000_00],
  ['meals', '三餐', 20_00],
  ['trial', '试住', 80_00],
];

interface Elder {
  name: string;
  born: PlainDate;
  order: number;
  level: number | null;
  story?: string;
  /** Whoever applied for him, with checked papers. */
  son?: Elder;
}
/** Odd orders are men, even ones women. */
const elders = {
  zhao: {
    name: '赵德明',
    born: '1941-03-08',
    order: 701,
    level: 2,
    story: '养老院里的老人：上个月的账单等着看，每一行怎么算的都写着',
    son: {
      name: '赵小军',
      born: '1969-05-12',
      order: 711,
      level: null,
      story: '在外地的儿子：在手机上看父亲今天的照护、上周的跌倒，付账单、替他请假',
    },
  },
  qian: { name: '钱桂英', born: '1938-11-20', order: 702, level: 3, story: '养老院里的老人：机构建议变更护理等级，等您同意' },
  sun: { name: '孙长福', born: '1945-06-15', order: 703, level: 1 },
  li: { name: '李秀云', born: '1943-01-30', order: 704, level: 4 },
  zhou: { name: '周明义', born: '1947-09-09', order: 705, level: 0 },
  wu: { name: '吴兰香', born: '1940-12-01', order: 706, level: 2 },
  zheng: { name: '郑国安', born: '1944-04-04', order: 707, level: 1 },
  wang: { name: '王素珍', born: '1946-07-17', order: 708, level: null, story: '想住养老院的老人：已经申请轮候，看得到排第几位' },
  feng: { name: '冯大海', born: '1942-02-22', order: 709, level: 2 },
} as const satisfies Record<string, Elder>;

export const numberOf = (key: keyof typeof elders): string => makeIdNumber('421202', elders[key].born, elders[key].order);

async function register(tx: Tx, of: Elder, position: number): Promise<string> {
  const idNumber = makeIdNumber('421202', of.born, of.order);
  const id = must(of.name, await registerPerson(tx, { name: of.name, idNumber, division: '421202100001', phone: '13907240170' }));
  if (of.story)
    await tx.run(
      sql`insert into demonstration_story (key, person_id, position, story) values (${`care-${of.order}`}, ${id}, ${position}, ${of.story}) on conflict do nothing`,
    );
  if (of.level !== null)
    must(
      `${of.name}: level`,
      await recordFact(tx, {
        subject: { kind: 'person', id },
        kind: 'capacity-level',
        value: { level: of.level, scheme: 'GB/T 42195-2022', assessmentId: id, validTo: '2027-12-31' },
        source: 'demonstration',
        validFrom: '2026-01-01',
      }),
    );
  return id;
}

const risks = Object.fromEntries(Object.keys(riskTypes).map((type) => [type, 'low'])) as Parameters<typeof assessRisks>[2];

/** `today`: the day on which the demonstration begins. */
export async function liveIn(tx: Tx, institutionId: string, today: PlainDate): Promise<void> {
  const system = systemActor('demonstration', tx.city);
  const hands: Hands = {
    head: await staffOf(tx, 'yuanzhang'),
    reception: await staffOf(tx, 'jiedai'),
    nurse: await staffOf(tx, 'huli'),
    accountant: await staffOf(tx, 'kuaiji'),
  };
  const county = officerOf('demonstration-county', '咸安区民政局', 'county-clerk', '421202000000');
  const on = (day: number, hand: keyof Hands) => at(tx, hands[hand], plusDays(today, day));
  const opening = on(-200, 'head');
  for (const room of rooms)
    must(
      room.name,
      await addRoom(opening, institutionId, {
        building: '1号楼',
        areaM2: 24,
        toilet: true,
        callDevice: true,
        priceClass: '双人间',
        ...room,
      }),
    );
  const beds = new Map(
    (
      await tx.rows<{ id: string; code: string }>(
        sql`select id, code from care_bed where institution_id = ${institutionId} order by code`,
      )
    ).map((b) => [b.code.replace('1号楼', ''), b.id]),
  );
  const bed = (code: string): string => beds.get(code)!;
  for (const [code, id] of beds) if (code !== '204-2') must(code, await setBed(opening, id, 'vacant', '启用'));
  for (const [item, name, amount] of prices)
    must(name, await publishPrice(opening, institutionId, { item, name, amount, from: plusDays(today, -200) }));
  const all = { rails: true, bedCalls: true, wheelchair: true, wardStaffed: true };
  for (const code of ['201-1', '201-2', '202-1', '202-2', '203-1', '203-2']) {
    must(code, await equipBed(on(-199, 'head'), bed(code), all));
    must(code, await checkBed(at(tx, county, plusDays(today, -198)), bed(code)));
  }
  const asked = async (of: Elder, day: number): Promise<string> => {
    await register(at(tx, system, plusDays(today, day)), of, 170 + of.order - 700);
    const { son } = of;
    const agentPersonId = son ? await register(at(tx, system, plusDays(today, day)), son, 170 + son.order - 700) : null;
    const given = {
      name: of.name,
      idNumber: makeIdNumber('421202', of.born, of.order),
      kind: 'long' as const,
      wantedOn: plusDays(today, day + 3),
      contact: `${of.name[0]}小军`,
      phone: '13907240171',
      onlyChildLost: false,
      ...(agentPersonId ? { channel: 'online' as const, agentPersonId } : { channel: 'desk' as const }),
    };
    return must(of.name, await apply(on(day, 'reception'), institutionId, given)).id;
  };
  const reserve = async (of: Elder, code: string, day: number): Promise<string> => {
    const id = await asked(of, day);
    must(`${of.name}: bed`, await offerBed(on(day, 'reception'), id, { bedId: bed(code) }));
    must(`${of.name}: booking`, await receiveBooking(on(day, 'accountant'), id, { amount: 200_00, method: 'mobile' }));
    must(`${of.name}: risks`, await assessRisks(on(day, 'nurse'), id, risks));
    return id;
  };
  const moveIn = async (of: Elder, code: string, day: number): Promise<string> => {
    const id = await reserve(of, code, day);
    const careLevel: CareLevel = levelOffered(of.level!);
    must(
      `${of.name}: contract`,
      await signContract(on(day, 'reception'), id, {
        careLevel,
        agent: `${of.name[0]}小军（儿子）`,
        emergency: `${of.name[0]}小军`,
        emergencyPhone: '13907240171',
        agentChecked: of.son !== undefined,
        from: plusDays(today, day),
        months: 12,
        deposit: 2000_00,
        depositFor: '损坏赔偿、突发疾病垫付',
        clauses: Object.keys(clauses) as (keyof typeof clauses)[],
      }),
    );
    must(`${of.name}: deposit`, await receiveDeposit(on(day, 'accountant'), id, { method: 'bank' }));
    return must(`${of.name}: stay`, await admit(on(day, 'reception'), id)).id;
  };
  const zhao = await moveIn(elders.zhao, '102-1', -190);
  const filing = {
    name: '咸安区社会福利院',
    contact: '柳志明',
    telephone: '0999-0000701',
    beds: 16,
    areaM2: 3200,
    ownership: '自有',
    certificate: true,
    commitment: true,
  };
  must('filing', await fileRecording(on(-185, 'head'), institutionId, filing));
  must('receipt', await receiveFiling(at(tx, county, plusDays(today, -184)), institutionId));
  must(
    'onsite',
    await recordOnsite(at(tx, county, plusDays(today, -180)), institutionId, {
      findings: '与备案一致，消防通道畅通，呼叫装置试了都响',
    }),
  );
  const qian = await moveIn(elders.qian, '201-1', -150);
  await moveIn(elders.sun, '103-1', -120);
  await moveIn(elders.li, '202-1', -90);
  const feng = await moveIn(elders.feng, '103-2', -60);
  const wu = await moveIn(elders.wu, '101-1', -40);
  const last = plusMonths(monthOf(today), -1);
  const bills = { insurance: 0, publicFund: 0, less: 0 };
  must('leave', await takeLeave(on(-2, 'nurse'), wu, { kind: 'hospital', from: plusDays(today, -1) }));
  must('bed on leave', await discharge(on(-1, 'reception'), feng, { reason: '女儿接回家住' }));
  const paid = must('bill', await issueBill(on(0, 'accountant'), qian, { month: last, ...bills }));
  must('paid', await payBill(on(0, 'accountant'), paid.id, { amount: paid.selfFen, method: 'bank' }));
  must('bill', await issueBill(on(0, 'accountant'), zhao, { month: last, ...bills }));
  must(
    'level',
    await askLevel(on(-1, 'nurse'), qian, {
      level: 'nursed-2',
      from: plusDays(today, 10),
      why: '最近下床、如厕都要人扶，建议按介护2',
    }),
  );
  const trial = await reserve(elders.zhou, '102-2', -20);
  must('trial', await beginTrial(on(-20, 'reception'), trial));
  await reserve(elders.zheng, '104-1', -1);
  must('maintenance', await setBed(on(-3, 'head'), bed('104-2'), 'maintenance', '床架松动，等更换'));
  await asked(elders.wang, -2);
}

/** 温泉康乐养老公寓: a private home with four free beds, where a family may take one without waiting. */
export async function furnish(tx: Tx, institutionId: string, today: PlainDate): Promise<void> {
  const opening = at(tx, await staffOf(tx, 'kangle'), plusDays(today, -100));
  const room = {
    building: '主楼',
    floor: 3,
    areaM2: 28,
    toilet: true,
    callDevice: true,
    sexRule: 'any',
    ward: 'ordinary',
    beds: 2,
  } as const;
  for (const name of ['301', '302'])
    must(name, await addRoom(opening, institutionId, { ...room, name, priceClass: '阳面双人间' }));
  for (const bed of await tx.rows<{ id: string }>(
    sql`select id from care_bed where institution_id = ${institutionId} order by code`,
  ))
    must(bed.id, await setBed(opening, bed.id, 'vacant', '启用'));
  for (const [item, name, amount] of [...prices.filter(([kind]) => kind !== 'bed'), ['bed', '阳面双人间', 1800_00]] as const)
    must(name, await publishPrice(opening, institutionId, { item, name, amount, from: opening.today }));
}
