/** 请假、探访、参观和退住: asked for by the family, answered by the home; a leave counts as told when it was asked for. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, type Performer } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays, shortDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, Mobile, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { tellFamily, tellStaff } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { takeLeave } from '../stays/live.ts';
import { findAdmission, findStay, nameOf, type Stay, sealPlace } from '../stays/store.ts';
import { leaveKinds, nurses, reception } from '../stays/terms.ts';
import { type CareRequest, lockRequest, ownStay, type RequestContent } from './store.ts';
import { type RequestKind, requestKinds, requestStates, type Slot, slots } from './terms.ts';

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

export const TourAsked = z.strictObject({
  on: PlainDateText.meta({ label: '哪一天来', widget: 'date' }),
  slot: choice(slots).meta({ label: '什么时候', choices: slots }),
  visitors: z.string().trim().min(2, '请写明谁来').max(100).meta({ label: '谁来', protect: true, help: '写明姓名，老人来不来' }),
  phone: Mobile.meta({ label: '联系电话', protect: true }),
  note,
});

export const DepartureAsked = z.strictObject({
  on: PlainDateText.meta({ label: '退住日期', widget: 'date' }),
  note: z
    .string()
    .trim()
    .min(2, '请写明原因')
    .max(300, '不超过300个字')
    .meta({ label: '原因', widget: 'textarea', protect: true }),
});

/** Whose it is to answer: who is away is a matter of the care, who comes of the reception. */
export const answerers = (kind: RequestKind): readonly Performer[] => (kind === 'leave' ? nurses : reception);

const wrongDays = (path: string, problem: string) => fail('REQUEST_DAYS', { problem }, [{ path, message: problem }]);
const notNow = (of: CareRequest) => fail('REQUEST_ANSWERED', { state: requestStates[of.state].zh });

interface Asked {
  readonly kind: RequestKind;
  readonly institutionId: string;
  readonly division: DivisionCode;
  readonly stay: Stay | null;
  readonly from: PlainDate;
  readonly last: PlainDate | null;
  readonly slot: Slot | null;
  readonly content: RequestContent;
}

/** Kept, told to those of the home who answer it, and on record for the person whom it is about. */
async function ask(tx: Tx, personId: string, given: Asked): Promise<Result<{ id: string }>> {
  const { kind, stay } = given;
  const id = newId();
  const made =
    await tx.run(sql`insert into care_request (id, stay_id, institution_id, division, kind, from_on, last_on, slot, content, asked_at, asked_by)
    values (${id}, ${stay?.id ?? null}, ${given.institutionId}, ${given.division}, ${kind}, ${given.from}, ${given.last}, ${given.slot},
      ${tx.keys.sealJson(given.content, sealPlace('care_request', 'content', id))}, ${tx.now}, ${personId})
    on conflict do nothing`);
  if (made === 0) return fail(kind === 'departure' ? 'DEPARTURE_TWICE' : 'VISIT_TWICE');
  const about = stay?.personId ?? personId;
  await tellStaff(tx, given.institutionId, {
    performers: answerers(kind),
    template: stay ? 'care.requested' : 'care.tour-asked',
    params: { name: await nameOf(tx, about), what: requestKinds[kind], day: shortDate(given.from) },
  });
  await recordAudit(tx, {
    action: 'care-request.asked',
    subject: stay ? { kind: 'care-stay', id: stay.id } : { kind: 'care-institution', id: given.institutionId },
    personId: about,
    division: given.division,
  });
  return ok({ id });
}

type OfStay = { readonly stayId: string; readonly personId: string };

async function liveStay(tx: Tx, { stayId, personId }: OfStay): Promise<Result<Stay>> {
  const own = await ownStay(tx, stayId, personId);
  if (!own.ok) return own;
  const { stay } = own.value;
  return stay.toOn === null ? ok(stay) : fail('STAY_STATE', { name: await nameOf(tx, stay.personId), what: '离开' });
}

