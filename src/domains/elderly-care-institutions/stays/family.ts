/** What older people and their families do and see by themselves: hold a bed, wait, give up, agree to a level, read and question a bill. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { careLevels } from '../beds/terms.ts';
import { objectToBill } from '../bills/act.ts';
import { later } from '../bills/rules.ts';
import { billsOf } from '../bills/views.ts';
import { findInstitution } from '../register/store.ts';
import { type Application, apply, closeAdmission, holdOnline, releaseBed } from './apply.ts';
import type { FamilyView } from './content.ts';
import { changeLevel } from './live.ts';
import { beforeIt } from './rules.ts';
import { type Admission, bedsOf, findAdmission, findStay, leavesOf, levelsOf, nameOf, queueOf } from './store.ts';
import { admissionStates, type RiskType, riskLevels, riskTypes, stayKinds } from './terms.ts';
import { untilOf } from './views.ts';

/** The platform's own act for one resident, whose request it remembers; a resident has no divisions of his own. */
const acting = (context: Context, personId: string): Actor => systemActor(`care-family:${personId}`, context.city);

const once = <T>(
  context: Context,
  personId: string,
  of: { action: string; requestId: string; body: unknown },
  work: (tx: Tx) => Promise<Result<T>>,
) => context.once(acting(context, personId), of, work);

type Asked = Application & { institutionId: string; requestId: string };

/** Whoever is signed in applies for the own person, or for somebody in the family. */
export const applyOnline = (context: Context, personId: string, { requestId, institutionId, ...given }: Asked) =>
  once(context, personId, { action: 'care.apply', requestId, body: { institutionId, ...given } }, async (tx) => {
    const made = await apply(tx, institutionId, { ...given, channel: 'online', agentPersonId: personId });
    return made.ok ? ok({ id: made.value.id, no: made.value.no }) : made;
  });

export const holdBedOnline = (
  context: Context,
  personId: string,
  { requestId, institutionId, bedId, ...given }: Asked & { bedId: string },
) =>
  once(context, personId, { action: 'care.hold', requestId, body: { institutionId, bedId, ...given } }, (tx) =>
    holdOnline(tx, institutionId, { ...given, bedId, agentPersonId: personId }),
  );

/** An application of the own person, or one that was made for somebody; locked by what follows. */
async function ownAdmission(tx: Tx, id: string, personId: string): Promise<Result<Admission>> {
  const found = await findAdmission(tx, id);
  return found.ok && (found.value.personId === personId || found.value.agentPersonId === personId) ? found : fail('NOT_FOUND');
}

export const releaseOnline = (context: Context, personId: string, given: { id: string; requestId: string }) =>
  once(context, personId, { action: 'care.release', requestId: given.requestId, body: given }, async (tx) => {
    const own = await ownAdmission(tx, given.id, personId);
    return own.ok ? releaseBed(tx, given.id) : own;
  });

export const withdrawOnline = (context: Context, personId: string, given: { id: string; requestId: string }) =>
  once(context, personId, { action: 'care.withdraw', requestId: given.requestId, body: given }, async (tx) => {
    const own = await ownAdmission(tx, given.id, personId);
    return own.ok ? closeAdmission(tx, given.id, { as: 'withdrawn', reason: '家属撤回' }) : own;
  });

/** Whether this person may read and decide in the stay: the older person, or the agent whose papers were checked. */
const mayRead = (a: Admission, personId: string): boolean =>
  a.personId === personId || (a.agentPersonId === personId && a.agentChecked);

/** 同意护理等级: what was asked, from the day asked, or from today where that has passed. */
export const consentOnline = (context: Context, personId: string, given: { stayId: string; requestId: string }) =>
  once(context, personId, { action: 'care.consent', requestId: given.requestId, body: given }, async (tx) => {
    const stay = await findStay(tx, given.stayId);
    if (!stay.ok) return stay;
    const admission = await findAdmission(tx, stay.value.admissionId);
    if (!admission.ok || !mayRead(admission.value, personId) || stay.value.asked === null) return fail('NOT_FOUND');
    const { level, from } = stay.value.asked;
    const who = personId === stay.value.personId ? '本人' : `代理人${await nameOf(tx, personId)}`;
    return changeLevel(tx, given.stayId, { level, from: later(from, tx.today), consentBy: `${who}（网上同意）` });
  });

