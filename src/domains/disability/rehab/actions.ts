/** One function per action of a rehabilitation case. What is clinical goes into the body's own sealed records, never into the case's history. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type EventType, emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { parametersOf, wholeParameter, withParameters } from '../../../kernel/policy/server.ts';
import { grantAccess } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Uuid } from '../../../kernel/schema/index.ts';
import { type ActionHandler, type Case, type Effect, handler, officeOf } from '../../../kernel/service/server.ts';
import { applicationOf, authorityAt, issueOfCase, townshipOf } from '../letters.ts';
import type { RehabForm } from './application.ts';
import { type RehabAction, type RehabState, rehabFlow } from './flow.ts';
import { rehabRefusal, rehabRefusalPaper } from './papers.ts';
import { followUpsOf, isAdmissible } from './rules.ts';
import {
  addRecord,
  findInstitution,
  findRehabCase,
  hasAssessment,
  institutions,
  lockInstitution,
  type RecordKind,
  updateRehabCase,
} from './store.ts';
import { closeReasons, refusalGrounds, services } from './terms.ts';

type Done = Promise<Result<Effect<RehabState>>>;

const note = (label: string, min = 4) =>
  z
    .string()
    .trim()
    .min(min, `请填写${label}（至少${min}个字）`)
    .max(1000, '不超过1000字')
    .meta({ label, widget: 'textarea', protect: true });

const tell = (tx: Tx, kase: Case, template: string, params: Record<string, string> = {}) =>
  notify(tx, { to: { personId: kase.applicantPersonId }, template, params, caseId: kase.id });

/** Moves on and tells the next holder that work has come; neither name nor matter in the message. */
async function goTo(tx: Tx, kase: Case, effect: Effect<RehabState>): Done {
  const { holder } = rehabFlow.steps[effect.to];
  if (holder === 'township-clerk' || holder === 'county-clerk')
    await notify(tx, {
      to: { performer: holder, division: officeOf(holder, kase.division) },
      template: 'rehab.todo',
      caseId: kase.id,
    });
  return ok(effect);
}

const announce = (tx: Tx, kase: Case, type: EventType, payload: Record<string, string | null>) =>
  emit(tx, {
    type,
    subject: { kind: 'case', id: kase.id },
    division: kase.division,
    payload: { personId: kase.applicantPersonId, ...payload },
    sensitivity: 'sensitive',
  });

/** A record of the treating body, in its own drawer. */
async function keep(tx: Tx, kase: Case, kind: RecordKind, content: unknown): Promise<string> {
  const institutionId = tx.actor.unitId;
  if (!institutionId) throw new Error('a record needs the body that keeps it');
  return addRecord(tx, { caseId: kase.id, institutionId, kind, content });
}

const accept = handler({
  input: z.strictObject({
    riskLevel: z.int().min(0).max(5, '危险性等级是0到5').meta({ label: '危险性等级', help: '按精防医生的评估填写，0到5级' }),
    acute: z.boolean().default(false).meta({ label: '现在是急性期' }),
    consent: choice({ 'on-file': '申请时已取得', self: '今天本人同意', guardian: '今天监护人同意' }).meta({
      label: '知情同意',
      choices: { 'on-file': '申请时已取得', self: '今天本人同意', guardian: '今天监护人同意' },
    }),
  }),
  initial: async (_tx, kase) => ({ ...((kase.form as RehabForm).consent === 'none' ? {} : { consent: 'on-file' }) }),
  async run(tx, kase, input): Done {
    const form = kase.form as RehabForm;
    const consentBy = input.consent === 'on-file' ? form.consent : input.consent;
    if (consentBy === 'none') return fail('REHAB_NO_CONSENT', {}, [{ path: 'consent', message: '申请时没有取得同意，请先取得' }]);
    const admissible = withParameters({ parameters: await parametersOf(tx), division: kase.division, date: tx.today }, (read) =>
      isAdmissible(read, input),
    );
    if (!admissible.ok) return admissible;
    if (!admissible.value) return fail('REHAB_RISK');
    const check = await wholeParameter(tx, 'REH-CHECK', kase.division, tx.today);
    const refer = await wholeParameter(tx, 'REH-REFER', kase.division, tx.today);
    if (!check.ok) return check;
    if (!refer.ok) return refer;
    const submittedOn = plainDateOf(kase.submittedAt);
    await tx.run(sql`insert into rehab_case (case_id, person_id, division, registered_on, register_due, refer_due, consent_by, consent_on)
      values (${kase.id}, ${kase.applicantPersonId}, ${kase.division}, ${tx.today}, ${tx.calendar.addWorkdays(submittedOn, check.value, kase.division)},
        ${tx.calendar.addWorkdays(tx.today, refer.value, kase.division)}, ${consentBy}, ${input.consent === 'on-file' ? submittedOn : tx.today})`);
    await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
    await announce(tx, kase, 'rehab.registered', { institutionId: null, registeredOn: tx.today });
    await tell(tx, kase, 'rehab.registered');
    return goTo(tx, kase, {
      to: 'registered',
      form: { ...form, consent: consentBy, check: { riskLevel: input.riskLevel, acute: input.acute } },
    });
  },
});