export async function askLeave(tx: Tx, of: OfStay, given: z.infer<typeof LeaveAsked>): Promise<Result<{ id: string }>> {
  if (given.from < tx.today) return wrongDays('from', '不能早于今天');
  if (given.last !== undefined && given.last < given.from) return wrongDays('last', '最后一天早于第一天');
  const stay = await liveStay(tx, of);
  if (!stay.ok) return stay;
  const { institutionId, division } = stay.value;
  const content = { leaveKind: given.leaveKind, note: given.note };
  const days = { from: given.from, last: given.last ?? null, slot: null };
  return ask(tx, of.personId, { kind: 'leave', institutionId, division, stay: stay.value, ...days, content });
}

/** 提出退住 (4.3): so many days before. It ends nothing by itself: the home answers, and discharges when the day has come. */
export async function askDeparture(tx: Tx, of: OfStay, given: z.infer<typeof DepartureAsked>): Promise<Result<{ id: string }>> {
  const stay = await liveStay(tx, of);
  if (!stay.ok) return stay;
  const { institutionId, division } = stay.value;
  const set = await limits(tx, division, ['CARE-LEAVING-DAYS']);
  if (!set.ok) return set;
  const earliest = plusDays(tx.today, set.value['CARE-LEAVING-DAYS']);
  if (given.on < earliest)
    return wrongDays('on', `要提前${set.value['CARE-LEAVING-DAYS']}日提出，最早${shortDate(earliest)}；急着走的请打机构电话`);
  const days = { from: given.on, last: null, slot: null };
  return ask(tx, of.personId, {
    kind: 'departure',
    institutionId,
    division,
    stay: stay.value,
    ...days,
    content: { note: given.note },
  });
}