export const objectOnline = (
  context: Context,
  personId: string,
  given: { billId: string; objection: string; requestId: string },
) =>
  once(context, personId, { action: 'care.object', requestId: given.requestId, body: given }, async (tx) => {
    const bill = await tx.maybe<{ admissionId: string }>(
      sql`select s.admission_id from care_bill b join care_stay s on s.id = b.stay_id where b.id = ${given.billId}`,
    );
    const admission = bill && (await findAdmission(tx, bill.admissionId));
    if (!admission?.ok || !mayRead(admission.value, personId)) return fail('NOT_FOUND');
    return objectToBill(tx, given.billId, { objection: given.objection });
  });

async function stayOf(tx: Tx, a: Admission): Promise<FamilyView['stay']> {
  const row = await tx.maybe<{ id: string }>(
    sql`select id from care_stay where admission_id = ${a.id} order by from_on desc limit 1`,
  );
  const found = row && (await findStay(tx, row.id));
  if (!found?.ok) return null;
  const stay = found.value;
  const levels = await levelsOf(tx, stay.id);
  const beds = await bedsOf(tx, stay.id);
  const leaves = await leavesOf(tx, stay.id);
  const now = levels.filter((l) => l.fromOn <= tx.today).at(-1) ?? levels[0]!;
  return {
    id: stay.id,
    kindZh: stay.kind === 'trial' && stay.trialTo !== null ? '长期' : stayKinds[stay.kind],
    levelZh: careLevels[now.careLevel],
    bed: beds.at(-1)?.code ?? '',
    fromOn: stay.fromOn,
    toOn: stay.toOn,
    away: stay.toOn === null && leaves.some((l) => l.fromOn <= tx.today && (l.toOn === null || l.toOn > tx.today)),
    asked: stay.asked && { levelZh: careLevels[stay.asked.level], from: stay.asked.from, why: stay.asked.why },
    risks: (Object.entries(a.risks) as [RiskType, { level: keyof typeof riskLevels }][]).map(([type, risk]) => ({
      zh: riskTypes[type],
      levelZh: riskLevels[risk.level],
    })),
    bills: (await billsOf(tx, stay.id))
      .filter((b) => b.stateZh !== '已收回')
      .map(({ offers: _, ...b }) => ({ ...b, canObject: b.stateZh === '待付' && tx.today <= b.objectBy })),
  };
}

/** Everything of one's own and of those one applied for. Looking at somebody else's stay is on record. */
export const familyViews = (context: Context, personId: string): Promise<FamilyView[]> =>
  context.write(acting(context, personId), async (tx) => {
    const ids = await tx.rows<{ id: string }>(
      sql`select id from care_admission where person_id = ${personId} or agent_person_id = ${personId} order by applied_at desc limit 20`,
    );
    const views: FamilyView[] = [];
    for (const { id } of ids) {
      const found = await findAdmission(tx, id);
      if (!found.ok) continue;
      const a = found.value;
      const home = await findInstitution(tx, a.institutionId);
      if (!home.ok) continue;
      const booked = await tx.maybe<{ code: string; expiresAt: string | null }>(
        sql`select b.code, k.expires_at from care_bed b join booking k on k.id = ${a.bookingId} where b.id = ${a.bedId}`,
      );
      const dead = booked?.expiresAt ? Date.parse(booked.expiresAt) <= Date.parse(tx.now) : false;
      const reads = mayRead(a, personId);
      if (reads && a.personId !== personId)
        await recordAudit(tx, {
          action: 'care-stay.read-by-agent',
          subject: { kind: 'care-admission', id },
          personId: a.personId,
          division: a.division,
        });
      views.push({
        id,
        institutionId: a.institutionId,
        institutionName: home.value.name,
        telephone: home.value.telephone,
        name: await nameOf(tx, a.personId),
        stateZh: dead ? '预留已过期' : admissionStates[a.state].zh,
        tone: dead ? 'warn' : admissionStates[a.state].tone,
        no: a.no,
        place: a.state === 'waiting' ? beforeIt(await queueOf(tx, a.institutionId), id) + 1 : null,
        bed: dead ? null : (booked?.code ?? null),
        until: booked?.expiresAt && !dead ? untilOf(booked.expiresAt) : null,
        canRelease: (a.state === 'held' || a.state === 'reserved') && !dead,
        canWithdraw: a.state === 'waiting' || ((a.state === 'held' || a.state === 'reserved') && a.trialFrom === null),
        contractId: reads ? a.contractId : null,
        stay: reads ? await stayOf(tx, a) : null,
      });
    }
    return views;
  });
