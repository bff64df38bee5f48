/** Status enquiry for other departments (《社会救助法》第四十二条), and the form of a new application filled from the last one. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { allow } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { identifyPerson } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type PlainDate, ResidentId, Uuid } from '../../../kernel/schema/index.ts';
import { getCase, hasFlow, saveDraft } from '../../../kernel/service/server.ts';
import type { AssistanceApplication } from '../family/application.ts';
import { assistanceCategories } from '../family/terms.ts';
import { recognisedOn } from './store.ts';

const Enquiry = z.strictObject({
  name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '姓名' }),
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true }),
  purpose: z.string().trim().min(4, '请写明用途（至少4个字）').max(100).meta({ label: '用途' }),
  reference: z.string().trim().min(2, '请写明办件号').max(60).meta({ label: '你单位的办件号' }),
});

export interface StatusAnswer {
  readonly holds: boolean;
  readonly categoryZh: string | null;
  readonly validFrom: PlainDate | null;
  readonly validTo: PlainDate | null;
  readonly asOf: PlainDate;
}

/** Yes or no, which category, until when: no amount, no family, no address. Every question is on record for the person to see. */
async function statusOf(tx: Tx, ask: z.infer<typeof Enquiry>): Promise<Result<StatusAnswer>> {
  const none = { holds: false, categoryZh: null, validFrom: null, validTo: null, asOf: tx.today };
  const personId = await identifyPerson(tx, ask);
  await recordAudit(tx, {
    action: 'assistance.status.asked',
    ...(personId ? { subject: { kind: 'person', id: personId }, personId } : {}),
    purpose: ask.purpose,
    detail: { reference: ask.reference, found: personId !== null },
  });
  if (!personId) return ok(none);
  const entitled = await tx.maybe<{ programme: keyof typeof assistanceCategories }>(
    sql`select programme from entitled_in_groups(array[${personId}::uuid], array['basic-living'], ${monthOf(tx.today)}) limit 1`,
  );
  if (entitled) return ok({ ...none, holds: true, categoryZh: assistanceCategories[entitled.programme] ?? entitled.programme });
  const [held] = await recognisedOn(tx, [personId], tx.today);
  if (!held) return ok(none);
  const { kind, validFrom, validTo } = held;
  return ok({ ...none, holds: true, categoryZh: assistanceCategories[kind], validFrom, validTo });
}

/** A draft filled from the last case: signatures and the promise are given anew, papers that have not changed stay with the old case. */
async function renewedDraft(tx: Tx, caseId: string): Promise<Result<{ id: string; itemId: string }>> {
  const kase = await getCase(tx, caseId);
  if (!kase.ok) return kase;
  if (!kase.value.closedAt || kase.value.flow !== 'dibao' || !hasFlow('dibao')) return fail('NOT_RENEWABLE');
  const { consents: _, promise: __, papers: ___, ...form } = kase.value.form as AssistanceApplication;
  const saved = await saveDraft(tx, {
    itemId: kase.value.itemId,
    title: `续办：${form.applicant.name}`,
    content: { form: { ...form, consents: [], papers: [] }, step: 0, other: tx.actor.personId !== kase.value.applicantPersonId },
  });
  return saved.ok ? ok({ id: saved.value.id, itemId: kase.value.itemId }) : saved;
}

export const recognitionRoutes: readonly RouteDefinition[] = [
  route({
    method: 'POST',
    url: '/api/assistance/status',
    permission: allow('dept-user'),
    summary: '查询救助身份（留痕）',
    perMinute: 30,
    body: Enquiry,
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => statusOf(tx, body)),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/renewal',
    permission: allow('resident'),
    summary: '用上次的内容重新申请',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => renewedDraft(tx, params.id)),
  }),
];
