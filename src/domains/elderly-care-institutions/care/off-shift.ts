/** 不能上岗: whom the county has barred, or whose certificate has run out, is on no shift of the home any more. The head is told, with what the ratio lacks now. */
import type { Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { unfitReasons, workforceOf } from '../../../kernel/workforce/server.ts';
import { findInstitution } from '../register/store.ts';
import { tellStaff } from '../stays/apply.ts';
import { nurses } from '../stays/terms.ts';
import { staffPage } from './views.ts';

defineTemplates({
  'care.off-shift': {
    title: '有人不能上岗了',
    text: '{name}{why}，不再排班，也不算在配比里。在岗护理员{has}人，需要{needs}人{gap}。',
  },
});

async function tellHome(tx: Tx, { subject }: DomainEvent): Promise<void> {
  for (const { unitId, name, unfit } of await workforceOf(tx, { workerId: subject.id, day: tx.today })) {
    const home = await findInstitution(tx, unitId);
    // Who works for a provider of home services is that one's affair; whose other certificate holds goes on.
    if (!home.ok || unfit === null) continue;
    const page = await staffPage(tx, unitId);
    if (!page.ok) throw new Error(`staff of ${unitId}: ${page.code}`);
    const { carers: has, needed: needs } = page.value;
    const gap = has < needs ? `，还差${needs - has}人` : '';
    await tellStaff(tx, unitId, {
      performers: nurses,
      template: 'care.off-shift',
      params: { name, why: unfitReasons[unfit], has, needs, gap },
    });
  }
}

export const shiftReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'elderly-care-institutions.off-shift',
    types: ['care-worker.suspended', 'care-worker.certificate.expired'],
    handle: tellHome,
  }),
];
