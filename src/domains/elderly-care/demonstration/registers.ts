/**
 * 设施台账, 养老产业和协调, 人才 as the demonstration finds them: a record of each, some on their way. All invented; the telephones cannot be called. Safe to run again after a
 * kill: it comes whole or not at all.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, publicActor, systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { at, must } from '../../../kernel/demonstration/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { playRecord } from '../../../kernel/register/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { enterEstate } from '../facilities/estates.ts';

const XIANAN = '421202000000';
const CITY = '421200000000';
const COMMUNITY = '421202002011';
const VILLAGE = '421202100237';

const hand = (id: string, name: string, role: Actor['role'], division: string): Actor => ({
  ...publicActor,
  kind: 'staff',
  id,
  name,
  role,
  division,
  ...scopeRange(division),
});

interface Hands {
  readonly tx: Tx;
  readonly clerk: Actor;
  readonly second: Actor;
  readonly leader: Actor;
  readonly city: Actor;
  readonly cityLeader: Actor;
  readonly today: PlainDate;
  readonly day: (ago: number) => PlainDate;
}

const siteOf = async (tx: Tx, where: ReturnType<typeof sql>): Promise<string> =>
  (
    await tx.one<{ id: string }>(
      sql`select id::text as id from care_site where left(division, 6) = '421202' and ${where} order by name limit 1`,
    )
  ).id;

async function playFacilities({ tx, clerk, second, leader, day }: Hands): Promise<void> {
  const centre = await siteOf(tx, sql`kind = 'urban-centre'`);
  const guide = await siteOf(tx, sql`'guidance' = any(functions)`);
  const village = await siteOf(tx, sql`kind in ('mutual-aid', 'happiness-home')`);
  await playRecord(
    tx,
    'care-site-operator',
    [day(120), clerk, { site: centre, way: 'open', services: ['home', 'day'], no: 'XA-2026-041（示例）', on: day(121) }],
    [
      [
        day(100),
        clerk,
        'award',
        { bidders: 3, operator: '湖北康颐养老服务有限公司（示例）', operatorCode: '91421200MADEM00021', body: 'chain' },
      ],
      [
        day(95),
        leader,
        'sign',
        {
          contractNo: '咸安社养〔2026〕3号',
          from: day(90),
          years: 3,
          depositFen: 20_000_00,
          exit: '两次评估D级的退出，老人转到邻近的中心，设备按清单交回',
        },
      ],
    ],
  );
  await playRecord(
    tx,
    'care-guidance',
    [day(80), clerk, { guide, receiver: village, hours: 40, matter: '培训护理员和志愿者，看安全台账' }],
    [[day(40), clerk, 'visit', { on: day(40), hours: 4, staff: '周宁、石磊', done: '讲了防跌倒，看了厨房和消防' }]],
  );
  const { id: estate } = must(
    'old quarter',
    await enterEstate(at(tx, clerk, day(70)), {
      name: '淦河老小区（示例）',
      division: COMMUNITY,
      developer: '咸安区房产局',
      area: 'old',
      households: 600,
      plannedPeople: 1800,
      handedM2: 0,
    }),
  );
  await playRecord(
    tx,
    'care-old-quarter',
    [day(65), clerk, { estate, way: 'bought-back', areaM2: 180, costFen: 800_000_00, fire: '加喷淋，开第二个出口' }],
    [[day(30), clerk, 'secure', { no: '购〔2026〕1号', on: day(31) }]],
  );
  await playRecord(
    tx,
    'care-matching',
    [day(50), clerk, { place: COMMUNITY, area: 'old', people: 1800, households: 600, areaM2: 200, fire: true }],
    [[day(40), second, 'check', { on: day(40), areaM2: 120, fire: true, found: '实际用作养老的两间，120平方米' }]],
  );
  await playRecord(
    tx,
    'age-friendly-community',
    [day(30), clerk, { name: '汀泗桥社区', place: '421202100001', works: '装了扶手、坡道，开了助餐点和日间照料' }],
    [[day(3), second, 'review', { score: 91, opinion: '符合条件', telephone: '0999-0000112' }]],
  );
  await playRecord(
    tx,
    'rural-supporter',
    [
      day(100),
      clerk,
      {
        place: VILLAGE,
        kind: 'clinic',
        name: '古塘村卫生室',
        offer: '每周两次给老人量血压',
        hours: '周二、周五上午',
        from: day(100),
      },
    ],
    [[day(95), clerk, 'verify', { on: day(95), by: '古塘村村民委员会', agreed: true }]],
  );
}

async function playCity({ tx, city, cityLeader, clerk, day, today }: Hands): Promise<void> {
  await playRecord(
    tx,
    'care-coordination',
    [
      day(200),
      city,
      {
        name: '咸宁市养老服务联席会议（示例）',
        lead: '市人民政府',
        members: '市发展改革委\n市民政局\n市财政局\n市卫生健康委',
        documentNo: '咸政办函〔2021〕（示例）',
      },
    ],
    [
      [
        day(60),
        city,
        'meet',
        {
          on: day(60),
          chair: '分管副市长',
          attended: '各成员单位',
          resolutions: [
            { what: '落实养老机构用电居民价', owner: '市发展改革委', due: plusDays(today, 20) },
            { what: '划转两处闲置公房给康养集团', owner: '市国资委', due: plusDays(today, 90) },
          ],
        },
      ],
    ],
  );
  const year = Number(today.slice(0, 4));
  for (const [i, thing] of [
    '每个县建一处社区护理站',
    '改造两千户困难老人家庭',
    '培训三千名护理员',
    '新增三十处老年食堂',
  ].entries())
    await playRecord(
      tx,
      'care-ten-things',
      [day(150), city, { year, no: i + 1, thing, owner: '市民政局', due: `${year}-12-31` }],
      i < 2 ? [[day(10), cityLeader, 'done', { result: '已经全部完成，验收合格' }]] : [],
    );
  await playRecord(
    tx,
    'care-talent',
    [
      day(60),
      clerk,
      {
        name: '宋春梅',
        employer: '咸安区社会福利院',
        tier: 'thousand',
        year,
        deeds: '高级护理员，带教二十人，省级比赛二等奖',
        agreed: true,
      },
    ],
    [[day(30), cityLeader, 'choose', { documentNo: '咸民发〔2026〕（示例）' }]],
  );
  await playRecord(tx, 'care-worker-export', [
    day(50),
    clerk,
    {
      city: '武汉市',
      employer: '武汉市某社会福利院（示例）',
      persons: 12,
      certified: 10,
      from: day(50),
      months: 12,
      base: '咸安区养老人才培训基地',
    },
  ]);
}

async function playMarket({ tx, clerk, second, day }: Hands): Promise<void> {
  await playRecord(
    tx,
    'care-asset-agreement',
    [
      day(20),
      clerk,
      {
        no: '以房〔2026〕1号',
        kind: 'house',
        other: '某某人寿保险公司（示例）',
        asset: '住宅一套，86平方米',
        appraisalFen: 600_000_00,
        appraiser: '湖北正信资产评估（示例）',
      },
    ],
    [[day(10), clerk, 'warn', { on: day(10), aloud: true, signed: true, witness: '社区干部、律师' }]],
  );
  const bank = await playRecord(
    tx,
    'care-finance-bank',
    [day(90), clerk, { bank: '咸宁某某农村商业银行（示例）', bankCode: '91421200MADEM00031', licence: 'B0999H2421DEMO' }],
    [[day(85), second, 'verify', { on: day(85), how: '许可证查询系统核对一致' }]],
  );
  await playRecord(
    tx,
    'care-finance-info',
    [
      day(60),
      clerk,
      { bank, title: '防诈骗课堂', body: '网点每周三上午讲防诈骗，现场有人帮老人用手机。', telephone: '0999-0000555' },
    ],
    [[day(55), second, 'publish', { opinion: '内容真实，没有推销' }]],
  );
  await playRecord(
    tx,
    'cross-city-care',
    [
      day(70),
      clerk,
      {
        no: 'HAA-2026-000123',
        programme: 'allowance',
        cityCode: '420100',
        city: '武汉市',
        home: '武汉市某社会福利院（示例）',
        from: day(75),
      },
    ],
    [[day(60), clerk, 'prove', { no: '武福证〔2026〕5号', on: day(60), stays: true }]],
  );
  await playRecord(
    tx,
    'care-industry',
    [
      day(80),
      clerk,
      {
        name: '潜山旅居康养基地（示例）',
        kind: 'travel',
        operator: '咸宁潜山文旅公司（示例）',
        address: '温泉街道潜山路1号',
        telephone: '0999-0000556',
        about: '森林步道、温泉、老年食堂，可以短住，价格见前台公示。',
        support: '',
      },
    ],
    [[day(75), second, 'publish', { opinion: '核过营业执照和消防' }]],
  );
  const product = await playRecord(
    tx,
    'aged-product',
    [
      day(90),
      clerk,
      {
        name: '防走失手环（示例）',
        maker: '武汉某某科技公司（示例）',
        kind: 'wearable',
        standard: '企业标准（示例）',
        priceFen: 299_00,
        support: '',
      },
    ],
    [[day(85), second, 'list', { opinion: '有检验报告和售后' }]],
  );
  await playRecord(tx, 'product-trial', [
    day(40),
    clerk,
    { product, site: '汀泗桥社区', persons: 20, from: day(40), to: plusDays(day(0), 20), consent: true, traditional: true },
  ]);
  await playRecord(
    tx,
    'smart-care-site',
    [
      day(60),
      clerk,
      { site: '汀泗桥社区', kind: 'community', devices: '一键通120台、烟感60个', services: '紧急呼叫、助餐、探访' },
    ],
    [[day(50), clerk, 'build', { on: day(50) }]],
  );
  await playRecord(
    tx,
    'care-incubation',
    [
      day(100),
      clerk,
      {
        name: '夕阳助老服务社（示例）',
        direction: 'both',
        base: '咸安区社会组织孵化基地',
        from: day(100).slice(0, 7),
        months: 12,
      },
    ],
    [[day(80), clerk, 'support', { on: day(80), what: '免费场地一间，督导每月一次', costFen: 12_000_00 }]],
  );
}

/** `today`: the day on which the demonstration begins. */
export const playRegisters = (stage: { readonly context: Context }, today: PlainDate): Promise<void> =>
  stage.context.write(systemActor('demonstration', stage.context.city), async (tx) => {
    if (await tx.maybe(sql`select 1 as known from register_entry where register = 'care-coordination' limit 1`)) return;
    const hands: Hands = {
      tx,
      clerk: hand('demonstration-county', '咸安区民政局', 'county-clerk', XIANAN),
      second: hand('demonstration-second', '咸安区民政局', 'county-clerk', XIANAN),
      leader: hand('demonstration-leader', '咸安区民政局', 'county-leader', XIANAN),
      city: hand('demonstration-city', '咸宁市民政局', 'city-clerk', CITY),
      cityLeader: hand('demonstration-city-leader', '咸宁市民政局', 'city-leader', CITY),
      today,
      day: (ago) => plusDays(today, -ago),
    };
    await playFacilities(hands);
    await playCity(hands);
    await playMarket(hands);
  });