const refuse = handler({
  input: z.strictObject({
    ground: choice(refusalGrounds).meta({ label: '哪一项不符合', choices: refusalGrounds }),
    reason: note('理由'),
  }),
  async run(tx, kase, input): Done {
    const office = townshipOf(kase);
    const letter = await issueOfCase(tx, kase, {
      kind: rehabRefusalPaper,
      at: office,
      letter: rehabRefusal({ about: { ...applicationOf(kase), ...authorityAt(tx, office) }, ...input }),
    });
    if (!letter.ok) return letter;
    await tell(tx, kase, 'rehab.refused', { tel: tx.office(officeOf('township-clerk', kase.division)).telephone });
    return ok({ to: 'refused', opinion: input.reason });
  },
});

const refer = handler({
  input: z.strictObject({ institutionId: Uuid.meta({ label: '服务机构' }) }),
  fields: async (tx) => [
    {
      name: 'institutionId',
      type: 'choice',
      label: '服务机构',
      required: true,
      help: '括号里是现在服务的人数和能力',
      choices: (await institutions(tx)).map((i) => ({ value: i.id, label: `${i.name}（${i.persons}／${i.capacity}）` })),
    },
  ],
  async run(tx, kase, input): Done {
    await lockInstitution(tx, input.institutionId, 'alone');
    const chosen = await findInstitution(tx, input.institutionId);
    if (!chosen) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'institutionId', message: '请从列表中选择机构' }]);
    if (chosen.persons >= chosen.capacity)
      return fail('INSTITUTION_FULL', { name: chosen.name, capacity: chosen.capacity }, [
        { path: 'institutionId', message: '这家已经满了，请选别的机构' },
      ]);
    await updateRehabCase(tx, kase.id, sql`institution_id = ${chosen.id}, referred_on = ${tx.today}`);
    await grantAccess(tx, { personId: kase.applicantPersonId, division: chosen.division, reason: `case:${kase.id}` });
    await announce(tx, kase, 'rehab.referred', { institutionId: chosen.id, referredOn: tx.today });
    await notify(tx, { to: { performer: 'rehab-worker', division: chosen.division }, template: 'rehab.todo', caseId: kase.id });
    await tell(tx, kase, 'rehab.referred', { name: chosen.name, tel: chosen.telephone });
    return goTo(tx, kase, { to: 'referred' });
  },
});

const acceptReferral = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    await updateRehabCase(tx, kase.id, sql`accepted_on = ${tx.today}`);
    return goTo(tx, kase, { to: 'assessing' });
  },
});

const declineReferral = handler({
  input: z.strictObject({
    reason: choice({ full: '服务能力已满', 'out-of-scope': '不在服务范围', distance: '距离太远', medical: '需要先治疗' }).meta({
      label: '理由',
      choices: { full: '服务能力已满', 'out-of-scope': '不在服务范围', distance: '距离太远', medical: '需要先治疗' },
    }),
  }),
  async run(tx, kase, input): Done {
    await updateRehabCase(tx, kase.id, sql`institution_id = null, referred_on = null`);
    return goTo(tx, kase, { to: 'registered', data: { declined: input.reason } });
  },
});

const Scores = {
  daily: z.int().min(0).max(100, '0到100分').meta({ label: '日常生活能力', unit: '分', help: '0到100，越高越好' }),
  social: z.int().min(0).max(100, '0到100分').meta({ label: '社会功能', unit: '分' }),
  medication: choice({ regular: '规律', reminded: '需要提醒', irregular: '不规律' }).meta({
    label: '服药情况',
    choices: { regular: '规律', reminded: '需要提醒', irregular: '不规律' },
  }),
};

const recordAssessment = handler({
  input: z.strictObject({ ...Scores, findings: note('评估情况') }),
  async run(tx, kase, input): Done {
    await keep(tx, kase, 'assessment', input);
    return ok({ to: 'assessing' });
  },
});

const signPlan = handler({
  input: z.strictObject({
    goals: note('康复目标'),
    services: z.array(choice(services)).min(1, '请至少选择一项服务').max(7).meta({ label: '服务内容', choices: services }),
    perMonth: z.int().min(1).max(31).meta({ label: '每月服务次数', unit: '次' }),
    signedBy: choice({ self: '本人', guardian: '监护人' }).meta({
      label: '签字人',
      choices: { self: '本人', guardian: '监护人' },
    }),
    signed: z.literal(true, '签字以后再保存').meta({ label: '已经签字' }),
  }),
  async run(tx, kase, input): Done {
    if (!(await hasAssessment(tx, kase.id))) return fail('ASSESSMENT_MISSING');
    await keep(tx, kase, 'plan', input);
    await updateRehabCase(
      tx,
      kase.id,
      sql`plan_signed_on = coalesce(plan_signed_on, ${tx.today}::date), last_stage_on = coalesce(last_stage_on, ${tx.today}::date)`,
    );
    return goTo(tx, kase, { to: 'serving' });
  },
});

