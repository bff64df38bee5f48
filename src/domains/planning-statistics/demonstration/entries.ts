/** 入库申报 of the demonstration: one admitted and begun, one at the city, one at the county, one sent back. Made up. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { admitEntry, checkEntry, enterProject, entryShape, returnEntry } from '../entry/act.ts';
import { reportMonth } from '../progress/report.ts';
import { planFunding } from '../progress/steps.ts';
import { readProject } from '../progress/store.ts';

const wan = (n: number): number => n * 1_000_000;
const TOWN = '421202100000';

interface Played {
  readonly on: PlainDate;
  readonly by: 'xiang' | 'xian';
  readonly name: string;
  /** Words of the printed type. */
  readonly type: string;
  readonly location: string;
  readonly investment: number;
  readonly documentNo: string;
  readonly reason: string;
  readonly upTo: 'entered' | 'city' | 'admitted';
  readonly returned?: string;
}
const played: readonly Played[] = [
  {
    on: '2026-06-08',
    by: 'xiang',
    name: '汀泗桥镇古塘村互助养老服务点',
    type: '社区养老服务站',
    location: '古塘村三组原村小学',
    investment: 86,
    documentNo: '咸安发改审〔2026〕40号',
    reason: '规划印发以后，闲置村小学移交镇里，改建为互助养老服务点',
    upTo: 'admitted',
  },
  {
    on: '2026-08-24',
    by: 'xian',
    name: '咸安区汀泗桥镇公益性公墓道路和停车场',
    type: '公墓',
    location: '汀泗桥镇彭碑村',
    investment: 132.5,
    documentNo: '咸安发改审〔2026〕66号',
    reason: '清明祭扫交通疏导新增的配套项目',
    upTo: 'city',
  },
  {
    on: '2026-08-28',
    by: 'xiang',
    name: '汀泗桥镇社会工作服务站用房改造',
    type: '社区综合服务设施',
    location: '汀泗桥社区老街12号',
    investment: 28,
    documentNo: '汀政函〔2026〕19号',
    reason: '原站点租期已满，改造镇里的闲置办公用房',
    upTo: 'entered',
  },
  {
    on: '2026-08-20',
    by: 'xiang',
    name: '汀泗桥镇未成年人保护工作站',
    type: '儿童',
    location: '汀泗桥中心小学旁',
    investment: 45,
    documentNo: '汀政函〔2026〕17号',
    reason: '新增的未成年人保护阵地',
    upTo: 'entered',
    returned: '投资没有附概算，请写明装修和设备各多少',
  },
];

const versionOf = async (tx: Tx, id: string): Promise<number> =>
  (await tx.one<{ version: number }>(sql`select version from project_entry where id = ${id}`)).version;

/** The first printed type that has the words; the first of all where none has. */
async function typeLike(tx: Tx, words: string): Promise<string> {
  const shape = (await entryShape(tx))!;
  const types = shape.shape.type.meta()?.choices as Record<string, string>;
  return (Object.entries(types).find(([, label]) => label.includes(words)) ?? Object.entries(types)[0]!)[0];
}

async function play(tx: Tx, of: Played, hands: Record<'xiang' | 'xian' | 'shi', Actor>): Promise<void> {
  const first = at(tx, hands[of.by], of.on);
  const { id } = must(
    of.name,
    await enterProject(first, {
      name: of.name,
      type: await typeLike(tx, of.type),
      division: TOWN,
      location: of.location,
      implementer: '汀泗桥镇人民政府',
      investment: wan(of.investment),
      units: 1,
      documentNo: of.documentNo,
      reason: of.reason,
    }),
  );
  if (of.returned)
    must('return', await returnEntry(at(tx, hands.xian, of.on), { id, version: await versionOf(tx, id), reason: of.returned }));
  if (of.upTo !== 'admitted') return;
  must(
    'check',
    await checkEntry(at(tx, hands.xian, '2026-06-10'), { id, version: await versionOf(tx, id), note: '已到现场看过' }),
  );
  const { projectId } = must(
    'admit',
    await admitEntry(at(tx, hands.shi, '2026-06-15'), { id, version: await versionOf(tx, id) }),
  );
  const { version } = (await readProject(tx, projectId))!;
  const money = [
    { source: 'lottery-county', planned: wan(60) },
    { source: 'donation', planned: wan(26) },
  ] as const;
  must(
    'funding',
    await planFunding(
      at(tx, hands.xian, '2026-06-16'),
      { id: projectId, version },
      { money: [...money], reason: '按批复的资金来源' },
    ),
  );
  must(
    'report',
    await reportMonth(at(tx, hands.xian, '2026-08-31'), {
      id: projectId,
      given: {
        month: '2026-08',
        stage: 'started',
        stageOn: '2026-08-12',
        reason: '小型改造，立项与可研合并审批，直接委托施工',
        invested: wan(20),
        money: [
          { source: 'lottery-county', arrived: wan(40), paid: wan(18) },
          { source: 'donation', arrived: wan(26), paid: 0 },
        ],
        done: '完成屋面和水电改造。',
      },
    }),
  );
}

/** After the annexes; once. */
export const playEntries = (context: Context): Promise<void> =>
  context.write(systemActor('demonstration', context.city), async (tx) => {
    if (await tx.maybe(sql`select 1 as known from project_entry limit 1`)) return;
    const hands = { xiang: await staffOf(tx, 'xiang'), xian: await staffOf(tx, 'xian'), shi: await staffOf(tx, 'shi') };
    for (const one of played) await play(tx, one, hands);
  });
