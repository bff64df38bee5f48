/**
 * 社区养老服务设施 as the demonstration finds them in 咸安区: a centre that does everything, one building under two names, a home that stands empty, one that has
 * failed twice, a canteen, one that is being built in 赤壁; two estates. All invented, by the real actions. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, publicActor, type Role } from '../../../kernel/access/index.ts';
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { recordsOf } from '../../../kernel/map/server.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { assessSite, linkPlanned, recordDay } from '../facilities/act.ts';
import { enterSite } from '../facilities/enter.ts';
import { enterEstate } from '../facilities/estates.ts';
import { watchSites } from '../facilities/watch.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}

function must<T>(what: string, result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(
    `demonstration, ${what}: ${explain(result as Refusal).message} ${JSON.stringify((result as Refusal).fields ?? '')}`,
  );
}
const officer = (name: string, role: Role, division: DivisionCode): Actor => ({
  ...publicActor,
  kind: 'staff',
  id: `demonstration-${role}`,
  name,
  role,
  division,
  ...scopeRange(division),
});
const on = (tx: Tx, actor: Actor, day: PlainDate): Tx => ({
  ...tx,
  actor,
  today: day,
  now: new Date(startOf(day).getTime() + 36_000_000).toISOString(),
});

type Given = Parameters<typeof enterSite>[1];
interface Played {
  readonly given: Given;
  /** How many days it was open in July and August. */
  readonly days: number;
  readonly grades?: readonly (readonly [year: number, grade: 'A' | 'B' | 'C' | 'D', note: string])[];
}
const none = { dayPlaces: 0, fullBeds: 0, seats: 0 };
const TOWN = '汀泗桥镇人民政府';
const GUTANG = '古塘村村民委员会';

const played: readonly Played[] = [
  {
    days: 18,
    grades: [[2025, 'A', '日托上座八成，上门服务有记录，老人满意']],
    given: {
      name: '温泉街道综合养老服务中心',
      kind: 'integrated',
      form: 'radiating',
      functions: ['full', 'day', 'home', 'guidance', 'meals', 'activity'],
      division: '421202001000',
      reach: 'township',
      address: '温泉街道茶花路6号',
      lonLat: '114.3310,29.8460',
      owner: '咸安区民政局',
      operator: '咸安区康养到家服务中心（演示）',
      contact: '余桂珍',
      telephone: '0999-0000801',
      hours: '每天8:00—20:00',
      areaM2: 2600,
      dayPlaces: 40,
      fullBeds: 20,
      seats: 60,
      stage: 'operating',
      since: '2023-05-10',
    },
  },
  {
    days: 17,
    grades: [[2025, 'B', '日间活动丰富，助浴设备还没有到位']],
    given: {
      name: '香城社区居家养老服务中心',
      kind: 'urban-centre',
      functions: ['day', 'home', 'activity'],
      division: '421202002007',
      reach: 'place',
      address: '浮山街道香城路21号',
      lonLat: '114.3120,29.8560',
      owner: '香城社区居民委员会',
      operator: '香城社区居民委员会',
      contact: '钟志强',
      telephone: '0999-0000802',
      hours: '周一至周六8:30—17:30',
      areaM2: 480,
      ...none,
      dayPlaces: 15,
      stage: 'operating',
      since: '2021-09-01',
    },
  },
  {
    days: 0,
    given: {
      name: '南山社区日间照料中心',
      kind: 'day-care',
      functions: ['day', 'meals'],
      division: '421202003002',
      reach: 'place',
      address: '永安街道南山路9号',
      owner: '南山社区居民委员会',
      operator: '南山社区居民委员会',
      contact: '邱艳',
      telephone: '0999-0000803',
      hours: '周一至周五8:30—17:00',
      areaM2: 360,
      ...none,
      dayPlaces: 12,
      seats: 24,
      stage: 'trial',
      since: '2026-08-20',
    },
  },
  {
    days: 16,
    grades: [[2025, 'B', '短期托养做得好，夜间值班记录不全']],
    given: {
      name: '汀泗桥镇综合养老服务中心',
      kind: 'integrated',
      form: 'radiating',
      functions: ['full', 'day', 'home', 'meals'],
      division: '421202100000',
      reach: 'township',
      address: '汀泗桥镇古镇路2号',
      lonLat: '114.2520,29.7850',
      owner: TOWN,
      operator: TOWN,
      contact: '杜文斌',
      telephone: '0999-0000804',
      hours: '每天8:00—18:00',
      areaM2: 1500,
      dayPlaces: 20,
      fullBeds: 12,
      seats: 40,
      stage: 'operating',
      since: '2022-10-01',
    },
  },
  {
    days: 16,
    given: {
      name: '古塘村老年人互助照料中心',
      kind: 'mutual-aid',
      form: 'mutual',
      functions: ['day', 'meals', 'activity'],
      division: '421202100237',
      reach: 'place',
      address: '古塘村三组',
      lonLat: '114.2410,29.7690',
      owner: GUTANG,
      operator: GUTANG,
      contact: '章金生',
      telephone: '0999-0000805',
      hours: '每天9:00—16:00',
      areaM2: 220,
      ...none,
      dayPlaces: 8,
      seats: 16,
      stage: 'operating',
      since: '2020-12-20',
    },
  },
  {
    days: 3,
    given: {
      name: '古塘村幸福院',
      kind: 'happiness-home',
      form: 'mutual',
      functions: ['activity'],
      division: '421202100237',
      reach: 'place',
      address: '古塘村三组（村委会旁）',
      lonLat: '114.2411,29.7690',
      owner: GUTANG,
      operator: GUTANG,
      contact: '章金生',
      telephone: '0999-0000805',
      hours: '周一至周五9:00—16:00',
      areaM2: 220,
      ...none,
      stage: 'operating',
      since: '2023-03-15',
    },
  },
  {
    days: 15,
    grades: [
      [2024, 'D', '抽查三次两次关门，没有活动记录'],
      [2025, 'D', '整改以后仍然没有专人，消防设施过期'],
    ],
    given: {
      name: '黄荆塘村幸福院',
      kind: 'happiness-home',
      form: 'mutual',
      functions: ['activity'],
      division: '421202100236',
      reach: 'place',
      address: '黄荆塘村一组',
      lonLat: '114.2300,29.7600',
      owner: '黄荆塘村村民委员会',
      operator: '黄荆塘村村民委员会',
      contact: '饶家福',
      telephone: '0999-0000807',
      hours: '周一至周五9:00—16:00',
      areaM2: 160,
      ...none,
      stage: 'operating',
      since: '2022-06-01',
    },
  },
  {
    days: 20,
    given: {
      name: '汀泗街老年食堂',
      kind: 'canteen',
      functions: ['meals'],
      division: '421202100001',
      reach: 'place',
      address: '汀泗桥镇汀泗街60号',
      lonLat: '114.2506,29.7836',
      owner: '汀泗桥社区居民委员会',
      operator: '汀泗桥社区居民委员会',
      contact: '石桂花',
      telephone: '0999-0000808',
      hours: '每天10:30—13:00',
      areaM2: 180,
      ...none,
      seats: 48,
      stage: 'operating',
      since: '2025-01-06',
    },
  },
  {
    days: 0,
    given: {
      name: '蒲圻街道综合养老服务中心',
      kind: 'integrated',
      form: 'radiating',
      functions: ['full', 'day', 'home', 'guidance'],
      division: '421281001000',
      reach: 'township',
      address: '蒲圻街道河北大道',
      owner: '赤壁市民政局',
      operator: '还没有确定',
      contact: '游志军',
      telephone: '0999-0000809',
      hours: '还没有开放',
      areaM2: 3200,
      dayPlaces: 40,
      fullBeds: 30,
      seats: 0,
      stage: 'building',
      since: '2026-03-01',
    },
  },
];

