/** 双随机 as the office reads it: plans, inspectors, draws, and what may be done with each now. */
import { sql } from '../../database/sql.ts';
import { isOwnHand } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { type Offer, offersTo } from '../offer/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type FormField, formOf, type PlainDate } from '../schema/index.ts';
import { Beacon, callableAt, type DrawBatch, findDraw, listDraws, NewDraw, VoidReason } from './draws.ts';
import type { InspectedKind } from './kinds.ts';
import { Absence, allInspectors, type Inspector, Leaving, NewInspector, NewPlan, NewTie, type Plan, plansOf } from './plans.ts';
import {
  citySupervisors,
  drawStates,
  inspectors as inspectorHands,
  planApprovers,
  planStates,
  secretKeepers,
  supervisors,
  type Tie,
  ties,
} from './terms.ts';

/** A field whose choices are known only when it is asked. */
export const chosenFrom = (
  fields: readonly FormField[],
  name: string,
  choices: readonly { value: string; label: string }[],
): FormField[] => fields.map((field) => (field.name === name ? { ...field, type: 'choice', choices } : field));

export const objectChoices = async (tx: Tx, kind: InspectedKind) =>
  (await kind.objects(tx, tx.city))
    .filter(({ stopped }) => !stopped)
    .map(({ id, name, division }) => ({ value: id, label: `${name}（${tx.divisions.get(division)?.name ?? ''}）` }));
export const inspectorChoices = async (tx: Tx) =>
  (await allInspectors(tx)).map(({ id, no, name, certNo }) => ({ value: id, label: `${name}（${no}，${certNo}）` }));

const planOffers = (tx: Tx, kind: InspectedKind, plan: Plan): Offer[] => {
  const to = (what: string) => `${kind.api}/plans/${plan.id}/${what}`;
  const fixed = { version: plan.version };
  return offersTo(tx.actor, [
    {
      action: 'approve',
      zh: '批准',
      causes: '计划的事项、比例、频次上限从此定下；接着公示。',
      by: planApprovers,
      when: plan.state === 'drafted' && !isOwnHand(tx.actor, plan.draftedBy, plan.draftedAt),
      to: to('approval'),
      fixed,
    },
    {
      action: 'publish',
      zh: '公示',
      causes: '计划在门户公示，公示以后才能抽取。',
      by: supervisors,
      when: plan.state === 'approved',
      to: to('publication'),
      fixed,
    },
    {
      action: 'draw',
      zh: '冻结名录',
      causes: '冻结检查对象和执法人员两个名录，公布哈希；接着由法制机构生成密值、公布承诺值，满24小时才能抽取。',
      by: citySupervisors,
      when: plan.state === 'published',
      fields: formOf(NewDraw),
      to: to('draws'),
    },
  ]);
};

interface AbsenceRow {
  inspectorId: string;
  fromOn: PlainDate;
  toOn: PlainDate;
}
interface TieRow {
  inspectorId: string;
  objectName: string;
  tie: Tie;
  untilOn: PlainDate | null;
}

const inspectorOffers = (tx: Tx, kind: InspectedKind, one: Inspector, objects: { value: string; label: string }[]): Offer[] => {
  const to = (what: string) => `${kind.api}/inspectors/${one.id}/${what}`;
  const fixed = { version: one.version };
  return offersTo(tx.actor, [
    {
      action: 'absence',
      zh: '登记请假',
      causes: '请假期间抽到的检查不派。',
      by: supervisors,
      fields: formOf(Absence),
      to: to('absences'),
      fixed,
    },
    {
      action: 'tie',
      zh: '登记关联',
      causes: '有关联的机构，抽取时自动回避；公开时只写“回避”，不写原因。',
      by: [...supervisors, ...inspectorHands],
      when: one.userId === tx.actor.id || supervisors.some((by) => by === tx.actor.role),
      fields: chosenFrom(formOf(NewTie), 'objectId', objects),
      to: to('ties'),
      fixed,
    },
    {
      action: 'end',
      zh: '退出名录',
      causes: '以后不再抽到；查过的记录不变。正在等抽取的批次要作废重来。',
      by: supervisors,
      fields: formOf(Leaving),
      to: to('ending'),
      fixed,
    },
  ]);
};

const drawBrief = (tx: Tx, batch: DrawBatch) => ({
  id: batch.id,
  no: batch.no,
  matter: batch.matter,
  divisionName: tx.divisions.fullName(batch.division),
  state: batch.state,
  stateZh: drawStates[batch.state].zh,
  tone: drawStates[batch.state].tone,
  preparedOn: batch.preparedAt,
  windowFrom: batch.windowFrom,
  windowTo: batch.windowTo,
  objects: batch.input.objects.length,
  drawn: batch.result?.pairs.length ?? null,
});