const recordStage = handler({
  input: z.strictObject({ ...Scores, findings: note('阶段评估情况') }),
  async run(tx, kase, input): Done {
    await keep(tx, kase, 'stage', input);
    await updateRehabCase(tx, kase.id, sql`last_stage_on = ${tx.today}`);
    return goTo(tx, kase, { to: 'renewing' });
  },
});

const backToHospital = handler({
  input: z.strictObject({
    signs: note('病情波动的表现'),
    guardianTold: z.literal(true, '请当天告知监护人').meta({ label: '已告知监护人' }),
    hospital: z.string().trim().min(2, '请填写医疗机构').max(60).meta({ label: '转到哪家医疗机构' }),
  }),
  async run(tx, kase, input): Done {
    await keep(tx, kase, 'hospital', input);
    const incidentId = await keep(tx, kase, 'incident', { kind: 'relapse', level: 'serious', note: input.signs, at: tx.now });
    await reportIncident(tx, { incidentId, division: kase.division, kind: 'relapse', level: 'serious' });
    return goTo(tx, kase, { to: 'atHospital' });
  },
});

/** Restricted: a reference, a kind and a level; the county is told that there is one, not whose. */
export async function reportIncident(
  tx: Tx,
  incident: { incidentId: string; division: string; kind: string; level: string },
): Promise<void> {
  const { division, ...payload } = incident;
  await emit(tx, {
    type: 'rehab.incident.reported',
    subject: { kind: 'rehab-incident', id: incident.incidentId },
    division,
    payload,
    sensitivity: 'sensitive',
  });
  const institution = tx.actor.unitId ? await findInstitution(tx, tx.actor.unitId) : null;
  await notify(tx, {
    to: { performer: 'county-clerk', division: officeOf('county-clerk', division) },
    template: 'rehab.incident',
    params: { name: institution?.name ?? '', tel: institution?.telephone ?? '' },
  });
}

const resumeService = handler({
  input: z.strictObject({ findings: note('恢复情况') }),
  async run(tx, kase, input): Done {
    await keep(tx, kase, 'hospital', input);
    return goTo(tx, kase, { to: 'assessing' });
  },
});

const withdrawConsent = handler({
  input: z.strictObject({
    by: choice({ self: '本人', guardian: '监护人' }).meta({ label: '谁撤回', choices: { self: '本人', guardian: '监护人' } }),
  }),
  async run(tx, kase): Done {
    await updateRehabCase(tx, kase.id, sql`consent_withdrawn_on = ${tx.today}`);
    await tell(tx, kase, 'rehab.consent-withdrawn');
    return goTo(tx, kase, { to: 'ending' });
  },
});

async function end(tx: Tx, kase: Case, reason: keyof typeof closeReasons): Promise<void> {
  const known = await findRehabCase(tx, kase.id);
  await updateRehabCase(tx, kase.id, sql`closed_on = ${tx.today}, close_reason = ${reason}`);
  await announce(tx, kase, 'rehab.closed', { institutionId: known?.institutionId ?? null, closedOn: tx.today, reason });
}

const endService = handler({
  input: z.strictObject({ stopped: z.literal(true, '停止服务以后再确认').meta({ label: '已停止全部服务' }) }),
  async run(tx, kase): Done {
    await end(tx, kase, 'consent-withdrawn');
    return ok({ to: 'ended' });
  },
});

const { 'consent-withdrawn': _, ...reasonsToClose } = closeReasons;

const close = handler({
  input: z.strictObject({
    reason: choice(reasonsToClose).meta({ label: '结案原因', choices: reasonsToClose }),
    summary: note('结案评估'),
  }),
  async run(tx, kase, input): Done {
    await keep(tx, kase, 'closure', input);
    await end(tx, kase, input.reason);
    if (input.reason !== 'deceased')
      for (const dueOn of followUpsOf(tx.today))
        await tx.run(
          sql`insert into rehab_follow_up (case_id, due_on, institution_id) values (${kase.id}, ${dueOn}, ${tx.actor.unitId})`,
        );
    return ok({ to: 'closed' });
  },
});

export const rehabActions: Readonly<Record<RehabAction, ActionHandler<never, RehabState>>> = {
  accept,
  toMedical: handler({
    input: z.strictObject({ reason: note('转医疗机构的原因') }),
    run: (tx, kase): Done => goTo(tx, kase, { to: 'atMedical' }),
  }),
  resume: handler({ input: z.strictObject({}), run: (tx, kase): Done => goTo(tx, kase, { to: 'submitted' }) }),
  refuse,
  withdraw: handler({
    input: z.strictObject({ reason: note('原因') }),
    run: (tx, kase, input): Done => goTo(tx, kase, { to: 'withdrawn', opinion: input.reason }),
  }),
  refer,
  acceptReferral,
  declineReferral,
  recordAssessment,
  signPlan,
  recordStage,
  backToHospital,
  resumeService,
  withdrawConsent,
  endService,
  close,
};
