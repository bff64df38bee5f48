/**
 * 建设补贴 of the demonstration: a non-profit home whose first part was paid in April and that must serve older people until 2031, and a leased one whose beds were let
 * to others. All invented, by the real actions. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { createUser } from '../../../kernel/access/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import {
  approvePart,
  approveSubsidy,
  askSubsidy,
  checkPart,
  checkSubsidy,
  endUse,
  paySubsidy,
} from '../../../kernel/subsidy/server.ts';
import { addRoom, checkBed, equipBed, publishPrice, setBed } from '../beds/plan.ts';
import { construction, constructionBook } from '../construction/book.ts';
import { fileRecording, receiveFiling } from '../recording/filing.ts';
import { enterInstitution } from '../register/enter.ts';
import { type CareStage, officerOf } from './stage.ts';
import { type Mover, moveIn, prices } from './subsidised.ts';

const COUNTY = '421202000000';
interface Built {
  readonly given: Parameters<typeof enterInstitution>[1];
  readonly head: readonly [login: string, name: string];
  readonly rooms: number;
  readonly nursing: number;
  readonly recordedOn: PlainDate;
  readonly ask: {
    readonly selfBeds: number;
    readonly leasedBeds: number;
    readonly leaseFrom?: PlainDate;
    readonly leaseTo?: PlainDate;
    readonly papers: string;
  };
  /** Applied, checked, approved; of the first part: checked, approved and paid. */
  readonly days: readonly [PlainDate, PlainDate, PlainDate, PlainDate, PlainDate];
  readonly movers?: { readonly on: PlainDate; readonly who: readonly Mover[] };
}
const home = (
  key: string,
  given: Pick<Built['given'], 'name' | 'kind' | 'division' | 'address' | 'contact'>,
): Built['given'] => ({
  legalForm: 'non-profit',
  operation: 'private',
  managedBy: 'society',
  registrar: 'county',
  siteNo: 1,
  stage: 'registered',
  creditCode: `52421202DEM00000${key}`,
  telephone: `0999-00007${key}`,
  ...given,
});

const yihe: Built = {
  given: home('06', {
    name: '浮山颐和养护院',
    kind: 'nursing-home',
    division: '421202002007',
    address: '浮山街道香城路88号',
    contact: '樊秀英',
  }),
  head: ['yihe', '樊秀英'],
  rooms: 5,
  nursing: 5,
  recordedOn: '2025-04-10',
  ask: { selfBeds: 10, leasedBeds: 0, papers: '咸安发改〔2023〕41号立项、2025年3月竣工验收（示例）' },
  days: ['2026-03-02', '2026-03-10', '2026-03-18', '2026-04-10', '2026-04-15'],
  movers: {
    on: '2026-03-20',
    who: [
      ['程国柱', '1941-03-11', 741, 2],
      ['左秀珍', '1943-08-30', 742, 2],
      ['车汉民', '1938-12-05', 743, 4],
      ['柯冬梅', '1946-01-22', 744, 1],
    ],
  },
};
const kangning: Built = {
  given: home('07', {
    name: '永安康宁老年公寓',
    kind: 'care-apartment',
    division: '421202003002',
    address: '永安街道南山路30号',
    contact: '邝志刚',
  }),
  head: ['kangning', '邝志刚'],
  rooms: 6,
  nursing: 3,
  recordedOn: '2025-03-03',
  ask: {
    selfBeds: 0,
    leasedBeds: 12,
    leaseFrom: '2024-01-01',
    leaseTo: '2030-12-31',
    papers: '租赁合同、消防改造验收（示例）',
  },
  days: ['2026-02-02', '2026-02-10', '2026-02-24', '2026-03-03', '2026-03-10'],
};

const room = {
  floor: 1,
  areaM2: 26,
  toilet: true,
  callDevice: true,
  sexRule: 'any',
  ward: 'ordinary',
  beds: 2,
  priceClass: '双人间',
} as const;

