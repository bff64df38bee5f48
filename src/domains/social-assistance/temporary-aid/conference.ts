/**
 * 一事一议 (4.13): the conference's resolution on one case, as far as its money is concerned: minutes number, departments, amount. It may exceed caps
 * and repeat aid; it never says who is exclusive with whom.
 */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { FenAmount, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Case, handler } from '../../../kernel/service/server.ts';
import { noteAid } from './store.ts';

export const ResolutionInput = z.strictObject({
  minutesNo: z.string().trim().min(4, '请填写会议纪要文号').max(40).meta({ label: '会议纪要文号' }),
  heldOn: PlainDateText.meta({ label: '会商日期', widget: 'date', format: 'plain-date' }),
  departments: z
    .array(z.strictObject({ name: z.string().trim().min(2).max(40).meta({ label: '部门' }) }))
    .min(1)
    .max(20)
    .meta({ label: '参会部门' }),
  amountFen: FenAmount.meta({ label: '议定金额' }),
  resolution: z.string().trim().min(4, '请写明会商结论').max(1000).meta({ label: '会商结论', widget: 'textarea' }),
});

/** The handler of `recordResolution`; the case stays where it is. */
export const recordResolution = <State extends string>() =>
  handler<typeof ResolutionInput, State>({
    input: ResolutionInput,
    initial: async (tx) => ({ heldOn: tx.today }),
    async run(tx: Tx, kase: Case, input) {
      const checked = await enoughDepartments(tx, kase, input);
      if (!checked.ok) return checked;
      await noteAid(tx, kase.id, { minutesNo: input.minutesNo });
      return ok({
        to: kase.state as State,
        opinion: `一事一议（${input.minutesNo}）：${input.resolution}`,
        data: { resolution: input },
      });
    },
  });

async function enoughDepartments(tx: Tx, kase: Case, input: z.infer<typeof ResolutionInput>): Promise<Result<null>> {
  if (input.heldOn > tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'heldOn', message: `会商日期不能晚于今天（${tx.today}）` }]);
  if (input.amountFen === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'amountFen', message: '请填写议定金额' }]);
  const least = await wholeParameter(tx, 'TA-CONFERENCE-MEMBERS', kase.division, tx.today);
  if (!least.ok) return least;
  const different = new Set(input.departments.map((d) => d.name)).size;
  return different < least.value ? fail('AID_CONFERENCE_FEW', { least: least.value }) : ok(null);
}