/** A place in a half-day of a home: how many come at once is limited for visits and for tours, each for itself. */
async function takeSlot(
  tx: Tx,
  of: { kind: 'visit' | 'tour'; institutionId: string; division: DivisionCode },
  { on, slot }: { on: PlainDate; slot: Slot },
): Promise<Result<null>> {
  if (on < tx.today) return wrongDays('on', '不能早于今天');
  if (on > plusDays(tx.today, 30)) return wrongDays('on', '只能预约30天以内的');
  const code = of.kind === 'visit' ? 'CARE-VISIT-SLOT' : 'CARE-TOUR-SLOT';
  const set = await limits(tx, of.division, [code]);
  if (!set.ok) return set;
  const limit = set.value[code];
  // 一个时段的名额一个一个给：同时来约的排队
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended('care-' || ${of.kind} || ':' || ${of.institutionId} || ${on} || ${slot}, 0))`,
  );
  const { taken } = await tx.one<{ taken: number }>(
    sql`select count(*)::int as taken from care_request where institution_id = ${of.institutionId} and kind = ${of.kind} and from_on = ${on} and slot = ${slot} and state in ('asked', 'agreed')`,
  );
  return taken < limit ? ok(null) : fail('VISIT_FULL', { day: shortDate(on), slot: slots[slot], limit });
}

export async function askVisit(tx: Tx, of: OfStay, given: z.infer<typeof VisitAsked>): Promise<Result<{ id: string }>> {
  const stay = await liveStay(tx, of);
  if (!stay.ok) return stay;
  const { institutionId, division } = stay.value;
  const place = await takeSlot(tx, { kind: 'visit', institutionId, division }, given);
  if (!place.ok) return place;
  const content = { visitors: given.visitors, note: given.note };
  const days = { from: given.on, last: null, slot: given.slot };
  return ask(tx, of.personId, { kind: 'visit', institutionId, division, stay: stay.value, ...days, content });
}

/** 预约参观: whoever is signed in may come and look at a home that takes in, before anybody applies. */
export async function askTour(
  tx: Tx,
  of: { institutionId: string; personId: string },
  given: z.infer<typeof TourAsked>,
): Promise<Result<{ id: string }>> {
  const home = await findInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  const { id: institutionId, division, name, state } = home.value;
  if (!states[state].open) return fail('TOUR_CLOSED', { name, state: states[state].zh });
  const place = await takeSlot(tx, { kind: 'tour', institutionId, division }, given);
  if (!place.ok) return place;
  const content = { visitors: given.visitors, phone: given.phone, note: given.note };
  const days = { from: given.on, last: null, slot: given.slot };
  return ask(tx, of.personId, { kind: 'tour', institutionId, division, stay: null, ...days, content });
}

export async function withdrawRequest(tx: Tx, id: string, personId: string): Promise<Result<{ id: string }>> {
  const found = await lockRequest(tx, id);
  if (!found.ok) return found;
  const { stayId, askedBy } = found.value;
  if (stayId === null && askedBy !== personId) return fail('NOT_FOUND');
  const own = stayId === null ? ok(null) : await ownStay(tx, stayId, personId);
  if (!own.ok) return own;
  if (found.value.state !== 'asked') return notNow(found.value);
  await tx.run(sql`update care_request set state = 'withdrawn' where id = ${id}`);
  return ok({ id });
}

const answers = { agreed: '同意', declined: '不同意' } as const;
export const RequestAnswer = z.strictObject({
  outcome: choice(answers).meta({ label: '答复', choices: answers }),
  answer: z.string().trim().max(300).default('').meta({ label: '说明', protect: true, help: '不同意的写明原因' }),
});

/** Whom an answer is told, and on whose file it stands: the older person's of a stay, or his who asked for a tour. */
async function concerned(tx: Tx, request: CareRequest) {
  if (request.stayId === null)
    return ok({
      family: { personId: request.askedBy, agentPersonId: null },
      subject: { kind: 'care-institution', id: request.institutionId },
    });
  const stay = await findStay(tx, request.stayId);
  if (!stay.ok) return stay;
  const admission = await findAdmission(tx, stay.value.admissionId);
  if (!admission.ok) return admission;
  return ok({ family: admission.value, subject: { kind: 'care-stay', id: stay.value.id } });
}

/** A leave that is agreed to is one from the moment it was asked for: what was told before 17:00 costs no meal. */
export async function answerRequest(tx: Tx, id: string, given: z.infer<typeof RequestAnswer>): Promise<Result<{ id: string }>> {
  const found = await lockRequest(tx, id);
  if (!found.ok) return found;
  const request = found.value;
  if (!isOneOf(tx.actor, answerers(request.kind))) return fail('NOT_PERMITTED');
  if (request.state !== 'asked') return notNow(request);
  if (given.outcome === 'declined' && given.answer.length < 2)
    return fail('REQUEST_DAYS', { problem: '不同意的请写明原因' }, [{ path: 'answer', message: '请写明原因' }]);
  const about = await concerned(tx, request);
  if (!about.ok) return about;
  if (request.stayId !== null && request.kind === 'leave' && given.outcome === 'agreed') {
    const taken = await takeLeave(
      tx,
      request.stayId,
      { kind: request.leaveKind ?? 'out', from: request.fromOn, ...(request.lastOn ? { last: request.lastOn } : {}) },
      { noticedAt: request.askedAt },
    );
    if (!taken.ok) return taken;
  }
  const { leaveKind, visitors, phone, note: said } = request;
  const content: RequestContent = {
    ...(leaveKind ? { leaveKind } : {}),
    ...(visitors ? { visitors } : {}),
    ...(phone ? { phone } : {}),
    note: said,
    answer: given.answer,
  };
  await tx.run(sql`update care_request set state = ${given.outcome}, content = ${tx.keys.sealJson(content, sealPlace('care_request', 'content', id))}, answered_at = ${tx.now},
    answered_by = ${tx.actor.id} where id = ${id}`);
  await tellFamily(tx, about.value.family, 'care.request-answered', {
    what: requestKinds[request.kind],
    day: shortDate(request.fromOn),
    answer: answers[given.outcome],
  });
  await recordAudit(tx, {
    action: 'care-request.answered',
    subject: about.value.subject,
    personId: about.value.family.personId,
    division: request.division,
  });
  return ok({ id });
}
