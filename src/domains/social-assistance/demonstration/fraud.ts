/**
 * 隐瞒收入: a couple that is paid hid the husband's taxi. The village tells, the township establishes it and hears him, the county stops the benefit from
 * the first month on, asks the money back and fines; he pays in instalments and has applied for reconsideration.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAppeal } from '../../../kernel/appeal/server.ts';
import {
  adjustments,
  decideAdjustments,
  decideFine,
  overpayments,
  planRecovery,
  recordReceipt,
} from '../../../kernel/payment/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, openCase } from '../../../kernel/service/server.ts';
import { storyOf } from './index.ts';
import type { DayWork } from './play.ts';
import { must, type Players, type Stage, upload } from './players.ts';
import { lives, monthly, yuan } from './story.ts';

const KEY = 'fraud';
const ITEM = 'SA-02';
const HID_FROM: PlainDate = '2026-06-01';

export function fraudDays(stage: Stage, players: Players): DayWork[] {
  const { context } = stage;
  const { staff } = players;
  const self = storyOf(KEY).persons[0]!;
  const requestId = (what: string): string => `story-${KEY}-${what}`;
  const review = () =>
    context.read(systemActor('demonstration', context.city), (tx) =>
      tx.one<{ id: string; version: number; division: string }>(
        sql`select id, version, division from service_case where item_id = ${ITEM} and applicant_name = ${self.name} limit 1`,
      ),
    );
  const step = async (login: string, action: string, input: Record<string, unknown>): Promise<void> => {
    const { id: caseId, version } = await review();
    must(action, await act(context, await staff(login), { caseId, action, version, requestId: requestId(action), input }));
  };
  /** What is on record about the money of this family, as whoever acts sees it. */
  const debt = async (login: string) => {
    const actor = await staff(login);
    const page = await context.write(actor, (tx) => overpayments(tx, {}));
    return { actor, row: page.items.find((row) => row.personName === self.name)! };
  };

  return [
    {
      on: '2026-07-28',
      async work() {
        const form = {
          name: self.name,
          idNumber: self.idNumber,
          change: 'income',
          happenedOn: HID_FROM,
          detail: '村民反映他家男人在城里跑出租，每月有三四千元。',
          papers: [],
        };
        must(
          'report',
          await openCase(context, await staff('xiang'), {
            itemId: ITEM,
            channel: 'window',
            form,
            requestId: requestId('report'),
          }),
        );
      },
    },
    {
      on: '2026-07-30',
      work: () =>
        step('xiang', 'recordFacts', {
          validFrom: HID_FROM,
          source: '出租汽车公司承包合同、平台接单记录，本人承认',
          concealed: 'yes',
          situations: [{ member: 'self', livesTogether: 'yes', status: 'none', ...workOf(lives.务农) }],
          incomes: [monthly('self', 'land-rent', 200), monthly('self', 'business', 3600)],
        }),
    },
    {
      on: '2026-07-31',
      work: () => step('xiang', 'proposeChange', { opinion: '隐瞒出租车经营收入，人均超过标准，拟停发并追回。' }),
    },
    {
      on: '2026-08-05',
      async work() {
        await step('xiang', 'recordHearing', {
          heldOn: '2026-08-05',
          way: 'visit',
          person: self.name,
          stand: 'disagree',
          statement: '承认跑车没有报，车是租来的，除去租金和油钱剩不下多少，请求分期退。',
          signature: await upload(stage, await staff('xiang'), 'hearing-signature'),
        });
      },
    },
    { on: '2026-08-12', work: () => step('queren', 'decide', { opinion: '隐瞒事实清楚，同意停发，多领的追回。' }) },
    {
      on: '2026-08-14',
      async work() {
        const finance = await staff('caiwu');
        const { items } = await context.write(finance, (tx) => adjustments(tx, { state: 'proposed', direction: 'recovery' }));
        const ids = items.filter((row) => row.personName === self.name).map((row) => row.id);
        const decision = {
          ids,
          decision: 'confirm',
          note: '',
          classification: 'fraud',
          requestId: requestId('recover'),
        } as const;
        must('recovery', await decideAdjustments(context, finance, decision));
      },
    },
    {
      on: '2026-08-18',
      async work() {
        const { actor, row } = await debt('xianzhang');
        const fine = {
          id: row.id,
          version: row.version,
          facts: '2026年6月起承包出租车营运，每月收入3600元，没有报告',
          conductTo: '2026-07-30',
          amountFen: yuan(1120),
          heardOn: '2026-08-17',
          statement: '承认隐瞒，愿意退回，家里有病人，请求从轻',
          hearingFile: await upload(stage, actor, 'fine-hearing'),
          requestId: requestId('fine'),
        } as const;
        must('fine', await decideFine(context, actor, fine));
      },
    },
    {
      on: '2026-08-20',
      async work() {
        const first = await debt('caiwu');
        const receipt = { way: 'return', amountFen: yuan(240), receivedOn: '2026-08-20', voucher: '非税2026-0820-07' } as const;
        const { id, version } = first.row;
        must('receipt', await recordReceipt(context, first.actor, { id, version, ...receipt, requestId: requestId('receipt') }));
        const { actor, row } = await debt('caiwu');
        const plan = { id, version: row.version, method: 'instalments', monthlyFen: yuan(200) } as const;
        must('plan', await planRecovery(context, actor, { ...plan, requestId: requestId('plan') }));
      },
    },
    {
      on: '2026-08-26',
      async work() {
        const { id } = await review();
        const input = {
          kind: 'reconsideration',
          filedOn: '2026-08-25',
          body: '咸安区人民政府',
          number: '咸安府复〔2026〕21号',
        } as const;
        const appealed = await context.once(
          await staff('xian'),
          { action: 'appeal.record', requestId: requestId('appeal'), body: input },
          async (tx) => {
            const decision = await tx.one<{ id: string }>(sql`select id from decision where case_id = ${id} and kind = 'final'`);
            return recordAppeal(tx, decision.id, input);
          },
        );
        must('appeal', appealed);
      },
    },
  ];
}

const workOf = ({ employment, workCapacity, exemptReason, student }: typeof lives.务农) => ({
  employment,
  workCapacity,
  exemptReason,
  student,
});