/** Plans, pools, batches: one page. */
export async function overview(tx: Tx, kind: InspectedKind) {
  const objects = await objectChoices(tx, kind);
  const people = await allInspectors(tx);
  const away = await tx.rows<AbsenceRow>(
    sql`select inspector_id, from_on, to_on from inspector_absence where to_on >= ${tx.today} order by from_on limit 500`,
  );
  const tied = await tx.rows<TieRow>(
    sql`select inspector_id, object_name, tie, until_on from inspector_tie order by object_name limit 2000`,
  );
  return {
    plans: (await plansOf(tx, kind)).map((plan) => ({
      ...plan,
      stateZh: planStates[plan.state],
      divisionName: tx.divisions.fullName(plan.division),
      offers: planOffers(tx, kind, plan),
    })),
    draws: (await listDraws(tx, kind)).map((batch) => drawBrief(tx, batch)),
    inspectors: people.map((one) => ({
      ...one,
      divisionName: tx.divisions.fullName(one.division),
      expiring: one.certTo < tx.today,
      absences: away.filter(({ inspectorId }) => inspectorId === one.id).map(({ fromOn, toOn }) => ({ from: fromOn, to: toOn })),
      ties: tied
        .filter(({ inspectorId }) => inspectorId === one.id)
        .map(({ objectName, tie, untilOn }) => ({ objectName, tieZh: ties[tie], until: untilOn })),
      offers: inspectorOffers(tx, kind, one, objects),
    })),
    offers: offersTo(tx.actor, [
      {
        action: 'plan',
        zh: '起草年度计划',
        causes: '抽取比例、频次上限照今天的标准写进计划；由市级另一位批准。',
        by: supervisors,
        fields: formOf(NewPlan),
        initial: { division: tx.actor.division ?? tx.city, year: Number(tx.today.slice(0, 4)) },
        to: `${kind.api}/plans`,
      },
      {
        action: 'inspector',
        zh: '登记执法人员',
        causes: '编入执法人员名录库。',
        by: supervisors,
        fields: formOf(NewInspector),
        to: `${kind.api}/inspectors`,
      },
    ]),
  };
}

/** What everybody may know of a batch at this moment: the draw itself only once the seal is open. */
export const publicDraw = (tx: Tx, batch: DrawBatch) => ({
  ...drawBrief(tx, batch),
  announced: batch.announced,
  counties: [...new Set(batch.input.objects.map(({ county }) => county))].map((code) => ({
    code,
    name: tx.divisions.get(code)?.name ?? code,
  })),
  input: batch.input,
  objectHash: batch.objectHash,
  inspectorHash: batch.inspectorHash,
  beaconSource: batch.beaconSource,
  promise: batch.promise,
  promisedAt: batch.promisedAt,
  callableAt: batch.promisedAt && callableAt(batch),
  beacon: batch.beacon,
  beaconOn: batch.beaconOn,
  secret: batch.secret,
  seed: batch.seed,
  result: batch.result,
  drawnAt: batch.drawnAt,
  voidReason: batch.state === 'void' ? batch.voidReason : null,
  voidedAt: batch.voidedAt,
  hands: [
    { zh: '冻结名录', name: batch.preparedName, at: batch.preparedAt },
    { zh: '保管密值', name: batch.promisedName, at: batch.promisedAt },
    { zh: '登记号码', name: batch.calledName, at: batch.calledAt },
    { zh: '见证', name: batch.witness, at: batch.calledAt },
    { zh: '启封密值', name: batch.drawnName, at: batch.drawnAt },
    { zh: '申请作废', name: batch.state === 'void' ? batch.voidAskedName : null, at: batch.voidAskedAt },
    { zh: '确认作废', name: batch.voidedName, at: batch.voidedAt },
  ].flatMap(({ zh, name, at }) => (name && at ? [{ zh, name, at }] : [])),
});
export type PublicDraw = ReturnType<typeof publicDraw>;

/** The draw room: one batch, with the next step for whoever may take it. */
export async function drawView(tx: Tx, kind: InspectedKind, id: string): Promise<Result<unknown>> {
  const batch = await findDraw(tx, kind, sql`id = ${id}`);
  if (!batch) return fail('NOT_FOUND');
  const to = (what: string) => `${kind.api}/draws/${id}/${what}`;
  const fixed = { version: batch.version };
  const mine = (by: string | null, at: string | null) => by !== null && isOwnHand(tx.actor, by, at!);
  const live = batch.state !== 'void';
  return ok({
    ...publicDraw(tx, batch),
    division: batch.division,
    voidAsked: live && batch.voidReason !== null ? { reason: batch.voidReason, name: batch.voidAskedName } : null,
    replay: `/draws/${batch.no}`,
    offers: offersTo(tx.actor, [
      {
        action: 'promise',
        zh: '生成密值，公布承诺值',
        causes: '系统生成32字节密值，当场封存，谁也看不到；它的SHA-256作为承诺值马上公布。满24小时才能登记号码。',
        by: secretKeepers,
        when: batch.state === 'prepared' && !mine(batch.preparedBy, batch.preparedAt),
        to: to('promise'),
        fixed,
      },
      {
        action: 'call',
        zh: '登记开奖号码',
        causes: `照公告登记“${batch.beaconSource}”开出的号码；当场有其他单位的见证人。`,
        by: citySupervisors,
        when: batch.state === 'promised' && tx.now >= callableAt(batch) && !mine(batch.promisedBy, batch.promisedAt),
        fields: formOf(Beacon),
        to: to('beacon'),
        fixed,
      },
      {
        action: 'open',
        zh: '启封密值，抽取',
        causes: '密值、号码、排序、结果马上全部公开，派出检查任务；抽了不能改，只能写明理由作废。',
        button: '启封（马上公开、不能改）',
        danger: true,
        by: secretKeepers,
        when: batch.state === 'called' && !mine(batch.preparedBy, batch.preparedAt) && !mine(batch.calledBy, batch.calledAt),
        to: to('opening'),
        fixed,
      },
      {
        action: 'ask-void',
        zh: '申请作废',
        causes: '由另一位确认以后作废；作废的批次和理由一直公开，重抽要换密值。',
        danger: true,
        by: citySupervisors,
        when: live && batch.voidReason === null,
        fields: formOf(VoidReason),
        to: to('void-request'),
        fixed,
      },
      {
        action: 'confirm-void',
        zh: '确认作废',
        causes: `理由：${batch.voidReason ?? ''}。还没有开始的检查一并取消。`,
        button: '确认作废（公开）',
        danger: true,
        by: planApprovers,
        when: live && batch.voidReason !== null && !mine(batch.voidAskedBy, batch.voidAskedAt),
        to: to('void'),
        fixed,
      },
    ]),
  });
}
