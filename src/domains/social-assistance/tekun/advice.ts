/** What somebody who is not, or no longer, 特困 may still get: tested on the facts of the file (43号第二十七条). A machine proposes; a person decides. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import { adviceOf } from '../dibao/advice.ts';
import { determineDibao } from '../dibao/rules.ts';
import { nameIn } from '../family/application.ts';
import type { TekunApplication } from './application.ts';
import type { TekunFacts } from './facts.ts';

const URGENT = '遇到突发困难或者必需支出过大的，可以申请临时救助，急难的先行救助。';

/** By the form and the facts on which the person was, or was to be, recognised. */
export async function adviceAfter(tx: Tx, of: { form: TekunApplication; facts: TekunFacts }): Promise<string> {
  const decided = determineDibao({ ...of.facts, decisionDate: tx.today }, await parametersOf(tx), tx.today);
  if (!decided.ok || decided.value.outcome === 'undetermined') {
    const estimate = decided.ok ? decided.value.estimateFen : null;
    return `${estimate ? `按现有材料估算，可能符合低保，每月约${yuanDigits(estimate)}元，查明后可以申请。` : '是否符合低保要重新核对后才能确定，可以申请低保。'}${URGENT}`;
  }
  if (decided.value.outcome === 'eligible')
    return `按现有材料核算，符合低保条件，每月约${yuanDigits(decided.value.amountFen ?? 0)}元，可以由乡镇（街道）帮助申请低保。${URGENT}`;
  return `按现有材料核算，不符合低保条件。${adviceOf(decided.value, nameIn(of.form)) ?? ''}${URGENT}`;
}
