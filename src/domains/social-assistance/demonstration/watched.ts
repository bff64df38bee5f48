/**
 * What the public and charities have their part in: a charity that answered a referral and one that has not, a report without a name, a sheet that
 * still has to go on the village's board. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { reportMisconduct } from '../../../kernel/ticket/server.ts';
import { recordReply, refer } from '../help/actions.ts';
import { printRoster } from '../roster/postings.ts';
import { EXPENSE_ITEM } from '../temporary-aid/terms.ts';
import { illness } from './aid.ts';
import { places } from './places.ts';
import { must, type Players, type Stage } from './players.ts';

export async function leaveToPublic(stage: Stage, players: Players): Promise<void> {
  const { context } = stage;
  const clerk = await players.staff('xiang');
  const { id } = await context.read(systemActor('demonstration', context.city), (tx) =>
    tx.one<{ id: string }>(
      sql`select id from service_case where item_id = ${EXPENSE_ITEM} and applicant_name = ${illness.form.applicant.name} order by submitted_at limit 1`,
    ),
  );
  const toCharity = (needCode: 'medical-aid' | 'education-aid', content: string) => {
    const input = { toUnit: 'charity', needCode, content, again: '' } as const;
    return context.once(clerk, { action: 'referral.create', requestId: `story-charity-${needCode}`, body: input }, (tx) =>
      refer(tx, id, input),
    );
  };
  const medical = await toCharity('medical-aid', '妻子住院手术，报销以后自付三万六千元，借了亲戚的钱。');
  must('charity', medical);
  must('charity', await toCharity('education-aid', '两个孩子上中学、小学，开学的费用有困难。'));
  if (medical.ok) {
    const reply = {
      state: 'helped',
      reply: '经评审给予大病救助金3,000元，已打到本人卡上。',
      charity: '咸安区慈善总会',
      form: 'cash',
      amountFen: 3_000_00,
      givenOn: context.clock.today(),
      again: '',
    } as const;
    must(
      'charity',
      await context.once(clerk, { action: 'referral.reply', requestId: 'story-charity-reply', body: reply }, (tx) =>
        recordReply(tx, medical.value.id, reply),
      ),
    );
  }
  must(
    'report',
    await reportMisconduct(context, {
      whom: 'household',
      category: 'assistance',
      division: `${places.汀泗桥社区.slice(0, 9)}000`,
      place: '汀泗桥社区',
      about: '街上开五金店的一家',
      text: '这家开着五金店，去年又买了小车，还在领低保，街坊都有意见。',
      requestId: 'story-report-household',
    }),
  );
  const village = places.赤岗村;
  must(
    'roster',
    await context.once(clerk, { action: 'roster.print', requestId: 'story-roster', body: village }, (tx) =>
      printRoster(tx, village),
    ),
  );
}
