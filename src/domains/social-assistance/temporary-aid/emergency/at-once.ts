/** 急难救助：马上办 — one sheet on the phone: the case is opened, verified and the first aid proposed in one transaction, so that nothing waits for paper. */
import type { Actor } from '../../../../kernel/access/index.ts';
import type { Context } from '../../../../kernel/context/server.ts';
import type { Result } from '../../../../kernel/result/index.ts';
import type { Fen } from '../../../../kernel/schema/index.ts';
import { actIn, type CaseReceipt, openCaseIn } from '../../../../kernel/service/server.ts';
import { EMERGENCY_ITEM } from '../terms.ts';
import type { EmergencyAid } from './form.ts';

export function helpAtOnce(
  context: Context,
  actor: Actor,
  command: { form: EmergencyAid; amountFen: Fen | null; requestId: string },
): Promise<Result<CaseReceipt>> {
  return context.once(actor, { action: 'emergency.at-once', requestId: command.requestId, body: command }, async (tx) => {
    const opened = await openCaseIn(tx, { itemId: EMERGENCY_ITEM, channel: 'discovery', form: command.form });
    if (!opened.ok) return opened;
    const caseId = opened.value.id;
    const verified = await actIn(tx, { caseId, action: 'accept', input: { found: command.form.what } });
    if (!verified.ok || command.amountFen === null) return verified;
    return actIn(tx, { caseId, action: 'proposeFirstAid', input: { amountFen: command.amountFen } });
  });
}
