/** 请假和探访: asked for by the family, answered by the home; a leave counts as told when it was asked for. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays, shortDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { tellFamily, tellStaff } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { takeLeave } from '../stays/live.ts';
import { findAdmission, findStay, nameOf, sealPlace } from '../stays/store.ts';
import { leaveKinds, nurses, reception } from '../stays/terms.ts';
import { type CareRequest, lockRequest, ownStay, type RequestContent } from './store.ts';
import { requestKinds, requestStates, type Slot, slots } from './terms.ts';

const note = z.string().trim().max(300, '不超过300个字').default('').meta({ label: '说明', widget: 'textarea', protect: true });

export const LeaveAsked = z.strictObject({
  leaveKind: choice(leaveKinds).meta({ label: '去哪里', choices: leaveKinds }),
  from: PlainDateText.meta({ label: '第一个整天', widget: 'date', help: '当天早上就不在的那天' }),
  last: PlainDateText.optional().meta({ label: '最后一个整天', widget: 'date', help: '还不知道的不用填' }),
  note,
});
export const VisitAsked = z.strictObject({
  on: PlainDateText.meta({ label: '哪一天来', widget: 'date' }),
  slot: choice(slots).meta({ label: '什么时候', choices: slots }),
  visitors: z.string().trim().min(2, '请写明谁来').max(100).meta({ label: '谁来', protect: true, help: '写明姓名和关系' }),
  note,
});

const wrongDays = (path: string, problem: string) => fail('REQUEST_DAYS', { problem }, [{ path, message: problem }]);
const state = (of: CareRequest) => fail('REQUEST_ANSWERED', { state: requestStates[of.state].zh });

async function ask(
  tx: Tx,
  of: { stayId: string; personId: string },
  given: { kind: 'leave' | 'visit'; from: PlainDate; last: PlainDate | null; slot: Slot | null; content: RequestContent },
): Promise<Result<{ id: string }>> {
  const own = await ownStay(tx, of.stayId, of.personId);
  if (!own.ok) return own;
  const { stay } = own.value;
  if (stay.toOn !== null) return fail('STAY_STATE', { name: await nameOf(tx, stay.personId), what: '离开' });
  const id = newId();
  const made =
    await tx.run(sql`insert into care_request (id, stay_id, institution_id, division, kind, from_on, last_on, slot, content, asked_at, asked_by)
    values (${id}, ${stay.id}, ${stay.institutionId}, ${stay.division}, ${given.kind}, ${given.from}, ${given.last}, ${given.slot},
      ${tx.keys.sealJson(given.content, sealPlace('care_request', 'content', id))}, ${tx.now}, ${of.personId})
    on conflict (stay_id, from_on, slot) where kind = 'visit' and state in ('asked', 'agreed') do nothing`);
  if (made === 0) return fail('VISIT_TWICE');
  await tellStaff(tx, stay.institutionId, {
    performers: given.kind === 'leave' ? nurses : reception,
    template: 'care.requested',
    params: { name: await nameOf(tx, stay.personId), what: requestKinds[given.kind], day: shortDate(given.from) },
  });
  await recordAudit(tx, {
    action: 'care-request.asked',
    subject: { kind: 'care-stay', id: stay.id },
    personId: stay.personId,
    division: stay.division,
  });
  return ok({ id });
}

export async function askLeave(tx: Tx, of: { stayId: string; personId: string }, given: z.infer<typeof LeaveAsked>) {
  if (given.from < tx.today) return wrongDays('from', '不能早于今天');
  if (given.last !== undefined && given.last < given.from) return wrongDays('last', '最后一天早于第一天');
  const content = { leaveKind: given.leaveKind, note: given.note };
  return ask(tx, of, { kind: 'leave', from: given.from, last: given.last ?? null, slot: null, content });
}

export async function askVisit(tx: Tx, of: { stayId: string; personId: string }, given: z.infer<typeof VisitAsked>) {
  const own = await ownStay(tx, of.stayId, of.personId);
  if (!own.ok) return own;
  const { institutionId, division } = own.value.stay;
  if (given.on < tx.today) return wrongDays('on', '不能早于今天');
  if (given.on > plusDays(tx.today, 30)) return wrongDays('on', '只能预约30天以内的');
  const set = await limits(tx, division, ['CARE-VISIT-SLOT']);
  if (!set.ok) return set;
  const limit = set.value['CARE-VISIT-SLOT'];
  // 一个时段的名额一个一个给：同时来约的排队
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended('care-visit:' || ${institutionId} || ${given.on} || ${given.slot}, 0))`,
  );
  const { taken } = await tx.one<{ taken: number }>(
    sql`select count(*)::int as taken from care_request where institution_id = ${institutionId} and kind = 'visit' and from_on = ${given.on} and slot = ${given.slot} and state in ('asked', 'agreed')`,
  );
  if (taken >= limit) return fail('VISIT_FULL', { day: shortDate(given.on), slot: slots[given.slot], limit });
  const content = { visitors: given.visitors, note: given.note };
  return ask(tx, of, { kind: 'visit', from: given.on, last: null, slot: given.slot, content });
}

export async function withdrawRequest(tx: Tx, id: string, personId: string): Promise<Result<{ id: string }>> {
  const found = await lockRequest(tx, id);
  if (!found.ok) return found;
  const own = await ownStay(tx, found.value.stayId, personId);
  if (!own.ok) return own;
  if (found.value.state !== 'asked') return state(found.value);
  await tx.run(sql`update care_request set state = 'withdrawn' where id = ${id}`);
  return ok({ id });
}

const answers = { agreed: '同意', declined: '不同意' } as const;
export const RequestAnswer = z.strictObject({
  outcome: choice(answers).meta({ label: '答复', choices: answers }),
  answer: z.string().trim().max(300).default('').meta({ label: '说明', protect: true, help: '不同意的写明原因' }),
});

/** A leave that is agreed to is one from the moment it was asked for: what was told before 17:00 costs no meal. */
export async function answerRequest(tx: Tx, id: string, given: z.infer<typeof RequestAnswer>): Promise<Result<{ id: string }>> {
  const found = await lockRequest(tx, id);
  if (!found.ok) return found;
  const request = found.value;
  if (request.state !== 'asked') return state(request);
  if (given.outcome === 'declined' && given.answer.length < 2)
    return fail('REQUEST_DAYS', { problem: '不同意的请写明原因' }, [{ path: 'answer', message: '请写明原因' }]);
  const stay = await findStay(tx, request.stayId);
  if (!stay.ok) return stay;
  const admission = await findAdmission(tx, stay.value.admissionId);
  if (!admission.ok) return admission;
  if (request.kind === 'leave' && given.outcome === 'agreed') {
    const taken = await takeLeave(
      tx,
      request.stayId,
      { kind: request.leaveKind ?? 'out', from: request.fromOn, ...(request.lastOn ? { last: request.lastOn } : {}) },
      { noticedAt: request.askedAt },
    );
    if (!taken.ok) return taken;
  }
  const { leaveKind, visitors, note: said } = request;
  const content: RequestContent = {
    ...(leaveKind ? { leaveKind } : {}),
    ...(visitors ? { visitors } : {}),
    note: said,
    answer: given.answer,
  };
  await tx.run(sql`update care_request set state = ${given.outcome}, content = ${tx.keys.sealJson(content, sealPlace('care_request', 'content', id))}, answered_at = ${tx.now},
    answered_by = ${tx.actor.id} where id = ${id}`);
  await tellFamily(tx, admission.value, 'care.request-answered', {
    what: requestKinds[request.kind],
    day: shortDate(request.fromOn),
    answer: answers[given.outcome],
  });
  await recordAudit(tx, {
    action: 'care-request.answered',
    subject: { kind: 'care-stay', id: stay.value.id },
    personId: stay.value.personId,
    division: stay.value.division,
  });
  return ok({ id });
}
