/**
 * What else lies on the desks: a check by letter of which one is answered and one is late, a family's spending on record, a conference with its minutes
 * and one that waits, a returned payment put right, a standard that waits for the second person's approval.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { batches, batchLines, correctAccount } from '../../../kernel/payment/server.ts';
import { actOnDraft, advanceRuns, type DraftId, proposeDraft } from '../../../kernel/rehearsal/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { act, openCase } from '../../../kernel/service/server.ts';
import { requestConference, resolveConference } from '../conference/actions.ts';
import type { ResolutionInput } from '../conference/schema.ts';
import { EXPENSE_ITEM } from '../temporary-aid/terms.ts';
import { answerLetter, askFurther, recordSpending, turnToLetter, writeLetter } from '../verification/server.ts';
import { illness } from './aid.ts';
import { storyOf } from './index.ts';
import type { DayWork } from './play.ts';
import { must, type Players, type Stage, upload } from './players.ts';
import { yuan } from './story.ts';

/** The family whose wage is asked about by letter; the one whose account the township has put right. */
const ASKED = 'returned';
const CORRECTED = 'newborn';
const SPENDING = 'undeclared-house';

export function matterDays(stage: Stage, players: Players): DayWork[] {
  const { context } = stage;
  const { staff } = players;
  const city = systemActor('demonstration', context.city);
  const caseOf = (itemId: string, name: string) =>
    context.read(city, (tx) =>
      tx.one<{ id: string; version: number }>(
        sql`select id, version from service_case where item_id = ${itemId} and applicant_name = ${name} order by submitted_at desc limit 1`,
      ),
    );
  const nameOf = (key: string): string => storyOf(key).form.applicant.name;
  const review = () => caseOf('SA-02', nameOf(ASKED));
  const step = async (login: string, action: string, input: Record<string, unknown> = {}): Promise<void> => {
    const { id: caseId, version } = await review();
    const requestId = `story-letters-${action}`;
    must(action, await act(context, await staff(login), { caseId, action, version, requestId, input }));
  };
  /** Something that is no action of a case, once. */
  const once = async (login: string, what: string, run: (tx: Tx) => Promise<Result<unknown>>): Promise<void> =>
    must(what, await context.once(await staff(login), { action: `story.${what}`, requestId: `story-${what}`, body: {} }, run));

  const askByLetter = async (): Promise<void> => {
    const self = storyOf(ASKED).persons[0]!;
    const form = {
      name: self.name,
      idNumber: self.idNumber,
      change: 'job',
      happenedOn: '2026-08-03',
      detail: '听说她换到温泉城区的酒店上班，工资涨了，单位还没有回话。',
      papers: [],
    };
    must(
      'letters report',
      await openCase(context, await staff('xiang'), {
        itemId: 'SA-02',
        channel: 'window',
        form,
        requestId: 'story-letters-report',
      }),
    );
    const signature = await upload(stage, await staff('xiang'), 'consent');
    await step('xiang', 'requestCheck', { consents: [{ member: 'self', signature }] });
    await step('hedui', 'startCheck');
    await stage.runDue();
  };
  const writeLetters = async (): Promise<void> => {
    const { id: caseId } = await review();
    const other = { caseId, source: 'cooperation', addressee: '湖南省长沙市雨花区核对中心' } as const;
    await once('hedui', 'letters-ask', (tx) =>
      askFurther(tx, { ...other, sources: ['cooperation', 'commercial-insurance'], members: ['self'] }),
    );
    await once('hedui', 'letters-write', (tx) => writeLetter(tx, other));
    await once('hedui', 'letters-turn', (tx) => turnToLetter(tx, { caseId, source: 'commercial-insurance' }));
    await once('hedui', 'letters-insurer', (tx) => writeLetter(tx, { caseId, source: 'commercial-insurance', addressee: '' }));
  };
  const takeAnswer = async (): Promise<void> => {
    const { id: caseId } = await review();
    const scan = await upload(stage, await staff('hedui'), 'reply-letter');
    await once('hedui', 'letters-answer', async (tx) => {
      const { id: queryId } = await tx.one<{ id: string }>(
        sql`select id from exchange_query where case_id = ${caseId} and source = 'commercial-insurance' and way = 'letter'`,
      );
      return answerLetter(tx, { caseId, queryId, asOf: '2026-08-12', items: [], scan });
    });
  };

  const confer = async (): Promise<void> => {
    const { id } = await caseOf(EXPENSE_ITEM, illness.form.applicant.name);
    await once('xiang', 'conference', (tx) =>
      requestConference(tx, id, {
        subject: 'complex',
        matter: '妻子手术后还要长期服药，收入靠小店，支出和收入都难以核准，请有关部门一起议。',
      }),
    );
  };
  const resolution: ResolutionInput = {
    heldOn: '2026-08-26',
    way: 'meeting',
    attendees: [
      { unit: 'civil-affairs', name: '郑海燕' },
      { unit: 'medical', name: '方敏' },
      { unit: 'finance', name: '高明' },
    ],
    minutes: '核对了住院费用清单和小店流水：一年自负三万六千元属实，小店每月净收入约四千元。',
    resolution: '按支出型困难给予临时救助，金额按核算结果；医保局同时办理门诊慢特病备案。',
    payer: '县级临时救助资金',
    amountFen: yuan(4936),
    measures: '村里每月上门一次，三个月后回头看。',
    reviewOn: '2026-11-26',
  };
  const hold = () =>
    once('xian', 'conference-held', async (tx) => {
      const { id } = await tx.one<{ id: string }>(
        sql`select id from case_conference where state = 'requested' order by requested_on limit 1`,
      );
      return resolveConference(tx, id, resolution);
    });

  const putRight = async (): Promise<void> => {
    const finance = await staff('caiwu');
    const { form } = storyOf(CORRECTED);
    const lineId = await context.write(finance, async (tx) => {
      const { items } = await batches(tx, { month: '2026-08', programme: 'dibao' });
      const lines = (await Promise.all(items.map((batch) => batchLines(tx, batch.id, { state: 'returned' })))).flatMap(
        (page) => page.items,
      );
      return lines.find((line) => line.personName === form.applicant.name)!.id;
    });
    await once('caiwu', 'account', (tx) =>
      correctAccount(tx, { lineId, ...form.account, number: `${form.account.number.slice(0, -1)}8` }),
    );
  };

  const rehearse = async (): Promise<void> => {
    const leader = await staff('xianzhang');
    const proposed = await proposeDraft(context, leader, {
      title: '咸安区城市低保标准调整（每月800元调为830元）',
      documentNo: '咸安民政发〔2026〕23号（送审稿）',
      rows: [{ key: 'DB-STD-U', division: '421202000000', value: '83000', unit: 'fen/month', validFrom: '2026-10-01' }],
      requestId: 'story-standard',
    });
    must('standard', proposed);
    if (!proposed.ok) return;
    const { id } = proposed.value;
    const go = async (action: 'rehearse' | 'submit') => {
      const { version } = await versionOf(id);
      must(action, await actOnDraft(context, leader, { id, action, version, requestId: `story-standard-${action}` }));
    };
    await go('rehearse');
    await advanceRuns(context);
    await go('submit');
  };
  const versionOf = async (id: DraftId): Promise<{ version: number }> =>
    context.read(city, (tx) => tx.one(sql`select version from standard_draft where id = ${id}`));

  return [
    { on: '2026-08-07', work: askByLetter },
    { on: '2026-08-10', work: writeLetters },
    { on: '2026-08-14', work: takeAnswer },
    { on: '2026-08-19', work: putRight },
    { on: '2026-08-24', work: confer },
    { on: '2026-08-26', work: hold },
    {
      on: '2026-08-31',
      async work() {
        const { id: caseId } = await caseOf('SA-01', nameOf(SPENDING));
        const spending = { water: yuan(38), power: yuan(146), gas: yuan(62), phone: yuan(218), travel: yuan(6800) };
        await once('xiang', 'spending', (tx) => recordSpending(tx, { caseId, spending }));
        await once('xiang', 'conference-waits', (tx) =>
          requestConference(tx, caseId, {
            subject: 'complex',
            matter: '祖屋在外乡，值不值、能不能住说法不一，请住建、农业农村等部门一起看。',
          }),
        );
      },
    },
    { on: '2026-08-31', work: rehearse },
  ];
}
