/** What the pages of temporary aid share: the aid itself with its stages and outlay, decisions, papers, letters. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown, filesOfCase } from '../../../kernel/document/server.ts';
import { paymentsOfPerson, programmeOf } from '../../../kernel/payment/server.ts';
import { decisionShown, decisionsOfCase } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, noticeOfCase } from '../../../kernel/service/server.ts';
import { resolutionOf } from '../conference/store.ts';
import type { TemporaryAidDecision } from './rules.ts';
import { stagesOf } from './stages.ts';
import { getAid } from './store.ts';
import { aidTypes } from './terms.ts';

const decisionKinds = {
  preview: '当前核算（未作决定）',
  initial: '审核意见',
  reviewed: '复核意见',
  final: '审批决定',
  standard: '标准调整',
  moved: '迁入接续',
} as const;

type Compute = (tx: Tx, kase: Case) => Promise<Result<{ decision: TemporaryAidDecision }>>;

/** While nobody has decided, the computation as it stands now; afterwards the decisions as they were made. */
export async function decisionsShown(tx: Tx, kase: Case, compute: Compute) {
  const shown = (await decisionsOfCase(tx, kase.id)).map((d) => ({
    ...decisionShown(d, decisionKinds[d.kind]),
    once: true,
  }));
  if (kase.closedAt || tx.actor.kind === 'resident' || shown.some((d) => d.kind === 'final')) return shown;
  const computed = await compute(tx, kase);
  if (!computed.ok) return shown;
  const { decision } = computed.value;
  return [
    ...shown,
    {
      id: 'preview',
      kind: 'preview',
      kindZh: decisionKinds.preview,
      asOf: decision.asOf,
      outcome: decision.outcome,
      amountFen: decision.amountFen,
      effectiveMonth: decision.effectiveMonth,
      clauses: decision.clauses,
      breakdown: decision.breakdown,
      once: true,
      madeAt: tx.now,
    },
  ];
}

interface OutlayShown {
  amountFen: Fen;
  firstName: string;
  secondName: string;
  receiptFile: string;
  photoFile: string;
  day: PlainDate;
}

/** The aid of a case for an officer. */
export async function aidShown(tx: Tx, kase: Case) {
  const aid = await getAid(tx, kase.id);
  const outlay = await tx.maybe<OutlayShown>(
    sql`select amount_fen, first_name, second_name, receipt_file, photo_file, day from reserve_outlay where case_id = ${kase.id}`,
  );
  return {
    ...aid,
    minutesNo: (await resolutionOf(tx, kase))?.minutesNo ?? null,
    typeZh: aidTypes[aid.type],
    outlay,
    stages: await stagesOf(tx, kase.id),
  };
}

export async function commonSections(tx: Tx, kase: Case) {
  return {
    notice: await noticeOfCase(tx, kase.id),
    papers: (await filesOfCase(tx, kase.id)).map((f) => ({ id: f.id, zh: f.paper, name: f.name, url: `/api/files/${f.id}` })),
    documents: await documentsShown(tx, kase),
    payments: (await paymentsOfPerson(tx, kase.applicantPersonId)).items.filter(
      (line) => line.programmeZh === programmeOf('temporary-aid').zh,
    ),
  };
}
