/** Builders for tests: hands at every level, a flow with a notice, and a shorthand for actions. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { type Actor, type DutyCode, publicActor, type Role, systemActor } from '../access/index.ts';
import { plusDays } from '../calendar/index.ts';
import type { Context } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import {
  act,
  type CaseReceipt,
  defineFlow,
  defineFlowImplementation,
  handler,
  openCase,
  postNotice,
  type ServiceItem,
  settleObjections,
  withdrawNotices,
} from './server.ts';

let count = 0;
export const requestId = (): string => `test-${String(++count).padStart(8, '0')}`;

/** An officer holding one duty; each call is another person unless `id` is given. */
export const hand = (
  division: DivisionCode,
  role: Role = 'township-clerk',
  more: { id?: string; duty?: DutyCode; ownPersonId?: string } = {},
): Actor => ({
  ...publicActor,
  kind: 'staff',
  id: more.id ?? `user-${++count}`,
  name: '经办人',
  role,
  duty: more.duty ?? null,
  division,
  ownPersonId: more.ownPersonId ?? null,
  ...scopeRange(division),
});

export const TEST_ITEM = 'TT-01';

/** A small flow with everything that the engine knows: a limit from a parameter, a notice that ends by itself, an objection, a re-survey. */
export const testFlow = defineFlow({
  name: 'test-notice',
  version: '1',
  start: 'submitted',
  total: { parameter: 'DIBAO-LIMIT-TOTAL', flagged: { extended: 'DIBAO-LIMIT-TOTAL-EXTENDED' } },
  steps: {
    submitted: {
      zh: '已提交',
      holder: 'township-clerk',
      within: { parameter: 'DIBAO-LIMIT-SUPPLEMENT', unit: 'workdays', from: 'submitted' },
      can: { accept: ['township-clerk'], withdraw: ['applicant', 'village-worker'] },
      leadsTo: ['reviewing', 'withdrawn'],
      says: '已提交',
    },
    reviewing: {
      zh: '待初审',
      holder: 'township-leader',
      within: { parameter: 'DIBAO-LIMIT-INITIAL-OPINION', unit: 'workdays', from: 'accepted' },
      can: { post: ['township-leader'], note: ['township-leader', 'township-clerk'], withdraw: ['applicant', 'village-worker'] },
      leadsTo: ['onNotice', 'withdrawn'],
      says: '初审',
    },
    onNotice: {
      zh: '公示中',
      holder: 'township-clerk',
      within: { parameter: 'NOTICE-DAYS', unit: 'notice-days', from: 'entered' },
      auto: 'endNotice',
      can: { endNotice: ['timer'], object: ['anyone'], withdraw: ['applicant', 'village-worker'] },
      leadsTo: ['confirming', 'objected', 'withdrawn'],
      says: '公示',
    },
    objected: {
      zh: '异议处理中',
      holder: 'township-clerk',
      aside: true,
      within: { parameter: 'DIBAO-LIMIT-OBJECTION', unit: 'workdays', from: 'entered' },
      can: { settle: ['township-clerk'], withdraw: ['applicant'] },
      leadsTo: ['confirming', 'withdrawn'],
      says: '异议',
    },
    confirming: {
      zh: '待确认',
      holder: 'county-confirmer',
      within: { parameter: 'DIBAO-LIMIT-CONFIRM', unit: 'workdays', from: 'entered' },
      can: { confirm: ['county-confirmer'], withdraw: ['applicant'] },
      leadsTo: ['granted', 'withdrawn'],
      says: '确认',
    },
    granted: { zh: '已确认', holder: null, final: 'granted', can: {}, says: '已确认' },
    withdrawn: { zh: '已撤回', holder: null, final: 'withdrawn', can: {}, says: '已撤回' },
  },
  actions: {
    accept: { zh: '受理', causes: '', recusal: true },
    note: { zh: '记录', causes: '' },
    post: { zh: '张贴公示', causes: '' },
    endNotice: { zh: '公示期满', causes: '' },
    object: { zh: '提出异议', causes: '' },
    settle: { zh: '处理异议', causes: '' },
    confirm: { zh: '确认', causes: '' },
    withdraw: { zh: '撤回', causes: '' },
  },
});