const canteen = played.find(({ given }) => given.kind === 'canteen')!.given;
/** The canteen of the demonstration among the facilities, entered where it is not yet. */
export async function canteenSite(tx: Tx): Promise<string> {
  const known = await tx.maybe<{ id: string }>(
    sql`select id from care_site where division = ${canteen.division} and name = ${canteen.name}`,
  );
  return known?.id ?? must(canteen.name, await enterSite(tx, canteen)).id;
}

async function playOne(stage: Stage, of: Played): Promise<void> {
  const county: DivisionCode = `${of.given.division.slice(0, 6)}000000`;
  const township: DivisionCode = `${of.given.division.slice(0, 9)}000`;
  await stage.context.write(officer('县民政局', 'county-clerk', county), async (tx) => {
    if (await tx.maybe(sql`select 1 as one from care_site where division = ${of.given.division} and name = ${of.given.name}`))
      return;
    const { id } = must(of.given.name, await enterSite(tx, of.given));
    for (const [year, grade, note] of of.grades ?? [])
      must(note, await assessSite(on(tx, tx.actor, `${year}-12-20`), id, { year, grade, note }));
    const hand = officer('演示', 'township-clerk', township);
    for (const first of ['2026-07-01', '2026-08-01'] as const)
      for (let i = 0; i < of.days; i++) {
        const day = plusDays(first, i + Math.floor(i / 5) * 2);
        const proof = of.given.functions.includes('meals') ? ('meals' as const) : ('cards' as const);
        must(day, await recordDay(on(tx, hand, day), id, { on: day, proof, people: 6 + ((i * 7) % 11) }));
      }
    if (of.given.stage !== 'building') return;
    const [project] = (await recordsOf(tx, { layer: 'projects', division: of.given.division })).filter(({ name }) =>
      name.includes('养老'),
    );
    if (project) must(project.name, await linkPlanned(tx, id, { planned: project.id }));
  });
}

export async function playSites(stage: Stage): Promise<void> {
  stage.moveTo('2026-08-31T09:00:00+08:00');
  for (const of of played) await playOne(stage, of);
  await stage.context.write(officer('县民政局', 'county-clerk', '421202000000'), async (tx) => {
    if (await tx.maybe(sql`select 1 as one from care_estate limit 1`)) return;
    const shared = { area: 'new', planDocument: '咸安区国土空间详细规划（示例）' } as const;
    must(
      'estate',
      await enterEstate(tx, {
        ...shared,
        name: '香城名苑（示例）',
        division: '421202002011',
        developer: '香城置业（示例）',
        households: 3260,
        plannedPeople: 9800,
        plannedOn: '2023-04-01',
        builtOn: '2026-05-20',
        acceptedOn: '2026-06-20',
        handedOn: '2026-06-30',
        housingAcceptedOn: '2026-06-30',
        handedM2: 900,
      }),
    );
    must(
      'estate',
      await enterEstate(tx, {
        ...shared,
        name: '书台新苑（示例）',
        division: '421202002015',
        developer: '书台置业（示例）',
        households: 860,
        plannedPeople: 2600,
        plannedOn: '2023-09-01',
        builtOn: '2026-04-10',
        housingAcceptedOn: '2026-05-30',
        handedM2: 0,
      }),
    );
  });
  // 八月里看七月开了几天
  stage.moveTo('2026-08-06T03:00:00+08:00');
  await watchSites(stage.context);
}
