/** What may be done with a contract or a service now, by whom: pages draw their buttons from it, the server allows by it. */
import type { z } from 'zod';
import { z as zod } from 'zod';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { formOf, parseInput } from '../../../kernel/schema/index.ts';
import { paySettlement, prepareSettlement } from './settle.ts';
import {
  Asked,
  acceptTask,
  askPerson,
  assignTask,
  CalledBack,
  drawCallBacks,
  Evidence,
  Judgement,
  NewTask,
  Refusal,
  recordCallBack,
  refuseTask,
  reportTask,
  Withdrawal,
  withdrawTask,
} from './tasks.ts';
import type { Doable, TaskState } from './terms.ts';

const Nothing = zod.strictObject({});

interface Doing {
  readonly zh: string;
  readonly causes: string;
  readonly danger?: true;
  readonly by: readonly Performer[];
  readonly input: z.ZodType;
  readonly run: (tx: Tx, id: string, input: never) => Promise<Result<unknown>>;
}
const doing = <S extends z.ZodType>(
  given: Omit<Doing, 'input' | 'run'> & { input: S; run: (tx: Tx, id: string, input: z.infer<S>) => Promise<Result<unknown>> },
): Doing => given as unknown as Doing;

/** What a contract is at: whether an action makes sense at all. */
export interface ContractStanding {
  readonly assignable: boolean;
  readonly undrawn: number;
  readonly waiting: number;
  readonly ready: number;
  readonly openSettlement: boolean;
}

const contractDoings: Readonly<Record<string, Doing & { offered: (c: ContractStanding) => boolean }>> = {
  assign: {
    ...doing({
      zh: '派一次服务',
      causes: '承接机构会看到这次服务（姓名遮盖）；派出的次数不能超过合同数量。',
      by: ['township-clerk', 'county-clerk'],
      input: NewTask,
      run: assignTask,
    }),
    offered: (c) => c.assignable,
  },
  draw: {
    ...doing({
      zh: '抽签回访',
      causes: '从验收合格、还没有抽过的服务里抽出回访的，种子留存，可以重算。',
      by: ['county-clerk'],
      input: Nothing,
      run: (tx, id) => drawCallBacks(tx, id),
    }),
    offered: (c) => c.undrawn > 0,
  },
  settle: {
    ...doing({
      zh: '开结算单',
      causes: '按单价乘验收合格的次数计算，不超过合同；由另一位财务人员复核付款。',
      by: ['finance-clerk'],
      input: Nothing,
      run: (tx, id) => prepareSettlement(tx, id),
    }),
    offered: (c) => c.ready > 0 && !c.openSettlement,
  },
  pay: {
    ...doing({
      zh: '复核付款',
      causes: '从项目预算账户付给承接机构，台账记一笔；经办和复核不能是同一人。',
      danger: true,
      by: ['finance-reviewer'],
      input: Nothing,
      run: (tx, id) => paySettlement(tx, id),
    }),
    offered: (c) => c.openSettlement,
  },
};

export interface TaskStanding {
  readonly state: TaskState;
  readonly drawn: boolean;
  readonly callBack: string | null;
  readonly settlementId: string | null;
  readonly confirmedHow: string | null;
  /** Ordered by who looks at it: another judges. */
  readonly own: boolean;
}

const taskDoings: Readonly<Record<string, Doing & { offered: (t: TaskStanding) => boolean }>> = {
  report: {
    ...doing({
      zh: '填报服务',
      causes: '写明时间、地点，请受助人签字；不能签字的附现场照片，由乡镇另向本人确认。报出后由乡镇验收。',
      by: ['service-provider'],
      input: Evidence,
      run: reportTask,
    }),
    offered: (t) => t.state === 'planned',
  },
  withdraw: {
    ...doing({
      zh: '撤回派单',
      causes: '还没有服务、也不能再服务的（本人去世、迁走、不愿意）撤回；次数退还合同，承接机构不再看到待服务。',
      danger: true,
      by: ['township-clerk', 'county-clerk'],
      input: Withdrawal,
      run: withdrawTask,
    }),
    offered: (t) => t.state === 'planned',
  },
  askPerson: {
    ...doing({
      zh: '本人确认',
      causes: '没有签字的，打电话或上门问过本人以后登记；本人说没有提供服务的，验收不合格，不结算。',
      by: ['township-clerk', 'township-leader'],
      input: Asked,
      run: askPerson,
    }),
    offered: (t) => t.state === 'reported' && !t.own && t.confirmedHow === null,
  },
  accept: {
    ...doing({
      zh: '验收合格',
      causes: '计入可以结算的次数；有疑点的须写明核实情况。',
      by: ['township-clerk', 'township-leader'],
      input: Judgement,
      run: acceptTask,
    }),
    offered: (t) => t.state === 'reported' && !t.own && t.confirmedHow !== null,
  },
  refuse: {
    ...doing({
      zh: '验收不合格',
      causes: '这次服务不结算，次数退还合同，可以另派一次。',
      danger: true,
      by: ['township-clerk', 'township-leader'],
      input: Refusal,
      run: refuseTask,
    }),
    offered: (t) => t.state === 'reported' && !t.own,
  },
  callBack: {
    ...doing({
      zh: '登记回访',
      causes: '受助人说没有提供服务的，验收改为不合格，不结算；结算以前可以更正，原来的记录保留。',
      by: ['county-clerk', 'hotline-agent'],
      input: CalledBack,
      run: recordCallBack,
    }),
    offered: (t) => t.drawn && t.settlementId === null && (t.state === 'accepted' || t.callBack !== null),
  },
};

const views = (tx: Tx, all: readonly [string, Doing][]): Doable[] =>
  all
    .filter(([, d]) => isOneOf(tx.actor, d.by))
    .map(([action, d]) => ({ action, zh: d.zh, causes: d.causes, danger: d.danger ?? false, fields: formOf(d.input) }));

export const contractActions = (tx: Tx, standing: ContractStanding): Doable[] =>
  views(
    tx,
    Object.entries(contractDoings).filter(([, d]) => d.offered(standing)),
  );
export const taskActions = (tx: Tx, standing: TaskStanding): Doable[] =>
  views(
    tx,
    Object.entries(taskDoings).filter(([, d]) => d.offered(standing)),
  );

async function perform(tx: Tx, known: Doing | undefined, id: string, input: unknown): Promise<Result<unknown>> {
  if (!known || !isOneOf(tx.actor, known.by)) return fail('NOT_PERMITTED');
  const parsed = parseInput(known.input, input);
  return parsed.ok ? known.run(tx, id, parsed.value as never) : parsed;
}
export const actOnContract = (tx: Tx, id: string, action: string, input: unknown) =>
  perform(tx, Object.hasOwn(contractDoings, action) ? contractDoings[action] : undefined, id, input);
export const actOnTask = (tx: Tx, id: string, action: string, input: unknown) =>
  perform(tx, Object.hasOwn(taskDoings, action) ? taskDoings[action] : undefined, id, input);