const Nothing = z.strictObject({});
type State = keyof typeof testFlow.steps & string;
const Form = z.strictObject({ personId: z.uuid(), name: z.string().trim().min(1).max(20), division: z.string() });
type Form = z.infer<typeof Form>;

defineFlowImplementation({
  flow: testFlow,
  form: () => Form,
  open: async (tx, _item, given) => {
    const form = given as unknown as Form;
    const agent = tx.actor.kind === 'resident' && tx.actor.personId !== form.personId ? tx.actor.personId : null;
    return ok({
      division: form.division,
      applicantPersonId: form.personId,
      applicantName: form.name,
      agentPersonId: agent,
      persons: [{ personId: form.personId, role: 'self' }],
      form,
    });
  },
  actions: {
    accept: handler({ input: Nothing, run: async () => ok({ to: 'reviewing' as State }) }),
    note: handler({
      input: z.strictObject({ text: z.string().min(1).max(10) }),
      run: async (_tx, kase, input) =>
        ok({ to: kase.state as State, opinion: input.text, data: { secret: `标记${input.text}` } }),
    }),
    post: handler({
      input: Nothing,
      async run(tx, kase) {
        await postNotice(tx, {
          caseId: kase.id,
          kind: 'proposed',
          division: kase.division,
          memberCount: 3,
          amountFen: 50_000,
          text: '拟确认',
          place: '公示栏',
          telephone: '0999-0000003',
          postedOn: tx.today,
          endsOn: plusDays(tx.today, 7),
        });
        return ok({ to: 'onNotice' as State });
      },
    }),
    endNotice: handler({ input: Nothing, run: async () => ok({ to: 'confirming' as State }) }),
    object: handler({ input: Nothing, run: async () => ok({ to: 'objected' as State, addFlags: ['objection', 'extended'] }) }),
    settle: handler({
      input: Nothing,
      async run(tx, kase) {
        await settleObjections(tx, kase.id, 'dismissed', '经核实异议不成立');
        return ok({ to: 'confirming' as State });
      },
    }),
    confirm: handler({ input: Nothing, run: async () => ok({ to: 'granted' as State }) }),
    withdraw: handler({
      input: Nothing,
      async run(tx, kase) {
        await withdrawNotices(tx, kase.id);
        return ok({ to: 'withdrawn' as State });
      },
    }),
  },
  sections: async () => ({}),
});

export const testItem: Omit<ServiceItem, 'version'> = {
  itemId: TEST_ITEM,
  name: '测试事项',
  template: 'test-notice',
  domain: 'test',
  audience: '居民',
  acceptLevel: '乡',
  decideLevel: '县',
  timeLimit: '30个工作日',
  publicNotice: '7天',
  basis: '',
  guide: null,
  situations: [],
  keywords: [],
  extraFields: [],
  workdays: null,
};

/** The value of an accepted result; a refusal fails the test. */
export function must<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(`refused: ${result.code} ${JSON.stringify(result.params)} ${JSON.stringify(result.fields ?? [])}`);
  return result.value;
}

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'OK' : result.code);

/** Acts on the version that the case has now. */
export async function perform(
  context: Context,
  actor: Actor,
  caseId: string,
  action: string,
  input: unknown = {},
): Promise<Result<CaseReceipt>> {
  const { version } = await context.read(systemActor('test', context.city), (tx) =>
    tx.one<{ version: number }>(sql`select version from service_case where id = ${caseId}`),
  );
  return act(context, actor, { caseId, action, version, requestId: requestId(), input });
}

export const openTest = (context: Context, actor: Actor, form: Form): Promise<Result<CaseReceipt>> =>
  openCase(context, actor, { itemId: TEST_ITEM, channel: 'window', form, requestId: requestId() });