async function open(tx: Tx, of: Built): Promise<void> {
  const office = officerOf('demonstration-county', '县民政局', 'county-clerk', COUNTY);
  const { id } = must(of.given.name, await enterInstitution(at(tx, office, of.recordedOn, '08:30'), of.given));
  const [login, name] = of.head;
  const duty = { role: 'institution-user', duty: 'care-home-head', division: COUNTY, unitId: id } as const;
  must(
    login,
    await createUser(tx, {
      login,
      name,
      division: COUNTY,
      demonstration: true,
      duties: [{ ...duty, domain: 'elderly-care-institutions', validFrom: '2024-01-01' }],
    }),
  );
  const head = await staffOf(tx, login);
  const on = at(tx, head, of.recordedOn, '09:00');
  for (let n = 1; n <= of.rooms; n++) must('room', await addRoom(on, id, { ...room, building: '主楼', name: `10${n}` }));
  const beds = await tx.rows<{ id: string }>(sql`select id from care_bed where institution_id = ${id} order by code`);
  for (const bed of beds) must('bed', await setBed(on, bed.id, 'vacant', '启用'));
  const full = { rails: true, bedCalls: true, wheelchair: true, wardStaffed: true };
  for (const bed of beds.slice(0, of.nursing)) {
    must('equip', await equipBed(on, bed.id, full));
    must('check', await checkBed(at(tx, office, of.recordedOn, '11:00'), bed.id));
  }
  for (const [item, priced, amount] of prices)
    must('price', await publishPrice(on, id, { item, name: priced, amount, from: of.recordedOn }));
  const filing = {
    name: of.given.name,
    contact: of.given.contact,
    telephone: of.given.telephone,
    beds: beds.length,
    areaM2: 1200,
  };
  const papers = { ownership: of.ask.leasedBeds > 0 ? '租赁到2030年12月' : '自有', certificate: true, commitment: true };
  must('filing', await fileRecording(on, id, { ...filing, ...papers }));
  must('receipt', await receiveFiling(at(tx, office, of.recordedOn, '15:00'), id));
  for (const [i, mover] of (of.movers?.who ?? []).entries()) await moveIn(at(tx, head, of.movers!.on), id, beds[i]!.id, mover);
}

async function subsidise(tx: Tx, of: Built): Promise<string> {
  const head = await staffOf(tx, of.head[0]);
  const clerk = (day: PlainDate) => at(tx, officerOf('demonstration-county', '咸安区民政局', 'county-clerk', COUNTY), day);
  const leader = (day: PlainDate) => at(tx, officerOf('demonstration-leader', '咸安区民政局', 'county-leader', COUNTY), day);
  const [asked, checked, approved, part, paid] = of.days;
  const { id } = must('ask', await askSubsidy(at(tx, head, asked), construction, of.ask));
  must('check', await checkSubsidy(clerk(checked), constructionBook, id, { verdict: 'ok', note: '现场看过床位和文件' }));
  must('approve', await approveSubsidy(leader(approved), constructionBook, id, { note: '公示期满，没有异议' }));
  must('part', await checkPart(clerk(part), constructionBook, id, { no: 1, note: '备案满一年，床位没有减少' }));
  must('part', await approvePart(leader(part), constructionBook, id, { no: 1 }));
  must(
    'pay',
    await paySubsidy(clerk(paid), constructionBook, id, {
      no: 1,
      on: paid,
      documentNo: `咸安财拨〔${paid.slice(0, 4)}〕建补1号（示例）`,
    }),
  );
  return id;
}

/** `today`: the day on which the demonstration begins. */
export async function playBuilt(stage: Pick<CareStage, 'context'>, today: PlainDate): Promise<void> {
  await stage.context.write(systemActor('demonstration', stage.context.city), async (tx) => {
    if (await tx.maybe(sql`select 1 as known from subsidy where scheme = ${construction.key} limit 1`)) return;
    await open(tx, yihe);
    await subsidise(tx, yihe);
    await open(tx, kangning);
    const let_ = await subsidise(tx, kangning);
    const clerk = officerOf('demonstration-county', '咸安区民政局', 'county-clerk', COUNTY);
    must(
      'end',
      await endUse(at(tx, clerk, today), constructionBook, let_, { on: '2026-08-20', reason: '现场检查：房间已经转租作宾馆' }),
    );
  });
}
